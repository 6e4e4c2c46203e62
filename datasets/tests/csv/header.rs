//! Names of the columns, and first lines that are rows.

use datasets::TableOptions;

use super::{error_of, file, inputs, label, problem, read, read_with, reading, rows};

fn no_header() -> TableOptions {
    TableOptions { no_header: true, ..TableOptions::default() }
}

#[test]
fn a_first_line_of_numbers_is_a_row() {
    let data = file("iris.data", TableOptions::default()).unwrap();
    assert_eq!(data.name, "iris");
    assert_eq!(rows(&data), (48, 12));
    assert_eq!(data.class_names, ["setosa", "versicolor", "virginica"]);
    assert_eq!(inputs(&data), ["column1", "column2", "column3", "column4"]);
    assert_eq!(
        data.notes,
        ["line 1 holds numbers, so it is read as a row and not as names: the columns are named \
          column1 to column5"]
    );
    let told = reading(&data).to_string();
    assert_eq!(told, "60 rows read; labels: column \"column5\", the last; no header");
    let asked = file("iris.data", no_header()).unwrap();
    assert!(asked.train == data.train && asked.notes.is_empty());
}

#[test]
fn a_first_row_with_a_gap_is_not_lost() {
    for gap in ["?", "NA", ""] {
        let text = format!(
            "5.1,{gap},1.4,setosa\n4.9,3.0,1.4,setosa\n6.3,3.1,4.9,virginica\n\
             6.5,3.2,5.1,virginica\n5.0,3.3,1.3,setosa\n"
        );
        let error = error_of(&text);
        assert!(
            error.starts_with(
                "1 value is missing in column \"column2\" (1), first in line 1, column 2"
            ),
            "{error}"
        );
        let options = TableOptions { missing: "drop".parse().ok(), ..TableOptions::default() };
        let data = read_with(&text, options, 1).unwrap();
        assert_eq!((reading(&data).rows_read, reading(&data).rows_used()), (5, 4));
    }
    // Of one numeric column the gap is all that the first line has.
    let data = read_with(
        "?,a\n1,a\n2,b\n3,a\n",
        TableOptions { missing: "mean".parse().ok(), ..TableOptions::default() },
        1,
    );
    assert_eq!(reading(&data.unwrap()).rows_read, 4);
}

#[test]
fn a_label_before_the_numbers_does_not_make_the_first_row_a_header() {
    let name = "wdbc-label-first-no-header.csv";
    assert_eq!(
        problem(file(name, TableOptions::default())),
        "text instead of numbers in column \"column2\" (60 of 60 cells), first in line 1, column 2 \
         (\"column2\"): \"B\": leave out the column with --drop column2, or take the labels from it: \
         --label column2"
    );
    assert_eq!(
        problem(file(name, label("B"))),
        "--label: there is no column \"B\": line 1 is read as a row, as with --no-header, and has \
         this text in column2"
    );
    for column in ["2", "column2"] {
        let data = file(name, label(column)).unwrap();
        assert_eq!(reading(&data).rows_read, 60);
        assert_eq!(data.class_names, ["B", "M"]);
        assert_eq!(data.train.width(), 5);
    }
    let error = problem(file(name, TableOptions { no_header: true, ..label("7") }));
    assert!(error.starts_with("--label: there is no column \"7\": choose \"column1\""), "{error}");
}

#[test]
fn names_with_numbers_among_them_are_names_with_a_note() {
    let note = "line 1 is read as names of the columns, although some are numbers: --no-header \
                reads it as a row";
    for text in [
        "year,2019,2020,x\n1,2,3,a\n2,3,4,b\n",
        // A data frame without names, and the first line of scikit-learn's iris.csv.
        "0,1,2,3,4\n5,5,5,5,1\n6,6,6,6,2\n",
        "0,1,2,3,kind\n5,5,5,5,a\n6,6,6,6,b\n",
        "150,4,setosa,versicolor\n5,3,1,0\n4,3,1,1\n",
        // Wavelengths before a column named as labels are.
        "1100,1102,1104,label\n5,5,5,x\n6,6,6,y\n",
    ] {
        let data = read(text).unwrap();
        assert_eq!(reading(&data).rows_read, 2, "{text}");
        assert_eq!(data.notes, [note], "{text}");
    }
    let row = read_with("0,1,2,3,4\n5,5,5,5,1\n", no_header(), 1).unwrap();
    assert_eq!(reading(&row).rows_read, 2);
}

#[test]
fn plain_names_are_names_without_a_note() {
    for text in ["a,b\n1,x\n2,y\n", "Na,Mg,type\n1,2,x\n2,3,y\n", "a,b\nx,1\ny,2\n"] {
        let options = if text.ends_with("2\n") { label("a") } else { TableOptions::default() };
        let data = read_with(text, options, 1).unwrap();
        assert!(reading(&data).header && data.notes.is_empty(), "{text} {:?}", data.notes);
    }
}

#[test]
fn a_file_without_rows_is_reported() {
    for empty in ["", "\n\r\n", "\u{feff}", "  \n"] {
        assert_eq!(error_of(empty), "the file is empty: a table has a row in each line");
    }
    assert_eq!(error_of("\na,b\n\n"), "no row follows the header in line 2");
    assert_eq!(error_of("a, ,c\n1,2,x\n"), "line 1, column 2: the column has no name");
}

#[test]
fn a_single_column_is_reported_with_the_delimiter_it_seems_to_have() {
    assert_eq!(
        error_of("a:b\n1:x\n"),
        "line 1 has only one field, \"a:b\": a table has numeric columns and a label column; if they \
         are not separated by commas, semicolons or tabs, --delimiter says by what"
    );
    let spaces = error_of("15.26 14.84   1\n14.88 14.57   2\n");
    assert!(
        spaces.ends_with("these seem to be separated by spaces: --delimiter space"),
        "{spaces}"
    );
}

#[test]
fn the_unnamed_index_of_a_data_frame_is_left_out_with_a_note() {
    let data = read(",a,b\n0,5,x\n1,6,y\n2,7,x\n").unwrap();
    assert_eq!(inputs(&data), ["a"]);
    assert_eq!(reading(&data).left_out, ["column1"]);
    assert!(data.notes[0].starts_with("the first column has no name"), "{:?}", data.notes);
}

#[test]
fn delimiters_at_the_end_of_every_line_are_no_column() {
    for text in ["a,b,c,\n1,2,x,\n3,4,y,\n", "a,b,c,\n1,2,x\n3,4,y\n"] {
        let data = read(text).unwrap();
        assert_eq!((inputs(&data), reading(&data).label.as_str()), (vec!["a", "b"], "c"));
    }
}

#[test]
fn two_columns_with_the_same_name_are_reported() {
    assert_eq!(
        error_of("a,b, a,c\n1,2,3,x\n"),
        "line 1: columns 1 and 3 are both named \"a\": column names must differ; if the line is a \
         row, read it with --no-header"
    );
}
