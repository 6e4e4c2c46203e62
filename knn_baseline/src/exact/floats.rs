//! The encoding as shifted and scaled `f32`.

use classifier::Distance;
use rayon::prelude::*;

use super::{
    encoding::{Encoding, ROUNDOFF},
    kernel::Term,
};
use crate::unit::Unit;

/// Encodes a value x as `f32((x − shift) · scale)`.
///
/// The shift is the mean of the column. It is used for L2, the only distance whose error grows with
/// the norm of the points. The scale is a power of two that keeps squares and sums of the largest
/// values finite. For the cosine, points are scaled to length 1 instead.
pub(crate) struct Floats {
    term: Term,
    distance: Distance,
    shift: Vec<f64>,
    scale: f64,
    /// The largest norm of a training row: the norm of the distance, Euclidean for the cosine.
    norm: f64,
    /// Whether `f32` sums of |t − q| are exact: whole numbers up to 2²⁴.
    exact: bool,
}

/// Queries beyond this norm need a plain scan; training rows have a norm of about 1.
const FAR: f64 = 1e9;

impl Floats {
    /// For a training set `[rows, width]` of values in multiples of `unit`.
    ///
    /// `None` for L<sub>p</sub>, for which there is no kernel, and for values so large or small
    /// that sums in `f64` would overflow or underflow.
    pub(crate) fn new<R>(
        distance: Distance,
        unit: Unit,
        width: usize,
        rows: usize,
        row: R,
    ) -> Option<Self>
    where
        R: Fn(usize) -> Vec<f64> + Sync,
    {
        let term = match distance {
            Distance::L1 => Term::Absolute,
            Distance::L2 | Distance::Cosine => Term::Product,
            Distance::Linf => Term::Largest,
            Distance::Lp(_) => return None,
        };
        let mut floats = Self {
            term,
            distance,
            shift: vec![0.0; width],
            scale: 1.0,
            norm: 1.0,
            exact: unit == Unit::Grey && term != Term::Product && 255 * width <= 1 << 24,
        };
        if distance == Distance::L2 {
            for row in (0..rows).map(&row) {
                for (shift, value) in floats.shift.iter_mut().zip(row) {
                    *shift += value / rows as f64;
                }
            }
        }
        let largest_of = |size: &(dyn Fn(usize) -> f64 + Sync)| {
            (0..rows).into_par_iter().map(size).reduce(|| 0.0, f64::max)
        };
        let shift = &floats.shift;
        let largest = largest_of(&|index| {
            let pairs = row(index).into_iter().zip(shift);
            pairs.fold(0.0, |max, (value, shift)| f64::max(max, (value - shift).abs()))
        });
        if largest > 0.0 && !(1e-60..1e60).contains(&largest) {
            return None;
        }
        if distance != Distance::Cosine && largest > 0.0 {
            floats.scale = (-largest.log2().ceil()).exp2();
            floats.norm = largest_of(&|index| floats.norm_of(&floats.encode(&row(index))));
        }
        Some(floats)
    }

    fn encode(&self, values: &[f64]) -> Vec<f32> {
        if self.distance == Distance::Cosine {
            let norm = values.iter().map(|value| value * value).sum::<f64>().sqrt();
            let divisor = if norm == 0.0 { 1.0 } else { norm };
            return values.iter().map(|value| (value / divisor) as f32).collect();
        }
        let pairs = values.iter().zip(&self.shift);
        pairs.map(|(value, shift)| ((value - shift) * self.scale) as f32).collect()
    }

    fn norm_of(&self, values: &[f32]) -> f64 {
        let sizes = values.iter().map(|&value| f64::from(value).abs());
        match self.term {
            Term::Absolute => sizes.sum(),
            Term::Largest => sizes.fold(0.0, f64::max),
            _ => sizes.map(|size| size * size).sum::<f64>().sqrt(),
        }
    }

    /// A bound on the error of a score, for a query of norm Q; T is the largest training norm.
    ///
    /// Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.1: the error of a
    /// sum of w products is at most w·u times the sum of their sizes, here ≤ w·u·T·Q, in any order.
    /// Rounding of values, offset and results adds a few u·(T + Q)². With T·Q ≤ (T + Q)²/4 the
    /// total is less than u·(w/2 + 8)·(T + Q)². The bound for a sum of |t − q| is (w + 2)·u·(T + Q),
    /// for the largest |t − q| 2·u·(T + Q). Underflow adds at most 2⁻¹⁴⁹ per value and sum.
    fn error(&self, norm: f64) -> f64 {
        let (width, reach) = (self.shift.len() as f64, self.norm + norm);
        let roundings = match self.term {
            Term::Absolute => (width + 4.0) * reach,
            Term::Largest => 4.0 * reach,
            _ => (width / 2.0 + 8.0) * reach * reach,
        };
        ROUNDOFF * roundings + width * f64::from(f32::MIN_POSITIVE)
    }
}

impl Encoding for Floats {
    fn term(&self) -> Term {
        self.term
    }

    fn steps(&self) -> usize {
        self.shift.len()
    }

    /// The offset is ‖t‖² for L2, since ‖t − q‖² − ‖q‖² = ‖t‖² − 2·t·q; 0 for other distances.
    fn row(&self, values: &[f64]) -> (Vec<u32>, f32) {
        let values = self.encode(values);
        let offset = match self.distance {
            Distance::L2 => self.norm_of(&values).powi(2),
            _ => 0.0,
        };
        (values.into_iter().map(f32::to_bits).collect(), offset as f32)
    }

    fn query(&self, values: &[f64]) -> Option<(Vec<u32>, f32)> {
        let values = self.encode(values);
        let norm = self.norm_of(&values);
        if !norm.is_finite() || norm > FAR {
            return None;
        }
        let factor = match self.distance {
            Distance::L2 => -2.0,
            Distance::Cosine => -1.0,
            _ => 1.0,
        };
        // −0 + 0 is +0, whose lane has the bits of 0 and is skipped as zero.
        let lane = |value: f32| (value * factor + 0.0).to_bits();
        let slack = if self.exact { 0.0 } else { 2.0 * self.error(norm) };
        Some((values.into_iter().map(lane).collect(), slack as f32))
    }
}
