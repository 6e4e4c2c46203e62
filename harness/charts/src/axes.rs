//! Two axes with their grid.

use crate::{
    canvas::{At, Canvas, MARGIN, WIDTH},
    palette::{GRID, INK},
    series::Axis,
    text::{Anchor, SMALL, TEXT, fitted},
    ticks::{Room, Ticks},
};

/// Height of a chart's content, and the edges of the area between the axes.
pub(crate) const HEIGHT: i32 = 4000;
const RIGHT: i32 = WIDTH - 360;
pub(crate) const TOP: i32 = 100;
pub(crate) const BOTTOM: i32 = HEIGHT - 580;
/// The left edge, unless the labels are wide.
const LEFT: i32 = 920;

/// From the vertical axis to its labels, and from the edge of the picture to these.
const BESIDE: i32 = 80;
const TITLE_COLUMN: i32 = MARGIN + 180;
/// From the horizontal axis to its labels, below the lowest label of the vertical axis, and to its
/// title.
const BELOW: i32 = 130;
const TITLE_BELOW: i32 = 350;

/// Two axes with their labels.
pub(crate) struct Axes<'a> {
    x: (&'a Axis<'a>, Ticks),
    y: (&'a Axis<'a>, Ticks),
    pub(crate) left: i32,
}

impl<'a> Axes<'a> {
    /// A vertical axis around the values `ys`, and a horizontal one with the ticks that `across`
    /// finds for the room left beside it.
    pub(crate) fn new(
        x: &'a Axis<'a>,
        y: &'a Axis<'a>,
        ys: &[f64],
        across: impl FnOnce(Room) -> Ticks,
    ) -> Self {
        let up = Ticks::around(y.scale, ys, Room::up(BOTTOM - TOP, TOP));
        let left = LEFT.max(TITLE_COLUMN + up.widest() + BESIDE);
        Self { x: (x, across(Room::across(RIGHT - left, WIDTH - RIGHT))), y: (y, up), left }
    }

    /// The position of a point in the picture.
    pub(crate) fn at(&self, x: f64, y: f64) -> At {
        (self.x.1.place(x, self.left, RIGHT), self.y.1.place(y, BOTTOM, TOP))
    }

    /// Draws grid, axes, labels and titles.
    pub(crate) fn draw(&self, canvas: &mut Canvas) {
        let left = self.left;
        for (x, label) in self.x.1.labels(left, RIGHT) {
            canvas.line(&[(x, BOTTOM), (x, TOP)], GRID, 10);
            canvas.text(label, SMALL, Anchor::Top, (x, BOTTOM + BELOW));
        }
        for (y, label) in self.y.1.labels(BOTTOM, TOP) {
            canvas.line(&[(left, y), (RIGHT, y)], GRID, 10);
            canvas.text(label, SMALL, Anchor::Right, (left - BESIDE, y));
        }
        canvas.line(&[(left, BOTTOM), (RIGHT, BOTTOM)], INK, 10);
        canvas.line(&[(left, BOTTOM), (left, TOP)], INK, 10);

        let across = fitted(self.x.0.label, TEXT, f64::from(RIGHT - left));
        canvas.text(&across, TEXT, Anchor::Top, ((left + RIGHT) / 2, BOTTOM + TITLE_BELOW));
        let up = fitted(self.y.0.label, TEXT, f64::from(BOTTOM - TOP));
        canvas.text(&up, TEXT, Anchor::Upright, (MARGIN, (TOP + BOTTOM) / 2));
    }
}
