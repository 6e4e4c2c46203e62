//! The parameter summary: what each layer puts out, and how many values it holds.

use classifier::{LayerSpec, ModelSpec, ParameterShape};

use crate::table::{markdown, with_thousands};

/// A row per layer, and their sums. What batch normalisation remembers is counted apart from what
/// the optimizer trains.
pub fn render(model: &ModelSpec) -> String {
    let header = ["layer", "output shape", "trained", "running"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    let mut width = model.inputs;
    rows.push(row("input", width, 0, 0));
    let (mut trained, mut running) = (Vec::new(), 0);
    for (layer, parameters) in model.layers_with_parameters() {
        width = layer.outputs(width);
        let (trains, runs) = (values(&parameters, true), values(&parameters, false));
        rows.push(row(title(layer, &parameters), width, trains, runs));
        trained.extend((trains > 0).then_some(trains));
        running += runs;
    }
    let mut lines = vec![markdown(&rows, 2).to_string(), String::new()];
    let summands: Vec<String> = trained.iter().copied().map(with_thousands).collect();
    let total = with_thousands(trained.iter().sum());
    lines.push(match summands.len() {
        2.. => format!("trained: {} = {total}", summands.join(" + ")),
        _ => format!("trained: {total}"),
    });
    if running > 0 {
        lines.push(format!(
            "running: {}, means and variances that batch normalisation remembers",
            with_thousands(running)
        ));
    }
    lines.join("\n")
}

fn row(layer: &str, width: usize, trained: usize, running: usize) -> Vec<String> {
    let count = |values| match values {
        0 => "–".to_owned(),
        values => with_thousands(values),
    };
    vec![
        layer.to_owned(),
        format!("[rows, {width}]"),
        count(trained),
        count(running),
    ]
}

/// `linear1`, as in the names of its parameters, or the kind of a layer that has none.
fn title<'a>(layer: &LayerSpec, parameters: &'a [ParameterShape]) -> &'a str {
    let name = parameters.first().and_then(|it| it.name.split('.').next());
    name.unwrap_or(layer.name())
}

/// Number of values that are trained, or of those that are not.
fn values(parameters: &[ParameterShape], trained: bool) -> usize {
    let those = parameters.iter().filter(|it| it.role.trains() == trained);
    those.map(|it| it.shape.iter().product::<usize>()).sum()
}
