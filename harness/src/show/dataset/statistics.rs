//! Many values, summed up.

/// What there is to say of many values.
#[derive(Debug, PartialEq)]
pub(super) struct Statistics {
    pub(super) lowest: f32,
    pub(super) highest: f32,
    pub(super) mean: f64,
    /// Standard deviation, divided by the number of values.
    pub(super) deviation: f64,
    /// Share of zeros.
    pub(super) zeros: f64,
}

impl Statistics {
    pub(super) fn of(values: &[f32]) -> Self {
        let count = values.len().max(1) as f64;
        let mean = values.iter().copied().map(f64::from).sum::<f64>() / count;
        let square = |&value: &f32| (f64::from(value) - mean).powi(2);
        let squares: f64 = values.iter().map(square).sum();
        Self {
            lowest: values.iter().copied().fold(f32::INFINITY, f32::min),
            highest: values.iter().copied().fold(f32::NEG_INFINITY, f32::max),
            mean,
            deviation: (squares / count).sqrt(),
            zeros: values.iter().filter(|&&value| value == 0.0).count() as f64 / count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statistics_of_a_few_numbers() {
        let expected = Statistics {
            lowest: 0.0,
            highest: 4.0,
            mean: 1.5,
            deviation: 2.75_f64.sqrt(),
            zeros: 0.5,
        };
        assert_eq!(Statistics::of(&[0.0, 4.0, 2.0, 0.0]), expected);
    }
}
