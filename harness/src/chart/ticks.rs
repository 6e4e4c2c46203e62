//! Where an axis begins and ends, and what is labelled on it.

use std::ops::Range;

use super::{
    Scale,
    numbers::{figure, told},
};

/// An axis from end to end, and the values that are labelled on it.
pub(super) struct Ticks {
    scale: Scale,
    range: Range<f64>,
    labelled: Vec<f64>,
    /// Of labels at even distances: the power of ten of their last digit.
    unit: Option<i32>,
}

/// About as many labels stand beside a vertical axis and below a horizontal one.
const BESIDE: f64 = 5.0;
const BELOW: f64 = 8.0;
/// Share of a horizontal axis that is left free at its ends, and that a label needs for itself.
const FREE: f64 = 0.025;
const ROOM: f64 = 0.07;
/// As many different values are few.
const FEW: usize = 12;

impl Ticks {
    /// Round labels that have all of the values between them; zero is among them unless it is far
    /// away.
    pub(super) fn around(scale: Scale, values: impl Iterator<Item = f64>) -> Self {
        let Span { low, high, whole } = Span::of(scale, values);
        let (labelled, unit) = match scale {
            Scale::Log if high / low >= 3.0 => (powers(low, high), None),
            _ => {
                let near_zero = scale == Scale::Linear && low > 0.0 && low < high / 2.0;
                let low = if near_zero { 0.0 } else { low };
                let (labelled, unit) = even(low, high, BESIDE, whole);
                (labelled, Some(unit))
            }
        };
        let end = |label: Option<&f64>, end| label.copied().unwrap_or(end);
        Self {
            scale,
            range: end(labelled.first(), low)..end(labelled.last(), high),
            labelled,
            unit,
        }
    }

    /// An axis that ends with the values, with round labels; on a logarithmic one a few values are
    /// the labels themselves.
    pub(super) fn along(scale: Scale, values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let span = Span::of(scale, values.iter().copied());
        let (labels, unit) = match scale {
            Scale::Linear => {
                let (labels, unit) = even(span.low, span.high, BELOW, span.whole);
                (labels, Some(unit))
            }
            Scale::Log if values.len() > FEW => (powers(span.low, span.high), None),
            Scale::Log => (values, None),
        };
        let mut ticks = Self { scale, range: span.widened(scale), labelled: Vec::new(), unit };
        // The larger of two that are close to each other.
        for label in labels.into_iter().rev() {
            let room = |&larger: &f64| ticks.share(larger) - ticks.share(label) >= ROOM;
            if ticks.range.contains(&label) && ticks.labelled.last().is_none_or(room) {
                ticks.labelled.push(label);
            }
        }
        ticks
    }

    /// The pixel of a value between those of the axis's ends.
    pub(super) fn place(&self, value: f64, start: i32, end: i32) -> i32 {
        start + (self.share(value) * f64::from(end - start)).round() as i32
    }

    /// The labels with their pixels.
    pub(super) fn labels(&self, start: i32, end: i32) -> impl Iterator<Item = (i32, String)> {
        let text = |value: f64| match self.unit {
            Some(unit) => told(value, unit),
            None => figure(value),
        };
        let label = move |&value: &f64| (self.place(value, start, end), text(value));
        self.labelled.iter().map(label)
    }

    /// Where a value is, from 0 at the beginning to 1 at the end.
    fn share(&self, value: f64) -> f64 {
        let place = |value: f64| match self.scale {
            Scale::Linear => value,
            Scale::Log => value.ln(),
        };
        let [start, end] = [self.range.start, self.range.end].map(place);
        (place(value) - start) / (end - start)
    }
}

/// From the lowest to the highest value, never the same.
struct Span {
    low: f64,
    high: f64,
    /// Whether all values are whole numbers: then no label stands between two of these.
    whole: bool,
}

impl Span {
    fn of(scale: Scale, values: impl Iterator<Item = f64>) -> Self {
        let (mut low, mut high, mut whole) = (f64::INFINITY, f64::NEG_INFINITY, true);
        for value in values {
            (low, high) = (low.min(value), high.max(value));
            whole &= value.fract() == 0.0;
        }
        let size = low.abs().max(high.abs());
        let (low, high) = match scale {
            _ if high - low > size * 1e-9 && size > 1e-290 => (low, high),
            Scale::Log if size.is_finite() => (low / 1.5, high * 1.5),
            Scale::Linear if size.is_finite() && size > 1e-290 => {
                let room = (size * 0.01).max(if whole { 1.0 } else { 0.0 });
                (low - room, high + room)
            }
            Scale::Log => (1.0, 10.0),
            Scale::Linear => (0.0, 1.0),
        };
        Self { low, high, whole }
    }

    /// The range with room at its ends.
    fn widened(&self, scale: Scale) -> Range<f64> {
        match scale {
            Scale::Linear => {
                let room = (self.high - self.low) * FREE;
                self.low - room..self.high + room
            }
            Scale::Log => {
                let room = ((self.high.ln() - self.low.ln()) * FREE).exp();
                self.low / room..self.high * room
            }
        }
    }
}

/// Multiples of 1, 2 or 5 times a power of ten, from at most `low` to at least `high`, about
/// `count` steps; and that power.
fn even(low: f64, high: f64, count: f64, whole: bool) -> (Vec<f64>, i32) {
    let least = (high - low) / count;
    let least = if whole { least.max(1.0) } else { least };
    let power = least.log10().floor() as i32;
    let steps = [(1.0, power), (2.0, power), (5.0, power), (1.0, power + 1)];
    let enough = |(step, power): &(f64, i32)| step * 10_f64.powi(*power) >= least * 0.999;
    let (step, power) = steps.into_iter().find(enough).unwrap_or(steps[3]);
    let size = step * 10_f64.powi(power);
    let (first, last) = ((low / size).floor() as i64, (high / size).ceil() as i64);
    let label = |number: i64| {
        // Dividing by a whole number gives the nearest to 0.3 where multiplying by 0.1 does not.
        let number = number as f64 * step;
        match power < 0 && power > -300 {
            true => number / 10_f64.powi(-power),
            false => number * 10_f64.powi(power),
        }
    };
    ((first..=last).map(label).collect(), power)
}

/// 1, 2 and 5 times powers of ten, or powers alone where they are many, from at most `low` to at
/// least `high`.
fn powers(low: f64, high: f64) -> Vec<f64> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let stride = (last - first) / 8 + 1;
    let steps = if last - first <= 4 { &[1.0, 2.0, 5.0][..] } else { &[1.0] };
    let powers = (first - 1..=last + stride).step_by(stride as usize);
    let labels = powers.flat_map(|power| steps.iter().map(move |step| step * 10_f64.powi(power)));
    let labels: Vec<f64> = labels.collect();
    let first = labels.iter().rposition(|&label| label <= low * 1.001);
    let last = labels.iter().position(|&label| label >= high * 0.999);
    labels[first.unwrap_or(0)..=last.unwrap_or(labels.len() - 1)].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &Ticks) -> Vec<String> {
        ticks.labels(0, 1).map(|(_, label)| label).collect()
    }

    fn around(scale: Scale, values: &[f64]) -> Vec<String> {
        labels(&Ticks::around(scale, values.iter().copied()))
    }

    fn along(scale: Scale, values: &[f64]) -> Vec<String> {
        labels(&Ticks::along(scale, values.iter().copied()))
    }

    #[test]
    fn labels_are_round_and_enclose_what_is_drawn() {
        let around = |values: &[f64]| around(Scale::Log, values);
        assert_eq!(around(&[3.1, 44.0]), ["2", "5", "10", "20", "50"]);
        assert_eq!(around(&[0.03, 0.2]), ["0.02", "0.05", "0.1", "0.2"]);
        assert_eq!(around(&[1.0, 1000.0]).len(), 10);
        assert_eq!(
            around(&[0.3, 99_000.0]),
            ["0.1", "1", "10", "100", "1,000", "10,000", "100,000"]
        );
        assert!(around(&[1e-290, 1e290]).len() < 12);
        assert_eq!(around(&[20.0, 22.5]), ["20.0", "20.5", "21.0", "21.5", "22.0", "22.5"]);
    }

    #[test]
    fn an_axis_begins_at_zero_unless_that_is_far_away() {
        let around = |values: &[f64]| around(Scale::Linear, values);
        assert_eq!(around(&[0.07, 2.3]), ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"]);
        assert_eq!(around(&[96.8, 97.9]), ["96.5", "97.0", "97.5", "98.0"]);
        assert_eq!(around(&[-1.0, 1.0]), ["−1", "0", "1"]);
        assert_eq!(around(&[0.0, 6000.0]), ["0", "2,000", "4,000", "6,000"]);
    }

    #[test]
    fn epochs_are_whole_and_a_point_close_to_the_next_has_no_label() {
        let along_line =
            |last: i32| along(Scale::Linear, &(1..=last).map(f64::from).collect::<Vec<_>>());
        assert_eq!(along_line(5), ["5", "4", "3", "2", "1"]);
        assert_eq!(along_line(20), ["20", "15", "10", "5"]);
        assert_eq!(along(Scale::Linear, &[-6.0, 0.5, 6.0]), ["6", "4", "2", "0", "−2", "−4", "−6"]);
        assert_eq!(
            along(Scale::Log, &[1000.0, 5000.0, 10_000.0, 12_000.0]),
            ["12,000", "5,000", "1,000"]
        );
    }

    #[test]
    fn every_axis_has_two_ends_and_all_values_between_them() {
        let extremes = [
            &[0.0][..],
            &[1.0],
            &[-3.5],
            &[1e290],
            &[-1e290, 1e290],
            &[5e-324],
            &[0.0, 1e-300],
            &[1e15, 1e15 + 1.0],
            &[97.4, 97.4 + 1e-13],
            &[1e-290],
            &[1e-290, 1e290],
        ];
        for values in extremes {
            for scale in [Scale::Linear, Scale::Log] {
                let values: Vec<f64> = values.iter().copied().filter(|&it| scale.has(it)).collect();
                let of = || values.iter().copied();
                if values.is_empty() {
                    continue;
                }
                for ticks in [Ticks::around(scale, of()), Ticks::along(scale, of())] {
                    assert!((1..=13).contains(&ticks.labelled.len()), "{values:?}");
                    for &value in values.iter().chain(&ticks.labelled) {
                        let place = ticks.place(value, 0, 100);
                        assert!((0..=100).contains(&place), "{value} of {values:?}: {place}");
                    }
                }
            }
        }
    }
}
