//! Medians, means and ratios of samples.

mod bootstrap;

use std::fmt::{self, Display, Formatter};

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

/// A ratio to a baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The median.
    pub median: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Ratio {
    /// `1.47 (1.35–1.50)`, or `1.47` without a spread.
    pub fn brief(self) -> String {
        if self.high > self.low { self.to_string() } else { format!("{:.2}", self.median) }
    }
}

impl Display for Ratio {
    /// `1.47 (1.35–1.50)`; the format's precision replaces the two digits.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(2);
        let Self { median, low, high } = self;
        write!(f, "{median:.digits$} ({low:.digits$}–{high:.digits$})")
    }
}

/// The median ratio of pairs `(value, reference)`, in which a drift that both share cancels.
///
/// The interval is the bootstrap's, or the range for fewer than three pairs.
pub fn paired_ratio(pairs: &[(f64, f64)]) -> Option<Ratio> {
    let ratios = pairs.iter().map(|(value, reference)| value / reference);
    let ratios: Vec<f64> = ratios.collect();
    let [low, high] = bootstrap::median_interval(&ratios)?;
    let median = median(&ratios)?;
    Some(Ratio { median, low, high })
}

/// The ratio of two medians of unpaired samples; a drift between them stays in the ratio.
pub fn ratio_of_medians(values: &[f64], reference: &[f64]) -> Option<Ratio> {
    let [low, high] = bootstrap::ratio_interval(values, reference)?;
    let median = median(values)? / median(reference)?;
    Some(Ratio { median, low, high })
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
        assert_eq!(mean_and_deviation(&[1.0, 3.0]), Some((2.0, Some(2.0_f64.sqrt()))));
        assert_eq!(mean_and_deviation(&[]), None);
    }

    #[test]
    fn paired_ratios_cancel_a_drift_that_both_share() {
        let ratio = paired_ratio(&[(2.0, 1.0), (20.0, 10.0), (6.0, 3.0)]).unwrap();
        assert_eq!((ratio.median, ratio.low, ratio.high), (2.0, 2.0, 2.0));
    }

    #[test]
    fn a_contender_paired_with_itself_has_ratio_1() {
        let pairs = [(2.0, 2.0), (9.0, 9.0), (4.0, 4.0), (5.0, 5.0)];
        let ratio = paired_ratio(&pairs).unwrap();
        assert_eq!(ratio.to_string(), "1.00 (1.00–1.00)");
    }

    #[test]
    fn the_ratio_of_unpaired_samples_is_that_of_their_medians() {
        let ratio = ratio_of_medians(&[4.0, 6.0, 5.0], &[2.0, 2.0]).unwrap();
        assert_eq!((ratio.median, ratio.low, ratio.high), (2.5, 2.0, 3.0));
        assert_eq!(ratio_of_medians(&[], &[1.0]), None);
    }
}
