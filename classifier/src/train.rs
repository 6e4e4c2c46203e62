//! The training loop of all networks.

use std::time::Instant;

use crate::{
    Batch, BatchOrder, ClassifierError, Differentiable, EpochReport, Examples, Observer, Result,
    StepReport, TrainSpec,
};

/// Trains `network` as `spec` defines: the body of [`Classifier::fit`](crate::Classifier::fit) of
/// every network.
///
/// Only the steps are timed.
///
/// # Errors
/// Those of [`Classifier::fit`](crate::Classifier::fit).
pub fn train(
    network: &mut dyn Differentiable,
    spec: &TrainSpec,
    train: &Examples,
    order: &dyn BatchOrder,
    observer: &mut dyn Observer,
) -> Result<()> {
    for epoch in 0..spec.epochs {
        let rows = order.epoch(epoch);
        let batches = spec.batches(&rows)?;
        let masks = order.dropout_masks(epoch);
        let learning_rate = spec.learning_rate(epoch);
        let mut report = EpochReport {
            epoch: epoch + 1,
            loss: 0.0,
            rows: 0,
            seconds: 0.0,
            first_step_seconds: 0.0,
        };
        for (index, rows) in batches.iter().enumerate() {
            let batch = Batch::new(train, rows)?.with_dropout(masks.as_ref());
            let start = Instant::now();
            let loss = network.train_step(batch, learning_rate)?;
            let seconds = start.elapsed().as_secs_f64();
            if !loss.is_finite() {
                return Err(ClassifierError::Diverged { epoch: epoch + 1, step: index + 1, loss });
            }
            if index == 0 {
                report.first_step_seconds = seconds;
            }
            report.seconds += seconds;
            report.rows += rows.len();
            report.loss += loss * rows.len() as f64;
            observer.on_step(&StepReport {
                epoch: epoch + 1,
                step: index + 1,
                steps: batches.len(),
                loss,
                rows: report.rows,
                seconds: report.seconds,
            });
        }
        report.loss /= report.rows as f64;
        observer.on_epoch(&report, network)?;
    }
    Ok(())
}
