//! `crosscheck scale`: how time and memory grow with width, depth, batch, training examples and
//! threads.
//!
//! One axis at a time is varied from the same network; each of its values is a comparison.

mod work;

pub use work::Work;

use std::path::{Path, PathBuf};

use datasets::Dataset;
use records::{Axis, Record, studies};
use report::{
    curves, incomplete,
    terminal::{self, Screen},
};

use super::{compare, read};
use crate::{
    HarnessError, Result,
    cell::interrupt,
    contenders::Kind,
    run::{self, ComparisonSpec, Prepared, Session},
};

/// The axes that a step's time or memory depends on.
pub const AXES: [Axis; 5] =
    [Axis::HiddenWidth, Axis::HiddenLayers, Axis::Batch, Axis::TrainRows, Axis::Threads];

/// Axes, amount of work and the folder for charts.
pub struct Plan {
    /// The axes, in this order.
    pub axes: Vec<Axis>,
    /// The amount of work per point.
    pub work: Work,
    /// The folder for charts.
    pub plots: PathBuf,
}

impl Plan {
    /// Number of cells of all axes.
    fn cells(&self, base: &ComparisonSpec, dataset: &Dataset) -> u64 {
        let of_axis = |&axis: &Axis| {
            let values = self.work.values(axis, dataset.train.rows(), base.settings.threads);
            let contenders = base.contenders.iter().filter(|it| takes_part(it.kind, axis));
            (values.len() * contenders.count()) as u64 * u64::from(base.repetitions)
        };
        self.axes.iter().map(of_axis).sum()
    }
}

/// Measures every value of every axis, prints the tables and draws the curves.
///
/// # Errors
/// Those of [`run::load`], [`Prepared`] and [`run::all_ok`]; an axis without a contender; a chart that
/// cannot be written.
pub fn scale(plan: &Plan, base: &ComparisonSpec) -> Result<()> {
    for &axis in &plan.axes {
        if !AXES.contains(&axis) {
            return Err(HarnessError::Usage(format!(
                "axis {axis}: the time of a step does not depend on it; use a [sweep]"
            )));
        }
        if !base.contenders.iter().any(|contender| takes_part(contender.kind, axis)) {
            return Err(HarnessError::Usage(format!(
                "axis {axis}: none of the contenders is a network, and k-nearest neighbours depend \
                 on {} alone",
                Axis::TrainRows
            )));
        }
    }
    // The number of cells depends on the data.
    interrupt::begin(0);
    let dataset = run::load(base)?;
    let mut session = Session::begin(&base.out, plan.cells(base, &dataset))?;
    terminal::say(&format!(
        "{}: {} training examples ({}); threads {}, repetitions {}\n",
        dataset.name,
        dataset.train.rows(),
        dataset.source,
        base.settings.threads,
        base.repetitions
    ));
    let ran = plan.axes.iter().try_for_each(|&axis| {
        let before = session.records().len();
        let measured = measure(axis, plan.work, base, &dataset, &mut session);
        show(&[axis], &session.records()[before..], &plan.plots)?;
        measured
    });
    let records = session.records();
    if !records.is_empty() {
        incomplete(records).iter().for_each(|line| terminal::say(line));
        compare::finish(base)?;
    }
    ran?;
    run::all_ok(records)
}

/// Prints and draws the sweeps of a result file, without measuring anything.
///
/// # Errors
/// A file that cannot be read or has no point on any of the axes.
pub fn redraw(results: &Path, axes: &[Axis], plots: &Path) -> Result<()> {
    let records = read(results)?;
    if show(axes, &records, plots)? == 0 {
        return Err(HarnessError::file("read points from", results)(format!(
            "none of its {} records is a point on the axes {}",
            records.len(),
            axes.iter().map(|axis| axis.name()).collect::<Vec<_>>().join(", ")
        )));
    }
    Ok(())
}

/// k-nearest neighbours have no layers and no batches.
fn takes_part(kind: Kind, axis: Axis) -> bool {
    kind == Kind::Network || axis == Axis::TrainRows
}

/// Runs all points of an axis.
fn measure(
    axis: Axis,
    work: Work,
    base: &ComparisonSpec,
    dataset: &Dataset,
    session: &mut Session,
) -> Result<()> {
    let values = work.values(axis, dataset.train.rows(), base.settings.threads);
    let points = values.into_iter().map(|value| work.point(axis, value, base, dataset));
    let points: Vec<(ComparisonSpec, Dataset)> = points.collect::<Result<_>>()?;
    points.iter().try_for_each(|(spec, dataset)| Prepared::new(spec, dataset)?.run(session))
}

/// Prints the tables of these axes and writes `AXIS-MEASURE.svg` for each; their number.
fn show(axes: &[Axis], records: &[Record], plots: &Path) -> Result<usize> {
    let mut shown = 0;
    for study in studies(records) {
        for axis in study.axes().into_iter().filter(|axis| axes.contains(axis)) {
            for (measure, curves) in curves::of_axis(&study, axis) {
                std::fs::create_dir_all(plots)
                    .map_err(HarnessError::file("create folder", plots))?;
                terminal::say(&format!("{}\n", curves.text(Screen::of_stdout())));
                let path = plots.join(format!("{}-{}.svg", axis.slug(), measure.name()));
                std::fs::write(&path, charts::on_white(&curves.svg(true)))
                    .map_err(HarnessError::file("write", &path))?;
                terminal::note(&format!("Curves: {}", path.display()));
                shown += 1;
            }
        }
    }
    Ok(shown)
}
