//! Parameters in the canonical layout, in which contenders exchange them.

use crate::{ClassifierError, ParameterShape, Result};

/// A named tensor of a model: a parameter or its gradient.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    /// Name, e.g. `linear1.weight`.
    pub name: String,
    /// Shape: a Linear weight is `[inputs, outputs]`, a bias `[outputs]`.
    pub shape: Vec<usize>,
    /// The values, row-major.
    pub values: Vec<f32>,
}

/// Named tensors in the order of the model's layers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parameters(pub Vec<Tensor>);

impl Parameters {
    /// The tensor of that name; `None` if there is none.
    pub fn get(&self, name: &str) -> Option<&Tensor> {
        self.0.iter().find(|tensor| tensor.name == name)
    }

    /// Checks that these are exactly the tensors of `shapes`, in any order.
    ///
    /// # Errors
    /// A tensor that is missing, unknown or of another shape.
    pub fn check(&self, shapes: &[ParameterShape]) -> Result<()> {
        for expected in shapes {
            let tensor = self
                .get(&expected.name)
                .ok_or_else(|| ClassifierError::MissingParameter { name: expected.name.clone() })?;
            let values: usize = tensor.shape.iter().product();
            if tensor.shape != expected.shape || tensor.values.len() != values {
                return Err(ClassifierError::ParameterShape {
                    name: expected.name.clone(),
                    expected: expected.shape.clone(),
                    got: tensor.shape.clone(),
                });
            }
        }
        match self.0.iter().find(|tensor| shapes.iter().all(|shape| shape.name != tensor.name)) {
            Some(unknown) => Err(ClassifierError::UnknownParameter { name: unknown.name.clone() }),
            None => Ok(()),
        }
    }

    /// The values of the tensor named as `shape`; its shape is not checked, see
    /// [`Parameters::check`].
    ///
    /// # Errors
    /// No tensor of that name.
    pub fn values(&self, shape: &ParameterShape) -> Result<&[f32]> {
        let missing = || ClassifierError::MissingParameter { name: shape.name.clone() };
        let tensor = self.get(&shape.name).ok_or_else(missing)?;
        Ok(&tensor.values)
    }
}
