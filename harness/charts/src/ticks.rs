//! The range of an axis and the labelled values on it.

use std::ops::Range;

use crate::{
    format::{figure, to_digit},
    series::Scale,
    text::{LINE, SMALL, width},
};

/// An axis from end to end, and its labels.
pub(crate) struct Ticks {
    scale: Scale,
    range: Range<f64>,
    /// In ascending order; no two of them touch.
    labels: Vec<Label>,
}

struct Label {
    value: f64,
    text: String,
}

/// The room for labels along an axis.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    length: f64,
    /// Free beyond either end.
    beyond: f64,
    /// Of a label's length along the axis, the space to the next included.
    extent: fn(&str) -> f64,
}

/// About as many labels are on an axis that ends with labels, and on one that ends with its values.
const AROUND: u32 = 5;
const ALONG: u32 = 8;
/// Fraction of its length by which an axis goes on beyond its values.
const FREE: f64 = 0.025;
/// So many different values can all be labels.
const FEW: usize = 12;
/// Space between two labels beside each other.
const SPACE: f64 = 50.0;

impl Room {
    /// Labels beside each other along a horizontal axis.
    pub(crate) fn across(length: i32, beyond: i32) -> Self {
        let extent = |text: &str| width(text, SMALL) + SPACE;
        Self { length: length.into(), beyond: f64::from(beyond) + SPACE / 2.0, extent }
    }

    /// Labels above each other along a vertical axis.
    pub(crate) fn up(length: i32, beyond: i32) -> Self {
        Self { length: length.into(), beyond: beyond.into(), extent: |_| LINE * SMALL }
    }
}

impl Ticks {
    /// An axis that ends with round labels and has all of the values between them; zero is among
    /// them unless it is far away.
    pub(crate) fn around(scale: Scale, values: &[f64], room: Room) -> Self {
        let Span { low, high, whole } = Span::of(scale, values);
        let near_zero = scale == Scale::Linear && low > 0.0 && low < high / 2.0;
        let low = if near_zero { 0.0 } else { low };
        let ticks = |count| {
            let even = even(low, high, count, whole);
            // Zero has no position on a logarithmic axis.
            let has_place = even.first().is_some_and(|label| scale.has(label.value));
            let labels = match scale {
                Scale::Log if high / low >= 3.0 || !has_place => powers(low, high, count),
                _ => even,
            };
            let end = |label: Option<&Label>, end| label.map_or(end, |label| label.value);
            let range = end(labels.first(), low)..end(labels.last(), high);
            Self { scale, range, labels }
        };
        Self::most_readable(AROUND, ticks, room)
    }

    /// An axis that ends with the values, with round labels; on a logarithmic one a few values are
    /// the labels themselves.
    pub(crate) fn along(scale: Scale, values: &[f64], room: Room) -> Self {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let span = Span::of(scale, &values);
        let ticks = |count| {
            let mut labels = match scale {
                Scale::Linear => even(span.low, span.high, count, span.whole),
                Scale::Log if values.len() > FEW => powers(span.low, span.high, count.min(AROUND)),
                Scale::Log => values.iter().copied().map(Label::figure).collect(),
            };
            let range = span.widened(scale);
            labels.retain(|label| range.contains(&label.value));
            Self { scale, range, labels }
        };
        Self::most_readable(ALONG, ticks, room)
    }

    /// The ticks with about `most` labels if these do not touch, else with fewer.
    fn most_readable(most: u32, ticks: impl Fn(u32) -> Self, room: Room) -> Self {
        let fewer = (1..most).rev().map(|count| ticks(count).without_touching(room));
        let all = ticks(most).without_touching(room);
        fewer.fold(all, |best, next| if next.1 < best.1 { next } else { best }).0
    }

    /// Drops labels that leave the room or touch a larger one, and counts them.
    fn without_touching(mut self, room: Room) -> (Self, usize) {
        let labels = std::mem::take(&mut self.labels);
        let count = labels.len();
        let mut free = room.length + room.beyond;
        for label in labels.into_iter().rev() {
            let middle = self.fraction(label.value) * room.length;
            let half = (room.extent)(&label.text) / 2.0;
            if middle + half <= free && middle - half >= -room.beyond {
                free = middle - half;
                self.labels.push(label);
            }
        }
        self.labels.reverse();
        let dropped = count - self.labels.len();
        (self, dropped)
    }

    /// The position of a value on an axis between two positions.
    pub(crate) fn place(&self, value: f64, start: i32, end: i32) -> i32 {
        start + (self.fraction(value) * f64::from(end - start)).round() as i32
    }

    /// The labels with their positions.
    pub(crate) fn labels(&self, start: i32, end: i32) -> impl Iterator<Item = (i32, &str)> {
        self.labels
            .iter()
            .map(move |label| (self.place(label.value, start, end), label.text.as_str()))
    }

    /// Width of the widest label.
    pub(crate) fn widest(&self) -> i32 {
        let widths = self.labels.iter().map(|label| width(&label.text, SMALL).ceil() as i32);
        widths.max().unwrap_or(0)
    }

    /// The position of a value, from 0 at the start of the axis to 1 at its end.
    fn fraction(&self, value: f64) -> f64 {
        let place = |value: f64| match self.scale {
            Scale::Linear => value,
            Scale::Log => value.ln(),
        };
        let (start, end) = (place(self.range.start), place(self.range.end));
        (place(value) - start) / (end - start)
    }
}

impl Label {
    fn figure(value: f64) -> Self {
        Self { value, text: figure(value) }
    }
}

/// From the lowest to the highest value, widened if these are equal.
struct Span {
    low: f64,
    high: f64,
    /// Whether all values are whole numbers; then all labels are.
    whole: bool,
}

impl Span {
    fn of(scale: Scale, values: &[f64]) -> Self {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let whole = values.iter().all(|value| value.fract() == 0.0);
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

/// Labels at multiples of 1, 2 or 5 times a power of ten, from at most `low` to at least `high`, in
/// about `count` steps.
fn even(low: f64, high: f64, count: u32, whole: bool) -> Vec<Label> {
    let least = ((high - low) / f64::from(count)).max(if whole { 1.0 } else { 0.0 });
    let power = least.log10().floor() as i32;
    let steps = [(1.0, power), (2.0, power), (5.0, power), (1.0, power + 1)];
    let enough = |(step, power): &(f64, i32)| step * 10_f64.powi(*power) >= least * 0.999;
    let (step, power) = steps.into_iter().find(enough).unwrap_or(steps[3]);
    let size = step * 10_f64.powi(power);
    let label = |multiple: i64| {
        let digits = multiple as f64 * step;
        // A quotient by a whole number is the nearest to 0.3, a product with 0.1 is not.
        let value = if power < 0 && power > -300 {
            digits / 10_f64.powi(-power)
        } else {
            digits * 10_f64.powi(power)
        };
        Label { value, text: to_digit(value, power) }
    };
    ((low / size).floor() as i64..=(high / size).ceil() as i64).map(label).collect()
}

/// Labels at 1, 2 and 5 times powers of ten, or at powers alone if these are `count` or more, from
/// at most `low` to at least `high`.
fn powers(low: f64, high: f64, count: u32) -> Vec<Label> {
    let count = count as i32;
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let stride = (last - first) / (count + 3) + 1;
    let steps: &[f64] = if last - first < count { &[1.0, 2.0, 5.0] } else { &[1.0] };
    let values: Vec<f64> = (first..=last + stride)
        .step_by(stride as usize)
        .flat_map(|power| steps.iter().map(move |step| step * 10_f64.powi(power)))
        .collect();
    let start = values.iter().rposition(|&value| value <= low * 1.001).unwrap_or(0);
    let end = values.iter().position(|&value| value >= high * 0.999).unwrap_or(values.len() - 1);
    values[start..=end].iter().copied().map(Label::figure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room for labels of any width.
    const ROOM: Room = Room { length: 1e4, beyond: 1e4, extent: |_| 0.0 };

    fn labels(ticks: &Ticks) -> Vec<&str> {
        ticks.labels(0, 1).map(|(_, label)| label).collect()
    }

    #[test]
    fn labels_are_round_and_enclose_the_values() {
        let around = |values: &[f64], expected: &[&str]| {
            assert_eq!(labels(&Ticks::around(Scale::Log, values, ROOM)), expected);
        };
        around(&[3.1, 44.0], &["2", "5", "10", "20", "50"]);
        around(&[0.03, 0.2], &["0.02", "0.05", "0.1", "0.2"]);
        around(&[0.3, 99_000.0], &["0.1", "1", "10", "100", "1,000", "10,000", "100,000"]);
        around(&[20.0, 22.5], &["20.0", "20.5", "21.0", "21.5", "22.0", "22.5"]);
        assert_eq!(labels(&Ticks::around(Scale::Log, &[1.0, 1000.0], ROOM)).len(), 10);
        assert!(labels(&Ticks::around(Scale::Log, &[1e-290, 1e290], ROOM)).len() < 12);
    }

    #[test]
    fn an_axis_begins_at_zero_unless_that_is_far_away() {
        let around = |values: &[f64], expected: &[&str]| {
            assert_eq!(labels(&Ticks::around(Scale::Linear, values, ROOM)), expected);
        };
        around(&[0.07, 2.3], &["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"]);
        around(&[96.8, 97.9], &["96.5", "97.0", "97.5", "98.0"]);
        around(&[-1.0, 1.0], &["−1", "0", "1"]);
        around(&[0.0, 6000.0], &["0", "2,000", "4,000", "6,000"]);
    }

    #[test]
    fn epochs_are_whole() {
        let along = |values: &[f64], expected: &[&str]| {
            assert_eq!(labels(&Ticks::along(Scale::Linear, values, ROOM)), expected);
        };
        let epochs = |last: i32| (1..=last).map(f64::from).collect::<Vec<_>>();
        along(&epochs(5), &["1", "2", "3", "4", "5"]);
        along(&epochs(20), &["5", "10", "15", "20"]);
        along(&[-6.0, 0.5, 6.0], &["−6", "−4", "−2", "0", "2", "4", "6"]);
    }

    #[test]
    fn of_two_labels_that_would_touch_the_larger_stays() {
        let values = [1000.0, 5000.0, 10_000.0, 12_000.0];
        let ticks = Ticks::along(Scale::Log, &values, Room::across(5520, 360));
        assert_eq!(labels(&ticks), ["1,000", "5,000", "12,000"]);
    }

    #[test]
    fn where_labels_would_touch_the_steps_are_larger() {
        let around = |scale, values: &[f64], length, expected: &[&str]| {
            assert_eq!(labels(&Ticks::around(scale, values, Room::across(length, 360))), expected);
        };
        around(
            Scale::Linear,
            &[0.0, 1e6],
            5520,
            &["0", "200,000", "400,000", "600,000", "800,000", "1,000,000"],
        );
        around(Scale::Linear, &[0.0, 1e6], 2760, &["0", "500,000", "1,000,000"]);
        around(
            Scale::Log,
            &[1.0, 1e6],
            5520,
            &["1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"],
        );
        around(Scale::Log, &[1.0, 1e6], 2760, &["1", "100", "10,000", "1,000,000"]);
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
                let values: Vec<f64> =
                    values.iter().copied().filter(|&value| scale.has(value)).collect();
                if values.is_empty() {
                    continue;
                }
                for ticks in [Ticks::around, Ticks::along].map(|of| of(scale, &values, ROOM)) {
                    assert!((1..=13).contains(&ticks.labels.len()), "{values:?}");
                    let labels = ticks.labels.iter().map(|label| label.value);
                    for value in values.iter().copied().chain(labels) {
                        let place = ticks.fraction(value);
                        let inside = (-1e-9..=1.0 + 1e-9).contains(&place);
                        assert!(inside, "{value} of {values:?}: {place}");
                    }
                }
            }
        }
    }
}
