//! Colours that colour-blind readers can tell apart, and shapes for a print in black and white.

use plotters::prelude::*;

use super::frame::{Area, Drawn};

/// Text and axes.
pub(crate) const INK: &str = "#333333";
/// Lines that only help the eye.
pub(crate) const GRID: &str = "#DDDDDD";

pub(super) const INK_COLOR: RGBColor = RGBColor(0x33, 0x33, 0x33);
pub(super) const GRID_COLOR: RGBColor = RGBColor(0xDD, 0xDD, 0xDD);

/// Okabe and Ito's palette (<https://jfly.uni-koeln.de/color/>), without the yellow, which is too
/// light for a line on white, and with a grey for the black, which is no colour on a dark page.
const COLORS: [RGBColor; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(128, 128, 128),
];

/// What stands at a point: a circle, or the corners of a polygon around it.
type Marker = Option<&'static [(i32, i32)]>;

const MARKERS: [Marker; 6] = [
    None,
    Some(&[(-40, -40), (40, -40), (40, 40), (-40, 40)]),
    Some(&[(0, -60), (60, 50), (-60, 50)]),
    Some(&[(0, -60), (60, 0), (0, 60), (-60, 0)]),
    Some(&[(0, 60), (60, -50), (-60, -50)]),
    // A plus.
    Some(&[
        (-20, -60),
        (20, -60),
        (20, -20),
        (60, -20),
        (60, 20),
        (20, 20),
        (20, 60),
        (-20, 60),
        (-20, 20),
        (-60, 20),
        (-60, -20),
        (-20, -20),
    ]),
];

/// How a series looks.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) color: RGBColor,
    marker: Marker,
}

/// How the series of that index looks: only the forty-third looks like the first again.
pub(super) fn style(index: usize) -> Style {
    Style { color: COLORS[index % COLORS.len()], marker: MARKERS[index % MARKERS.len()] }
}

impl Style {
    /// Draws the marker around a point.
    pub(super) fn mark(self, area: &Area<'_>, (x, y): (i32, i32)) -> Drawn {
        let filled = self.color.filled();
        match self.marker {
            None => area.draw(&Circle::new((x, y), 50, filled)),
            Some(corners) => {
                let corners = corners.iter().map(|(right, down)| (x + right, y + down));
                area.draw(&Polygon::new(corners.collect::<Vec<_>>(), filled))
            }
        }
    }
}
