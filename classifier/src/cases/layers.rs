//! Every layer.

use super::{Case, batch_norm, case, linear};
use crate::{LayerSpec, ModelSpec, OptimizerSpec, RunningVariance};

/// Every layer twice: once between Linear layers of different widths (`layer-…`), and repeated
/// between Linear layers with square weights, on 7 rows (`square-…`).
///
/// Where a weight is square, a transposed gradient and `dx = dy·W` in place of `dy·Wᵀ` have the
/// right shape: only the values tell.
pub fn layers() -> Vec<Case> {
    let biased = LayerSpec::BatchNorm {
        epsilon: 1e-3,
        momentum: 0.3,
        running_variance: RunningVariance::Biased,
    };
    let mut cases = vec![
        case("layer-linear", [linear(3)]),
        square("linear", vec![linear(6), linear(6), linear(3)]),
    ];
    for (name, layer) in [
        ("relu", LayerSpec::Relu),
        ("leaky-relu", LayerSpec::LeakyRelu { slope: 0.2 }),
        ("sigmoid", LayerSpec::Sigmoid),
        ("tanh", LayerSpec::Tanh),
        ("softmax", LayerSpec::Softmax),
        ("batch-norm", batch_norm(RunningVariance::Unbiased)),
        ("batch-norm-biased", biased),
        ("dropout", LayerSpec::Dropout { rate: 0.3 }),
    ] {
        cases.push(case(format!("layer-{name}"), [linear(7), layer.clone(), linear(3)]));
        cases.push(square(name, vec![linear(6), layer.clone(), linear(6), layer, linear(3)]));
    }
    cases
}

fn square(name: &str, layers: Vec<LayerSpec>) -> Case {
    let model = ModelSpec { inputs: 6, layers };
    Case { model, ..case(format!("square-{name}"), []) }.with(|training| {
        training.batch = 7;
        // Seven rows make a rough loss under batch normalisation: larger steps amplify rounding.
        training.optimizer = OptimizerSpec::sgd(0.02);
    })
}
