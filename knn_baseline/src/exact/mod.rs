//! `knn-exact`: candidates from blocked matrix products, ranked by exact distances.

mod candidates;
mod drop_in;
mod encoding;
mod floats;
mod greys;
mod index;
mod kernel;
mod panels;

pub use drop_in::Exact;
pub use index::ExactIndex;
