//! The contender.

use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Gradients, Tensor, TensorData};
use classifier::{
    Batch, BatchOrder, Classifier, Differentiable, Examples, ModelSpec, Observer, Parameters,
    Predictions, Result, TrainSpec,
};

use crate::clip::clip_by_norm;
use crate::layers::BatchStatistics;
use crate::loss::mean_loss;
use crate::network::Network;
use crate::optimizer::optimizer;
use crate::parameter::{to_neutral, values};

/// A network in Burn, on one device.
pub struct BurnMlp {
    model: ModelSpec,
    training: TrainSpec,
    /// What `fit` starts from.
    start: Parameters,
    /// With autodiff.
    device: Device,
    network: Network,
    optimizer: ModuleOptimizer,
}

impl BurnMlp {
    /// Builds `model` with its first `parameters` on `device`.
    ///
    /// # Errors
    /// A model, a training or parameters that fail their checks.
    pub fn new(
        model: &ModelSpec,
        training: &TrainSpec,
        parameters: &Parameters,
        device: Device,
    ) -> Result<Self> {
        model.check()?;
        training.check()?;
        training.loss.classes(model.outputs())?;
        let device = device.autodiff();
        Ok(Self {
            model: model.clone(),
            training: training.clone(),
            start: parameters.clone(),
            network: Network::new(model, parameters, &device)?,
            optimizer: optimizer(&training.optimizer),
            device,
        })
    }

    /// Errors unless the batch has the model's inputs and classes.
    fn check_fits(&self, batch: &Batch<'_>) -> Result<()> {
        let classes = self.training.loss.classes(self.model.outputs())?;
        batch.check_fits(self.model.inputs, classes)
    }

    /// A training pass over the batch.
    fn backward(&self, batch: &Batch<'_>) -> Result<Backward> {
        let loss = self.training.loss;
        batch.check_trains(&self.model, loss)?;
        let (outputs, statistics) = self
            .network
            .forward_training(inputs(batch, &self.device), batch)?;
        let loss = mean_loss(loss, outputs, batch);
        Ok(Backward {
            gradients: loss.backward(),
            loss: loss.inner(),
            statistics,
        })
    }
}

/// What a training pass leaves behind.
struct Backward {
    /// Mean loss of the batch, a scalar without its graph.
    loss: Tensor<1>,
    gradients: Gradients,
    /// One for each batch normalisation.
    statistics: Vec<BatchStatistics>,
}

impl Classifier for BurnMlp {
    fn fit(
        &mut self,
        train: &Examples,
        order: &dyn BatchOrder,
        observer: &mut dyn Observer,
    ) -> Result<()> {
        self.check_fits(&Batch::new(train, &[0])?)?;
        self.load_parameters(&self.start.clone())?;
        let training = self.training.clone();
        classifier::train(self, &training, train, order, observer)
    }

    fn predict_batch(&mut self, batch: Batch<'_>) -> Result<Predictions> {
        self.check_fits(&batch)?;
        let device = self.device.clone().without_autodiff();
        let outputs = self.network.valid().forward(inputs(&batch, &device));
        let (outputs, width) = (values(outputs)?, self.model.outputs());
        Ok(Predictions::from_outputs(
            &outputs,
            width,
            self.training.loss,
        ))
    }
}

impl Differentiable for BurnMlp {
    fn load_parameters(&mut self, parameters: &Parameters) -> Result<()> {
        self.network = Network::new(&self.model, parameters, &self.device)?;
        self.optimizer = optimizer(&self.training.optimizer);
        self.start = parameters.clone();
        Ok(())
    }

    fn parameters(&self) -> Result<Parameters> {
        to_neutral(&self.network, self.model.parameter_shapes(), None)
    }

    fn gradients(&mut self, batch: Batch<'_>) -> Result<(f64, Parameters)> {
        let pass = self.backward(&batch)?;
        let shapes = self.model.trained_shapes();
        let gradients = to_neutral(&self.network, shapes, Some(&pass.gradients))?;
        Ok((read(pass.loss), gradients))
    }

    fn train_step(&mut self, batch: Batch<'_>, learning_rate: f64) -> Result<f64> {
        let pass = self.backward(&batch)?;
        let mut gradients = GradientsParams::from_grads(pass.gradients, &self.network);
        if let Some(max_norm) = self.training.clip_norm {
            clip_by_norm(&mut gradients, &self.network, max_norm);
        }
        // Taken, not cloned: a tensor that nobody else holds is updated in place.
        let network = std::mem::take(&mut self.network);
        self.network = self.optimizer.step(learning_rate, network, gradients);
        self.network.remember(pass.statistics);
        // Read last: on a GPU this waits for all the work queued before it.
        Ok(read(pass.loss))
    }
}

fn read(loss: Tensor<1>) -> f64 {
    f64::from(loss.into_scalar::<f32>())
}

/// The inputs `[rows, width]` on the device.
fn inputs(batch: &Batch<'_>, device: &Device) -> Tensor<2> {
    let data = TensorData::new(batch.gather_inputs(), [batch.len(), batch.width()]);
    Tensor::from_data(data, device)
}
