//! A curve in a few characters.

/// From low to high.
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The values between their minimum and maximum in at most `width` characters; neighbouring values
/// are averaged if there are more. Empty for fewer than two values or non-finite ones.
pub(crate) fn sparkline(values: &[f64], width: usize) -> String {
    if values.len() < 2 || !values.iter().all(|value| value.is_finite()) {
        return String::new();
    }
    let count = values.len().min(width);
    let start = |index: usize| index * values.len() / count;
    let mean = |index: usize| {
        let part = &values[start(index)..start(index + 1)];
        part.iter().sum::<f64>() / part.len() as f64
    };
    let means: Vec<f64> = (0..count).map(mean).collect();
    let low = means.iter().copied().fold(f64::INFINITY, f64::min);
    let high = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let level = |mean: f64| {
        // 0/0 for equal values.
        let fraction = (mean - low) / (high - low);
        let level = if fraction.is_finite() { fraction * (LEVELS.len() - 1) as f64 } else { 0.0 };
        LEVELS[level.round() as usize]
    };
    means.into_iter().map(level).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minimum_is_the_lowest_block_and_the_maximum_the_full_one() {
        assert_eq!(sparkline(&[7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0], 20), "█▇▆▅▄▃▂▁");
        assert_eq!(sparkline(&[0.29, 0.12, 0.09, 0.07, 0.05], 20), "█▃▂▂▁");
        assert_eq!(sparkline(&[2.0, 2.0, 2.0], 20), "▁▁▁");
    }

    #[test]
    fn neighbouring_values_are_averaged_to_fit_the_width() {
        assert_eq!(sparkline(&[9.0, 7.0, 1.0, 1.0], 2), "█▁");
        let long: Vec<f64> = (0..1000).map(f64::from).collect();
        assert_eq!(sparkline(&long, 20).chars().count(), 20);
        assert_eq!(sparkline(&long, 20).chars().next(), Some('▁'));
    }

    #[test]
    fn a_single_value_and_non_finite_values_have_no_curve() {
        assert_eq!(sparkline(&[], 20), "");
        assert_eq!(sparkline(&[0.5], 20), "");
        assert_eq!(sparkline(&[0.5, f64::NAN], 20), "");
    }
}
