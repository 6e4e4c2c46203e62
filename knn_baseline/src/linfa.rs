//! linfa-nn's indexes, with exact distances and equal distances ordered by row.

use classifier::{ClassifierError, Distance, Result};
use linfa_nn::{
    CommonNearestNeighbour, NearestNeighbour, NearestNeighbourIndex,
    distance::{L1Dist, L2Dist, LInfDist, LpDist},
};
use ndarray::{ArrayView1, ArrayView2};
use rayon::prelude::*;

use crate::{Neighbour, Neighbours, query::Query, unit::Unit};

/// One of linfa-nn's indexes over borrowed points, `[rows, width]`.
///
/// linfa-nn computes distances in `f32` and does not specify the order of equal ones. This index
/// queries [`SPARE`] additional neighbours and ranks all by sums in `f64`. If the last of them is
/// within rounding of the k-th, a second query finds all points within the k-th distance and the
/// rounding error. So the result equals that of [`ExactIndex`](crate::ExactIndex).
pub(crate) struct LinfaIndex<'a> {
    index: Box<dyn 'a + Send + Sync + NearestNeighbourIndex<f32>>,
    points: ArrayView2<'a, f32>,
    distance: Distance,
    unit: Unit,
    /// The largest absolute value of the points.
    largest: f64,
}

/// Neighbours queried in addition to k.
const SPARE: usize = 8;

impl<'a> LinfaIndex<'a> {
    /// Builds the index with linfa-nn's default leaf size.
    pub(crate) fn new(
        algorithm: &CommonNearestNeighbour,
        points: &'a ArrayView2<'a, f32>,
        distance: Distance,
    ) -> Result<Self> {
        distance.check()?;
        let largest = largest(points.iter());
        check_range(largest, points.ncols(), distance)?;
        let index = match distance {
            Distance::L1 => algorithm.from_batch(points, L1Dist),
            Distance::L2 => algorithm.from_batch(points, L2Dist),
            Distance::Linf => algorithm.from_batch(points, LInfDist),
            Distance::Lp(p) => algorithm.from_batch(points, LpDist(p as f32)),
            Distance::Cosine => {
                return Err(ClassifierError::UnsupportedDistance {
                    index: "linfa-nn",
                    distance,
                    alternative: "choose l1, l2, linf or lp, or use knn-exact",
                });
            }
        };
        let grey = points.rows().into_iter().all(|point| Unit::of(point) == Unit::Grey);
        Ok(Self {
            index: index.map_err(framework_error)?,
            points: points.view(),
            distance,
            unit: if grey { Unit::Grey } else { Unit::One },
            largest,
        })
    }

    /// The `k` nearest points of each query `[queries, width]`; queries run in parallel.
    pub(crate) fn nearest(&self, queries: ArrayView2<'_, f32>, k: usize) -> Result<Neighbours> {
        let queries: Vec<_> = queries.rows().into_iter().collect();
        let lists = queries.into_par_iter().map(|query| self.nearest_of_one(query, k));
        Ok(Neighbours::new(k, lists.collect::<Result<_>>()?))
    }

    fn nearest_of_one(&self, point: ArrayView1<'_, f32>, k: usize) -> Result<Vec<Neighbour>> {
        let largest = largest(point.iter()).max(self.largest);
        check_range(largest, point.len(), self.distance)?;
        let query = Query::new(self.distance, self.unit.and(Unit::of(point)), point);
        let rows = self.points.nrows();
        let count = (k + SPARE).min(rows);
        let found = self.index.k_nearest(point, count).map_err(framework_error)?;
        let mut nearest = query.nearest_among(self.points, numbers(&found), count);
        let (Some(kth), Some(last)) = (nearest.get(k - 1), nearest.last()) else {
            return Err(ClassifierError::Framework {
                framework: "linfa-nn",
                message: format!("the index returned {} neighbours, not {count}", found.len()),
            });
        };
        let within = kth.distance + self.margin(kth.distance, largest);
        // Up to rounding, every point not found is at least as far away as the last one found.
        if nearest.len() < rows && last.distance - self.margin(last.distance, largest) <= within {
            let all = self.index.within_range(point, within as f32);
            nearest = query.nearest_among(self.points, numbers(&all.map_err(framework_error)?), k);
        }
        nearest.truncate(k);
        Ok(nearest)
    }

    /// A bound on the error of linfa-nn's distances, and of a tree's bounds on them.
    ///
    /// A sum of w powers in `f32`, and its root, have a relative error below (w + p + 128)·u, most
    /// of it from `powf` with an exponent rounded to `f32`. A ball tree subtracts the ball's radius
    /// from the distance of its centre, which has that relative error of both, each at most the
    /// distance between opposite corners. Powers that underflow add the last summand.
    fn margin(&self, distance: f64, largest: f64) -> f64 {
        let width = self.points.ncols() as f64;
        let p = exponent(self.distance);
        let relative = f64::from(f32::EPSILON) * (width + p.min(1e3) + 128.0);
        let corners = 2.0 * largest * width.powf(p.recip());
        let underflow = (width * f64::from(f32::MIN_POSITIVE)).powf(p.recip());
        relative * (distance + 2.0 * corners) + if p.is_finite() { underflow } else { 0.0 }
    }
}

fn numbers(found: &[(ArrayView1<'_, f32>, usize)]) -> impl Iterator<Item = u32> {
    found.iter().map(|(_, row)| *row as u32)
}

fn exponent(distance: Distance) -> f64 {
    match distance {
        Distance::L1 => 1.0,
        Distance::L2 | Distance::Cosine => 2.0,
        Distance::Linf => f64::INFINITY,
        Distance::Lp(p) => p,
    }
}

fn largest<'a>(values: impl Iterator<Item = &'a f32>) -> f64 {
    f64::from(values.fold(0.0, |max, value| f32::max(max, value.abs())))
}

/// Errors if a sum of powers of differences could overflow `f32`.
fn check_range(largest: f64, width: usize, distance: Distance) -> Result<()> {
    let p = exponent(distance);
    let sum = match distance {
        Distance::Linf => 2.0 * largest,
        _ => (2.0 * largest).powf(p) * width as f64,
    };
    if sum < f64::from(f32::MAX) / 4.0 {
        return Ok(());
    }
    Err(ClassifierError::Framework {
        framework: "linfa-nn",
        message: format!(
            "distance {distance} is computed in f32 and overflows for {width} values of size {:e}: \
             scale the data down",
            largest as f32
        ),
    })
}

fn framework_error(error: impl ToString) -> ClassifierError {
    ClassifierError::Framework { framework: "linfa-nn", message: error.to_string() }
}
