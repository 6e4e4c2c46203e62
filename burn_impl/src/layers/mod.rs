//! The layers: Burn's own if they match the contract.

mod batch_norm;
mod dropout;
mod leaky_relu;

pub(crate) use batch_norm::BatchStatistics;

use burn::module::Module;
use burn::nn::{Linear, Relu, Sigmoid, Tanh};
use burn::tensor::activation::softmax;
use burn::tensor::{Device, Tensor};
use classifier::{LayerSpec, ParameterShape, Parameters, Result};

use crate::parameter::from_canonical;
use batch_norm::BatchNorm;
use dropout::Dropout;
use leaky_relu::LeakyRelu;

#[derive(Module, Debug)]
pub(crate) enum Layer {
    Linear(Linear),
    Relu(Relu),
    LeakyRelu(LeakyRelu),
    Sigmoid(Sigmoid),
    Tanh(Tanh),
    Softmax(Softmax),
    BatchNorm(BatchNorm),
    Dropout(Dropout),
}

/// `eˣ / Σ eˣ` over the row; Burn has the function but no such layer.
#[derive(Module, Debug)]
pub(crate) struct Softmax;

impl Layer {
    /// Builds a layer whose parameters have these `shapes`.
    ///
    /// `dropouts` is the number of dropout layers before it.
    pub(crate) fn new(
        layer: &LayerSpec,
        shapes: &[ParameterShape],
        parameters: &Parameters,
        dropouts: usize,
        device: &Device,
    ) -> Result<Self> {
        let vector = |index: usize| from_canonical(&shapes[index], parameters, device);
        Ok(match *layer {
            LayerSpec::Linear { .. } => Self::Linear(Linear {
                weight: from_canonical(&shapes[0], parameters, device)?,
                bias: Some(vector(1)?),
            }),
            LayerSpec::Relu => Self::Relu(Relu::new()),
            LayerSpec::LeakyRelu { slope } => Self::LeakyRelu(LeakyRelu { slope }),
            LayerSpec::Sigmoid => Self::Sigmoid(Sigmoid::new()),
            LayerSpec::Tanh => Self::Tanh(Tanh::new()),
            LayerSpec::Softmax => Self::Softmax(Softmax),
            LayerSpec::BatchNorm { epsilon, momentum, running_variance } => {
                Self::BatchNorm(BatchNorm {
                    scale: vector(0)?,
                    shift: vector(1)?,
                    running_mean: vector(2)?,
                    running_variance: vector(3)?,
                    epsilon,
                    momentum,
                    kind: running_variance,
                })
            }
            LayerSpec::Dropout { rate } => Self::Dropout(Dropout { index: dropouts, rate }),
        })
    }

    /// The output in evaluation mode.
    pub(crate) fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Linear(linear) => linear.forward(x),
            Self::Relu(relu) => relu.forward(x),
            Self::LeakyRelu(leaky_relu) => leaky_relu.forward(x),
            Self::Sigmoid(sigmoid) => sigmoid.forward(x),
            Self::Tanh(tanh) => tanh.forward(x),
            Self::Softmax(_) => softmax(x, 1),
            Self::BatchNorm(batch_norm) => batch_norm.forward(x),
            Self::Dropout(_) => x,
        }
    }
}
