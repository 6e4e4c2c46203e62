//! Parameters to and from the canonical layout, which is Burn's: a weight is `[inputs, outputs]`.

use burn::module::{Module, ModuleVisitor, Param};
use burn::tensor::{Device, Gradients, Tensor, TensorData};
use classifier::{ClassifierError, ParameterShape, Parameters, Result};

/// The parameter of that name and shape; autodiff tracks it if it is trained.
pub(crate) fn from_canonical<const D: usize>(
    shape: &ParameterShape,
    parameters: &Parameters,
    device: &Device,
) -> Result<Param<Tensor<D>>> {
    let values = parameters.values(shape)?.to_vec();
    let data = TensorData::new(values, shape.shape.clone());
    Ok(Param::from_data(data, device).set_require_grad(shape.role.trains()))
}

/// A network's parameters in the canonical layout, or the gradients of the trained parameters.
///
/// `shapes` are those of all parameters, or of the trained ones if `gradients` are given.
pub(crate) fn to_canonical(
    network: &impl Module,
    shapes: Vec<ParameterShape>,
    gradients: Option<&Gradients>,
) -> Result<Parameters> {
    let mut reader = Reader { gradients, values: Vec::new() };
    network.visit(&mut reader);
    let tensors = shapes.into_iter().zip(reader.values).map(|(shape, values)| {
        Ok(classifier::Tensor { name: shape.name, shape: shape.shape, values: values? })
    });
    Ok(Parameters(tensors.collect::<Result<_>>()?))
}

/// Reads all parameters, or the gradients of the trained ones, in layer order.
struct Reader<'a> {
    gradients: Option<&'a Gradients>,
    values: Vec<Result<Vec<f32>>>,
}

impl ModuleVisitor for Reader<'_> {
    fn visit_float<const D: usize>(&mut self, parameter: &Param<Tensor<D>>) {
        let tensor = match self.gradients {
            Some(_) if !parameter.is_require_grad() => return,
            Some(gradients) => parameter.val().grad(gradients),
            None => Some(parameter.val()),
        };
        self.values.push(match tensor {
            Some(tensor) => values(tensor),
            None => Err(framework("a parameter has no gradient")),
        });
    }
}

/// The values of a tensor, row-major.
pub(crate) fn values<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>> {
    tensor.into_data().try_into_vec().map_err(|error| framework(format!("{error:?}")))
}

/// Wraps an error that Burn reported.
pub(crate) fn framework(message: impl ToString) -> ClassifierError {
    ClassifierError::Framework { framework: "burn", message: message.to_string() }
}
