//! Samples, summed up.

/// The middle sample, or the mean of the two in the middle.
pub fn median(samples: &[f64]) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.len() % 2, sorted.get(middle)) {
        (_, None) => None,
        (1, Some(&sample)) => Some(sample),
        (_, Some(&sample)) => Some((sorted[middle - 1] + sample) / 2.0),
    }
}

/// Mean and, from two samples on, their standard deviation (n − 1 in the denominator).
pub fn mean_and_deviation(samples: &[f64]) -> Option<(f64, Option<f64>)> {
    let n = samples.len() as f64;
    if samples.is_empty() {
        return None;
    }
    let mean = samples.iter().sum::<f64>() / n;
    let squares: f64 = samples.iter().map(|sample| (sample - mean).powi(2)).sum();
    Some((mean, (n > 1.0).then(|| (squares / (n - 1.0)).sqrt())))
}

/// A comparison from paired measurements.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// Median of the pairs' ratios.
    pub median: f64,
    /// Smallest ratio.
    pub low: f64,
    /// Largest ratio.
    pub high: f64,
}

/// Ratios within pairs `(value, reference)`: what drifts between pairs cancels.
pub fn paired_ratio(pairs: &[(f64, f64)]) -> Option<Ratio> {
    let ratios: Vec<f64> = pairs
        .iter()
        .map(|(value, reference)| value / reference)
        .collect();
    Some(Ratio {
        median: median(&ratios)?,
        low: ratios.iter().copied().fold(f64::INFINITY, f64::min),
        high: ratios.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_the_mean_of_the_two_in_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
    }

    #[test]
    fn one_sample_has_no_deviation() {
        assert_eq!(mean_and_deviation(&[5.0]), Some((5.0, None)));
        assert_eq!(
            mean_and_deviation(&[1.0, 3.0]),
            Some((2.0, Some(2.0_f64.sqrt())))
        );
        assert_eq!(mean_and_deviation(&[]), None);
    }

    #[test]
    fn paired_ratios_cancel_a_drift_that_both_share() {
        let ratio = paired_ratio(&[(2.0, 1.0), (20.0, 10.0), (6.0, 3.0)]).unwrap();
        assert_eq!((ratio.median, ratio.low, ratio.high), (2.0, 2.0, 2.0));
    }
}
