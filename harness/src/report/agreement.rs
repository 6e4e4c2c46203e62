//! Gradient agreement: a row per tensor, a column per contender, coloured by the difference.

use crate::{
    ladder::{GRADIENTS, gradient_tolerance},
    record::{Agreement, Record},
    registry::REFERENCE,
    table::NOTHING,
};

use super::{
    comparison::Comparison,
    contender::Contender,
    table::{Cell, Table},
};

/// Differences at which the colour begins, and how many powers of ten it takes to be full.
const FAINTEST: f64 = 1e-8;
const DECADES: f64 = 8.0;

/// The largest relative difference of each tensor's first gradient in any repetition; nothing where
/// nobody was compared.
pub(super) fn heat_map(comparison: &Comparison<'_>) -> Option<Table> {
    let tensors = |record: &Record| record.agreement.as_ref().map(tensor_names);
    let compared: Vec<&Contender<'_>> = comparison
        .answered()
        .filter(|it| it.ok.iter().any(|record| record.agreement.is_some()))
        .collect();
    let first = compared.first()?.ok.iter().find_map(|it| tensors(it))?;
    let row = |tensor: String| {
        let cells = compared.iter().map(|contender| cell(contender, &tensor));
        let cells: Vec<Cell> = cells.collect();
        [Cell::from(tensor.clone())].into_iter().chain(cells).collect()
    };
    let header = ["tensor".to_owned()].into_iter();
    let rows: Vec<Vec<Cell>> = first.into_iter().map(row).collect();
    (!rows.is_empty()).then(|| Table {
        header: header.chain(compared.iter().map(|it| it.id.to_owned())).collect(),
        rows,
    })
}

/// How to read it.
pub(super) fn caption() -> String {
    format!(
        "‖difference‖ / ‖{REFERENCE}‖ of every tensor's gradient, for the first batch at the first weights; the largest of all \
         repetitions. Allowed are {:.0e} between two processors: f32 rounds to 6e-8, and sums have some hundred terms; a GPU may differ \
         by more. A cell beyond that is framed and marked ✗.",
        GRADIENTS.relative
    )
}

fn tensor_names(agreement: &Agreement) -> Vec<String> {
    let tensors = agreement.gradients.iter();
    tensors.map(|it| it.tensor.clone()).collect()
}

fn cell(contender: &Contender<'_>, tensor: &str) -> Cell {
    let differences = contender.samples(|record| {
        let tensors = &record.agreement.as_ref()?.gradients;
        Some(tensors.iter().find(|it| it.tensor == tensor)?.relative)
    });
    let Some(largest) = differences.into_iter().reduce(f64::max) else {
        return Cell::from(NOTHING.to_owned());
    };
    let mut identities = contender.ok.iter().map(|it| &it.contender);
    let beyond = identities.any(|it| largest > gradient_tolerance(it));
    let mark = if beyond { "✗ " } else { "" };
    let decades = (largest / FAINTEST).log10().clamp(0.0, DECADES);
    Cell {
        text: format!("{mark}{largest:.0e}"),
        heat: (100.0 * decades / DECADES) as u8,
        beyond,
        ..Cell::default()
    }
}
