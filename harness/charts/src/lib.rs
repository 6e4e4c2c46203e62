//! Charts as SVG: [`lines`], [`scatter`] and stacked horizontal [`bars`].
//!
//! Each function returns a complete `<svg>` element that scales with its container and has no
//! background. Text and axes use the two neutral colours [`INK`] and [`GRID`], which occur nowhere
//! else, so that a page's style can replace them (`[fill="#333333"] { fill: … }`); the colours of
//! series are visible on white and on black. [`on_white`] adds a background for a file of its own.
//! The font is the viewer's sans-serif; the layout leaves room for the widest usual ones.
//!
//! Any input can be drawn. Values without a position on an axis (NaN, infinite, not positive on a
//! logarithmic scale) are left out, long names are cut, and a chart without values says so.
//!
//! With the feature `png`, `png` converts such an SVG to PNG. [`grey_png`] and [`rgb_png`] are
//! always there.

mod axes;
mod bars;
mod canvas;
mod error;
pub mod format;
mod frame;
mod image;
mod legend;
mod lines;
mod marker;
mod palette;
#[cfg(feature = "png")]
mod png;
mod scatter;
mod series;
#[cfg(test)]
mod tests;
mod text;
mod ticks;

#[cfg(feature = "png")]
pub use self::png::png;
pub use bars::bars;
pub use canvas::on_white;
pub use error::{ChartError, Result};
pub use image::{grey_png, rgb_png};
pub use lines::lines;
pub use palette::{GRID, INK};
pub use scatter::scatter;
pub use series::{Axis, Point, Scale, Series};
