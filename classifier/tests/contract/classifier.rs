//! The tests of every classifier. Not a test target: the test of a contender includes this module
//! and defines `classifier()`, which builds the classifier under test for 4 inputs and 3 classes.

// Clippy allows `unwrap` in tests, but not in their helpers.
#![allow(clippy::unwrap_used)]

use classifier::{
    Batch, BatchOrder, Classifier, ClassifierError, Examples, Predictions, Randomness,
    ShuffledOrder,
};

/// Points around three corners of a cube, one corner per class, in a fixed scatter.
fn corners(rows: usize, width: usize, classes: usize) -> Examples {
    let scatter = |index: usize| (index * 37 % 101) as f32 / 101.0 - 0.5;
    let value = |index: usize| {
        let (row, column) = (index / width, index % width);
        f32::from(u8::from(row % classes == column)) + 0.3 * scatter(index)
    };
    let inputs = (0..rows * width).map(value).collect();
    let labels = (0..rows).map(|row| (row % classes) as u32).collect();
    Examples::new(inputs, width, labels, classes).unwrap()
}

fn order(rows: usize) -> impl BatchOrder {
    ShuffledOrder::new(Randomness::new(5, "contract", 0), rows)
}

fn fitted() -> impl Classifier {
    let mut classifier = super::classifier();
    classifier.fit(&corners(301, 4, 3), &order(301), &mut ()).unwrap();
    classifier
}

#[test]
fn well_separated_classes_are_learned() {
    let test = corners(100, 4, 3);
    let correct = fitted().predict(&test, 10).unwrap().correct(test.labels());
    assert!(correct >= 98, "{correct} of 100");
}

#[test]
fn fitting_twice_gives_the_same_bits() {
    let (train, test) = (corners(301, 4, 3), corners(50, 4, 3));
    let mut classifier = super::classifier();
    let mut fit_and_predict = || -> Predictions {
        classifier.fit(&train, &order(301), &mut ()).unwrap();
        classifier.predict(&test, 10).unwrap()
    };
    assert_eq!(fit_and_predict(), fit_and_predict());
    assert_eq!(fitted().predict(&test, 10).unwrap(), fit_and_predict());
}

#[test]
fn every_row_has_a_class_and_a_distribution() {
    let mut classifier = fitted();
    for (rows, batch) in [(1, 1), (7, 3), (7, 100), (7, 0)] {
        let predictions = classifier.predict(&corners(rows, 4, 3), batch).unwrap();
        assert_eq!(predictions.classes.len(), rows);
        assert!(predictions.classes.iter().all(|&class| class < 3));
        assert_eq!(predictions.probabilities.len(), 3 * rows);
        for row in predictions.probabilities.chunks_exact(3) {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6, "{row:?}");
        }
    }
}

#[test]
fn predicted_classes_do_not_depend_on_the_batch_size() {
    let (mut classifier, test) = (fitted(), corners(50, 4, 3));
    let classes = classifier.predict(&test, 50).unwrap().classes;
    assert_eq!(classifier.predict(&test, 7).unwrap().classes, classes);
}

#[test]
fn examples_of_another_width_or_other_classes_are_errors_with_both_numbers() {
    let mut classifier = fitted();
    let mut predict = |examples: &Examples| {
        let batch = Batch::new(examples, &[0]).unwrap();
        classifier.predict_batch(batch).unwrap_err()
    };
    let (expected, got) = (4, 5);
    assert_eq!(predict(&corners(9, 5, 3)), ClassifierError::Width { expected, got });
    let (expected, got) = (3, 4);
    assert_eq!(predict(&corners(9, 4, 4)), ClassifierError::Classes { expected, got });
}
