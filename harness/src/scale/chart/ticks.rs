//! Where the labels of a logarithmic scale stand.

use std::ops::Range;

use crate::table::with_thousands;

/// The labelled values of a scale.
pub(super) struct Ticks {
    pub(super) labelled: Vec<f64>,
    /// How far the scale goes on behind the outermost of them, as a factor.
    margin: f64,
}

/// More labels than this, and only powers of ten are labelled.
const MOST_LABELS: usize = 12;

impl Ticks {
    /// A label at each of the values.
    pub(super) fn at(values: impl Iterator<Item = usize>) -> Self {
        let mut labelled: Vec<usize> = values.collect();
        labelled.sort_unstable();
        labelled.dedup();
        Self {
            labelled: labelled.into_iter().map(|value| value as f64).collect(),
            margin: 1.15,
        }
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
        Self {
            // A single value that is round itself still needs two ends.
            labelled: round[first..=last.max(first + 1).min(round.len() - 1)].to_vec(),
            margin: 1.0,
        }
    }

    /// From end to end of the scale.
    pub(super) fn range(&self) -> Range<f64> {
        let first = self.labelled.first().copied().unwrap_or(1.0);
        let last = self.labelled.last().copied().unwrap_or(first);
        first / self.margin..last * self.margin
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
