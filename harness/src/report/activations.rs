//! The activations and their derivatives.

use crate::{
    Result,
    show::activations::{Curve, curves},
};

use super::{figures::Figure, table::Table};

/// Of the curve's points, every so many stand in the table.
const STEP: usize = 10;

/// A figure for each activation that is a function of one number.
pub(super) fn figures() -> Result<Vec<Figure>> {
    curves().iter().map(figure).collect()
}

fn figure(curve: &Curve) -> Result<Figure> {
    let row = |(x, y, derivative): &(f64, f64, f64)| {
        vec![format!("{x:.1}"), format!("{y:.4}"), format!("{derivative:.4}")]
    };
    Ok(Figure {
        title: curve.name.to_owned(),
        caption: format!("{}; {}", curve.formula, curve.derivative),
        svg: curve.chart()?,
        numbers: Table::of(["x", "y", "y′"], curve.points.iter().step_by(STEP).map(row)),
    })
}
