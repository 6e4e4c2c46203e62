//! The hand-written network behind the contract of the `classifier` crate.

use classifier::{
    Batch, BatchOrder, Classifier, Differentiable, Examples, ModelSpec, Observer, Parameters,
    Predictions, Result, Tensor, TrainSpec, train,
};
use ndarray::{Array2, aview1};

use crate::{
    Sequential,
    losses::{softmax, softmax_cross_entropy},
    optimizers::{Optimizer, optimizer},
};

/// The contender `scratch`: a [`Sequential`] in `f32` with its optimizer.
pub struct ScratchMlp {
    model: ModelSpec,
    training: TrainSpec,
    /// What `fit` starts from.
    start: Parameters,
    /// The gathered batch, `[rows, inputs]`.
    input: Array2<f32>,
    network: Sequential<f32>,
    optimizer: Box<dyn Optimizer<f32>>,
}

impl ScratchMlp {
    /// The network of `model`, starting from `parameters`, to be trained as `training` says.
    ///
    /// # Errors
    /// Specs that do not pass their checks, parameters that are not the model's.
    pub fn new(model: &ModelSpec, training: &TrainSpec, parameters: &Parameters) -> Result<Self> {
        training.check()?;
        Ok(Self {
            input: Array2::zeros((0, model.inputs)),
            network: Sequential::new(model, parameters)?,
            optimizer: optimizer(&training.optimizer),
            model: model.clone(),
            training: training.clone(),
            start: parameters.clone(),
        })
    }

    /// Copies the batch into `input`.
    fn gather(&mut self, batch: Batch<'_>) -> Result<()> {
        batch.check_fits(self.model.inputs, self.model.outputs())?;
        if self.input.nrows() != batch.len() {
            self.input = Array2::zeros((batch.len(), batch.width()));
        }
        for (mut row, values) in self.input.rows_mut().into_iter().zip(batch.inputs()) {
            row.assign(&aview1(values));
        }
        Ok(())
    }

    /// Forward, loss and backward; afterwards every parameter holds its gradient.
    fn forward_and_backward(&mut self, batch: Batch<'_>) -> Result<f64> {
        self.gather(batch)?;
        let (logits, gradient) = self.network.forward(self.input.view());
        let loss = softmax_cross_entropy(logits, batch.labels(), gradient);
        self.network.backward(self.input.view());
        Ok(loss)
    }

    /// One tensor per parameter, with the model's names and shapes.
    fn tensors<'a>(&self, matrices: impl Iterator<Item = &'a Array2<f32>>) -> Parameters {
        let shapes = self.model.parameter_shapes().into_iter();
        let tensors = shapes.zip(matrices).map(|(shape, matrix)| Tensor {
            name: shape.name,
            shape: shape.shape,
            values: matrix.iter().copied().collect(),
        });
        Parameters(tensors.collect())
    }
}

impl Classifier for ScratchMlp {
    fn fit(
        &mut self,
        examples: &Examples,
        order: &dyn BatchOrder,
        observer: &mut dyn Observer,
    ) -> Result<()> {
        Batch::new(examples, &[0])?.check_fits(self.model.inputs, self.model.outputs())?;
        self.load_parameters(&self.start.clone())?;
        let training = self.training.clone();
        train(self, &training, examples, order, observer)
    }

    fn predict_batch(&mut self, batch: Batch<'_>) -> Result<Predictions> {
        self.gather(batch)?;
        let (logits, _) = self.network.forward(self.input.view());
        let probabilities = softmax(logits).into_iter().collect();
        Ok(Predictions::from_probabilities(
            probabilities,
            self.model.outputs(),
        ))
    }
}

impl Differentiable for ScratchMlp {
    fn load_parameters(&mut self, parameters: &Parameters) -> Result<()> {
        self.network = Sequential::new(&self.model, parameters)?;
        self.optimizer = optimizer(&self.training.optimizer);
        self.start = parameters.clone();
        Ok(())
    }

    fn parameters(&self) -> Result<Parameters> {
        Ok(self.tensors(self.network.parameters().into_iter().map(|p| &p.value)))
    }

    fn gradients(&mut self, batch: Batch<'_>) -> Result<(f64, Parameters)> {
        let loss = self.forward_and_backward(batch)?;
        let gradients = self.network.parameters().into_iter().map(|p| &p.gradient);
        Ok((loss, self.tensors(gradients)))
    }

    fn train_step(&mut self, batch: Batch<'_>, learning_rate: f64) -> Result<f64> {
        let loss = self.forward_and_backward(batch)?;
        self.optimizer
            .step(self.network.parameters_mut(), learning_rate);
        Ok(loss)
    }
}
