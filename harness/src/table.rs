//! The table at the end of a comparison: one row per contender, all repetitions in it.

use std::collections::BTreeSet;

use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};

use crate::{
    agreement,
    record::{Agreement, Record},
    registry::REFERENCE,
    statistics::{mean_and_deviation, median, paired_ratio},
    supervisor::Outcome,
};

/// Column titles; the first two columns are text, the others numbers.
fn header(records: &[Record]) -> [String; 10] {
    let images = records.iter().map(|record| record.workload.test_rows).max();
    [
        "contender",
        "device",
        "test accuracy",
        "train s/epoch",
        "images/s",
        "time vs scratch",
        &format!("predict {}", with_thousands(images.unwrap_or(0))),
        "peak memory",
        "Δ gradients",
        "Δ parameters",
    ]
    .map(str::to_owned)
}

/// Shown where there is nothing to show.
const NOTHING: &str = "–";

/// The table and the remarks below it.
///
/// Contenders are rows, or columns where the terminal is too narrow for that.
pub fn render(records: &[Record]) -> String {
    let mut rows = vec![header(records).to_vec()];
    rows.extend(
        ids(records)
            .into_iter()
            .map(|id| row(&of(records, id), records)),
    );
    let wide = table(&rows, 2);
    let room = wide.width().map_or(usize::MAX, usize::from);
    let fits = wide.lines().all(|line| line.chars().count() <= room);
    let shown = if fits {
        wide
    } else {
        table(&transposed(&rows), 1)
    };
    let mut lines = vec![shown.to_string(), String::new()];
    lines.extend(remarks(records));
    lines.join("\n")
}

/// A Markdown table whose first row is the header; the first `texts` columns are text, the others
/// numbers.
fn table(rows: &[Vec<String>], texts: usize) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN);
    if let [header, rows @ ..] = rows {
        table.set_header(header).add_rows(rows);
    }
    for column in table.column_iter_mut().skip(texts) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn transposed(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let columns = rows.first().map_or(0, Vec::len);
    let column = |index: usize| rows.iter().map(|row| row[index].clone()).collect();
    (0..columns).map(column).collect()
}

/// The contenders in the order of their first record.
fn ids(records: &[Record]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let ids = records.iter().map(|record| record.contender.id.as_str());
    ids.filter(|id| seen.insert(*id)).collect()
}

fn of<'a>(records: &'a [Record], id: &str) -> Vec<&'a Record> {
    records
        .iter()
        .filter(|record| record.contender.id == id)
        .collect()
}

fn row(records: &[&Record], all: &[Record]) -> Vec<String> {
    let identity = records.first().map(|record| &record.contender);
    let ok: Vec<&Record> = records
        .iter()
        .copied()
        .filter(|record| record.outcome == Outcome::Ok)
        .collect();
    let accuracy = match records.iter().find(|record| record.outcome != Outcome::Ok) {
        Some(record) if ok.is_empty() => short(&record.outcome).to_owned(),
        _ => accuracy(&ok),
    };
    vec![
        identity
            .map(|identity| identity.id.clone())
            .unwrap_or_default(),
        identity
            .map(|identity| identity.device.clone())
            .unwrap_or_default(),
        accuracy,
        or_nothing(median(&train_seconds(&ok)), seconds),
        or_nothing(images_per_second(&ok), |rate| with_thousands(rate as usize)),
        time_against_reference(&ok, all),
        predict(&ok),
        peak_memory(&ok),
        agreement_with_reference(&ok, |agreement| &agreement.gradients),
        agreement_with_reference(&ok, |agreement| &agreement.parameters_after_epoch_1),
    ]
}

fn short(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Ok => "ok",
        Outcome::Skipped { .. } => "skipped",
        Outcome::Failed { .. } => "failed",
        Outcome::Diverged { .. } => "diverged",
        Outcome::TimedOut { .. } => "timed out",
    }
}

/// `97.53 ± 0.08 %`.
fn accuracy(records: &[&Record]) -> String {
    let percent = |record: &&Record| {
        let correct = record.quality.correct?;
        Some(100.0 * correct as f64 / record.quality.total.max(1) as f64)
    };
    let samples: Vec<f64> = records.iter().filter_map(percent).collect();
    match mean_and_deviation(&samples) {
        Some((mean, Some(deviation))) => format!("{mean:.2} ± {deviation:.2} %"),
        Some((mean, None)) => format!("{mean:.2} %"),
        None => NOTHING.to_owned(),
    }
}

fn train_seconds(records: &[&Record]) -> Vec<f64> {
    let samples = records
        .iter()
        .flat_map(|record| &record.timings.train_seconds);
    samples.copied().collect()
}

/// Median over all epochs.
fn images_per_second(records: &[&Record]) -> Option<f64> {
    let epochs = records.iter().flat_map(|record| &record.quality.epochs);
    let rates: Vec<f64> = epochs
        .map(|epoch| epoch.rows as f64 / epoch.train_seconds)
        .collect();
    median(&rates)
}

/// `1.92 (1.85–2.01)`: median and range of the training times' ratios, pair by pair.
fn time_against_reference(records: &[&Record], all: &[Record]) -> String {
    let total = |record: &Record| match record.timings.train_seconds.as_slice() {
        [] => None,
        samples => Some(samples.iter().sum::<f64>()),
    };
    let reference_of = |record: &Record| {
        all.iter().find(|other| {
            other.contender.id == REFERENCE
                && other.workload.repetition == record.workload.repetition
                && other.outcome == Outcome::Ok
        })
    };
    let pair = |record: &&Record| Some((total(record)?, total(reference_of(record)?)?));
    let pairs: Vec<_> = records.iter().filter_map(pair).collect();
    match paired_ratio(&pairs) {
        Some(ratio) if pairs.len() > 1 && ratio.high > ratio.low => {
            format!("{:.2} ({:.2}–{:.2})", ratio.median, ratio.low, ratio.high)
        }
        Some(ratio) => format!("{:.2}", ratio.median),
        None => NOTHING.to_owned(),
    }
}

/// Median seconds for the whole test set; `7.20 s for 500` where only some were asked for.
fn predict(records: &[&Record]) -> String {
    let samples = records
        .iter()
        .flat_map(|record| &record.timings.predict_seconds);
    let median = median(&samples.copied().collect::<Vec<_>>());
    let limited = records.first().and_then(|record| limited_to(record));
    match (median, limited) {
        (Some(median), Some(images)) => {
            format!("{} for {}", seconds(median), with_thousands(images))
        }
        (median, _) => or_nothing(median, seconds),
    }
}

/// How many test images the contender was asked for, where that was not all.
fn limited_to(record: &Record) -> Option<usize> {
    (record.quality.total < record.workload.test_rows).then_some(record.quality.total)
}

/// The largest of all repetitions.
fn peak_memory(records: &[&Record]) -> String {
    let bytes = records
        .iter()
        .filter_map(|record| record.peak_memory_bytes)
        .max();
    or_nothing(bytes, |bytes| format!("{} MiB", bytes / (1 << 20)))
}

/// The largest relative difference of any tensor: `7e-7`, or `7e-7 to 9e-2` over repetitions.
fn agreement_with_reference(
    records: &[&Record],
    tensors: fn(&Agreement) -> &Vec<agreement::TensorAgreement>,
) -> String {
    if records
        .iter()
        .any(|record| record.contender.id == REFERENCE)
    {
        return "reference".to_owned();
    }
    let agreements = records
        .iter()
        .filter_map(|record| record.agreement.as_ref());
    let worst = agreements.filter_map(|agreement| agreement::worst(tensors(agreement)));
    let mut worst: Vec<f64> = worst.map(|tensor| tensor.relative).collect();
    worst.sort_by(f64::total_cmp);
    match worst[..] {
        [] => NOTHING.to_owned(),
        [one] => format!("{one:.0e}"),
        [low, .., high] => match (format!("{low:.0e}"), format!("{high:.0e}")) {
            (low, high) if low == high => high,
            (low, high) => format!("{low} to {high}"),
        },
    }
}

fn or_nothing<T>(value: Option<T>, show: impl Fn(T) -> String) -> String {
    value.map_or_else(|| NOTHING.to_owned(), show)
}

/// `10,000`.
fn with_thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// Three significant digits, roughly.
fn seconds(seconds: f64) -> String {
    match seconds {
        ..0.1 => format!("{:.1} ms", seconds * 1000.0),
        ..10.0 => format!("{seconds:.2} s"),
        _ => format!("{seconds:.1} s"),
    }
}

/// What a reader must know to read the table rightly.
fn remarks(records: &[Record]) -> Vec<String> {
    let mut remarks = Vec::new();
    for id in ids(records) {
        let records = of(records, id);
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
        let problems: Vec<_> = records
            .iter()
            .filter_map(|record| problem(record))
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
    remarks.push(
        "Times are medians; time vs scratch is the median (lowest–highest) of ratios within a \
         repetition.\n\
         Δ: largest ‖difference‖ / ‖scratch‖ over all tensors: gradients of the first batch, \
         parameters after epoch 1."
            .to_owned(),
    );
    remarks.extend(records.first().map(|first| origin(first, records)));
    remarks
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

fn problem(record: &Record) -> Option<String> {
    match &record.outcome {
        Outcome::Ok => None,
        Outcome::Skipped { reason } => Some(format!("skipped: {reason}")),
        Outcome::Failed { error } => Some(format!("failed: {error}")),
        Outcome::Diverged { epoch, step } => Some(format!(
            "diverged: the loss left the finite numbers in epoch {epoch}, step {step}"
        )),
        Outcome::TimedOut { seconds } => {
            Some(format!("timed out after {seconds:.0} s (--timeout)"))
        }
    }
}
