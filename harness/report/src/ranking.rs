//! The ranking: a row per contender and setting, the best value of each column marked.

use records::{Study, Summary};

use crate::{
    Cell, Emphasis, Table,
    cells::{
        accuracy, difference, images_per_second, loss, peak_memory, predict, time_ratio,
        train_seconds,
    },
    thousands,
};

/// The columns of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// Seven at most: for a README.
    Few,
    /// All numbers.
    All,
    /// All numbers, and curves of the loss.
    WithCurves,
}

/// A number of a summary, if its contender has one.
type Value = fn(&Summary) -> Option<f64>;

/// A column.
struct Column {
    /// Title; `{images}` stands for the number of test images.
    title: &'static str,
    cell: fn(&Summary) -> Cell,
    /// The value to compare, and whether more is better; `None` for columns without a best value.
    best: Option<(Value, Better)>,
    /// Whether the column is one of the few.
    is_key: bool,
}

#[derive(Clone, Copy)]
enum Better {
    Higher,
    Lower,
}

use Better::{Higher, Lower};

const COLUMNS: [Column; 9] = [
    column("device", |summary| summary.device.clone().into(), None),
    // A sample of the test images is not comparable with all of them.
    column(
        "test accuracy",
        accuracy,
        Some((|summary| of_all_images(summary, summary.test_accuracy_mean_percent), Higher)),
    )
    .key(),
    column(
        "train s/epoch",
        train_seconds,
        Some((|summary| summary.train_seconds_per_epoch_median, Lower)),
    )
    .key(),
    column(
        "images/s",
        images_per_second,
        Some((|summary| summary.train_images_per_second_median, Higher)),
    ),
    column("time vs scratch", time_ratio, Some((|summary| summary.time_ratio_median, Lower))).key(),
    column(
        "predict {images}",
        predict,
        Some((|summary| of_all_images(summary, summary.predict_seconds_median), Lower)),
    )
    .key(),
    column(
        "peak memory",
        peak_memory,
        Some((|summary| summary.peak_memory_bytes.map(|bytes| bytes as f64), Lower)),
    )
    .key(),
    column(
        "Δ gradients",
        |summary| {
            difference(summary, summary.gradient_difference_min, summary.gradient_difference_max)
        },
        None,
    )
    .key(),
    column(
        "Δ parameters",
        |summary| {
            difference(summary, summary.parameter_difference_min, summary.parameter_difference_max)
        },
        None,
    ),
];

const SETTING: Column = column(
    "setting",
    |summary| summary.setting.map_or(String::new(), |it| it.to_string()).into(),
    None,
);
const CONTENDER: Column = column("contender", |summary| summary.contender.clone().into(), None);
const LOSS: Column = column("loss", loss, None);

const fn column(
    title: &'static str,
    cell: fn(&Summary) -> Cell,
    best: Option<(Value, Better)>,
) -> Column {
    Column { title, cell, best, is_key: false }
}

fn of_all_images(summary: &Summary, value: Option<f64>) -> Option<f64> {
    value.filter(|_| summary.limited_to().is_none())
}

/// The ranking of a study.
pub fn ranking(study: &Study<'_>, columns: Columns) -> Table {
    let contenders = study.comparisons.iter().flat_map(|comparison| &comparison.contenders);
    let summaries: Vec<&Summary> = contenders.map(|contender| &contender.summary).collect();
    let images = summaries.iter().map(|summary| summary.test_images).max().unwrap_or(0);
    let numbers = COLUMNS.iter().filter(|column| column.is_key || columns != Columns::Few);
    let names = study.is_sweep().then_some(&SETTING).into_iter().chain([&CONTENDER]);
    let curves = (columns == Columns::WithCurves).then_some(&LOSS);
    let keys = names.clone().count();
    let device = usize::from(columns != Columns::Few);
    let mut table = Table {
        header: Vec::new(),
        rows: vec![Vec::new(); summaries.len()],
        keys,
        texts: keys + device,
    };
    for column in names.chain(numbers).chain(curves) {
        table.header.push(column.title.replace("{images}", &thousands(images)));
        for (row, cell) in table.rows.iter_mut().zip(column.cells(&summaries)) {
            row.push(cell);
        }
    }
    table
}

/// A bar for each network of the first study: seconds per epoch, with the accuracy in its name.
pub fn chart(studies: &[Study<'_>]) -> String {
    let Some(study) = studies.first() else { return charts::bars("", "", "s", &[], &[]) };
    let contenders = study.comparisons.iter().flat_map(|comparison| &comparison.contenders);
    let bars = contenders.filter_map(|contender| {
        let summary = &contender.summary;
        let seconds = summary.train_seconds_per_epoch_median?;
        Some((format!("{}: {}", contender.name(), accuracy(summary).plain()), vec![seconds]))
    });
    let mut bars: Vec<(String, Vec<f64>)> = bars.collect();
    bars.sort_by(|one, other| one.1[0].total_cmp(&other.1[0]));
    let title = format!("{}: training time per epoch and test accuracy", study.name());
    let workload = study.comparisons.first().map(|comparison| comparison.workload);
    let note = workload.map_or(String::new(), |workload| {
        let (widths, batch) = (workload.model.widths(), workload.training.batch);
        format!("network {widths}, batch {batch}, {} threads", workload.threads)
    });
    charts::bars(&title, &note, "s", &["training"], &bars)
}

impl Column {
    const fn key(self) -> Self {
        Self { is_key: true, ..self }
    }

    /// The cells of the column; all that show the best value are marked if several are compared.
    fn cells(&self, summaries: &[&Summary]) -> Vec<Cell> {
        let mut cells: Vec<Cell> = summaries.iter().map(|summary| (self.cell)(summary)).collect();
        let Some((value, better)) = self.best else { return cells };
        let complete = |summary: &Summary| summary.repetitions_ok == summary.repetitions;
        let mut compared: Vec<(usize, f64)> = summaries
            .iter()
            .enumerate()
            .filter(|(_, summary)| complete(summary))
            .filter_map(|(row, summary)| Some((row, value(summary)?)))
            .collect();
        compared.sort_by(|(_, one), (_, other)| match better {
            Higher => other.total_cmp(one),
            Lower => one.total_cmp(other),
        });
        if let [(best, _), _, ..] = compared[..] {
            let best = cells[best].text.clone();
            for (row, _) in compared {
                if cells[row].text == best {
                    cells[row].emphasis = Emphasis::Best;
                }
            }
        }
        cells
    }
}
