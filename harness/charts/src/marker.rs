//! Colour and marker of each series; the markers tell series apart in black-and-white print.

use crate::{
    canvas::{At, Canvas},
    palette::COLORS,
};

/// The corners around a point; none for a circle.
type Marker = &'static [At];

const MARKERS: [Marker; 6] = [
    &[],
    // Square, triangle, diamond, triangle on its tip, plus.
    &[(-40, -40), (40, -40), (40, 40), (-40, 40)],
    &[(0, -60), (60, 50), (-60, 50)],
    &[(0, -60), (60, 0), (0, 60), (-60, 0)],
    &[(0, 60), (60, -50), (-60, -50)],
    &[
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
    ],
];

/// No marker reaches further from its point.
pub(crate) const REACH: i32 = 60;

/// Colour and marker of a series.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub(crate) color: &'static str,
    marker: Marker,
}

/// The style of the series of that index; the styles repeat after 42.
pub(crate) fn style(index: usize) -> Style {
    Style { color: COLORS[index % COLORS.len()], marker: MARKERS[index % MARKERS.len()] }
}

impl Style {
    /// Draws the marker around a point.
    pub(crate) fn mark(self, canvas: &mut Canvas, (x, y): At) {
        if self.marker.is_empty() {
            return canvas.circle((x, y), 50, self.color);
        }
        let corners: Vec<At> =
            self.marker.iter().map(|(right, down)| (x + right, y + down)).collect();
        canvas.polygon(&corners, self.color, 1.0);
    }
}
