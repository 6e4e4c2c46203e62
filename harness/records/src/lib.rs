//! Results: one [`Record`] per cell, their file, and the statistics of many.
//!
//! - [`Record`] is a line of a [`ResultFile`]; [`Setting`], [`Outcome`] and [`Epoch`] are parts of it;
//! - [`studies`] groups records: a [`Study`] has [`Comparison`]s, a comparison has the
//!   [`Repetitions`] of each contender. Every table, chart and page starts from this grouping;
//! - [`Summary`] holds the statistics of a contender's repetitions;
//! - [`agreement`] compares tensors, [`Classified`] test rows, [`Claim`] a record with an exercise.

pub mod agreement;
mod claim;
mod comparison;
mod cost;
mod epoch;
mod error;
mod misclassified;
mod outcome;
mod provenance;
mod quality;
mod record;
mod result_file;
mod run;
mod setting;
pub mod statistics;
mod study;
mod summary;
mod tolerance;

pub use agreement::{Agreement, TensorAgreement};
pub use claim::{Check, Claim};
pub use comparison::{Comparison, Repetitions};
pub use cost::operations_per_example;
pub use epoch::Epoch;
pub use error::{RecordsError, Result};
pub use misclassified::{Classified, Disagreement, disagreements, rows_in_common};
pub use outcome::{Outcome, Status};
pub use provenance::Provenance;
pub use quality::{Mistake, Quality, Score};
pub use record::{
    Identity, KnnGrowth, KnnSetting, KnnSweep, Program, Record, SCHEMA_VERSION, Timings, Workload,
};
pub use result_file::{Content, ResultFile, Unreadable};
pub use run::{Incomplete, incomplete};
pub use setting::{Axis, Setting};
pub use study::{Study, studies};
pub use summary::Summary;
pub use tolerance::{GRADIENTS, Tolerance, gradient_tolerance};

/// The contender that the others are compared with.
pub const REFERENCE: &str = "scratch";

/// The device of contenders that compute on the processor.
pub const CPU: &str = "cpu";
