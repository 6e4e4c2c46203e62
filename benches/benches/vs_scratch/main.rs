//! The last of the benchmarks: one table of what the others have measured.
//!
//! `cargo bench` runs targets in the order of their names. This one measures nothing: it reads the
//! samples that criterion has left in the target folder, newest of every id, and prints for every
//! exercise and phase the time per element of each contender, with the ratio to `scratch`. Names on
//! the command line pick ids, as in every other target.

#![allow(clippy::unwrap_used)]

mod saved;

use std::{collections::BTreeMap, env};

use harness::{
    registry::REFERENCE,
    statistics::{median, ratio_of_medians},
    table::{markdown, seconds},
};
use humantime::format_rfc3339_seconds;
use saved::{Saved, all_saved};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (flags, names): (Vec<_>, Vec<_>) = arguments.iter().partition(|a| a.starts_with('-'));
    if flags.iter().any(|&flag| flag != "--bench") {
        return; // `--test` and `--list`: nothing was measured.
    }
    let mut all = all_saved();
    all.retain(|saved| names.is_empty() || names.iter().any(|&name| saved.id().contains(name)));
    print(&all);
}

/// Samples of the contenders, by exercise and phase.
type Rows<'a> = BTreeMap<(&'a str, &'a str), BTreeMap<&'a str, &'a [f64]>>;

fn print(all: &[Saved]) {
    let mut rows = Rows::new();
    for saved in all {
        let row = rows.entry((&saved.exercise, &saved.phase)).or_default();
        row.insert(&saved.contender, &saved.seconds);
    }
    rows.retain(|_, row| row.contains_key(REFERENCE));
    let with_reference = |saved: &&Saved| rows.contains_key(&(&*saved.exercise, &*saved.phase));
    let times = || all.iter().filter(with_reference).map(|saved| saved.written);
    let (Some(first), Some(last)) = (times().min(), times().max()) else {
        println!("Nothing measured to be compared with {REFERENCE}.");
        return;
    };
    println!(
        "Time per element, and its ratio to {REFERENCE} (95 % interval). Contenders were measured one \
         after the other, not in turn:\nwhat else the machine did is in these ratios, which \
         `crosscheck compare` keeps out of its own. From {} to {}.\n",
        format_rfc3339_seconds(first),
        format_rfc3339_seconds(last)
    );
    println!("{}", table(&rows));
}

fn table(rows: &Rows<'_>) -> String {
    let mut contenders = vec![REFERENCE];
    for &contender in rows.values().flat_map(|row| row.keys()) {
        if !contenders.contains(&contender) {
            contenders.push(contender);
        }
    }
    let mut table = vec![vec!["exercise", "phase"]];
    table[0].extend(&contenders);
    let mut table = vec![table.remove(0).into_iter().map(str::to_owned).collect()];
    for (&(exercise, phase), row) in rows {
        let reference = row[REFERENCE];
        let cell = |contender: &&str| match row.get(contender) {
            None => "–".to_owned(),
            Some(samples) if *contender == REFERENCE => seconds(median(samples).unwrap()),
            Some(samples) => {
                let ratio = ratio_of_medians(samples, reference).unwrap();
                format!("{} · {ratio}", seconds(median(samples).unwrap()))
            }
        };
        let mut cells = vec![exercise.to_owned(), phase.to_owned()];
        cells.extend(contenders.iter().map(cell));
        table.push(cells);
    }
    markdown(&table, 2).to_string()
}
