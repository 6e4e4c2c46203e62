//! Numbers worked out by hand.

use from_scratch::{
    Parameter,
    layers::{Layer, Linear, Relu, Sigmoid},
    optimizers::{Adam, Optimizer, Sgd},
};
use ndarray::{Array2, array};

fn forward<L: Layer<f64>>(layer: &L, x: &Array2<f64>) -> Array2<f64> {
    let mut y = Array2::zeros((x.nrows(), layer.outputs(x.ncols())));
    layer.forward(x.view(), y.view_mut());
    y
}

fn backward<L: Layer<f64>>(
    layer: &mut L,
    x: &Array2<f64>,
    y: &Array2<f64>,
    dy: &Array2<f64>,
) -> Array2<f64> {
    let mut dx = Array2::zeros(x.dim());
    layer.backward(x.view(), y.view(), dy.view(), Some(dx.view_mut()));
    dx
}

fn close(left: &Array2<f64>, right: &Array2<f64>) -> bool {
    left.dim() == right.dim() && (left - right).iter().all(|error| error.abs() < 1e-12)
}

/// The exercise: x = [1, 2], W1 2×3, ReLU, W2 = [.7, .8, .9]ᵀ, sigmoid, y = 1, no biases.
#[test]
fn the_exercises_worked_example_comes_out() {
    let x = array![[1.0, 2.0]];
    let w1 = array![[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]];
    let w2 = array![[0.7], [0.8], [0.9]];
    let mut first = Linear::new(w1, Array2::zeros((1, 3)));
    let mut second = Linear::new(w2.clone(), Array2::zeros((1, 1)));

    let z1 = forward(&first, &x);
    assert!(close(&z1, &array![[0.9, 1.2, 1.5]]));
    let a1 = forward(&Relu, &z1);
    let z2 = forward(&second, &a1);
    assert!(close(&z2, &array![[2.94]]));
    let a2 = forward(&Sigmoid, &z2);
    assert!((a2[[0, 0]] - 1.0 / (1.0 + (-2.94_f64).exp())).abs() < 1e-15);

    let dz2 = &a2 - 1.0;
    let da1 = backward(&mut second, &a1, &z2, &dz2);
    assert!(close(&second.parameters()[0].gradient, &(a1.t().dot(&dz2))));
    assert!(close(&second.parameters()[1].gradient, &dz2));
    let dz1 = backward(&mut Relu, &z1, &a1, &da1);
    assert!(close(&dz1, &(dz2[[0, 0]] * &w2.t())));
    backward(&mut first, &x, &z1, &dz1);
    assert!(close(&first.parameters()[0].gradient, &x.t().dot(&dz1)));
}

fn parameter(value: f64, gradient: f64) -> Parameter<f64> {
    Parameter {
        gradient: array![[gradient]],
        ..Parameter::weight(array![[value]])
    }
}

/// μ = 0.9, λ = 0.1, lr = 0.5, w = 1, gradient 1 twice:
/// g = 1.1, v = 1.1, w = 0.45; then g = 1.045, v = 2.035, w = −0.5675.
#[test]
fn two_steps_of_sgd_with_momentum_and_weight_decay_come_out() {
    let mut weight = parameter(1.0, 1.0);
    let mut sgd = Sgd::new(0.9, 0.1);
    sgd.step(vec![&mut weight], 0.5);
    assert!((weight.value[[0, 0]] - 0.45).abs() < 1e-15);
    sgd.step(vec![&mut weight], 0.5);
    assert!((weight.value[[0, 0]] + 0.5675).abs() < 1e-15);
}

#[test]
fn weight_decay_leaves_biases_alone() {
    let mut bias = Parameter::bias(array![[1.0]]);
    Sgd::new(0.0, 0.1).step(vec![&mut bias], 0.5);
    assert_eq!(bias.value[[0, 0]], 1.0);
    Adam::new(0.9, 0.999, 1e-8, 0.1).step(vec![&mut bias], 0.5);
    assert_eq!(bias.value[[0, 0]], 1.0);
}

/// At the first step m̂ = g and v̂ = g², so that w moves by lr·g/(|g| + ε) whatever g is.
#[test]
fn the_first_step_of_adam_moves_by_the_learning_rate() {
    for gradient in [1e-3, 1.0, -250.0] {
        let mut weight = parameter(1.0, gradient);
        Adam::new(0.9, 0.999, 1e-8, 0.0).step(vec![&mut weight], 0.01);
        let expected = 1.0 - 0.01 * gradient / (gradient.abs() + 1e-8);
        assert!(
            (weight.value[[0, 0]] - expected).abs() < 1e-12,
            "{gradient}"
        );
    }
}

/// g = 1, then g = 3 at β₁ = 0.5, β₂ = 0.75: m = 1/2, 7/4; v = 1/4, 39/16;
/// m̂ = 1, 7/3; v̂ = 1, 39/7.
#[test]
fn two_steps_of_adam_come_out() {
    let mut weight = parameter(0.0, 1.0);
    let mut adam = Adam::new(0.5, 0.75, 0.25, 0.0);
    adam.step(vec![&mut weight], 1.0);
    assert!((weight.value[[0, 0]] + 0.8).abs() < 1e-15);
    weight.gradient = array![[3.0]];
    adam.step(vec![&mut weight], 1.0);
    let second = (7.0 / 3.0) / ((39.0_f64 / 7.0).sqrt() + 0.25);
    assert!((weight.value[[0, 0]] + 0.8 + second).abs() < 1e-12);
}
