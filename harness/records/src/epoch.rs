//! One epoch of a training.

use serde::{Deserialize, Serialize};

/// Loss, time and test score of an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Epoch {
    /// Epoch, from 1.
    pub epoch: usize,
    /// Mean training loss.
    pub train_loss: f64,
    /// Training seconds, without evaluation.
    pub train_seconds: f64,
    /// Seconds of the epoch's first step.
    pub first_step_seconds: f64,
    /// Training examples seen.
    pub rows: usize,
    /// Mean loss on the test set.
    pub test_loss: f64,
    /// Test examples classified correctly.
    pub test_correct: usize,
    /// Test examples.
    pub test_total: usize,
    /// Seconds of the evaluation.
    pub evaluate_seconds: f64,
}
