//! Choosing input columns.

use datasets::TableOptions;

use super::{error_of, file, inputs, label, problem, read, read_with, reading};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn columns_are_chosen_or_dropped_by_name() {
    let text = "a,b,c,d\n1,2,3,x\n4,5,6,y\n";
    let chosen = TableOptions { columns: names(&["c", "a"]), ..TableOptions::default() };
    let data = read_with(text, chosen, 1).unwrap();
    assert_eq!(inputs(&data), ["a", "c"], "in the order of the file");
    assert_eq!(reading(&data).left_out, ["b"]);
    assert_eq!(data.train.inputs(), [-1., -1., 1., 1.]);
    let dropped = TableOptions { drop: names(&["b"]), ..TableOptions::default() };
    let same = read_with(text, dropped, 1).unwrap();
    assert!(same.train == data.train && same.table == data.table);
    assert_eq!(
        reading(&same).to_string(),
        "2 rows read; labels: column \"d\", the last; left out: \"b\""
    );
}

#[test]
fn without_the_last_column_the_labels_are_in_the_one_before() {
    let dropped = TableOptions { drop: names(&["note"]), ..TableOptions::default() };
    let data = read_with("a,b,note\n1,x,free text\n2,y,\n", dropped, 1).unwrap();
    assert_eq!((inputs(&data), reading(&data).label.as_str()), (vec!["a"], "b"));
}

#[test]
fn columns_that_do_not_exist_or_leave_none_are_errors() {
    let text = "a,b\n1,x\n2,y\n";
    let drop = |drop: &[&str]| TableOptions { drop: names(drop), ..TableOptions::default() };
    assert_eq!(
        problem(read_with(text, drop(&["id"]), 1)),
        "--drop: there is no column \"id\": choose \"a\", \"b\""
    );
    let columns = TableOptions { columns: names(&["b"]), ..TableOptions::default() };
    for options in [drop(&["a", "b"]), drop(&["a"]), columns] {
        let error = problem(read_with(text, options, 1));
        assert!(error.starts_with("no column is left as input"), "{error}");
    }
}

#[test]
fn text_in_input_columns_is_counted_and_can_be_dropped() {
    let error = problem(file("titanic.csv", label("Survived")));
    assert_eq!(
        error,
        "text instead of numbers in columns \"Name\" (40 of 40 cells), \"Sex\" (40 of 40 cells), \
         \"Ticket\" (25 of 40 cells), \"Cabin\" (32 of 40 cells), \"Embarked\" (40 of 40 cells), \
         first in line 2, column 4 (\"Name\"): \"Muster, Miss. Erika\": leave out these columns with \
         --drop Name,Sex,Ticket,Cabin,Embarked"
    );
    let drop = names(&["PassengerId", "Name", "Sex", "Ticket", "Cabin", "Embarked"]);
    let numbers = TableOptions { drop, missing: "mean".parse().ok(), ..label("Survived") };
    let data = file("titanic.csv", numbers).unwrap();
    assert_eq!(inputs(&data), ["Pclass", "Age", "SibSp", "Parch", "Fare"]);
    assert_eq!(data.class_names, ["0", "1"]);
    assert_eq!(data.train.rows() + data.test.rows(), 40);
}

#[test]
fn a_few_cells_with_text_are_shown_with_line_column_and_name() {
    assert_eq!(
        error_of("age,sleep,grade\n20,8,good\n21,long,bad\n22,3e,bad\n22,7,bad\n23,7,bad\n"),
        "text instead of numbers in column \"sleep\" (2 of 5 cells), first in line 3, column 2 \
         (\"sleep\"): \"long\": correct the cells, or leave out the column with --drop sleep"
    );
    let error = error_of("age,grade\n20,good\n\n1e400,bad\n");
    assert_eq!(error, "line 4, column 1 (\"age\"): \"1e400\" is not a finite number");
    let error = error_of("age,grade\n20,good\n-inf,bad\n");
    assert_eq!(error, "line 3, column 1 (\"age\"): \"-inf\" is not a finite number");
}

#[test]
fn a_column_that_counts_the_rows_is_noted() {
    let rows: String = (1..=12).map(|row| format!("{row},{},{}\n", row % 5, row / 7)).collect();
    let data = read(format!("Id,x,kind\n{rows}")).unwrap();
    assert_eq!(
        data.notes,
        ["column \"Id\" counts the rows, and is an input: --drop Id leaves it out"]
    );
}
