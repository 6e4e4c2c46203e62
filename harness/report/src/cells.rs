//! Statistics as cells of a table.

use records::{REFERENCE, Status, Summary};

use crate::{Cell, Emphasis, NONE, or_none, seconds, sparkline::sparkline, thousands};

/// Characters of a loss curve.
const CURVE: usize = 20;

/// `97.53 ± 0.08 %`, or the outcome.
pub(crate) fn accuracy(summary: &Summary) -> Cell {
    let Some(mean) = summary.test_accuracy_mean_percent else {
        return outcome(summary.outcome);
    };
    let detail = match summary.test_accuracy_deviation_percent {
        Some(deviation) => format!(" ± {deviation:.2} %"),
        None => " %".to_owned(),
    };
    Cell::from(format!("{mean:.2}")).with_detail(detail)
}

fn outcome(status: Status) -> Cell {
    let emphasis = match status {
        Status::Ok => return NONE.into(),
        Status::Skipped => Emphasis::Skipped,
        Status::Diverged => Emphasis::Diverged,
        Status::Failed | Status::TimedOut => Emphasis::Failed,
    };
    Cell::from(status.to_string()).with_emphasis(emphasis)
}

pub(crate) fn train_seconds(summary: &Summary) -> Cell {
    or_none(summary.train_seconds_per_epoch_median, seconds).into()
}

pub(crate) fn images_per_second(summary: &Summary) -> Cell {
    or_none(summary.train_images_per_second_median, |rate| thousands(rate.round() as usize)).into()
}

pub(crate) fn time_ratio(summary: &Summary) -> Cell {
    ratio(summary.time_ratio_median, summary.time_ratio_low, summary.time_ratio_high)
}

/// `1.92 (1.85–2.01)`, or `1.92` without an interval.
pub(crate) fn ratio(median: Option<f64>, low: Option<f64>, high: Option<f64>) -> Cell {
    let cell = Cell::from(or_none(median, |median| format!("{median:.2}")));
    match (low, high) {
        (Some(low), Some(high)) if high > low => cell.with_detail(format!(" ({low:.2}–{high:.2})")),
        _ => cell,
    }
}

/// Prediction of the whole test set, or of a sample: `7.20 s for 500`.
pub(crate) fn predict(summary: &Summary) -> Cell {
    match summary.limited_to() {
        Some(_) => predict_rows(summary),
        None => or_none(summary.predict_seconds_median, seconds).into(),
    }
}

/// Prediction with its number of test rows: `8.3 ms for 10,000`.
pub fn predict_rows(summary: &Summary) -> Cell {
    let Some(median) = summary.predict_seconds_median else { return NONE.into() };
    Cell::from(seconds(median))
        .with_detail(format!(" for {}", thousands(summary.test_images_asked)))
}

pub(crate) fn peak_memory(summary: &Summary) -> Cell {
    or_none(summary.peak_memory_bytes, |bytes| format!("{} MiB", bytes / (1 << 20))).into()
}

/// `7e-7`, or `7e-7 to 9e-2` over the repetitions.
pub(crate) fn difference(summary: &Summary, low: Option<f64>, high: Option<f64>) -> Cell {
    let [low, high] = [low, high].map(|end| end.map(|difference| format!("{difference:.0e}")));
    match (low, high) {
        _ if summary.contender == REFERENCE && summary.repetitions_ok > 0 => "reference".into(),
        (Some(low), Some(high)) if low != high => format!("{low} to {high}").into(),
        (_, high) => or_none(high, |high| high).into(),
    }
}

/// `█▃▂▁▁ 0.051`: the curve and its last value.
pub(crate) fn loss(summary: &Summary) -> Cell {
    let curve = sparkline(&summary.losses, CURVE);
    or_none(summary.train_loss_last_epoch, |last| {
        format!("{curve} {last:.3}").trim_start().to_owned()
    })
    .into()
}
