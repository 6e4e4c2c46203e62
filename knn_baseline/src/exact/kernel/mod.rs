//! The inner loop: scores of 48 training rows for 8 queries.
//!
//! All operands are lanes of 32 bits: one `f32`, or the bytes of four neighbouring columns. A step
//! of a panel holds one lane of each of its rows, so a vector register holds up to 16 rows.
//! [`fastest`] selects the instruction set at run time: AVX-512 with VNNI, AVX2, or [`portable`]
//! code, which the compiler vectorises for the target's baseline (SSE2, NEON).

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

/// Training rows in a panel.
pub(crate) const ROWS: usize = 48;
/// Queries per kernel call.
pub(crate) const QUERIES: usize = 8;

/// One lane of each row of a panel; whole cache lines.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(crate) struct Step(pub(crate) [u32; ROWS]);

/// The term summed over the lanes of a training row t and a query q.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Term {
    /// Σ −2·t·q over bytes, four per lane, t signed and q unsigned, in `i32`.
    Bytes,
    /// Σ t·q in `f32`.
    Product,
    /// Σ |t − q| in `f32`.
    Absolute,
    /// max |t − q| in `f32`.
    Largest,
}

impl Term {
    /// Whether a query's lane of zeros adds nothing to the sum.
    pub(crate) fn ignores_zeros(self) -> bool {
        matches!(self, Self::Bytes | Self::Product)
    }
}

/// The input of a kernel.
pub(crate) struct Tile<'a> {
    /// The panel, one step per lane of a row.
    pub(crate) panel: &'a [Step],
    /// Indices of the panel's steps to sum.
    pub(crate) steps: &'a [u32],
    /// The offset of each row, added to its scores.
    pub(crate) offsets: &'a [f32; ROWS],
    /// For each of `steps`, one lane of each query.
    pub(crate) queries: &'a [[u32; QUERIES]],
    /// The largest relevant score of each query.
    pub(crate) limits: &'a [f32; QUERIES],
}

/// The scores `[query][row]`, offset plus sum of the terms; whole cache lines.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(crate) struct Scores(pub(crate) [[f32; ROWS]; QUERIES]);

/// Fills the scores; bit j of the result is set if any score of query j is within its limit.
pub(crate) type Kernel = fn(&Tile<'_>, &mut Scores) -> u8;

/// The fastest kernel for this machine.
pub(crate) fn fastest(term: Term) -> Kernel {
    available(term)[0].1
}

/// All kernels for this machine, fastest first.
fn available(term: Term) -> Vec<(&'static str, Kernel)> {
    let mut kernels = Vec::new();
    #[cfg(target_arch = "x86_64")]
    {
        kernels.extend(avx512::kernel(term).map(|kernel| ("avx512", kernel)));
        kernels.extend(avx2::kernel(term).map(|kernel| ("avx2", kernel)));
    }
    kernels.push(("portable", portable::kernel(term)));
    kernels
}

#[cfg(test)]
mod tests;
