//! From what a cell said to its record.

use super::{Identity, Mistake, Quality, Score, Timings, WorkloadRecord};
use crate::{
    protocol::{Cell, Message},
    supervisor::CellRun,
};

impl Identity {
    /// The introduction among the messages, under the id that the harness knows.
    pub fn of(id: &str, messages: &[Message]) -> Self {
        let mut identity = Self { id: id.to_owned(), ..Self::default() };
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
}

impl Timings {
    /// The timings among the messages.
    pub fn of(run: &CellRun) -> Self {
        let mut timings = Self { wall_seconds: run.wall_seconds, ..Self::default() };
        for message in &run.messages {
            match message {
                Message::Loaded { seconds } => timings.load_seconds = Some(*seconds),
                Message::Ready { seconds } => timings.setup_seconds = Some(*seconds),
                Message::Gradients { seconds, .. } => timings.gradients_seconds = *seconds,
                Message::Fitted { seconds } => timings.fit_seconds = Some(*seconds),
                Message::Predictions { seconds, .. } => timings.predict_seconds.clone_from(seconds),
                Message::Epoch(epoch) => {
                    let first_step = epoch.first_step_seconds;
                    timings.first_step_seconds.get_or_insert(first_step);
                    timings.train_seconds.push(epoch.train_seconds);
                    timings.evaluate_seconds.push(epoch.evaluate_seconds);
                }
                _ => {}
            }
        }
        timings
    }
}

impl Quality {
    /// Share of the test examples classified rightly at the end, in percent.
    pub fn accuracy(&self) -> Option<f64> {
        Some(100.0 * self.correct? as f64 / self.total.max(1) as f64)
    }

    /// Mean training loss of the last epoch.
    pub fn train_loss(&self) -> Option<f64> {
        self.epochs.last().map(|epoch| epoch.train_loss)
    }

    /// Scores the predictions among the messages.
    ///
    /// # Errors
    /// Predictions of another number or of classes that do not exist, in words.
    pub fn of(
        messages: &[Message],
        labels: &[u32],
        classes: usize,
    ) -> std::result::Result<Self, String> {
        let mut quality = Self { total: labels.len(), ..Self::default() };
        for message in messages {
            match message {
                Message::Epoch(epoch) => quality.epochs.push(*epoch),
                Message::Predictions { classes: predicted, confidences, .. } => {
                    quality.score(predicted, labels, classes)?;
                    quality.keep_confidences(confidences);
                }
                Message::Variant { name, classes: predicted } => {
                    let confusion = confusion(predicted, labels, classes);
                    let confusion = confusion.map_err(|error| format!("{name}: {error}"))?;
                    quality.variants.insert(name.clone(), Score::of(&confusion));
                }
                _ => {}
            }
        }
        Ok(quality)
    }

    fn score(
        &mut self,
        predicted: &[u32],
        labels: &[u32],
        classes: usize,
    ) -> std::result::Result<(), String> {
        self.confusion = confusion(predicted, labels, classes)?;
        self.correct = Some(Score::of(&self.confusion).correct);
        let answers = (0..).zip(labels.iter().zip(predicted));
        let wrong = answers.filter(|(_, (label, predicted))| label != predicted);
        let mistake = |(row, (&label, &predicted))| Mistake { row, label, predicted };
        self.mistakes = Some(wrong.map(mistake).collect());
        Ok(())
    }

    /// Those of the mistakes, in three digits.
    fn keep_confidences(&mut self, confidences: &[f32]) {
        let mistakes = self.mistakes.iter().flatten();
        let of_mistakes = mistakes.filter_map(|mistake| confidences.get(mistake.row as usize));
        self.mistake_confidences =
            of_mistakes.map(|confidence| (confidence * 1000.0).round() / 1000.0).collect();
    }
}

impl Score {
    fn of(confusion: &[Vec<usize>]) -> Self {
        Self {
            correct: (0..confusion.len()).map(|class| confusion[class][class]).sum(),
            total: confusion.iter().flatten().sum(),
        }
    }

    /// Share classified rightly, in percent.
    pub fn accuracy(self) -> Option<f64> {
        (self.total > 0).then(|| 100.0 * self.correct as f64 / self.total as f64)
    }
}

/// Counts by `[label][predicted]`.
fn confusion(
    predicted: &[u32],
    labels: &[u32],
    classes: usize,
) -> std::result::Result<Vec<Vec<usize>>, String> {
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

impl WorkloadRecord {
    /// `name`, with the setting behind it where there is one: `mnist, hidden width 32`.
    pub fn title(&self, name: &str) -> String {
        match &self.setting {
            Some(setting) => format!("{name}, {setting}"),
            None => name.to_owned(),
        }
    }

    /// What `cell` asked for, on `dataset`.
    pub fn of(cell: &Cell, dataset: &datasets::Dataset) -> Self {
        Self {
            dataset: cell.dataset.clone(),
            digest: dataset.digest.clone(),
            source: dataset.source.without_paths(),
            // The whole reason names folders of this machine; it is told on the terminal.
            fallback: dataset.fallback.as_ref().map(|_| "MNIST could not be had".to_owned()),
            class_names: dataset.class_names.clone(),
            setting: None,
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
        let quality = Quality::of(&predictions(&[0, 1, 1]), &[0, 1, 0], 2).unwrap();
        assert_eq!(quality.correct, Some(2));
        assert_eq!(quality.confusion, [[1, 1], [0, 1]]);
        assert_eq!(quality.mistakes.unwrap(), [Mistake::from([2, 0, 1])]);
        assert_eq!(quality.mistake_confidences, [0.913]);
    }

    #[test]
    fn too_few_predictions_and_unknown_classes_are_told() {
        let error = Quality::of(&predictions(&[0]), &[0, 1], 2).unwrap_err();
        assert_eq!(error, "predicted 1 classes for 2 test examples");
        let error = Quality::of(&predictions(&[0, 9]), &[0, 1], 2).unwrap_err();
        assert_eq!(error, "row 1: predicted class 9 of 2");
    }
}
