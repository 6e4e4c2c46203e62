//! Colours that colour-blind readers can tell apart, and shapes for a print in black and white.

use plotters::{coord::Shift, prelude::*};

use super::Drawn;

/// Okabe and Ito's palette (<https://jfly.uni-koeln.de/color/>), without the yellow, which is too
/// light for a line on white; black last, as the axes are black.
const COLORS: [RGBColor; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(0, 0, 0),
];

/// What stands at a point.
#[derive(Clone, Copy)]
pub(super) enum Marker {
    Circle,
    Square,
    Triangle,
    Diamond,
}

const MARKERS: [Marker; 4] = [
    Marker::Circle,
    Marker::Square,
    Marker::Triangle,
    Marker::Diamond,
];

/// How a curve looks.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) color: RGBColor,
    pub(super) marker: Marker,
}

/// How the curve of that index looks: only the twenty-ninth looks like the first again.
pub(super) fn style(index: usize) -> Style {
    Style {
        color: COLORS[index % COLORS.len()],
        marker: MARKERS[index % MARKERS.len()],
    }
}

impl Marker {
    /// Draws the marker around a point.
    pub(super) fn draw(
        self,
        area: &DrawingArea<SVGBackend<'_>, Shift>,
        (x, y): (i32, i32),
        color: RGBColor,
    ) -> Drawn {
        let polygon = |corners: &[(i32, i32)]| {
            let corners = corners.iter().map(|(right, down)| (x + right, y + down));
            Polygon::new(corners.collect::<Vec<_>>(), color.filled())
        };
        match self {
            Self::Circle => area.draw(&Circle::new((x, y), 5, color.filled())),
            Self::Square => area.draw(&polygon(&[(-4, -4), (4, -4), (4, 4), (-4, 4)])),
            Self::Triangle => area.draw(&polygon(&[(0, -6), (6, 5), (-6, 5)])),
            Self::Diamond => area.draw(&polygon(&[(0, -6), (6, 0), (0, 6), (-6, 0)])),
        }
    }
}
