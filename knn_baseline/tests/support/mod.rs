//! Shared by the tests: fitted classifiers, and the plain scan as reference.
#![allow(dead_code, unreachable_pub, reason = "each test program uses a part")]
#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

use classifier::{
    Batch, BatchOrder, Classifier, Distance, Examples, KnnSpec, Randomness, ShuffledOrder,
};
use knn_baseline::{Algorithm, Knn, Neighbours};

pub const ALGORITHMS: [Algorithm; 4] =
    [Algorithm::LinearSearch, Algorithm::KdTree, Algorithm::BallTree, Algorithm::Exact];

/// The distances that all algorithms support.
pub const DISTANCES: [Distance; 5] =
    [Distance::L1, Distance::L2, Distance::Linf, Distance::Lp(3.0), Distance::Lp(1.5)];

pub fn order() -> impl BatchOrder {
    ShuffledOrder::new(Randomness::new(0, "knn", 0), 1)
}

/// Unlabelled examples.
pub fn points(inputs: Vec<f32>, width: usize) -> Examples {
    let labels = vec![0; inputs.len() / width];
    Examples::new(inputs, width, labels, 1).unwrap()
}

/// A fitted classifier.
pub fn fitted(algorithm: Algorithm, distance: Distance, train: &Examples) -> Knn {
    let spec = KnnSpec { distance, ..KnnSpec::new(1) };
    let mut knn = Knn::new(algorithm, spec);
    knn.fit(train, &order(), &mut ()).unwrap();
    knn
}

/// The neighbours of all `queries`.
pub fn neighbours(knn: &Knn, queries: &Examples, k: usize) -> Neighbours {
    let rows: Vec<u32> = (0..queries.rows() as u32).collect();
    knn.neighbours(Batch::new(queries, &rows).unwrap(), k).unwrap()
}

/// The rows of each query's neighbours.
pub fn rows(neighbours: &Neighbours) -> Vec<Vec<u32>> {
    let of_query = |query: &[knn_baseline::Neighbour]| query.iter().map(|n| n.row).collect();
    neighbours.queries().map(of_query).collect()
}

/// The `k` nearest rows with their distances in `f64`, equal distances ordered by row.
///
/// As documented, rows are ranked by sums before the root, and grey levels n/255 by sums of n.
pub fn scan(train: &Examples, query: &[f32], distance: Distance, k: usize) -> Vec<(f64, u32)> {
    let is_grey = |value: &f32| (0..=255_u8).any(|n| f32::from(n) / 255.0 == *value);
    let grey = train.inputs().iter().chain(query).all(is_grey);
    let count = |&value: &f32| {
        if grey { (f64::from(value) * 255.0).round() } else { f64::from(value) }
    };
    let counts = |values: &[f32]| values.iter().map(count).collect::<Vec<f64>>();
    let query = counts(query);
    let points = train.inputs().chunks_exact(train.width());
    let sums = points.map(|point| sum(&counts(point), &query, distance));
    let mut ranked: Vec<(f64, u32)> = sums.zip(0..).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    ranked.truncate(k);
    let root = |sum: f64| match distance {
        Distance::L2 => sum.sqrt(),
        Distance::Lp(p) => sum.powf(p.recip()),
        _ => sum,
    };
    let unit = if grey && distance != Distance::Cosine { 255.0 } else { 1.0 };
    ranked.into_iter().map(|(sum, row)| (root(sum) / unit, row)).collect()
}

fn sum(a: &[f64], b: &[f64], distance: Distance) -> f64 {
    let differences = a.iter().zip(b).map(|(a, b)| (a - b).abs());
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    match distance {
        Distance::L1 => differences.sum(),
        Distance::L2 => differences.map(|d| d * d).sum(),
        Distance::Linf => differences.fold(0.0, f64::max),
        Distance::Lp(p) => differences.map(|d| d.powf(p)).sum(),
        Distance::Cosine => {
            let norms = (dot(a, a) * dot(b, b)).sqrt();
            if norms == 0.0 { 1.0 } else { (1.0 - dot(a, b) / norms).max(0.0) }
        }
    }
}
