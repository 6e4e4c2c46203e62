//! A parameter and its conversion to and from the canonical layout.

use candle_core::{Device, Result, Tensor, Var};
use classifier::{ParameterShape, Parameters, Role};

use crate::error::framework;

/// A named variable.
pub(crate) struct Parameter {
    shape: ParameterShape,
    /// A weight is `[outputs, inputs]`, as in `candle-nn/src/linear.rs`; the canonical layout is
    /// `[inputs, outputs]`.
    pub(crate) var: Var,
}

impl Parameter {
    /// The parameter of that name and shape, with its values from `parameters`.
    pub(crate) fn new(
        shape: ParameterShape,
        parameters: &Parameters,
        device: &Device,
    ) -> classifier::Result<Self> {
        let values = parameters.values(&shape)?;
        let var =
            from_canonical(&shape, values, device).and_then(|tensor| Var::from_tensor(&tensor));
        Ok(Self { var: var.map_err(framework)?, shape })
    }

    /// The parameter's role in its layer.
    pub(crate) fn role(&self) -> Role {
        self.shape.role
    }

    /// Replaces the values in place.
    pub(crate) fn load(&self, parameters: &Parameters) -> classifier::Result<()> {
        let values = parameters.values(&self.shape)?;
        from_canonical(&self.shape, values, self.var.device())
            .and_then(|tensor| self.var.set(&tensor))
            .map_err(framework)
    }

    /// `tensor`, this parameter's value or gradient, in the canonical layout.
    pub(crate) fn to_canonical(&self, tensor: &Tensor) -> Result<classifier::Tensor> {
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

fn from_canonical(shape: &ParameterShape, values: &[f32], device: &Device) -> Result<Tensor> {
    let tensor = Tensor::from_slice(values, shape.shape.as_slice(), device)?;
    match shape.role {
        Role::Weight => tensor.t()?.contiguous(),
        _ => Ok(tensor),
    }
}
