//! A training loop as in Candle's example `mnist-training`: `VarMap`, `seq`, `backward_step`.

use candle_core::{DType, Device, Result, Tensor};
use candle_nn::{
    AdamW, Module, Optimizer, SGD, Sequential, VarBuilder, VarMap, linear, loss, ops, seq,
};
use classifier::{LayerSpec, OptimizerSpec};

use crate::support::Exercise;

enum Rule {
    Sgd(SGD),
    Adam(AdamW),
}

pub(crate) struct CandleLoop {
    inputs: Tensor,
    labels: Tensor,
    model: Sequential,
    rule: Rule,
}

impl CandleLoop {
    pub(crate) fn new(exercise: &Exercise) -> Self {
        let train = &exercise.data.train;
        let (model, training) = (&exercise.experiment.model, &exercise.experiment.training);
        let variables = VarMap::new();
        let builder = VarBuilder::from_varmap(&variables, DType::F32, &Device::Cpu);
        let mut width = model.inputs;
        let mut layers = seq();
        for (number, layer) in model.layers.iter().enumerate() {
            layers = match *layer {
                LayerSpec::Linear { outputs, .. } => {
                    let layer = linear(width, outputs, builder.pp(number)).unwrap();
                    width = outputs;
                    layers.add(layer)
                }
                LayerSpec::Sigmoid => layers.add_fn(ops::sigmoid),
                _ => layers.add_fn(Tensor::relu),
            };
        }
        let rate = training.learning_rate(0);
        let variables = variables.all_vars();
        let shape = (train.rows(), train.width());
        Self {
            inputs: Tensor::from_slice(train.inputs(), shape, &Device::Cpu).unwrap(),
            labels: Tensor::new(train.labels(), &Device::Cpu).unwrap(),
            model: layers,
            rule: match training.optimizer {
                OptimizerSpec::Sgd { .. } => Rule::Sgd(SGD::new(variables, rate).unwrap()),
                OptimizerSpec::Adam { .. } => Rule::Adam(AdamW::new_lr(variables, rate).unwrap()),
            },
        }
    }

    pub(crate) fn step(&mut self, rows: &[u32]) -> Result<f32> {
        let rows = Tensor::new(rows, &Device::Cpu)?;
        let inputs = self.inputs.index_select(&rows, 0)?;
        let labels = self.labels.index_select(&rows, 0)?;
        let loss = loss::cross_entropy(&self.model.forward(&inputs)?, &labels)?;
        match &mut self.rule {
            Rule::Sgd(rule) => rule.backward_step(&loss)?,
            Rule::Adam(rule) => rule.backward_step(&loss)?,
        }
        loss.to_scalar()
    }
}
