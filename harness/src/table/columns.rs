//! The columns of the table, and who is best in each.

use super::{
    Summary,
    cells::{
        accuracy, difference, images_per_second, loss, peak_memory, predict, time_ratio,
        train_seconds, with_thousands,
    },
    grid::{Cell, Grid, Look},
};

/// A column of the table.
struct Column {
    /// Its title; `{images}` stands for the number of test images.
    title: &'static str,
    cell: fn(&Summary) -> Cell,
    /// Nothing where nobody is better.
    contest: Option<Contest>,
}

/// What is compared, and who wins.
struct Contest {
    value: fn(&Summary) -> Option<f64>,
    better: Better,
}

enum Better {
    Higher,
    Lower,
}

use Better::{Higher, Lower};

/// What names a row in a sweep, before the other columns.
const SETTING: Column =
    Column::without_contest("setting", |it| it.setting.clone().unwrap_or_default().into());

const COLUMNS: [Column; 10] = [
    Column::without_contest("contender", |it| it.contender.clone().into()),
    Column::without_contest("device", |it| it.device.clone().into()),
    // Who classified only some of the images was asked something else.
    Column::of("test accuracy", accuracy, Higher, |it| match it.limited_to() {
        None => it.test_accuracy_mean_percent,
        Some(_) => None,
    }),
    Column::of("train s/epoch", train_seconds, Lower, |it| it.train_seconds_per_epoch_median),
    Column::of("images/s", images_per_second, Higher, |it| it.train_images_per_second_median),
    Column::of("time vs scratch", time_ratio, Lower, |it| it.time_ratio_median),
    Column::of("predict {images}", predict, Lower, |it| match it.limited_to() {
        None => it.predict_seconds_median,
        Some(_) => None,
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
        Self { title, cell, contest: None }
    }

    const fn of(
        title: &'static str,
        cell: fn(&Summary) -> Cell,
        better: Better,
        value: fn(&Summary) -> Option<f64>,
    ) -> Self {
        Self { title, cell, contest: Some(Contest { value, better }) }
    }

    /// Its cells, the best marked where several compete; whoever shows the same number is as good.
    fn cells(&self, summaries: &[Summary]) -> Vec<Cell> {
        let mut cells: Vec<Cell> = summaries.iter().map(self.cell).collect();
        let Some(Contest { value, better }) = &self.contest else {
            return cells;
        };
        let competing = |(row, summary): (usize, &Summary)| {
            let all_well = summary.repetitions_ok == summary.repetitions;
            Some((row, value(summary).filter(|_| all_well)?))
        };
        let competitors = summaries.iter().enumerate().filter_map(competing);
        let mut competitors: Vec<(usize, f64)> = competitors.collect();
        competitors.sort_by(|(_, one), (_, other)| match better {
            Higher => other.total_cmp(one),
            Lower => one.total_cmp(other),
        });
        if let [(best, _), _, ..] = competitors[..] {
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
