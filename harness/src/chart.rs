//! Charts as SVG: [`lines`], a [`scatter`] of points, stacked [`bars`].
//!
//! Each function returns a whole `<svg>` that scales with its place and stands on any ground: the
//! two neutral colours, [`INK`] and [`GRID`], are used for nothing else, so that a page's style can
//! replace them (`[fill="#333333"] { fill: … }`), and those of the series are seen on white and on
//! black. [`on_white`] is for a file of its own. No font comes with it: the letters are those of
//! whoever looks.
//!
//! Whatever is given can be drawn. Values that have no place on an axis (not a number, infinite, on
//! a logarithmic scale not above zero) are left out, names that are too long are cut, and a chart of
//! nothing says so.

mod bars;
mod frame;
mod legend;
mod lines;
mod numbers;
mod palette;
mod plane;
mod raster;
mod scatter;
#[cfg(test)]
mod tests;
mod text;
mod ticks;

pub(crate) use bars::bars;
pub(crate) use frame::on_white;
pub(crate) use lines::lines;
pub(crate) use numbers::figure;
pub(crate) use palette::{GRID, INK};
pub(crate) use raster::png;
pub(crate) use scatter::scatter;

use palette::{Style, style};

/// An axis: what stands beside it, and how its values are spaced.
pub(crate) struct Axis<'a> {
    /// What is counted, with its unit.
    pub(crate) label: &'a str,
    pub(crate) scale: Scale,
}

/// How the values of an axis are spaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// The same difference, the same distance.
    Linear,
    /// The same ratio, the same distance.
    Log,
}

/// A point with the spread of its repetitions; without one, `low` and `high` are `y`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// Points of one name, in the order of `x`.
pub(crate) struct Series {
    pub(crate) label: String,
    pub(crate) points: Vec<Point>,
}

/// A series as it can be drawn: with at least one point, and with the look of its place among all.
struct Shown<'a> {
    label: &'a str,
    style: Style,
    points: Vec<Point>,
}

/// The series that have points with a place on both axes.
fn shown<'a>(series: &'a [Series], x: &Axis<'_>, y: &Axis<'_>) -> Vec<Shown<'a>> {
    let point = |point: &Point| point.placed(x.scale, y.scale);
    let shown = |(index, series): (usize, &'a Series)| Shown {
        label: &series.label,
        style: style(index),
        points: series.points.iter().filter_map(point).collect(),
    };
    let all = series.iter().enumerate().map(shown);
    all.filter(|series| !series.points.is_empty()).collect()
}

impl Scale {
    /// Whether a value has a place. What is next to the ends of `f64` has none, so that
    /// differences and ratios never overflow.
    fn has(self, value: f64) -> bool {
        match self {
            Self::Linear => value.abs() <= 1e290,
            Self::Log => (1e-290..=1e290).contains(&value),
        }
    }
}

impl Point {
    /// The point with a spread that has a place too and lies around `y`.
    fn placed(&self, x: Scale, y: Scale) -> Option<Self> {
        let end = |end: f64| if y.has(end) { end } else { self.y };
        (x.has(self.x) && y.has(self.y)).then(|| Self {
            low: end(self.low).min(self.y),
            high: end(self.high).max(self.y),
            ..*self
        })
    }

    fn spreads(&self) -> bool {
        self.low < self.high
    }
}
