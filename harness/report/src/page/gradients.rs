//! Gradient agreement: a row per tensor, a column per contender, coloured by the difference.

use records::{Comparison, GRADIENTS, REFERENCE, Repetitions, agreement, gradient_tolerance};

use crate::{Cell, Emphasis, NONE, Table};

/// The difference with the faintest colour, and the powers of ten up to the strongest.
const FAINTEST: f64 = 1e-8;
const DECADES: f64 = 8.0;

/// The largest relative difference of each tensor's first gradient in any repetition; `None` if no
/// contender was compared.
pub(super) fn heat_map(comparison: &Comparison<'_>) -> Option<Table> {
    let is_compared =
        |contender: &&Repetitions<'_>| contender.ok.iter().any(|record| record.agreement.is_some());
    let contenders: Vec<&Repetitions<'_>> = comparison.answered().filter(is_compared).collect();
    let mut agreements =
        contenders.first()?.ok.iter().filter_map(|record| record.agreement.as_ref());
    let rows = agreements.next()?.gradients.iter().map(|tensor| {
        let cells = contenders.iter().map(|contender| cell(contender, &tensor.tensor));
        [Cell::from(tensor.tensor.as_str())].into_iter().chain(cells).collect()
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let header = ["tensor"].into_iter().chain(contenders.iter().map(|contender| contender.id));
    (!rows.is_empty()).then(|| Table::new(header, 1).with_rows(rows))
}

/// The explanation of the table.
pub(super) fn caption() -> String {
    format!(
        "‖difference‖ / ‖{REFERENCE}‖ of every tensor's gradient for the first batch at the initial \
         weights; the largest of all repetitions. The tolerance is {:.0e} between two processors \
         ({}), and larger for a GPU. Cells above it are framed and marked ✗.",
        GRADIENTS.relative, GRADIENTS.reason
    )
}

fn cell(contender: &Repetitions<'_>, tensor: &str) -> Cell {
    let differences = contender.samples(|record| {
        let mut tensors = record.agreement.as_ref()?.gradients.iter();
        Some(tensors.find(|agreement| agreement.tensor == tensor)?.relative)
    });
    let largest = differences.into_iter().max_by(|a, b| agreement::by_size(*a, *b));
    let Some(largest) = largest else { return NONE.into() };
    let mut identities = contender.ok.iter().map(|record| &record.contender);
    let is_beyond =
        identities.any(|identity| largest.is_nan() || largest > gradient_tolerance(identity));
    let decades = (largest / FAINTEST).log10().clamp(0.0, DECADES);
    let text = if is_beyond { format!("✗ {largest:.0e}") } else { format!("{largest:.0e}") };
    Cell {
        heat: (100.0 * decades / DECADES) as u8,
        emphasis: if is_beyond { Emphasis::Beyond } else { Emphasis::Plain },
        ..Cell::from(text)
    }
}
