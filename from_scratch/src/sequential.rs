//! Layers in a row.

use classifier::{LayerSpec, ModelSpec, ParameterShape, Parameters, Result};
use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use crate::{
    Parameter, Real,
    layers::{Layer, LeakyRelu, Linear, Relu, Sigmoid, Tanh},
};

/// A stack of layers with the outputs of its last forward pass.
pub struct Sequential<T> {
    inputs: usize,
    layers: Vec<Box<dyn Layer<T>>>,
    /// `outputs[i]` is what layer i made of the batch.
    outputs: Vec<Array2<T>>,
    /// `gradients[i]` is dL/d(`outputs[i]`).
    gradients: Vec<Array2<T>>,
}

impl<T: Real> Sequential<T> {
    /// The layers of `model` with these parameters.
    ///
    /// # Errors
    /// A model that cannot be built, parameters that are not the model's.
    pub fn new(model: &ModelSpec, parameters: &Parameters) -> Result<Self> {
        model.check()?;
        parameters.check(&model.parameter_shapes())?;
        let layer = |(layer, shapes): (&LayerSpec, Vec<ParameterShape>)| {
            let matrix = |index: usize, columns: usize| {
                let values = parameters.values(&shapes[index])?;
                let at = |(row, column)| T::of(f64::from(values[row * columns + column]));
                Ok(Array2::from_shape_fn((values.len() / columns, columns), at))
            };
            Ok(match *layer {
                LayerSpec::Linear { outputs, .. } => {
                    Box::new(Linear::new(matrix(0, outputs)?, matrix(1, outputs)?))
                }
                LayerSpec::Relu => Box::new(Relu) as Box<dyn Layer<T>>,
                LayerSpec::LeakyRelu { slope } => Box::new(LeakyRelu { slope }),
                LayerSpec::Sigmoid => Box::new(Sigmoid),
                LayerSpec::Tanh => Box::new(Tanh),
            })
        };
        let layers = model.layers_with_parameters().into_iter().map(layer);
        Ok(Self {
            inputs: model.inputs,
            layers: layers.collect::<Result<_>>()?,
            outputs: Vec::new(),
            gradients: Vec::new(),
        })
    }

    /// Runs the batch `x` `[rows, inputs]` through all layers.
    ///
    /// Returns the logits `[rows, outputs]`, and room for the loss's gradient on them.
    pub fn forward(&mut self, x: ArrayView2<T>) -> (ArrayView2<'_, T>, ArrayViewMut2<'_, T>) {
        self.make_room(x.nrows());
        for (index, layer) in self.layers.iter().enumerate() {
            let (below, above) = self.outputs.split_at_mut(index);
            let x = below.last().map_or(x.view(), |output| output.view());
            layer.forward(x, above[0].view_mut());
        }
        let top = self.layers.len() - 1;
        (self.outputs[top].view(), self.gradients[top].view_mut())
    }

    /// Carries the gradient on the logits down through all layers, which keep their parameters'.
    ///
    /// `x` is the batch of the forward pass. Its own gradient is not computed: nobody asks for it.
    pub fn backward(&mut self, x: ArrayView2<T>) {
        for (index, layer) in self.layers.iter_mut().enumerate().rev() {
            let (below, above) = self.gradients.split_at_mut(index);
            let (x, dx) = match index {
                0 => (x.view(), None),
                _ => (self.outputs[index - 1].view(), below.last_mut()),
            };
            let (y, dy) = (self.outputs[index].view(), above[0].view());
            layer.backward(x, y, dy, dx.map(|dx| dx.view_mut()));
        }
    }

    /// The parameters of all layers, in the order of [`ModelSpec::parameter_shapes`].
    pub fn parameters(&self) -> Vec<&Parameter<T>> {
        self.layers
            .iter()
            .flat_map(|layer| layer.parameters())
            .collect()
    }

    /// The same, to be updated.
    pub fn parameters_mut(&mut self) -> Vec<&mut Parameter<T>> {
        self.layers
            .iter_mut()
            .flat_map(|layer| layer.parameters_mut())
            .collect()
    }

    /// Sizes the buffers for a batch; batches of one size reuse them.
    fn make_room(&mut self, rows: usize) {
        if self
            .outputs
            .first()
            .is_some_and(|output| output.nrows() == rows)
        {
            return;
        }
        self.outputs.clear();
        let mut width = self.inputs;
        for layer in &self.layers {
            width = layer.outputs(width);
            self.outputs.push(Array2::zeros((rows, width)));
        }
        self.gradients = self.outputs.clone();
    }
}
