//! What an exercise promises, and whether a contender kept it.

use serde::{Deserialize, Serialize};

use crate::{record::Record, supervisor::Outcome};

/// The promise of an exercise: its words, and the part of them that can be measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// What the exercise says.
    pub text: String,
    /// Lowest test accuracy at the end, in percent.
    #[serde(default)]
    pub accuracy: Option<f64>,
    /// Highest training loss in the last epoch.
    #[serde(default)]
    pub loss: Option<f64>,
    /// Number of trained values.
    #[serde(default)]
    pub parameters: Option<usize>,
}

/// What became of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything that can be measured came true.
    Kept,
    /// Something did not.
    Broken,
    /// Nothing in it can be measured.
    NothingToMeasure,
}

impl Promise {
    /// Holds a record against the promise.
    pub fn verdict(&self, record: &Record) -> Verdict {
        let model = record.workload.model.parameter_count();
        let checks = [
            self.accuracy
                .map(|least| record.quality.accuracy().is_some_and(|got| got >= least)),
            self.loss
                .map(|most| record.quality.train_loss().is_some_and(|got| got <= most)),
            self.parameters.map(|count| count == model),
        ];
        let measured: Vec<bool> = checks.into_iter().flatten().collect();
        match measured[..] {
            _ if record.outcome != Outcome::Ok => Verdict::Broken,
            [] => Verdict::NothingToMeasure,
            _ if measured.iter().all(|&kept| kept) => Verdict::Kept,
            _ => Verdict::Broken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record of the committed results: scratch, 97.32 % after 5 epochs, 109,386 parameters.
    fn record() -> Record {
        let file = include_str!("../../results/default-mnist.jsonl");
        serde_json::from_str(file.lines().next().unwrap()).unwrap()
    }

    fn promise(accuracy: Option<f64>, loss: Option<f64>, parameters: Option<usize>) -> Promise {
        Promise {
            text: "much".to_owned(),
            accuracy,
            loss,
            parameters,
        }
    }

    #[test]
    fn a_promise_is_kept_when_all_of_it_came_true() {
        let record = record();
        let verdict = |promise: Promise| promise.verdict(&record);
        assert_eq!(
            verdict(promise(None, None, None)),
            Verdict::NothingToMeasure
        );
        let all = promise(Some(97.0), Some(0.1), Some(109_386));
        assert_eq!(verdict(all), Verdict::Kept);
        assert_eq!(verdict(promise(Some(99.9), None, None)), Verdict::Broken);
        assert_eq!(verdict(promise(None, Some(1e-6), None)), Verdict::Broken);
        assert_eq!(
            verdict(promise(Some(97.0), None, Some(7850))),
            Verdict::Broken
        );
    }

    #[test]
    fn a_failed_cell_keeps_no_promise() {
        let mut record = record();
        let error = "killed".to_owned();
        record.outcome = Outcome::Failed { error };
        assert_eq!(promise(None, None, None).verdict(&record), Verdict::Broken);
    }
}
