//! `crosscheck variants`: what shifted, rotated, shrunk, noisy and inverted images cost.

use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};
use datasets::Variant;

use crate::{
    Result,
    compare::{self, Comparison},
    interrupt,
    record::Record,
    statistics::mean_and_deviation,
    terminal,
};

/// Trains the contenders, lets them classify every variant of the test images and prints the
/// accuracy of each; a table for each setting of a sweep.
///
/// # Errors
/// Those of [`compare::run`] and [`compare::all_fine`].
pub fn variants(comparisons: Vec<Comparison>) -> Result<()> {
    let mut records = Vec::new();
    for mut comparison in comparisons {
        if interrupt::stopped() {
            break;
        }
        comparison.variants = Variant::all().collect();
        let done = compare::run(&comparison)?;
        terminal::say(&table(&done));
        terminal::note(&format!("Results: {}", comparison.out.display()));
        records.extend(done);
    }
    compare::all_fine(&records)
}

/// A row per variant, a column per contender: mean accuracy over the repetitions, in percent.
fn table(records: &[Record]) -> String {
    let mut contenders: Vec<&str> = Vec::new();
    for record in records {
        if !contenders.contains(&record.contender.id.as_str()) {
            contenders.push(&record.contender.id);
        }
    }
    let mut table = Table::new();
    let header = ["test images"]
        .into_iter()
        .chain(contenders.iter().copied());
    table.load_style(ASCII_MARKDOWN).set_header(header);
    let row = |label: String, accuracy: &dyn Fn(&Record) -> Option<f64>| {
        let cells = contenders.iter().map(|&id| {
            let own = records.iter().filter(|record| record.contender.id == id);
            let accuracies: Vec<f64> = own.filter_map(accuracy).collect();
            let mean = mean_and_deviation(&accuracies);
            mean.map_or("–".to_owned(), |(mean, _)| format!("{mean:.2} %"))
        });
        [label].into_iter().chain(cells).collect::<Vec<_>>()
    };
    table.add_row(row("as they are".to_owned(), &|record| {
        record.quality.accuracy()
    }));
    for variant in Variant::all() {
        let id = variant.to_string();
        table.add_row(row(variant.label(), &|record| {
            record.quality.variants.get(&id)?.accuracy()
        }));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{table}\n\nTest accuracy, the mean over the repetitions.")
}
