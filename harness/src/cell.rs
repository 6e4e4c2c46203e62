//! A cell: one contender on one workload, in a process of its own.
//!
//! The parent writes the workload to files ([`tensors`]), starts the process and reads its messages
//! ([`supervisor`], [`protocol`]). In the child, [`worker`] runs the contender. A signal
//! ([`interrupt`]) ends the running cell.

mod answer;
pub mod interrupt;
mod leftovers;
mod memory;
mod output;
mod parse;
mod process;
pub mod protocol;
pub mod supervisor;
pub mod tensors;
pub mod worker;
