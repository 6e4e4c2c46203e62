//! The subcommands. Each runs comparisons or reads a result file, then hands the records to
//! the crate `report`.

pub mod compare;
#[cfg(feature = "knn-exact")]
pub mod knn;
pub mod list;
pub mod mistakes;
pub mod report;
pub mod reproduce;
pub mod scale;
pub mod show;
