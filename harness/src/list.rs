//! `crosscheck list`: what there is, and why some of it is not to be had.

use std::path::PathBuf;

use comfy_table::{Table, presets::NOTHING};
use datasets::{DatasetName, Places, availability};

use crate::{
    peer::PEERS,
    registry::{self, Build, Contender},
};

/// Contenders with their devices, and data sets with their places.
pub fn render(data_dir: Option<PathBuf>) -> String {
    let mut contenders = Table::new();
    contenders.load_style(NOTHING);
    for contender in registry::contenders() {
        let state = match &contender.built {
            Some(built) => format!("ready: {} ({})", built.framework, built.backend),
            None => contender.unavailable().unwrap_or_default(),
        };
        contenders.add_row([contender.id, contender.device, &state]);
        for line in devices(&contender) {
            contenders.add_row(["", "", &line]);
        }
    }
    let mut peers = Table::new();
    peers.load_style(NOTHING);
    for peer in PEERS {
        let state = match peer.program() {
            Ok(program) => format!("{}, run by {}", peer.about, program.join(" ")),
            Err(reason) => reason,
        };
        peers.add_row([peer.id, peer.device, &state]);
    }
    let mut sets = Table::new();
    sets.load_style(NOTHING);
    let places = Places::of_this_machine(data_dir);
    for name in DatasetName::ALL {
        sets.add_row(vec![name.to_string(), availability(name, &places).to_string()]);
    }
    sets.add_row(["FILE.csv", "a file of your own: numbers, and a column of labels (--label)"]);
    format!(
        "Contenders (--contenders) and their devices\n{}\n\n\
         Peers in Python, when they are named (reference/README.md)\n{}\n\n\
         Data sets (--dataset)\n{}\n\n\
         Any program that speaks docs/cell-protocol.md takes part with --external NAME=COMMAND.",
        contenders.trim_fmt(),
        peers.trim_fmt(),
        sets.trim_fmt()
    )
}

/// The devices that a contender on GPUs finds here, as `--device` takes them.
fn devices(contender: &Contender) -> Vec<String> {
    let build = contender.built.as_ref().map(|built| built.build);
    let Some(Build::NetworkOn(places)) = build else {
        return Vec::new();
    };
    match places() {
        Ok(places) => (0_usize..)
            .zip(places)
            .map(|(number, place)| format!("{}:{number} {}", contender.id, place.hardware))
            .collect(),
        Err(reason) => vec![reason],
    }
}
