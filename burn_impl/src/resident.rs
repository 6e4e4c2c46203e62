//! The training set in device memory.

use burn::tensor::{Device, Int, Tensor, TensorData};
use classifier::{Batch, Examples};

/// All inputs and labels of a training set on the device, from which batches are gathered there.
pub(crate) struct Resident {
    examples: Examples,
    inputs: Tensor<2>,
    labels: Tensor<1, Int>,
}

impl Resident {
    /// Copies the examples to the device. Examples are immutable, so one copy suffices.
    pub(crate) fn new(examples: &Examples, device: &Device) -> Self {
        let shape = [examples.rows(), examples.width()];
        let inputs = TensorData::new(examples.inputs().to_vec(), shape);
        Self {
            examples: examples.clone(),
            inputs: Tensor::from_data(inputs, device),
            labels: integers(examples.labels().iter().copied(), device),
        }
    }

    /// Whether the batch consists of rows of these examples.
    pub(crate) fn holds(&self, batch: &Batch<'_>) -> bool {
        self.examples.are(batch.examples())
    }

    /// The batch's inputs `[rows, width]` and labels `[rows]`; only row indices are transferred.
    pub(crate) fn gather(&self, batch: &Batch<'_>) -> (Tensor<2>, Tensor<1, Int>) {
        let rows = integers(batch.rows().iter().copied(), &self.inputs.device());
        let inputs = self.inputs.clone().select(0, rows.clone());
        (inputs, self.labels.clone().select(0, rows))
    }
}

/// The batch's inputs `[rows, width]`, gathered in host memory.
pub(crate) fn inputs(batch: &Batch<'_>, device: &Device) -> Tensor<2> {
    let data = TensorData::new(batch.gather_inputs(), [batch.len(), batch.width()]);
    Tensor::from_data(data, device)
}

/// The batch's labels `[rows]`, gathered in host memory.
pub(crate) fn labels(batch: &Batch<'_>, device: &Device) -> Tensor<1, Int> {
    integers(batch.labels(), device)
}

fn integers(values: impl Iterator<Item = u32>, device: &Device) -> Tensor<1, Int> {
    let values: Vec<i32> = values.map(|value| value as i32).collect();
    Tensor::from_data(values.as_slice(), device)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_the_same_gathered_on_the_device_or_the_host() {
        let examples = Examples::new((0..12).map(|i| i as f32).collect(), 3, vec![0, 1, 2, 3], 4);
        let (examples, device) = (examples.unwrap(), Device::flex());
        let resident = Resident::new(&examples, &device);
        let batch = Batch::new(&examples, &[3, 0, 2]).unwrap();
        assert!(resident.holds(&batch));
        let (device_inputs, device_labels) = resident.gather(&batch);
        device_inputs.into_data().assert_eq(&inputs(&batch, &device).into_data(), true);
        device_labels.into_data().assert_eq(&labels(&batch, &device).into_data(), true);
    }
}
