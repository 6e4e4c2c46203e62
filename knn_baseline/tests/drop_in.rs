//! `Exact` as a replacement for linfa-nn's algorithms.

#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

use knn_baseline::Exact;
use linfa_nn::{
    BuildError, LinearSearch, NearestNeighbour, NnError,
    distance::{Distance, L1Dist, L2Dist, LInfDist, LpDist},
};
use ndarray::{Array1, Array2, arr1, arr2};

fn value(i: usize) -> f64 {
    (i as f64 * 0.37).sin() * (1.0 + 0.01 * i as f64)
}

/// Asserts that `Exact` and linfa-nn's scan give the same result if no distances are equal.
fn equals_linear_search<F: linfa::Float, D: Distance<F> + 'static>(distance: D) {
    let cast = |i: usize| F::cast(value(i));
    let points = Array2::from_shape_fn((100, 3), |(row, column)| cast(row * 3 + column));
    let exact = Exact.from_batch(&points, distance.clone()).unwrap();
    let linear = LinearSearch.from_batch(&points, distance).unwrap();
    for start in 1000..1020 {
        let query = Array1::from_shape_fn(3, |column| cast(start + column));
        for k in [0, 1, 7, 100, 1000] {
            let found = exact.k_nearest(query.view(), k).unwrap();
            assert_eq!(found, linear.k_nearest(query.view(), k).unwrap());
        }
        let range = F::cast(2.5);
        let found = exact.within_range(query.view(), range).unwrap();
        assert_eq!(found, linear.within_range(query.view(), range).unwrap());
    }
}

#[test]
fn results_are_those_of_linear_search() {
    equals_linear_search::<f32, _>(L1Dist);
    equals_linear_search::<f32, _>(L2Dist);
    equals_linear_search::<f32, _>(LInfDist);
    equals_linear_search::<f32, _>(LpDist(3.0));
    equals_linear_search::<f64, _>(L1Dist);
    equals_linear_search::<f64, _>(L2Dist);
    equals_linear_search::<f64, _>(LInfDist);
    equals_linear_search::<f64, _>(LpDist(1.5));
}

#[test]
fn equal_distances_are_ordered_by_row() {
    let points = arr2(&[[1.0], [0.0], [2.0], [0.0]]);
    for k in 1..=4 {
        let index = Exact.from_batch(&points, L2Dist).unwrap();
        let found = index.k_nearest(arr1(&[1.0]).view(), k).unwrap();
        let rows: Vec<usize> = found.into_iter().map(|(_, row)| row).collect();
        assert_eq!(rows, [0, 1, 2, 3][..k]);
    }
}

#[test]
fn errors_are_those_of_linfa_nn() {
    let points = Array2::<f64>::zeros((3, 2));
    let index = Exact.from_batch(&points, L2Dist).unwrap();
    let error = index.k_nearest(arr1(&[0.0]).view(), 1);
    assert!(matches!(error, Err(NnError::WrongDimension)));
    let error = index.within_range(arr1(&[0.0]).view(), 1.0);
    assert!(matches!(error, Err(NnError::WrongDimension)));
    let error = Exact.from_batch_with_leaf_size(&points, 0, L2Dist).err();
    assert!(matches!(error, Some(BuildError::EmptyLeaf)));
    let none = Array2::<f64>::zeros((3, 0));
    let error = Exact.from_batch(&none, L2Dist).err();
    assert!(matches!(error, Some(BuildError::ZeroDimension)));
}

#[test]
fn empty_sets_and_nan_points_do_not_panic() {
    let none = Array2::<f64>::zeros((0, 2));
    let index = Exact.from_batch(&none, L2Dist).unwrap();
    assert!(index.k_nearest(arr1(&[0.0, 0.0]).view(), 1).unwrap().is_empty());
    let some = arr2(&[[f64::NAN], [3.0], [1.0], [f64::INFINITY]]);
    let index = Exact.from_batch(&some, L2Dist).unwrap();
    let found = index.k_nearest(arr1(&[0.0]).view(), 2).unwrap();
    assert_eq!([found[0].1, found[1].1], [2, 1]);
}
