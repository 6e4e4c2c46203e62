//! `crosscheck`: gives every contender the same work and compares what they make of it.
//!
//! A run goes through these modules from top to bottom:
//!
//! - [`cli`] reads the command line, [`experiment`] the experiment file;
//! - [`registry`] knows the contenders of this binary, [`peer`] those in Python; [`contestant`] is
//!   whoever takes part;
//! - [`workload`] draws first weights and batch order and writes them, with the data, to files;
//! - [`compare`] runs one process per cell through [`supervisor`], until [`interrupt`]; the process is
//!   `crosscheck cell` ([`worker`]) or an external program, and answers in [`protocol`];
//! - [`agreement`] compares gradients and parameters with the reference;
//! - [`ladder`] compares piece by piece: `crosscheck agree`; [`reproduce`] holds the exercises
//!   against their [`promise`];
//! - [`saved`] keeps trained models;
//! - [`scale`] follows time and memory as networks, batches, data and threads grow;
//! - [`record`] is the line that a cell leaves in the result file, [`provenance`] its origin;
//! - [`report`] makes a page of a result file, for the browser;
//! - [`mistakes`] looks into a result file, [`show`] at what would be run;
//! - [`table`], [`progress`] and [`terminal`] are what a person sees, `chart` what is drawn.

pub mod agreement;
#[allow(dead_code, unused_imports)] // until the report draws all kinds
mod chart;
pub mod cli;
pub mod compare;
pub mod contestant;
pub mod error;
pub mod exchange;
pub mod experiment;
pub mod interrupt;
#[cfg(feature = "knn-exact")]
pub mod knn;
pub mod ladder;
pub mod list;
mod memory;
pub mod mistakes;
pub mod peer;
mod picture;
mod process;
pub mod progress;
pub mod promise;
pub mod protocol;
pub mod provenance;
pub mod record;
pub mod registry;
pub mod report;
pub mod reproduce;
pub mod saved;
pub mod scale;
pub mod show;
pub mod statistics;
pub mod supervisor;
pub mod table;
pub mod terminal;
mod witness;
pub mod worker;
pub mod workload;

pub use error::{HarnessError, Result};
