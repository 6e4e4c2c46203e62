//! Points of one contender, in the order of the axis.

use super::{
    Axis,
    measure::{Measure, asks},
};
use crate::{record::Record, statistics::median, supervisor::Outcome, table::groups};

/// What is measured of a contender along an axis.
pub(super) struct Curve<'a> {
    /// Its id; behind that of k-nearest neighbours, that they count queries.
    pub(super) label: String,
    pub(super) points: Vec<Point<'a>>,
}

/// A value of the axis, and what the repetitions gave.
pub(super) struct Point<'a> {
    pub(super) at: usize,
    pub(super) median: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    /// The first of the repetitions.
    pub(super) record: &'a Record,
}

/// A curve for each contender that has any point.
pub(super) fn curves(axis: Axis, measure: Measure, records: &[Record]) -> Vec<Curve<'_>> {
    let mut curves: Vec<Curve<'_>> = Vec::new();
    for group in groups(records) {
        let Some((label, point)) = point(axis, measure, &group) else {
            continue;
        };
        match curves.iter_mut().find(|curve| curve.label == label) {
            Some(curve) => curve.points.push(point),
            None => curves.push(Curve { label, points: vec![point] }),
        }
    }
    for curve in &mut curves {
        curve.points.sort_by_key(|point| point.at);
    }
    curves
}

fn point<'a>(axis: Axis, measure: Measure, group: &[&'a Record]) -> Option<(String, Point<'a>)> {
    let ok = group.iter().filter(|record| record.outcome == Outcome::Ok);
    let values: Vec<f64> = ok.filter_map(|record| measure.of(record)).collect();
    let record = group.first()?;
    let (own, at) = Axis::of(record)?;
    let label = match measure {
        Measure::Time if asks(record) => format!("{} (per query)", record.contender.id),
        _ => record.contender.id.clone(),
    };
    let point = Point {
        at,
        median: median(&values)?,
        low: values.iter().copied().fold(f64::INFINITY, f64::min),
        high: values.iter().copied().fold(0.0, f64::max),
        record,
    };
    (own == axis).then_some((label, point))
}
