//! The curves of `crosscheck scale`.

use crate::{
    Result,
    record::Record,
    scale::{self, GrowthChart},
};

use super::{figures::Figure, table::Table};

/// A figure for each axis and measure that the records have points of.
pub(super) fn figures(records: &[Record]) -> Result<Vec<Figure>> {
    let figure = |chart: GrowthChart| {
        let mut rows = chart.rows.into_iter();
        Figure {
            title: chart.title,
            caption: format!(
                "{}. Both axes are logarithmic; the band reaches from the lowest to the highest repetition.",
                chart.held
            ),
            svg: chart.svg,
            numbers: Table::of(rows.next().unwrap_or_default(), rows),
        }
    };
    Ok(scale::charts(records)?.into_iter().map(figure).collect())
}
