//! A comparison as it runs: workload files, one cell after another, records.

mod checkpoint;
mod collect;
mod comparison;
mod fit;
mod outputs;
pub mod progress;
mod provenance;
mod session;
mod workload;

pub use checkpoint::Checkpoint;
pub use comparison::{ComparisonSpec, Prepared, all_ok, load, run};
pub use fit::{Fit, fit};
pub(crate) use outputs::{Outputs, Tensors};
pub use session::Session;
pub use workload::{RunSettings, WorkloadFiles, test_sample};
