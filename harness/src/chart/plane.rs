//! Two axes with their grid.

use plotters::{
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use super::{
    Axis,
    frame::{Area, Drawn, MARGIN, WIDTH},
    palette::{GRID_COLOR, INK_COLOR},
    text::{SMALL, TEXT, fitted, letters},
    ticks::Ticks,
};

/// Height of the inside of a chart, and the edges of its plane.
pub(super) const HEIGHT: u32 = 4000;
pub(super) const LEFT: i32 = 920;
pub(super) const RIGHT: i32 = WIDTH as i32 - 360;
pub(super) const TOP: i32 = 100;
pub(super) const BOTTOM: i32 = HEIGHT as i32 - 580;

/// From an axis to its labels.
const GAP: i32 = 80;

/// Two axes with what is labelled on them.
pub(super) struct Plane<'a> {
    x: (&'a Axis<'a>, Ticks),
    y: (&'a Axis<'a>, Ticks),
}

impl<'a> Plane<'a> {
    pub(super) fn new(x: (&'a Axis<'a>, Ticks), y: (&'a Axis<'a>, Ticks)) -> Self {
        Self { x, y }
    }

    /// Where a point is in the picture.
    pub(super) fn at(&self, x: f64, y: f64) -> (i32, i32) {
        let (across, down) = (self.x.1.place(x, LEFT, RIGHT), self.y.1.place(y, BOTTOM, TOP));
        (across, down)
    }

    /// Draws grid, axes, labels and what they count.
    pub(super) fn draw(&self, area: &Area<'_>) -> Drawn {
        let line = |from, to, color: RGBColor| PathElement::new([from, to], color.stroke_width(10));
        let below = letters(SMALL).pos(Pos::new(HPos::Center, VPos::Top));
        let beside = letters(SMALL).pos(Pos::new(HPos::Right, VPos::Center));
        for (x, label) in self.x.1.labels(LEFT, RIGHT) {
            area.draw(&line((x, BOTTOM), (x, TOP), GRID_COLOR))?;
            area.draw_text(&label, &below, (x, BOTTOM + GAP))?;
        }
        for (y, label) in self.y.1.labels(BOTTOM, TOP) {
            area.draw(&line((LEFT, y), (RIGHT, y), GRID_COLOR))?;
            area.draw_text(&label, &beside, (LEFT - GAP, y))?;
        }
        area.draw(&line((LEFT, BOTTOM), (RIGHT, BOTTOM), INK_COLOR))?;
        area.draw(&line((LEFT, BOTTOM), (LEFT, TOP), INK_COLOR))?;

        let (width, height) = (f64::from(RIGHT - LEFT), f64::from(BOTTOM - TOP));
        let [across, up] = [(self.x.0, width), (self.y.0, height)]
            .map(|(axis, room)| fitted(axis.label, TEXT, room));
        let style = letters(TEXT).pos(Pos::new(HPos::Center, VPos::Bottom));
        area.draw_text(&across, &style, ((LEFT + RIGHT) / 2, HEIGHT as i32 - MARGIN + 40))?;
        let style = letters(TEXT).transform(FontTransform::Rotate270);
        let style = style.pos(Pos::new(HPos::Center, VPos::Top));
        area.draw_text(&up, &style, (MARGIN, (TOP + BOTTOM) / 2))
    }
}
