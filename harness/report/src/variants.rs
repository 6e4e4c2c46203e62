//! Accuracy on changed test images: shifted, rotated, shrunk, noisy and inverted.

use charts::{Axis, Scale, Series};
use datasets::{Variant, VariantKind};
use records::{Comparison, Record, Repetitions, Study, statistics::mean_and_deviation};

use crate::{Cell, Figure, Table, curves::spread, or_none, terminal::Screen};

/// A row per change, a column per contender: mean accuracy over the repetitions. `None` without
/// changed test images.
pub fn table(study: &Study<'_>) -> Option<Table> {
    let contenders = study.comparisons.iter().flat_map(|comparison| &comparison.contenders);
    let tested = contenders.filter(|contender| {
        contender.records.iter().any(|record| !record.quality.variants.is_empty())
    });
    let tested: Vec<&Repetitions<'_>> = tested.collect();
    let row = |label: String, accuracy: &dyn Fn(&Record) -> Option<f64>| {
        let means = tested.iter().map(|contender| {
            let mean = mean_and_deviation(&contender.samples(accuracy));
            Cell::from(or_none(mean, |(mean, _)| format!("{mean:.2} %")))
        });
        [Cell::from(label)].into_iter().chain(means).collect()
    };
    let original = row("original".to_owned(), &|record| record.quality.accuracy());
    let changed = Variant::all().map(|variant| {
        let id = variant.to_string();
        row(variant.label(), &|record| record.quality.variants.get(&id)?.accuracy())
    });
    let names = tested.iter().map(|contender| contender.name());
    let table = Table::new(["test images".to_owned()].into_iter().chain(names), 1);
    let rows: Vec<Vec<Cell>> = [original].into_iter().chain(changed).collect();
    (!tested.is_empty()).then(|| table.with_rows(rows))
}

/// The table with its explanation.
pub fn text(table: &Table, screen: Screen) -> String {
    format!("{}\n\nTest accuracy, the mean over the repetitions.", table.text(screen))
}

/// A figure for each kind of change in the results.
pub(crate) fn figures(comparison: &Comparison<'_>) -> Vec<Figure> {
    VariantKind::ALL.into_iter().filter_map(|kind| figure(comparison, kind)).collect()
}

fn figure(comparison: &Comparison<'_>, kind: VariantKind) -> Option<Figure> {
    let variants: Vec<Variant> = Variant::all().filter(|variant| variant.kind() == kind).collect();
    let (label, unchanged) = axis(kind);
    let series = comparison.answered().filter_map(|contender| {
        let original = spread(unchanged, &contender.samples(|record| record.quality.accuracy()));
        let changed = variants.iter().filter_map(|variant| {
            let name = variant.to_string();
            let accuracy =
                contender.samples(|record| record.quality.variants.get(&name)?.accuracy());
            spread(f64::from(variant.strength()), &accuracy)
        });
        let changed: Vec<_> = changed.collect();
        let label = contender.id.to_owned();
        (!changed.is_empty())
            .then(|| Series { label, points: original.into_iter().chain(changed).collect() })
    });
    let series: Vec<Series> = series.collect();
    let rows = variants.iter().map(|variant| {
        let cells = series.iter().map(|series| {
            let strength = f64::from(variant.strength());
            let point = series.points.iter().find(|point| point.x == strength);
            or_none(point, |point| format!("{:.2} %", point.y))
        });
        [variant.label()].into_iter().chain(cells).collect()
    });
    let names = series.iter().map(|series| series.label.clone());
    let numbers = Table::new(["test images".to_owned()].into_iter().chain(names), 1);
    let axis = |label| Axis { label, scale: Scale::Linear };
    (!series.is_empty()).then(|| Figure {
        title: format!("Changed test images: {kind}"),
        caption: "The contenders were trained on the original images.".to_owned(),
        svg: charts::lines("", "", &axis(label), &axis("test accuracy (%)"), &series),
        numbers: numbers.with_rows::<String>(rows),
    })
}

/// The axis of a kind, and the strength without a change.
fn axis(kind: VariantKind) -> (&'static str, f64) {
    match kind {
        VariantKind::Shift => ("shift (pixels)", 0.0),
        VariantKind::Rotate => ("rotation (degrees)", 0.0),
        VariantKind::Shrink => ("size (% of the side)", 100.0),
        VariantKind::Noise => ("noise (σ in hundredths)", 0.0),
        VariantKind::Invert => ("inversion (%)", 0.0),
    }
}
