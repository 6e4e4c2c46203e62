//! A contender in one of the files, beside itself in the first.

use serde::Serialize;

use super::contrast::Part;
use crate::{
    statistics::ratio_of_medians,
    table::{Cell, Grid, Summary, cells, with_thousands},
};

/// A row of the table, and of the CSV and JSON output.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Row {
    #[serde(flatten)]
    file: File,
    #[serde(flatten)]
    summary: Summary,
    #[serde(flatten)]
    ratios: Ratios,
}

/// Which file.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct File {
    file: char,
    path: String,
}

/// Its medians over those of the first file.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
struct Ratios {
    train_vs_first_median: Option<f64>,
    train_vs_first_low: Option<f64>,
    train_vs_first_high: Option<f64>,
    predict_vs_first_median: Option<f64>,
    predict_vs_first_low: Option<f64>,
    predict_vs_first_high: Option<f64>,
}

impl Row {
    /// The rows of a contender, one for each file.
    pub(super) fn of_files(files: &[(&Part<'_>, Summary)]) -> Vec<Self> {
        let row = |(index, (part, summary)): (usize, &(&Part<'_>, Summary))| {
            let ratios = Ratios::of(summary, &files[0].1);
            Self {
                file: File { file: part.letter, path: part.path.display().to_string() },
                summary: summary.clone(),
                ratios: if index == 0 { ratios.without_intervals() } else { ratios },
            }
        };
        files.iter().enumerate().map(row).collect()
    }

    fn cells(&self, swept: bool) -> Vec<Cell> {
        let (summary, ratios) = (&self.summary, &self.ratios);
        let setting = summary.setting.clone().unwrap_or_default();
        let mut cells = vec![
            Cell::from(setting),
            summary.contender.as_str().into(),
            self.file.file.to_string().into(),
            cells::accuracy(summary),
            cells::train_seconds(summary),
            cells::ratio(
                ratios.train_vs_first_median,
                ratios.train_vs_first_low,
                ratios.train_vs_first_high,
            ),
            cells::predict(summary),
            cells::ratio(
                ratios.predict_vs_first_median,
                ratios.predict_vs_first_low,
                ratios.predict_vs_first_high,
            ),
            cells::peak_memory(summary),
        ];
        if !swept {
            cells.remove(0);
        }
        cells
    }

    /// What CSV can hold: no struct in a struct.
    pub(super) fn columns(&self) -> impl Serialize {
        (&self.file, &self.summary, &self.ratios)
    }
}

impl Ratios {
    fn of(summary: &Summary, first: &Summary) -> Self {
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

    /// Whoever is compared with itself is as fast, however its times scatter.
    fn without_intervals(self) -> Self {
        Self {
            train_vs_first_median: self.train_vs_first_median,
            predict_vs_first_median: self.predict_vs_first_median,
            ..Self::default()
        }
    }
}

/// Every contender's files below each other.
pub(super) fn grid(rows: &[Row]) -> Grid {
    let swept = rows.iter().any(|row| row.summary.setting.is_some());
    let images = rows.iter().map(|row| row.summary.test_images).max();
    let predict = format!("predict {}", with_thousands(images.unwrap_or(0)));
    let setting = ["setting"].into_iter().take(usize::from(swept));
    let header = setting.chain([
        "contender",
        "file",
        "test accuracy",
        "train s/epoch",
        "vs A",
        &predict,
        "vs A",
        "peak memory",
    ]);
    let header: Vec<String> = header.map(str::to_owned).collect();
    let keys = header.len() - 6;
    Grid { header, rows: rows.iter().map(|row| row.cells(swept)).collect(), keys, texts: keys }
}
