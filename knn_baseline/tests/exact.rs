//! `knn-exact` compared with a plain scan in `f64`, on random points of several kinds.

#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

mod support;

use classifier::{ClassifierError, Distance};
use knn_baseline::{Algorithm, ExactIndex};
use ndarray::{Array2, ArrayView2};
use proptest::prelude::*;
use support::{fitted, neighbours, points, rows, scan};

const DISTANCES: [Distance; 5] =
    [Distance::L1, Distance::L2, Distance::Linf, Distance::Lp(2.5), Distance::Cosine];

/// Values of one kind: grey levels, few distinct values, ordinary, far from 0, huge, tiny.
fn value() -> impl Strategy<Value = BoxedStrategy<f32>> {
    let grey = (0..=255_u8).prop_map(|n| f32::from(n) / 255.0).boxed();
    let few = (0..3_u8).prop_map(f32::from).boxed();
    let ordinary = (-10.0..10.0_f32).boxed();
    let far = (1e4..1.001e4_f32).boxed();
    let huge = (-f32::MAX..f32::MAX).boxed();
    let tiny = (-1e-38..1e-38_f32).boxed();
    let kinds = [grey, few, ordinary, far, huge, tiny];
    prop::sample::select(Vec::from(kinds))
}

/// Training points with duplicates, and queries of which some are training points.
fn sets() -> impl Strategy<Value = (Vec<f32>, Vec<f32>, usize)> {
    (1..40_usize, 1..120_usize, 1..20_usize, value()).prop_flat_map(|(width, n, m, value)| {
        let matrix = move |rows: usize| prop::collection::vec(value.clone(), rows * width);
        let copies = prop::collection::vec((0..n, 0..n, 0..m), 0..10);
        (matrix(n), matrix(m), copies).prop_map(move |(mut train, mut test, copies)| {
            for (from, to, query) in copies {
                train.copy_within(from * width..(from + 1) * width, to * width);
                let point = &train[from * width..][..width];
                test[query * width..][..width].copy_from_slice(point);
            }
            (train, test, width)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn neighbours_are_those_of_a_plain_scan((train, test, width) in sets(), k in 1..130_usize) {
        let (train, test) = (points(train, width), points(test, width));
        let k = k.min(train.rows());
        for distance in DISTANCES {
            let knn = fitted(Algorithm::Exact, distance, &train);
            let found = neighbours(&knn, &test, k);
            let queries = test.inputs().chunks_exact(width);
            for (query, found) in queries.zip(found.queries()) {
                let expected = scan(&train, query, distance, k);
                let found: Vec<(f64, u32)> = found.iter().map(|n| (n.distance, n.row)).collect();
                prop_assert_eq!(found, expected, "{}", distance);
            }
        }
    }
}

#[test]
fn a_query_far_from_all_points_gives_the_same_as_a_scan() {
    let train = points((0..300).map(|i| (i as f32).sin()).collect(), 3);
    let test = points(vec![3e38, -3e38, 1.0, 1e12, 0.0, 0.0], 3);
    for distance in DISTANCES {
        let found = neighbours(&fitted(Algorithm::Exact, distance, &train), &test, 5);
        for (query, found) in test.inputs().chunks_exact(3).zip(rows(&found)) {
            let expected: Vec<u32> = scan(&train, query, distance, 5).iter().map(|n| n.1).collect();
            assert_eq!(found, expected, "{distance}");
        }
    }
}

#[test]
fn a_query_has_the_same_result_alone_and_in_a_batch() {
    let grey = |i: usize| (i * 7919 % 256) as f32 / 255.0;
    let train = points((0..2000).map(grey).collect(), 20);
    // Every other query has values that are not grey levels.
    let test = (0..600).map(|i| grey(i + 13) + f32::from(u8::from(i / 20 % 2 == 1)) * 0.001);
    let test = points(test.collect(), 20);
    for distance in DISTANCES {
        let knn = fitted(Algorithm::Exact, distance, &train);
        let together = rows(&neighbours(&knn, &test, 9));
        let alone: Vec<_> = test
            .inputs()
            .chunks_exact(20)
            .flat_map(|query| rows(&neighbours(&knn, &points(query.to_vec(), 20), 9)))
            .collect();
        assert_eq!(together, alone, "{distance}");
    }
}

#[test]
fn f64_points_and_column_major_points_are_supported() {
    let value = |(row, column): (usize, usize)| ((row * 31 + column * 7) as f64).sin();
    let points = Array2::from_shape_fn((97, 5), value);
    let queries = Array2::from_shape_fn((11, 5), |(row, column)| value((row + 1000, column)));
    let index = ExactIndex::new(points.view(), Distance::L2).unwrap();
    let expected = index.nearest(queries.view(), 4).unwrap();
    for (query, found) in queries.rows().into_iter().zip(expected.queries()) {
        let square = |row| (&points.row(row) - &query).mapv(|d| d * d).sum();
        let mut order: Vec<usize> = (0..97).collect();
        order.sort_by(|&a, &b| f64::total_cmp(&square(a), &square(b)));
        let found: Vec<usize> = found.iter().map(|n| n.row as usize).collect();
        assert_eq!(found, order[..4]);
    }
    // The same points in column-major order.
    let mut transposed = Array2::zeros((5, 97));
    transposed.assign(&points.t());
    let index = ExactIndex::new(transposed.t(), Distance::L2).unwrap();
    assert_eq!(index.nearest(queries.view(), 4).unwrap(), expected);
}

#[test]
fn invalid_requests_are_errors_with_their_numbers() {
    let points = Array2::<f32>::zeros((3, 2));
    let index = ExactIndex::new(points.view(), Distance::L2).unwrap();
    for k in [0, 4] {
        let error = index.nearest(points.view(), k);
        assert_eq!(error, Err(ClassifierError::Neighbours { k, rows: 3 }));
    }
    let wide = Array2::<f32>::zeros((1, 3));
    let error = ClassifierError::Width { expected: 2, got: 3 };
    assert_eq!(index.nearest(wide.view(), 1), Err(error));
    let query = ndarray::arr2(&[[0.0, 1.0], [2.0, f32::INFINITY]]);
    let error = index.nearest(query.view(), 1).unwrap_err().to_string();
    assert_eq!(error, "row 1, column 1 is inf: inputs must be finite numbers");
    for shape in [(0, 2), (2, 0)] {
        let none = Array2::<f32>::zeros(shape);
        let error = ExactIndex::new(none.view(), Distance::L2).err().unwrap().to_string();
        let expected = "the set of points is empty";
        assert!(error.starts_with(expected), "{error}");
    }
    let nan = ndarray::arr2(&[[0.0], [f32::NAN]]);
    let error = ExactIndex::new(nan.view(), Distance::L1).err().unwrap().to_string();
    assert_eq!(error, "row 1, column 0 is NaN: inputs must be finite numbers");
    // Without queries the result is empty.
    let none = index.nearest(ArrayView2::from_shape((0, 2), &[]).unwrap(), 3).unwrap();
    assert_eq!(none.queries().len(), 0);
}
