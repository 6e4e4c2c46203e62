//! The hand-written network as a `Classifier`.

use classifier::{
    Batch, BatchOrder, Classifier, Differentiable, Examples, ModelSpec, Observer, ParameterShape,
    Parameters, Predictions, Result, Tensor, TrainSpec, train,
};
use ndarray::{Array2, Axis, Slice};

use crate::{
    Sequential,
    kernels::{Flat, FlatMut, gather, in_pool, zeros},
    layers::Mode,
    losses::loss_and_gradient,
    optimizers::{Optimizer, clip_by_norm, optimizer},
};

/// Approximate floating-point operations of an optimizer per weight.
const UPDATE: usize = 8;

/// The contender `scratch`: a [`Sequential`] in `f32` with its optimizer.
pub struct ScratchMlp {
    model: ModelSpec,
    training: TrainSpec,
    /// Initial parameters of `fit`.
    initial: Parameters,
    /// Number of values in all parameters.
    weights: usize,
    /// Buffer for a gathered batch, `[rows, inputs]`.
    input: Array2<f32>,
    network: Sequential<f32>,
    optimizer: Box<dyn Optimizer<f32>>,
}

impl ScratchMlp {
    /// The network of `model` with these initial parameters; `fit` trains it as `training`
    /// specifies.
    ///
    /// # Errors
    /// Invalid specs, parameters that do not fit the model.
    pub fn new(model: &ModelSpec, training: &TrainSpec, parameters: &Parameters) -> Result<Self> {
        training.check()?;
        training.loss.classes(model.outputs())?;
        Ok(Self {
            weights: parameters.0.iter().map(|tensor| tensor.values.len()).sum(),
            input: zeros((0, model.inputs)),
            network: Sequential::new(model, parameters)?,
            optimizer: optimizer(&training.optimizer),
            model: model.clone(),
            training: training.clone(),
            initial: parameters.clone(),
        })
    }

    /// Copies the batch into the first rows of `input`.
    fn gather(&mut self, batch: Batch<'_>) {
        if self.input.nrows() < batch.len() {
            self.input = zeros((batch.len(), batch.width()));
        }
        let width = batch.width();
        let rows = &mut self.input.flat_mut()[..batch.len() * width];
        gather(|index| batch.input(index), width, rows);
    }

    /// Forward, loss and backward; returns the loss, and every parameter then holds its gradient.
    fn forward_and_backward(&mut self, batch: Batch<'_>) -> Result<f64> {
        batch.check_trains(&self.model, self.training.loss)?;
        self.gather(batch);
        self.network.prepare(batch)?;
        let input = self.input.slice_axis(Axis(0), Slice::from(..batch.len()));
        let (outputs, gradient) = self.network.forward(input, Mode::Training);
        let loss = loss_and_gradient(self.training.loss, outputs, batch.labels(), gradient);
        self.network.backward(input);
        Ok(loss)
    }

    /// Approximate operations of a forward pass of so many rows and an optimizer step.
    fn operations(&self, rows: usize) -> usize {
        (rows + UPDATE) * self.weights
    }

    /// Number of classes of the model.
    fn classes(&self) -> Result<usize> {
        self.training.loss.classes(self.model.outputs())
    }

    /// Named tensors of these shapes from the matrices in the same order.
    fn tensors<'a>(
        shapes: Vec<ParameterShape>,
        matrices: impl Iterator<Item = &'a Array2<f32>>,
    ) -> Parameters {
        let tensor = |(shape, matrix): (ParameterShape, &'a Array2<f32>)| Tensor {
            name: shape.name,
            shape: shape.shape,
            values: matrix.iter().copied().collect(),
        };
        Parameters(shapes.into_iter().zip(matrices).map(tensor).collect())
    }
}

impl Classifier for ScratchMlp {
    fn fit(
        &mut self,
        examples: &Examples,
        order: &dyn BatchOrder,
        observer: &mut dyn Observer,
    ) -> Result<()> {
        Batch::new(examples, &[0])?.check_fits(self.model.inputs, self.classes()?)?;
        self.load_parameters(&self.initial.clone())?;
        let training = self.training.clone();
        let operations = self.operations(training.batch.min(examples.rows()));
        in_pool(operations, || train(self, &training, examples, order, observer))
    }

    fn predict_batch(&mut self, batch: Batch<'_>) -> Result<Predictions> {
        batch.check_fits(self.model.inputs, self.classes()?)?;
        in_pool(self.operations(batch.len()), || {
            self.gather(batch);
            let input = self.input.slice_axis(Axis(0), Slice::from(..batch.len()));
            let (outputs, _) = self.network.forward(input, Mode::Evaluation);
            let (width, loss) = (outputs.ncols(), self.training.loss);
            Ok(Predictions::from_outputs(outputs.flat(), width, loss))
        })
    }
}

impl Differentiable for ScratchMlp {
    fn load_parameters(&mut self, parameters: &Parameters) -> Result<()> {
        self.network = Sequential::new(&self.model, parameters)?;
        self.optimizer = optimizer(&self.training.optimizer);
        self.initial = parameters.clone();
        Ok(())
    }

    fn parameters(&self) -> Result<Parameters> {
        let values = self.network.parameters().map(|p| &p.value);
        Ok(Self::tensors(self.model.parameter_shapes(), values))
    }

    fn gradients(&mut self, batch: Batch<'_>) -> Result<(f64, Parameters)> {
        let loss = in_pool(self.operations(batch.len()), || self.forward_and_backward(batch))?;
        let gradients = self.network.parameters().filter(|p| p.role.trains()).map(|p| &p.gradient);
        Ok((loss, Self::tensors(self.model.trained_shapes(), gradients)))
    }

    fn train_step(&mut self, batch: Batch<'_>, learning_rate: f64) -> Result<f64> {
        in_pool(self.operations(batch.len()), || {
            let loss = self.forward_and_backward(batch)?;
            self.network.update_running_statistics();
            if let Some(max_norm) = self.training.clip_norm {
                clip_by_norm(&mut self.network.trained_mut().collect::<Vec<_>>(), max_norm);
            }
            self.optimizer.step(&mut self.network.trained_mut(), learning_rate);
            Ok(loss)
        })
    }
}
