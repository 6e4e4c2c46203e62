//! Who is who, in rows above the chart, where nothing can be in the way.

use plotters::{
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use super::{
    frame::{Area, Drawn, MARGIN, WIDTH},
    palette::Style,
    text::{TEXT, fitted, letters, width},
};

/// What stands before a name.
#[derive(Clone, Copy)]
pub(super) enum Key {
    /// A line with its marker.
    Line,
    /// A marker alone.
    Mark,
    /// A piece of a bar.
    Piece,
}

/// Names with their looks, each at its place.
pub(super) struct Legend {
    key: Key,
    entries: Vec<Entry>,
}

struct Entry {
    style: Style,
    text: String,
    at: (i32, i32),
}

/// Height of a row, width of a line, from an entry to the next, and the widest name.
const ROW: i32 = 240;
const LINE: i32 = 300;
const GAP: i32 = 200;
const WIDEST: f64 = 3400.0;

impl Legend {
    /// Nobody.
    pub(super) fn none() -> Self {
        Self::new(Key::Mark, std::iter::empty())
    }

    /// Puts the names beside each other; where one row is not enough, in columns.
    pub(super) fn new<'a>(key: Key, names: impl Iterator<Item = (Style, &'a str)>) -> Self {
        let names = names.map(|(style, name)| (style, fitted(name, TEXT, WIDEST)));
        let names: Vec<_> = names.collect();
        let widths = names.iter().map(|(_, text)| width(text, TEXT).ceil() as i32);
        let widths: Vec<i32> = widths.map(|width| key.indent() + width + GAP).collect();
        let room = WIDTH as i32 - 2 * MARGIN + GAP;
        let column = match widths.iter().sum::<i32>() > room {
            true => widths.iter().copied().max(),
            false => None,
        };
        let (mut x, mut y) = (MARGIN, ROW / 2);
        let entry = |((style, text), width): ((Style, String), i32)| {
            let width = column.unwrap_or(width);
            if x + width > MARGIN + room {
                (x, y) = (MARGIN, y + ROW);
            }
            let at = (x, y);
            x += width;
            Entry { style, text, at }
        };
        let entries = names.into_iter().zip(widths).map(entry).collect();
        Self { key, entries }
    }

    pub(super) fn height(&self) -> i32 {
        self.entries.last().map_or(0, |entry| entry.at.1 + ROW / 2)
    }

    /// Draws all names from `top` down.
    pub(super) fn draw(&self, area: &Area<'_>, top: i32) -> Drawn {
        for Entry { style, text, at } in &self.entries {
            let (x, y) = (at.0, at.1 + top);
            let middle = x + self.key.indent() / 2 - 40;
            let piece = |height: i32, width: i32| {
                let corners = [(x, y - height), (x + width, y + height)];
                Rectangle::new(corners, style.color.filled())
            };
            match self.key {
                Key::Line => {
                    area.draw(&piece(10, LINE))?;
                    style.mark(area, (middle, y))?;
                }
                Key::Mark => style.mark(area, (middle, y))?,
                Key::Piece => area.draw(&piece(60, 120))?,
            }
            let beside = letters(TEXT).pos(Pos::new(HPos::Left, VPos::Center));
            area.draw_text(text, &beside, (x + self.key.indent(), y))?;
        }
        Ok(())
    }
}

impl Key {
    /// From the beginning of an entry to that of its name.
    fn indent(self) -> i32 {
        match self {
            Self::Line => LINE + 80,
            Self::Mark | Self::Piece => 200,
        }
    }
}
