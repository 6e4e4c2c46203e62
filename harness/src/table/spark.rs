//! A curve in a few characters.

/// From low to high.
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The values between their lowest and their highest, in at most `width` characters: of more values,
/// neighbours are averaged. Nothing where there is no course to see, or one beyond all numbers.
pub(crate) fn sparkline(values: &[f64], width: usize) -> String {
    if values.len() < 2 || !values.iter().all(|value| value.is_finite()) {
        return String::new();
    }
    let shown = values.len().min(width);
    let start = |index: usize| index * values.len() / shown;
    let mean = |index: usize| {
        let part = &values[start(index)..start(index + 1)];
        part.iter().sum::<f64>() / part.len() as f64
    };
    let means: Vec<f64> = (0..shown).map(mean).collect();
    let low = means.iter().copied().fold(f64::INFINITY, f64::min);
    let high = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let highest_level = (LEVELS.len() - 1) as f64;
    let level = |mean: f64| match (mean - low) / (high - low) {
        share if share.is_finite() => LEVELS[(share * highest_level).round() as usize],
        _ => LEVELS[0],
    };
    means.into_iter().map(level).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_value_is_the_lowest_block_and_the_highest_the_full_one() {
        assert_eq!(sparkline(&[7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0], 20), "█▇▆▅▄▃▂▁");
        assert_eq!(sparkline(&[0.29, 0.12, 0.09, 0.07, 0.05], 20), "█▃▂▂▁");
        assert_eq!(sparkline(&[2.0, 2.0, 2.0], 20), "▁▁▁");
    }

    #[test]
    fn more_values_than_room_are_averaged() {
        assert_eq!(sparkline(&[9.0, 7.0, 1.0, 1.0], 2), "█▁");
        let long: Vec<f64> = (0..1000).map(f64::from).collect();
        assert_eq!(sparkline(&long, 20).chars().count(), 20);
        assert_eq!(sparkline(&long, 20).chars().next(), Some('▁'));
    }

    #[test]
    fn there_is_no_curve_of_a_single_value_or_of_what_is_no_number() {
        assert_eq!(sparkline(&[], 20), "");
        assert_eq!(sparkline(&[0.5], 20), "");
        assert_eq!(sparkline(&[0.5, f64::NAN], 20), "");
    }
}
