//! The specification of an optimizer, with every convention spelled out.

use serde::{Deserialize, Serialize};

use crate::{ClassifierError, Result};

/// The update rule. `g` is the gradient of the mean loss, `w` the parameter, `lr` the learning
/// rate of the step.
///
/// Weight decay applies to weights only, not to biases and batch normalisations. It has two forms,
/// which may be combined: `weight_decay` λ is the L2 form, `g ← g + λ·w` before
/// the rule; `decoupled_weight_decay` δ acts beside the rule, `w ← w − lr·δ·w` before the update
/// (Loshchilov & Hutter 2019, <https://arxiv.org/abs/1711.05101>). Adam with δ is AdamW.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum OptimizerSpec {
    /// `v ← μ·v + g` (the first step takes `v = g`, no dampening); `w ← w − lr·v`, or with
    /// Nesterov's momentum `w ← w − lr·(g + μ·v)`, as in PyTorch's `SGD`:
    /// <https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html>.
    Sgd {
        /// Base learning rate.
        learning_rate: f64,
        /// μ; 0 is plain gradient descent.
        #[serde(default)]
        momentum: f64,
        /// Whether to use Nesterov's momentum.
        #[serde(default)]
        nesterov: bool,
        /// λ.
        #[serde(default)]
        weight_decay: f64,
        /// δ.
        #[serde(default)]
        decoupled_weight_decay: f64,
    },
    /// Adam (Kingma & Ba 2015, algorithm 1, <https://arxiv.org/abs/1412.6980>):
    /// `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`,
    /// `w ← w − lr · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε)`; ε stands after the bias correction.
    Adam {
        /// Base learning rate.
        learning_rate: f64,
        /// β₁.
        #[serde(default = "beta1")]
        beta1: f64,
        /// β₂.
        #[serde(default = "beta2")]
        beta2: f64,
        /// ε.
        #[serde(default = "epsilon")]
        epsilon: f64,
        /// λ.
        #[serde(default)]
        weight_decay: f64,
        /// δ.
        #[serde(default)]
        decoupled_weight_decay: f64,
    },
}

fn beta1() -> f64 {
    0.9
}

fn beta2() -> f64 {
    0.999
}

fn epsilon() -> f64 {
    1e-8
}

impl OptimizerSpec {
    /// Plain stochastic gradient descent.
    pub fn sgd(learning_rate: f64) -> Self {
        Self::Sgd {
            learning_rate,
            momentum: 0.0,
            nesterov: false,
            weight_decay: 0.0,
            decoupled_weight_decay: 0.0,
        }
    }

    /// Adam with the paper's defaults: β 0.9 and 0.999, ε 1e-8, no weight decay.
    pub fn adam(learning_rate: f64) -> Self {
        Self::Adam {
            learning_rate,
            beta1: beta1(),
            beta2: beta2(),
            epsilon: epsilon(),
            weight_decay: 0.0,
            decoupled_weight_decay: 0.0,
        }
    }

    /// The learning rate before the schedule's factor.
    pub fn learning_rate(&self) -> f64 {
        match *self {
            Self::Sgd { learning_rate, .. } | Self::Adam { learning_rate, .. } => learning_rate,
        }
    }

    /// λ, the factor of the L2 weight decay.
    pub fn weight_decay(&self) -> f64 {
        match *self {
            Self::Sgd { weight_decay, .. } | Self::Adam { weight_decay, .. } => weight_decay,
        }
    }

    /// δ, the factor of the decoupled weight decay.
    pub fn decoupled_weight_decay(&self) -> f64 {
        match *self {
            Self::Sgd { decoupled_weight_decay, .. }
            | Self::Adam { decoupled_weight_decay, .. } => decoupled_weight_decay,
        }
    }

    /// Checks every hyper-parameter.
    ///
    /// # Errors
    /// A hyper-parameter outside its range.
    pub fn check(&self) -> Result<()> {
        positive("learning_rate", self.learning_rate())?;
        for (name, decay) in [
            ("weight_decay", self.weight_decay()),
            ("decoupled_weight_decay", self.decoupled_weight_decay()),
        ] {
            in_range(name, decay, "0 or more", |decay| decay >= 0.0)?;
        }
        match *self {
            Self::Sgd { momentum, .. } => fraction("momentum", momentum),
            Self::Adam { beta1, beta2, epsilon, .. } => {
                fraction("beta1", beta1)?;
                fraction("beta2", beta2)?;
                positive("epsilon", epsilon)
            }
        }
    }
}

pub(crate) fn positive(name: &'static str, value: f64) -> Result<()> {
    in_range(name, value, "greater than 0", |value| value > 0.0)
}

fn fraction(name: &'static str, value: f64) -> Result<()> {
    in_range(name, value, "at least 0 and less than 1", |value| (0.0..1.0).contains(&value))
}

fn in_range(
    name: &'static str,
    value: f64,
    rule: &'static str,
    allowed: impl Fn(f64) -> bool,
) -> Result<()> {
    if value.is_finite() && allowed(value) {
        return Ok(());
    }
    Err(ClassifierError::InvalidTraining { name, value: value.to_string(), rule })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyper_parameters_outside_their_range_are_named() {
        let error = OptimizerSpec::sgd(-0.1).check().unwrap_err();
        assert_eq!(error.to_string(), "learning_rate is -0.1, but must be greater than 0");
        let momentum = OptimizerSpec::Sgd {
            learning_rate: 0.1,
            momentum: 1.0,
            nesterov: false,
            weight_decay: 0.0,
            decoupled_weight_decay: 0.0,
        };
        assert!(momentum.check().unwrap_err().to_string().contains("momentum"));
        assert!(OptimizerSpec::adam(f64::NAN).check().is_err());
        assert!(OptimizerSpec::adam(0.001).check().is_ok());
    }
}
