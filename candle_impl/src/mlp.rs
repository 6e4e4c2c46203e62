//! The contender.

use candle_core::backprop::GradStore;
use candle_core::{Device, Tensor};
use candle_nn::{loss, ops};
use classifier::{
    Batch, BatchOrder, Classifier, ClassifierError, Differentiable, Examples, ModelSpec, Observer,
    Parameters, Predictions, Result, TrainSpec,
};

use crate::error::framework;
use crate::network::Network;
use crate::optimizer::Optimizer;

/// A network in Candle, on one device.
pub struct CandleMlp {
    model: ModelSpec,
    training: TrainSpec,
    /// What `fit` starts from.
    start: Parameters,
    device: Device,
    network: Network,
    optimizer: Optimizer,
}

impl CandleMlp {
    /// Builds `model` with its first `parameters` on `device`.
    ///
    /// # Errors
    /// A model, a training or parameters that fail their checks; an error of Candle.
    pub fn new(
        model: &ModelSpec,
        training: &TrainSpec,
        parameters: &Parameters,
        device: Device,
    ) -> Result<Self> {
        model.check()?;
        training.check()?;
        let network = Network::new(model, parameters, &device)?;
        let optimizer =
            Optimizer::new(&training.optimizer, &network.parameters).map_err(framework)?;
        Ok(Self {
            model: model.clone(),
            training: training.clone(),
            start: parameters.clone(),
            device,
            network,
            optimizer,
        })
    }

    fn check_fits(&self, batch: &Batch<'_>) -> Result<()> {
        batch.check_fits(self.model.inputs, self.model.outputs())
    }

    /// The inputs `[rows, width]` on the device.
    fn inputs(&self, batch: &Batch<'_>) -> candle_core::Result<Tensor> {
        Tensor::from_vec(
            batch.gather_inputs(),
            (batch.len(), batch.width()),
            &self.device,
        )
    }

    /// Mean loss of the batch, a scalar without its graph, and the gradients.
    fn backward(&self, batch: &Batch<'_>) -> candle_core::Result<(Tensor, GradStore)> {
        let labels = Tensor::from_iter(batch.labels(), &self.device)?;
        let logits = self.network.forward(&self.inputs(batch)?)?;
        let loss = loss::cross_entropy(&logits, &labels)?;
        Ok((loss.detach(), loss.backward()?))
    }

    fn probabilities(&self, batch: &Batch<'_>) -> candle_core::Result<Vec<f32>> {
        let logits = self.network.forward_detached(&self.inputs(batch)?)?;
        ops::softmax_last_dim(&logits)?.flatten_all()?.to_vec1()
    }
}

impl Classifier for CandleMlp {
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
        let probabilities = self.probabilities(&batch).map_err(framework)?;
        Ok(Predictions::from_probabilities(
            probabilities,
            self.model.outputs(),
        ))
    }
}

impl Differentiable for CandleMlp {
    fn load_parameters(&mut self, parameters: &Parameters) -> Result<()> {
        parameters.check(&self.model.parameter_shapes())?;
        for parameter in &self.network.parameters {
            parameter.load(parameters)?;
        }
        self.optimizer = Optimizer::new(&self.training.optimizer, &self.network.parameters)
            .map_err(framework)?;
        self.start = parameters.clone();
        Ok(())
    }

    fn parameters(&self) -> Result<Parameters> {
        let values = self
            .network
            .parameters
            .iter()
            .map(|parameter| parameter.to_neutral(&parameter.var));
        let values: candle_core::Result<_> = values.collect();
        Ok(Parameters(values.map_err(framework)?))
    }

    fn gradients(&mut self, batch: Batch<'_>) -> Result<(f64, Parameters)> {
        self.check_fits(&batch)?;
        let (loss, gradients) = self.backward(&batch).map_err(framework)?;
        let gradients = self.network.parameters.iter().map(|parameter| {
            let gradient = gradients.get(&parameter.var).ok_or_else(no_gradient)?;
            parameter.to_neutral(gradient).map_err(framework)
        });
        let gradients = gradients.collect::<Result<_>>()?;
        Ok((read(&loss)?, Parameters(gradients)))
    }

    fn train_step(&mut self, batch: Batch<'_>, learning_rate: f64) -> Result<f64> {
        self.check_fits(&batch)?;
        let (loss, gradients) = self.backward(&batch).map_err(framework)?;
        self.optimizer
            .step(&self.network.parameters, gradients, learning_rate)
            .map_err(framework)?;
        // Read last: on a GPU this waits for all the work queued before it.
        read(&loss)
    }
}

fn read(loss: &Tensor) -> Result<f64> {
    Ok(f64::from(loss.to_scalar::<f32>().map_err(framework)?))
}

fn no_gradient() -> ClassifierError {
    ClassifierError::Framework {
        framework: "candle",
        message: "a parameter got no gradient".to_owned(),
    }
}
