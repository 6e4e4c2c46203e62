//! The legend: names of series in rows above the chart.

use crate::{
    canvas::{At, Canvas, MARGIN, WIDTH},
    marker::Style,
    text::{Anchor, TEXT, fitted, width},
};

/// The symbol before a name.
#[derive(Clone, Copy)]
pub(crate) enum Key {
    /// A line with its marker.
    Line,
    /// A marker alone.
    Mark,
    /// A piece of a bar.
    Piece,
}

/// Names with their styles and positions.
pub(crate) struct Legend {
    key: Key,
    entries: Vec<Entry>,
}

struct Entry {
    style: Style,
    text: String,
    at: At,
}

/// Height of a row, length of a line, space between entries, and width of the widest name.
const ROW: i32 = 240;
const LINE: i32 = 300;
const GAP: i32 = 200;
const WIDEST: f64 = 3400.0;

impl Legend {
    /// A legend without entries, which takes no room.
    pub(crate) fn none() -> Self {
        Self { key: Key::Mark, entries: Vec::new() }
    }

    /// One row of names if they fit, else columns as wide as the widest.
    pub(crate) fn new<'a>(key: Key, names: impl Iterator<Item = (Style, &'a str)>) -> Self {
        let mut entries: Vec<Entry> = names
            .map(|(style, name)| Entry { style, text: fitted(name, TEXT, WIDEST), at: (0, 0) })
            .collect();
        let entry_width =
            |entry: &Entry| key.indent() + width(&entry.text, TEXT).ceil() as i32 + GAP;
        let end = WIDTH - MARGIN + GAP;
        let one_row = MARGIN + entries.iter().map(entry_width).sum::<i32>() <= end;
        let column = entries.iter().map(entry_width).max().unwrap_or(0);
        let (mut x, mut y) = (MARGIN, ROW / 2);
        for entry in &mut entries {
            let width = if one_row { entry_width(entry) } else { column };
            if x + width > end {
                (x, y) = (MARGIN, y + ROW);
            }
            entry.at = (x, y);
            x += width;
        }
        Self { key, entries }
    }

    pub(crate) fn height(&self) -> i32 {
        self.entries.last().map_or(0, |entry| entry.at.1 + ROW / 2)
    }

    /// Draws the entries from `top` downwards.
    pub(crate) fn draw(&self, canvas: &mut Canvas, top: i32) {
        for Entry { style, text, at } in &self.entries {
            let (x, y) = (at.0, at.1 + top);
            let middle = (x + self.key.indent() / 2 - 40, y);
            match self.key {
                Key::Line => {
                    canvas.rectangle((x, y - 10), (x + LINE, y + 10), style.color);
                    style.mark(canvas, middle);
                }
                Key::Mark => style.mark(canvas, middle),
                Key::Piece => canvas.rectangle((x, y - 60), (x + 120, y + 60), style.color),
            }
            canvas.text(text, TEXT, Anchor::Left, (x + self.key.indent(), y));
        }
    }
}

impl Key {
    /// From the start of an entry to its name.
    fn indent(self) -> i32 {
        match self {
            Self::Line => LINE + 80,
            Self::Mark | Self::Piece => 200,
        }
    }
}
