//! The training set in device memory.

use candle_core::{Device, Result, Tensor};
use classifier::{Batch, Examples, Loss};

use crate::error::framework;
use crate::loss::targets;

/// All inputs and targets of a training set on the device, from which batches are gathered there.
pub(crate) struct Resident {
    examples: Examples,
    inputs: Tensor,
    targets: Tensor,
}

impl Resident {
    /// Copies the examples to the device. Examples are immutable, so one copy suffices.
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

    /// Whether the batch consists of rows of these examples.
    pub(crate) fn holds(&self, batch: &Batch<'_>) -> bool {
        self.examples.are(batch.examples())
    }

    /// The batch's inputs `[rows, width]` and its targets; only row indices are transferred.
    pub(crate) fn gather(&self, batch: &Batch<'_>) -> Result<(Tensor, Tensor)> {
        let rows = Tensor::new(batch.rows(), self.inputs.device())?;
        Ok((self.inputs.index_select(&rows, 0)?, self.targets.index_select(&rows, 0)?))
    }
}

/// The batch's inputs `[rows, width]`, gathered in host memory.
pub(crate) fn inputs(batch: &Batch<'_>, device: &Device) -> Result<Tensor> {
    Tensor::from_vec(batch.gather_inputs(), (batch.len(), batch.width()), device)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_the_same_gathered_on_the_device_or_the_host() {
        let examples = Examples::new((0..12).map(|i| i as f32).collect(), 3, vec![0, 1, 2, 3], 4);
        let (examples, device) = (examples.unwrap(), Device::Cpu);
        let batch = Batch::new(&examples, &[3, 0, 2]).unwrap();
        let values = |tensor: &Tensor| tensor.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        for loss in [Loss::MeanSquaredError, Loss::SigmoidCrossEntropy] {
            let resident = Resident::new(&examples, loss, 4, &device).unwrap();
            assert!(resident.holds(&batch));
            let (device_inputs, device_targets) = resident.gather(&batch).unwrap();
            let host_inputs = inputs(&batch, &device).unwrap();
            let host_targets = targets(loss, &batch, 4, &device).unwrap();
            assert_eq!(values(&device_inputs), values(&host_inputs));
            assert_eq!(values(&device_targets), values(&host_targets));
        }
        let resident = Resident::new(&examples, Loss::CrossEntropy, 4, &device).unwrap();
        let (_, labels) = resident.gather(&batch).unwrap();
        assert_eq!(labels.to_vec1::<u32>().unwrap(), [3, 0, 2]);
    }
}
