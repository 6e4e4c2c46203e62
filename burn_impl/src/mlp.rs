//! The contender.

use burn::module::Module;
use burn::nn::loss::{CrossEntropyLoss, CrossEntropyLossConfig};
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::activation::softmax;
use burn::tensor::{Device, Gradients, Int, Tensor, TensorData};
use classifier::{
    Batch, BatchOrder, Classifier, Differentiable, Examples, ModelSpec, Observer, Parameters,
    Predictions, Result, TrainSpec,
};

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
    loss: CrossEntropyLoss,
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
        let device = device.autodiff();
        Ok(Self {
            model: model.clone(),
            training: training.clone(),
            start: parameters.clone(),
            network: Network::new(model, parameters, &device)?,
            loss: CrossEntropyLossConfig::new().init(&device),
            optimizer: optimizer(&training.optimizer),
            device,
        })
    }

    fn check_fits(&self, batch: &Batch<'_>) -> Result<()> {
        batch.check_fits(self.model.inputs, self.model.outputs())
    }

    /// Mean loss of the batch, a scalar without its graph, and the gradients.
    fn backward(&self, batch: &Batch<'_>) -> (Tensor<1>, Gradients) {
        let labels: Vec<i32> = batch.labels().map(|label| label as i32).collect();
        let labels = Tensor::<1, Int>::from_data(labels.as_slice(), &self.device);
        let logits = self.network.forward(inputs(batch, &self.device));
        let loss = self.loss.forward(logits, labels);
        let gradients = loss.backward();
        (loss.inner(), gradients)
    }
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
        let logits = self.network.valid().forward(inputs(&batch, &device));
        Ok(Predictions::from_probabilities(
            values(softmax(logits, 1))?,
            self.model.outputs(),
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
        self.check_fits(&batch)?;
        let (loss, gradients) = self.backward(&batch);
        let shapes = self.model.parameter_shapes();
        let gradients = to_neutral(&self.network, shapes, Some(&gradients))?;
        Ok((read(loss), gradients))
    }

    fn train_step(&mut self, batch: Batch<'_>, learning_rate: f64) -> Result<f64> {
        self.check_fits(&batch)?;
        let (loss, gradients) = self.backward(&batch);
        let gradients = GradientsParams::from_grads(gradients, &self.network);
        self.network = self
            .optimizer
            .step(learning_rate, self.network.clone(), gradients);
        // Read last: on a GPU this waits for all the work queued before it.
        Ok(read(loss))
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
