//! Bar charts: horizontal bars, stacked from parts.

use crate::{
    canvas::{Canvas, MARGIN, WIDTH},
    format::{figure, thousands},
    frame::Frame,
    legend::{Key, Legend},
    marker::style,
    palette::GRID,
    series::Scale,
    text::{Anchor, SMALL, TEXT, fitted, width},
    ticks::{Room, Ticks},
};

/// Height of a row and of its bar, and of the space above and below all rows.
const ROW: i32 = 300;
const BAR: i32 = 180;
const TOP: i32 = 60;
const BOTTOM: i32 = 540;
/// More rows than these are counted, not drawn.
const MOST: usize = 100;
/// Width of the widest name, and the space between names, bars and figures.
const WIDEST: f64 = 2400.0;
const GAP: i32 = 80;

/// One bar for each row, a piece for each of `parts` in it, with the total as a figure at its end;
/// the legend is above. Values that are not positive numbers have no length. An empty `title` or
/// `note` takes no room.
pub fn bars(
    title: &str,
    note: &str,
    unit: &str,
    parts: &[&str],
    rows: &[(String, Vec<f64>)],
) -> String {
    let legend = if parts.len() < 2 {
        // The title names the only part.
        Legend::none()
    } else {
        let names = parts.iter().enumerate().map(|(index, part)| (style(index), *part));
        Legend::new(Key::Piece, names)
    };
    let frame = Frame { title, note, legend, about: format!("bars of {unit}") };
    if rows.is_empty() || parts.is_empty() {
        return frame.empty();
    }
    let left_out = rows.len().saturating_sub(MOST);
    let rows: Vec<Row> = rows
        .iter()
        .take(MOST)
        .map(|(label, values)| Row::new(label, values, parts.len(), unit))
        .chain((left_out > 0).then(|| Row::more(left_out)))
        .collect();
    let chart = Bars::new(&rows);
    frame.around(chart.bottom + BOTTOM, |canvas| {
        chart.grid(canvas, unit);
        for (row, top) in rows.iter().zip((TOP..).step_by(ROW as usize)) {
            chart.bar(canvas, row, top + ROW / 2);
        }
    })
}

/// A row that can be drawn.
struct Row {
    label: String,
    values: Vec<f64>,
    figure: String,
}

impl Row {
    fn new(label: &str, values: &[f64], parts: usize, unit: &str) -> Self {
        let length = |&value: &f64| if Scale::Linear.has(value) { value.max(0.0) } else { 0.0 };
        let values: Vec<f64> = values.iter().take(parts).map(length).collect();
        let total = figure(values.iter().sum());
        Self {
            label: fitted(label, TEXT, WIDEST),
            figure: fitted(format!("{total} {unit}").trim_end(), SMALL, WIDEST / 2.0),
            values,
        }
    }

    /// The count of the rows that are not drawn.
    fn more(rows: usize) -> Self {
        Self {
            label: format!("and {} more", thousands(rows)),
            values: Vec::new(),
            figure: String::new(),
        }
    }

    fn total(&self) -> f64 {
        self.values.iter().sum()
    }
}

/// The area of the bars, between names and figures.
struct Bars {
    left: i32,
    right: i32,
    bottom: i32,
    ticks: Ticks,
}

impl Bars {
    fn new(rows: &[Row]) -> Self {
        let widest = |width: fn(&Row) -> f64| rows.iter().map(width).fold(0.0, f64::max).ceil();
        let names = widest(|row| width(&row.label, TEXT)) as i32;
        let figures = widest(|row| width(&row.figure, SMALL)) as i32;
        let (left, right) = (MARGIN + names + GAP, WIDTH - MARGIN - figures - GAP);
        let totals: Vec<f64> = rows.iter().map(Row::total).chain([0.0]).collect();
        let ticks =
            Ticks::around(Scale::Linear, &totals, Room::across(right - left, WIDTH - right));
        Self { left, right, bottom: TOP + ROW * rows.len() as i32, ticks }
    }

    fn at(&self, value: f64) -> i32 {
        self.ticks.place(value, self.left, self.right)
    }

    fn grid(&self, canvas: &mut Canvas, unit: &str) {
        for (x, label) in self.ticks.labels(self.left, self.right) {
            canvas.line(&[(x, TOP), (x, self.bottom)], GRID, 10);
            canvas.text(label, SMALL, Anchor::Top, (x, self.bottom + GAP));
        }
        let unit = fitted(unit, TEXT, f64::from(self.right - self.left));
        let middle = (self.left + self.right) / 2;
        canvas.text(&unit, TEXT, Anchor::Top, (middle, self.bottom + 280));
    }

    fn bar(&self, canvas: &mut Canvas, row: &Row, middle: i32) {
        canvas.text(&row.label, TEXT, Anchor::Right, (self.left - GAP, middle));
        let (top, bottom) = (middle - BAR / 2, middle + BAR / 2);
        let mut sum = 0.0;
        for (index, value) in row.values.iter().enumerate() {
            let start = self.at(sum);
            sum += value;
            canvas.rectangle((start, top), (self.at(sum), bottom), style(index).color);
        }
        canvas.text(&row.figure, SMALL, Anchor::Left, (self.at(sum) + GAP, middle));
    }
}
