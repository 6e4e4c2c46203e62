//! The stack of layers.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use classifier::{Batch, ModelSpec, Parameters, Result};

use crate::layers::{BatchStatistics, Layer};

/// A stack of layers.
#[derive(Module, Debug, Default)]
pub(crate) struct Network {
    layers: Vec<Layer>,
}

impl Network {
    /// Builds `model` with its initial parameters.
    pub(crate) fn new(model: &ModelSpec, parameters: &Parameters, device: &Device) -> Result<Self> {
        parameters.check(&model.parameter_shapes())?;
        let mut layers = Vec::new();
        let mut dropouts = 0;
        for (layer, shapes) in model.layers_with_parameters() {
            let layer = Layer::new(layer, &shapes, parameters, dropouts, device)?;
            dropouts += usize::from(matches!(layer, Layer::Dropout(_)));
            layers.push(layer);
        }
        Ok(Self { layers })
    }

    /// The outputs `[rows, outputs]` in evaluation mode.
    pub(crate) fn forward(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.layers.iter().fold(inputs, |x, layer| layer.forward(x))
    }

    /// The outputs in training mode, and the statistics for [`Network::update_running_statistics`].
    ///
    /// # Errors
    /// A model with dropout and a batch without masks.
    pub(crate) fn forward_training(
        &self,
        inputs: Tensor<2>,
        batch: &Batch<'_>,
    ) -> Result<(Tensor<2>, Vec<BatchStatistics>)> {
        let mut x = inputs;
        let mut statistics = Vec::new();
        for layer in &self.layers {
            x = match layer {
                Layer::BatchNorm(batch_norm) => {
                    let (y, of_batch) = batch_norm.forward_training(x);
                    statistics.push(of_batch);
                    y
                }
                Layer::Dropout(dropout) => dropout.forward_training(x, batch)?,
                layer => layer.forward(x),
            };
        }
        Ok((x, statistics))
    }

    /// Updates the running statistics from those of a training pass.
    pub(crate) fn update_running_statistics(&mut self, statistics: Vec<BatchStatistics>) {
        let batch_norms = self.layers.iter_mut().filter_map(|layer| match layer {
            Layer::BatchNorm(batch_norm) => Some(batch_norm),
            _ => None,
        });
        for (batch_norm, of_batch) in batch_norms.zip(statistics) {
            batch_norm.update_running_statistics(of_batch);
        }
    }
}
