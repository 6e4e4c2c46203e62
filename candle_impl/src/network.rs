//! The stack of layers.

use candle_core::{Device, Module, Result, Tensor};
use classifier::{Batch, LayerSpec, ModelSpec, Parameters};

use crate::batch_norm::Statistics;
use crate::error::framework;
use crate::layer::Layer;
use crate::parameter::Parameter;

/// A stack of layers.
pub(crate) struct Network {
    /// All parameters, in the order of [`ModelSpec::parameter_shapes`].
    pub(crate) parameters: Vec<Parameter>,
    layers: Vec<Layer>,
}

impl Network {
    /// Builds `model` with its initial parameters.
    pub(crate) fn new(
        model: &ModelSpec,
        parameters: &Parameters,
        device: &Device,
    ) -> classifier::Result<Self> {
        parameters.check(&model.parameter_shapes())?;
        let mut network = Self { parameters: Vec::new(), layers: Vec::new() };
        let mut dropouts = 0;
        for (spec, shapes) in model.layers_with_parameters() {
            let mut vars = Vec::new();
            for shape in shapes {
                let parameter = Parameter::new(shape, parameters, device)?;
                vars.push(parameter.var.clone());
                network.parameters.push(parameter);
            }
            network.layers.push(Layer::new(spec, &vars, dropouts));
            dropouts += usize::from(matches!(spec, LayerSpec::Dropout { .. }));
        }
        Ok(network)
    }

    /// The parameters that the optimizer updates.
    pub(crate) fn trained(&self) -> impl Iterator<Item = &Parameter> + Clone {
        self.parameters.iter().filter(|parameter| parameter.role().trains())
    }

    /// The outputs `[rows, outputs]` in training mode, with a graph for the backward pass, and the
    /// batch statistics of each batch normalisation.
    pub(crate) fn train(
        &self,
        inputs: Tensor,
        batch: &Batch<'_>,
    ) -> classifier::Result<(Tensor, Vec<Statistics>)> {
        let mut statistics = Vec::new();
        let mut x = inputs;
        for layer in &self.layers {
            x = match layer {
                Layer::Linear { tracked, .. } => tracked.forward(&x).map_err(framework)?,
                Layer::Function(function) => function.forward(&x).map_err(framework)?,
                Layer::BatchNorm(batch_norm) => {
                    let (y, of_batch) = batch_norm.train(&x).map_err(framework)?;
                    statistics.push(of_batch);
                    y
                }
                Layer::Dropout { number, rate } => dropout(&x, batch, *number, *rate)?,
            };
        }
        Ok((x, statistics))
    }

    /// The outputs `[rows, outputs]` in evaluation mode, without a graph.
    pub(crate) fn evaluate(&self, inputs: Tensor) -> Result<Tensor> {
        self.layers.iter().try_fold(inputs, |x, layer| match layer {
            Layer::Linear { detached, .. } => detached.forward(&x),
            Layer::Function(function) => function.forward(&x),
            Layer::BatchNorm(batch_norm) => batch_norm.evaluate(&x),
            Layer::Dropout { .. } => Ok(x),
        })
    }

    /// Updates the running statistics from those of a training pass.
    pub(crate) fn update_running_statistics(&self, statistics: &[Statistics]) -> Result<()> {
        let batch_norms = self.layers.iter().filter_map(|layer| match layer {
            Layer::BatchNorm(batch_norm) => Some(batch_norm),
            _ => None,
        });
        let mut pairs = batch_norms.zip(statistics);
        pairs.try_for_each(|(batch_norm, batch)| batch_norm.update_running_statistics(batch))
    }
}

/// `x · factor`; the factors come with the batch.
fn dropout(x: &Tensor, batch: &Batch<'_>, number: usize, rate: f64) -> classifier::Result<Tensor> {
    let multiply = |factors| x * Tensor::from_vec(factors, x.shape(), x.device())?;
    let width = x.dim(1).map_err(framework)?;
    multiply(batch.dropout_factors(number, width, rate)?).map_err(framework)
}
