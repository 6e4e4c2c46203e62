//! Records of the same work, by contender.

use std::collections::BTreeMap;

use crate::{
    Identity, Outcome, REFERENCE, Record, Setting, Summary, Workload,
    statistics::{Ratio, paired_ratio},
};

/// The results of several contenders on the same work.
pub struct Comparison<'a> {
    /// The work, as in the first record.
    pub workload: &'a Workload,
    /// The contenders in the order of their first records.
    pub contenders: Vec<Repetitions<'a>>,
}

/// A contender's repetitions of one work.
pub struct Repetitions<'a> {
    /// Id of the contender.
    pub id: &'a str,
    /// All repetitions, each once.
    pub records: Vec<&'a Record>,
    /// The repetitions with [`Outcome::Ok`].
    pub ok: Vec<&'a Record>,
    /// Their statistics.
    pub summary: Summary,
}

impl<'a> Comparison<'a> {
    /// Groups records of the same work; a second record of a repetition is left out.
    pub(crate) fn new(records: &[&'a Record]) -> Option<Self> {
        let workload = &records.first()?.workload;
        let mut groups: Vec<Vec<&Record>> = Vec::new();
        for record in records {
            match groups.iter_mut().find(|group| same_contender(group, record)) {
                Some(group) => group.push(record),
                None => groups.push(vec![record]),
            }
        }
        let reference = groups.iter().find(|group| group[0].contender.id == REFERENCE).cloned();
        let reference = reference.unwrap_or_default();
        let contenders = groups.into_iter().map(|records| Repetitions::new(records, &reference));
        Some(Self { workload, contenders: contenders.collect() })
    }

    /// The setting within a sweep.
    pub fn setting(&self) -> Option<Setting> {
        self.workload.setting
    }

    /// The contenders with at least one successful repetition.
    pub fn answered(&self) -> impl Iterator<Item = &Repetitions<'a>> {
        self.contenders.iter().filter(|contender| !contender.ok.is_empty())
    }

    /// The records of each repetition, by its number.
    pub fn repetitions(&self) -> BTreeMap<u32, Vec<&'a Record>> {
        let mut repetitions = BTreeMap::<u32, Vec<&Record>>::new();
        for record in self.contenders.iter().flat_map(|contender| &contender.records) {
            repetitions.entry(record.workload.repetition).or_default().push(record);
        }
        repetitions
    }

    /// `mnist`, or `mnist, hidden width 32` in a sweep.
    pub fn name(&self) -> String {
        self.workload.title(&self.workload.dataset)
    }
}

/// Whether the record belongs to the group's contender: same id, framework, device and sample of
/// the test set. A cell that failed early has no identity beside its id.
fn same_contender(group: &[&Record], record: &Record) -> bool {
    let unknown = |identity: &Identity| identity.framework.is_empty();
    group.iter().all(|known| {
        let (one, other) = (&known.contender, &record.contender);
        one.id == other.id
            && known.quality.total == record.quality.total
            && (one == other || unknown(one) || unknown(other))
    })
}

impl<'a> Repetitions<'a> {
    fn new(records: Vec<&'a Record>, reference: &[&Record]) -> Self {
        let is_ok = |record: &&Record| record.outcome == Outcome::Ok;
        let ok: Vec<&Record> = records.iter().filter(|record| is_ok(record)).copied().collect();
        Self {
            id: &records[0].contender.id,
            summary: Summary::new(&records, &ok, reference),
            records,
            ok,
        }
    }

    /// `scratch`, or `scratch, hidden width 32` in a sweep.
    pub fn name(&self) -> String {
        self.records[0].workload.title(self.id)
    }

    /// Whether the contender has no gradients: k-nearest neighbours, not a network.
    pub fn is_knn(&self) -> bool {
        let trains = |record: &&Record| {
            !record.timings.train_seconds.is_empty()
                || record.timings.gradients_seconds.is_some()
                || record.agreement.is_some()
        };
        !self.ok.is_empty() && !self.ok.iter().any(trains)
    }

    /// A value of each successful repetition.
    pub fn samples(&self, value: impl Fn(&Record) -> Option<f64>) -> Vec<f64> {
        self.ok.iter().filter_map(|record| value(record)).collect()
    }

    /// Training time divided by another contender's, paired by repetition; `None` without training.
    pub fn time_ratio(&self, other: &Self) -> Option<Ratio> {
        time_ratio(&self.ok, &other.ok)
    }
}

/// Training time of `records` divided by that of `others` in the same repetition of the same run.
pub(crate) fn time_ratio(records: &[&Record], others: &[&Record]) -> Option<Ratio> {
    let pair = |record: &Record| {
        let other = others.iter().find(|other| {
            other.outcome == Outcome::Ok
                && other.workload.repetition == record.workload.repetition
                && other.provenance.started == record.provenance.started
        });
        Some((record.total_train_seconds()?, other?.total_train_seconds()?))
    };
    let pairs: Vec<_> = records.iter().filter_map(|record| pair(record)).collect();
    paired_ratio(&pairs)
}
