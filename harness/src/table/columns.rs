//! The columns of the table, and who is best in each.

use super::{
    Summary,
    cells::{NOTHING, or_nothing, seconds, with_thousands},
    grid::{Cell, Grid, Look},
    spark::sparkline,
};
use crate::registry::REFERENCE;

/// Characters of a curve.
const CURVE: usize = 20;

/// A column of the table.
struct Column {
    /// Its title; `{images}` stands for the number of test images.
    title: &'static str,
    cell: fn(&Summary) -> Cell,
    /// What is compared, and whether more is better; nothing where nobody is better.
    contest: Option<(fn(&Summary) -> Option<f64>, Better)>,
}

#[derive(Clone, Copy)]
enum Better {
    Higher,
    Lower,
}

use Better::{Higher, Lower};

/// What names a row in a sweep, before the other columns.
const SETTING: Column = Column::without_contest("setting", |it| {
    it.setting.clone().unwrap_or_default().into()
});

const COLUMNS: [Column; 10] = [
    Column::without_contest("contender", |it| it.contender.clone().into()),
    Column::without_contest("device", |it| it.device.clone().into()),
    // Who classified only some of the images was asked something else.
    Column::of("test accuracy", accuracy, Higher, |it| {
        match it.limited_to() {
            None => it.test_accuracy_mean_percent,
            Some(_) => None,
        }
    }),
    Column::of("train s/epoch", train_seconds, Lower, |it| {
        it.train_seconds_per_epoch_median
    }),
    Column::of("images/s", images_per_second, Higher, |it| {
        it.train_images_per_second_median
    }),
    Column::of("time vs scratch", time_ratio, Lower, |it| {
        it.time_ratio_median
    }),
    Column::of("predict {images}", predict, Lower, |it| {
        match it.limited_to() {
            None => it.predict_seconds_median,
            Some(_) => None,
        }
    }),
    Column::of("peak memory", peak_memory, Lower, |it| {
        it.peak_memory_bytes.map(|bytes| bytes as f64)
    }),
    Column::without_contest("Δ gradients", |it| {
        difference(it, it.gradient_difference_min, it.gradient_difference_max)
    }),
    Column::without_contest("Δ parameters", |it| {
        difference(it, it.parameter_difference_min, it.parameter_difference_max)
    }),
];

/// What is to be seen, but not to be read aloud: on a terminal, after the other columns.
const LOSS: Column = Column::without_contest("loss", loss);

/// A row per contender and setting, the best of each column marked; with `curves` of the loss.
pub(crate) fn grid(summaries: &[Summary], curves: bool) -> Grid {
    let swept = summaries.iter().any(|summary| summary.setting.is_some());
    let before = swept.then_some(&SETTING).into_iter();
    let columns = before.chain(&COLUMNS).chain(curves.then_some(&LOSS));
    let images = summaries.iter().map(|summary| summary.test_images).max();
    let images = with_thousands(images.unwrap_or(0));
    let mut grid = Grid {
        header: Vec::new(),
        rows: vec![Vec::new(); summaries.len()],
        keys: if swept { 2 } else { 1 },
        texts: if swept { 3 } else { 2 },
    };
    for column in columns {
        grid.header.push(column.title.replace("{images}", &images));
        for (row, cell) in grid.rows.iter_mut().zip(column.cells(summaries)) {
            row.push(cell);
        }
    }
    grid
}

impl Column {
    const fn without_contest(title: &'static str, cell: fn(&Summary) -> Cell) -> Self {
        Self {
            title,
            cell,
            contest: None,
        }
    }

    const fn of(
        title: &'static str,
        cell: fn(&Summary) -> Cell,
        better: Better,
        value: fn(&Summary) -> Option<f64>,
    ) -> Self {
        Self {
            title,
            cell,
            contest: Some((value, better)),
        }
    }

    /// Its cells, the best marked where several compete; whoever shows the same number is as good.
    fn cells(&self, summaries: &[Summary]) -> Vec<Cell> {
        let mut cells: Vec<Cell> = summaries.iter().map(self.cell).collect();
        let Some((value, better)) = self.contest else {
            return cells;
        };
        let competes = |summary: &&Summary| summary.repetitions_ok == summary.repetitions;
        let values = summaries
            .iter()
            .map(|summary| Some(summary).filter(competes).and_then(value));
        let competitors: Vec<(usize, f64)> = values
            .enumerate()
            .filter_map(|(row, value)| Some((row, value?)))
            .collect();
        let best = competitors.iter().copied().reduce(|best, next| {
            let beaten = match better {
                Higher => next.1 > best.1,
                Lower => next.1 < best.1,
            };
            if beaten { next } else { best }
        });
        if let (Some((best, _)), 2..) = (best, competitors.len()) {
            let best = cells[best].head.clone();
            for (row, _) in competitors {
                if cells[row].head == best {
                    cells[row].look = Look::Best;
                }
            }
        }
        cells
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
        return Cell {
            look,
            ..summary.outcome.clone().into()
        };
    };
    let tail = match summary.test_accuracy_deviation_percent {
        Some(deviation) => format!(" ± {deviation:.2} %"),
        None => " %".to_owned(),
    };
    Cell {
        tail,
        ..format!("{mean:.2}").into()
    }
}

pub(crate) fn train_seconds(summary: &Summary) -> Cell {
    or_nothing(summary.train_seconds_per_epoch_median, seconds).into()
}

fn images_per_second(summary: &Summary) -> Cell {
    let rate = summary.train_images_per_second_median;
    or_nothing(rate, |rate| with_thousands(rate as usize)).into()
}

fn time_ratio(summary: &Summary) -> Cell {
    ratio(
        summary.time_ratio_median,
        summary.time_ratio_low,
        summary.time_ratio_high,
    )
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
    Cell {
        tail,
        ..format!("{median:.2}").into()
    }
}

/// Seconds for the whole test set; `7.20 s for 500` where only some were asked for.
pub(crate) fn predict(summary: &Summary) -> Cell {
    let Some(median) = summary.predict_seconds_median else {
        return NOTHING.into();
    };
    let limited = summary.limited_to().map(with_thousands);
    let tail = limited.map_or(String::new(), |images| format!(" for {images}"));
    Cell {
        tail,
        ..seconds(median).into()
    }
}

pub(crate) fn peak_memory(summary: &Summary) -> Cell {
    or_nothing(summary.peak_memory_bytes, |bytes| {
        format!("{} MiB", bytes / (1 << 20))
    })
    .into()
}

/// `7e-7`, or `7e-7 to 9e-2` over repetitions.
fn difference(summary: &Summary, low: Option<f64>, high: Option<f64>) -> Cell {
    let told = |difference| format!("{difference:.0e}");
    match (low.map(told), high.map(told)) {
        _ if summary.contender == REFERENCE => "reference".into(),
        (Some(low), Some(high)) if low != high => format!("{low} to {high}").into(),
        (_, high) => or_nothing(high, |high| high).into(),
    }
}

/// `█▃▂▁▁ 0.051`: its course, and where it ends.
fn loss(summary: &Summary) -> Cell {
    let curve = sparkline(&summary.losses, CURVE);
    match summary.train_loss_last_epoch {
        Some(last) => format!("{curve} {last:.3}").trim_start().into(),
        None => NOTHING.into(),
    }
}
