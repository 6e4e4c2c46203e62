//! Tables on a terminal, folded to its width.

use comfy_table::{
    Attribute, Cell as Drawn, CellAlignment, Color, ContentArrangement, Table as Grid,
    presets::ASCII_MARKDOWN,
};

use crate::{Cell, Emphasis, Table, terminal::Screen};

impl Table {
    /// The table for a terminal. Columns that do not fit its width follow in a further table below;
    /// each part begins with the key columns.
    pub fn text(&self, screen: Screen) -> String {
        let all: Vec<usize> = (0..self.header.len()).collect();
        let (keys, mut rest) = all.split_at(self.keys.min(all.len()));
        let widths = self.grid(&all, drawn).column_max_content_widths();
        let mut parts = Vec::new();
        while !rest.is_empty() || parts.is_empty() {
            let columns = |count: usize| [keys, &rest[..count]].concat();
            let fits = |&count: &usize| {
                width(columns(count).iter().map(|&column| widths[column])) <= screen.room()
            };
            // A column that does not fit alone is wrapped.
            let count = (1..=rest.len()).rev().find(fits).unwrap_or(rest.len().min(1));
            let mut grid = self.grid(&columns(count), drawn);
            grid.set_content_arrangement(ContentArrangement::Dynamic);
            grid.force_no_tty().set_width(screen.room());
            if screen.colour {
                grid.enforce_styling().style_text_only();
            }
            parts.push(grid.to_string());
            rest = &rest[count..];
        }
        parts.join("\n\n")
    }

    /// These columns, drawn cell by cell.
    pub(super) fn grid(&self, columns: &[usize], draw: fn(&Cell) -> Drawn) -> Grid {
        let mut grid = Grid::new();
        grid.load_style(ASCII_MARKDOWN);
        grid.set_header(columns.iter().map(|&column| &self.header[column]));
        for row in &self.rows {
            grid.add_row(columns.iter().map(|&column| draw(&row[column])));
        }
        for (column, &index) in grid.column_iter_mut().zip(columns) {
            if index >= self.texts {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        grid
    }
}

/// The mark `*` is visible without colours.
fn drawn(cell: &Cell) -> Drawn {
    let plain = Drawn::new(cell.plain());
    match cell.emphasis {
        Emphasis::Plain | Emphasis::Diagonal => plain,
        Emphasis::Best => Drawn::new(format!("*{}", cell.plain()))
            .fg(Color::DarkGreen)
            .add_attribute(Attribute::Bold),
        Emphasis::Skipped => plain.fg(Color::DarkYellow),
        Emphasis::Failed => plain.fg(Color::DarkRed),
        Emphasis::Diverged => plain.fg(Color::DarkMagenta),
        Emphasis::Beyond => Drawn::new(format!("✗ {}", cell.plain())).fg(Color::DarkRed),
    }
}

/// The width of a table whose columns have contents of these widths.
fn width(contents: impl Iterator<Item = u16>) -> u16 {
    contents.fold(1, |width, content| width.saturating_add(content).saturating_add(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(["contender", "accuracy", "seconds", "memory"], 1).with_rows([
            vec!["scratch", "97.37 %", "0.23 s", "230 MiB"],
            vec!["candle-cpu", "97.40 %", "0.54 s", "230 MiB"],
        ]);
        table.rows[1][1].emphasis = Emphasis::Best;
        table
    }

    fn screen(width: u16) -> Screen {
        Screen { width: Some(width), colour: false }
    }

    #[test]
    fn columns_that_do_not_fit_follow_below_under_the_same_names() {
        let wide = "\
| contender  | accuracy | seconds |  memory |
|------------|----------|---------|---------|
| scratch    |  97.37 % |  0.23 s | 230 MiB |
| candle-cpu | *97.40 % |  0.54 s | 230 MiB |";
        assert_eq!(table().text(Screen::FILE), wide);
        assert_eq!(table().text(screen(45)), wide);
        let narrow = "\
| contender  | accuracy | seconds |
|------------|----------|---------|
| scratch    |  97.37 % |  0.23 s |
| candle-cpu | *97.40 % |  0.54 s |

| contender  |  memory |
|------------|---------|
| scratch    | 230 MiB |
| candle-cpu | 230 MiB |";
        assert_eq!(table().text(screen(44)), narrow);
    }

    #[test]
    fn no_line_is_longer_than_the_screen() {
        for width in 16..=60 {
            let text = table().text(screen(width));
            let longest = text.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(usize::from(width)), "{width}:\n{text}");
        }
        table().text(screen(1));
    }

    #[test]
    fn colours_are_added_to_marks_that_are_visible_without_them() {
        let text = table().text(Screen { width: None, colour: true });
        assert!(text.contains('\x1b') && text.contains("*97.40 %"), "{text}");
        assert!(!table().text(Screen::FILE).contains('\x1b'));
        assert!(!table().markdown().contains('\x1b'));
    }

    #[test]
    fn in_markdown_the_best_value_is_bold() {
        let markdown = table().markdown();
        assert!(markdown.contains("| **97.40 %** |"), "{markdown}");
    }
}
