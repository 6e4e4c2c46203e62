//! The specification of a model: a stack of layers, as plain data.

use std::{collections::BTreeMap, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{ClassifierError, Init, LayerSpec, Result, Role};

/// A stack of layers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelSpec {
    /// Number of input values of an example.
    pub inputs: usize,
    /// The layers, from input to output.
    pub layers: Vec<LayerSpec>,
}

/// Name and shape of one parameter of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterShape {
    /// `linear1.weight`, `linear1.bias`, `batchnorm1.scale`, `linear2.weight`, …
    pub name: String,
    /// Shape; a Linear weight is `[inputs, outputs]`, every other parameter a vector.
    pub shape: Vec<usize>,
    /// Role in the layer.
    pub role: Role,
}

impl ModelSpec {
    /// Linear layers of these widths with ReLU between them, He-normal weights.
    ///
    /// # Errors
    /// Fewer than two widths, or a width of zero.
    pub fn mlp(widths: &[usize]) -> Result<Self> {
        let [inputs, outputs @ ..] = widths else {
            return Err(invalid("the list of widths is empty"));
        };
        let mut layers = Vec::new();
        for &outputs in outputs {
            if !layers.is_empty() {
                layers.push(LayerSpec::Relu);
            }
            layers.push(LayerSpec::Linear { outputs, init: Init::HeNormal });
        }
        let model = Self { inputs: *inputs, layers };
        model.check()?;
        Ok(model)
    }

    /// Checks that the model can be built.
    ///
    /// # Errors
    /// A width of 0, no Linear layer, a setting outside its range, more than 500 million
    /// parameters.
    pub fn check(&self) -> Result<()> {
        if self.inputs == 0 {
            return Err(invalid("the input width is 0"));
        }
        for (index, layer) in self.layers.iter().enumerate() {
            if let Some(problem) = layer.problem() {
                return Err(invalid(format!("layer {} {problem}", index + 1)));
            }
        }
        let linear = |layer: &LayerSpec| matches!(layer, LayerSpec::Linear { .. });
        if !self.layers.iter().any(linear) {
            return Err(invalid("there is no Linear layer"));
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
                "there are more than {MAX_PARAMETERS} parameters; use narrower layers"
            ))),
        }
    }

    /// Width of the model's output.
    pub fn outputs(&self) -> usize {
        let layers = self.layers.iter();
        layers.fold(self.inputs, |inputs, layer| layer.outputs(inputs))
    }

    /// Every layer with the names and shapes of its parameters, weight before bias, from input to
    /// output.
    pub fn layers_with_parameters(&self) -> Vec<(&LayerSpec, Vec<ParameterShape>)> {
        let mut inputs = self.inputs;
        let mut counts = BTreeMap::<&str, usize>::new();
        let mut with_parameters = Vec::new();
        for layer in &self.layers {
            let count = counts.entry(layer.name()).or_default();
            *count += 1;
            let named = |(role, shape): (Role, _)| ParameterShape {
                name: format!("{}{count}.{}", layer.name(), role.as_str()),
                shape,
                role,
            };
            let parameters = layer.parameters(inputs).into_iter().map(named).collect();
            with_parameters.push((layer, parameters));
            inputs = layer.outputs(inputs);
        }
        with_parameters
    }

    /// Names and shapes of all parameters, from input to output.
    pub fn parameter_shapes(&self) -> Vec<ParameterShape> {
        let layers = self.layers_with_parameters().into_iter();
        layers.flat_map(|(_, shapes)| shapes).collect()
    }

    /// Names and shapes of the trained parameters, which have gradients.
    pub fn trained_shapes(&self) -> Vec<ParameterShape> {
        let shapes = self.parameter_shapes().into_iter();
        shapes.filter(|shape| shape.role.trains()).collect()
    }

    /// Number of trained values, as frameworks count parameters.
    pub fn parameter_count(&self) -> usize {
        let count = |shape: &ParameterShape| shape.shape.iter().product::<usize>();
        self.trained_shapes().iter().map(count).sum()
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

/// In `f32`, with gradients and the two moments of Adam, 8 GB: larger ones are typing errors.
const MAX_PARAMETERS: usize = 500_000_000;

impl FromStr for ModelSpec {
    type Err = ClassifierError;

    /// Parses the shorthand `784-128-64-10`, see [`ModelSpec::mlp`].
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
    ClassifierError::InvalidModel { reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exercises_models_have_their_stated_parameter_counts() {
        let count = |text: &str| text.parse::<ModelSpec>().unwrap().parameter_count();
        assert_eq!(count("784-10"), 7_850);
        assert_eq!(count("784-512-512-10"), 401_920 + 262_656 + 5_130);
    }

    #[test]
    fn the_shorthand_puts_relu_between_but_not_after_the_linear_layers() {
        let model: ModelSpec = "4-3-2".parse().unwrap();
        let linear = |outputs| LayerSpec::Linear { outputs, init: Init::HeNormal };
        assert_eq!(model.layers, [linear(3), LayerSpec::Relu, linear(2)]);
        assert_eq!(model.widths(), "4-3-2");
        assert_eq!(model.outputs(), 2);
    }

    #[test]
    fn parameters_are_named_by_layer_number_and_role() {
        let batch_norm = LayerSpec::BatchNorm {
            epsilon: 1e-5,
            momentum: 0.1,
            running_variance: crate::RunningVariance::Unbiased,
        };
        let mut model: ModelSpec = "4-3-2".parse().unwrap();
        model.layers.insert(1, batch_norm);
        let shapes = model.parameter_shapes();
        let names: Vec<&str> = shapes.iter().map(|shape| shape.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "linear1.weight",
                "linear1.bias",
                "batchnorm1.scale",
                "batchnorm1.shift",
                "batchnorm1.running_mean",
                "batchnorm1.running_variance",
                "linear2.weight",
                "linear2.bias"
            ]
        );
        assert_eq!(model.parameter_count(), 4 * 3 + 3 + 3 + 3 + 3 * 2 + 2);
    }

    #[test]
    fn settings_out_of_range_are_named_with_their_layer() {
        let mut model: ModelSpec = "4-3-2".parse().unwrap();
        model.layers.push(LayerSpec::Dropout { rate: 1.0 });
        let error = model.check().unwrap_err().to_string();
        assert!(error.contains("layer 4 has dropout rate 1"), "{error}");
    }

    #[test]
    fn shorthand_that_is_no_model_is_an_error() {
        for text in ["", "784", "784-", "784-x-10", "784-0-10", "-5-3", "0-10"] {
            assert!(text.parse::<ModelSpec>().is_err(), "{text:?} was accepted");
        }
    }

    #[test]
    fn a_model_of_more_than_500_million_parameters_is_an_error() {
        let error = "784-9999999999-10".parse::<ModelSpec>().unwrap_err();
        assert!(error.to_string().contains("500000000"), "{error}");
        assert!(format!("{0}-{0}", usize::MAX).parse::<ModelSpec>().is_err());
    }
}
