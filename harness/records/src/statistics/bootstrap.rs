//! Bootstrap intervals of medians.

use classifier::Randomness;
use rand::{Rng, RngExt};

use super::median;

/// Resamples drawn for an interval.
const RESAMPLES: usize = 4000;
/// Fewest samples for an interval.
pub(super) const FEWEST: usize = 3;
/// Quantiles at the ends of the 95 % interval.
const ENDS: [f64; 2] = [0.025, 0.975];

/// The 95 % interval `[low, high]` of the median of `samples`; their range if fewer than three.
///
/// The percentile interval (Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, chapter
/// 13): samples are drawn with replacement many times, and the interval reaches from the 2.5th to
/// the 97.5th percentile of their medians. The draws are the same every time. Up to five samples
/// give their range, because the lowest of them is the median of too many draws to be cut off. The
/// range of three samples covers the true median in three of four cases, of six in 97 %.
pub(super) fn median_interval(samples: &[f64]) -> Option<[f64; 2]> {
    if samples.len() < FEWEST {
        return range(samples);
    }
    percentile_interval(|generator| median(&resample(samples, generator)))
}

/// The 95 % interval of `median(values) / median(reference)`, both resampled independently.
pub(super) fn ratio_interval(values: &[f64], reference: &[f64]) -> Option<[f64; 2]> {
    percentile_interval(|generator| {
        Some(median(&resample(values, generator))? / median(&resample(reference, generator))?)
    })
}

fn percentile_interval(mut statistic: impl FnMut(&mut dyn Rng) -> Option<f64>) -> Option<[f64; 2]> {
    let mut generator = Randomness::new(0, "statistics", 0).generator("bootstrap");
    let drawn = (0..RESAMPLES).map(|_| statistic(&mut generator));
    let mut drawn: Vec<f64> = drawn.collect::<Option<_>>()?;
    drawn.sort_by(f64::total_cmp);
    let last = (RESAMPLES - 1) as f64;
    Some(ENDS.map(|end| drawn[(end * last).round() as usize]))
}

/// As many samples, drawn with replacement.
fn resample(samples: &[f64], generator: &mut dyn Rng) -> Vec<f64> {
    let mut one = || samples.get(generator.random_range(0..samples.len()));
    (0..samples.len()).filter_map(|_| one().copied()).collect()
}

fn range(samples: &[f64]) -> Option<[f64; 2]> {
    let low = samples.iter().copied().reduce(f64::min)?;
    let high = samples.iter().copied().reduce(f64::max)?;
    Some([low, high])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_to_five_samples_the_interval_is_their_range() {
        assert_eq!(median_interval(&[]), None);
        for samples in [&[2.0][..], &[3.0, 2.0], &[4.0, 2.0, 3.0], &[5.0, 2.0, 3.0, 4.0, 4.5]] {
            assert_eq!(median_interval(samples), range(samples));
        }
    }

    #[test]
    fn many_samples_leave_the_outliers_outside() {
        let mut samples: Vec<f64> = (0..41).map(|i| 1.0 + f64::from(i) / 1000.0).collect();
        samples.extend([0.1, 9.0]);
        let [low, high] = median_interval(&samples).unwrap();
        assert!(1.0 < low && low < 1.02 && 1.02 < high && high < 1.04, "{low} {high}");
        assert_eq!(median_interval(&samples), Some([low, high]), "the same draws");
    }

    /// About 94 of 100 intervals from 15 samples do.
    #[test]
    fn the_interval_covers_the_true_median_as_often_as_stated() {
        let mut generator = Randomness::new(1, "statistics", 0).generator("coverage");
        let sets = 500;
        let holds = (0..sets).filter(|_| {
            let samples: Vec<f64> = (0..15).map(|_| generator.random::<f64>()).collect();
            let [low, high] = median_interval(&samples).unwrap();
            low <= 0.5 && 0.5 <= high
        });
        let share = holds.count() as f64 / f64::from(sets);
        assert!((0.90..=0.99).contains(&share), "{share}");
    }
}
