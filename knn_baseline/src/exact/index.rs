//! The exact index.

use std::sync::OnceLock;

use classifier::{ClassifierError, Distance, Result};
use linfa::Float;
use ndarray::{ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use super::{encoding::Encoding, floats::Floats, greys::Greys, panels::Panels};
use crate::{
    Neighbour, Neighbours,
    query::Query,
    unit::{Unit, to_f64},
};

/// Exact nearest neighbours among borrowed points `[rows, width]`.
///
/// A query scans all points, but as a blocked matrix product, for many queries at once and on all
/// of rayon's threads. `f32` scores, or integer scores for grey levels (every value n/255), select
/// the few points that can be among the nearest, which are then ranked by sums in `f64`. So the
/// result is that of a plain `f64` scan, with exact sums for grey levels and equal distances
/// ordered by row. L<sub>p</sub> has no product form and uses the plain scan.
///
/// The index needs as much memory as the points take as `f32`, or a quarter of that for Euclidean
/// distances of grey levels.
pub struct ExactIndex<'a, F: Float> {
    points: ArrayView2<'a, F>,
    distance: Distance,
    unit: Unit,
    panels: Option<Panels>,
    /// For queries that are not grey levels, if the points are.
    panels_of_ones: OnceLock<Option<Panels>>,
}

/// Queries per pass through the training set: enough to amortize reading it, few enough to stay in
/// the second-level cache.
const BLOCK: usize = 512;

impl<'a, F: Float> ExactIndex<'a, F> {
    /// Builds the index.
    ///
    /// # Errors
    /// No points, points of width 0, an infinite or NaN value, or L<sub>p</sub> with p below 1.
    pub fn new(points: ArrayView2<'a, F>, distance: Distance) -> Result<Self> {
        distance.check()?;
        if points.is_empty() {
            return Err(ClassifierError::Empty { what: "the set of points" });
        }
        check_finite(points)?;
        let grey =
            points.axis_iter(Axis(0)).into_par_iter().all(|point| Unit::of(point) == Unit::Grey);
        let unit = if grey { Unit::Grey } else { Unit::One };
        Ok(Self {
            panels: panels(points, distance, unit),
            points,
            distance,
            unit,
            panels_of_ones: OnceLock::new(),
        })
    }

    /// The `k` nearest points of each query `[queries, width]`.
    ///
    /// # Errors
    /// `k` of 0 or above the number of points, queries of another width, or an infinite or NaN
    /// value.
    pub fn nearest(&self, queries: ArrayView2<'_, F>, k: usize) -> Result<Neighbours> {
        let rows = self.points.nrows();
        if k == 0 || k > rows {
            return Err(ClassifierError::Neighbours { k, rows });
        }
        if queries.ncols() != self.points.ncols() {
            return Err(ClassifierError::Width {
                expected: self.points.ncols(),
                got: queries.ncols(),
            });
        }
        check_finite(queries)?;
        // At least one block per thread, in multiples of the kernel's eight queries.
        let per_thread = queries.nrows().div_ceil(rayon::current_num_threads());
        let block = per_thread.next_multiple_of(8).clamp(8, BLOCK);
        let blocks: Vec<ArrayView2<'_, F>> = queries.axis_chunks_iter(Axis(0), block).collect();
        let lists: Vec<Vec<Vec<Neighbour>>> =
            blocks.into_par_iter().map(|block| self.nearest_of_block(block, k)).collect();
        Ok(Neighbours::new(k, lists.into_iter().flatten().collect()))
    }

    fn nearest_of_block(&self, queries: ArrayView2<'_, F>, k: usize) -> Vec<Vec<Neighbour>> {
        let queries: Vec<Query> = queries.rows().into_iter().map(|q| self.query(q)).collect();
        let mut results = vec![Vec::new(); queries.len()];
        for unit in [Unit::Grey, Unit::One] {
            let members: Vec<usize> =
                (0..queries.len()).filter(|&index| queries[index].unit() == unit).collect();
            if members.is_empty() {
                continue;
            }
            let values: Vec<&[f64]> = members.iter().map(|&i| queries[i].values()).collect();
            let candidates = match self.panels(unit) {
                Some(panels) => panels.candidates(&values, k),
                None => vec![None; members.len()],
            };
            for (index, candidates) in members.into_iter().zip(candidates) {
                results[index] = match candidates {
                    Some(rows) => queries[index].nearest_among(self.points, rows, k),
                    None => queries[index].nearest_of_all(self.points, k),
                };
            }
        }
        results
    }

    fn query(&self, point: ArrayView1<'_, F>) -> Query {
        Query::new(self.distance, self.unit.and(Unit::of(point)), point)
    }

    fn panels(&self, unit: Unit) -> Option<&Panels> {
        if unit == self.unit {
            return self.panels.as_ref();
        }
        let build = || panels(self.points, self.distance, unit);
        self.panels_of_ones.get_or_init(build).as_ref()
    }
}

/// The points in the fastest encoding for the distance; `None` if there is none.
fn panels<F: Float>(points: ArrayView2<'_, F>, distance: Distance, unit: Unit) -> Option<Panels> {
    let row = |index| -> Vec<f64> {
        let values = points.row(index).into_iter();
        values.map(|&value| unit.count(value)).collect()
    };
    let greys = (unit == Unit::Grey && distance == Distance::L2)
        .then(|| Greys::new(varying_columns(points)))
        .flatten();
    let encoding: Box<dyn Encoding> = match greys {
        Some(greys) => Box::new(greys),
        None => Box::new(Floats::new(distance, unit, points.ncols(), points.nrows(), row)?),
    };
    Some(Panels::new(encoding, points.nrows(), row))
}

/// The columns that are not constant over all points.
fn varying_columns<F: Float>(points: ArrayView2<'_, F>) -> Vec<usize> {
    let first = points.row(0);
    let mut varies = vec![false; points.ncols()];
    for point in points.rows() {
        for ((varies, value), first) in varies.iter_mut().zip(point).zip(first) {
            *varies |= value != first;
        }
    }
    (0..varies.len()).filter(|&column| varies[column]).collect()
}

fn check_finite<F: Float>(points: ArrayView2<'_, F>) -> Result<()> {
    let infinite = points.indexed_iter().find(|(_, value)| !value.is_finite());
    infinite.map_or(Ok(()), |((row, column), &value)| {
        Err(ClassifierError::NotFinite { row, column, value: to_f64(value) as f32 })
    })
}
