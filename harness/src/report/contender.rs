//! A contender's repetitions of one work, summed up.

use crate::{
    record::Record,
    statistics::{Ratio, mean_and_deviation, median, paired_ratio},
    supervisor::Outcome,
};

/// A contender with its records.
pub(super) struct Contender<'a> {
    pub(super) id: &'a str,
    /// All repetitions.
    pub(super) records: Vec<&'a Record>,
    /// Those that ended well.
    pub(super) ok: Vec<&'a Record>,
}

impl<'a> Contender<'a> {
    pub(super) fn new(record: &'a Record) -> Self {
        let mut contender = Self { id: &record.contender.id, records: Vec::new(), ok: Vec::new() };
        contender.add(record);
        contender
    }

    pub(super) fn add(&mut self, record: &'a Record) {
        self.records.push(record);
        if record.outcome == Outcome::Ok {
            self.ok.push(record);
        }
    }

    /// Test accuracy in percent: mean and, from two repetitions on, standard deviation.
    pub(super) fn accuracy(&self) -> Option<(f64, Option<f64>)> {
        mean_and_deviation(&self.samples(|record| record.quality.accuracy()))
    }

    /// Whether it was asked for all test examples: else its accuracy is of other images.
    pub(super) fn classified_all(&self) -> bool {
        let mut records = self.ok.iter();
        records.all(|it| it.quality.total == it.workload.test_rows)
    }

    /// Median seconds of an epoch.
    pub(super) fn epoch_seconds(&self) -> Option<f64> {
        let epochs = self.ok.iter().flat_map(|it| it.train_seconds());
        median(&epochs.collect::<Vec<_>>())
    }

    /// Median seconds to learn and then to classify all test examples.
    pub(super) fn seconds(&self) -> Option<f64> {
        median(&self.samples(|record| {
            Some(record.timings.fit_seconds.unwrap_or(0.0) + predict_seconds(record)?)
        }))
    }

    /// Its training time over another's, repetition by repetition; nothing for those who do not train.
    pub(super) fn time_over(&self, other: &Self) -> Option<Ratio> {
        let total = |record: &Record| match &record.train_seconds()[..] {
            [] => None,
            epochs => Some(epochs.iter().sum::<f64>()),
        };
        let pair = |record: &&Record| {
            // A file may hold several runs, each with a first repetition.
            let place = |it: &Record| (it.workload.repetition, it.provenance.started.clone());
            let same = |it: &&&Record| place(it) == place(record);
            Some((total(record)?, total(other.ok.iter().find(same)?)?))
        };
        paired_ratio(&self.ok.iter().filter_map(pair).collect::<Vec<_>>())
    }

    /// A value of each repetition that ended well.
    pub(super) fn samples(&self, value: impl Fn(&Record) -> Option<f64>) -> Vec<f64> {
        self.ok.iter().filter_map(|record| value(record)).collect()
    }
}

fn predict_seconds(record: &Record) -> Option<f64> {
    let asked = record.quality.total.max(1) as f64;
    let all = record.workload.test_rows as f64;
    Some(median(&record.timings.predict_seconds)? * all / asked)
}
