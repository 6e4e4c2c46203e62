//! A table of the results of the other benchmarks.
//!
//! `cargo bench` runs this target last, because targets run in the order of their names. It
//! measures nothing: it reads the newest samples of every id from criterion's output folder and
//! prints, per exercise and phase, the time per element of each contender and its ratio to
//! `scratch`. Names on the command line select ids, as in every other target.

#![allow(clippy::unwrap_used)]

mod saved;

use std::{collections::BTreeMap, env};

use humantime::format_rfc3339_seconds;
use records::{
    REFERENCE,
    statistics::{median, ratio_of_medians},
};
use report::{NONE, Table, seconds};
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
        println!("No saved measurement of {REFERENCE} to compare with.");
        return;
    };
    println!(
        "Time per element, and its ratio to {REFERENCE} (95 % interval), measured from {} to {}.\n\
         Contenders ran one after the other: unlike those of `crosscheck compare`, these ratios \
         include changes in the machine's load.\n",
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
    let header = ["exercise", "phase"].into_iter().chain(contenders.iter().copied());
    let mut lines: Vec<Vec<String>> = Vec::new();
    for (&(exercise, phase), row) in rows {
        let reference = row[REFERENCE];
        let cell = |contender: &&str| match row.get(contender) {
            None => NONE.to_owned(),
            Some(samples) if *contender == REFERENCE => seconds(median(samples).unwrap()),
            Some(samples) => {
                let ratio = ratio_of_medians(samples, reference).unwrap();
                format!("{} · {ratio}", seconds(median(samples).unwrap()))
            }
        };
        let mut cells = vec![exercise.to_owned(), phase.to_owned()];
        cells.extend(contenders.iter().map(cell));
        lines.push(cells);
    }
    Table::new(header, 2).with_rows(lines).markdown()
}
