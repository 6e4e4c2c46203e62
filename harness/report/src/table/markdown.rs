//! Tables in Markdown.

use comfy_table::Cell as Drawn;

use crate::{Cell, Emphasis, Table};

impl Table {
    /// The table in Markdown.
    pub fn markdown(&self) -> String {
        let columns: Vec<usize> = (0..self.header.len()).collect();
        self.grid(&columns, drawn).force_no_tty().to_string()
    }
}

fn drawn(cell: &Cell) -> Drawn {
    let plain = cell.plain().replace('|', "\\|");
    Drawn::new(match cell.emphasis {
        Emphasis::Best => format!("**{plain}**"),
        Emphasis::Beyond => format!("✗ {plain}"),
        _ => plain,
    })
}
