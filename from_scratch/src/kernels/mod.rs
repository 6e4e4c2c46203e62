//! The loops under the layers: where the time goes, and nothing else.
//!
//! Layers say *what* is computed, in the field's names; these files say how a processor does it
//! quickly: [`matmul`] on faer's kernels, [`each`] for element-wise work in the widest vector
//! instructions of the machine, `exp` as a polynomial that fits into them, [`gather`] for the rows of
//! a batch. Matrices start on a cache line ([`zeros`]), threads keep to their columns ([`by_columns`]),
//! and small work stays on the calling thread. What each of them brings is measured in
//! `docs/performance.md`.

mod aligned;
mod columns;
mod each;
pub(crate) mod exp;
mod flat;
mod gather;
mod matmul;
mod pool;
mod vectorized;

pub(crate) use aligned::zeros;
pub(crate) use columns::{by_columns, columns, rows_mut, sum_of_rows};
pub(crate) use each::each;
pub(crate) use flat::{Flat, FlatMut};
pub(crate) use gather::gather;
pub(crate) use matmul::matmul;
#[cfg(test)]
pub(crate) use pool::in_pool_of;
pub(crate) use pool::{in_pool, threads};
pub(crate) use vectorized::{Once, vectorized};
