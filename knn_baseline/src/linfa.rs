//! linfa-nn's indexes, with equal distances put in order.

use classifier::{ClassifierError, Distance, Result};
use linfa_nn::{
    CommonNearestNeighbour, NearestNeighbour, NearestNeighbourIndex,
    distance::{L1Dist, L2Dist, LInfDist, LpDist},
};
use ndarray::{ArrayView1, ArrayView2};
use rayon::prelude::*;

use crate::{Neighbour, Neighbours, query::Query, unit::Unit};

/// One of linfa-nn's indexes over points that it borrows, `[rows, width]`.
///
/// linfa-nn computes distances in `f32` and leaves the order of equal ones open. This asks for a few
/// neighbours more than wanted, ranks them by sums in `f64`, and where the last of them is not
/// clearly farther than the k-th, asks for all within the k-th distance and a margin for rounding.
/// So it answers what [`ExactIndex`](crate::ExactIndex) answers.
pub(crate) struct LinfaIndex<'a> {
    index: Box<dyn 'a + Send + Sync + NearestNeighbourIndex<f32>>,
    points: ArrayView2<'a, f32>,
    distance: Distance,
    unit: Unit,
    /// The largest size of a value.
    largest: f64,
}

/// Neighbours asked for beyond k.
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
                    alternative: "it has l1, l2, linf and lp; knn-exact has cosine",
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

    /// The `k` nearest of each of the queries, which have the points' width, the queries in parallel.
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
        let asked = (k + SPARE).min(rows);
        let found = self.index.k_nearest(point, asked).map_err(framework_error)?;
        let mut nearest = query.nearest_among(self.points, numbers(&found), asked);
        let (Some(kth), Some(last)) = (nearest.get(k - 1), nearest.last()) else {
            return Err(ClassifierError::Framework {
                framework: "linfa-nn",
                message: format!("gave {} neighbours, asked for {asked}", found.len()),
            });
        };
        let within = kth.distance + self.margin(kth.distance, largest);
        // All that was not found is at least as far as the last, as far as linfa-nn can tell.
        if nearest.len() < rows && last.distance - self.margin(last.distance, largest) <= within {
            let all = self.index.within_range(point, within as f32);
            nearest = query.nearest_among(self.points, numbers(&all.map_err(framework_error)?), k);
        }
        nearest.truncate(k);
        Ok(nearest)
    }

    /// How far linfa-nn's idea of a distance, or of a tree's bound on it, can be off.
    ///
    /// A sum of w powers in `f32`, and its root, are off by less than (w + p + 128)·u of themselves
    /// (`powf` of an exponent that is rounded to `f32` takes the most). A ball tree subtracts the
    /// ball's radius from the distance of its centre, which errs by that share of both, and these can
    /// be as large as the distance between opposite corners. Powers that underflow add the last
    /// summand.
    fn margin(&self, distance: f64, largest: f64) -> f64 {
        let width = self.points.ncols() as f64;
        let p = exponent(self.distance);
        let share = f64::from(f32::EPSILON) * (width + p.min(1e3) + 128.0);
        let corners = 2.0 * largest * width.powf(p.recip());
        let underflow = (width * f64::from(f32::MIN_POSITIVE)).powf(p.recip());
        share * (distance + 2.0 * corners) + if p.is_finite() { underflow } else { 0.0 }
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

/// Errors where a sum of powers of differences would leave the range of `f32`.
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
            "computes in f32, where distance {distance} overflows for {width} values of size \
             {:e}: scale the data down",
            largest as f32
        ),
    })
}

fn framework_error(error: impl ToString) -> ClassifierError {
    ClassifierError::Framework { framework: "linfa-nn", message: error.to_string() }
}
