//! The contender `BurnMlp`.

use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Gradients, Int, Tensor};
use classifier::{
    Batch, BatchOrder, Classifier, Differentiable, Examples, ModelSpec, Observer, Parameters,
    Predictions, Result, TrainSpec,
};

use crate::clip::clip_by_norm;
use crate::layers::BatchStatistics;
use crate::loss::LossFunction;
use crate::network::Network;
use crate::optimizer::optimizer;
use crate::parameter::{framework, to_canonical, values};
use crate::resident::{Resident, inputs, labels};

/// A network in Burn, on one device.
pub struct BurnMlp {
    model: ModelSpec,
    training: TrainSpec,
    /// The initial parameters of `fit`.
    start: Parameters,
    /// The device with autodiff.
    device: Device,
    network: Network,
    loss: LossFunction,
    optimizer: ModuleOptimizer,
    /// The training set in device memory; `None` on the CPU.
    resident: Option<Resident>,
}

impl BurnMlp {
    /// Builds `model` with its initial `parameters` on `device`.
    ///
    /// # Errors
    /// An invalid model or training, or parameters that do not fit the model.
    pub fn new(
        model: &ModelSpec,
        training: &TrainSpec,
        parameters: &Parameters,
        device: Device,
    ) -> Result<Self> {
        model.check()?;
        training.check()?;
        let classes = training.loss.classes(model.outputs())?;
        let device = device.autodiff();
        Ok(Self {
            model: model.clone(),
            training: training.clone(),
            start: parameters.clone(),
            network: Network::new(model, parameters, &device)?,
            loss: LossFunction::new(training.loss, classes, model.outputs(), &device),
            optimizer: optimizer(&training.optimizer),
            device,
            resident: None,
        })
    }

    /// Errors if the batch does not have the model's inputs and classes.
    fn check_fits(&self, batch: &Batch<'_>) -> Result<()> {
        let classes = self.training.loss.classes(self.model.outputs())?;
        batch.check_fits(self.model.inputs, classes)
    }

    /// The batch's inputs `[rows, width]` and labels `[rows]` on the device.
    fn on_device(&self, batch: &Batch<'_>) -> (Tensor<2>, Tensor<1, Int>) {
        let resident = self.resident.as_ref();
        match resident.filter(|resident| resident.holds(batch)) {
            Some(resident) => resident.gather(batch),
            None => (inputs(batch, &self.device), labels(batch, &self.device)),
        }
    }

    /// Forward and backward pass in training mode.
    fn backward(&self, batch: &Batch<'_>) -> Result<Backward> {
        batch.check_trains(&self.model, self.training.loss)?;
        let (inputs, labels) = self.on_device(batch);
        let (outputs, statistics) = self.network.forward_training(inputs, batch)?;
        let loss = self.loss.mean(outputs, labels);
        Ok(Backward { gradients: loss.backward(), loss: loss.inner(), statistics })
    }
}

/// The result of a training pass.
struct Backward {
    /// Mean loss of the batch, a scalar detached from the graph.
    loss: Tensor<1>,
    gradients: Gradients,
    /// One entry per batch normalisation.
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
        let own_memory = self.device != Device::flex();
        self.resident = own_memory.then(|| Resident::new(train, &self.device));
        let training = self.training.clone();
        classifier::train(self, &training, train, order, observer)
    }

    fn predict_batch(&mut self, batch: Batch<'_>) -> Result<Predictions> {
        self.check_fits(&batch)?;
        let device = self.device.clone().without_autodiff();
        let outputs = self.network.valid().forward(inputs(&batch, &device));
        let (outputs, width) = (values(outputs)?, self.model.outputs());
        Ok(Predictions::from_outputs(&outputs, width, self.training.loss))
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
        to_canonical(&self.network, self.model.parameter_shapes(), None)
    }

    fn gradients(&mut self, batch: Batch<'_>) -> Result<(f64, Parameters)> {
        let pass = self.backward(&batch)?;
        let shapes = self.model.trained_shapes();
        let gradients = to_canonical(&self.network, shapes, Some(&pass.gradients))?;
        Ok((read(pass.loss), gradients))
    }

    fn train_step(&mut self, batch: Batch<'_>, learning_rate: f64) -> Result<f64> {
        let pass = self.backward(&batch)?;
        let mut gradients = GradientsParams::from_grads(pass.gradients, &self.network);
        if let Some(max_norm) = self.training.clip_norm {
            clip_by_norm(&mut gradients, &self.network, max_norm);
        }
        // Moved, not cloned: Burn updates a tensor in place only if it is not shared.
        let network = std::mem::take(&mut self.network);
        self.network = self.optimizer.step(learning_rate, network, gradients);
        self.network.update_running_statistics(pass.statistics);
        // On a GPU the operations above are only queued, or even deferred by Burn's fusion until
        // their results are needed.
        self.device.sync().map_err(framework)?;
        Ok(read(pass.loss))
    }
}

fn read(loss: Tensor<1>) -> f64 {
    f64::from(loss.into_scalar::<f32>())
}
