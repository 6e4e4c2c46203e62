//! The contender `CandleMlp`.

use candle_core::backprop::GradStore;
use candle_core::{Device, Tensor};
use classifier::{
    Batch, BatchOrder, Classifier, ClassifierError, Differentiable, Examples, ModelSpec, Observer,
    Parameters, Predictions, Result, TrainSpec,
};

use crate::batch_norm::Statistics;
use crate::error::framework;
use crate::loss::{mean_loss, targets};
use crate::network::Network;
use crate::optimizer::Optimizer;
use crate::resident::{Resident, inputs};

/// A network in Candle, on one device.
pub struct CandleMlp {
    model: ModelSpec,
    training: TrainSpec,
    /// The initial parameters of `fit`.
    start: Parameters,
    device: Device,
    network: Network,
    optimizer: Optimizer,
    /// The training set in device memory; `None` on the CPU.
    resident: Option<Resident>,
}

/// The result of a training pass.
struct Pass {
    /// Mean loss of the batch, a scalar detached from the graph.
    loss: Tensor,
    gradients: GradStore,
    statistics: Vec<Statistics>,
}

impl CandleMlp {
    /// Builds `model` with its initial `parameters` on `device`.
    ///
    /// # Errors
    /// An invalid model or training, parameters that do not fit the model, or an error of Candle.
    pub fn new(
        model: &ModelSpec,
        training: &TrainSpec,
        parameters: &Parameters,
        device: Device,
    ) -> Result<Self> {
        model.check()?;
        training.check()?;
        training.loss.classes(model.outputs())?;
        let network = Network::new(model, parameters, &device)?;
        let optimizer = Optimizer::new(training, &network).map_err(framework)?;
        Ok(Self {
            model: model.clone(),
            training: training.clone(),
            start: parameters.clone(),
            device,
            network,
            optimizer,
            resident: None,
        })
    }

    /// The number of classes.
    fn classes(&self) -> Result<usize> {
        self.training.loss.classes(self.model.outputs())
    }

    /// The batch's inputs `[rows, width]` and targets on the device.
    fn on_device(&self, batch: &Batch<'_>) -> candle_core::Result<(Tensor, Tensor)> {
        let resident = self.resident.as_ref();
        if let Some(resident) = resident.filter(|resident| resident.holds(batch)) {
            return resident.gather(batch);
        }
        let (loss, outputs) = (self.training.loss, self.model.outputs());
        let targets = targets(loss, batch, outputs, &self.device)?;
        Ok((inputs(batch, &self.device)?, targets))
    }

    /// Forward and backward pass in training mode.
    fn backward(&self, batch: &Batch<'_>) -> Result<Pass> {
        let loss = self.training.loss;
        batch.check_trains(&self.model, loss)?;
        let (inputs, targets) = self.on_device(batch).map_err(framework)?;
        let (outputs, statistics) = self.network.train(inputs, batch)?;
        let loss = mean_loss(loss, &outputs, &targets).map_err(framework)?;
        Ok(Pass { loss: loss.detach(), gradients: loss.backward().map_err(framework)?, statistics })
    }

    fn outputs(&self, batch: &Batch<'_>) -> candle_core::Result<Vec<f32>> {
        let outputs = self.network.evaluate(inputs(batch, &self.device)?)?;
        outputs.flatten_all()?.to_vec1()
    }
}

impl Classifier for CandleMlp {
    fn fit(
        &mut self,
        train: &Examples,
        order: &dyn BatchOrder,
        observer: &mut dyn Observer,
    ) -> Result<()> {
        Batch::new(train, &[0])?.check_fits(self.model.inputs, self.classes()?)?;
        self.load_parameters(&self.start.clone())?;
        let (loss, outputs) = (self.training.loss, self.model.outputs());
        self.resident = match self.device {
            Device::Cpu => None,
            _ => Some(Resident::new(train, loss, outputs, &self.device)?),
        };
        let training = self.training.clone();
        classifier::train(self, &training, train, order, observer)
    }

    fn predict_batch(&mut self, batch: Batch<'_>) -> Result<Predictions> {
        batch.check_fits(self.model.inputs, self.classes()?)?;
        let outputs = self.outputs(&batch).map_err(framework)?;
        Ok(Predictions::from_outputs(&outputs, self.model.outputs(), self.training.loss))
    }
}

impl Differentiable for CandleMlp {
    fn load_parameters(&mut self, parameters: &Parameters) -> Result<()> {
        parameters.check(&self.model.parameter_shapes())?;
        for parameter in &self.network.parameters {
            parameter.load(parameters)?;
        }
        self.optimizer = Optimizer::new(&self.training, &self.network).map_err(framework)?;
        self.start = parameters.clone();
        Ok(())
    }

    fn parameters(&self) -> Result<Parameters> {
        let parameters = self.network.parameters.iter();
        let tensors = parameters.map(|parameter| parameter.to_canonical(&parameter.var));
        Ok(Parameters(tensors.collect::<candle_core::Result<_>>().map_err(framework)?))
    }

    fn gradients(&mut self, batch: Batch<'_>) -> Result<(f64, Parameters)> {
        let pass = self.backward(&batch)?;
        let gradients = self.network.trained().map(|parameter| {
            let gradient = pass.gradients.get(&parameter.var).ok_or_else(no_gradient)?;
            parameter.to_canonical(gradient).map_err(framework)
        });
        Ok((read(&pass.loss)?, Parameters(gradients.collect::<Result<_>>()?)))
    }

    fn train_step(&mut self, batch: Batch<'_>, learning_rate: f64) -> Result<f64> {
        let pass = self.backward(&batch)?;
        self.network
            .update_running_statistics(&pass.statistics)
            .and_then(|()| self.optimizer.step(&self.network, pass.gradients, learning_rate))
            .map_err(framework)?;
        // Read last: on a GPU this waits for all queued work.
        read(&pass.loss)
    }
}

fn read(loss: &Tensor) -> Result<f64> {
    Ok(f64::from(loss.to_scalar::<f32>().map_err(framework)?))
}

fn no_gradient() -> ClassifierError {
    ClassifierError::Framework {
        framework: "candle",
        message: "a parameter has no gradient".to_owned(),
    }
}
