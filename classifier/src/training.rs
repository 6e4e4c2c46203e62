//! The specification of a training run.

use serde::{Deserialize, Serialize};

use crate::{ClassifierError, Loss, OptimizerSpec, Result, Schedule, optimizer::positive};

/// Every hyper-parameter of a training run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainSpec {
    /// Passes over the training set; 0 evaluates the initial weights.
    pub epochs: usize,
    /// Rows per step.
    pub batch: usize,
    /// Use of the rows that are left over if `batch` does not divide the training set.
    #[serde(default)]
    pub last_batch: LastBatch,
    /// The loss that is minimised.
    #[serde(default)]
    pub loss: Loss,
    /// The update rule.
    pub optimizer: OptimizerSpec,
    /// Factor on the learning rate in each epoch.
    #[serde(default)]
    pub schedule: Schedule,
    /// Largest norm of the gradient of all parameters together; a larger gradient is scaled down to
    /// it (Pascanu et al. 2013, algorithm 1, <https://arxiv.org/abs/1211.5063>), before weight
    /// decay.
    #[serde(default)]
    pub clip_norm: Option<f64>,
}

/// Use of the rows that are left over if the batch size does not divide the training set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LastBatch {
    /// They form a smaller batch, which makes one step.
    #[default]
    Keep,
    /// They are left out of this epoch.
    Drop,
}

impl TrainSpec {
    /// Checks every hyper-parameter.
    ///
    /// # Errors
    /// A batch of 0 rows, a hyper-parameter outside its range.
    pub fn check(&self) -> Result<()> {
        if self.batch == 0 {
            return Err(ClassifierError::InvalidTraining {
                name: "batch",
                value: self.batch.to_string(),
                rule: "at least 1",
            });
        }
        self.optimizer.check()?;
        self.schedule.check()?;
        self.clip_norm.map_or(Ok(()), |norm| positive("clip_norm", norm))
    }

    /// Learning rate of `epoch`, counted from 0.
    pub fn learning_rate(&self, epoch: usize) -> f64 {
        self.optimizer.learning_rate() * self.schedule.factor(epoch)
    }

    /// Splits the rows of an epoch into batches.
    ///
    /// # Errors
    /// No batch: no rows, or fewer than one batch if the last partial batch is dropped.
    pub fn batches<'a>(&self, rows: &'a [u32]) -> Result<Vec<&'a [u32]>> {
        let batches: Vec<_> = match self.last_batch {
            LastBatch::Keep => rows.chunks(self.batch).collect(),
            LastBatch::Drop => rows.chunks_exact(self.batch).collect(),
        };
        if batches.is_empty() {
            return Err(ClassifierError::Empty {
                what: "an epoch (the batch may be larger than the training set)",
            });
        }
        Ok(batches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(last_batch: LastBatch) -> TrainSpec {
        TrainSpec {
            epochs: 1,
            batch: 4,
            last_batch,
            loss: Loss::default(),
            optimizer: OptimizerSpec::sgd(0.1),
            schedule: Schedule::default(),
            clip_norm: None,
        }
    }

    #[test]
    fn the_last_partial_batch_is_kept_or_dropped() {
        let rows: Vec<u32> = (0..10).collect();
        assert_eq!(spec(LastBatch::Keep).batches(&rows).unwrap().len(), 3);
        assert_eq!(spec(LastBatch::Drop).batches(&rows).unwrap().len(), 2);
    }

    #[test]
    fn an_epoch_without_a_batch_is_an_error() {
        assert!(spec(LastBatch::Drop).batches(&[0, 1]).is_err());
    }

    #[test]
    fn a_batch_of_zero_rows_is_rejected_and_zero_epochs_are_not() {
        let mut zero = spec(LastBatch::Keep);
        zero.epochs = 0;
        assert!(zero.check().is_ok());
        zero.batch = 0;
        assert_eq!(zero.check().unwrap_err().to_string(), "batch is 0, but must be at least 1");
    }
}
