//! A training loop as in the Burn Book: derived module, configured optimizer, `backward`, `step`.

use burn::{
    module::Module,
    nn::{Linear, LinearConfig, Relu, Sigmoid, loss::CrossEntropyLossConfig},
    optim::{AdamConfig, GradientsParams, ModuleOptimizer, SgdConfig, momentum::MomentumConfig},
    tensor::{Device, Int, Tensor, TensorData},
};
use classifier::{LayerSpec, OptimizerSpec};

use crate::support::Exercise;

#[derive(Module, Debug)]
struct Mlp {
    linears: Vec<Linear>,
    activation: Activation,
}

#[derive(Module, Debug)]
enum Activation {
    Relu(Relu),
    Sigmoid(Sigmoid),
}

impl Mlp {
    fn forward(&self, mut x: Tensor<2>) -> Tensor<2> {
        let last = self.linears.len() - 1;
        for linear in &self.linears[..last] {
            x = linear.forward(x);
            x = match &self.activation {
                Activation::Relu(relu) => relu.forward(x),
                Activation::Sigmoid(sigmoid) => sigmoid.forward(x),
            };
        }
        self.linears[last].forward(x)
    }
}

pub(crate) struct BurnLoop {
    device: Device,
    inputs: Tensor<2>,
    labels: Tensor<1, Int>,
    /// `None` only during a step.
    model: Option<Mlp>,
    optimizer: ModuleOptimizer,
    learning_rate: f64,
}

impl BurnLoop {
    pub(crate) fn new(exercise: &Exercise) -> Self {
        let device = Device::flex().autodiff();
        let train = &exercise.data.train;
        let (model, training) = (&exercise.experiment.model, &exercise.experiment.training);
        let mut width = model.inputs;
        let mut linears = Vec::new();
        let mut activation = Activation::Relu(Relu::new());
        for layer in &model.layers {
            match *layer {
                LayerSpec::Linear { outputs, .. } => {
                    linears.push(LinearConfig::new(width, outputs).init(&device));
                    width = outputs;
                }
                LayerSpec::Sigmoid => activation = Activation::Sigmoid(Sigmoid::new()),
                _ => {}
            }
        }
        let optimizer = match training.optimizer {
            OptimizerSpec::Sgd { .. } => {
                SgdConfig::new().with_momentum(Some(MomentumConfig::new())).init()
            }
            OptimizerSpec::Adam { .. } => AdamConfig::new().init(),
        };
        let inputs = TensorData::new(train.inputs().to_vec(), [train.rows(), train.width()]);
        let labels: Vec<i32> = train.labels().iter().map(|&label| label as i32).collect();
        Self {
            inputs: Tensor::from_data(inputs, &device),
            labels: Tensor::from_data(labels.as_slice(), &device),
            model: Some(Mlp { linears, activation }),
            optimizer,
            learning_rate: training.learning_rate(0),
            device,
        }
    }

    pub(crate) fn step(&mut self, rows: &[u32]) -> f32 {
        let rows: Vec<i32> = rows.iter().map(|&row| row as i32).collect();
        let rows = Tensor::<1, Int>::from_data(rows.as_slice(), &self.device);
        let inputs = self.inputs.clone().select(0, rows.clone());
        let labels = self.labels.clone().select(0, rows);
        let model = self.model.take().unwrap();
        let loss =
            CrossEntropyLossConfig::new().init(&self.device).forward(model.forward(inputs), labels);
        let gradients = GradientsParams::from_grads(loss.backward(), &model);
        self.model = Some(self.optimizer.step(self.learning_rate, model, gradients));
        loss.into_scalar()
    }
}
