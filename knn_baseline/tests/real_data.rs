//! MNIST and Fashion-MNIST: `knn-exact` compared with a plain integer scan.

#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

mod support;

use std::{env, path::PathBuf};

use classifier::{Distance, Examples};
use datasets::{DataDir, Dataset, DatasetName, Places, Request, load};
use knn_baseline::Algorithm;
use rayon::prelude::*;
use support::{fitted, neighbours, rows};

/// The real data set; `None` if this machine has none.
fn real_data(name: DatasetName) -> Option<Dataset> {
    let beside_the_project = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");
    let folder = env::var_os("NN_DATA").map_or(beside_the_project.into(), PathBuf::from);
    if !(folder.join("mnist").is_dir() && folder.join("fashion-mnist").is_dir()) {
        println!("skipped: {} has no data sets", folder.display());
        return None;
    }
    let request = Request {
        dataset: Some(name.into()),
        table: datasets::TableOptions::default(),
        transposed: false,
        places: Places {
            data_dir: Some(DataDir { path: folder, named_by: "NN_DATA" }),
            ..Places::default()
        },
        seed: 1,
    };
    Some(load(&request, &mut ()).unwrap())
}

fn bytes(examples: &Examples) -> Vec<u8> {
    let byte = |value: &f32| (value * 255.0).round() as u8;
    examples.inputs().iter().map(byte).collect()
}

/// The `k` rows with the smallest squared distance, equal distances ordered by row.
///
/// A sum of 784 squares of at most 255² fits 32 bits, which are faster to add than 64.
fn scan(train: &[u8], query: &[u8], k: usize) -> Vec<(u64, u32)> {
    let square = |(&a, &b): (&u8, &u8)| (i32::from(a) - i32::from(b)).pow(2);
    let distance = |row: &[u8]| row.iter().zip(query).map(square).sum::<i32>();
    let rows = train.chunks_exact(query.len());
    let distances = rows.map(|row| u64::from(distance(row).unsigned_abs()));
    let mut ranked: Vec<(u64, u32)> = distances.zip(0..).collect();
    ranked.select_nth_unstable(k);
    ranked.truncate(k);
    ranked.sort_unstable();
    ranked
}

/// Every `step`-th example.
fn every(step: usize, examples: &Examples) -> Examples {
    let rows: Vec<usize> = (0..examples.rows()).step_by(step).collect();
    examples.select(&rows).unwrap()
}

fn same_as_scan(name: DatasetName, queries: usize, k: usize) {
    let Some(data) = real_data(name) else { return };
    let test = every(data.test.rows() / queries, &data.test);
    let (train, test_bytes) = (bytes(&data.train), bytes(&test));
    let expected: Vec<_> =
        test_bytes.par_chunks_exact(test.width()).map(|query| scan(&train, query, k)).collect();
    let knn = fitted(Algorithm::Exact, Distance::L2, &data.train);
    let found = neighbours(&knn, &test, k);
    for (query, (found, expected)) in found.queries().zip(&expected).enumerate() {
        let distance = |square: u64| (square as f64).sqrt() / 255.0;
        let expected: Vec<_> = expected.iter().map(|&(d, row)| (row, distance(d))).collect();
        let found: Vec<_> = found.iter().map(|n| (n.row, n.distance)).collect();
        assert_eq!(found, expected, "query {query}");
    }
}

#[test]
fn mnist_500_queries() {
    same_as_scan(DatasetName::Mnist, 500, 15);
}

#[test]
fn fashion_mnist_500_queries() {
    same_as_scan(DatasetName::FashionMnist, 500, 15);
}

#[test]
#[ignore = "the plain scan takes minutes"]
fn mnist_all_queries() {
    same_as_scan(DatasetName::Mnist, 10_000, 15);
}

#[test]
#[ignore = "the plain scan takes minutes"]
fn fashion_mnist_all_queries() {
    same_as_scan(DatasetName::FashionMnist, 10_000, 15);
}

/// linfa-nn's scan and k-d tree on a tenth of MNIST; building a ball tree would take minutes.
#[test]
fn linfa_nn_finds_the_same_neighbours_as_knn_exact() {
    let Some(data) = real_data(DatasetName::Mnist) else {
        return;
    };
    let (train, test) = (every(10, &data.train), every(200, &data.test));
    for distance in [Distance::L1, Distance::L2, Distance::Linf] {
        let exact = neighbours(&fitted(Algorithm::Exact, distance, &train), &test, 10);
        for algorithm in [Algorithm::LinearSearch, Algorithm::KdTree] {
            let linfa = neighbours(&fitted(algorithm, distance, &train), &test, 10);
            assert_eq!(rows(&linfa), rows(&exact), "{algorithm:?}, {distance}");
        }
    }
}
