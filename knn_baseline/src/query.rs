//! Which training examples are nearest to a query, by definition: sums in `f64`, column by column.
//!
//! Every index ends here, so they all agree on what is nearer. Grey levels are summed up as whole
//! numbers, hence without rounding; for other values two distances that differ by less than the
//! rounding of an `f64` sum may be in either order, the same one everywhere.

use std::cmp::Ordering;

use classifier::Distance;
use linfa::Float;
use ndarray::{ArrayView1, ArrayView2};

use crate::{Neighbour, unit::Unit};

/// A query, ready to be compared with training examples.
pub(crate) struct Query {
    distance: Distance,
    unit: Unit,
    /// Counted in the unit.
    values: Vec<f64>,
    /// nᵖ for all grey levels n, where that is asked for.
    powers: Vec<f64>,
}

impl Query {
    /// `unit` is that of the query and the training set together.
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

    /// The `k` nearest of the points with these row numbers, nearest first.
    pub(crate) fn nearest_among<F: Float>(
        &self,
        points: ArrayView2<'_, F>,
        rows: impl IntoIterator<Item = u32>,
        k: usize,
    ) -> Vec<Neighbour> {
        let ranked = rows
            .into_iter()
            .map(|row| Ranked { key: self.key(points.row(row as usize), f64::INFINITY), row });
        let mut ranked: Vec<Ranked> = ranked.collect();
        ranked.sort_unstable_by(Ranked::nearer_first);
        ranked.truncate(k);
        self.neighbours(ranked)
    }

    /// The `k` nearest of all points, nearest first: looks at every one of them.
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
            // Sorting only now and then keeps this linear in k.
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

    /// What the points are ranked by: the distance, its square, its p-th power.
    ///
    /// Where it can only be more than `limit` it may be infinite instead.
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
        // Not in every column: the comparison would cost more than it saves.
        if column % 32 == 31 && sum > limit {
            return f64::INFINITY;
        }
    }
    sum
}

/// 1 − a·b / (‖a‖‖b‖), and 1 where either is all zeros.
fn cosine(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut dot, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        dot += a * b;
        aa += a * a;
        bb += b * b;
    }
    // One root of the product: it gives a distance of exactly 0 where a = b.
    let norms = f64::sqrt(aa * bb);
    if norms == 0.0 { 1.0 } else { f64::max(1.0 - dot / norms, 0.0) }
}

/// A point with what it is ranked by.
struct Ranked {
    key: f64,
    row: u32,
}

impl Ranked {
    fn nearer_first(&self, other: &Self) -> Ordering {
        let by_key = self.key.total_cmp(&other.key);
        by_key.then(self.row.cmp(&other.row))
    }
}
