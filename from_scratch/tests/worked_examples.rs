//! Numbers worked out by hand.

use classifier::{
    Batch, ClassifierError, DropoutMasks, Examples, Randomness, Role, RunningVariance,
};
use from_scratch::{
    Parameter,
    layers::{BatchNorm, Dropout, Layer, Linear, Mode, Relu, Sigmoid, Softmax},
    optimizers::{Adam, Decay, Optimizer, Sgd, clip_by_norm},
};
use ndarray::{Array2, array};

fn forward<L: Layer<f64>>(layer: &mut L, x: &Array2<f64>, mode: Mode) -> Array2<f64> {
    let mut y = Array2::zeros((x.nrows(), layer.outputs(x.ncols())));
    layer.forward(x.view(), y.view_mut(), mode);
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

    let z1 = forward(&mut first, &x, Mode::Training);
    assert!(close(&z1, &array![[0.9, 1.2, 1.5]]));
    let a1 = forward(&mut Relu, &z1, Mode::Training);
    let z2 = forward(&mut second, &a1, Mode::Training);
    assert!(close(&z2, &array![[2.94]]));
    let a2 = forward(&mut Sigmoid, &z2, Mode::Training);
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

/// x = [1, 3] in one column: mean 2, variance 1 (n) or 2 (n − 1); ε = 3, so x̂ = ∓1/2.
#[test]
fn batch_norm_uses_batch_statistics_in_training_and_running_ones_in_evaluation() {
    for (kind, running_variance) in [
        (RunningVariance::Unbiased, 0.5 * 1.0 + 0.5 * 2.0),
        (RunningVariance::Biased, 0.5 * 1.0 + 0.5 * 1.0),
    ] {
        let vectors = [2.0, 10.0, 0.0, 1.0].map(|value| array![[value]]);
        let mut layer = BatchNorm::new(3.0, 0.5, kind, vectors);
        let x = array![[1.0], [3.0]];
        let y = forward(&mut layer, &x, Mode::Training);
        assert!(close(&y, &array![[9.0], [11.0]]));
        assert_eq!(layer.parameters()[2].value[[0, 0]], 0.0, "not yet updated");
        layer.update_running_statistics();
        assert_eq!(layer.parameters()[2].value[[0, 0]], 1.0);
        assert_eq!(layer.parameters()[3].value[[0, 0]], running_variance);
        let y = forward(&mut layer, &array![[2.0]], Mode::Evaluation);
        let expected = 2.0 * (2.0 - 1.0) / (running_variance + 3.0).sqrt() + 10.0;
        assert!(close(&y, &array![[expected]]));
        // Equal dy on both rows: they cancel in dx, and Σ dy·x̂ = 0.
        let dx = backward(&mut layer, &x, &y, &array![[5.0], [5.0]]);
        assert!(close(&dx, &array![[0.0], [0.0]]));
        assert_eq!(layer.parameters()[0].gradient, array![[0.0]]);
        assert_eq!(layer.parameters()[1].gradient, array![[10.0]]);
    }
}

#[test]
fn an_evaluation_between_forward_and_backward_changes_no_gradient() {
    let vectors = [2.0, 10.0, 0.0, 1.0].map(|value| array![[value]]);
    let mut layer = BatchNorm::new(3.0, 0.5, RunningVariance::Biased, vectors);
    let (x, dy) = (array![[1.0], [3.0]], array![[5.0], [1.0]]);
    let y = forward(&mut layer, &x, Mode::Training);
    let dx = backward(&mut layer, &x, &y, &dy);
    forward(&mut layer, &array![[7.0], [8.0], [9.0]], Mode::Evaluation);
    assert_eq!(backward(&mut layer, &x, &y, &dy), dx);
}

#[test]
fn dropout_scales_kept_values_alike_forward_and_backward_and_is_off_in_evaluation() {
    let examples = Examples::new(vec![0.0; 100], 1, vec![0; 100], 1).unwrap();
    let rows: Vec<u32> = (0..100).collect();
    let masks = DropoutMasks::new(Randomness::new(1, "test", 0), 0);
    let batch = Batch::new(&examples, &rows).unwrap();
    let mut layer = Dropout::new(0, 3, 0.75);
    assert_eq!(layer.prepare(batch), Err(ClassifierError::NoDropoutMasks));
    layer.prepare(batch.with_dropout(Some(&masks))).unwrap();
    let ones = Array2::ones((100, 3));
    let y = forward(&mut layer, &ones, Mode::Training);
    assert!(y.iter().all(|&y| y == 0.0 || y == 4.0));
    assert!(y.iter().any(|&y| y == 0.0) && y.iter().any(|&y| y == 4.0));
    assert_eq!(backward(&mut layer, &ones, &y, &ones), y, "the forward's factors");
    assert_eq!(forward(&mut layer, &ones, Mode::Evaluation), ones);
}

#[test]
fn softmax_of_equal_and_of_huge_inputs_is_a_distribution() {
    let y = forward(&mut Softmax, &array![[0.0, 0.0], [1e4, -1e4]], Mode::Training);
    assert_eq!(y, array![[0.5, 0.5], [1.0, 0.0]]);
    // dx = y·(dy − Σ dy·y): ½·(1 − ½), ½·(0 − ½).
    let dy = array![[1.0, 0.0], [1.0, 0.0]];
    let dx = backward(&mut Softmax, &y, &y, &dy);
    assert_eq!(dx, array![[0.25, -0.25], [0.0, 0.0]]);
}

fn parameter(value: f64, gradient: f64) -> Parameter<f64> {
    Parameter { gradient: array![[gradient]], ..Parameter::new(Role::Weight, array![[value]]) }
}

fn after(optimizer: &mut dyn Optimizer<f64>, steps: usize) -> f64 {
    let mut weight = parameter(1.0, 1.0);
    for _ in 0..steps {
        optimizer.step(&mut [&mut weight].into_iter(), 0.5);
    }
    weight.value[[0, 0]]
}

const COUPLED: Decay = Decay { coupled: 0.1, decoupled: 0.0 };

const DECOUPLED: Decay = Decay { coupled: 0.0, decoupled: 0.1 };

/// μ = 0.9, λ = 0.1, lr = 0.5, w = 1, gradient 1 twice:
/// g = 1.1, v = 1.1, w = 0.45; then g = 1.045, v = 2.035, w = −0.5675.
#[test]
fn two_steps_of_sgd_with_momentum_and_weight_decay_come_out() {
    assert!((after(&mut Sgd::new(0.9, false, COUPLED), 1) - 0.45).abs() < 1e-15);
    assert!((after(&mut Sgd::new(0.9, false, COUPLED), 2) + 0.5675).abs() < 1e-15);
}

/// Nesterov, μ = 0.9: v = 1, update 1.9, w = 0.05; then v = 1.9, update 2.71, w = −1.305.
#[test]
fn two_steps_of_nesterovs_momentum_come_out() {
    assert!((after(&mut Sgd::new(0.9, true, Decay::default()), 1) - 0.05).abs() < 1e-15);
    assert!((after(&mut Sgd::new(0.9, true, Decay::default()), 2) + 1.305).abs() < 1e-15);
}

/// δ = 0.1, lr = 0.5: w = 0.95 − 0.5 for SGD; for Adam the first update is 1 − ε.
#[test]
fn decoupled_weight_decay_stays_outside_the_rule() {
    assert!((after(&mut Sgd::new(0.0, false, DECOUPLED), 1) - 0.45).abs() < 1e-15);
    let adam_w = after(&mut Adam::new(0.9, 0.999, 1e-8, DECOUPLED), 1);
    assert!((adam_w - (0.95 - 0.5)).abs() < 1e-8);
}

#[test]
fn weight_decay_leaves_biases_and_batch_norm_alone() {
    for role in [Role::Bias, Role::Scale, Role::Shift] {
        for decay in [COUPLED, DECOUPLED] {
            let mut bias = Parameter::new(role, array![[1.0]]);
            Sgd::new(0.0, false, decay).step(&mut [&mut bias].into_iter(), 0.5);
            Adam::new(0.9, 0.999, 1e-8, decay).step(&mut [&mut bias].into_iter(), 0.5);
            assert_eq!(bias.value[[0, 0]], 1.0);
        }
    }
}

/// Gradients 3 and 4 have norm 5.
#[test]
fn clipping_scales_all_gradients_together_and_only_when_they_are_too_long() {
    let mut both = [parameter(0.0, 3.0), parameter(0.0, 4.0)];
    let mut clip = |max_norm| {
        clip_by_norm(&mut both.iter_mut().collect::<Vec<_>>(), max_norm);
        both.each_ref().map(|parameter| parameter.gradient[[0, 0]])
    };
    assert_eq!(clip(5.0), [3.0, 4.0]);
    assert_eq!(clip(2.5), [1.5, 2.0]);
}

/// At the first step m̂ = g and v̂ = g², so that w moves by lr·g/(|g| + ε) whatever g is.
#[test]
fn the_first_step_of_adam_moves_by_the_learning_rate() {
    for gradient in [1e-3, 1.0, -250.0] {
        let mut weight = parameter(1.0, gradient);
        Adam::new(0.9, 0.999, 1e-8, Decay::default()).step(&mut [&mut weight].into_iter(), 0.01);
        let expected = 1.0 - 0.01 * gradient / (gradient.abs() + 1e-8);
        assert!((weight.value[[0, 0]] - expected).abs() < 1e-12, "{gradient}");
    }
}

/// g = 1, then g = 3 at β₁ = 0.5, β₂ = 0.75: m = 1/2, 7/4; v = 1/4, 39/16;
/// m̂ = 1, 7/3; v̂ = 1, 39/7.
#[test]
fn two_steps_of_adam_come_out() {
    let mut weight = parameter(0.0, 1.0);
    let mut adam = Adam::new(0.5, 0.75, 0.25, Decay::default());
    adam.step(&mut [&mut weight].into_iter(), 1.0);
    assert!((weight.value[[0, 0]] + 0.8).abs() < 1e-15);
    weight.gradient = array![[3.0]];
    adam.step(&mut [&mut weight].into_iter(), 1.0);
    let second = (7.0 / 3.0) / ((39.0_f64 / 7.0).sqrt() + 0.25);
    assert!((weight.value[[0, 0]] + 0.8 + second).abs() < 1e-12);
}
