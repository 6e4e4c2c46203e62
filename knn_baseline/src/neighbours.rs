//! The result of a neighbour search.

/// A neighbour of a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// The row in the training set, from 0.
    pub row: u32,
    /// The distance from the query.
    pub distance: f64,
}

/// The `k` nearest neighbours of each of several queries.
///
/// The neighbours of a query are sorted by distance, equal distances by row. So the first `j` of
/// them are the `j` nearest, for every `j ≤ k`.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    k: usize,
    all: Vec<Neighbour>,
}

impl Neighbours {
    /// From lists of `k ≥ 1` neighbours, one list per query.
    pub(crate) fn new(k: usize, lists: Vec<Vec<Neighbour>>) -> Self {
        let all = lists.concat();
        debug_assert_eq!(all.len(), k * lists.len());
        Self { k, all }
    }

    /// Neighbours per query.
    pub fn k(&self) -> usize {
        self.k
    }

    /// The `k` neighbours of each query, in the order of the queries.
    pub fn queries(&self) -> impl ExactSizeIterator<Item = &[Neighbour]> {
        self.all.chunks_exact(self.k)
    }
}
