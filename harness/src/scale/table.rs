//! The tables of an axis: a row for each value, a column for each contender.

use super::{
    Axis,
    curve::{Curve, Point, curves},
    measure::{Measure, asks},
    work::gflops,
};
use crate::{
    record::Record,
    table::{NOTHING, markdown, seconds, with_thousands},
};

/// A table for time and one for memory, each under its title.
pub(super) fn render(axis: Axis, records: &[Record]) -> String {
    let table = |measure: Measure| {
        let curves = curves(axis, measure, records);
        let first = curves.first()?.points.first()?;
        let unit = match measure {
            Measure::Time => " (GFLOP/s)",
            Measure::Memory => "",
        };
        let (title, held) = (measure.title(), axis.held(first.record));
        Some(format!(
            "{title}{unit} by {axis}: {held}\n\n{}\n",
            markdown(&rows(axis, measure, &curves), 0)
        ))
    };
    let tables: Vec<_> = Measure::ALL.into_iter().filter_map(table).collect();
    tables.join("\n")
}

pub(super) fn rows(axis: Axis, measure: Measure, curves: &[Curve<'_>]) -> Vec<Vec<String>> {
    let points = || curves.iter().flat_map(|curve| &curve.points);
    let mut values: Vec<usize> = points().map(|point| point.at).collect();
    values.sort_unstable();
    values.dedup();
    let header = curves.iter().map(|curve| curve.label.clone());
    let mut rows = vec![[axis.to_string()].into_iter().chain(header).collect()];
    for value in values {
        let cell = |curve: &Curve<'_>| {
            let point = curve.points.iter().find(|point| point.at == value);
            point.map_or(NOTHING.to_owned(), |point| cell(measure, point))
        };
        let cells = curves.iter().map(cell);
        rows.push([with_thousands(value)].into_iter().chain(cells).collect());
    }
    rows
}

/// `12.3 µs (48)`, `12.3 µs` where nothing is trained, `128 MiB`.
fn cell(measure: Measure, point: &Point<'_>) -> String {
    match measure {
        Measure::Memory => {
            let mebibytes = point.median / measure.unit().1;
            format!("{} MiB", with_thousands(mebibytes.round() as usize))
        }
        Measure::Time if asks(point.record) => seconds(point.median),
        Measure::Time => {
            let gflops = gflops(&point.record.workload, point.median);
            format!("{} ({gflops:.1})", seconds(point.median))
        }
    }
}
