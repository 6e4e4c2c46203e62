//! Who is who, in a line above the chart, where no curve can be.

use plotters::{coord::Shift, prelude::*};

use super::{Curve, Drawn, Style, style, text};

/// Length of the line before a name, and the room that a letter takes, about.
const LINE: i32 = 30;
const LETTER: i32 = 8;

/// Draws line, marker and name of every curve, from `start` to the right.
pub(super) fn draw(
    area: &DrawingArea<SVGBackend<'_>, Shift>,
    curves: &[Curve<'_>],
    start: (i32, i32),
) -> Drawn {
    let (mut x, y) = start;
    for (index, curve) in curves.iter().enumerate() {
        let Style { color, marker } = style(index);
        area.draw(&Rectangle::new(
            [(x, y - 1), (x + LINE, y + 1)],
            color.filled(),
        ))?;
        marker.draw(area, (x + LINE / 2, y), color)?;
        area.draw_text(&curve.label, &text(18, &BLACK), (x + LINE + 8, y - 6))?;
        x += LINE + 8 + LETTER * curve.label.chars().count() as i32 + 24;
    }
    Ok(())
}
