//! The training set in the device's own memory.

use candle_core::{Device, Result, Tensor};
use classifier::{Batch, Examples, Loss};

use crate::error::framework;
use crate::loss::targets;

/// All inputs and targets of a training set on the device, where batches are gathered from them.
pub(crate) struct Resident {
    examples: Examples,
    inputs: Tensor,
    targets: Tensor,
}

impl Resident {
    /// Moves the examples to the device; they can no longer be changed, so that once is enough.
    pub(crate) fn new(
        examples: &Examples,
        loss: Loss,
        outputs: usize,
        device: &Device,
    ) -> classifier::Result<Self> {
        let rows: Vec<u32> = (0..examples.rows() as u32).collect();
        let all = Batch::new(examples, &rows)?;
        Ok(Self {
            examples: examples.clone(),
            inputs: inputs(&all, device).map_err(framework)?,
            targets: targets(loss, &all, outputs, device).map_err(framework)?,
        })
    }

    /// Whether the batch's rows are of these examples.
    pub(crate) fn holds(&self, batch: &Batch<'_>) -> bool {
        self.examples.are(batch.examples())
    }

    /// The batch's inputs `[rows, width]` and its targets: only its row numbers travel.
    pub(crate) fn gather(&self, batch: &Batch<'_>) -> Result<(Tensor, Tensor)> {
        let rows = Tensor::new(batch.rows(), self.inputs.device())?;
        Ok((self.inputs.index_select(&rows, 0)?, self.targets.index_select(&rows, 0)?))
    }
}

/// The batch's inputs `[rows, width]`, gathered in the processor's memory.
pub(crate) fn inputs(batch: &Batch<'_>, device: &Device) -> Result<Tensor> {
    Tensor::from_vec(batch.gather_inputs(), (batch.len(), batch.width()), device)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_the_same_wherever_it_is_gathered() {
        let examples = Examples::new((0..12).map(|i| i as f32).collect(), 3, vec![0, 1, 2, 3], 4);
        let (examples, device) = (examples.unwrap(), Device::Cpu);
        let batch = Batch::new(&examples, &[3, 0, 2]).unwrap();
        let values = |tensor: &Tensor| tensor.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        for loss in [Loss::MeanSquaredError, Loss::SigmoidCrossEntropy] {
            let resident = Resident::new(&examples, loss, 4, &device).unwrap();
            assert!(resident.holds(&batch));
            let (there, targets_there) = resident.gather(&batch).unwrap();
            let (here, targets_here) = (inputs(&batch, &device), targets(loss, &batch, 4, &device));
            assert_eq!(values(&there), values(&here.unwrap()));
            assert_eq!(values(&targets_there), values(&targets_here.unwrap()));
        }
        let resident = Resident::new(&examples, Loss::CrossEntropy, 4, &device).unwrap();
        let (_, labels) = resident.gather(&batch).unwrap();
        assert_eq!(labels.to_vec1::<u32>().unwrap(), [3, 0, 2]);
    }
}
