//! A layer with its variables.

use candle_core::{D, Result, Tensor, Var};
use candle_nn::{Func, Linear, func, ops};
use classifier::LayerSpec;

use crate::activation::{leaky_relu, relu};
use crate::batch_norm::BatchNorm;

/// A layer of a network.
pub(crate) enum Layer {
    /// `y = x·W + b`, twice over the same variables: with and without a graph.
    Linear { tracked: Linear, detached: Linear },
    /// A function without parameters.
    Function(Func<'static>),
    /// Batch normalisation.
    BatchNorm(BatchNorm),
    /// Dropout; `number` counts the model's dropout layers from 0.
    Dropout { number: usize, rate: f64 },
}

impl Layer {
    /// The layer of `spec`, with its variables in the order of [`LayerSpec::parameters`];
    /// `dropouts` is the number of dropout layers before it.
    pub(crate) fn new(spec: &LayerSpec, vars: &[Var], dropouts: usize) -> Self {
        match *spec {
            LayerSpec::Linear { .. } => {
                let linear = |tensor: fn(&Var) -> Tensor| {
                    Linear::new(tensor(&vars[0]), Some(tensor(&vars[1])))
                };
                Self::Linear {
                    tracked: linear(|var| var.as_tensor().clone()),
                    detached: linear(Var::as_detached_tensor),
                }
            }
            LayerSpec::Relu => Self::function(relu),
            LayerSpec::LeakyRelu { slope } => Self::function(move |x| leaky_relu(x, slope)),
            LayerSpec::Sigmoid => Self::function(ops::sigmoid),
            LayerSpec::Tanh => Self::function(Tensor::tanh),
            // `softmax_last_dim` has no backward (`candle-nn/src/ops.rs`).
            LayerSpec::Softmax => Self::function(|x| ops::softmax(x, D::Minus1)),
            LayerSpec::BatchNorm { epsilon, momentum, running_variance } => {
                Self::BatchNorm(BatchNorm {
                    epsilon,
                    momentum,
                    kind: running_variance,
                    scale: vars[0].clone(),
                    shift: vars[1].clone(),
                    running_mean: vars[2].clone(),
                    running_variance: vars[3].clone(),
                })
            }
            LayerSpec::Dropout { rate } => Self::Dropout { number: dropouts, rate },
        }
    }

    fn function(f: impl Fn(&Tensor) -> Result<Tensor> + Send + Sync + 'static) -> Self {
        Self::Function(func(f))
    }
}
