//! Gradient clipping by the global norm.

use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;

/// Scales all gradients by `max_norm / norm` if their global norm is larger than `max_norm`.
///
/// Burn clips by the norm of each tensor (`burn-optim/src/grad_clipping/base.rs`).
pub(crate) fn clip_by_norm(gradients: &mut GradientsParams, network: &impl Module, max_norm: f64) {
    let mut squares = Squares { gradients, sums: Vec::new() };
    network.visit(&mut squares);
    let norm = Tensor::cat(squares.sums, 0).sum().sqrt();
    let factor = norm.recip().mul_scalar(max_norm).clamp_max(1.0);
    network.visit(&mut Scale { gradients, factor });
}

/// Collects the sum of squares of every gradient.
struct Squares<'a> {
    gradients: &'a GradientsParams,
    sums: Vec<Tensor<1>>,
}

impl ModuleVisitor for Squares<'_> {
    fn visit_float<const D: usize>(&mut self, parameter: &Param<Tensor<D>>) {
        let gradient = self.gradients.get::<D>(parameter.id);
        self.sums.extend(gradient.map(|gradient| gradient.square().sum()));
    }
}

/// Multiplies every gradient by `factor`.
struct Scale<'a> {
    gradients: &'a mut GradientsParams,
    factor: Tensor<1>,
}

impl ModuleVisitor for Scale<'_> {
    fn visit_float<const D: usize>(&mut self, parameter: &Param<Tensor<D>>) {
        if let Some(gradient) = self.gradients.remove::<D>(parameter.id) {
            let scaled = gradient * self.factor.clone().unsqueeze();
            self.gradients.register(parameter.id, scaled);
        }
    }
}
