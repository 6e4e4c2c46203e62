//! The parts of a record, from the messages of a cell.

use datasets::Dataset;
use records::{Identity, Mistake, Quality, Score, Setting, Timings, Workload};

use crate::cell::{
    protocol::{Cell, Message},
    supervisor::CellRun,
};

/// The contender's introduction, under its id in the harness.
pub(super) fn identity(id: &str, messages: &[Message]) -> Identity {
    let mut identity = Identity { id: id.to_owned(), ..Identity::default() };
    for message in messages {
        if let Message::Started { framework, backend, device, features, hardware } = message {
            identity.framework.clone_from(framework);
            identity.backend.clone_from(backend);
            identity.device.clone_from(device);
            identity.features.clone_from(features);
            identity.hardware.clone_from(hardware);
        }
    }
    identity
}

/// The work that `cell` asked for.
pub(super) fn workload(cell: &Cell, dataset: &Dataset, setting: Option<Setting>) -> Workload {
    // The full reason names folders of this machine; the terminal prints it.
    let fallback = dataset.fallback.as_ref().map(|_| "MNIST is unavailable".to_owned());
    Workload {
        dataset: cell.dataset.clone(),
        digest: dataset.digest.clone(),
        source: dataset.source.without_paths(),
        fallback,
        class_names: dataset.class_names.clone(),
        setting,
        train_rows: dataset.train.rows(),
        test_rows: dataset.test.rows(),
        model: cell.model.clone(),
        training: cell.training.clone(),
        knn: cell.knn,
        seed: cell.seed,
        repetition: cell.repetition,
        threads: cell.threads,
        dtype: "f32".to_owned(),
    }
}

/// The durations in the messages.
pub(super) fn timings(run: &CellRun) -> Timings {
    let mut timings = Timings { wall_seconds: run.wall_seconds, ..Timings::default() };
    for message in &run.messages {
        match message {
            Message::Loaded { seconds } => timings.load_seconds = Some(*seconds),
            Message::Ready { seconds } => timings.setup_seconds = Some(*seconds),
            Message::Gradients { seconds, .. } => timings.gradients_seconds = *seconds,
            Message::Fitted { seconds } => timings.fit_seconds = Some(*seconds),
            Message::Predictions { seconds, .. } => timings.predict_seconds.clone_from(seconds),
            Message::Epoch(epoch) => {
                timings.first_step_seconds.get_or_insert(epoch.first_step_seconds);
                timings.train_seconds.push(epoch.train_seconds);
                timings.evaluate_seconds.push(epoch.evaluate_seconds);
            }
            _ => {}
        }
    }
    timings
}

/// Losses and scores in the messages; the error of predictions with a wrong number or of classes
/// that do not exist.
pub(super) fn quality(
    messages: &[Message],
    labels: &[u32],
    classes: usize,
) -> (Quality, Option<String>) {
    let empty = || Quality { total: labels.len(), ..Quality::default() };
    let mut quality = empty();
    for message in messages {
        let scored = match message {
            Message::Epoch(epoch) => {
                quality.epochs.push(*epoch);
                Ok(())
            }
            Message::Predictions { classes: predicted, confidences, .. } => {
                score(&mut quality, predicted, labels, classes)
                    .map(|()| keep_confidences(&mut quality, confidences))
            }
            Message::Variant { name, classes: predicted } => confusion(predicted, labels, classes)
                .map_err(|error| format!("{name}: {error}"))
                .map(|confusion| {
                    let score = Score::of_confusion(&confusion);
                    quality.variants.insert(name.clone(), score);
                }),
            _ => Ok(()),
        };
        if let Err(error) = scored {
            return (empty(), Some(error));
        }
    }
    (quality, None)
}

fn score(
    quality: &mut Quality,
    predicted: &[u32],
    labels: &[u32],
    classes: usize,
) -> Result<(), String> {
    quality.confusion = confusion(predicted, labels, classes)?;
    quality.correct = Some(Score::of_confusion(&quality.confusion).correct);
    let rows = (0..).zip(labels.iter().zip(predicted));
    let wrong = rows.filter(|(_, (label, predicted))| label != predicted);
    let mistakes =
        wrong.map(|(row, (&label, &predicted))| Mistake { row, label, predicted }).collect();
    quality.mistakes = Some(mistakes);
    Ok(())
}

/// Keeps the confidences of mistakes in three digits.
fn keep_confidences(quality: &mut Quality, confidences: &[f32]) {
    let mistakes = quality.mistakes.iter().flatten();
    let kept = mistakes.filter_map(|mistake| confidences.get(mistake.row as usize));
    quality.mistake_confidences =
        kept.map(|confidence| (confidence * 1000.0).round() / 1000.0).collect();
}

/// Counts by `[label][predicted]`.
fn confusion(predicted: &[u32], labels: &[u32], classes: usize) -> Result<Vec<Vec<usize>>, String> {
    if predicted.len() != labels.len() {
        let (got, expected) = (predicted.len(), labels.len());
        return Err(format!("predicted {got} classes for {expected} test examples"));
    }
    let mut confusion = vec![vec![0; classes]; classes];
    for (row, (&predicted, &label)) in predicted.iter().zip(labels).enumerate() {
        let counts = confusion.get_mut(label as usize);
        match counts.and_then(|counts| counts.get_mut(predicted as usize)) {
            Some(count) => *count += 1,
            None => {
                return Err(format!("row {row}: predicted class {predicted} of {classes}"));
            }
        }
    }
    Ok(confusion)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn predictions(classes: &[u32]) -> [Message; 1] {
        [Message::Predictions {
            classes: classes.to_vec(),
            seconds: vec![0.1],
            confidences: classes.iter().map(|_| 0.91251).collect(),
        }]
    }

    #[test]
    fn predictions_are_counted_by_label_and_prediction() {
        let quality = quality(&predictions(&[0, 1, 1]), &[0, 1, 0], 2).0;
        assert_eq!(quality.correct, Some(2));
        assert_eq!(quality.confusion, [[1, 1], [0, 1]]);
        assert_eq!(quality.mistakes.unwrap(), [Mistake::from([2, 0, 1])]);
        assert_eq!(quality.mistake_confidences, [0.913]);
    }

    #[test]
    fn too_few_predictions_and_unknown_classes_are_errors() {
        let (_, error) = quality(&predictions(&[0]), &[0, 1], 2);
        assert_eq!(error.as_deref(), Some("predicted 1 classes for 2 test examples"));
        let (_, error) = quality(&predictions(&[0, 9]), &[0, 1], 2);
        assert_eq!(error.as_deref(), Some("row 1: predicted class 9 of 2"));
    }
}
