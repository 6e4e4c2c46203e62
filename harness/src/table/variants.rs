//! What shifted, rotated, shrunk, noisy and inverted test images cost.

use datasets::Variant;

use super::{Cell, Grid, NOTHING, groups};
use crate::{record::Record, statistics::mean_and_deviation, terminal::Screen};

/// A row per variant, a column per contender: mean accuracy over the repetitions, in percent.
/// Nothing where no changed test images were classified.
pub fn render(records: &[Record], screen: Screen) -> Option<String> {
    let mut groups = groups(records);
    groups.retain(|group| group.iter().any(|record| !record.quality.variants.is_empty()));
    let row = |label: String, accuracy: &dyn Fn(&Record) -> Option<f64>| {
        let mean = |group: &Vec<&Record>| {
            let accuracies: Vec<f64> = group.iter().filter_map(|record| accuracy(record)).collect();
            let mean = mean_and_deviation(&accuracies);
            mean.map_or(NOTHING.into(), |(mean, _)| format!("{mean:.2} %").into())
        };
        let cells = [Cell::from(label)].into_iter();
        cells.chain(groups.iter().map(mean)).collect::<Vec<Cell>>()
    };
    let title = |group: &Vec<&Record>| group[0].workload.title(&group[0].contender.id);
    let header = ["test images".to_owned()].into_iter();
    let mut grid = Grid {
        header: header.chain(groups.iter().map(title)).collect(),
        rows: vec![row("as they are".to_owned(), &|record| record.quality.accuracy())],
        keys: 1,
        texts: 1,
    };
    for variant in Variant::all() {
        let id = variant.to_string();
        grid.rows
            .push(row(variant.label(), &|record| record.quality.variants.get(&id)?.accuracy()));
    }
    (!groups.is_empty())
        .then(|| format!("{}\n\nTest accuracy, the mean over the repetitions.", grid.text(screen)))
}
