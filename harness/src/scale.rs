//! `crosscheck scale`: how time and memory grow with width, depth, batch, training images and
//! threads.
//!
//! One [`Axis`] is followed at a time from the same network, each of its values a comparison of its
//! own. `curve` sums the records up, `table` prints them and `chart` draws them.

mod axis;
mod chart;
mod curve;
mod measure;
mod table;
mod work;

pub use axis::Axis;
#[cfg(feature = "knn-exact")]
pub(crate) use axis::round_numbers;
pub use work::Work;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use datasets::Dataset;

use crate::{
    HarnessError, Result,
    compare::{self, Comparison, Prepared},
    interrupt,
    progress::CellBars,
    record::{Record, ResultFile},
    registry::Kind,
    terminal,
};
use curve::curves;
use measure::Measure;

/// What to follow, and where to draw it.
pub struct Plan {
    /// The axes, in this order.
    pub axes: Vec<Axis>,
    /// How much is done at each point.
    pub work: Work,
    /// The folder for the charts.
    pub plots: PathBuf,
}

/// Measures every point of every axis, prints a table and draws the curves of each.
///
/// # Errors
/// Those of [`compare::load`], [`Prepared`] and [`compare::all_fine`]; an axis that no contender
/// takes part in; a chart that cannot be written.
pub fn scale(plan: &Plan, base: Comparison) -> Result<()> {
    for &axis in &plan.axes {
        if !base.contestants.iter().any(|it| takes_part(it.kind, axis)) {
            return Err(HarnessError::Usage(format!(
                "axis {axis}: none of the contenders is a network, and k-nearest neighbours depend \
                 on {} alone",
                Axis::Rows
            )));
        }
    }
    let dataset = compare::load(&base)?;
    terminal::say(&format!(
        "{}: {} training images ({}); threads {}, repetitions {}\n",
        dataset.name,
        dataset.train.rows(),
        dataset.source,
        base.settings.threads,
        base.repetitions
    ));
    let mut all = Vec::new();
    for &axis in &plan.axes {
        let records = follow(axis, plan.work, &base, &dataset)?;
        show(axis, &records, &plan.plots)?;
        all.extend(records);
    }
    base.leave()?;
    compare::all_fine(&all)
}

/// A chart of an axis, with its numbers.
pub(crate) struct GrowthChart {
    pub(crate) title: String,
    /// What stayed while the axis grew.
    pub(crate) held: String,
    pub(crate) svg: String,
    /// The header, then a row for each value of the axis.
    pub(crate) rows: Vec<Vec<String>>,
}

/// The charts of all axes that the records have points of.
pub(crate) fn charts(records: &[Record]) -> Result<Vec<GrowthChart>> {
    let mut charts = Vec::new();
    for axis in Axis::value_variants() {
        for measure in Measure::ALL {
            let curves = curves(*axis, measure, records);
            let Some(first) = curves.iter().find_map(|curve| curve.points.first()) else {
                continue;
            };
            charts.push(GrowthChart {
                title: format!("{} by {axis}", measure.title()),
                held: axis.held(first.record),
                svg: chart::draw(*axis, measure, &curves, false)?,
                rows: table::rows(*axis, measure, &curves),
            });
        }
    }
    Ok(charts)
}

/// Prints and draws what stands in a result file, without measuring anything.
///
/// # Errors
/// A file that cannot be read or holds no point of any of the axes.
pub fn redraw(results: &Path, axes: &[Axis], plots: &Path) -> Result<()> {
    let records = ResultFile::read(results)?;
    let mut drawn = 0;
    for &axis in axes {
        let of_axis = |record: &&Record| Axis::of(record).is_some_and(|(own, _)| own == axis);
        let records: Vec<Record> = records.iter().filter(of_axis).cloned().collect();
        drawn += records.len();
        show(axis, &records, plots)?;
    }
    if drawn == 0 {
        return Err(HarnessError::file("read points from", results)(format!(
            "none of its {} records is a point of `crosscheck scale`",
            records.len()
        )));
    }
    Ok(())
}

/// k-nearest neighbours have no layers and no batches.
fn takes_part(kind: Kind, axis: Axis) -> bool {
    kind == Kind::Network || axis == Axis::Rows
}

/// All points of an axis, or those before Ctrl-C.
fn follow(axis: Axis, work: Work, base: &Comparison, dataset: &Dataset) -> Result<Vec<Record>> {
    let mut points = Vec::new();
    for value in axis.values(work, dataset.train.rows(), base.settings.threads) {
        points.push(work.point(axis, value, base, dataset)?);
    }
    let cells = points.iter().map(|(comparison, _)| comparison.cells());
    let mut bars = CellBars::new(cells.sum());
    let mut records = Vec::new();
    for (comparison, dataset) in &points {
        if !interrupt::stopped() {
            records.extend(Prepared::new(comparison, dataset)?.run(&mut bars)?);
        }
    }
    Ok(records)
}

/// Prints the tables of an axis and draws its charts; nothing where there is no record.
fn show(axis: Axis, records: &[Record], plots: &Path) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    terminal::say(&table::render(axis, records));
    for path in chart::write(axis, records, plots)? {
        terminal::note(&format!("Curves: {}", path.display()));
    }
    Ok(())
}
