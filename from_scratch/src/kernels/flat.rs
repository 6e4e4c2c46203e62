//! Matrices as slices.

use ndarray::{ArrayBase, Data, DataMut, Ix2};

/// A matrix as the slice of its values, row by row.
pub(crate) trait Flat<T> {
    /// All values, row by row.
    ///
    /// # Panics
    /// On a matrix that is not stored row by row; all of this library are.
    fn flat(&self) -> &[T];
}

/// The same, mutable.
pub(crate) trait FlatMut<T> {
    /// All values, row by row.
    ///
    /// # Panics
    /// On a matrix that is not stored row by row.
    fn flat_mut(&mut self) -> &mut [T];
}

impl<T, S: Data<Elem = T>> Flat<T> for ArrayBase<S, Ix2> {
    fn flat(&self) -> &[T] {
        assert!(self.is_standard_layout(), "stored row by row");
        self.as_slice().unwrap_or_default()
    }
}

impl<T, S: DataMut<Elem = T>> FlatMut<T> for ArrayBase<S, Ix2> {
    fn flat_mut(&mut self) -> &mut [T] {
        assert!(self.is_standard_layout(), "stored row by row");
        self.as_slice_mut().unwrap_or_default()
    }
}
