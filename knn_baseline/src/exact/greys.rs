//! Grey levels as bytes, for squared Euclidean distances.

use super::{
    encoding::{Encoding, ROUNDOFF},
    kernel::Term,
};

/// A training row t as bytes, a query q as q − 128, four columns in a lane.
///
/// With s = q − 128: ‖t − q‖² − ‖q‖² = ‖t‖² − 256·Σt − 2·t·s. The kernel sums up t·s in whole
/// numbers, the rest is the row's offset. Columns that are constant in the training set add the same
/// to all distances of a query and are left out; of MNIST's 784 that leaves 717.
pub(crate) struct Greys {
    /// The columns that are not constant.
    columns: Vec<usize>,
}

impl Greys {
    /// Most columns whose sum of products, at most 255 · 128 each, fits an `i32`.
    const MOST_COLUMNS: usize = i32::MAX as usize / (255 * 128);

    /// None where there are too many columns for the sums.
    pub(crate) fn new(columns: Vec<usize>) -> Option<Self> {
        (columns.len() <= Self::MOST_COLUMNS).then_some(Self { columns })
    }

    fn lanes(&self, byte: impl Fn(usize) -> u8) -> Vec<u32> {
        let lane = |columns: &[usize]| {
            let mut bytes = [0; 4];
            for (byte_of_lane, &column) in bytes.iter_mut().zip(columns) {
                *byte_of_lane = byte(column);
            }
            u32::from_le_bytes(bytes)
        };
        self.columns.chunks(4).map(lane).collect()
    }
}

impl Encoding for Greys {
    fn term(&self) -> Term {
        Term::Bytes
    }

    fn steps(&self) -> usize {
        self.columns.len().div_ceil(4)
    }

    fn row(&self, values: &[f64]) -> (Vec<u32>, f32) {
        let offsets = self.columns.iter().map(|&column| values[column]);
        let offset: f64 = offsets.map(|t| t * t - 256.0 * t).sum();
        (self.lanes(|column| values[column] as u8), offset as f32)
    }

    /// The sums are exact; turned into `f32` and added to the offset they are rounded three times.
    /// Per column |t² − 256·t| ≤ 2¹⁴ and |2·t·s| < 2¹⁶, so each rounding is of less than 2¹⁷.
    fn query(&self, values: &[f64]) -> Option<(Vec<u32>, f32)> {
        let signed = |column: usize| (values[column] as u8) ^ 0x80;
        let error = 4.0 * ROUNDOFF * f64::from(1 << 17) * self.columns.len() as f64;
        Some((self.lanes(signed), 2.0 * error as f32))
    }
}
