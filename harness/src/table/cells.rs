//! What stands in the cells of a table.

use super::{
    Summary,
    grid::{Cell, Look},
    spark::sparkline,
};
use crate::{registry::REFERENCE, supervisor::Outcome};

/// Characters of a curve.
const CURVE: usize = 20;

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

/// `97.53 ± 0.08 %`, or how it ended.
pub(crate) fn accuracy(summary: &Summary) -> Cell {
    let Some(mean) = summary.test_accuracy_mean_percent else {
        let look = match summary.outcome.as_str() {
            "ok" => return NOTHING.into(),
            "skipped" => Look::Skipped,
            "diverged" => Look::Diverged,
            _ => Look::Failed,
        };
        return Cell { look, ..summary.outcome.clone().into() };
    };
    let tail = match summary.test_accuracy_deviation_percent {
        Some(deviation) => format!(" ± {deviation:.2} %"),
        None => " %".to_owned(),
    };
    Cell { tail, ..format!("{mean:.2}").into() }
}

pub(crate) fn train_seconds(summary: &Summary) -> Cell {
    or_nothing(summary.train_seconds_per_epoch_median, seconds).into()
}

pub(super) fn images_per_second(summary: &Summary) -> Cell {
    let rate = summary.train_images_per_second_median;
    or_nothing(rate, |rate| with_thousands(rate as usize)).into()
}

pub(super) fn time_ratio(summary: &Summary) -> Cell {
    ratio(summary.time_ratio_median, summary.time_ratio_low, summary.time_ratio_high)
}

/// `1.92 (1.85–2.01)`, or `1.92` where nothing is known of its interval.
pub(crate) fn ratio(median: Option<f64>, low: Option<f64>, high: Option<f64>) -> Cell {
    let Some(median) = median else {
        return NOTHING.into();
    };
    let tail = match (low, high) {
        (Some(low), Some(high)) if high > low => format!(" ({low:.2}–{high:.2})"),
        _ => String::new(),
    };
    Cell { tail, ..format!("{median:.2}").into() }
}

/// Seconds for the whole test set; `7.20 s for 500` where only some were asked for.
pub(crate) fn predict(summary: &Summary) -> Cell {
    let Some(median) = summary.predict_seconds_median else {
        return NOTHING.into();
    };
    let limited = summary.limited_to().map(with_thousands);
    let tail = limited.map_or(String::new(), |images| format!(" for {images}"));
    Cell { tail, ..seconds(median).into() }
}

pub(crate) fn peak_memory(summary: &Summary) -> Cell {
    or_nothing(summary.peak_memory_bytes, |bytes| format!("{} MiB", bytes / (1 << 20))).into()
}

/// `7e-7`, or `7e-7 to 9e-2` over repetitions.
pub(super) fn difference(summary: &Summary, low: Option<f64>, high: Option<f64>) -> Cell {
    let told = |difference| format!("{difference:.0e}");
    match (low.map(told), high.map(told)) {
        _ if summary.contender == REFERENCE => "reference".into(),
        (Some(low), Some(high)) if low != high => format!("{low} to {high}").into(),
        (_, high) => or_nothing(high, |high| high).into(),
    }
}

/// `█▃▂▁▁ 0.051`: its course, and where it ends.
pub(super) fn loss(summary: &Summary) -> Cell {
    let curve = sparkline(&summary.losses, CURVE);
    match summary.train_loss_last_epoch {
        Some(last) => format!("{curve} {last:.3}").trim_start().into(),
        None => NOTHING.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_told_in_a_unit_that_fits() {
        let told = [4.6e-8, 0.000_016_3, 0.0157, 0.57, 6.984, 47.44].map(seconds);
        let expected = ["46.0 ns", "16.3 µs", "15.7 ms", "0.57 s", "6.98 s", "47.4 s"];
        assert_eq!(told, expected);
    }

    #[test]
    fn thousands_are_parted_by_commas() {
        let told = [0, 999, 1000, 1_234_567].map(with_thousands);
        assert_eq!(told, ["0", "999", "1,000", "1,234,567"]);
    }
}
