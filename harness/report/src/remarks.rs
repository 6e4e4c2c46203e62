//! Remarks below a ranking.

use records::{Comparison, REFERENCE, Repetitions, Study, Timings, statistics::median};

use crate::{Emphasis, Table, classes, or_none, seconds, thousands};

/// The explanation of the columns.
pub(crate) const LEGEND: &str = "± is the standard deviation over the repetitions. Times are \
    medians; time vs scratch is the median of the ratios within a repetition, with its 95 % \
    interval (their range for up to five repetitions).\n\
    Δ: largest ‖difference‖ / ‖scratch‖ over all tensors: gradients of the first batch, parameters \
    after epoch 1.";

/// Everything a reader must know about this study.
pub(crate) fn remarks(study: &Study<'_>) -> Vec<String> {
    let contenders = || study.comparisons.iter().flat_map(|comparison| &comparison.contenders);
    let mut remarks: Vec<String> = contenders().flat_map(of_contender).collect();
    for comparison in &study.comparisons {
        remarks.extend(same_id(comparison));
        remarks.extend(same_predictions(comparison));
        remarks.extend(classes::untested(comparison));
        remarks.extend(classes::balanced_accuracies(comparison));
    }
    remarks.extend(match study.repeated.len() {
        0 => None,
        1 => Some("1 record repeats a repetition that is already in the file: not counted".into()),
        many => Some(format!(
            "{} records repeat a repetition that is already in the file: not counted",
            thousands(many)
        )),
    });
    remarks
}

fn of_contender(contender: &Repetitions<'_>) -> Vec<String> {
    let (name, summary) = (contender.name(), &contender.summary);
    let mut remarks = Vec::new();
    if let Some(sample) = summary.limited_to() {
        let is_stratified = contender.records.iter().all(|record| record.quality.sample.is_some());
        let drawn = if is_stratified { "a stratified sample" } else { "taken at even distances" };
        remarks.push(format!(
            "{name}: accuracy and prediction time are for {} of the {} test images, {drawn} \
             (--knn-queries)",
            thousands(sample),
            thousands(summary.test_images),
        ));
    }
    remarks.extend(hardware(contender));
    remarks.extend(problems(contender));
    let agreements = contender.records.iter().filter_map(|record| record.agreement.as_ref());
    if let Some(problem) = agreements.filter_map(|agreement| agreement.problem.as_ref()).next() {
        remarks.push(format!("{name}: not compared with {REFERENCE}: {problem}"));
    }
    remarks
}

/// `broken, 2 of 3 repetitions: failed: index 9 of 3`, once for each reason.
fn problems(contender: &Repetitions<'_>) -> Vec<String> {
    let mut reasons: Vec<(String, usize)> = Vec::new();
    for reason in contender.records.iter().filter_map(|record| record.outcome.problem()) {
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => reasons.push((reason, 1)),
        }
    }
    let name = contender.name();
    let of_all = |count| match contender.records.len() {
        1 => String::new(),
        all => format!(", {count} of {all} repetitions"),
    };
    reasons.iter().map(|(reason, count)| format!("{name}{}: {reason}", of_all(*count))).collect()
}

/// The meaning of `*`, if the table has one.
pub(crate) fn best(table: &Table, study: &Study<'_>) -> Option<String> {
    let mut contenders = study.comparisons.iter().flat_map(|comparison| &comparison.contenders);
    let aside = if contenders.any(|contender| contender.summary.limited_to().is_some()) {
        "; contenders that classified only a sample of the test images are left out"
    } else {
        ""
    };
    table.has(Emphasis::Best).then(|| format!("*: the best value of the column{aside}"))
}

/// `burn-wgpu: on NVIDIA H100 (discrete, Vulkan, driver NVIDIA 580.65.06); not counted: 1.30 s for …`.
fn hardware(contender: &Repetitions<'_>) -> Option<String> {
    let identities = contender.records.iter().map(|record| &record.contender);
    let hardware = identities.filter_map(|identity| identity.hardware.as_ref()).next()?;
    let typical = |value: fn(&Timings) -> Option<f64>| {
        let samples = contender.records.iter().filter_map(|record| value(&record.timings));
        median(&samples.collect::<Vec<_>>())
    };
    let first_step = typical(|timings| timings.first_step_seconds).map(|first_step| {
        let gradients = or_none(typical(|timings| timings.gradients_seconds), seconds);
        format!(
            "; not counted: {gradients} for its first gradients and {} for its first step, in \
             which kernels are compiled and tried",
            seconds(first_step)
        )
    });
    Some(format!("{}: on {hardware}{}", contender.name(), first_step.unwrap_or_default()))
}

/// `mine has 2 rows: python3 mine.py (1a2b3c4d5e); python3 mine.py --fixed (1a2b3c4d5e)`, for every id
/// with several rows.
fn same_id(comparison: &Comparison<'_>) -> Vec<String> {
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    for contender in &comparison.contenders {
        let identity = &contender.records[0].contender;
        let program = identity.program.as_ref().map(|program| {
            let content = program.digest.get(..10).unwrap_or(&program.digest);
            format!("{} ({content})", program.command)
        });
        let sample = contender.summary.limited_to().map(|rows| format!("{} rows", thousands(rows)));
        let parts =
            [Some(identity.framework.clone()), Some(identity.device.clone()), program, sample];
        let row = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        match rows.iter_mut().find(|(id, _)| *id == contender.id) {
            Some((_, rows)) => rows.push(row.join(", ")),
            None => rows.push((contender.id, vec![row.join(", ")])),
        }
    }
    let several = rows.iter().filter(|(_, rows)| rows.len() > 1);
    let remark = |(id, rows): &(&str, Vec<String>)| {
        format!("{id} has {} rows: {}", rows.len(), rows.join("; "))
    };
    several.map(remark).collect()
}

/// `Same class as scratch: burn-flex 9,973 to 9,981, candle-cpu 9,979 of 10,000 test images`.
fn same_predictions(comparison: &Comparison<'_>) -> Option<String> {
    let same = |contender: &Repetitions<'_>| {
        let summary = &contender.summary;
        let [low, high] = [summary.same_predictions_min?, summary.same_predictions_max?];
        let id = contender.id;
        Some(match [low, high].map(thousands) {
            [low, high] if low == high => format!("{id} {high}"),
            [low, high] => format!("{id} {low} to {high}"),
        })
    };
    let all: Vec<String> = comparison.contenders.iter().filter_map(same).collect();
    let setting = comparison.setting().map_or(String::new(), |setting| format!("{setting}: "));
    (!all.is_empty()).then(|| {
        format!(
            "{setting}Same class as {REFERENCE}: {} of {} test images",
            all.join(", "),
            thousands(comparison.workload.test_rows)
        )
    })
}

/// Machine, versions, revision and date in one line.
pub(crate) fn origin(study: &Study<'_>) -> Option<String> {
    let contenders = || study.comparisons.iter().flat_map(|comparison| &comparison.contenders);
    let first = *contenders().next()?.records.first()?;
    let mut frameworks: Vec<&str> = Vec::new();
    for contender in contenders() {
        let framework = contender.summary.framework.as_str();
        if !framework.is_empty() && !frameworks.contains(&framework) {
            frameworks.push(framework);
        }
    }
    let provenance = &first.provenance;
    Some(format!(
        "{}, {}, {} of {} threads; {}; {}; revision {}{}; {}",
        provenance.cpu.as_deref().unwrap_or("unknown processor"),
        provenance.os,
        first.workload.threads,
        or_none(provenance.processors, |count| count.to_string()),
        frameworks.join(", "),
        provenance.rustc,
        provenance.revision(),
        if provenance.profile == "release" { "" } else { ", debug build: its times mean nothing" },
        provenance.started.get(..10).unwrap_or(&provenance.started),
    ))
}
