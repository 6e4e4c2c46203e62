//! The stack of layers.

use candle_core::{Device, Module, Result, Tensor};
use candle_nn::{Linear, Sequential, ops, seq};
use classifier::{LayerSpec, ModelSpec, Parameters};

use crate::activation::{leaky_relu, relu};
use crate::parameter::Parameter;

/// A stack of layers, twice over the same variables.
pub(crate) struct Network {
    /// In the order of [`ModelSpec::parameter_shapes`].
    pub(crate) parameters: Vec<Parameter>,
    tracked: Sequential,
    detached: Sequential,
}

impl Network {
    /// Builds `model` with its first parameters.
    pub(crate) fn new(
        model: &ModelSpec,
        parameters: &Parameters,
        device: &Device,
    ) -> classifier::Result<Self> {
        let shapes = model.parameter_shapes();
        parameters.check(&shapes)?;
        let parameters = shapes
            .into_iter()
            .map(|shape| Parameter::new(shape, parameters, device))
            .collect::<classifier::Result<Vec<_>>>()?;
        let tracked = stack(model, &parameters, |parameter| {
            parameter.var.as_tensor().clone()
        });
        let detached = stack(model, &parameters, |parameter| {
            parameter.var.as_detached_tensor()
        });
        Ok(Self {
            parameters,
            tracked,
            detached,
        })
    }

    /// The logits `[rows, outputs]`, with the graph for a backward pass.
    pub(crate) fn forward(&self, inputs: &Tensor) -> Result<Tensor> {
        self.tracked.forward(inputs)
    }

    /// The logits `[rows, outputs]`, without a graph.
    pub(crate) fn forward_detached(&self, inputs: &Tensor) -> Result<Tensor> {
        self.detached.forward(inputs)
    }
}

/// The layers of `model` over what `tensor` makes of each parameter.
fn stack(
    model: &ModelSpec,
    parameters: &[Parameter],
    tensor: impl Fn(&Parameter) -> Tensor,
) -> Sequential {
    let mut weights_and_biases = parameters.chunks_exact(2);
    model
        .layers
        .iter()
        .fold(seq(), |stack, layer| match *layer {
            LayerSpec::Linear { .. } => match weights_and_biases.next() {
                Some([weight, bias]) => stack.add(Linear::new(tensor(weight), Some(tensor(bias)))),
                _ => unreachable!("a Linear layer has two parameters"),
            },
            LayerSpec::Relu => stack.add_fn(relu),
            LayerSpec::LeakyRelu { slope } => stack.add_fn(move |x| leaky_relu(x, slope)),
            LayerSpec::Sigmoid => stack.add_fn(ops::sigmoid),
            LayerSpec::Tanh => stack.add_fn(Tensor::tanh),
        })
}
