//! k-nearest neighbours behind the contract of the `classifier` crate.
//!
//! [`LinfaKnn`] asks one of linfa-nn's indexes for the neighbours, [`vote`] makes a class of them.

mod linfa;
mod vote;

pub use linfa::LinfaKnn;
pub use vote::{Vote, vote};

/// The linfa-nn release that this crate is pinned to.
pub const LINFA_NN_VERSION: &str = "0.8.1";
