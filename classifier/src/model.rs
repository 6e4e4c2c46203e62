//! Which model: a stack of layers, as plain data.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{ClassifierError, Result};

/// A stack of layers on top of `inputs` values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelSpec {
    /// Width of an example.
    pub inputs: usize,
    /// The layers, from the input up. The last Linear's outputs are the logits.
    pub layers: Vec<LayerSpec>,
}

/// One layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum LayerSpec {
    /// `y = x·W + b`, with W `[inputs, outputs]` and b `[outputs]`.
    Linear {
        /// Width of the output.
        outputs: usize,
        /// How W is drawn; b starts at zero.
        #[serde(default)]
        init: Init,
    },
    /// `max(x, 0)`; the derivative at 0 is 0.
    Relu,
    /// `x` above 0, `slope·x` elsewhere; the derivative at 0 is `slope`.
    LeakyRelu {
        /// Factor below zero.
        slope: f64,
    },
    /// `1 / (1 + e⁻ˣ)`.
    Sigmoid,
    /// `(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`.
    Tanh,
}

/// How a Linear weight `[inputs, outputs]` is drawn.
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
}

/// Name and shape of one parameter of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterShape {
    /// `linear1.weight`, `linear1.bias`, `linear2.weight`, …
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
}

impl ModelSpec {
    /// Linear layers of these widths with ReLU between them, He-normal weights.
    ///
    /// # Errors
    /// Fewer than two widths, or a width of zero.
    pub fn mlp(widths: &[usize]) -> Result<Self> {
        let [inputs, outputs @ ..] = widths else {
            return Err(invalid("it has no widths"));
        };
        let mut layers = Vec::new();
        for &outputs in outputs {
            if !layers.is_empty() {
                layers.push(LayerSpec::Relu);
            }
            layers.push(LayerSpec::Linear {
                outputs,
                init: Init::HeNormal,
            });
        }
        let model = Self {
            inputs: *inputs,
            layers,
        };
        model.check()?;
        Ok(model)
    }

    /// Errors unless the model has inputs, at least one Linear layer, no width of zero and only
    /// finite slopes.
    pub fn check(&self) -> Result<()> {
        if self.inputs == 0 {
            return Err(invalid("its input width is 0"));
        }
        for (index, layer) in self.layers.iter().enumerate() {
            match layer {
                LayerSpec::Linear { outputs: 0, .. } => {
                    return Err(invalid(format!("layer {} has 0 outputs", index + 1)));
                }
                LayerSpec::LeakyRelu { slope } if !slope.is_finite() => {
                    return Err(invalid(format!("layer {} has slope {slope}", index + 1)));
                }
                _ => {}
            }
        }
        if self.parameter_shapes().is_empty() {
            return Err(invalid("it has no Linear layer"));
        }
        let count = self.parameter_shapes().iter().try_fold(0, |sum, shape| {
            shape
                .shape
                .iter()
                .try_fold(1_usize, |product, &side| product.checked_mul(side))
                .and_then(|count| count.checked_add(sum))
        });
        match count {
            Some(count) if count <= MAX_PARAMETERS => Ok(()),
            _ => Err(invalid(format!(
                "it has more than {MAX_PARAMETERS} parameters; use narrower layers"
            ))),
        }
    }

    /// Width of the model's output: of the last Linear layer, or of the input without one.
    pub fn outputs(&self) -> usize {
        let widths = self.layers.iter().rev().find_map(|layer| match layer {
            LayerSpec::Linear { outputs, .. } => Some(*outputs),
            _ => None,
        });
        widths.unwrap_or(self.inputs)
    }

    /// Every layer with the names and shapes of its parameters, weight before bias, from the
    /// input up.
    pub fn layers_with_parameters(&self) -> Vec<(&LayerSpec, Vec<ParameterShape>)> {
        let mut inputs = self.inputs;
        let mut linears = 0;
        let mut with_parameters = Vec::new();
        for layer in &self.layers {
            let mut shapes = Vec::new();
            if let LayerSpec::Linear { outputs, .. } = layer {
                linears += 1;
                shapes.push(ParameterShape {
                    name: format!("linear{linears}.weight"),
                    shape: vec![inputs, *outputs],
                });
                shapes.push(ParameterShape {
                    name: format!("linear{linears}.bias"),
                    shape: vec![*outputs],
                });
                inputs = *outputs;
            }
            with_parameters.push((layer, shapes));
        }
        with_parameters
    }

    /// Names and shapes of all parameters, from the input up.
    pub fn parameter_shapes(&self) -> Vec<ParameterShape> {
        let layers = self.layers_with_parameters().into_iter();
        layers.flat_map(|(_, shapes)| shapes).collect()
    }

    /// Number of trainable values.
    pub fn parameter_count(&self) -> usize {
        let count = |shape: &ParameterShape| shape.shape.iter().product::<usize>();
        self.parameter_shapes().iter().map(count).sum()
    }

    /// The widths joined by dashes, as in `784-128-64-10`.
    pub fn widths(&self) -> String {
        let mut widths = vec![self.inputs.to_string()];
        widths.extend(self.layers.iter().filter_map(|layer| match layer {
            LayerSpec::Linear { outputs, .. } => Some(outputs.to_string()),
            _ => None,
        }));
        widths.join("-")
    }
}

/// Eight gigabytes with gradient and both Adam moments: a typing error, not a model.
const MAX_PARAMETERS: usize = 500_000_000;

impl FromStr for ModelSpec {
    type Err = ClassifierError;

    /// Reads the shorthand `784-128-64-10`, see [`ModelSpec::mlp`].
    fn from_str(text: &str) -> Result<Self> {
        let widths: std::result::Result<Vec<usize>, _> = text.split('-').map(str::parse).collect();
        match widths {
            Ok(widths) if widths.len() >= 2 => Self::mlp(&widths),
            _ => Err(invalid(format!(
                "{text:?} is not a list of at least two widths such as 784-128-64-10"
            ))),
        }
    }
}

fn invalid(reason: impl Into<String>) -> ClassifierError {
    ClassifierError::InvalidModel {
        reason: reason.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exercises_models_have_their_promised_parameter_counts() {
        let count = |text: &str| text.parse::<ModelSpec>().unwrap().parameter_count();
        assert_eq!(count("784-10"), 7_850);
        assert_eq!(count("784-512-512-10"), 401_920 + 262_656 + 5_130);
    }

    #[test]
    fn the_shorthand_puts_relu_between_but_not_after_the_linear_layers() {
        let model: ModelSpec = "4-3-2".parse().unwrap();
        let linear = |outputs| LayerSpec::Linear {
            outputs,
            init: Init::HeNormal,
        };
        assert_eq!(model.layers, [linear(3), LayerSpec::Relu, linear(2)]);
        assert_eq!(model.widths(), "4-3-2");
        assert_eq!(model.outputs(), 2);
    }

    #[test]
    fn shorthand_that_is_no_model_is_an_error() {
        for text in ["", "784", "784-", "784-x-10", "784-0-10", "-5-3", "0-10"] {
            assert!(text.parse::<ModelSpec>().is_err(), "{text:?} was accepted");
        }
    }

    #[test]
    fn a_model_that_no_memory_holds_is_an_error() {
        let error = "784-9999999999-10".parse::<ModelSpec>().unwrap_err();
        assert!(error.to_string().contains("500000000"), "{error}");
        assert!(format!("{0}-{0}", usize::MAX).parse::<ModelSpec>().is_err());
    }
}
