//! The curves of an axis as SVG files, both scales logarithmic.

use std::path::{Path, PathBuf};

use super::{
    Axis,
    curve::{Curve, curves},
    measure::Measure,
};
use crate::{
    HarnessError, Result,
    chart::{self, Scale},
    record::Record,
};

/// Writes `AXIS-MEASURE.svg` for each measure that there is, and says where.
pub(super) fn write(axis: Axis, records: &[Record], folder: &Path) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).map_err(HarnessError::file("create folder", folder))?;
    let mut written = Vec::new();
    for measure in Measure::ALL {
        let curves = curves(axis, measure, records);
        if curves.is_empty() {
            continue;
        }
        let path = folder.join(format!("{axis}-{}.svg", measure.name()));
        let svg = chart::on_white(&draw(axis, measure, &curves, true)?);
        std::fs::write(&path, svg).map_err(HarnessError::file("write", &path))?;
        written.push(path);
    }
    Ok(written)
}

/// The chart, with or without a head that says what it shows.
pub(super) fn draw(
    axis: Axis,
    measure: Measure,
    curves: &[Curve<'_>],
    head: bool,
) -> Result<String> {
    let (unit, factor) = measure.unit();
    let first = curves.iter().flat_map(|curve| &curve.points).next();
    let held = first.map(|point| axis.held(point.record));
    let (title, held) = match head {
        true => (format!("{} by {axis}", measure.title()), held.unwrap_or_default()),
        false => (String::new(), String::new()),
    };
    let series = curves.iter().map(|curve| chart::Series {
        label: curve.label.clone(),
        points: curve
            .points
            .iter()
            .map(|point| chart::Point {
                x: point.at as f64,
                y: point.median / factor,
                low: point.low / factor,
                high: point.high / factor,
            })
            .collect(),
    });
    let logarithmic = |label| chart::Axis { label, scale: Scale::Log };
    chart::lines(
        &title,
        &held,
        &logarithmic(axis.label()),
        &logarithmic(&format!("{} ({unit})", measure.title().to_lowercase())),
        &series.collect::<Vec<_>>(),
    )
}
