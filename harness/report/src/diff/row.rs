//! A contender in one of the files, relative to itself in the first.

use records::{Summary, statistics::ratio_of_medians};
use serde::Serialize;

use crate::{Cell, Table, cells};

/// A row of the table, and of the CSV and JSON output.
pub(super) struct Row {
    file: File,
    summary: Summary,
    ratios: Ratios,
}

/// A result file.
#[derive(Debug, Clone, Serialize)]
pub(super) struct File {
    /// Its letter.
    pub(super) file: char,
    /// Its path.
    pub(super) path: String,
}

/// Medians divided by those of the first file.
#[derive(Debug, Default, Serialize)]
struct Ratios {
    train_vs_first_median: Option<f64>,
    train_vs_first_low: Option<f64>,
    train_vs_first_high: Option<f64>,
    predict_vs_first_median: Option<f64>,
    predict_vs_first_low: Option<f64>,
    predict_vs_first_high: Option<f64>,
}

impl Row {
    /// The rows of a contender, one per file.
    pub(super) fn of_files(files: &[(&File, &Summary)]) -> Vec<Self> {
        let row = |(index, (file, summary)): (usize, &(&File, &Summary))| {
            let ratios = Ratios::new(summary, files[0].1);
            Self {
                file: (*file).clone(),
                summary: (*summary).clone(),
                ratios: if index == 0 { ratios.without_intervals() } else { ratios },
            }
        };
        files.iter().enumerate().map(row).collect()
    }

    fn cells(&self) -> Vec<Cell> {
        let (summary, ratios) = (&self.summary, &self.ratios);
        vec![
            summary.setting.map_or(String::new(), |setting| setting.to_string()).into(),
            summary.contender.as_str().into(),
            self.file.file.to_string().into(),
            cells::accuracy(summary),
            cells::train_seconds(summary),
            cells::ratio(
                ratios.train_vs_first_median,
                ratios.train_vs_first_low,
                ratios.train_vs_first_high,
            ),
            cells::predict_rows(summary),
            cells::ratio(
                ratios.predict_vs_first_median,
                ratios.predict_vs_first_low,
                ratios.predict_vs_first_high,
            ),
            cells::peak_memory(summary),
        ]
    }

    /// The fields for CSV and JSON.
    pub(super) fn fields(&self) -> impl Serialize {
        (&self.file, &self.summary, &self.ratios)
    }
}

impl Ratios {
    fn new(summary: &Summary, first: &Summary) -> Self {
        let train = ratio_of_medians(&summary.train_seconds, &first.train_seconds);
        let predict = ratio_of_medians(&summary.predict_seconds, &first.predict_seconds);
        Self {
            train_vs_first_median: train.map(|ratio| ratio.median),
            train_vs_first_low: train.map(|ratio| ratio.low),
            train_vs_first_high: train.map(|ratio| ratio.high),
            predict_vs_first_median: predict.map(|ratio| ratio.median),
            predict_vs_first_low: predict.map(|ratio| ratio.low),
            predict_vs_first_high: predict.map(|ratio| ratio.high),
        }
    }

    /// The baseline has ratio 1 and no interval.
    fn without_intervals(self) -> Self {
        Self {
            train_vs_first_median: self.train_vs_first_median,
            predict_vs_first_median: self.predict_vs_first_median,
            ..Self::default()
        }
    }
}

/// A row per contender and file; the setting column only for sweeps.
pub(super) fn table(rows: &[Row]) -> Table {
    let header = [
        "setting",
        "contender",
        "file",
        "test accuracy",
        "train s/epoch",
        "vs A",
        "predict",
        "vs A",
        "peak memory",
    ];
    let mut table = Table::new(header, 3).with_rows(rows.iter().map(Row::cells));
    if rows.iter().all(|row| row.summary.setting.is_none()) {
        table.header.remove(0);
        table.rows.iter_mut().for_each(|row| drop(row.remove(0)));
        (table.keys, table.texts) = (2, 2);
    }
    table
}
