//! The data of a chart: axes, points and series.

use crate::marker::{Style, style};

/// An axis: its title and how its values are spaced.
#[derive(Debug, Clone, Copy)]
pub struct Axis<'a> {
    /// The quantity, with its unit.
    pub label: &'a str,
    /// The spacing of its values.
    pub scale: Scale,
}

/// The spacing of an axis's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Equal differences are equally far apart.
    Linear,
    /// Equal ratios are equally far apart.
    Log,
}

/// A point with the spread of its repetitions: from `low` to `high`, both `y` if there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Position on the horizontal axis.
    pub x: f64,
    /// Position on the vertical axis.
    pub y: f64,
    /// The lowest repetition.
    pub low: f64,
    /// The highest repetition.
    pub high: f64,
}

/// Points with a common name, in the order of `x`.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The name.
    pub label: String,
    /// The points.
    pub points: Vec<Point>,
}

/// A series that can be drawn: it has points, all with a position on both axes.
pub(crate) struct Shown<'a> {
    pub(crate) label: &'a str,
    /// The style of its index among all series, drawn or not.
    pub(crate) style: Style,
    pub(crate) points: Vec<Point>,
}

/// The series that can be drawn.
pub(crate) fn shown<'a>(series: &'a [Series], x: &Axis<'_>, y: &Axis<'_>) -> Vec<Shown<'a>> {
    let all = series.iter().enumerate().map(|(index, series)| Shown {
        label: &series.label,
        style: style(index),
        points: series.points.iter().filter_map(|point| point.on(x.scale, y.scale)).collect(),
    });
    all.filter(|series| !series.points.is_empty()).collect()
}

impl Scale {
    /// Whether a value has a position. Values next to the limits of `f64` have none, so that
    /// differences and ratios never overflow.
    pub(crate) fn has(self, value: f64) -> bool {
        match self {
            Self::Linear => value.abs() <= 1e290,
            Self::Log => (1e-290..=1e290).contains(&value),
        }
    }
}

impl Point {
    /// The point, if it has a position, with a spread that has positions too and encloses `y`.
    fn on(&self, x: Scale, y: Scale) -> Option<Self> {
        let end = |end: f64| if y.has(end) { end } else { self.y };
        (x.has(self.x) && y.has(self.y)).then(|| Self {
            low: end(self.low).min(self.y),
            high: end(self.high).max(self.y),
            ..*self
        })
    }

    pub(crate) fn spreads(&self) -> bool {
        self.low < self.high
    }
}
