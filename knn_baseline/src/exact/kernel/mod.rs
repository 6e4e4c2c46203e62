//! The inner loop: scores of 48 training rows for 8 queries.
//!
//! All operands are lanes of 32 bits: one `f32`, or four bytes of four neighbouring columns. A step
//! of a panel holds one lane of each of its rows, so a vector register takes 16 rows at once.
//! [`fastest`] picks the instruction set when it is called; what it picks from are [`portable`]
//! code, which the compiler vectorises for the baseline of its target (SSE2, NEON), AVX2 and
//! AVX-512 with VNNI.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

/// Training rows in a panel.
pub(crate) const ROWS: usize = 48;
/// Queries that a panel is scored for at a time.
pub(crate) const QUERIES: usize = 8;

/// One lane of each row of a panel; whole cache lines.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(crate) struct Step(pub(crate) [u32; ROWS]);

/// What is summed up over the lanes of a training row t and a query q.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Term {
    /// Σ −2·t·q of four bytes each: t signed, q unsigned; summed in `i32`.
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

/// What a kernel reads.
pub(crate) struct Tile<'a> {
    /// The panel, one step per lane of a row.
    pub(crate) panel: &'a [Step],
    /// The steps to sum up, each in the panel.
    pub(crate) steps: &'a [u32],
    /// Added to the scores of each row.
    pub(crate) offsets: &'a [f32; ROWS],
    /// As many, one lane of each query.
    pub(crate) queries: &'a [[u32; QUERIES]],
    /// The largest score of interest, for each query.
    pub(crate) limits: &'a [f32; QUERIES],
}

/// Offset plus sum of the terms, `[query][row]`; whole cache lines.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(crate) struct Scores(pub(crate) [[f32; ROWS]; QUERIES]);

/// Fills the scores; bit j of the result tells whether one of query j's is within its limit.
pub(crate) type Kernel = fn(&Tile<'_>, &mut Scores) -> u8;

/// The fastest kernel that this machine runs.
pub(crate) fn fastest(term: Term) -> Kernel {
    available(term)[0].1
}

/// All kernels that this machine runs, the fastest first.
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
