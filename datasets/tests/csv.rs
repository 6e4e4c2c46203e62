//! CSV files: the data set of a valid file, and the message for every defect.
#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

use std::{collections::BTreeSet, fs};

use datasets::{Dataset, DatasetChoice, DatasetName, Places, Request, Result, Source, load};
use proptest::prelude::*;

fn request(dataset: impl Into<DatasetChoice>, label: Option<&str>, seed: u64) -> Request {
    Request {
        dataset: Some(dataset.into()),
        label: label.map(str::to_owned),
        places: Places::default(),
        seed,
    }
}

fn read(content: impl AsRef<[u8]>, label: Option<&str>, seed: u64) -> Result<Dataset> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("students.csv");
    fs::write(&path, content).unwrap();
    load(&request(DatasetChoice::Csv(path), label, seed), &mut ())
}

/// The error without the path that it begins with; asserts that it is one line.
fn error_of(content: impl AsRef<[u8]>, label: Option<&str>) -> String {
    let error = read(content, label, 1).unwrap_err().to_string();
    assert_eq!(error.lines().count(), 1, "{error}");
    let (path, problem) = error.split_once("students.csv: ").unwrap();
    assert!(path.ends_with('/'), "{error}");
    problem.to_owned()
}

/// Rows of `row, 2·row, 7, label` with three labels in turn.
fn students(rows: usize) -> String {
    let labels = ["medium", "good", "bad"];
    let row = |row: usize| format!("{row},{},7,{}\n", 2 * row, labels[row % 3]);
    let rows: String = (0..rows).map(row).collect();
    format!("age,sleep duration,country,grade\n{rows}")
}

#[test]
fn four_fifths_train_and_one_fifth_tests_with_labels_in_alphabetical_order() {
    let data = read(students(103), None, 1).unwrap();
    assert_eq!(data.name, "students");
    assert_eq!((data.train.rows(), data.test.rows()), (83, 20));
    assert_eq!((data.train.width(), data.train.classes()), (3, 3));
    assert_eq!(data.class_names, ["bad", "good", "medium"]);
    assert_eq!(data.source.without_paths(), "CSV file");
    assert!(matches!(data.source, Source::Csv(path) if path.ends_with("students.csv")));
}

#[test]
fn every_row_is_in_one_split_with_its_own_label() {
    let data = read(students(103), None, 1).unwrap();
    // The first input is the standardised row number, so sorting by it restores the row order.
    let mut rows: Vec<(f32, u32)> = [&data.train, &data.test]
        .into_iter()
        .flat_map(|examples| {
            let ages = examples.inputs().iter().copied().step_by(3);
            ages.zip(examples.labels().iter().copied())
        })
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let labels: Vec<u32> = rows.iter().map(|row| row.1).collect();
    let expected: Vec<u32> = (0..103).map(|row| [2, 1, 0][row % 3]).collect();
    assert_eq!(labels, expected);
    assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
}

#[test]
fn training_columns_have_mean_0_and_deviation_1_and_a_constant_one_is_0() {
    let data = read(students(103), None, 1).unwrap();
    let rows = data.train.rows() as f64;
    for column in 0..3 {
        let values = || {
            let inputs = data.train.inputs().iter().skip(column).step_by(3);
            inputs.map(|&input| f64::from(input))
        };
        let mean = values().sum::<f64>() / rows;
        let variance = values().map(|value| value * value).sum::<f64>() / rows - mean * mean;
        assert!(mean.abs() < 1e-6, "{mean}");
        let expected = if column == 2 { 0. } else { 1. };
        assert!((variance - expected).abs() < 1e-6, "{variance}");
    }
    // Test rows are standardised with the statistics of the training rows.
    let ages = data.test.inputs().iter().step_by(3);
    assert!(ages.sum::<f32>().abs() > 1e-3);
}

#[test]
fn the_split_depends_on_the_seed() {
    let read = |seed| read(students(50), None, seed).unwrap();
    let (first, second, other) = (read(1), read(1), read(2));
    assert!(first.train == second.train && first.test == second.test);
    assert_ne!(first.test, other.test);
    assert_eq!(first.digest, other.digest);
}

#[test]
fn the_digest_is_that_of_the_file() {
    // Computed with sha256sum.
    assert_eq!(
        read("a,b\n1,x\n2,y\n", None, 1).unwrap().digest,
        "15920f3fb7c051cc15fceee84432e8803a139a9b53a4ea832c37bf1109e200cf"
    );
}

#[test]
fn fewer_than_five_rows_are_both_splits() {
    let four = read(students(4), None, 1).unwrap();
    assert_eq!(four.train, four.test);
    assert_eq!(four.train.labels(), [2, 1, 0, 2]);
    let five = read(students(5), None, 1).unwrap();
    assert_eq!((five.train.rows(), five.test.rows()), (4, 1));
}

#[test]
fn the_labels_may_be_in_any_column_and_integers_are_ordered_by_value() {
    let text = "class,a\n10,1\n9,2\n-1,3\n9,4\n";
    let data = read(text, Some("class"), 1).unwrap();
    assert_eq!(data.class_names, ["-1", "9", "10"]);
    assert_eq!(data.train.labels(), [2, 1, 0, 1]);
    let data = read("class,a\n1,10\n2,9\n3,x\n", None, 1).unwrap();
    assert_eq!(data.class_names, ["10", "9", "x"]);
}

#[test]
fn white_space_quotes_empty_lines_crlf_and_a_byte_order_mark_change_nothing() {
    let plain = read("a,größe,c\n1,2.5,x\n3,-4e1,\"y, z\"\n", None, 1).unwrap();
    let text = "\u{feff}\r\n a ,größe,\"c\"\r\n\r\n1, +2.5 , x\r\n\"3\",-40.,\"y, z\"";
    let other = read(text, None, 1).unwrap();
    assert_eq!(plain.train, other.train);
    assert_eq!(plain.class_names, other.class_names);
    assert_eq!(plain.class_names, ["x", "y, z"]);
}

#[test]
fn a_cell_that_is_not_a_number_is_reported_with_line_column_and_name() {
    assert_eq!(
        error_of("age,sleep,grade\n20,8,good\n21,long,bad\n", None),
        "line 3, column 2 (\"sleep\"): \"long\" is not a number, and only the label column, \
         \"grade\", may hold text: choose another label column with --label"
    );
    for (cell, shown) in [("NaN", "\"NaN\""), ("-inf", "\"-inf\""), ("1e39", "\"1e39\"")] {
        assert_eq!(
            error_of(format!("age,grade\n20,good\n\n{cell},bad\n"), None),
            format!("line 4, column 1 (\"age\"): {shown} is not a finite 32-bit number")
        );
    }
    for text in ["age,grade\n1,a\n  ,b\n", "age,grade\r\n1,a\r\n,b\r\n"] {
        assert_eq!(
            error_of(text, None),
            "line 3, column 1 (\"age\"): the cell is empty: fill it in, or remove the row"
        );
    }
    let error = error_of("age,grade\n1,a\n2,\n", None);
    assert!(error.starts_with("line 3, column 2 (\"grade\"): the cell is empty"), "{error}");
}

#[test]
fn lines_are_counted_within_quotes_and_long_cells_are_truncated() {
    let error = error_of("grade,age\n\"a\nb\",1\n\"c\n\nd\",old\n", Some("grade"));
    assert!(error.starts_with("line 6, column 2 (\"age\"): \"old\" is"), "{error}");
    let error = error_of(format!("age,grade\n\"{}\",a\n", "€\n".repeat(10_000)), None);
    assert!(error.contains("\\n€\\n\"… is not a number"), "{error}");
    assert!(error.len() < 400, "{error}");
}

#[test]
fn a_row_of_the_wrong_length_is_reported_with_both_lengths() {
    let words = "fields, expected 3: one per column";
    let short = error_of("a,b,c\n1,2,x\n1,2\n", None);
    assert_eq!(short, format!("line 3 has 2 {words}"));
    let long = error_of("a,b,c\r\n1,2,x\r\n\r\n1,2,x,\r\n", None);
    assert_eq!(long, format!("line 4 has 4 {words}"));
}

#[test]
fn a_file_without_names_or_without_rows_is_reported() {
    for empty in ["", "\n\r\n", "\u{feff}"] {
        assert_eq!(
            error_of(empty, None),
            "the file is empty: the first line must name the columns"
        );
    }
    assert_eq!(
        error_of("5.1,3.5,setosa\n4.9,3.0,virginica\n", None),
        "line 1 holds numbers instead of names: the first line must name the columns"
    );
    assert_eq!(error_of("\na,b\n\n", None), "no row follows the header in line 2");
    assert_eq!(
        error_of("a;b\n1;x\n", None),
        "line 1 names only one column, \"a;b\": a numeric column and a label column are needed, \
         separated by commas"
    );
    assert_eq!(error_of("a, ,c\n1,2,x\n", None), "line 1, column 2: the column has no name");
}

#[test]
fn two_columns_with_the_same_name_are_reported() {
    assert_eq!(
        error_of("a,b, a,c\n1,2,3,x\n", None),
        "line 1: columns 1 and 3 are both named \"a\": column names must differ"
    );
}

#[test]
fn an_unknown_label_column_is_reported_with_the_existing_ones() {
    assert_eq!(
        error_of("age,sleep,grade\n1,2,x\n", Some("Grade")),
        "there is no label column \"Grade\": choose \"age\", \"sleep\", \"grade\""
    );
    let pixels: Vec<String> = (0..784).map(|pixel| format!("pixel{pixel}")).collect();
    let error = error_of(format!("{},digit\n", pixels.join(",")), Some("label"));
    assert!(error.ends_with("\"pixel19\" or one of 765 more"), "{error}");
}

#[test]
fn a_label_without_a_csv_file_is_an_error() {
    let request = request(DatasetName::Xor, Some("grade"), 1);
    assert_eq!(
        load(&request, &mut ()).unwrap_err().to_string(),
        "--label \"grade\" needs a CSV file, but the data set is xor: choose a FILE.csv, or omit \
         --label"
    );
    let unnamed = Request { dataset: None, ..request };
    let error = load(&unnamed, &mut ()).unwrap_err().to_string();
    assert!(error.contains("the data set is mnist: "), "{error}");
}

#[test]
fn a_single_class_is_reported() {
    assert_eq!(
        error_of("age,grade\n1,good\n2,good\n", None),
        "all 2 rows have the label \"good\" in column \"grade\": at least two classes are needed"
    );
}

#[test]
fn text_that_is_not_utf_8_is_reported_with_its_position() {
    let words = "the text is not UTF-8: save the file as UTF-8";
    // "größe" and "schlecht möglich" in Latin-1; UTF-16.
    assert_eq!(error_of(b"a,gr\xf6\xdfe,c\n", None), format!("line 1, column 2: {words}"));
    assert_eq!(
        error_of(b"a,c\n1,x\n2,m\xf6glich\n", None),
        format!("line 3, column 2 (\"c\"): {words}")
    );
    let error = error_of(b"\xff\xfea\0,\0b\0\n\0", None);
    assert_eq!(error, format!("line 1, column 1: {words}"));
}

#[test]
fn a_missing_file_a_folder_and_a_too_large_file_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let error = |path| {
        let request = request(DatasetChoice::Csv(path), None, 1);
        let error = load(&request, &mut ()).unwrap_err().to_string();
        error.replace(&folder.path().display().to_string(), "DIR")
    };
    assert_eq!(
        error(folder.path().join("none.csv")),
        "DIR/none.csv: the file cannot be read (No such file or directory (os error 2))"
    );
    assert_eq!(error(folder.path().to_owned()), "DIR: the file cannot be read (it is not a file)");
    let large = folder.path().join("large.csv");
    let file = fs::File::create(&large).unwrap();
    file.set_len((256 << 20) + 1).unwrap();
    assert_eq!(
        error(large),
        "DIR/large.csv: the file is larger than 268435456 bytes, the limit: remove some rows"
    );
}

/// Bytes that often form a CSV file.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let pieces: [&[u8]; 16] = [
        b",",
        b",",
        b"\n",
        b"\n",
        b"\r\n",
        b"\r",
        b"\"",
        b"a",
        b"b",
        b"1",
        b"-2.5e38",
        b"NaN",
        b" ",
        b"\xef\xbb\xbf",
        b"\xff",
        b"\0",
    ];
    let piece = prop_oneof![
        8 => proptest::sample::select(pieces.to_vec()).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..4),
    ];
    let pieces = proptest::collection::vec(piece, 0..60);
    let head = prop_oneof![Just(&b""[..]), Just(&b"a,b\n"[..]), Just(&b"a,b,c\r\n"[..])];
    (head, pieces).prop_map(|(head, pieces)| [head, &pieces.concat()].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn arbitrary_bytes_never_panic_and_every_error_is_one_line(
        content in content(),
        label in proptest::option::of("[ab]"),
    ) {
        match read(&content, label.as_deref(), 1) {
            Ok(data) => prop_assert!(data.class_names.len() >= 2),
            Err(error) => prop_assert_eq!(error.to_string().lines().count(), 1, "{}", error),
        }
    }

    #[test]
    fn numbers_of_any_size_are_read_and_remain_finite(
        rows in proptest::collection::vec((proptest::num::f32::NORMAL, 0..3_u32), 2..30)
    ) {
        let lines = rows.iter().map(|(value, label)| format!("{value},{label}\n"));
        let data = read(format!("a,b\n{}", lines.collect::<String>()), None, 1);
        let classes: BTreeSet<u32> = rows.iter().map(|row| row.1).collect();
        prop_assert_eq!(data.is_ok(), classes.len() >= 2);
    }
}
