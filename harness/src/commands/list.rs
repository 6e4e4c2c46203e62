//! `crosscheck list`: contenders, devices and data sets, and why some are unavailable.

use std::path::PathBuf;

use comfy_table::{Table, presets::NOTHING};
use datasets::{DatasetName, Places, availability};

use crate::contenders::{self, Build, Contender, Source};

/// Contenders with their devices, and data sets with their places.
pub fn render(data_dir: Option<PathBuf>) -> String {
    let mut built_in = Table::new();
    built_in.load_style(NOTHING);
    for contender in contenders::built_in() {
        built_in.add_row([&contender.id, contender.device.unwrap_or_default(), &state(&contender)]);
        for line in devices(&contender) {
            built_in.add_row(["", "", &line]);
        }
    }
    let mut python = Table::new();
    python.load_style(NOTHING);
    for contender in contenders::in_python() {
        python.add_row([&contender.id, contender.device.unwrap_or_default(), &state(&contender)]);
    }
    let mut sets = Table::new();
    sets.load_style(NOTHING);
    let places = Places::of_this_machine(data_dir);
    for name in DatasetName::ALL {
        sets.add_row(vec![name.to_string(), availability(name, &places).to_string()]);
    }
    sets.add_row(["FILE", "your own table: columns of numbers, and one of labels (--label)"]);
    sets.add_row([
        "DIR",
        "your own images: IDX files, or a folder of PNG or JPEG images for each class",
    ]);
    format!(
        "Contenders (--contenders) and their devices\n{}\n\n\
         Contenders in Python, when named (reference/README.md)\n{}\n\n\
         Data sets (--dataset)\n{}\n\n\
         Any program with the protocol of docs/cell-protocol.md takes part with --external NAME=COMMAND.",
        built_in.trim_fmt(),
        python.trim_fmt(),
        sets.trim_fmt()
    )
}

/// Framework and backend, or why the contender is unavailable.
fn state(contender: &Contender) -> String {
    match (&contender.source, contender.program()) {
        (Source::BuiltIn(Some(built)), _) => {
            format!("ready: {} ({})", built.framework, built.backend)
        }
        (Source::BuiltIn(None), _) => contender.unavailable().unwrap_or_default(),
        (Source::Python { about, .. }, Ok(program)) => {
            format!("{about}, run by {}", program.join(" "))
        }
        (_, Ok(program)) => program.join(" "),
        (_, Err(reason)) => reason,
    }
}

/// The devices of a contender on GPUs, as in `--device`.
fn devices(contender: &Contender) -> Vec<String> {
    let Source::BuiltIn(Some(built)) = &contender.source else { return Vec::new() };
    let Build::NetworkOn(devices) = built.build else { return Vec::new() };
    match devices() {
        Ok(devices) => (0_usize..)
            .zip(devices)
            .map(|(number, device)| format!("{}:{number} {}", contender.id, device.hardware))
            .collect(),
        Err(reason) => vec![reason],
    }
}
