//! Every loss.

use super::{Case, case, linear};
use crate::{LayerSpec, Loss};

/// Every loss on three outputs, on a single one where it has a meaning, on a batch of one row, and
/// on labels that miss a class.
pub fn losses() -> Vec<Case> {
    let (softmax, sigmoid) = (LayerSpec::Softmax, LayerSpec::Sigmoid);
    let loss = |suffix: &str, loss: Loss, outputs, last: Option<&LayerSpec>| {
        let layers = [linear(7), LayerSpec::Tanh, linear(outputs)];
        let layers: Vec<_> = layers.into_iter().chain(last.cloned()).collect();
        case(format!("loss-{loss}{suffix}"), layers).with(|training| training.loss = loss)
    };
    let rows = |rows, case: Case| case.with(|training| training.batch = rows);
    let absent_class = |class, case| Case { absent_class: Some(class), ..case };
    vec![
        loss("", Loss::SoftmaxCrossEntropy, 3, None),
        absent_class(2, rows(7, loss("-absent-class", Loss::SoftmaxCrossEntropy, 3, None))),
        rows(1, loss("-one-row", Loss::SoftmaxCrossEntropy, 3, None)),
        loss("", Loss::CrossEntropy, 3, Some(&softmax)),
        loss("", Loss::BinaryCrossEntropy, 3, Some(&sigmoid)),
        loss("-one-output", Loss::BinaryCrossEntropy, 1, Some(&sigmoid)),
        loss("", Loss::SigmoidCrossEntropy, 3, None),
        loss("-one-output", Loss::SigmoidCrossEntropy, 1, None),
        rows(1, loss("-one-row", Loss::SigmoidCrossEntropy, 1, None)),
        loss("", Loss::MeanSquaredError, 3, None),
        loss("-sigmoid", Loss::MeanSquaredError, 3, Some(&sigmoid)),
    ]
}
