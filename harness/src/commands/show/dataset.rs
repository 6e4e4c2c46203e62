//! Rows, classes, values and images of a data set.

mod images;

use std::path::Path;

use classifier::Examples;
use datasets::{Dataset, Request};
use report::{
    Table, number,
    terminal::{self, Screen},
    thousands,
};

use super::save;
use crate::{Result, run::progress::DownloadBar};
use images::Images;

/// Prints rows, classes and values of a data set, and writes pictures to the folder: the class sizes
/// as SVG, and a sheet of images as PNG, a row for each class.
///
/// # Errors
/// A data set that is unavailable, files that cannot be written.
pub fn show(request: &Request, out: Option<&Path>) -> Result<()> {
    let dataset = datasets::load(request, &mut DownloadBar::default())?;
    if let Some(reason) = &dataset.fallback {
        terminal::note(&format!(
            "note: MNIST is unavailable; using generated digits instead. {reason}"
        ));
    }
    for note in &dataset.notes {
        terminal::note(&format!("note: {note}"));
    }
    terminal::say(&render(&dataset));
    let Some(folder) = out else { return Ok(()) };
    let name = &dataset.name;
    let svg = charts::on_white(&classes_chart(&dataset));
    save(folder, &format!("{name}-classes.svg"), svg)?;
    if let Some(images) = Images::of(&dataset) {
        save(folder, &format!("{name}.png"), images.sheet()?)?;
    }
    Ok(())
}

fn render(dataset: &Dataset) -> String {
    let Dataset { train, test, .. } = dataset;
    let images = Images::of(dataset);
    let width = match dataset.image {
        Some(image) => format!("images of {image}"),
        None => format!("rows of {} numbers", train.width()),
    };
    let screen = Screen::of_stdout();
    let [train_rows, test_rows] = [train, test].map(|part| thousands(part.rows()));
    let mut parts = vec![
        format!(
            "{}, {}: {train_rows} train and {test_rows} test, {width}",
            dataset.name, dataset.source
        ),
        class_table(dataset).text(screen),
        if dataset.columns.is_empty() {
            value_table(dataset).text(screen)
        } else {
            column_table(dataset, screen)
        },
    ];
    parts.splice(1..1, dataset.table.as_ref().map(|table| screen.wrap(&table.to_string())));
    parts.extend(images.map(|images| images.text()));
    parts.join("\n\n")
}

/// The number of rows of each class.
fn counts(examples: &Examples) -> Vec<usize> {
    let mut counts = vec![0; examples.classes()];
    for &label in examples.labels() {
        counts[label as usize] += 1;
    }
    counts
}

fn class_table(dataset: &Dataset) -> Table {
    let counts = counts(&dataset.train).into_iter().zip(counts(&dataset.test));
    let named = dataset.class_names.iter().zip(counts).enumerate();
    let rows = named.map(|(label, (name, (train, test)))| {
        vec![label.to_string(), name.clone(), thousands(train), thousands(test)]
    });
    Table::new(["label", "class", "train", "test"], 2).with_rows(rows)
}

fn classes_chart(dataset: &Dataset) -> String {
    let counts = counts(&dataset.train).into_iter().zip(counts(&dataset.test));
    let named = dataset.class_names.iter().zip(counts);
    let rows = named.map(|(name, (train, test))| (name.clone(), vec![train as f64, test as f64]));
    let rows: Vec<_> = rows.collect();
    let title = format!("{}: rows of each class", dataset.name);
    charts::bars(&title, "", "rows", &["train", "test"], &rows)
}

/// The values of both parts.
fn value_table(dataset: &Dataset) -> Table {
    let header = ["values", "lowest", "highest", "mean", "deviation", "zeros"];
    let rows = [("train", &dataset.train), ("test", &dataset.test)].map(|(name, part)| {
        let Statistics { lowest, highest, mean, deviation, zeros } = Statistics::new(part.inputs());
        vec![
            name.to_owned(),
            lowest.to_string(),
            highest.to_string(),
            format!("{mean:.4}"),
            format!("{deviation:.4}"),
            format!("{:.1} %", 100.0 * zeros),
        ]
    });
    Table::new(header, 1).with_rows(rows)
}

/// The columns of a table, before standardisation.
fn column_table(dataset: &Dataset, screen: Screen) -> String {
    let rows = dataset.columns.iter().map(|column| {
        let numbers = [column.lowest, column.highest, column.mean, column.deviation].map(number);
        [column.name.clone()].into_iter().chain(numbers).collect()
    });
    let header = ["column", "lowest", "highest", "mean", "deviation"];
    let explanation = "Values of the training rows in the file; training uses every column with \
                       mean 0 and deviation 1.";
    let table = Table::new(header, 1).with_rows::<String>(rows);
    format!("{}\n\n{}", table.text(screen), screen.wrap(explanation))
}

/// Statistics of many values.
#[derive(Debug, PartialEq)]
struct Statistics {
    lowest: f32,
    highest: f32,
    mean: f64,
    /// Standard deviation, divided by the number of values.
    deviation: f64,
    /// Fraction of zeros.
    zeros: f64,
}

impl Statistics {
    fn new(values: &[f32]) -> Self {
        let count = values.len().max(1) as f64;
        let mean = values.iter().copied().map(f64::from).sum::<f64>() / count;
        let square = |&value: &f32| (f64::from(value) - mean).powi(2);
        let squares: f64 = values.iter().map(square).sum();
        Self {
            lowest: values.iter().copied().fold(f32::INFINITY, f32::min),
            highest: values.iter().copied().fold(f32::NEG_INFINITY, f32::max),
            mean,
            deviation: (squares / count).sqrt(),
            zeros: values.iter().filter(|&&value| value == 0.0).count() as f64 / count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statistics_of_a_few_numbers() {
        let expected = Statistics {
            lowest: 0.0,
            highest: 4.0,
            mean: 1.5,
            deviation: 2.75_f64.sqrt(),
            zeros: 0.5,
        };
        assert_eq!(Statistics::new(&[0.0, 4.0, 2.0, 0.0]), expected);
    }
}
