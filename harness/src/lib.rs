//! `crosscheck`: gives every contender the same work and compares the results.
//!
//! From the command line to a table:
//!
//! 1. [`cli`] reads the arguments, [`experiment`] the experiment file, and both give a
//!    [`run::ComparisonSpec`];
//! 2. [`run`] writes the workload and starts one [`cell`] after another for the [`contenders`];
//! 3. each cell leaves a record ([`records`]) in the result file;
//! 4. [`commands`] hand the records to [`report`], which prints tables and writes the page.
//!
//! [`agree`] compares gradients, optimizer steps and runs case by case.

pub mod agree;
pub mod cell;
pub mod cli;
pub mod commands;
pub mod contenders;
pub mod error;
pub mod experiment;
pub mod run;

pub use error::{HarnessError, Result};
