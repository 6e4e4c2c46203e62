//! What stands in the cells of the table.

use crate::{
    agreement,
    record::{Agreement, Record},
    registry::REFERENCE,
    statistics::{mean_and_deviation, median, paired_ratio},
    supervisor::Outcome,
};

/// Shown where there is nothing to show.
pub(crate) const NOTHING: &str = "–";

/// An outcome in a word or two.
pub(crate) fn short(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Ok => "ok",
        Outcome::Skipped { .. } => "skipped",
        Outcome::Failed { .. } => "failed",
        Outcome::Diverged { .. } => "diverged",
        Outcome::TimedOut { .. } => "timed out",
    }
}

/// `97.53 ± 0.08 %`.
pub(crate) fn accuracy(records: &[&Record]) -> String {
    let samples = records
        .iter()
        .filter_map(|record| record.quality.accuracy());
    let samples: Vec<f64> = samples.collect();
    match mean_and_deviation(&samples) {
        Some((mean, Some(deviation))) => format!("{mean:.2} ± {deviation:.2} %"),
        Some((mean, None)) => format!("{mean:.2} %"),
        None => NOTHING.to_owned(),
    }
}

pub(crate) fn train_seconds(records: &[&Record]) -> Vec<f64> {
    let samples = records.iter().flat_map(|record| record.train_seconds());
    samples.collect()
}

/// Median over all epochs.
pub(crate) fn images_per_second(records: &[&Record]) -> Option<f64> {
    let rates = records.iter().flat_map(|record| {
        let epochs = record.quality.epochs.iter().zip(record.train_seconds());
        epochs.map(|(epoch, seconds)| epoch.rows as f64 / seconds)
    });
    let rates: Vec<f64> = rates.collect();
    median(&rates)
}

/// `1.92 (1.85–2.01)`: median of the training times' ratios, pair by pair, and its interval.
pub(crate) fn time_against_reference(records: &[&Record], all: &[Record]) -> String {
    let total = |record: &Record| match record.train_seconds().as_slice() {
        [] => None,
        samples => Some(samples.iter().sum::<f64>()),
    };
    let reference_of = |record: &Record| {
        all.iter().find(|other| {
            other.contender.id == REFERENCE
                && other.workload.setting == record.workload.setting
                && other.workload.repetition == record.workload.repetition
                && other.outcome == Outcome::Ok
        })
    };
    let pair = |record: &&Record| Some((total(record)?, total(reference_of(record)?)?));
    let pairs: Vec<_> = records.iter().filter_map(pair).collect();
    match paired_ratio(&pairs) {
        Some(ratio) if pairs.len() > 1 && ratio.high > ratio.low => ratio.to_string(),
        Some(ratio) => format!("{:.2}", ratio.median),
        None => NOTHING.to_owned(),
    }
}

/// Median seconds for the whole test set; `7.20 s for 500` where only some were asked for.
pub(crate) fn predict(records: &[&Record]) -> String {
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
pub(crate) fn limited_to(record: &Record) -> Option<usize> {
    (record.quality.total < record.workload.test_rows).then_some(record.quality.total)
}

/// The largest of all repetitions.
pub(crate) fn peak_memory(records: &[&Record]) -> String {
    let bytes = records
        .iter()
        .filter_map(|record| record.peak_memory_bytes)
        .max();
    or_nothing(bytes, |bytes| format!("{} MiB", bytes / (1 << 20)))
}

/// The largest relative difference of any tensor: `7e-7`, or `7e-7 to 9e-2` over repetitions.
pub(crate) fn agreement_with_reference(
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

pub(crate) fn or_nothing<T>(value: Option<T>, show: impl Fn(T) -> String) -> String {
    value.map_or_else(|| NOTHING.to_owned(), show)
}

/// `10,000`.
pub(crate) fn with_thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// Three significant digits, roughly.
pub fn seconds(seconds: f64) -> String {
    match seconds {
        ..1e-6 => format!("{:.1} ns", seconds * 1e9),
        ..1e-3 => format!("{:.1} µs", seconds * 1e6),
        ..0.1 => format!("{:.1} ms", seconds * 1e3),
        ..10.0 => format!("{seconds:.2} s"),
        _ => format!("{seconds:.1} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_told_in_a_unit_that_fits() {
        let told = [4.6e-8, 0.000_016_3, 0.0157, 0.57, 6.984, 47.44].map(seconds);
        let expected = [
            "46.0 ns", "16.3 µs", "15.7 ms", "0.57 s", "6.98 s", "47.4 s",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn thousands_are_parted_by_commas() {
        let told = [0, 999, 1000, 1_234_567].map(with_thousands);
        assert_eq!(told, ["0", "999", "1,000", "1,234,567"]);
    }
}
