//! k-nearest neighbours as a classifier of the `classifier` crate.
//!
//! [`Knn`] is the classifier. Its [`Algorithm`] is one of linfa-nn's three indexes or `knn-exact`,
//! this crate's [`ExactIndex`], which [`Exact`] also offers behind linfa-nn's traits. An index
//! finds [`Neighbours`], and [`vote`] turns them into a class.

mod exact;
mod knn;
mod linfa;
mod neighbours;
mod query;
mod unit;
mod vote;

pub use exact::{Exact, ExactIndex};
pub use knn::{Algorithm, Knn};
pub use neighbours::{Neighbour, Neighbours};
pub use vote::{Vote, vote};

/// The version of linfa-nn, pinned in the workspace's `Cargo.toml`.
pub const LINFA_NN_VERSION: &str = "0.8.1";
