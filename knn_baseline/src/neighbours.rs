//! What every index answers.

/// A neighbour of a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Its row in the training set, from 0.
    pub row: u32,
    /// Its distance from the query.
    pub distance: f64,
}

/// The `k` nearest neighbours of each of several queries.
///
/// Each query's come nearest first, among equally distant ones the lower row. So the first `j` of
/// them are its `j` nearest, for every `j ≤ k`.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    k: usize,
    all: Vec<Neighbour>,
}

impl Neighbours {
    /// Of lists of `k ≥ 1` neighbours, one list per query.
    pub(crate) fn new(k: usize, lists: Vec<Vec<Neighbour>>) -> Self {
        let all = lists.concat();
        debug_assert_eq!(all.len(), k * lists.len());
        Self { k, all }
    }

    /// Neighbours of each query.
    pub fn k(&self) -> usize {
        self.k
    }

    /// The neighbours of each query, `k` of them, in the order of the queries.
    pub fn queries(&self) -> impl ExactSizeIterator<Item = &[Neighbour]> {
        self.all.chunks_exact(self.k)
    }
}
