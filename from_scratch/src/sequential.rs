//! A network of layers in sequence.

use classifier::{Batch, LayerSpec, ModelSpec, ParameterShape, Parameters, Result};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};

use crate::{
    Parameter, Real,
    kernels::zeros,
    layers::{BatchNorm, Dropout, Layer, LeakyRelu, Linear, Mode, Relu, Sigmoid, Softmax, Tanh},
};

/// Layers in sequence with the outputs of the last forward pass.
pub struct Sequential<T> {
    inputs: usize,
    layers: Vec<Box<dyn Layer<T>>>,
    /// Rows of the buffers below.
    rows: usize,
    /// `outputs[i]` is the output of layer i.
    outputs: Vec<Array2<T>>,
    /// `gradients[i]` is dL/d(`outputs[i]`).
    gradients: Vec<Array2<T>>,
}

impl<T: Real> Sequential<T> {
    /// The layers of `model` with these parameters.
    ///
    /// # Errors
    /// An invalid model, parameters that do not fit it.
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

    /// Prepares every layer for a training batch: see [`Layer::prepare`].
    ///
    /// # Errors
    /// Dropout and a batch without masks.
    pub fn prepare(&mut self, batch: Batch<'_>) -> Result<()> {
        self.layers.iter_mut().try_for_each(|layer| layer.prepare(batch))
    }

    /// Runs the batch `x` `[rows, inputs]` through all layers.
    ///
    /// Returns the outputs `[rows, outputs]` and a buffer of the same shape for the loss's gradient
    /// with respect to them.
    pub fn forward(
        &mut self,
        x: ArrayView2<T>,
        mode: Mode,
    ) -> (ArrayView2<'_, T>, ArrayViewMut2<'_, T>) {
        let (axis, rows) = (Axis(0), Slice::from(..x.nrows()));
        self.reserve(x.nrows());
        for (index, layer) in self.layers.iter_mut().enumerate() {
            let (below, above) = self.outputs.split_at_mut(index);
            let x = below.last().map_or(x.view(), |output| output.slice_axis(axis, rows));
            layer.forward(x, above[0].slice_axis_mut(axis, rows), mode);
        }
        let top = self.layers.len() - 1;
        let gradient = self.gradients[top].slice_axis_mut(axis, rows);
        (self.outputs[top].slice_axis(axis, rows), gradient)
    }

    /// Runs all layers backward, from the gradient that the caller wrote after [`Self::forward`].
    ///
    /// `x` is the batch of the forward pass. Its own gradient is unused and not computed.
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

    /// Updates the running statistics from the last training batch.
    pub fn update_running_statistics(&mut self) {
        self.layers.iter_mut().for_each(|layer| layer.update_running_statistics());
    }

    /// Trained parameters and running statistics, in the order of [`ModelSpec::parameter_shapes`].
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter<T>> {
        self.layers.iter().flat_map(|layer| layer.parameters())
    }

    /// Trained parameters, in the order of [`ModelSpec::trained_shapes`].
    pub fn trained_mut(&mut self) -> impl Iterator<Item = &mut Parameter<T>> {
        let layers = self.layers.iter_mut();
        let parameters = layers.flat_map(|layer| layer.parameters_mut());
        parameters.filter(|parameter| parameter.role.trains())
    }

    /// Grows the buffers to `rows`; a smaller batch uses their first rows.
    fn reserve(&mut self, rows: usize) {
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

/// The values of one parameter as a matrix; a vector becomes a matrix `[1, width]`.
fn matrix<T: Real>(shape: &ParameterShape, parameters: &Parameters) -> Result<Array2<T>> {
    let values = parameters.values(shape)?;
    let columns = shape.shape.last().copied().unwrap_or(1);
    let mut matrix = zeros((values.len() / columns, columns));
    for (entry, &value) in matrix.iter_mut().zip(values) {
        *entry = T::of(f64::from(value));
    }
    Ok(matrix)
}
