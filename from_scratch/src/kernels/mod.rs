//! The loops under the layers, in which nearly all time is spent.
//!
//! Layers state their formulas; these files make them fast. `matmul` calls faer, `each` runs
//! functions value by value in the widest vector instructions of the machine, `exp` is a polynomial
//! that compiles to these, `batch_norm` and `softmax` hold the loops of these layers, and
//! `gather` copies the rows of a batch. Matrices start on a cache line (`zeros`), each thread
//! has columns of its own (`by_columns`), and small operations stay on the calling thread.
//!
//! Each kernel is tested against a plain version: those of one layer or loss at the end of its file
//! in `layers` or `losses`, all others here.
//! `docs/performance.md` has the measurements.

mod aligned;
mod batch_norm;
mod columns;
mod each;
pub(crate) mod exp;
mod flat;
mod gather;
mod matmul;
mod pool;
mod softmax;
mod vectorized;

pub(crate) use aligned::zeros;
pub(crate) use batch_norm::{
    input_gradient, inverse_std, mean_and_variance, normalize, scale_and_shift_gradients,
};
pub(crate) use columns::{by_columns, rows, rows_mut, sum_of_rows};
pub(crate) use each::each;
pub(crate) use flat::{Flat, FlatMut};
pub(crate) use gather::gather;
pub(crate) use matmul::matmul;
#[cfg(test)]
pub(crate) use pool::in_pool_of;
pub(crate) use pool::{in_pool, threads};
pub(crate) use softmax::{divide_by_row_sum, exponentiate, scale_rows, subtract_row_max};
pub(crate) use vectorized::{Once, vectorized};
