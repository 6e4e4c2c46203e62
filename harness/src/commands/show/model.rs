//! The parameter summary: output shape and number of values of each layer.

use std::path::Path;

use classifier::{LayerSpec, ModelSpec, ParameterShape};
use report::{
    NONE, Table,
    terminal::{self, Screen},
    thousands,
};

use super::save_chart;
use crate::Result;

/// Prints a row per layer and the sums, and writes a bar chart of the layers to the folder.
///
/// # Errors
/// Files that cannot be written.
pub fn show(model: &ModelSpec, out: Option<&Path>) -> Result<()> {
    let rows = rows(model);
    terminal::say(&render(&rows));
    if let Some(folder) = out {
        save_chart(folder, "model", &chart(&rows))?;
    }
    Ok(())
}

/// A layer with its numbers of values; the first row is the input.
struct Row {
    name: String,
    /// Width of the output.
    outputs: usize,
    /// Trained values.
    trained: usize,
    /// Running statistics of batch normalisation.
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
        0 => NONE.to_owned(),
        values => thousands(values),
    };
    let cells = rows.iter().map(|row| {
        vec![
            row.name.clone(),
            format!("[rows, {}]", row.outputs),
            count(row.trained),
            count(row.running),
        ]
    });
    let table = Table::new(header, 2).with_rows(cells).text(Screen::of_stdout());
    let mut lines = vec![table, String::new(), sum_of_trained(rows)];
    let running: usize = rows.iter().map(|row| row.running).sum();
    if running > 0 {
        lines.push(format!(
            "running: {}, running means and variances of batch normalisation",
            thousands(running)
        ));
    }
    lines.join("\n")
}

/// `trained: 401,920 + 262,656 + 5,130 = 669,706`.
fn sum_of_trained(rows: &[Row]) -> String {
    let trained = || rows.iter().map(|row| row.trained).filter(|&it| it > 0);
    let summands: Vec<String> = trained().map(thousands).collect();
    let total = thousands(trained().sum());
    match summands.len() {
        2.. => format!("trained: {} = {total}", summands.join(" + ")),
        _ => format!("trained: {total}"),
    }
}

/// A bar for each layer, with its output shape and its number of values.
fn chart(rows: &[Row]) -> String {
    let parts: &[&str] = if rows.iter().any(|row| row.running > 0) {
        &["trained", "running (not trained)"]
    } else {
        &["trained"]
    };
    let bars: Vec<_> = rows
        .iter()
        .map(|row| {
            let label = format!("{}: [rows, {}]", row.name, row.outputs);
            (label, vec![row.trained as f64, row.running as f64])
        })
        .collect();
    charts::bars("Parameters of each layer", &sum_of_trained(rows), "values", parts, &bars)
}

/// `linear1`, as in the names of its parameters, or the kind of a layer without parameters.
fn name<'a>(layer: &LayerSpec, parameters: &'a [ParameterShape]) -> &'a str {
    let name = parameters.first().and_then(|it| it.name.split('.').next());
    name.unwrap_or(layer.name())
}

/// Number of trained or of running values.
fn values(parameters: &[ParameterShape], trained: bool) -> usize {
    let those = parameters.iter().filter(|it| it.role.trains() == trained);
    those.map(|it| it.shape.iter().product::<usize>()).sum()
}
