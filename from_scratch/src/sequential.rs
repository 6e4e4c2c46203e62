//! Layers in a row.

use classifier::{Batch, LayerSpec, ModelSpec, ParameterShape, Parameters, Result};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};

use crate::{
    Parameter, Real,
    kernels::zeros,
    layers::{BatchNorm, Dropout, Layer, LeakyRelu, Linear, Mode, Relu, Sigmoid, Softmax, Tanh},
};

/// A stack of layers with the outputs of its last forward pass.
pub struct Sequential<T> {
    inputs: usize,
    layers: Vec<Box<dyn Layer<T>>>,
    /// How many rows there is room for.
    rows: usize,
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
        let mut layers: Vec<Box<dyn Layer<T>>> = Vec::new();
        let (mut width, mut dropouts) = (model.inputs, 0);
        for (layer, shapes) in model.layers_with_parameters() {
            let matrix = |index: usize| matrix(&shapes[index], parameters);
            layers.push(match *layer {
                LayerSpec::Linear { .. } => Box::new(Linear::new(matrix(0)?, matrix(1)?)),
                LayerSpec::Relu => Box::new(Relu),
                LayerSpec::LeakyRelu { slope } => Box::new(LeakyRelu { slope }),
                LayerSpec::Sigmoid => Box::new(Sigmoid),
                LayerSpec::Tanh => Box::new(Tanh),
                LayerSpec::Softmax => Box::new(Softmax),
                LayerSpec::BatchNorm { epsilon, momentum, running_variance } => {
                    let vectors = [matrix(0)?, matrix(1)?, matrix(2)?, matrix(3)?];
                    Box::new(BatchNorm::new(epsilon, momentum, running_variance, vectors))
                }
                LayerSpec::Dropout { rate } => {
                    dropouts += 1;
                    Box::new(Dropout::new(dropouts - 1, width, rate))
                }
            });
            width = layer.outputs(width);
        }
        Ok(Self {
            inputs: model.inputs,
            layers,
            rows: 0,
            outputs: Vec::new(),
            gradients: Vec::new(),
        })
    }

    /// Takes from a training batch what layers need beside its inputs.
    ///
    /// # Errors
    /// A model with dropout and a batch without masks.
    pub fn begin(&mut self, batch: Batch<'_>) -> Result<()> {
        self.layers.iter_mut().try_for_each(|layer| layer.begin(batch))
    }

    /// Runs the batch `x` `[rows, inputs]` through all layers.
    ///
    /// Returns the outputs `[rows, outputs]`, and room for the loss's gradient on them.
    pub fn forward(
        &mut self,
        x: ArrayView2<T>,
        mode: Mode,
    ) -> (ArrayView2<'_, T>, ArrayViewMut2<'_, T>) {
        let (axis, rows) = (Axis(0), Slice::from(..x.nrows()));
        self.make_room(x.nrows());
        for (index, layer) in self.layers.iter_mut().enumerate() {
            let (below, above) = self.outputs.split_at_mut(index);
            let x = below.last().map_or(x.view(), |output| output.slice_axis(axis, rows));
            layer.forward(x, above[0].slice_axis_mut(axis, rows), mode);
        }
        let top = self.layers.len() - 1;
        let gradient = self.gradients[top].slice_axis_mut(axis, rows);
        (self.outputs[top].slice_axis(axis, rows), gradient)
    }

    /// Carries the gradient on the outputs down through all layers, which keep their parameters'.
    ///
    /// `x` is the batch of the forward pass. Its own gradient is not computed: nobody asks for it.
    pub fn backward(&mut self, x: ArrayView2<T>) {
        let (axis, rows) = (Axis(0), Slice::from(..x.nrows()));
        for (index, layer) in self.layers.iter_mut().enumerate().rev() {
            let (below, above) = self.gradients.split_at_mut(index);
            let (x, dx) = match index {
                0 => (x.view(), None),
                _ => (self.outputs[index - 1].slice_axis(axis, rows), below.last_mut()),
            };
            let (y, dy) =
                (self.outputs[index].slice_axis(axis, rows), above[0].slice_axis(axis, rows));
            layer.backward(x, y, dy, dx.map(|dx| dx.slice_axis_mut(axis, rows)));
        }
    }

    /// Takes the batch of the last training pass into the running statistics.
    pub fn remember(&mut self) {
        self.layers.iter_mut().for_each(|layer| layer.remember());
    }

    /// What all layers learn and remember, in the order of [`ModelSpec::parameter_shapes`].
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter<T>> {
        self.layers.iter().flat_map(|layer| layer.parameters())
    }

    /// What the optimizer updates: the parameters without the running statistics.
    pub fn trained_mut(&mut self) -> impl Iterator<Item = &mut Parameter<T>> {
        let layers = self.layers.iter_mut();
        let parameters = layers.flat_map(|layer| layer.parameters_mut());
        parameters.filter(|parameter| parameter.role.trains())
    }

    /// Makes the buffers large enough for a batch; they only ever grow, and a smaller batch takes
    /// their first rows.
    fn make_room(&mut self, rows: usize) {
        if self.rows >= rows {
            return;
        }
        self.rows = rows;
        self.outputs.clear();
        self.gradients.clear();
        let mut width = self.inputs;
        for layer in &self.layers {
            width = layer.outputs(width);
            self.outputs.push(zeros((rows, width)));
            self.gradients.push(zeros((rows, width)));
        }
    }
}

/// A parameter's values as a matrix; a vector is a matrix of one row.
fn matrix<T: Real>(shape: &ParameterShape, parameters: &Parameters) -> Result<Array2<T>> {
    let values = parameters.values(shape)?;
    let columns = shape.shape.last().copied().unwrap_or(1);
    let mut matrix = zeros((values.len() / columns, columns));
    for (value, &given) in matrix.iter_mut().zip(values) {
        *value = T::of(f64::from(given));
    }
    Ok(matrix)
}
