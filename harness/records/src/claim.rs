//! The claim of an exercise, and whether a record fulfils it.

use serde::{Deserialize, Serialize};

use crate::{Outcome, Quality, Record};

/// The claim of an exercise: its text, and the part of it that can be measured.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The claim in words.
    pub text: String,
    /// Prefix of the ids of the contenders it is about; all contenders by default.
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
    /// Whether the confusion matrix is shown with it.
    #[serde(default)]
    pub confusion: bool,
}

/// The result of checking a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// All measurable parts are fulfilled.
    Holds,
    /// A measurable part is not fulfilled.
    Fails,
    /// The claim has no measurable part, or is about other contenders.
    NotMeasured,
}

impl Claim {
    /// Whether the claim is about this contender.
    pub fn is_about(&self, contender: &str) -> bool {
        contender.starts_with(self.of.as_deref().unwrap_or_default())
    }

    /// Checks the claim against a record.
    pub fn check(&self, record: &Record) -> Check {
        let accuracy = record.quality.accuracy();
        let loss = record.quality.train_loss();
        let parts = [
            self.accuracy.map(|least| accuracy.is_some_and(|got| got >= least)),
            self.accuracy_at_most.map(|most| accuracy.is_some_and(|got| got <= most)),
            self.loss.map(|most| loss.is_some_and(|got| got <= most)),
            self.parameters.map(|count| count == record.workload.model.parameter_count()),
            self.accuracy_falls.then(|| variants_are_below(&record.quality)),
        ];
        let measured: Vec<bool> = parts.into_iter().flatten().collect();
        if !self.is_about(&record.contender.id) {
            Check::NotMeasured
        } else if record.outcome != Outcome::Ok {
            Check::Fails
        } else if measured.is_empty() {
            Check::NotMeasured
        } else if measured.contains(&false) {
            Check::Fails
        } else {
            Check::Holds
        }
    }
}

/// Whether there are changed test images, each kind with a lower accuracy than the plain ones.
fn variants_are_below(quality: &Quality) -> bool {
    let plain = quality.accuracy();
    let mut variants = quality.variants.values();
    !quality.variants.is_empty() && variants.all(|variant| variant.accuracy() < plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Score;

    /// A record of the committed results: scratch, 97.32 % after 5 epochs, 109,386 parameters.
    fn record() -> Record {
        let file = include_str!("../../../results/default-mnist.jsonl");
        serde_json::from_str(file.lines().next().unwrap()).unwrap()
    }

    fn claim(accuracy: Option<f64>, loss: Option<f64>, parameters: Option<usize>) -> Claim {
        Claim { accuracy, loss, parameters, ..Claim::default() }
    }

    #[test]
    fn a_claim_holds_when_all_its_parts_do() {
        let record = record();
        let check = |claim: Claim| claim.check(&record);
        assert_eq!(check(claim(None, None, None)), Check::NotMeasured);
        let all = claim(Some(97.0), Some(0.1), Some(109_386));
        assert_eq!(check(all), Check::Holds);
        assert_eq!(check(claim(Some(99.9), None, None)), Check::Fails);
        assert_eq!(check(claim(None, Some(1e-6), None)), Check::Fails);
        assert_eq!(check(claim(Some(97.0), None, Some(7850))), Check::Fails);
    }

    #[test]
    fn an_accuracy_may_also_be_too_high() {
        let at_most =
            |most| Claim { accuracy_at_most: Some(most), ..claim(Some(97.0), None, None) };
        assert_eq!(at_most(98.0).check(&record()), Check::Holds);
        assert_eq!(at_most(97.1).check(&record()), Check::Fails);
    }

    #[test]
    fn a_claim_about_others_is_not_checked() {
        let of = |of: &str| Claim { of: Some(of.to_owned()), ..claim(Some(99.9), None, None) };
        assert_eq!(of("knn").check(&record()), Check::NotMeasured);
        assert_eq!(of("scratch").check(&record()), Check::Fails);
    }

    #[test]
    fn accuracy_falls_when_every_change_of_the_images_costs_some() {
        let mut record = record();
        let falls = Claim { accuracy_falls: true, ..claim(None, None, None) };
        assert_eq!(falls.check(&record), Check::Fails);
        let score = |correct| Score { correct, total: 10_000 };
        let variants = &mut record.quality.variants;
        variants.insert("shift-1".to_owned(), score(9000));
        assert_eq!(falls.check(&record), Check::Holds);
        let variants = &mut record.quality.variants;
        variants.insert("noise-10".to_owned(), score(9999));
        assert_eq!(falls.check(&record), Check::Fails);
    }

    #[test]
    fn no_claim_holds_for_a_failed_cell() {
        let mut record = record();
        let error = "killed".to_owned();
        record.outcome = Outcome::Failed { error };
        assert_eq!(claim(None, None, None).check(&record), Check::Fails);
    }
}
