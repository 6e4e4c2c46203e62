//! The unit of sums: pixels are counted in whole grey levels, so that their sums are exact.

use linfa::Float;
use ndarray::ArrayView1;

/// The unit in which differences are summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// 1.
    One,
    /// 1/255, if every value is n/255 for a whole n from 0 to 255.
    ///
    /// Distances are computed from the n: sums of n, of n² and of products are whole numbers below
    /// 2⁵³, which `f64` adds without rounding.
    Grey,
}

impl Unit {
    /// The unit of a point: [`Unit::Grey`] if all values are grey levels.
    pub(crate) fn of<F: Float>(point: ArrayView1<'_, F>) -> Self {
        if point.iter().all(|&value| is_grey(value)) { Self::Grey } else { Self::One }
    }

    /// The unit that fits both points.
    pub(crate) fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::One }
    }

    /// `value` in multiples of this unit.
    pub(crate) fn count<F: Float>(self, value: F) -> f64 {
        match self {
            Self::One => to_f64(value),
            Self::Grey => f64::from(grey(value)),
        }
    }

    /// 1 in multiples of this unit.
    pub(crate) fn per_one(self) -> f64 {
        match self {
            Self::One => 1.0,
            Self::Grey => 255.0,
        }
    }
}

/// Converts `value`; exact for `f32` and `f64`.
pub(crate) fn to_f64<F: Float>(value: F) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

/// The nearest grey level; the conversion saturates.
fn grey<F: Float>(value: F) -> u8 {
    (to_f64(value) * 255.0 + 0.5) as u8
}

fn is_grey<F: Float>(value: F) -> bool {
    value == F::cast(grey(value)) / F::cast(255.0)
}

#[cfg(test)]
mod tests {
    use ndarray::aview1;

    use super::*;

    #[test]
    fn grey_levels_are_recognised_and_counted_in_f32_and_f64() {
        for n in 0..=255_u8 {
            let (single, double) = (f32::from(n) / 255.0, f64::from(n) / 255.0);
            assert_eq!(Unit::of(aview1(&[single])), Unit::Grey);
            assert_eq!(Unit::of(aview1(&[double])), Unit::Grey);
            assert_eq!(Unit::Grey.count(single), f64::from(n));
            assert_eq!(Unit::Grey.count(double), f64::from(n));
        }
    }

    #[test]
    fn values_next_to_a_grey_level_are_not_grey() {
        let beside = [-1.0 / 255.0, 256.0 / 255.0, 0.5, 1e30, -1e30, 1e-40];
        for value in beside.into_iter().chain([(7.0_f32 / 255.0).next_up()]) {
            assert_eq!(Unit::of(aview1(&[0.0, value])), Unit::One, "{value}");
        }
    }
}
