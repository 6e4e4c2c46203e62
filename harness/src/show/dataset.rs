//! What a data set holds: rows, classes, the range of its values, and what its images look like.

mod images;
mod statistics;

use std::path::Path;

use classifier::Examples;
use datasets::{Dataset, Request};

use self::{images::Images, statistics::Statistics};
use super::save;
use crate::{
    Result, chart, picture,
    progress::DownloadBar,
    table::{markdown, with_thousands},
    terminal,
};

/// Prints what a data set holds, and writes pictures of it to the folder: the classes' sizes as
/// SVG, and of images a sheet as PNG, a row for each class.
///
/// # Errors
/// A data set that cannot be had, files that cannot be written.
pub fn show(request: &Request, out: Option<&Path>) -> Result<()> {
    let dataset = datasets::load(request, &mut DownloadBar::default())?;
    if let Some(reason) = &dataset.fallback {
        terminal::note(&format!(
            "note: MNIST is not to be had, so these are generated digits. {reason}"
        ));
    }
    terminal::say(&render(&dataset));
    let Some(folder) = out else { return Ok(()) };
    let name = &dataset.name;
    let svg = chart::on_white(&classes_chart(&dataset)?);
    save(folder, &format!("{name}-classes.svg"), svg)?;
    if let Some(images) = Images::of(&dataset) {
        let (pixels, width) = images.sheet();
        let zoom = 960 / width;
        save(folder, &format!("{name}.png"), picture::png(&pixels, width, zoom)?)?;
    }
    Ok(())
}

fn render(dataset: &Dataset) -> String {
    let Dataset { train, test, .. } = dataset;
    let images = Images::of(dataset);
    let width = match &images {
        Some(Images { side, .. }) => format!("images of {side} × {side} pixels"),
        None => format!("rows of {} numbers", train.width()),
    };
    let [train_rows, test_rows] = [train, test].map(|part| with_thousands(part.rows()));
    let mut parts = vec![
        format!(
            "{}, {}: {train_rows} to train and {test_rows} to test, {width}",
            dataset.name, dataset.source
        ),
        markdown(&class_rows(dataset), 2).to_string(),
        match dataset.columns.is_empty() {
            true => markdown(&value_rows(dataset), 1).to_string(),
            false => column_table(dataset),
        },
    ];
    parts.extend(images.map(|images| images.text()));
    parts.join("\n\n")
}

/// How many rows of each class there are.
fn counts(examples: &Examples) -> Vec<usize> {
    let mut counts = vec![0; examples.classes()];
    for &label in examples.labels() {
        counts[label as usize] += 1;
    }
    counts
}

fn class_rows(dataset: &Dataset) -> Vec<Vec<String>> {
    let header = ["label", "class", "train", "test"];
    let counts = counts(&dataset.train).into_iter().zip(counts(&dataset.test));
    let named = dataset.class_names.iter().zip(counts).enumerate();
    let rows = named.map(|(label, (name, (train, test)))| {
        let counts = [train, test].map(with_thousands);
        [vec![label.to_string(), name.clone()], counts.to_vec()].concat()
    });
    [header.map(str::to_owned).to_vec()].into_iter().chain(rows).collect()
}

fn classes_chart(dataset: &Dataset) -> Result<String> {
    let counts = counts(&dataset.train).into_iter().zip(counts(&dataset.test));
    let named = dataset.class_names.iter().zip(counts);
    let rows = named.map(|(name, (train, test))| (name.clone(), vec![train as f64, test as f64]));
    let rows: Vec<_> = rows.collect();
    let title = format!("{}: rows of each class", dataset.name);
    chart::bars(&title, "", "rows", &["train", "test"], &rows)
}

/// The values of both parts.
fn value_rows(dataset: &Dataset) -> Vec<Vec<String>> {
    let header = ["values", "lowest", "highest", "mean", "deviation", "zeros"];
    let rows = [("train", &dataset.train), ("test", &dataset.test)].map(|(name, part)| {
        let Statistics { lowest, highest, mean, deviation, zeros } = Statistics::of(part.inputs());
        let cells = [lowest, highest].map(|end| end.to_string()).to_vec();
        let rest =
            [format!("{mean:.4}"), format!("{deviation:.4}"), format!("{:.1} %", 100.0 * zeros)];
        [vec![name.to_owned()], cells, rest.to_vec()].concat()
    });
    [header.map(str::to_owned).to_vec()].into_iter().chain(rows).collect()
}

/// The columns of a table as they are in the file.
fn column_table(dataset: &Dataset) -> String {
    let header = ["column", "lowest", "highest", "mean", "deviation"];
    let rows = dataset.columns.iter().map(|column| {
        let ends = [column.lowest, column.highest].map(f64::from);
        let numbers = [ends[0], ends[1], column.mean, column.deviation];
        let cells = numbers.map(chart::figure).to_vec();
        [vec![column.name.clone()], cells].concat()
    });
    let rows: Vec<_> = [header.map(str::to_owned).to_vec()].into_iter().chain(rows).collect();
    format!(
        "{}\n\nOf the training rows, as they are in the file; every column is trained on with mean 0 and \
         deviation 1.",
        markdown(&rows, 1)
    )
}
