//! Columns of mean 0 and standard deviation 1, computed in `f64` and rounded to `f32` at the end: the
//! digits in which two times differ may lie beyond those of an `f32`.

/// Statistics of a column of a table over the training rows, before standardisation; statistics of the
/// test rows must not leak into training.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The name in the header.
    pub name: String,
    /// The lowest value.
    pub lowest: f64,
    /// The highest value.
    pub highest: f64,
    /// The mean.
    pub mean: f64,
    /// The standard deviation with `n` in the denominator; 0 if all values are the same. A missing
    /// value counts as the mean.
    pub deviation: f64,
}

impl Column {
    /// The statistics of the `values` of the training rows; missing ones are NaN.
    pub(super) fn new(name: &str, values: impl Iterator<Item = f64> + Clone) -> Self {
        let rows = values.clone().count() as f64;
        let known = values.filter(|value| !value.is_nan());
        let lowest = known.clone().fold(f64::NAN, f64::min);
        let highest = known.clone().fold(f64::NAN, f64::max);
        // All squares are finite and none underflows.
        let largest = lowest.abs().max(highest.abs());
        let is_ordinary = largest == 0. || (1e-100..1e100).contains(&largest);
        let unit = if is_ordinary { 1. } else { largest };
        let count = known.clone().count() as f64;
        let mean = known.clone().map(|value| value / unit / count).sum::<f64>();
        // Squares of differences from the mean: E[x²] − mean² would cancel.
        let squares = known.map(|value| (value / unit - mean).powi(2) / rows).sum::<f64>();
        let is_constant = lowest == highest;
        Self {
            name: name.to_owned(),
            lowest,
            highest,
            mean: if is_constant { lowest } else { mean * unit },
            deviation: if is_constant { 0. } else { squares.sqrt() * unit },
        }
    }

    /// `(x − mean) / deviation`; 0 for a missing value, and everywhere in a column without deviation in
    /// the training rows.
    pub(super) fn standardised(&self, value: f64) -> f32 {
        if value.is_nan() || self.deviation.is_nan() || self.deviation == 0. {
            return 0.;
        }
        // The result for a test row may exceed the range of f32.
        let standardised = (value - self.mean) / self.deviation;
        standardised.clamp(f32::MIN.into(), f32::MAX.into()) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[f64]) -> Column {
        Column::new("x", values.iter().copied())
    }

    #[test]
    fn statistics_are_those_of_the_training_rows_and_all_rows_are_standardised() {
        let two = column(&[1., 3.]);
        assert_eq!((two.lowest, two.highest, two.mean, two.deviation), (1., 3., 2., 1.));
        assert_eq!([1., 3., 7.].map(|value| two.standardised(value)), [-1., 1., 5.]);
        assert_eq!([5., 9.].map(|value| column(&[5., 5.]).standardised(value)), [0., 0.]);
    }

    #[test]
    fn differences_beyond_the_digits_of_f32_are_kept() {
        let times = column(&[1_700_000_000_000., 1_700_000_010_000.]);
        let standardised = [0., 10_000., 20_000.].map(|ms| times.standardised(1.7e12 + ms));
        assert_eq!(standardised, [-1., 1., 3.]);
        assert_eq!(column(&[1e-46, 0.]).standardised(1e-46), 1.);
    }

    #[test]
    fn a_missing_value_is_the_mean_and_does_not_widen_the_column() {
        let gap = column(&[1., 3., f64::NAN, f64::NAN]);
        assert_eq!((gap.mean, gap.deviation), (2., 0.5_f64.sqrt()));
        assert_eq!(gap.standardised(f64::NAN), 0.);
        assert_eq!(column(&[f64::NAN]).standardised(4.), 0.);
    }

    #[test]
    fn extreme_values_remain_finite() {
        let tiny = column(&[0., 1e-300]);
        let results = [0., 1e-300, f64::MAX, f64::MIN].map(|value| tiny.standardised(value));
        assert_eq!(results, [-1., 1., f32::MAX, f32::MIN]);
        let wide = column(&[f64::MAX, f64::MIN]);
        assert_eq!([f64::MAX, f64::MIN].map(|value| wide.standardised(value)), [1., -1.]);
        assert!(column(&[f64::MAX, f64::MAX / 2.]).standardised(f64::MIN).is_finite());
    }
}
