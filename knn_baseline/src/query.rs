//! The reference ranking of training examples by distance to a query: `f64` sums, column by column.
//!
//! Every index ranks its candidates here, so all indexes give the same order. Grey levels are
//! summed as whole numbers, hence exactly. For other values, distances that differ by less than the
//! rounding of an `f64` sum may be in either order, but in the same order for every index.

use std::cmp::Ordering;

use classifier::Distance;
use linfa::Float;
use ndarray::{ArrayView1, ArrayView2};

use crate::{Neighbour, unit::Unit};

/// A query, prepared for comparison with training examples.
pub(crate) struct Query {
    distance: Distance,
    unit: Unit,
    /// The values in multiples of the unit.
    values: Vec<f64>,
    /// nᵖ for all grey levels n; empty unless the distance is L<sub>p</sub> of grey levels.
    powers: Vec<f64>,
}

impl Query {
    /// `unit` must fit both the query and the training set.
    pub(crate) fn new<F: Float>(distance: Distance, unit: Unit, point: ArrayView1<'_, F>) -> Self {
        let powers = match (distance, unit) {
            (Distance::Lp(p), Unit::Grey) => (0..256).map(|n| f64::from(n).powf(p)).collect(),
            _ => Vec::new(),
        };
        Self {
            distance,
            unit,
            values: point.iter().map(|&value| unit.count(value)).collect(),
            powers,
        }
    }

    pub(crate) fn unit(&self) -> Unit {
        self.unit
    }

    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }

    /// The `k` nearest of the points in `rows`, nearest first.
    pub(crate) fn nearest_among<F: Float>(
        &self,
        points: ArrayView2<'_, F>,
        rows: impl IntoIterator<Item = u32>,
        k: usize,
    ) -> Vec<Neighbour> {
        let mut ranked: Vec<Ranked> = rows
            .into_iter()
            .map(|row| Ranked { key: self.key(points.row(row as usize), f64::INFINITY), row })
            .collect();
        ranked.sort_unstable_by(Ranked::nearer_first);
        ranked.truncate(k);
        self.neighbours(ranked)
    }

    /// The `k` nearest of all points by a plain scan, nearest first.
    pub(crate) fn nearest_of_all<F: Float>(
        &self,
        points: ArrayView2<'_, F>,
        k: usize,
    ) -> Vec<Neighbour> {
        let mut best: Vec<Ranked> = Vec::new();
        let mut limit = f64::INFINITY;
        for (row, point) in (0..).zip(points.rows()) {
            let key = self.key(point, limit);
            if best.len() >= k && key >= limit {
                continue;
            }
            best.push(Ranked { key, row });
            // Sorting only when the list has doubled keeps the scan linear in k.
            if best.len() >= 2 * k.max(32) {
                best.sort_unstable_by(Ranked::nearer_first);
                best.truncate(k);
                limit = best[k - 1].key;
            }
        }
        best.sort_unstable_by(Ranked::nearer_first);
        best.truncate(k);
        self.neighbours(best)
    }

    /// The sort key of a point: the distance, its square or its p-th power.
    ///
    /// May be infinite if it exceeds `limit`.
    fn key<F: Float>(&self, point: ArrayView1<'_, F>, limit: f64) -> f64 {
        let point = point.into_iter().map(|&value| self.unit.count(value));
        let pairs = point.zip(self.values.iter().copied());
        match self.distance {
            Distance::L1 => sum(pairs, limit, f64::abs),
            Distance::L2 => sum(pairs, limit, |difference| difference * difference),
            Distance::Linf => pairs.fold(0.0, |max, (a, b)| f64::max(max, (a - b).abs())),
            Distance::Lp(p) if self.powers.is_empty() => {
                sum(pairs, limit, |difference| difference.abs().powf(p))
            }
            Distance::Lp(_) => {
                sum(pairs, limit, |difference| self.powers[difference.abs() as usize])
            }
            Distance::Cosine => cosine(pairs),
        }
    }

    fn neighbours(&self, ranked: Vec<Ranked>) -> Vec<Neighbour> {
        let distance = |key: f64| match self.distance {
            Distance::L1 | Distance::Linf => key / self.unit.per_one(),
            Distance::L2 => key.sqrt() / self.unit.per_one(),
            Distance::Lp(p) => key.powf(p.recip()) / self.unit.per_one(),
            Distance::Cosine => key,
        };
        let neighbour = |Ranked { key, row }| Neighbour { row, distance: distance(key) };
        ranked.into_iter().map(neighbour).collect()
    }
}

/// The sum of `term(a − b)`, which is never negative.
fn sum(pairs: impl Iterator<Item = (f64, f64)>, limit: f64, term: impl Fn(f64) -> f64) -> f64 {
    let mut sum = 0.0;
    for (column, (a, b)) in pairs.enumerate() {
        sum += term(a - b);
        // Compared only every 32 columns: more often would cost more than it saves.
        if column % 32 == 31 && sum > limit {
            return f64::INFINITY;
        }
    }
    sum
}

/// 1 − a·b / (‖a‖‖b‖), or 1 if a or b is all zeros.
fn cosine(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut dot, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        dot += a * b;
        aa += a * a;
        bb += b * b;
    }
    // The root of the product, not a product of roots: the distance is exactly 0 for a = b.
    let norms = f64::sqrt(aa * bb);
    if norms == 0.0 { 1.0 } else { f64::max(1.0 - dot / norms, 0.0) }
}

/// A point with its sort key.
struct Ranked {
    key: f64,
    row: u32,
}

impl Ranked {
    fn nearer_first(&self, other: &Self) -> Ordering {
        self.key.total_cmp(&other.key).then(self.row.cmp(&other.row))
    }
}
