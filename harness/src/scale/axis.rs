//! What grows, and through which values.

use std::fmt;

use clap::ValueEnum;

use super::Work;
use crate::{record::Record, table::with_thousands};

/// What grows while everything else stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Axis {
    /// Outputs of each of two hidden layers.
    Width,
    /// Hidden layers.
    Depth,
    /// Images per training step.
    Batch,
    /// Training images.
    Rows,
    /// Threads.
    Threads,
}

/// Hidden layers of the deepest network.
const DEEPEST: usize = 8;

impl Axis {
    /// Its values: powers, or round numbers up to all `rows`, or powers up to all `threads`.
    pub fn values(self, work: Work, rows: usize, threads: usize) -> Vec<usize> {
        match self {
            Self::Width => powers(64, 2, work.largest),
            Self::Depth => powers(1, 2, DEEPEST),
            Self::Batch => powers(1, 4, work.largest.min(rows)),
            Self::Rows => round_numbers(1000, rows),
            Self::Threads => {
                let mut values = powers(1, 2, threads);
                if values.last() != Some(&threads) {
                    values.push(threads);
                }
                values
            }
        }
    }

    /// How a value is called in a record: `width 64`.
    pub fn setting(self, value: usize) -> String {
        format!("{self} {value}")
    }

    /// The axis and the value of a record's setting, where it is one of these.
    pub fn of(record: &Record) -> Option<(Self, usize)> {
        let (name, value) = record.workload.setting.as_deref()?.split_once(' ')?;
        Some((Self::from_str(name, false).ok()?, value.parse().ok()?))
    }

    /// What its values are, for a chart.
    pub fn label(self) -> &'static str {
        match self {
            Self::Width => "width of each of two hidden layers",
            Self::Depth => "hidden layers",
            Self::Batch => "batch (images per step)",
            Self::Rows => "training images",
            Self::Threads => "threads",
        }
    }

    /// What stays while it grows, as a record of any of its points tells it.
    pub fn held(self, record: &Record) -> String {
        let workload = &record.workload;
        let widths = workload.model.widths();
        let mut widths: Vec<&str> = widths.split('-').collect();
        let hidden = 1..widths.len() - 1;
        match self {
            Self::Width => widths[hidden].fill("w"),
            Self::Depth => drop(widths.splice(hidden, ["(256 × n)"])),
            _ => {}
        }
        let unless = |axis, text: String| (self != axis).then_some(text);
        let parts = [
            Some(widths.join("-")),
            unless(Self::Batch, format!("batch {}", workload.training.batch)),
            unless(Self::Rows, format!("{} images", with_thousands(workload.train_rows))),
            unless(Self::Threads, threads(workload.threads)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

fn threads(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} thread{plural}")
}

impl fmt::Display for Axis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Width => "width",
            Self::Depth => "depth",
            Self::Batch => "batch",
            Self::Rows => "rows",
            Self::Threads => "threads",
        })
    }
}

/// `first`, `first · factor`, … as long as they are at most `last`.
fn powers(first: usize, factor: usize, last: usize) -> Vec<usize> {
    let powers = std::iter::successors(Some(first), |power| power.checked_mul(factor));
    powers.take_while(|&power| power <= last).collect()
}

/// 1, 2 and 5 times `smallest` and its tenfolds below `all`, and `all` itself.
pub(crate) fn round_numbers(smallest: usize, all: usize) -> Vec<usize> {
    let powers = std::iter::successors(Some(smallest), |power| power.checked_mul(10));
    let sizes = powers.flat_map(|power| [power, power.saturating_mul(2), power.saturating_mul(5)]);
    let mut sizes: Vec<usize> = sizes.take_while(|&size| size < all).collect();
    sizes.push(all);
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_the_machine_and_the_data_do() {
        let values = |axis: Axis, rows, threads| axis.values(Work::FULL, rows, threads);
        assert_eq!(values(Axis::Threads, 0, 6), [1, 2, 4, 6]);
        assert_eq!(values(Axis::Threads, 0, 1), [1]);
        assert_eq!(values(Axis::Batch, 20, 1), [1, 4, 16]);
        assert_eq!(values(Axis::Width, 0, 1).last(), Some(&4096));
        assert_eq!(values(Axis::Depth, 0, 1), [1, 2, 4, 8]);
    }

    #[test]
    fn sizes_are_round_numbers_up_to_all() {
        let sizes = |all| round_numbers(1000, all);
        assert_eq!(sizes(12_000), [1000, 2000, 5000, 10_000, 12_000]);
        assert_eq!(sizes(5000), [1000, 2000, 5000]);
        assert_eq!(sizes(4), [4]);
    }
}
