//! The encoding of points as the lanes of a kernel, with a bound on the error of its scores.

use super::kernel::Term;

/// An encoding in which a smaller score means a smaller distance, up to a known error.
pub(crate) trait Encoding: Send + Sync {
    /// The term that the kernel sums.
    fn term(&self) -> Term;

    /// Lanes per point.
    fn steps(&self) -> usize;

    /// The lanes and the offset of a training row; `values` are multiples of the encoding's unit.
    fn row(&self, values: &[f64]) -> (Vec<u32>, f32);

    /// The lanes of a query and the slack of its scores: twice the bound on their error.
    ///
    /// `None` if there is no useful bound: such a query needs a plain scan.
    fn query(&self, values: &[f64]) -> Option<(Vec<u32>, f32)>;
}

/// The unit roundoff of `f32`: the largest relative rounding error.
pub(crate) const ROUNDOFF: f64 = 1.0 / (1 << 24) as f64;
