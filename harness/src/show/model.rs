//! The parameter summary: what each layer puts out, and how many values it holds.

use std::path::Path;

use classifier::{LayerSpec, ModelSpec, ParameterShape};

use super::save;
use crate::{
    Result, chart,
    table::{markdown, with_thousands},
    terminal,
};

/// Prints a row per layer and their sums, and draws the layers as bars, as SVG and as PNG, to the
/// folder.
///
/// # Errors
/// Files that cannot be written.
pub fn show(model: &ModelSpec, out: Option<&Path>) -> Result<()> {
    let rows = rows(model);
    terminal::say(&render(&rows));
    if let Some(folder) = out {
        let svg = chart(&rows)?;
        save(folder, "model.svg", chart::on_white(&svg))?;
        save(folder, "model.png", chart::png(&svg)?)?;
    }
    Ok(())
}

/// A layer with its numbers of values; the first is the input.
struct Row {
    name: String,
    /// Width of what it puts out.
    outputs: usize,
    /// What the optimizer trains.
    trained: usize,
    /// What batch normalisation remembers.
    running: usize,
}

fn rows(model: &ModelSpec) -> Vec<Row> {
    let mut rows =
        vec![Row { name: "input".to_owned(), outputs: model.inputs, trained: 0, running: 0 }];
    let mut outputs = model.inputs;
    for (layer, parameters) in model.layers_with_parameters() {
        outputs = layer.outputs(outputs);
        rows.push(Row {
            name: name(layer, &parameters).to_owned(),
            outputs,
            trained: values(&parameters, true),
            running: values(&parameters, false),
        });
    }
    rows
}

fn render(rows: &[Row]) -> String {
    let header = ["layer", "output shape", "trained", "running"];
    let count = |values| match values {
        0 => "–".to_owned(),
        values => with_thousands(values),
    };
    let cells = rows.iter().map(|row| {
        vec![
            row.name.clone(),
            format!("[rows, {}]", row.outputs),
            count(row.trained),
            count(row.running),
        ]
    });
    let table: Vec<_> = [header.map(str::to_owned).to_vec()].into_iter().chain(cells).collect();
    let mut lines = vec![markdown(&table, 2).to_string(), String::new(), sum_of_trained(rows)];
    let running: usize = rows.iter().map(|row| row.running).sum();
    if running > 0 {
        lines.push(format!(
            "running: {}, means and variances that batch normalisation remembers",
            with_thousands(running)
        ));
    }
    lines.join("\n")
}

/// `trained: 401,920 + 262,656 + 5,130 = 669,706`.
fn sum_of_trained(rows: &[Row]) -> String {
    let trained = || rows.iter().map(|row| row.trained).filter(|&it| it > 0);
    let summands: Vec<String> = trained().map(with_thousands).collect();
    let total = with_thousands(trained().sum());
    match summands.len() {
        2.. => format!("trained: {} = {total}", summands.join(" + ")),
        _ => format!("trained: {total}"),
    }
}

/// A bar for each layer, with the shape of what it puts out before it and its values behind it.
fn chart(rows: &[Row]) -> Result<String> {
    let parts: &[&str] = match rows.iter().any(|row| row.running > 0) {
        true => &["trained", "running (not trained)"],
        false => &["trained"],
    };
    let bars: Vec<_> = rows
        .iter()
        .map(|row| {
            let label = format!("{}: [rows, {}]", row.name, row.outputs);
            (label, vec![row.trained as f64, row.running as f64])
        })
        .collect();
    chart::bars("Parameters of each layer", &sum_of_trained(rows), "values", parts, &bars)
}

/// `linear1`, as in the names of its parameters, or the kind of a layer that has none.
fn name<'a>(layer: &LayerSpec, parameters: &'a [ParameterShape]) -> &'a str {
    let name = parameters.first().and_then(|it| it.name.split('.').next());
    name.unwrap_or(layer.name())
}

/// Number of values that are trained, or of those that are not.
fn values(parameters: &[ParameterShape], trained: bool) -> usize {
    let those = parameters.iter().filter(|it| it.role.trains() == trained);
    those.map(|it| it.shape.iter().product::<usize>()).sum()
}
