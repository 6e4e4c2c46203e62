//! The stack of layers.

use burn::module::Module;
use burn::nn::{Linear, Relu, Sigmoid, Tanh};
use burn::tensor::{Device, Tensor};
use classifier::{LayerSpec, ModelSpec, Parameters, Result};

use crate::parameter::from_neutral;

/// A stack of layers.
#[derive(Module, Debug)]
pub(crate) struct Network {
    layers: Vec<Layer>,
}

#[derive(Module, Debug)]
enum Layer {
    Linear(Linear),
    Relu(Relu),
    LeakyRelu(LeakyRelu),
    Sigmoid(Sigmoid),
    Tanh(Tanh),
}

/// `x` above 0, `slope·x` elsewhere; the derivative at 0 is `slope`.
///
/// Burn's own takes `x` itself at 0, where the derivative would be 1
/// (`burn-backend/src/backend/ops/activation.rs`, `float_lower_elem`).
#[derive(Module, Debug)]
struct LeakyRelu {
    slope: f64,
}

impl LeakyRelu {
    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let not_above = x.clone().lower_equal_elem(0);
        let scaled = x.clone().mul_scalar(self.slope);
        x.mask_where(not_above, scaled)
    }
}

impl Network {
    /// Builds `model` with its first parameters.
    pub(crate) fn new(model: &ModelSpec, parameters: &Parameters, device: &Device) -> Result<Self> {
        let shapes = model.parameter_shapes();
        parameters.check(&shapes)?;
        let mut shapes = shapes.iter();
        let mut layers = Vec::new();
        for layer in &model.layers {
            layers.push(match *layer {
                LayerSpec::Linear { .. } => match (shapes.next(), shapes.next()) {
                    (Some(weight), Some(bias)) => Layer::Linear(Linear {
                        weight: from_neutral(weight, parameters, device)?,
                        bias: Some(from_neutral(bias, parameters, device)?),
                    }),
                    _ => unreachable!("a Linear layer has two parameters"),
                },
                LayerSpec::Relu => Layer::Relu(Relu::new()),
                LayerSpec::LeakyRelu { slope } => Layer::LeakyRelu(LeakyRelu { slope }),
                LayerSpec::Sigmoid => Layer::Sigmoid(Sigmoid::new()),
                LayerSpec::Tanh => Layer::Tanh(Tanh::new()),
            });
        }
        Ok(Self { layers })
    }

    /// The logits `[rows, outputs]`.
    pub(crate) fn forward(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.layers.iter().fold(inputs, |x, layer| match layer {
            Layer::Linear(linear) => linear.forward(x),
            Layer::Relu(relu) => relu.forward(x),
            Layer::LeakyRelu(leaky_relu) => leaky_relu.forward(x),
            Layer::Sigmoid(sigmoid) => sigmoid.forward(x),
            Layer::Tanh(tanh) => tanh.forward(x),
        })
    }
}
