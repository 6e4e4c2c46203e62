//! Every algorithm compared with a plain scan: neighbours, distances, predictions, errors.

#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

mod support;

use classifier::{Batch, Classifier, ClassifierError, Distance, Examples, KnnSpec, VoteWeight};
use knn_baseline::{Algorithm, Knn, vote};
use support::{ALGORITHMS, DISTANCES, fitted, neighbours, order, rows, scan};

const CLASSES: usize = 3;

/// Points on a sine wave, classes in turn; no two distances are equal.
fn wave(rows: usize, offset: f32) -> Examples {
    let value = |i: usize| ((i as f32 + offset) * 0.37).sin() * (1.0 + 0.01 * i as f32);
    let labels = (0..rows).map(|row| (row % CLASSES) as u32).collect();
    Examples::new((0..rows * 4).map(value).collect(), 4, labels, CLASSES).unwrap()
}

#[test]
fn predictions_are_those_of_a_plain_scan() {
    let (train, test) = (wave(200, 0.0), wave(50, 0.21));
    for algorithm in ALGORITHMS {
        for distance in DISTANCES {
            for (k, weight) in [
                (1, VoteWeight::Majority),
                (5, VoteWeight::Majority),
                (6, VoteWeight::Distance),
                (200, VoteWeight::Majority),
            ] {
                let spec = KnnSpec { k, distance, vote: weight };
                let mut knn = Knn::new(algorithm, spec);
                knn.fit(&train, &order(), &mut ()).unwrap();
                let predictions = knn.predict(&test, 7).unwrap();
                let vote_of = |query: &[f32]| {
                    let nearest = scan(&train, query, distance, k).into_iter();
                    let ballots = nearest.map(|(d, row)| (train.labels()[row as usize], d));
                    vote(&ballots.collect::<Vec<_>>(), CLASSES, weight)
                };
                let expected: Vec<_> = test.inputs().chunks_exact(4).map(vote_of).collect();
                let classes: Vec<u32> = expected.iter().map(|vote| vote.class).collect();
                assert_eq!(predictions.classes, classes, "{algorithm:?}, {spec:?}");
                let fractions: Vec<f32> = expected.into_iter().flat_map(|v| v.fractions).collect();
                assert_eq!(predictions.probabilities, fractions, "{algorithm:?}, {spec:?}");
            }
        }
    }
}

/// A 4 × 4 × 4 lattice with every point three times, so that all distances are tied.
#[test]
fn equal_distances_are_ordered_by_row() {
    let lattice = (0..192).flat_map(|i| [i % 4, i / 4 % 4, i / 16 % 4]);
    for scale in [1.0, 1.0 / 255.0, 0.1, 1e-18, 1e9] {
        let train = support::points(lattice.clone().map(|i| i as f32 * scale).collect(), 3);
        let middle = [1.0, 1.0, 1.0, 1.5, 1.5, 1.5, 0.0, 3.0, 2.0];
        let queries = support::points(middle.map(|x| x * scale).to_vec(), 3);
        for distance in DISTANCES {
            for k in [1, 2, 7, 30, 192] {
                let expected: Vec<Vec<u32>> = queries
                    .inputs()
                    .chunks_exact(3)
                    .map(|q| scan(&train, q, distance, k).iter().map(|n| n.1).collect())
                    .collect();
                for algorithm in ALGORITHMS {
                    let knn = fitted(algorithm, distance, &train);
                    let found = rows(&neighbours(&knn, &queries, k));
                    assert_eq!(found, expected, "{algorithm:?}, {distance}, {k}, {scale}");
                }
            }
        }
    }
}

#[test]
fn the_first_j_of_k_neighbours_are_the_j_nearest() {
    let (train, test) = (wave(200, 0.0), wave(50, 0.21));
    let rows: Vec<u32> = (0..50).collect();
    for algorithm in ALGORITHMS {
        let knn = fitted(algorithm, Distance::L2, &train);
        let fifteen = neighbours(&knn, &test, 15);
        for k in 1..=15 {
            let mut alone = Knn::new(algorithm, KnnSpec::new(k));
            alone.fit(&train, &order(), &mut ()).unwrap();
            let expected = alone.predict_batch(Batch::new(&test, &rows).unwrap());
            assert_eq!(knn.predictions(&fifteen, k), expected, "{algorithm:?}, {k}");
        }
        let error = knn.predictions(&fifteen, 16);
        assert_eq!(error, Err(ClassifierError::Neighbours { k: 16, rows: 15 }));
    }
}

#[test]
fn a_k_beyond_the_training_set_is_an_error_with_both_numbers() {
    for algorithm in ALGORITHMS {
        for k in [0, 201] {
            let mut knn = Knn::new(algorithm, KnnSpec::new(k));
            let error = knn.fit(&wave(200, 0.0), &order(), &mut ());
            assert_eq!(error, Err(ClassifierError::Neighbours { k, rows: 200 }));
        }
    }
}

#[test]
fn predicting_before_fitting_is_an_error() {
    let test = wave(5, 0.0);
    for algorithm in ALGORITHMS {
        let mut knn = Knn::new(algorithm, KnnSpec::new(1));
        let error = knn.predict_batch(Batch::new(&test, &[0]).unwrap());
        assert_eq!(error, Err(ClassifierError::NotFitted));
    }
}

#[test]
fn queries_of_another_width_are_an_error_with_both_widths() {
    let narrow = Examples::new(vec![0.5; 3], 3, vec![0], CLASSES).unwrap();
    let error = ClassifierError::Width { expected: 4, got: 3 };
    for algorithm in ALGORITHMS {
        let mut knn = fitted(algorithm, Distance::L1, &wave(20, 0.0));
        let result = knn.predict_batch(Batch::new(&narrow, &[0]).unwrap());
        assert_eq!(result, Err(error.clone()));
    }
}

#[test]
fn the_error_for_cosine_in_linfa_nn_names_the_alternatives() {
    let spec = KnnSpec { distance: Distance::Cosine, ..KnnSpec::new(1) };
    let mut knn = Knn::new(Algorithm::KdTree, spec);
    let error = knn.fit(&wave(20, 0.0), &order(), &mut ()).unwrap_err();
    let message = "linfa-nn has no distance cosine: choose l1, l2, linf or lp, or use knn-exact";
    assert_eq!(error.to_string(), message);
}

#[test]
fn values_that_would_overflow_linfa_nn_are_an_error_with_their_size() {
    let train = support::points(vec![3e30, -3e30, 1.0, 2.0], 1);
    let mut knn = Knn::new(Algorithm::BallTree, KnnSpec::new(1));
    let error = knn.fit(&train, &order(), &mut ()).unwrap_err().to_string();
    assert!(error.contains("overflows for 1 values of size 3e30"), "{error}");
}
