//! What is measured at a point.

use crate::{record::Record, statistics::median};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Seconds per training image; of k-nearest neighbours, per image to classify.
    Time,
    /// Most bytes that the process held at once.
    Memory,
}

impl Measure {
    pub(super) const ALL: [Self; 2] = [Self::Time, Self::Memory];

    /// In the name of a chart's file.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Memory => "memory",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Time => "Time per training image",
            Self::Memory => "Peak memory",
        }
    }

    /// The unit of a chart, and how much it is.
    pub(super) fn unit(self) -> (&'static str, f64) {
        match self {
            Self::Time => ("µs", 1e-6),
            Self::Memory => ("MiB", f64::from(1 << 20)),
        }
    }

    /// The value of a record that has one: of the time, the median over the epochs.
    pub(super) fn of(self, record: &Record) -> Option<f64> {
        match self {
            Self::Memory => record.peak_memory_bytes.map(|bytes| bytes as f64),
            Self::Time if asks(record) => {
                let queries = record.quality.total as f64;
                median(&record.timings.predict_seconds).map(|seconds| seconds / queries)
            }
            Self::Time => {
                let rows = record.workload.train_rows as f64;
                median(&record.timings.train_seconds).map(|seconds| seconds / rows)
            }
        }
    }
}

/// Whether it has learned nothing and asks the training set: k-nearest neighbours.
pub(super) fn asks(record: &Record) -> bool {
    record.timings.train_seconds.is_empty()
}
