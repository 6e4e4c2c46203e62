//! A comparison as it runs: workload files, one cell after another, records.

mod checkpoint;
mod collect;
mod comparison;
mod outputs;
pub mod progress;
mod provenance;
mod session;
mod workload;

pub use checkpoint::Checkpoint;
pub use comparison::{ComparisonSpec, Fit, Prepared, all_ok, fit, load, run};
pub(crate) use outputs::{Outputs, Tensors};
pub use session::Session;
pub use workload::{RunSettings, WorkloadFiles, test_sample};
