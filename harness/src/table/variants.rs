//! What shifted, rotated, shrunk, noisy and inverted test images cost.

use datasets::Variant;

use super::{NOTHING, groups, markdown};
use crate::{record::Record, statistics::mean_and_deviation, terminal};

/// Prints the table, where changed test images were classified.
pub fn say(records: &[Record]) {
    if let Some(table) = render(records) {
        terminal::say(&format!("\n{table}"));
    }
}

/// A row per variant, a column per contender: mean accuracy over the repetitions, in percent.
/// Nothing where no changed test images were classified.
pub fn render(records: &[Record]) -> Option<String> {
    let mut groups = groups(records);
    groups.retain(|group| {
        group
            .iter()
            .any(|record| !record.quality.variants.is_empty())
    });
    let row = |label: String, accuracy: &dyn Fn(&Record) -> Option<f64>| {
        let mean = |group: &Vec<&Record>| {
            let accuracies: Vec<f64> = group.iter().filter_map(|record| accuracy(record)).collect();
            let mean = mean_and_deviation(&accuracies);
            mean.map_or(NOTHING.to_owned(), |(mean, _)| format!("{mean:.2} %"))
        };
        [label].into_iter().chain(groups.iter().map(mean)).collect()
    };
    let title = |group: &Vec<&Record>| group[0].workload.title(&group[0].contender.id);
    let header = ["test images".to_owned()].into_iter();
    let mut rows: Vec<Vec<String>> = vec![header.chain(groups.iter().map(title)).collect()];
    rows.push(row("as they are".to_owned(), &|record| {
        record.quality.accuracy()
    }));
    for variant in Variant::all() {
        let id = variant.to_string();
        rows.push(row(variant.label(), &|record| {
            record.quality.variants.get(&id)?.accuracy()
        }));
    }
    (!groups.is_empty()).then(|| {
        format!(
            "{}\n\nTest accuracy, the mean over the repetitions.",
            markdown(&rows, 1)
        )
    })
}
