//! The encoding of grey levels as bytes, for squared Euclidean distances.

use super::{
    encoding::{Encoding, ROUNDOFF},
    kernel::Term,
};

/// Encodes a training row t as signed bytes s = t − 128 and a query q as bytes, four columns per
/// lane.
///
/// ‖t − q‖² = ‖t‖² − 2·s·q − 256·Σq + ‖q‖². The kernel sums s·q as integers, ‖t‖² is the row's
/// offset, and the other terms are the same for all rows. So are the terms of columns that are
/// constant in the training set: these columns are omitted, which leaves 717 of MNIST's 784.
pub(crate) struct Greys {
    /// The columns that are not constant.
    columns: Vec<usize>,
}

impl Greys {
    /// The largest number of columns whose sum of products, at most 255 · 128 each, fits an `i32`.
    const MOST_COLUMNS: usize = i32::MAX as usize / (255 * 128);

    /// `None` if the sums of so many columns could overflow.
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
        let squares = self.columns.iter().map(|&column| values[column].powi(2));
        let signed = |column: usize| (values[column] as u8) ^ 0x80;
        (self.lanes(signed), squares.sum::<f64>() as f32)
    }

    /// The sums are exact; conversion to `f32` and adding the offset take three roundings. Per
    /// column t² and |2·s·q| are less than 2¹⁶, so each rounded value is less than 2¹⁷ per column.
    fn query(&self, values: &[f64]) -> Option<(Vec<u32>, f32)> {
        let error = 4.0 * ROUNDOFF * f64::from(1 << 17) * self.columns.len() as f64;
        let lanes = self.lanes(|column| values[column] as u8);
        Some((lanes, 2.0 * error as f32))
    }
}
