//! `crosscheck list`: what there is, and why some of it is not to be had.

use std::path::PathBuf;

use comfy_table::{Table, presets::NOTHING};
use datasets::{DatasetName, Places, availability};

use crate::registry;

/// Contenders with their devices, and data sets with their places.
pub fn render(data_dir: Option<PathBuf>) -> String {
    let mut contenders = Table::new();
    contenders.load_style(NOTHING);
    for contender in registry::contenders() {
        let state = contender
            .unavailable()
            .unwrap_or_else(|| "ready".to_owned());
        let framework = format!("{} ({})", contender.framework, contender.backend);
        contenders.add_row(vec![
            contender.id.to_owned(),
            contender.device.to_owned(),
            framework,
            state,
        ]);
    }
    let mut sets = Table::new();
    sets.load_style(NOTHING);
    let places = Places::of_this_machine(data_dir);
    for name in DatasetName::ALL {
        sets.add_row(vec![
            name.to_string(),
            availability(name, &places).to_string(),
        ]);
    }
    format!(
        "Contenders (--contenders), device, framework\n{}\n\n\
         Data sets (--dataset)\n{}\n\n\
         Any program that speaks docs/cell-protocol.md takes part with --external NAME=COMMAND.",
        contenders.trim_fmt(),
        sets.trim_fmt()
    )
}
