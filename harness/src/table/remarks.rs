//! What stands below the table.

use super::{
    Summary,
    cells::{or_nothing, seconds, with_thousands},
    grid::{Grid, Look},
};
use crate::{
    record::{Record, Timings},
    registry::REFERENCE,
    statistics::median,
};

/// What explains the columns of every table.
pub(super) const LEGEND: &str = "Times are medians; time vs scratch is the median of ratios within a \
    repetition (and its 95 % interval; the range of up to five).\n\
    Δ: largest ‖difference‖ / ‖scratch‖ over all tensors: gradients of the first batch, parameters \
    after epoch 1.";

/// What a reader must know to read this table rightly.
pub(super) fn remarks(work: &[Record], summaries: &[Summary]) -> Vec<String> {
    let mut remarks = Vec::new();
    for summary in summaries {
        let id = title(summary);
        if let Some(asked) = summary.limited_to() {
            remarks.push(format!(
                "{id}: accuracy and prediction time are for {} of the {} test images, taken at even \
                 distances (--knn-queries)",
                with_thousands(asked),
                with_thousands(summary.test_images),
            ));
        }
        remarks.extend(hardware(&id, summary, work));
        if let Some(reason) = &summary.reason {
            let times = match (summary.repetitions, summary.repetitions_ok) {
                (1, _) => String::new(),
                (cells, ok) => format!(" in {} of {cells} repetitions", cells - ok),
            };
            remarks.push(format!("{id}: {reason}{times}"));
        }
        let mut problems =
            of(summary, work).filter_map(|record| record.agreement.as_ref()?.problem.as_ref());
        if let Some(problem) = problems.next() {
            remarks.push(format!("{id}: not compared with {REFERENCE}: {problem}"));
        }
    }
    remarks.extend(same_predictions(summaries));
    remarks
}

/// What `*` means, where one stands.
pub(super) fn best(grid: &Grid, summaries: &[Summary]) -> Option<String> {
    let marked = grid.rows.iter().flatten().any(|cell| cell.look == Look::Best);
    let aside = match summaries.iter().any(|summary| summary.limited_to().is_some()) {
        true => "; who classified only some of the images does not compete there",
        false => "",
    };
    marked.then(|| format!("*: the best of its column{aside}"))
}

/// `burn-wgpu: on NVIDIA H100 (discrete, Vulkan, driver NVIDIA 580.65.06); not counted: 1.30 s for …`.
fn hardware(id: &str, summary: &Summary, work: &[Record]) -> Option<String> {
    let hardware = of(summary, work).find_map(|it| it.contender.hardware.as_ref())?;
    let typical = |seconds: fn(&Timings) -> Option<f64>| {
        let samples = of(summary, work).filter_map(|it| seconds(&it.timings));
        median(&samples.collect::<Vec<_>>())
    };
    let first_step = typical(|timings| timings.first_step_seconds).map(|first_step| {
        let gradients = typical(|timings| timings.gradients_seconds);
        let gradients = or_nothing(gradients, seconds);
        let first_step = seconds(first_step);
        format!(
            "; not counted: {gradients} for its first gradients and {first_step} for its first \
             step, in which kernels are compiled and tried"
        )
    });
    let first_step = first_step.unwrap_or_default();
    Some(format!("{id}: on {hardware}{first_step}"))
}

/// The records behind a summary.
fn of<'a>(summary: &Summary, work: &'a [Record]) -> impl Iterator<Item = &'a Record> {
    work.iter().filter(|record| {
        record.contender.id == summary.contender && record.workload.setting == summary.setting
    })
}

/// `Same class as scratch: burn-flex 9,973 to 9,981, candle-cpu 9,979 of 10,000 test images`.
fn same_predictions(summaries: &[Summary]) -> Option<String> {
    let total = with_thousands(summaries.first()?.test_images);
    let same = |summary: &Summary| {
        let (low, high) = (summary.same_predictions_min?, summary.same_predictions_max?);
        let id = title(summary);
        Some(match (with_thousands(low), with_thousands(high)) {
            (low, high) if low == high => format!("{id} {high}"),
            (low, high) => format!("{id} {low} to {high}"),
        })
    };
    let all: Vec<String> = summaries.iter().filter_map(same).collect();
    let all = all.join(", ");
    (!all.is_empty()).then(|| format!("Same class as {REFERENCE}: {all} of {total} test images"))
}

/// `scratch`, `scratch, hidden width 32`.
fn title(summary: &Summary) -> String {
    let id = &summary.contender;
    let setting = summary.setting.as_ref();
    setting.map_or(id.clone(), |setting| format!("{id}, {setting}"))
}
