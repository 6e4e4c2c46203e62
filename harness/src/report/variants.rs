//! Accuracy on changed test images, a chart per kind of change.

use datasets::{Variant, VariantKind};

use crate::{
    Result,
    chart::{self, Axis, Point, Scale, Series},
    table::or_nothing,
};

use super::{
    comparison::Comparison,
    figures::{Figure, spread},
    table::Table,
};

/// A figure for each kind of change that somebody was tried on.
pub(super) fn figures(comparison: &Comparison<'_>) -> Result<Vec<Figure>> {
    let figures = VariantKind::ALL.into_iter().map(|kind| figure(comparison, kind));
    let figures: Result<Vec<_>> = figures.collect();
    Ok(figures?.into_iter().flatten().collect())
}

fn figure(comparison: &Comparison<'_>, kind: VariantKind) -> Result<Option<Figure>> {
    let variants: Vec<Variant> = Variant::all().filter(|it| it.kind() == kind).collect();
    let (label, unchanged) = axis(kind);
    let mut series = Vec::new();
    for contender in comparison.answered() {
        let plain = spread(&contender.samples(|record| record.quality.accuracy()));
        let plain = plain.map(|point| Point { x: unchanged, ..point });
        let point = |variant: &Variant| {
            let name = variant.to_string();
            let accuracy =
                contender.samples(|record| record.quality.variants.get(&name)?.accuracy());
            let x = f64::from(variant.strength());
            Some(Point { x, ..spread(&accuracy)? })
        };
        let changed: Vec<Point> = variants.iter().filter_map(point).collect();
        if !changed.is_empty() {
            let points = plain.into_iter().chain(changed).collect();
            let label = contender.id.to_owned();
            series.push(Series { label, points });
        }
    }
    if series.is_empty() {
        return Ok(None);
    }
    let row = |variant: &Variant| {
        let cell = |series: &Series| {
            let mut points = series.points.iter();
            let point = points.find(|point| point.x == f64::from(variant.strength()));
            or_nothing(point, |point| format!("{:.2} %", point.y))
        };
        let cells = series.iter().map(cell);
        [variant.label()].into_iter().chain(cells).collect()
    };
    let header = ["test images".to_owned()].into_iter();
    let numbers =
        Table::of(header.chain(series.iter().map(|it| it.label.clone())), variants.iter().map(row));
    let x = Axis { label, scale: Scale::Linear };
    let y = Axis { label: "test accuracy (%)", scale: Scale::Linear };
    Ok(Some(Figure {
        title: format!("Test images changed: {kind}"),
        caption: "The contenders were trained on the images as they are.".to_owned(),
        svg: chart::lines("", "", &x, &y, &series)?,
        numbers,
    }))
}

/// The axis of a kind, and the strength that changes nothing.
fn axis(kind: VariantKind) -> (&'static str, f64) {
    match kind {
        VariantKind::Shift => ("shifted by (pixels)", 0.0),
        VariantKind::Rotate => ("turned by (degrees)", 0.0),
        VariantKind::Shrink => ("shrunk to (% of the side)", 100.0),
        VariantKind::Noise => ("noise (σ in hundredths)", 0.0),
        VariantKind::Invert => ("inverted by (%)", 0.0),
    }
}
