//! Horizontal bars, stacked of parts.

use plotters::{
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use super::{
    Scale,
    frame::{Area, Drawn, Frame, MARGIN, WIDTH},
    legend::{Key, Legend},
    numbers::figure,
    palette::{GRID_COLOR, style},
    text::{SMALL, TEXT, fitted, letters, width},
    ticks::Ticks,
};
use crate::{Result, table::with_thousands};

/// Heights of a row and of the bar in it, and what is above and below all of them.
const ROW: i32 = 300;
const BAR: i32 = 180;
const TOP: i32 = 60;
const BOTTOM: i32 = 540;
/// A picture of more rows is none.
const MOST: usize = 100;
/// The widest name, and from names, bars and figures to each other.
const WIDEST: f64 = 2400.0;
const GAP: i32 = 80;

/// A bar of one value for each of `parts` in every row, with the total in figures at its end; the
/// names of the parts stand above. What is not a number above zero has no length.
pub(crate) fn bars(
    title: &str,
    note: &str,
    unit: &str,
    parts: &[&str],
    rows: &[(String, Vec<f64>)],
) -> Result<String> {
    let names = parts.iter().enumerate();
    let names = names.map(|(index, part)| (style(index), *part));
    let frame = Frame {
        title,
        note,
        // The only part is what the title says.
        legend: match parts.len() {
            ..2 => Legend::none(),
            _ => Legend::new(Key::Piece, names),
        },
        about: format!("bars of {unit}"),
    };
    if rows.is_empty() || parts.is_empty() {
        return frame.empty();
    }
    let left_out = rows.len().saturating_sub(MOST);
    let drawn = rows.iter().take(MOST);
    let drawn = drawn.map(|row| Row::new(row, parts.len(), unit));
    let rows: Vec<Row> = drawn.chain((left_out > 0).then(|| Row::more(left_out))).collect();
    let totals = rows.iter().map(|row| row.total());
    let ticks = Ticks::around(Scale::Linear, totals.chain([0.0]));
    let widest = |text: fn(&Row) -> &str, size| {
        let widths = rows.iter().map(|row| width(text(row), size).ceil() as i32);
        widths.max().unwrap_or(0)
    };
    let plane = Plane {
        left: MARGIN + widest(|row| &row.label, TEXT) + GAP,
        right: WIDTH as i32 - MARGIN - widest(|row| &row.figure, SMALL) - GAP,
        bottom: TOP + ROW * rows.len() as i32,
        ticks,
    };
    frame.around((plane.bottom + BOTTOM) as u32, |area| {
        plane.grid(area, unit)?;
        for (row, top) in rows.iter().zip((TOP..).step_by(ROW as usize)) {
            plane.bar(area, row, top + ROW / 2)?;
        }
        Ok(())
    })
}

/// A row as it can be drawn.
struct Row {
    label: String,
    values: Vec<f64>,
    figure: String,
}

impl Row {
    /// What stands for rows that are not drawn.
    fn more(rows: usize) -> Self {
        Self {
            label: format!("and {} more", with_thousands(rows)),
            values: Vec::new(),
            figure: String::new(),
        }
    }

    fn new((label, values): &(String, Vec<f64>), parts: usize, unit: &str) -> Self {
        let length = |&value: &f64| match Scale::Linear.has(value) {
            true => value.max(0.0),
            false => 0.0,
        };
        let values: Vec<f64> = values.iter().take(parts).map(length).collect();
        let total = figure(values.iter().sum());
        Self {
            label: fitted(label, TEXT, WIDEST),
            figure: fitted(format!("{total} {unit}").trim_end(), SMALL, WIDEST / 2.0),
            values,
        }
    }

    fn total(&self) -> f64 {
        self.values.iter().sum()
    }
}

/// Where the bars are.
struct Plane {
    left: i32,
    right: i32,
    bottom: i32,
    ticks: Ticks,
}

impl Plane {
    fn at(&self, value: f64) -> i32 {
        self.ticks.place(value, self.left, self.right)
    }

    fn grid(&self, area: &Area<'_>, unit: &str) -> Drawn {
        let below = letters(SMALL).pos(Pos::new(HPos::Center, VPos::Top));
        for (x, label) in self.ticks.labels(self.left, self.right) {
            let line = [(x, TOP), (x, self.bottom)];
            area.draw(&PathElement::new(line, GRID_COLOR.stroke_width(10)))?;
            area.draw_text(&label, &below, (x, self.bottom + GAP))?;
        }
        let unit = fitted(unit, TEXT, f64::from(self.right - self.left));
        let middle = (self.left + self.right) / 2;
        let below = letters(TEXT).pos(Pos::new(HPos::Center, VPos::Top));
        area.draw_text(&unit, &below, (middle, self.bottom + 280))
    }

    fn bar(&self, area: &Area<'_>, row: &Row, middle: i32) -> Drawn {
        let before = letters(TEXT).pos(Pos::new(HPos::Right, VPos::Center));
        area.draw_text(&row.label, &before, (self.left - GAP, middle))?;
        let (top, bottom) = (middle - BAR / 2, middle + BAR / 2);
        let mut sum = 0.0;
        for (index, value) in row.values.iter().enumerate() {
            let start = self.at(sum);
            sum += value;
            let corners = [(start, top), (self.at(sum), bottom)];
            area.draw(&Rectangle::new(corners, style(index).color.filled()))?;
        }
        let behind = letters(SMALL).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw_text(&row.figure, &behind, (self.at(sum) + GAP, middle))
    }
}
