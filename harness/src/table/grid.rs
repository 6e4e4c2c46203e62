//! A table of cells, for a terminal of any width or for Markdown.

use comfy_table::{
    Attribute, Cell as Drawn, CellAlignment, Color, ContentArrangement, Table,
    presets::ASCII_MARKDOWN,
};

use crate::terminal::Screen;

/// What stands in a cell, and how it stands out.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cell {
    /// What is compared by: the number and its unit, or whatever stands there.
    pub(crate) head: String,
    /// What qualifies it: a spread, an interval.
    pub(crate) tail: String,
    /// How it stands out.
    pub(crate) look: Look,
}

/// How a cell stands out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Look {
    #[default]
    Plain,
    /// The best of its column.
    Best,
    Skipped,
    Failed,
    Diverged,
}

impl Cell {
    /// Without anything that stands out.
    pub(crate) fn plain(&self) -> String {
        format!("{}{}", self.head, self.tail)
    }

    /// `*` survives where there is no colour.
    fn on_a_terminal(&self) -> Drawn {
        let (plain, bold) = (Drawn::new(self.plain()), Attribute::Bold);
        match self.look {
            Look::Plain => plain,
            Look::Best => {
                Drawn::new(format!("*{}", self.plain())).fg(Color::DarkGreen).add_attribute(bold)
            }
            Look::Skipped => plain.fg(Color::DarkYellow),
            Look::Failed => plain.fg(Color::DarkRed),
            Look::Diverged => plain.fg(Color::DarkMagenta),
        }
    }

    fn in_markdown(&self) -> Drawn {
        let plain = self.plain().replace('|', "\\|");
        Drawn::new(if self.look == Look::Best { format!("**{plain}**") } else { plain })
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { head: text.into(), ..Self::default() }
    }
}

/// A header and rows of as many cells. The first `keys` columns name the row, the first `texts` are
/// text, the others numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grid {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) keys: usize,
    pub(crate) texts: usize,
}

impl Grid {
    /// As Markdown; the best of a column is bold.
    pub(crate) fn markdown(&self) -> String {
        let columns: Vec<usize> = (0..self.header.len()).collect();
        let mut table = self.table(&columns, Cell::in_markdown);
        table.force_no_tty().to_string()
    }

    /// For a terminal. Where it is too narrow for all columns, those that do not fit follow in a table
    /// below, and so on; each begins with the columns that name the row.
    pub(crate) fn text(&self, screen: Screen) -> String {
        let all: Vec<usize> = (0..self.header.len()).collect();
        let (keys, mut rest) = all.split_at(self.keys);
        let widths = self.table(&all, Cell::on_a_terminal).column_max_content_widths();
        let mut parts = Vec::new();
        while !rest.is_empty() || parts.is_empty() {
            let columns = |count: usize| [keys, &rest[..count]].concat();
            let fits = |&count: &usize| {
                width(columns(count).iter().map(|&it| widths[it])) <= screen.room()
            };
            // One that does not fit even alone is broken into lines.
            let count = (1..=rest.len()).rev().find(fits).unwrap_or(rest.len().min(1));
            let mut table = self.table(&columns(count), Cell::on_a_terminal);
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.force_no_tty().set_width(screen.room());
            if screen.colour {
                table.enforce_styling().style_text_only();
            }
            parts.push(table.to_string());
            rest = &rest[count..];
        }
        parts.join("\n\n")
    }

    /// These columns.
    fn table(&self, columns: &[usize], draw: fn(&Cell) -> Drawn) -> Table {
        let mut table = Table::new();
        table.load_style(ASCII_MARKDOWN);
        table.set_header(columns.iter().map(|&column| &self.header[column]));
        for row in &self.rows {
            table.add_row(columns.iter().map(|&column| draw(&row[column])));
        }
        for (index, column) in table.column_iter_mut().enumerate() {
            if columns[index] >= self.texts {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table
    }
}

/// Of a table whose columns' contents are this wide.
fn width(contents: impl Iterator<Item = u16>) -> u16 {
    contents.fold(1, |width, content| width.saturating_add(content).saturating_add(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let row = |cells: [&str; 4]| cells.map(Cell::from).to_vec();
        let mut grid = Grid {
            header: ["contender", "accuracy", "seconds", "memory"].map(str::to_owned).to_vec(),
            rows: vec![
                row(["scratch", "97.37 %", "0.23 s", "230 MiB"]),
                row(["candle-cpu", "97.40 %", "0.54 s", "230 MiB"]),
            ],
            keys: 1,
            texts: 1,
        };
        grid.rows[1][1].look = Look::Best;
        grid
    }

    fn screen(width: u16) -> Screen {
        Screen { width: Some(width), colour: false }
    }

    #[test]
    fn what_does_not_fit_beside_follows_below_under_the_same_names() {
        let wide = "\
| contender  | accuracy | seconds |  memory |
|------------|----------|---------|---------|
| scratch    |  97.37 % |  0.23 s | 230 MiB |
| candle-cpu | *97.40 % |  0.54 s | 230 MiB |";
        assert_eq!(grid().text(Screen::FILE), wide);
        assert_eq!(grid().text(screen(45)), wide);
        let narrow = "\
| contender  | accuracy | seconds |
|------------|----------|---------|
| scratch    |  97.37 % |  0.23 s |
| candle-cpu | *97.40 % |  0.54 s |

| contender  |  memory |
|------------|---------|
| scratch    | 230 MiB |
| candle-cpu | 230 MiB |";
        assert_eq!(grid().text(screen(44)), narrow);
    }

    #[test]
    fn no_line_is_longer_than_the_screen() {
        for width in 16..=60 {
            let text = grid().text(screen(width));
            let longest = text.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(usize::from(width)), "{width}:\n{text}");
        }
        grid().text(screen(1));
    }

    #[test]
    fn colour_is_added_to_what_is_there_without_it() {
        let colour = Screen { width: None, colour: true };
        let text = grid().text(colour);
        assert!(text.contains('\x1b') && text.contains("*97.40 %"), "{text}");
        assert!(!grid().text(Screen::FILE).contains('\x1b'));
        assert!(!grid().markdown().contains('\x1b'));
    }

    #[test]
    fn in_markdown_the_best_is_bold() {
        let markdown = grid().markdown();
        assert!(markdown.contains("| **97.40 %** |"), "{markdown}");
    }
}
