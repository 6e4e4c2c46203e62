//! linfa-nn's neighbours against a plain scan.

// Clippy knows that a test may unwrap, not that its helpers may.
#![allow(clippy::unwrap_used)]

use classifier::{
    Batch, BatchOrder, Classifier, ClassifierError, Examples, KnnSpec, Randomness, ShuffledOrder,
};
use knn_baseline::{LinfaKnn, vote};

const CLASSES: usize = 3;

/// Points on a wavy line, their class by position; no two distances are equal.
fn points(rows: usize, offset: f32) -> Examples {
    let value = |i: usize| ((i as f32 + offset) * 0.37).sin() * (1.0 + 0.01 * i as f32);
    let labels = (0..rows).map(|row| (row % CLASSES) as u32).collect();
    Examples::new((0..rows * 4).map(value).collect(), 4, labels, CLASSES).unwrap()
}

fn order() -> impl BatchOrder {
    ShuffledOrder::new(Randomness::new(0, "knn", 0), 1)
}

/// Sorts all distances, in `f64`.
fn scan(train: &Examples, query: &[f32], k: usize) -> Vec<u32> {
    let mut distances: Vec<(f64, u32)> = train
        .inputs()
        .chunks_exact(train.width())
        .zip(train.labels())
        .map(|(point, &label)| {
            let square = |(a, b): (&f32, &f32)| f64::from(a - b).powi(2);
            (point.iter().zip(query).map(square).sum(), label)
        })
        .collect();
    distances.sort_by(|a, b| a.0.total_cmp(&b.0));
    distances.iter().take(k).map(|&(_, label)| label).collect()
}

#[test]
fn predictions_are_those_of_a_plain_scan() {
    let (train, test) = (points(200, 0.0), points(50, 0.21));
    for k in [1, 2, 5, 200] {
        let mut knn = LinfaKnn::new(KnnSpec { k });
        knn.fit(&train, &order(), &mut ()).unwrap();
        let predictions = knn.predict(&test, 7).unwrap();
        let queries = test.inputs().chunks_exact(test.width());
        let expected: Vec<_> = queries
            .map(|q| vote(&scan(&train, q, k), CLASSES))
            .collect();
        let classes: Vec<u32> = expected.iter().map(|vote| vote.class).collect();
        assert_eq!(predictions.classes, classes, "k = {k}");
        let shares: Vec<f32> = expected.into_iter().flat_map(|vote| vote.shares).collect();
        assert_eq!(predictions.probabilities, shares, "k = {k}");
    }
}

#[test]
fn a_k_beyond_the_training_set_names_both_numbers() {
    for k in [0, 201] {
        let error = LinfaKnn::new(KnnSpec { k }).fit(&points(200, 0.0), &order(), &mut ());
        assert_eq!(error, Err(ClassifierError::Neighbours { k, rows: 200 }));
    }
}

#[test]
fn predicting_before_fitting_is_an_error() {
    let test = points(5, 0.0);
    let error = LinfaKnn::new(KnnSpec { k: 1 }).predict_batch(Batch::new(&test, &[0]).unwrap());
    assert_eq!(error, Err(ClassifierError::NotFitted));
}
