//! What stands below the table.

use super::{
    cells::{limited_to, or_nothing, seconds, with_thousands},
    groups,
};
use crate::{
    record::{Record, Timings},
    registry::REFERENCE,
    statistics::median,
};

/// What a reader must know to read the table rightly.
pub(crate) fn remarks(records: &[Record]) -> Vec<String> {
    let mut remarks = Vec::new();
    for records in groups(records) {
        let first = records[0];
        let id = first.workload.title(&first.contender.id);
        let limited = records.iter().find_map(|record| {
            let all = record.workload.test_rows;
            limited_to(record).map(|asked| (with_thousands(asked), with_thousands(all)))
        });
        if let Some((asked, all)) = limited {
            remarks.push(format!(
                "{id}: accuracy and prediction time are for {asked} of the {all} test images, \
                 taken at even distances (--knn-queries)"
            ));
        }
        remarks.extend(hardware(&id, &records));
        let problems: Vec<_> = records
            .iter()
            .filter_map(|record| record.outcome.problem())
            .collect();
        if let Some(first) = problems.first() {
            let times = match records.len() {
                1 => String::new(),
                cells => format!(" in {} of {cells} repetitions", problems.len()),
            };
            remarks.push(format!("{id}: {first}{times}"));
        }
        let compared = records
            .iter()
            .filter_map(|record| record.agreement.as_ref());
        if let Some(problem) = compared
            .filter_map(|agreement| agreement.problem.as_ref())
            .next()
        {
            remarks.push(format!("{id}: not compared with {REFERENCE}: {problem}"));
        }
    }
    remarks.extend(same_predictions(records));
    remarks.push(
        "Times are medians; time vs scratch is the median of ratios within a repetition (and its \
         95 % interval; the range of up to five).\n\
         Δ: largest ‖difference‖ / ‖scratch‖ over all tensors: gradients of the first batch, \
         parameters after epoch 1."
            .to_owned(),
    );
    remarks.extend(records.first().map(|first| origin(first, records)));
    remarks
}

/// `burn-wgpu: on NVIDIA H100 (discrete, Vulkan, driver NVIDIA 580.65.06); not counted: 1.30 s for …`.
fn hardware(id: &str, records: &[&Record]) -> Option<String> {
    let hardware = records.iter().find_map(|it| it.contender.hardware.as_ref());
    let typical = |seconds: fn(&Timings) -> Option<f64>| {
        let samples = records.iter().filter_map(|it| seconds(&it.timings));
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
    hardware.map(|hardware| format!("{id}: on {hardware}{first_step}"))
}

/// `Same class as scratch: burn-flex 9,973 to 9,981, candle-cpu 9,979 of 10,000 test images`.
fn same_predictions(records: &[Record]) -> Option<String> {
    let total = with_thousands(records.first()?.workload.test_rows);
    let same = |group: &Vec<&Record>| {
        let id = group[0].workload.title(&group[0].contender.id);
        let agreements = group.iter().filter_map(|record| record.agreement.as_ref());
        let counts: Vec<usize> = agreements.filter_map(|a| a.same_predictions).collect();
        let (low, high) = (counts.iter().min()?, counts.iter().max()?);
        Some(match (with_thousands(*low), with_thousands(*high)) {
            (low, high) if low == high => format!("{id} {high}"),
            (low, high) => format!("{id} {low} to {high}"),
        })
    };
    let groups = groups(records);
    let all: Vec<String> = groups.iter().filter_map(same).collect();
    let all = all.join(", ");
    (!all.is_empty()).then(|| format!("Same class as {REFERENCE}: {all} of {total} test images"))
}

/// Machine, versions and date, for whoever quotes the table.
fn origin(first: &Record, records: &[Record]) -> String {
    let provenance = &first.provenance;
    let mut frameworks: Vec<&str> = Vec::new();
    for record in records {
        let framework = record.contender.framework.as_str();
        if !framework.is_empty() && !frameworks.contains(&framework) {
            frameworks.push(framework);
        }
    }
    let revision = provenance.git_revision.as_deref().unwrap_or("unknown");
    format!(
        "{}, {}, {} threads of {}; {}; {}; revision {}{}; {}",
        provenance.cpu.as_deref().unwrap_or("unknown processor"),
        provenance.os,
        first.workload.threads,
        or_nothing(provenance.processors, |count| count.to_string()),
        frameworks.join(", "),
        provenance.rustc,
        revision.get(..10).unwrap_or(revision),
        if provenance.git_dirty {
            " with changes"
        } else {
            ""
        },
        provenance.started.get(..10).unwrap_or(&provenance.started),
    )
}
