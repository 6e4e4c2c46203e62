//! The traits that a contender implements, and those that it is given.

use crate::{Batch, DropoutMasks, Examples, Parameters, Predictions, Result};

/// A classifier: trained on labelled examples, then used to predict.
pub trait Classifier {
    /// Trains on `train`.
    ///
    /// A network takes the rows in `order` and reports to `observer`; a classifier without epochs
    /// ignores both. A second call starts again: a network from the parameters that it was built
    /// with or that were loaded last.
    ///
    /// # Errors
    /// Examples whose width or number of classes differs from the model's, a loss that becomes NaN
    /// or infinite, an error of the framework or of the observer.
    fn fit(
        &mut self,
        train: &Examples,
        order: &dyn BatchOrder,
        observer: &mut dyn Observer,
    ) -> Result<()>;

    /// Classes and probabilities of one batch; its labels are ignored.
    ///
    /// # Errors
    /// [`NotFitted`](crate::ClassifierError::NotFitted) before [`Classifier::fit`], inputs whose
    /// width differs from the model's.
    fn predict_batch(&mut self, batch: Batch<'_>) -> Result<Predictions>;

    /// Classes and probabilities of all examples, `batch` rows at a time (at least 1).
    ///
    /// # Errors
    /// Those of [`Classifier::predict_batch`].
    fn predict(&mut self, examples: &Examples, batch: usize) -> Result<Predictions> {
        let rows: Vec<u32> = (0..examples.rows() as u32).collect();
        let mut predictions = Predictions::default();
        for rows in rows.chunks(batch.max(1)) {
            predictions.extend(self.predict_batch(Batch::new(examples, rows)?)?);
        }
        Ok(predictions)
    }
}

/// A network: a classifier with parameters and gradients.
///
/// It is built from a [`ModelSpec`](crate::ModelSpec), a [`TrainSpec`](crate::TrainSpec) and
/// initial [`Parameters`].
pub trait Differentiable: Classifier {
    /// Replaces all parameters and resets the state of the optimizer.
    ///
    /// # Errors
    /// A tensor that is missing, unknown or of another shape; the network is then unchanged.
    fn load_parameters(&mut self, parameters: &Parameters) -> Result<()>;

    /// All parameters and running statistics, in the order of
    /// [`ModelSpec::parameter_shapes`](crate::ModelSpec::parameter_shapes).
    fn parameters(&self) -> Result<Parameters>;

    /// Mean loss of the batch and its gradient for every trained parameter, in training mode.
    /// Neither parameters nor running statistics change.
    fn gradients(&mut self, batch: Batch<'_>) -> Result<(f64, Parameters)>;

    /// Makes one step of the optimizer on the batch; returns the mean loss before the step.
    fn train_step(&mut self, batch: Batch<'_>, learning_rate: f64) -> Result<f64>;
}

/// The order of the training rows, and their dropout masks.
pub trait BatchOrder: Sync {
    /// The rows of `epoch` (counted from 0), each once.
    fn epoch(&self, epoch: usize) -> Vec<u32>;

    /// The dropout masks of `epoch`; a model with dropout cannot be trained with `None`.
    fn dropout_masks(&self, _epoch: usize) -> Option<DropoutMasks> {
        None
    }
}

/// Receives the progress of a training run. Time spent here does not count as training time.
pub trait Observer: Send {
    /// Called after every step.
    fn on_step(&mut self, _step: &StepReport) {}

    /// Called after every epoch, with the network.
    ///
    /// # Errors
    /// An error ends the training.
    fn on_epoch(&mut self, _epoch: &EpochReport, _network: &mut dyn Differentiable) -> Result<()> {
        Ok(())
    }
}

/// An observer that ignores everything.
impl Observer for () {}

/// One training step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepReport {
    /// Epoch, from 1.
    pub epoch: usize,
    /// Step in the epoch, from 1.
    pub step: usize,
    /// Steps in the epoch.
    pub steps: usize,
    /// Mean loss of the batch.
    pub loss: f64,
    /// Rows of this epoch trained on so far.
    pub rows: usize,
    /// Training time of this epoch so far, in seconds.
    pub seconds: f64,
}

/// One training epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EpochReport {
    /// Epoch, from 1.
    pub epoch: usize,
    /// Mean of the steps' losses, each weighted by its rows.
    pub loss: f64,
    /// Rows trained on.
    pub rows: usize,
    /// Training time in seconds: gather, forward, backward, update; no evaluation.
    pub seconds: f64,
    /// Time of the first step, in seconds.
    pub first_step_seconds: f64,
}
