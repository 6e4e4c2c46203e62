//! The specification of a layer, as plain data.

use serde::{Deserialize, Serialize};

/// A layer of a model. `x` is its input, `y` its output, one example per row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum LayerSpec {
    /// `y = x·W + b`, with W `[inputs, outputs]` and b `[outputs]`.
    Linear {
        /// Width of the output.
        outputs: usize,
        /// Distribution of the initial W; b starts at 0.
        #[serde(default)]
        init: Init,
    },
    /// `max(x, 0)`; the derivative at 0 is 0.
    Relu,
    /// `x` if `x > 0`, else `slope·x`; the derivative at 0 is `slope`.
    LeakyRelu {
        /// Factor for `x ≤ 0`.
        slope: f64,
    },
    /// `1 / (1 + e⁻ˣ)`.
    Sigmoid,
    /// `(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`.
    Tanh,
    /// `eˣ / Σ eˣ` over the row.
    Softmax,
    /// `scale · (x − mean) / √(variance + ε) + shift`, column by column (Ioffe & Szegedy 2015,
    /// <https://arxiv.org/abs/1502.03167>).
    ///
    /// In training mean and variance are those of the batch (the variance with `n` in the
    /// denominator), in evaluation the running ones.
    BatchNorm {
        /// ε.
        #[serde(default = "batch_norm_epsilon")]
        epsilon: f64,
        /// Weight of the new value: `running ← (1 − momentum)·running + momentum·batch`, as in
        /// PyTorch. In Keras momentum is the weight of the *old* value: 0.9 there is 0.1 here.
        #[serde(default = "batch_norm_momentum")]
        momentum: f64,
        /// Variance of a batch that updates the running variance.
        #[serde(default)]
        running_variance: RunningVariance,
    },
    /// Each value becomes 0 with probability `rate`, and `x / (1 − rate)` otherwise ("inverted"
    /// dropout, Srivastava et al. 2014, <https://jmlr.org/papers/v15/srivastava14a.html>, §10); the
    /// identity in evaluation. The harness draws the masks
    /// ([`DropoutMasks`](crate::DropoutMasks)).
    Dropout {
        /// Probability of 0.
        rate: f64,
    },
}

/// The variance of a batch that updates the running variance of a batch normalisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunningVariance {
    /// `n − 1` in the denominator, as in PyTorch and Candle.
    #[default]
    Unbiased,
    /// `n` in the denominator, as in Burn and Keras.
    Biased,
}

/// Distribution of the initial weight `[inputs, outputs]` of a Linear layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Init {
    /// Normal, variance `2 / inputs` (He et al. 2015, eq. 10, <https://arxiv.org/abs/1502.01852>).
    #[default]
    HeNormal,
    /// Normal, variance `2 / (inputs + outputs)` (Glorot & Bengio 2010, eq. 12,
    /// <https://proceedings.mlr.press/v9/glorot10a.html>).
    XavierNormal,
    /// Uniform in ±√(6 / (inputs + outputs)) (Glorot & Bengio 2010, eq. 16).
    XavierUniform,
    /// Normal, standard deviation 0.01 for every width.
    SmallNormal,
}

/// Role of a parameter in its layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// W of a Linear layer, the only role with weight decay.
    Weight,
    /// b of a Linear layer.
    Bias,
    /// Factor of a batch normalisation.
    Scale,
    /// Summand of a batch normalisation.
    Shift,
    /// Running mean of a batch normalisation; not trained.
    RunningMean,
    /// Running variance of a batch normalisation; not trained.
    RunningVariance,
}

impl Role {
    /// The last part of the parameter's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::Bias => "bias",
            Self::Scale => "scale",
            Self::Shift => "shift",
            Self::RunningMean => "running_mean",
            Self::RunningVariance => "running_variance",
        }
    }

    /// Whether the optimizer updates the parameter.
    pub fn trains(self) -> bool {
        !matches!(self, Self::RunningMean | Self::RunningVariance)
    }

    /// Whether weight decay applies to the parameter.
    pub fn decays(self) -> bool {
        self == Self::Weight
    }
}

impl LayerSpec {
    /// Name of the kind of layer, with which the names of its parameters begin.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Linear { .. } => "linear",
            Self::Relu => "relu",
            Self::LeakyRelu { .. } => "leaky-relu",
            Self::Sigmoid => "sigmoid",
            Self::Tanh => "tanh",
            Self::Softmax => "softmax",
            Self::BatchNorm { .. } => "batchnorm",
            Self::Dropout { .. } => "dropout",
        }
    }

    /// Width of the output for an input of width `inputs`.
    pub fn outputs(&self, inputs: usize) -> usize {
        match self {
            Self::Linear { outputs, .. } => *outputs,
            _ => inputs,
        }
    }

    /// Roles and shapes of the parameters for an input of width `inputs`.
    pub fn parameters(&self, inputs: usize) -> Vec<(Role, Vec<usize>)> {
        match self {
            Self::Linear { outputs, .. } => {
                vec![(Role::Weight, vec![inputs, *outputs]), (Role::Bias, vec![*outputs])]
            }
            Self::BatchNorm { .. } => {
                [Role::Scale, Role::Shift, Role::RunningMean, Role::RunningVariance]
                    .map(|role| (role, vec![inputs]))
                    .to_vec()
            }
            _ => Vec::new(),
        }
    }

    /// The setting that is out of range, in words; `None` if there is none.
    pub fn problem(&self) -> Option<String> {
        let fraction = |value: f64| (0.0..1.0).contains(&value);
        match *self {
            Self::Linear { outputs: 0, .. } => Some("has 0 outputs".to_owned()),
            Self::LeakyRelu { slope } if !slope.is_finite() => Some(format!("has slope {slope}")),
            Self::BatchNorm { epsilon, .. } if !(epsilon > 0.0 && epsilon.is_finite()) => {
                Some(format!("has epsilon {epsilon}, but it must be greater than 0"))
            }
            Self::BatchNorm { momentum, .. } if !(0.0..=1.0).contains(&momentum) => {
                Some(format!("has momentum {momentum}, but it must be 0 to 1"))
            }
            Self::Dropout { rate } if !fraction(rate) => {
                Some(format!("has dropout rate {rate}, but it must be at least 0 and less than 1"))
            }
            _ => None,
        }
    }
}

fn batch_norm_epsilon() -> f64 {
    1e-5
}

fn batch_norm_momentum() -> f64 {
    0.1
}
