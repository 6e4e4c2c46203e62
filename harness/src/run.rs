//! A comparison as it runs: workload files, one cell after another, records.

mod checkpoint;
mod collect;
mod comparison;
mod outputs;
pub mod progress;
mod provenance;
mod workload;

pub use checkpoint::Checkpoint;
pub use comparison::{ComparisonSpec, Prepared, all_ok, load, run};
pub(crate) use outputs::{Outputs, Tensors};
pub use workload::{RunSettings, WorkloadFiles};
