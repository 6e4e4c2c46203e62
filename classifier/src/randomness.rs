//! The random numbers of a run, drawn outside the frameworks.

use rand::{Rng, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

use crate::{BatchOrder, DropoutMasks};

/// The source of all random numbers: a function of (seed, data set, repetition), never of the
/// contender.
///
/// ChaCha8 (Bernstein 2008, <https://cr.yp.to/chacha.html>) is counter-based and portable: the same
/// key gives the same numbers on every machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Randomness {
    seed: u64,
    dataset: String,
    repetition: u32,
}

impl Randomness {
    /// The source for one repetition; repetitions of one seed differ in weights and order.
    pub fn new(seed: u64, dataset: &str, repetition: u32) -> Self {
        Self { seed, dataset: dataset.to_owned(), repetition }
    }

    /// An independent generator for one purpose, e.g. `"initial parameters"`.
    ///
    /// Its key is the SHA-256 of seed, repetition, data set and purpose, so that no two purposes
    /// share a stream.
    pub fn generator(&self, purpose: &str) -> impl Rng + use<> {
        self.seekable(purpose)
    }

    /// [`Randomness::generator`] as the concrete type, which can jump to any position of the
    /// stream.
    pub(crate) fn seekable(&self, purpose: &str) -> ChaCha8Rng {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_le_bytes());
        hash.update(self.repetition.to_le_bytes());
        for text in [self.dataset.as_str(), purpose] {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        ChaCha8Rng::from_seed(hash.finalize().into())
    }
}

/// A fresh permutation of the training rows for every epoch.
#[derive(Debug, Clone)]
pub struct ShuffledOrder {
    randomness: Randomness,
    rows: usize,
}

impl ShuffledOrder {
    /// The order of `rows` rows.
    pub fn new(randomness: Randomness, rows: usize) -> Self {
        Self { randomness, rows }
    }
}

impl BatchOrder for ShuffledOrder {
    fn epoch(&self, epoch: usize) -> Vec<u32> {
        let mut rows: Vec<u32> = (0..self.rows as u32).collect();
        let mut generator = self.randomness.generator(&format!("order of epoch {epoch}"));
        rows.shuffle(&mut generator);
        rows
    }

    fn dropout_masks(&self, epoch: usize) -> Option<DropoutMasks> {
        Some(DropoutMasks::new(self.randomness.clone(), epoch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(randomness: &Randomness, purpose: &str) -> u64 {
        randomness.generator(purpose).next_u64()
    }

    #[test]
    fn every_axis_changes_the_numbers_and_the_same_axes_repeat_them() {
        let base = Randomness::new(1, "mnist", 0);
        let value = first(&base, "weights");
        assert_eq!(value, first(&base.clone(), "weights"));
        assert_ne!(value, first(&base, "order"));
        assert_ne!(value, first(&Randomness::new(2, "mnist", 0), "weights"));
        assert_ne!(value, first(&Randomness::new(1, "other", 0), "weights"));
        assert_ne!(value, first(&Randomness::new(1, "mnist", 1), "weights"));
    }

    #[test]
    fn an_epoch_visits_every_row_once_in_an_order_of_its_own() {
        let order = ShuffledOrder::new(Randomness::new(1, "mnist", 0), 100);
        let (first, second) = (order.epoch(0), order.epoch(1));
        assert_ne!(first, second);
        let mut sorted = first.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..100).collect::<Vec<u32>>());
        assert_eq!(first, order.epoch(0));
    }
}
