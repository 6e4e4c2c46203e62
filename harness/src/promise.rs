//! What an exercise promises, and whether a contender kept it.

use serde::{Deserialize, Serialize};

use crate::{
    record::{Quality, Record},
    supervisor::Outcome,
};

/// The promise of an exercise: its words, and the part of them that can be measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// What the exercise says.
    pub text: String,
    /// The contenders that it is about: those whose id begins so; without it, all.
    #[serde(default)]
    pub of: Option<String>,
    /// Lowest test accuracy at the end, in percent.
    #[serde(default)]
    pub accuracy: Option<f64>,
    /// Highest test accuracy at the end, in percent.
    #[serde(default)]
    pub accuracy_at_most: Option<f64>,
    /// Highest training loss in the last epoch.
    #[serde(default)]
    pub loss: Option<f64>,
    /// Number of trained values.
    #[serde(default)]
    pub parameters: Option<usize>,
    /// Whether every change of the test images costs accuracy.
    #[serde(default)]
    pub accuracy_falls: bool,
    /// Whether the confusion matrix is part of it.
    #[serde(default)]
    pub confusion: bool,
}

/// What became of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything that can be measured came true.
    Kept,
    /// Something did not.
    Broken,
    /// Nothing in it can be measured, or it is about somebody else.
    NothingToMeasure,
}

impl Promise {
    /// Whether it is about this contender.
    pub fn is_about(&self, contender: &str) -> bool {
        let of = self.of.as_deref().unwrap_or_default();
        contender.starts_with(of)
    }

    /// Holds a record against the promise.
    pub fn verdict(&self, record: &Record) -> Verdict {
        let model = record.workload.model.parameter_count();
        let accuracy = record.quality.accuracy();
        let loss = record.quality.train_loss();
        let checks = [
            self.accuracy.map(|least| accuracy.is_some_and(|got| got >= least)),
            self.accuracy_at_most.map(|most| accuracy.is_some_and(|got| got <= most)),
            self.loss.map(|most| loss.is_some_and(|got| got <= most)),
            self.parameters.map(|count| count == model),
            self.accuracy_falls.then(|| variants_are_below(&record.quality)),
        ];
        let measured: Vec<bool> = checks.into_iter().flatten().collect();
        match measured[..] {
            _ if !self.is_about(&record.contender.id) => Verdict::NothingToMeasure,
            _ if record.outcome != Outcome::Ok => Verdict::Broken,
            [] => Verdict::NothingToMeasure,
            _ if measured.iter().all(|&kept| kept) => Verdict::Kept,
            _ => Verdict::Broken,
        }
    }
}

/// Whether there are changed test images, all of them harder than the plain ones.
fn variants_are_below(quality: &Quality) -> bool {
    let plain = quality.accuracy();
    let mut variants = quality.variants.values();
    !quality.variants.is_empty() && variants.all(|variant| variant.accuracy() < plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Score;

    /// A record of the committed results: scratch, 97.32 % after 5 epochs, 109,386 parameters.
    fn record() -> Record {
        let file = include_str!("../../results/default-mnist.jsonl");
        serde_json::from_str(file.lines().next().unwrap()).unwrap()
    }

    fn promise(accuracy: Option<f64>, loss: Option<f64>, parameters: Option<usize>) -> Promise {
        Promise {
            text: "much".to_owned(),
            of: None,
            accuracy,
            accuracy_at_most: None,
            loss,
            parameters,
            accuracy_falls: false,
            confusion: false,
        }
    }

    #[test]
    fn a_promise_is_kept_when_all_of_it_came_true() {
        let record = record();
        let verdict = |promise: Promise| promise.verdict(&record);
        assert_eq!(verdict(promise(None, None, None)), Verdict::NothingToMeasure);
        let all = promise(Some(97.0), Some(0.1), Some(109_386));
        assert_eq!(verdict(all), Verdict::Kept);
        assert_eq!(verdict(promise(Some(99.9), None, None)), Verdict::Broken);
        assert_eq!(verdict(promise(None, Some(1e-6), None)), Verdict::Broken);
        assert_eq!(verdict(promise(Some(97.0), None, Some(7850))), Verdict::Broken);
    }

    #[test]
    fn an_accuracy_may_also_be_too_high() {
        let at_most =
            |most| Promise { accuracy_at_most: Some(most), ..promise(Some(97.0), None, None) };
        assert_eq!(at_most(98.0).verdict(&record()), Verdict::Kept);
        assert_eq!(at_most(97.1).verdict(&record()), Verdict::Broken);
    }

    #[test]
    fn a_promise_of_others_is_not_held_against_a_contender() {
        let of = |of: &str| Promise { of: Some(of.to_owned()), ..promise(Some(99.9), None, None) };
        assert_eq!(of("knn").verdict(&record()), Verdict::NothingToMeasure);
        assert_eq!(of("scratch").verdict(&record()), Verdict::Broken);
    }

    #[test]
    fn accuracy_falls_when_every_change_of_the_images_costs_some() {
        let mut record = record();
        let falls = Promise { accuracy_falls: true, ..promise(None, None, None) };
        assert_eq!(falls.verdict(&record), Verdict::Broken);
        let score = |correct| Score { correct, total: 10_000 };
        let variants = &mut record.quality.variants;
        variants.insert("shift-1".to_owned(), score(9000));
        assert_eq!(falls.verdict(&record), Verdict::Kept);
        let variants = &mut record.quality.variants;
        variants.insert("noise-10".to_owned(), score(9999));
        assert_eq!(falls.verdict(&record), Verdict::Broken);
    }

    #[test]
    fn a_failed_cell_keeps_no_promise() {
        let mut record = record();
        let error = "killed".to_owned();
        record.outcome = Outcome::Failed { error };
        assert_eq!(promise(None, None, None).verdict(&record), Verdict::Broken);
    }
}
