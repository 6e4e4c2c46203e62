//! The rows that can be among a query's nearest according to their `f32` scores.

use std::{cmp::Ordering, collections::BinaryHeap};

/// Collects, score by score, all rows that may belong to the `k` with the smallest true scores.
///
/// A computed score differs from the true one by at most half the `slack`. Let s be the k-th
/// smallest computed score: k true scores are at most s + slack/2, so a row with a score above
/// s + slack cannot be among the k smallest; all other rows are kept. For exact scores, with a slack
/// of 0, the first k rows with scores up to s suffice, since equal scores rank by row.
pub(crate) struct Candidates {
    k: usize,
    slack: f32,
    /// s + slack of the scores seen so far.
    bound: f32,
    /// The k smallest scores so far, the largest of them on top.
    smallest: BinaryHeap<Score>,
    kept: Vec<(f32, u32)>,
    /// The length of `kept` at which rows beyond the bound are removed.
    full: usize,
}

impl Candidates {
    pub(crate) fn new(k: usize, slack: f32) -> Self {
        Self {
            k,
            slack,
            bound: f32::MAX,
            smallest: BinaryHeap::new(),
            kept: Vec::new(),
            full: 4 * k + 64,
        }
    }

    /// The largest score that can still become a candidate.
    pub(crate) fn limit(&self) -> f32 {
        if self.slack == 0.0 && self.smallest.len() == self.k {
            self.bound.next_down()
        } else {
            self.bound
        }
    }

    /// Adds the scores of consecutive rows that start at `first`.
    pub(crate) fn offer(&mut self, first: u32, scores: &[f32]) {
        for (row, &score) in (first..).zip(scores) {
            if score <= self.limit() {
                self.keep(row, score);
            }
        }
    }

    fn keep(&mut self, row: u32, score: f32) {
        self.kept.push((score, row));
        if self.smallest.len() < self.k {
            self.smallest.push(Score(score));
        } else if let Some(mut largest) = self.smallest.peek_mut()
            && score < largest.0
        {
            largest.0 = score;
        }
        if self.smallest.len() == self.k
            && let Some(largest) = self.smallest.peek()
        {
            self.bound = largest.0 + self.slack;
        }
        if self.kept.len() >= self.full {
            self.drop_beyond_bound();
            self.full = self.full.max(2 * self.kept.len());
        }
    }

    fn drop_beyond_bound(&mut self) {
        let bound = self.bound;
        self.kept.retain(|&(score, _)| score <= bound);
    }

    /// The candidates' rows.
    pub(crate) fn into_rows(mut self) -> impl Iterator<Item = u32> {
        self.drop_beyond_bound();
        self.kept.into_iter().map(|(_, row)| row)
    }
}

/// A score with a total order.
struct Score(f32);

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Score {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Score {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_within_the_slack_of_the_kth_smallest_are_kept() {
        let mut candidates = Candidates::new(2, 0.5);
        let scores: Vec<f32> = (0..500).map(|i| ((i * 7) % 500) as f32 * 0.25).collect();
        candidates.offer(100, &scores);
        let mut rows: Vec<u32> = candidates.into_rows().collect();
        rows.sort_unstable();
        // The second smallest is 0.25, so 0, 0.25, 0.5 and 0.75 are kept.
        let expected: Vec<u32> = (0..500).filter(|i| (i * 7) % 500 <= 3).map(|i| 100 + i).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn among_equal_exact_scores_the_first_rows_are_kept() {
        let mut candidates = Candidates::new(3, 0.0);
        candidates.offer(0, &[2.0; 300]);
        candidates.offer(300, &[1.0; 2]);
        candidates.offer(302, &[2.0; 300]);
        let rows: Vec<u32> = candidates.into_rows().collect();
        assert_eq!(rows, [0, 1, 2, 300, 301]);
    }
}
