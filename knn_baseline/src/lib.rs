//! k-nearest neighbours behind the contract of the `classifier` crate.
//!
//! [`Knn`] is the classifier, by any [`Algorithm`]: linfa-nn's three, and `knn-exact`, an
//! [`ExactIndex`] of our own. That one is also there for users of linfa-nn, as [`Exact`]. An index
//! finds [`Neighbours`], [`vote`] makes a class of them.

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

/// The linfa-nn release that this crate is pinned to.
pub const LINFA_NN_VERSION: &str = "0.8.1";
