//! Parameters to and from the neutral form, which is Burn's own: a weight is `[inputs, outputs]`.

use burn::module::{Module, ModuleVisitor, Param};
use burn::tensor::{Device, Gradients, Tensor, TensorData};
use classifier::{ClassifierError, ParameterShape, Parameters, Result};

/// The parameter of that name and shape; autodiff follows it where it is trained.
pub(crate) fn from_neutral<const D: usize>(
    shape: &ParameterShape,
    parameters: &Parameters,
    device: &Device,
) -> Result<Param<Tensor<D>>> {
    let values = parameters.values(shape)?.to_vec();
    let data = TensorData::new(values, shape.shape.clone());
    let parameter = Param::from_data(data, device);
    Ok(parameter.set_require_grad(shape.role.trains()))
}

/// The neutral form of a network's parameters, one for each of `shapes`, or of their gradients.
///
/// With gradients the shapes are those of what is trained.
pub(crate) fn to_neutral(
    network: &impl Module,
    shapes: Vec<ParameterShape>,
    gradients: Option<&Gradients>,
) -> Result<Parameters> {
    let mut reader = Reader { gradients, values: Vec::new() };
    network.visit(&mut reader);
    let tensors = shapes.into_iter().zip(reader.values);
    let tensors = tensors.map(|(shape, values)| {
        Ok(classifier::Tensor { name: shape.name, shape: shape.shape, values: values? })
    });
    Ok(Parameters(tensors.collect::<Result<_>>()?))
}

/// Reads all parameters, or the gradients of the trained ones, in the order of the network's layers.
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
            None => Err(framework("a parameter got no gradient")),
        });
    }
}

/// The values of a tensor, row-major.
pub(crate) fn values<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>> {
    let values = tensor.into_data().try_into_vec();
    values.map_err(|error| framework(format!("{error:?}")))
}

/// An error of Burn in the contract's words.
pub(crate) fn framework(message: impl ToString) -> ClassifierError {
    ClassifierError::Framework { framework: "burn", message: message.to_string() }
}
