//! One parameter: the variable that holds it, and its neutral form.

use candle_core::{Device, Result, Tensor, Var};
use classifier::{ParameterShape, Parameters, Role};

use crate::error::framework;

/// A named variable.
pub(crate) struct Parameter {
    shape: ParameterShape,
    /// A weight is `[outputs, inputs]` here, as in `candle-nn/src/linear.rs`; the neutral form is
    /// `[inputs, outputs]`.
    pub(crate) var: Var,
}

impl Parameter {
    /// The parameter of that name and shape, from its values in `parameters`.
    pub(crate) fn new(
        shape: ParameterShape,
        parameters: &Parameters,
        device: &Device,
    ) -> classifier::Result<Self> {
        let values = parameters.values(&shape)?;
        let var = from_neutral(&shape, values, device).and_then(|tensor| Var::from_tensor(&tensor));
        Ok(Self { var: var.map_err(framework)?, shape })
    }

    /// What it does in its layer.
    pub(crate) fn role(&self) -> Role {
        self.shape.role
    }

    /// Replaces the values, in place.
    pub(crate) fn load(&self, parameters: &Parameters) -> classifier::Result<()> {
        let values = parameters.values(&self.shape)?;
        from_neutral(&self.shape, values, self.var.device())
            .and_then(|tensor| self.var.set(&tensor))
            .map_err(framework)
    }

    /// The neutral form of `tensor`, which is this parameter's value or gradient.
    pub(crate) fn to_neutral(&self, tensor: &Tensor) -> Result<classifier::Tensor> {
        let tensor = match self.role() {
            Role::Weight => tensor.t()?,
            _ => tensor.clone(),
        };
        Ok(classifier::Tensor {
            name: self.shape.name.clone(),
            shape: self.shape.shape.clone(),
            values: tensor.flatten_all()?.to_vec1()?,
        })
    }
}

fn from_neutral(shape: &ParameterShape, values: &[f32], device: &Device) -> Result<Tensor> {
    let tensor = Tensor::from_slice(values, shape.shape.as_slice(), device)?;
    match shape.role {
        Role::Weight => tensor.t()?.contiguous(),
        _ => Ok(tensor),
    }
}
