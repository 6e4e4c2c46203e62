//! A second implementation of the network: plain loops in `f64`, for a whole batch.

use classifier::{
    Batch, LayerSpec, Loss, ModelSpec, OptimizerSpec, ParameterShape, Parameters, RunningVariance,
    SMALLEST_PROBABILITY, TrainSpec,
};

/// One vector per row.
type Matrix = Vec<Vec<f64>>;

#[derive(Clone)]
pub(crate) struct Reference {
    model: ModelSpec,
    training: TrainSpec,
    shapes: Vec<ParameterShape>,
    /// In the order of `shapes`; a weight is `[inputs, outputs]`, row-major.
    pub(crate) parameters: Vec<Vec<f64>>,
    /// Velocity, or Adam's m and v, of each parameter.
    state: Vec<[Vec<f64>; 2]>,
    steps: i32,
}

impl Reference {
    pub(crate) fn new(model: &ModelSpec, training: &TrainSpec, parameters: &Parameters) -> Self {
        let shapes = model.parameter_shapes();
        let values = |shape| parameters.values(shape).unwrap().iter().map(|&v| f64::from(v));
        let parameters: Vec<Vec<f64>> = shapes.iter().map(|s| values(s).collect()).collect();
        let zeros = |values: &Vec<f64>| [vec![0.0; values.len()], vec![0.0; values.len()]];
        Self {
            model: model.clone(),
            training: training.clone(),
            shapes,
            state: parameters.iter().map(zeros).collect(),
            parameters,
            steps: 0,
        }
    }

    /// Mean loss, and the gradients of the trained parameters, in the order of `trained_shapes`.
    pub(crate) fn gradients(&self, batch: Batch<'_>) -> (f64, Vec<Vec<f64>>) {
        let (loss, gradients) = self.backward(batch, &self.forward(batch));
        (loss, self.trained(gradients))
    }

    /// The gradients of a backward pass that multiplies by W where it should by Wᵀ, wherever W is
    /// square.
    pub(crate) fn gradients_through_untransposed_weights(&self, batch: Batch<'_>) -> Vec<Vec<f64>> {
        let activations = self.forward(batch);
        let mut wrong = self.clone();
        for (shape, values) in wrong.shapes.iter().zip(&mut wrong.parameters) {
            if let Some(transposed) = transposed(shape, values) {
                *values = transposed;
            }
        }
        let (_, gradients) = wrong.backward(batch, &activations);
        self.trained(gradients)
    }

    fn trained(&self, gradients: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let all = self.shapes.iter().zip(gradients);
        all.filter(|(shape, _)| shape.role.trains()).map(|(_, gradient)| gradient).collect()
    }

    /// Mean loss and all gradients, 0 for what is not trained.
    fn backward(&self, batch: Batch<'_>, activations: &[Matrix]) -> (f64, Vec<Vec<f64>>) {
        let labels: Vec<u32> = batch.labels().collect();
        let (loss, mut delta) = loss(self.training.loss, &activations[self.layers()], &labels);
        let mut gradients: Vec<Vec<f64>> =
            self.parameters.iter().map(|p| vec![0.0; p.len()]).collect();
        let mut end = self.parameters.len();
        for index in (0..self.layers()).rev() {
            let (x, y) = (&activations[index], &activations[index + 1]);
            let start = end - self.model.layers[index].parameters(1).len();
            let parameters = &self.parameters[start..end];
            let gradients = &mut gradients[start..end];
            let factors = self.dropout_factors(index, batch, y);
            let layer = &self.model.layers[index];
            delta = backward(layer, (x, y), &delta, parameters, gradients, &factors);
            end = start;
        }
        (loss, gradients)
    }

    fn layers(&self) -> usize {
        self.model.layers.len()
    }

    /// The input, and the output of every layer, in training mode.
    fn forward(&self, batch: Batch<'_>) -> Vec<Matrix> {
        let row = |row: &[f32]| row.iter().map(|&x| f64::from(x)).collect();
        let mut activations: Vec<Matrix> = vec![batch.inputs().map(row).collect()];
        let mut start = 0;
        for (index, layer) in self.model.layers.iter().enumerate() {
            let x = &activations[index];
            let parameters = &self.parameters[start..];
            start += layer.parameters(1).len();
            let factors = self.dropout_factors(index, batch, x);
            activations.push(forward(layer, x, parameters, Some(&factors)));
        }
        activations
    }

    /// The outputs in evaluation mode.
    pub(crate) fn evaluate(&self, batch: Batch<'_>) -> Matrix {
        let row = |row: &[f32]| row.iter().map(|&x| f64::from(x)).collect();
        let mut x: Matrix = batch.inputs().map(row).collect();
        let mut start = 0;
        for layer in &self.model.layers {
            x = forward(layer, &x, &self.parameters[start..], None);
            start += layer.parameters(1).len();
        }
        x
    }

    /// The factors of the dropout layer at `index`; empty for another layer.
    fn dropout_factors(&self, index: usize, batch: Batch<'_>, x: &Matrix) -> Matrix {
        let LayerSpec::Dropout { rate } = self.model.layers[index] else {
            return Vec::new();
        };
        let dropout = |layer: &&LayerSpec| matches!(layer, LayerSpec::Dropout { .. });
        let number = self.model.layers[..index].iter().filter(dropout).count();
        let factors = batch.dropout_factors(number, x[0].len(), rate).unwrap();
        let rows = factors.chunks_exact(x[0].len());
        rows.map(|row| row.iter().map(|&f| f64::from(f)).collect()).collect()
    }

    /// One training step, as `TrainSpec`, `OptimizerSpec` and `LayerSpec` define it.
    pub(crate) fn step(&mut self, batch: Batch<'_>, learning_rate: f64) {
        self.steps += 1;
        let activations = self.forward(batch);
        let (_, mut gradients) = self.backward(batch, &activations);
        if let Some(max_norm) = self.training.clip_norm {
            let squares = gradients.iter().flatten().map(|g| g * g).sum::<f64>();
            let factor = (max_norm / squares.sqrt()).min(1.0);
            gradients.iter_mut().flatten().for_each(|g| *g *= factor);
        }
        for (index, gradient) in gradients.into_iter().enumerate() {
            if self.shapes[index].role.trains() {
                self.update(index, &gradient, learning_rate);
            }
        }
        self.update_running_statistics(&activations);
    }

    fn update(&mut self, index: usize, gradient: &[f64], learning_rate: f64) {
        let optimizer = &self.training.optimizer;
        let decays = f64::from(u8::from(self.shapes[index].role.decays()));
        let coupled = decays * optimizer.weight_decay();
        let decoupled = decays * optimizer.decoupled_weight_decay();
        let [first, second] = &mut self.state[index];
        for (i, gradient) in gradient.iter().enumerate() {
            let parameter = &mut self.parameters[index][i];
            let gradient = gradient + coupled * *parameter;
            let update = match *optimizer {
                OptimizerSpec::Sgd { momentum, nesterov, .. } => {
                    first[i] = momentum * first[i] + gradient;
                    match nesterov {
                        true => gradient + momentum * first[i],
                        false => first[i],
                    }
                }
                OptimizerSpec::Adam { beta1, beta2, epsilon, .. } => {
                    first[i] = beta1 * first[i] + (1.0 - beta1) * gradient;
                    second[i] = beta2 * second[i] + (1.0 - beta2) * gradient * gradient;
                    let mean = first[i] / (1.0 - beta1.powi(self.steps));
                    let variance = second[i] / (1.0 - beta2.powi(self.steps));
                    mean / (variance.sqrt() + epsilon)
                }
            };
            *parameter -= learning_rate * (decoupled * *parameter + update);
        }
    }

    /// Updates the running statistics with the batch of these activations.
    fn update_running_statistics(&mut self, activations: &[Matrix]) {
        let mut start = 0;
        for (layer, x) in self.model.layers.iter().zip(activations) {
            if let LayerSpec::BatchNorm { momentum, running_variance, .. } = *layer {
                let rows = x.len() as f64;
                for column in 0..x[0].len() {
                    let (mean, mut variance) = mean_and_variance(x, column);
                    if running_variance == RunningVariance::Unbiased {
                        variance *= rows / (rows - 1.0);
                    }
                    for (offset, new) in [(2, mean), (3, variance)] {
                        let running = &mut self.parameters[start + offset][column];
                        *running = (1.0 - momentum) * *running + momentum * new;
                    }
                }
            }
            start += layer.parameters(1).len();
        }
    }
}

/// The values of a square weight, transposed; `None` for any other parameter.
pub(crate) fn transposed<V: Copy>(shape: &ParameterShape, values: &[V]) -> Option<Vec<V>> {
    let &[rows, columns] = &shape.shape[..] else { return None };
    let column = |j: usize| values.iter().skip(j).step_by(columns).copied();
    (rows == columns).then(|| (0..columns).flat_map(column).collect())
}

fn mean_and_variance(x: &Matrix, column: usize) -> (f64, f64) {
    let rows = x.len() as f64;
    let mean = x.iter().map(|row| row[column]).sum::<f64>() / rows;
    let squares = x.iter().map(|row| (row[column] - mean).powi(2));
    (mean, squares.sum::<f64>() / rows)
}

/// `f(row, column, value)` of every value.
fn each(x: &Matrix, f: impl Fn(usize, usize, f64) -> f64) -> Matrix {
    let row =
        |(i, row): (usize, &Vec<f64>)| row.iter().enumerate().map(|(j, &x)| f(i, j, x)).collect();
    x.iter().enumerate().map(row).collect()
}

fn softmax(row: &[f64]) -> Vec<f64> {
    let max = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = row.iter().map(|z| (z - max).exp()).sum();
    row.iter().map(|z| (z - max).exp() / sum).collect()
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The output of a layer, in training with the factors of dropout, in evaluation with `None`.
fn forward(
    layer: &LayerSpec,
    x: &Matrix,
    parameters: &[Vec<f64>],
    factors: Option<&Matrix>,
) -> Matrix {
    match *layer {
        LayerSpec::Linear { outputs, .. } => {
            let (weight, bias) = (&parameters[0], &parameters[1]);
            let output = |row: &Vec<f64>, j: usize| {
                let products = row.iter().enumerate();
                products.map(|(i, x)| x * weight[i * outputs + j]).sum::<f64>() + bias[j]
            };
            x.iter().map(|row| (0..outputs).map(|j| output(row, j)).collect()).collect()
        }
        LayerSpec::Relu => each(x, |_, _, x| x.max(0.0)),
        LayerSpec::LeakyRelu { slope } => each(x, |_, _, x| if x > 0.0 { x } else { slope * x }),
        LayerSpec::Sigmoid => each(x, |_, _, x| sigmoid(x)),
        LayerSpec::Tanh => each(x, |_, _, x| x.tanh()),
        LayerSpec::Softmax => x.iter().map(|row| softmax(row)).collect(),
        LayerSpec::BatchNorm { epsilon, .. } => each(x, |_, j, value| {
            let (mean, variance) = match factors {
                Some(_) => mean_and_variance(x, j),
                None => (parameters[2][j], parameters[3][j]),
            };
            parameters[0][j] * (value - mean) / (variance + epsilon).sqrt() + parameters[1][j]
        }),
        LayerSpec::Dropout { .. } => match factors {
            Some(factors) => each(x, |i, j, x| x * factors[i][j]),
            None => x.clone(),
        },
    }
}

/// Adds the gradients of the layer's parameters; returns the derivative with respect to `x`.
fn backward(
    layer: &LayerSpec,
    (x, y): (&Matrix, &Matrix),
    delta: &Matrix,
    parameters: &[Vec<f64>],
    gradients: &mut [Vec<f64>],
    factors: &Matrix,
) -> Matrix {
    match *layer {
        LayerSpec::Linear { outputs, .. } => {
            let mut below = each(x, |_, _, _| 0.0);
            for (row, (x, delta)) in x.iter().zip(delta).enumerate() {
                for (j, delta) in delta.iter().enumerate() {
                    for (i, x) in x.iter().enumerate() {
                        gradients[0][i * outputs + j] += x * delta;
                        below[row][i] += parameters[0][i * outputs + j] * delta;
                    }
                    gradients[1][j] += delta;
                }
            }
            below
        }
        LayerSpec::Relu => each(delta, |i, j, d| if x[i][j] > 0.0 { d } else { 0.0 }),
        LayerSpec::LeakyRelu { slope } => {
            each(delta, |i, j, d| if x[i][j] > 0.0 { d } else { slope * d })
        }
        LayerSpec::Sigmoid => each(delta, |i, j, d| d * y[i][j] * (1.0 - y[i][j])),
        LayerSpec::Tanh => each(delta, |i, j, d| d * (1.0 - y[i][j] * y[i][j])),
        LayerSpec::Softmax => each(delta, |i, j, d| {
            let sum: f64 = y[i].iter().zip(&delta[i]).map(|(y, d)| y * d).sum();
            y[i][j] * (d - sum)
        }),
        LayerSpec::BatchNorm { epsilon, .. } => {
            let rows = x.len() as f64;
            let mut below = each(x, |_, _, _| 0.0);
            for j in 0..x[0].len() {
                let (mean, variance) = mean_and_variance(x, j);
                let deviation = (variance + epsilon).sqrt();
                let normalized = |i: usize| (x[i][j] - mean) / deviation;
                for (i, delta) in delta.iter().enumerate() {
                    gradients[0][j] += delta[j] * normalized(i);
                    gradients[1][j] += delta[j];
                }
                for (i, below) in below.iter_mut().enumerate() {
                    let idle = (gradients[1][j] + normalized(i) * gradients[0][j]) / rows;
                    below[j] = parameters[0][j] / deviation * (delta[i][j] - idle);
                }
            }
            below
        }
        LayerSpec::Dropout { .. } => each(delta, |i, j, d| d * factors[i][j]),
    }
}

/// The loss, and its derivative with respect to the outputs.
fn loss(kind: Loss, outputs: &Matrix, labels: &[u32]) -> (f64, Matrix) {
    let rows = outputs.len() as f64;
    let count = rows * outputs[0].len() as f64;
    let target = |i: usize, j: usize| match outputs[i].len() {
        1 => f64::from(labels[i]),
        _ => f64::from(u8::from(labels[i] as usize == j)),
    };
    let bounded = |p: f64| p.max(SMALLEST_PROBABILITY);
    let mean = |of: &dyn Fn(usize, usize, f64) -> f64, count: f64| {
        each(outputs, of).iter().flatten().sum::<f64>() / count
    };
    match kind {
        Loss::SoftmaxCrossEntropy => {
            let p: Matrix = outputs.iter().map(|row| softmax(row)).collect();
            let loss = mean(&|i, j, _| -target(i, j) * bounded(p[i][j]).ln(), rows);
            (loss, each(&p, |i, j, p| (p - target(i, j)) / rows))
        }
        Loss::CrossEntropy => (
            mean(&|i, j, p| -target(i, j) * bounded(p).ln(), rows),
            each(outputs, |i, j, p| -target(i, j) / p / rows),
        ),
        Loss::BinaryCrossEntropy => {
            let loss = |i, j, p: f64| {
                let t = target(i, j);
                -t * bounded(p).ln() - (1.0 - t) * bounded(1.0 - p).ln()
            };
            let slope = |i, j, p: f64| (1.0 - target(i, j)) / (1.0 - p) - target(i, j) / p;
            (mean(&loss, count), each(outputs, |i, j, p| slope(i, j, p) / count))
        }
        Loss::SigmoidCrossEntropy => {
            let loss = |i, j, z: f64| {
                let sign = 1.0 - 2.0 * target(i, j);
                (sign * z).max(0.0) + (-z.abs()).exp().ln_1p()
            };
            let slope = |i, j, z| (sigmoid(z) - target(i, j)) / count;
            (mean(&loss, count), each(outputs, slope))
        }
        Loss::MeanSquaredError => (
            mean(&|i, j, y| (y - target(i, j)).powi(2), count),
            each(outputs, |i, j, y| 2.0 * (y - target(i, j)) / count),
        ),
    }
}
