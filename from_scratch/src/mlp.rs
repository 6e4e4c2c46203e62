//! The hand-written network behind the contract of the `classifier` crate.

use classifier::{
    Batch, BatchOrder, Classifier, Differentiable, Examples, ModelSpec, Observer, ParameterShape,
    Parameters, Predictions, Result, Tensor, TrainSpec, train,
};
use ndarray::{Array2, aview1};

use crate::{
    Sequential,
    layers::Mode,
    losses::loss_and_gradient,
    optimizers::{Optimizer, clip_by_norm, optimizer},
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
        training.loss.classes(model.outputs())?;
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
    fn gather(&mut self, batch: Batch<'_>) {
        if self.input.nrows() != batch.len() {
            self.input = Array2::zeros((batch.len(), batch.width()));
        }
        for (mut row, values) in self.input.rows_mut().into_iter().zip(batch.inputs()) {
            row.assign(&aview1(values));
        }
    }

    /// Forward, loss and backward; afterwards every parameter holds its gradient.
    fn forward_and_backward(&mut self, batch: Batch<'_>) -> Result<f64> {
        batch.check_trains(&self.model, self.training.loss)?;
        self.gather(batch);
        self.network.begin(batch)?;
        let (outputs, gradient) = self.network.forward(self.input.view(), Mode::Training);
        let loss = loss_and_gradient(self.training.loss, outputs, batch.labels(), gradient);
        self.network.backward(self.input.view());
        Ok(loss)
    }

    /// Number of classes that the model tells apart.
    fn classes(&self) -> Result<usize> {
        self.training.loss.classes(self.model.outputs())
    }

    /// One tensor per shape.
    fn tensors<'a>(
        shapes: Vec<ParameterShape>,
        matrices: impl Iterator<Item = &'a Array2<f32>>,
    ) -> Parameters {
        let tensors = shapes
            .into_iter()
            .zip(matrices)
            .map(|(shape, matrix)| Tensor {
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
        Batch::new(examples, &[0])?.check_fits(self.model.inputs, self.classes()?)?;
        self.load_parameters(&self.start.clone())?;
        let training = self.training.clone();
        train(self, &training, examples, order, observer)
    }

    fn predict_batch(&mut self, batch: Batch<'_>) -> Result<Predictions> {
        batch.check_fits(self.model.inputs, self.classes()?)?;
        self.gather(batch);
        let (outputs, _) = self.network.forward(self.input.view(), Mode::Evaluation);
        let width = outputs.ncols();
        let outputs: Vec<f32> = outputs.iter().copied().collect();
        Ok(Predictions::from_outputs(
            &outputs,
            width,
            self.training.loss,
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
        let values = self.network.parameters().into_iter().map(|p| &p.value);
        Ok(Self::tensors(self.model.parameter_shapes(), values))
    }

    fn gradients(&mut self, batch: Batch<'_>) -> Result<(f64, Parameters)> {
        let loss = self.forward_and_backward(batch)?;
        let parameters = self.network.parameters().into_iter();
        let trained = parameters.filter(|parameter| parameter.role.trains());
        let gradients = trained.map(|parameter| &parameter.gradient);
        Ok((loss, Self::tensors(self.model.trained_shapes(), gradients)))
    }

    fn train_step(&mut self, batch: Batch<'_>, learning_rate: f64) -> Result<f64> {
        let loss = self.forward_and_backward(batch)?;
        self.network.remember();
        let mut trained = self.network.trained_mut();
        if let Some(max_norm) = self.training.clip_norm {
            clip_by_norm(&mut trained, max_norm);
        }
        self.optimizer.step(trained, learning_rate);
        Ok(loss)
    }
}
