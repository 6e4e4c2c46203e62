//! How points become the lanes that a kernel reads, and how far its scores can be off.

use super::kernel::Term;

/// A form of the training set in which smaller scores mean nearer, up to a known error.
pub(crate) trait Encoding: Send + Sync {
    /// What the kernel sums up.
    fn term(&self) -> Term;

    /// Lanes of a point.
    fn steps(&self) -> usize;

    /// The lanes of a training row and its offset; `values` are counted in the encoding's unit.
    fn row(&self, values: &[f64]) -> (Vec<u32>, f32);

    /// The lanes of a query and the slack of its scores: twice the bound on their error.
    ///
    /// None where no useful bound can be given; such a query needs a plain scan.
    fn query(&self, values: &[f64]) -> Option<(Vec<u32>, f32)>;
}

/// Unit roundoff of `f32`: a result is rounded by at most this share of itself.
pub(crate) const ROUNDOFF: f64 = 1.0 / (1 << 24) as f64;
