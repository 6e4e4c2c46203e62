//! Training and test rows, and standardisation.

use std::fs;

use datasets::{Dataset, Source, TableOptions};

use super::{file, load_path, read, read_with, reading, rows, students, test_counts};

#[test]
fn four_fifths_train_and_one_fifth_tests_with_labels_in_alphabetical_order() {
    let data = read(students(103)).unwrap();
    assert_eq!(data.name, "students");
    assert_eq!(rows(&data), (83, 20));
    assert_eq!((data.train.width(), data.train.classes()), (3, 3));
    assert_eq!(data.class_names, ["bad", "good", "medium"]);
    assert_eq!(data.source.without_paths(), "table");
    assert!(matches!(&data.source, Source::Table(path) if path.ends_with("students.csv")));
    assert_eq!(reading(&data).to_string(), "103 rows read; labels: column \"grade\", the last");
}

/// The first input and the label of every row, training rows first.
fn first_inputs(data: &Dataset) -> Vec<(f32, u32)> {
    let of = |examples: &classifier::Examples| {
        let inputs = examples.inputs().iter().copied().step_by(examples.width());
        inputs.zip(examples.labels().iter().copied()).collect::<Vec<_>>()
    };
    [of(&data.train), of(&data.test)].concat()
}

#[test]
fn every_row_is_in_one_split_with_its_own_label() {
    // The first input is the standardised row number, so sorting by it restores the row order.
    let mut rows = first_inputs(&read(students(103)).unwrap());
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let labels: Vec<u32> = rows.iter().map(|row| row.1).collect();
    let expected: Vec<u32> = (0..103).map(|row| [2, 1, 0][row % 3]).collect();
    assert_eq!(labels, expected);
    assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
}

#[test]
fn training_columns_have_mean_0_and_deviation_1_and_a_constant_one_is_0() {
    let data = read(students(103)).unwrap();
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
fn times_in_milliseconds_stay_as_many_as_they_are() {
    let data = file("unix-milliseconds.csv", TableOptions::default()).unwrap();
    let time = &data.columns[1];
    assert_eq!(time.name, "time");
    assert!(time.lowest >= 1.7e12 && time.deviation > 10_000., "{time:?}");
    let inputs =
        [&data.train, &data.test].map(|examples| examples.inputs().iter().skip(1).step_by(2));
    let mut times: Vec<u32> = inputs.into_iter().flatten().map(|time| time.to_bits()).collect();
    times.sort_unstable();
    times.dedup();
    // Counted with `cut -d, -f2 | sort -u`.
    assert_eq!(times.len(), 71);
}

#[test]
fn ids_and_tiny_numbers_keep_their_digits() {
    for content in [
        "t,l\n16777216,a\n16777217,b\n16777218,a\n16777219,b\n",
        "t,l\n1700000000000,a\n1700000000001,b\n1700000000002,a\n1700000000003,b\n",
    ] {
        let data = read(content).unwrap();
        let third = (0.2_f32.sqrt(), 1.8_f32.sqrt());
        for (input, expected) in
            data.train.inputs().iter().zip([-third.1, -third.0, third.0, third.1])
        {
            assert!((input - expected).abs() < 1e-6, "{input} {expected}");
        }
    }
    let tiny = read("x,l\n1e-46,a\n0,b\n1e-46,a\n0,b\n").unwrap();
    assert_eq!(tiny.train.inputs(), [1., -1., 1., -1.]);
}

#[test]
fn the_split_depends_on_the_seed_and_the_content_and_not_on_the_name() {
    let read = |seed| read_with(students(50), TableOptions::default(), seed).unwrap();
    let (first, second, other) = (read(1), read(1), read(2));
    assert!(first.train == second.train && first.test == second.test);
    assert_ne!(first.test, other.test);
    assert_eq!(first.digest, other.digest);

    let folder = tempfile::tempdir().unwrap();
    let copies = ["a.csv", "b.txt", "c"].map(|name| {
        let path = folder.path().join(name);
        fs::write(&path, students(50)).unwrap();
        load_path(&path, TableOptions::default(), 1).unwrap()
    });
    assert_eq!(copies.each_ref().map(|copy| copy.name.as_str()), ["a", "b", "c"]);
    assert!(copies.iter().all(|copy| copy.test == first.test && copy.train == first.train));
}

#[test]
fn the_digest_is_that_of_the_file() {
    // Computed with sha256sum.
    assert_eq!(
        read("a,b\n1,x\n2,y\n").unwrap().digest,
        "15920f3fb7c051cc15fceee84432e8803a139a9b53a4ea832c37bf1109e200cf"
    );
}

#[test]
fn fewer_than_five_rows_are_both_splits() {
    let four = read(students(4)).unwrap();
    assert_eq!(four.train, four.test);
    assert_eq!(four.train.labels(), [2, 1, 0, 2]);
    assert_eq!(rows(&read(students(5)).unwrap()), (4, 1));
}

#[test]
fn a_rare_class_is_tested_in_proportion_with_every_seed() {
    let content =
        fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/ninety-nine-to-one.csv"));
    let content = content.unwrap();
    for seed in 1..20 {
        let data = read_with(&content, TableOptions::default(), seed).unwrap();
        // 8 of 400 rows have class 1.
        assert_eq!(test_counts(&data), [78, 2]);
        assert_eq!(data.largest_test_class(), Some((0, 0.975)));
        assert!(data.notes.is_empty(), "{:?}", data.notes);
    }
}

#[test]
fn a_class_without_test_or_training_rows_is_noted() {
    let one_of_c = |rows: usize| format!("{}0.5,c\n", "1,a\n2,b\n".repeat(rows));
    let data = read(format!("x,l\n{}", one_of_c(20))).unwrap();
    assert_eq!(test_counts(&data).iter().sum::<usize>(), 8);
    let (set, use_of_it) = match test_counts(&data)[2] {
        0 => ("test", "tested"),
        _ => ("training", "learned"),
    };
    assert_eq!(
        data.notes,
        [format!("no {set} row has class \"c\", which is therefore not {use_of_it}")]
    );
}
