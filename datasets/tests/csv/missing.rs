//! Missing values.

use datasets::{Missing, TableOptions};

use super::{error_of, file, label, problem, read_with, reading, rows};

fn missing(missing: Missing) -> TableOptions {
    TableOptions { missing: Some(missing), ..TableOptions::default() }
}

#[test]
fn missing_values_are_counted_with_the_first_and_the_ways_out() {
    assert_eq!(
        problem(file("question-mark.csv", TableOptions::default())),
        "1 value is missing in column \"petal_length\" (1), first in line 9, column 3 \
         (\"petal_length\"): leave out 1 of 30 rows with --missing drop, take the column's mean with \
         --missing mean, or columns with --drop"
    );
    assert_eq!(
        error_of("age,size,grade\n1,?,a\n,NA,b\n3,4,\n5,6,a\n"),
        "4 values are missing in columns \"age\" (1), \"size\" (2), \"grade\" (1), first in line 2, \
         column 2 (\"size\"): leave out 3 of 4 rows with --missing drop, or columns with --drop"
    );
}

#[test]
fn rows_with_missing_values_are_dropped_and_counted() {
    let data = file("question-mark.csv", missing(Missing::Drop)).unwrap();
    assert_eq!(rows(&data), (24, 5));
    assert_eq!(
        reading(&data).to_string(),
        "30 rows read, 29 used, 1 dropped (missing values); labels: column \"species\", the last"
    );
}

#[test]
fn a_missing_value_becomes_the_mean_of_the_training_rows() {
    let data = read_with("x,l\n1,a\n3,b\n?,a\n2,b\n", missing(Missing::Mean), 1).unwrap();
    assert_eq!(data.columns[0].mean, 2.);
    let deviation = 0.5_f32.sqrt();
    assert_eq!(data.train.inputs(), [-1. / deviation, 1. / deviation, 0., 0.]);
    assert_eq!(reading(&data).values_filled, 1);
    let told = reading(&data).to_string();
    assert!(
        told.starts_with("4 rows read, 1 missing values replaced by the column's mean;"),
        "{told}"
    );
}

#[test]
fn a_row_without_a_label_is_never_used() {
    let text = "x,l\n1,a\n3,b\n2,?\n4,b\n";
    for treatment in [Missing::Drop, Missing::Mean] {
        let data = read_with(text, missing(treatment), 1).unwrap();
        assert_eq!(data.class_names, ["a", "b"]);
        assert_eq!((reading(&data).rows_used(), reading(&data).rows_dropped), (3, 1));
    }
}

#[test]
fn a_sign_or_none_may_be_a_label() {
    let data = read_with("x,l\n1,+\n3,-\n2,none\n", TableOptions::default(), 1).unwrap();
    assert_eq!(data.class_names, ["+", "-", "none"]);
}

#[test]
fn a_class_that_lost_all_its_rows_is_none() {
    let data = read_with("x,l\n1,a\n2,b\n?,c\n", missing(Missing::Drop), 1).unwrap();
    assert_eq!(data.class_names, ["a", "b"]);
}

#[test]
fn a_table_of_gaps_is_an_error() {
    let text = "x,y,l\n1,,a\n2,,b\n";
    let dropped = problem(read_with(text, missing(Missing::Drop), 1));
    assert!(dropped.starts_with("each of the 2 rows lacks a value"), "{dropped}");
    let filled = problem(read_with(text, missing(Missing::Mean), 1));
    assert_eq!(filled, "column \"y\" has no values: leave it out with --drop y");
}

#[test]
fn empty_rows_are_no_rows_and_are_noted() {
    let data = read_with("x,y,l\n1,2,a\n,,\n3,4,b\n,,\n", TableOptions::default(), 1).unwrap();
    assert_eq!(reading(&data).rows_read, 2);
    assert_eq!(data.notes, ["2 rows are empty and not read"]);
}

#[test]
fn a_column_that_is_not_read_may_lack_values() {
    let drop = vec!["cabin".to_owned()];
    let options = TableOptions { drop, ..label("l") };
    assert_eq!(reading(&read_with("x,cabin,l\n1,,a\n2,,b\n", options, 1).unwrap()).rows_used(), 2);
}
