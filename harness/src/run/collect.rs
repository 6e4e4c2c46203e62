//! The parts of a record, from the messages of a cell.

use classifier::Examples;
use datasets::Dataset;
use records::{Identity, Mistake, Quality, Score, Setting, Timings, Workload};

use crate::{
    cell::{
        protocol::{Cell, Message},
        supervisor::CellRun,
    },
    contenders::Contender,
};

/// The contender's introduction, under its id and with its program in the harness.
pub(super) fn identity(contender: &Contender, messages: &[Message]) -> Identity {
    let (id, program) = (contender.id.clone(), contender.external_program());
    let mut identity = Identity { id, program, ..Identity::default() };
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

/// The work that `cell` asked for; `start` is the digest of a saved network.
pub(super) fn workload(
    cell: &Cell,
    dataset: &Dataset,
    setting: Option<Setting>,
    start: Option<String>,
) -> Workload {
    // The full reason names folders of this machine; the terminal prints it.
    let fallback = dataset.fallback.as_ref().map(|_| "MNIST is unavailable".to_owned());
    Workload {
        dataset: cell.dataset.clone(),
        digest: dataset.digest.clone(),
        source: dataset.source.without_paths(),
        fallback,
        class_names: dataset.class_names.clone(),
        // A reading is made of texts and numbers, which JSON can hold.
        table: dataset.table.as_ref().and_then(|table| serde_json::to_value(table).ok()),
        start,
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
///
/// `sample` are the rows of `test` that were classified, all by default.
pub(super) fn quality(
    messages: &[Message],
    test: &Examples,
    sample: Option<&[usize]>,
) -> (Quality, Option<String>) {
    let labels: Vec<u32> = match sample {
        Some(rows) => rows.iter().map(|&row| test.labels()[row]).collect(),
        None => test.labels().to_vec(),
    };
    let (labels, classes) = (&labels[..], test.classes());
    let sample: Option<Vec<u32>> = sample.map(|rows| rows.iter().map(|&row| row as u32).collect());
    let empty = || Quality { total: labels.len(), sample: sample.clone(), ..Quality::default() };
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

    /// Rows of label 0, 1, 0, 1.
    fn test_set() -> Examples {
        Examples::new(vec![0.0; 4], 1, vec![0, 1, 0, 1], 2).unwrap()
    }

    #[test]
    fn predictions_are_counted_by_label_and_prediction() {
        let quality = quality(&predictions(&[0, 1, 1, 1]), &test_set(), None).0;
        assert_eq!((quality.correct, quality.total, quality.sample), (Some(3), 4, None));
        assert_eq!(quality.confusion, [[1, 1], [0, 2]]);
        assert_eq!(quality.mistakes.unwrap(), [Mistake::from([2, 0, 1])]);
        assert_eq!(quality.mistake_confidences, [0.913]);
    }

    #[test]
    fn predictions_of_a_sample_are_counted_against_its_rows() {
        let quality = quality(&predictions(&[1, 1]), &test_set(), Some(&[2, 3])).0;
        assert_eq!((quality.correct, quality.total), (Some(1), 2));
        assert_eq!(quality.sample, Some(vec![2, 3]));
        assert_eq!(quality.mistakes.unwrap(), [Mistake::from([0, 0, 1])]);
    }

    #[test]
    fn too_few_predictions_and_unknown_classes_are_errors() {
        let (_, error) = quality(&predictions(&[0]), &test_set(), None);
        assert_eq!(error.as_deref(), Some("predicted 1 classes for 4 test examples"));
        let (_, error) = quality(&predictions(&[0, 9]), &test_set(), Some(&[0, 1]));
        assert_eq!(error.as_deref(), Some("row 1: predicted class 9 of 2"));
    }
}
