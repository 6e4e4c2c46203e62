//! The behaviour of a network besides its arithmetic.

use classifier::{
    Batch, BatchOrder, Classifier, ClassifierError, Differentiable, Loss, ModelSpec, OptimizerSpec,
    Parameters, Randomness, ShuffledOrder, TrainSpec,
};

use super::support::{
    batch, biased_parameters, examples, masks, small_model, training, two_mode_model,
    zero_bias_parameters,
};
use crate::network;

fn bits(parameters: &Parameters) -> Vec<u32> {
    let values = parameters.0.iter().flat_map(|tensor| &tensor.values);
    values.map(|value| value.to_bits()).collect()
}

fn small_network() -> impl Differentiable {
    let model = small_model();
    let training = training(OptimizerSpec::adam(0.01));
    network(&model, &training, &zero_bias_parameters(&model)).unwrap()
}

#[test]
fn parameters_come_back_bit_for_bit() {
    let model = small_model();
    let mut network = small_network();
    assert_eq!(network.parameters().unwrap(), zero_bias_parameters(&model));
    let mut others = biased_parameters(&model);
    network.load_parameters(&others).unwrap();
    assert_eq!(network.parameters().unwrap(), others);
    others.0.reverse();
    network.load_parameters(&others).unwrap();
    assert_eq!(network.parameters().unwrap(), biased_parameters(&model));
}

#[test]
fn parameters_that_do_not_fit_are_named_and_change_nothing() {
    let mut network = small_network();
    let before = bits(&network.parameters().unwrap());

    let mut missing = biased_parameters(&small_model());
    missing.0.pop();
    let error = network.load_parameters(&missing).unwrap_err();
    let name = "linear3.bias".to_owned();
    assert_eq!(error, ClassifierError::MissingParameter { name });

    let mut transposed = biased_parameters(&small_model());
    transposed.0[2].shape.reverse();
    let error = network.load_parameters(&transposed).unwrap_err();
    assert!(
        matches!(error, ClassifierError::ParameterShape { name, .. } if name == "linear2.weight")
    );

    let mut unknown = biased_parameters(&small_model());
    unknown.0.push(unknown.0[0].clone());
    unknown.0[6].name = "linear4.weight".to_owned();
    let error = network.load_parameters(&unknown).unwrap_err();
    assert!(matches!(error, ClassifierError::UnknownParameter { .. }));

    assert_eq!(bits(&network.parameters().unwrap()), before);
    let training = training(OptimizerSpec::sgd(0.1));
    assert!(crate::network(&small_model(), &training, &missing).is_err());
}

#[test]
fn examples_that_do_not_fit_are_errors_and_change_nothing() {
    let mut network = small_network();
    let before = bits(&network.parameters().unwrap());
    let wide = examples(&ModelSpec::mlp(&[6, 3]).unwrap(), 4);
    let (expected, got) = (5, 6);
    let width = ClassifierError::Width { expected, got };
    let many = examples(&ModelSpec::mlp(&[5, 4]).unwrap(), 4);
    let (expected, got) = (3, 4);
    let classes = ClassifierError::Classes { expected, got };
    for (examples, error) in [(wide, width), (many, classes)] {
        let batch = Batch::new(&examples, &[0, 1]).unwrap();
        assert_eq!(network.predict_batch(batch).unwrap_err(), error);
        assert_eq!(network.gradients(batch).unwrap_err(), error);
        assert_eq!(network.train_step(batch, 0.1).unwrap_err(), error);
        let order = ShuffledOrder::new(Randomness::new(1, "contract", 0), examples.rows());
        assert_eq!(network.fit(&examples, &order, &mut ()).unwrap_err(), error);
    }
    assert_eq!(bits(&network.parameters().unwrap()), before);
}

#[test]
fn loading_parameters_resets_the_optimizer() {
    let model = small_model();
    let examples = examples(&model, 6);
    let batch = Batch::new(&examples, &[0, 1, 2, 3]).unwrap();
    let momentum = OptimizerSpec::Sgd {
        learning_rate: 0.1,
        momentum: 0.9,
        nesterov: false,
        weight_decay: 0.0,
        decoupled_weight_decay: 0.0,
    };
    for optimizer in [momentum, OptimizerSpec::adam(0.01)] {
        let start = zero_bias_parameters(&model);
        let mut network = network(&model, &training(optimizer), &start).unwrap();
        network.train_step(batch, 0.1).unwrap();
        let after_one_step = bits(&network.parameters().unwrap());
        network.train_step(batch, 0.1).unwrap();
        network.load_parameters(&start).unwrap();
        network.train_step(batch, 0.1).unwrap();
        assert_eq!(bits(&network.parameters().unwrap()), after_one_step);
    }
}

#[test]
fn fit_takes_every_batch_with_the_partial_one_and_starts_again_when_repeated() {
    let model = small_model();
    let examples = examples(&model, 10);
    let order = ShuffledOrder::new(Randomness::new(1, "contract", 0), 10);
    let mut by_hand = small_network();
    for epoch in 0..2 {
        for rows in order.epoch(epoch).chunks(4) {
            let batch = Batch::new(&examples, rows).unwrap();
            by_hand.train_step(batch, 0.01).unwrap();
        }
    }
    let expected = bits(&by_hand.parameters().unwrap());
    let mut network = small_network();
    for _ in 0..2 {
        network.fit(&examples, &order, &mut ()).unwrap();
        assert_eq!(bits(&network.parameters().unwrap()), expected);
    }
}

#[test]
fn prediction_and_gradients_change_no_parameter() {
    let mut network = small_network();
    let before = bits(&network.parameters().unwrap());
    let examples = examples(&small_model(), 7);
    let whole = network.predict(&examples, 7).unwrap();
    let in_parts = network.predict(&examples, 3).unwrap();
    assert_eq!(whole.classes, in_parts.classes);
    network.gradients(Batch::new(&examples, &[0, 1]).unwrap()).unwrap();
    assert_eq!(bits(&network.parameters().unwrap()), before);
}

#[test]
fn gradients_change_no_running_statistic_and_a_step_does() {
    let (model, masks) = (two_mode_model(), masks());
    let training = training(OptimizerSpec::sgd(0.1));
    let mut network = network(&model, &training, &zero_bias_parameters(&model)).unwrap();
    let examples = examples(&model, 7);
    let batch = batch(&examples, &[0, 1, 2, 3], &masks);
    let before = network.parameters().unwrap();
    network.gradients(batch).unwrap();
    network.predict_batch(batch).unwrap();
    assert_eq!(network.parameters().unwrap(), before);
    network.train_step(batch, 0.1).unwrap();
    let after = network.parameters().unwrap();
    for name in ["batchnorm1.running_mean", "batchnorm2.running_variance"] {
        assert_ne!(after.get(name), before.get(name), "{name}");
    }
    assert_eq!(after.0.len(), model.parameter_shapes().len());
}

#[test]
fn training_without_the_masks_or_the_two_rows_that_a_model_needs_is_an_error() {
    let (model, masks) = (two_mode_model(), masks());
    let training = training(OptimizerSpec::sgd(0.1));
    let mut network = network(&model, &training, &zero_bias_parameters(&model)).unwrap();
    let examples = examples(&model, 7);
    let without_masks = Batch::new(&examples, &[0, 1]).unwrap();
    let error = network.gradients(without_masks).unwrap_err();
    assert_eq!(error, ClassifierError::NoDropoutMasks);
    let error = network.train_step(batch(&examples, &[0], &masks), 0.1).unwrap_err();
    assert!(matches!(error, ClassifierError::InvalidTraining { .. }));
    assert!(network.predict_batch(Batch::new(&examples, &[0]).unwrap()).is_ok());
}

#[test]
fn a_model_with_batch_norm_and_dropout_fits_twice_to_the_same_bits() {
    let model = two_mode_model();
    let training = training(OptimizerSpec::adam(0.01));
    let mut network = network(&model, &training, &zero_bias_parameters(&model)).unwrap();
    let examples = examples(&model, 10);
    let order = ShuffledOrder::new(Randomness::new(1, "contract", 0), 10);
    let mut fit = || {
        network.fit(&examples, &order, &mut ()).unwrap();
        bits(&network.parameters().unwrap())
    };
    assert_eq!(fit(), fit());
}

#[test]
fn a_single_output_has_two_classes() {
    let model = ModelSpec::mlp(&[5, 4, 1]).unwrap();
    let binary = TrainSpec { loss: Loss::SigmoidCrossEntropy, ..training(OptimizerSpec::sgd(0.5)) };
    let mut network = network(&model, &binary, &zero_bias_parameters(&model)).unwrap();
    let examples = examples(&model, 6);
    let predictions = network.predict(&examples, 6).unwrap();
    assert_eq!(predictions.probabilities.len(), 12);
    assert!(predictions.classes.iter().all(|&class| class < 2));
    let softmax = training(OptimizerSpec::sgd(0.5));
    assert!(crate::network(&model, &softmax, &zero_bias_parameters(&model)).is_err());
}

#[test]
fn probabilities_sum_to_1_and_the_loss_stays_finite_at_extreme_logits() {
    let model = ModelSpec::mlp(&[5, 3]).unwrap();
    let examples = examples(&model, 8);
    let batch = Batch::new(&examples, &[0, 1, 2, 3, 4, 5, 6, 7]).unwrap();
    for scale in [1.0, 100.0, 10_000.0] {
        let mut parameters = biased_parameters(&model);
        let values = parameters.0.iter_mut().flat_map(|tensor| &mut tensor.values);
        values.for_each(|value| *value *= scale);
        let training = training(OptimizerSpec::sgd(0.1));
        let mut network = network(&model, &training, &parameters).unwrap();
        let predictions = network.predict_batch(batch).unwrap();
        for row in predictions.probabilities.chunks_exact(3) {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6, "{scale}: {row:?}");
        }
        let (loss, gradients) = network.gradients(batch).unwrap();
        assert!(loss.is_finite());
        let values = gradients.0.iter().flat_map(|tensor| &tensor.values);
        assert!(values.into_iter().all(|gradient| gradient.is_finite()));
    }
}

/// Wide enough for every framework to use all threads.
#[test]
fn twenty_steps_taken_twice_end_in_the_same_bits() {
    let model = ModelSpec::mlp(&[300, 512, 512, 10]).unwrap();
    let examples = examples(&model, 256);
    let rows: Vec<u32> = (0..256).collect();
    let batch = Batch::new(&examples, &rows).unwrap();
    let run = || {
        let training = training(OptimizerSpec::adam(0.001));
        let mut network = network(&model, &training, &zero_bias_parameters(&model)).unwrap();
        let losses: Vec<f64> = (0..20).map(|_| network.train_step(batch, 0.001).unwrap()).collect();
        (losses, bits(&network.parameters().unwrap()))
    };
    assert!(run() == run());
}
