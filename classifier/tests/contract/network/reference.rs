//! The network once more: plain loops in `f64`, one row at a time.

use classifier::{LayerSpec, ModelSpec, OptimizerSpec, Parameters};

pub(crate) struct Reference {
    layers: Vec<LayerSpec>,
    optimizer: OptimizerSpec,
    /// Weight, bias, weight, bias, …; a weight is `[inputs, outputs]`, row-major.
    pub(crate) parameters: Vec<Vec<f64>>,
    /// Velocity, or Adam's m and v, of each parameter.
    state: Vec<[Vec<f64>; 2]>,
    steps: i32,
}

impl Reference {
    pub(crate) fn new(
        model: &ModelSpec,
        optimizer: &OptimizerSpec,
        parameters: &Parameters,
    ) -> Self {
        let to_f64 = |values: &[f32]| values.iter().map(|&v| f64::from(v)).collect();
        let parameters: Vec<Vec<f64>> = parameters.0.iter().map(|t| to_f64(&t.values)).collect();
        let zeros = |values: &Vec<f64>| [vec![0.0; values.len()], vec![0.0; values.len()]];
        Self {
            layers: model.layers.clone(),
            optimizer: optimizer.clone(),
            state: parameters.iter().map(zeros).collect(),
            parameters,
            steps: 0,
        }
    }

    /// Mean loss and gradients of the rows of `inputs`.
    pub(crate) fn gradients(&self, inputs: &[f32], labels: &[u32]) -> (f64, Vec<Vec<f64>>) {
        let width = inputs.len() / labels.len();
        let mut loss = 0.0;
        let mut gradients: Vec<Vec<f64>> =
            self.parameters.iter().map(|p| vec![0.0; p.len()]).collect();
        for (row, &label) in inputs.chunks_exact(width).zip(labels) {
            let outputs = self.forward(row);
            let logits = &outputs[self.layers.len()];
            let max = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = logits.iter().map(|z| (z - max).exp()).sum();
            loss += max + sum.ln() - logits[label as usize];
            let mut delta: Vec<f64> = logits.iter().map(|z| (z - max).exp() / sum).collect();
            delta[label as usize] -= 1.0;
            self.backward(&outputs, delta, &mut gradients);
        }
        let rows = labels.len() as f64;
        gradients.iter_mut().flatten().for_each(|g| *g /= rows);
        (loss / rows, gradients)
    }

    /// The input and the output of every layer.
    fn forward(&self, row: &[f32]) -> Vec<Vec<f64>> {
        let mut outputs = vec![row.iter().map(|&x| f64::from(x)).collect::<Vec<f64>>()];
        let mut parameters = self.parameters.chunks_exact(2);
        for layer in &self.layers {
            let x = &outputs[outputs.len() - 1];
            outputs.push(match *layer {
                LayerSpec::Linear { .. } => {
                    let [weight, bias] = parameters.next().unwrap() else {
                        unreachable!()
                    };
                    let output = |j| {
                        let products = x.iter().enumerate();
                        let products = products.map(|(i, x)| x * weight[i * bias.len() + j]);
                        products.sum::<f64>() + bias[j]
                    };
                    (0..bias.len()).map(output).collect()
                }
                LayerSpec::Relu => x.iter().map(|x| x.max(0.0)).collect(),
                LayerSpec::LeakyRelu { slope } => x
                    .iter()
                    .map(|&x| if x > 0.0 { x } else { slope * x })
                    .collect(),
                LayerSpec::Sigmoid => x.iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect(),
                LayerSpec::Tanh => x.iter().map(|x| x.tanh()).collect(),
            });
        }
        outputs
    }

    /// Adds one row's gradients; `delta` is the derivative by the logits.
    fn backward(&self, outputs: &[Vec<f64>], mut delta: Vec<f64>, gradients: &mut [Vec<f64>]) {
        let mut next = self.parameters.len();
        for (index, layer) in self.layers.iter().enumerate().rev() {
            let (x, y) = (&outputs[index], &outputs[index + 1]);
            let derivative: Vec<f64> = match *layer {
                LayerSpec::Linear { .. } => {
                    next -= 2;
                    let weight = &self.parameters[next];
                    let mut below = vec![0.0; x.len()];
                    for (i, x) in x.iter().enumerate() {
                        for (j, delta) in delta.iter().enumerate() {
                            gradients[next][i * y.len() + j] += x * delta;
                            below[i] += weight[i * y.len() + j] * delta;
                        }
                    }
                    for (gradient, delta) in gradients[next + 1].iter_mut().zip(&delta) {
                        *gradient += delta;
                    }
                    delta = below;
                    continue;
                }
                LayerSpec::Relu => x.iter().map(|&x| f64::from(x > 0.0)).collect(),
                LayerSpec::LeakyRelu { slope } => x
                    .iter()
                    .map(|&x| if x > 0.0 { 1.0 } else { slope })
                    .collect(),
                LayerSpec::Sigmoid => y.iter().map(|y| y * (1.0 - y)).collect(),
                LayerSpec::Tanh => y.iter().map(|y| 1.0 - y * y).collect(),
            };
            for (delta, derivative) in delta.iter_mut().zip(derivative) {
                *delta *= derivative;
            }
        }
    }

    /// One step of the optimizer, as `OptimizerSpec` documents it.
    pub(crate) fn step(&mut self, inputs: &[f32], labels: &[u32], learning_rate: f64) {
        self.steps += 1;
        let (_, gradients) = self.gradients(inputs, labels);
        for (index, gradient) in gradients.into_iter().enumerate() {
            // Every second tensor is a bias, which is not decayed.
            let decay = [self.optimizer.weight_decay(), 0.0][index % 2];
            let [first, second] = &mut self.state[index];
            for (i, gradient) in gradient.into_iter().enumerate() {
                let parameter = &mut self.parameters[index][i];
                let gradient = gradient + decay * *parameter;
                let update = match self.optimizer {
                    OptimizerSpec::Sgd { momentum, .. } => {
                        first[i] = momentum * first[i] + gradient;
                        first[i]
                    }
                    OptimizerSpec::Adam {
                        beta1,
                        beta2,
                        epsilon,
                        ..
                    } => {
                        first[i] = beta1 * first[i] + (1.0 - beta1) * gradient;
                        second[i] = beta2 * second[i] + (1.0 - beta2) * gradient * gradient;
                        let mean = first[i] / (1.0 - beta1.powi(self.steps));
                        let variance = second[i] / (1.0 - beta2.powi(self.steps));
                        mean / (variance.sqrt() + epsilon)
                    }
                };
                *parameter -= learning_rate * update;
            }
        }
    }
}
