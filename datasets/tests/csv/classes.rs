//! Label columns and classes.

use datasets::{DatasetName, Request, TableOptions, load};

use super::{error_of, file, inputs, label, problem, read, read_with, reading, request};

#[test]
fn the_labels_may_be_in_any_column_and_integers_are_ordered_by_value() {
    let data = read_with("class,a\n10,1\n9,2\n-1,3\n9,4\n", label("class"), 1).unwrap();
    assert_eq!(data.class_names, ["-1", "9", "10"]);
    assert_eq!(data.train.labels(), [2, 1, 0, 1]);
    assert_eq!(reading(&data).to_string(), "4 rows read; labels: column \"class\", 1 of 2");
    let data = read_with("size,a\n1,10\n2,9\n3,x\n", TableOptions::default(), 1).unwrap();
    assert_eq!(data.class_names, ["10", "9", "x"]);
}

#[test]
fn labels_that_are_the_same_number_are_one_class_in_numeric_order() {
    let data = file("mixed.csv", TableOptions::default()).unwrap();
    assert_eq!(data.class_names, ["1", "2"]);
    let data = file("floats.csv", TableOptions::default()).unwrap();
    assert_eq!(data.class_names, ["1", "2", "10"]);
}

#[test]
fn labels_that_look_alike_are_noted() {
    let rows = "1,Yes\n2,yes\n3,no\n4,no\u{200b}\n";
    let data = read(format!("x,l\n{rows}")).unwrap();
    assert_eq!(data.class_names, ["Yes", "no", "no\\u{200b}", "yes"]);
    let words = "differ only in case, white space or invisible characters: if they are one, correct \
                 the file";
    let notes = [
        format!("the classes \"no\" and \"no\\u{{200b}}\" {words}"),
        format!("the classes \"Yes\" and \"yes\" {words}"),
    ];
    assert_eq!(data.notes, notes);
}

#[test]
fn a_quantity_is_no_class() {
    assert_eq!(
        problem(file("houses.csv", TableOptions::default())),
        "the label column, \"price\", holds 55 different numbers in 60 rows: it seems to be a \
         quantity (regression), not a class; choose a column of classes with --label"
    );
    let rooms = file("houses.csv", label("rooms")).unwrap();
    assert_eq!(rooms.class_names, ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(inputs(&rooms), ["area", "age", "price"]);
    let decimals: String = (0..200).map(|row| format!("{row},{}.25\n", 7 * row)).collect();
    assert!(error_of(format!("x,y\n{decimals}")).contains("200 different numbers in 200 rows"));
    let names: String = (0..60).map(|row| format!("{},Person {row}\n", row % 7)).collect();
    assert!(error_of(format!("x,name\n{names}")).contains("it seems to name the rows"));
}

#[test]
fn the_last_of_a_series_is_not_taken_for_the_label_beside_a_column_named_label() {
    let pixels: Vec<String> = (0..784).map(|pixel| format!("pixel{pixel}")).collect();
    let row =
        |digit: usize| format!("{digit}{}", format!(",{}", [0, 1, 3, 254][digit % 4]).repeat(784));
    let rows: Vec<String> = (0..200).map(|number| row(number % 10)).collect();
    let kaggle = format!("label,{}\n{}\n", pixels.join(","), rows.join("\n"));
    assert_eq!(
        error_of(&kaggle),
        "the last column, \"pixel783\", continues \"pixel782\", while there is a column \"label\": \
         say which one holds the labels, probably --label label"
    );
    let digits = read_with(&kaggle, label("label"), 1).unwrap();
    assert_eq!(digits.class_names.len(), 10);
    assert_eq!(digits.train.width(), 784);
    let insisted = read_with(&kaggle, label("pixel783"), 1).unwrap();
    assert_eq!(insisted.class_names, ["0", "1", "3", "254"]);
}

#[test]
fn another_column_with_the_name_of_a_label_is_noted() {
    let data = read("class,a,size\n1,2,small\n2,3,large\n").unwrap();
    assert_eq!(reading(&data).label, "size");
    assert_eq!(
        data.notes,
        ["labels are taken from the last column, \"size\", although there is a column \"class\": \
          --label class"]
    );
}

#[test]
fn an_unknown_label_column_is_reported_with_the_existing_ones() {
    assert_eq!(
        problem(read_with("age,sleep,grade\n1,2,x\n", label("Grade"), 1)),
        "--label: there is no column \"Grade\": choose \"age\", \"sleep\", \"grade\""
    );
    let pixels: Vec<String> = (0..784).map(|pixel| format!("pixel{pixel}")).collect();
    let error = problem(read_with(format!("{},digit\n1\n", pixels.join(",")), label("label"), 1));
    assert!(error.ends_with("\"pixel19\" and 765 more"), "{error}");
}

#[test]
fn an_option_of_tables_for_another_data_set_is_an_error() {
    let request = request(DatasetName::Xor, label("grade"), 1);
    assert_eq!(
        load(&request, &mut ()).unwrap_err().to_string(),
        "--label needs a table, but the data set is xor: choose a file, or omit --label"
    );
    let unnamed = Request { dataset: None, ..request };
    let error = load(&unnamed, &mut ()).unwrap_err().to_string();
    assert!(error.contains("the data set is mnist: "), "{error}");
}

#[test]
fn a_single_class_is_reported() {
    assert_eq!(
        error_of("age,grade\n1,good\n2,good\n"),
        "all 2 rows have the label \"good\" in column \"grade\": at least two classes are needed; \
         --label names another column"
    );
}
