//! Where the labels of a logarithmic scale stand.

use std::ops::Range;

use crate::table::with_thousands;

/// A scale from end to end, and the values that are labelled on it.
pub(super) struct Ticks {
    pub(super) labelled: Vec<f64>,
    pub(super) range: Range<f64>,
}

/// More labels than this, and only powers of ten are labelled.
const MOST_LABELS: usize = 12;
/// How far a scale of measured points goes on behind the outermost of them, as a factor.
const MARGIN: f64 = 1.15;
/// Share of the scale that a label needs for itself.
const ROOM: f64 = 0.08;

impl Ticks {
    /// A label at each of the values, or at the larger of two that are close to each other.
    pub(super) fn at(values: impl Iterator<Item = usize>) -> Self {
        let mut values: Vec<usize> = values.collect();
        values.sort_unstable();
        let first = values.first().copied().unwrap_or(1) as f64;
        let last = values.last().copied().unwrap_or(1) as f64;
        let range = first / MARGIN..last * MARGIN;
        let room = (range.end / range.start).powf(ROOM);
        let mut labelled: Vec<f64> = Vec::new();
        for value in values.into_iter().rev().map(|value| value as f64) {
            if labelled.last().is_none_or(|larger| larger / value > room) {
                labelled.push(value);
            }
        }
        Self { labelled, range }
    }

    /// Round labels that have all of the values between them.
    pub(super) fn around(values: impl Iterator<Item = f64> + Clone) -> Self {
        let lowest = values.clone().fold(f64::INFINITY, f64::min);
        let highest = values.fold(0.0, f64::max);
        let steps = match (lowest, highest) {
            (low, high) if (high / low).log10() > MOST_LABELS as f64 / 3.0 => &[1.0][..],
            _ => &[1.0, 2.0, 5.0],
        };
        let powers = (lowest.log10().floor() as i32 - 1)..=(highest.log10().ceil() as i32 + 1);
        let round =
            powers.flat_map(|power| steps.iter().map(move |step| step * 10_f64.powi(power)));
        let round: Vec<f64> = round.collect();
        let first = round.iter().rposition(|&value| value <= lowest);
        let last = round.iter().position(|&value| value >= highest);
        let (first, last) = (first.unwrap_or(0), last.unwrap_or(round.len() - 1));
        // A single value that is round itself still needs two ends.
        let last = last.max(first + 1).min(round.len() - 1);
        Self {
            labelled: round[first..=last].to_vec(),
            range: round[first]..round[last],
        }
    }
}

/// `0.5`, `20`, `5,000`.
pub(super) fn told(value: f64) -> String {
    match value {
        ..0.999 => {
            let decimals = (-value.log10()).ceil() as usize;
            format!("{value:.decimals$}")
        }
        _ => with_thousands(value.round() as usize),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(values: &[f64]) -> Vec<String> {
        let ticks = Ticks::around(values.iter().copied());
        ticks.labelled.into_iter().map(told).collect()
    }

    #[test]
    fn a_point_close_to_the_next_has_no_label() {
        let ticks = Ticks::at([1000, 5000, 10_000, 12_000, 12_000].into_iter());
        assert_eq!(ticks.labelled, [12_000.0, 5000.0, 1000.0]);
        assert!(ticks.range.contains(&1000.0) && ticks.range.contains(&12_000.0));
    }

    #[test]
    fn labels_are_round_and_enclose_what_is_drawn() {
        assert_eq!(around(&[3.1, 44.0]), ["2", "5", "10", "20", "50"]);
        assert_eq!(around(&[0.03, 0.2]), ["0.02", "0.05", "0.1", "0.2"]);
        assert_eq!(around(&[100.0]), ["100", "200"]);
        assert_eq!(
            around(&[0.3, 99_000.0]),
            ["0.1", "1", "10", "100", "1,000", "10,000", "100,000"]
        );
    }
}
