//! Records that had the same work.

use crate::{
    record::{Record, WorkloadRecord},
    scale::Axis,
    table::with_thousands,
};

use super::contender::Contender;

/// What several contenders made of the same work.
pub(super) struct Comparison<'a> {
    /// The work, as the first record has it.
    pub(super) workload: &'a WorkloadRecord,
    /// Who took part, in the order of their first records.
    pub(super) contenders: Vec<Contender<'a>>,
}

/// Finds the comparisons among the records; points of `crosscheck scale` are in none.
pub(super) fn comparisons(records: &[Record]) -> Vec<Comparison<'_>> {
    let mut comparisons: Vec<Comparison<'_>> = Vec::new();
    for record in records.iter().filter(|record| Axis::of(record).is_none()) {
        let own = |comparison: &&mut Comparison<'_>| same(comparison.workload, &record.workload);
        match comparisons.iter_mut().find(own) {
            Some(comparison) => comparison.add(record),
            None => comparisons.push(Comparison {
                workload: &record.workload,
                contenders: vec![Contender::new(record)],
            }),
        }
    }
    comparisons
}

fn same(one: &WorkloadRecord, other: &WorkloadRecord) -> bool {
    (&one.digest, &one.setting, one.seed, one.threads, one.knn)
        == (&other.digest, &other.setting, other.seed, other.threads, other.knn)
        && one.train_rows == other.train_rows
        && one.model == other.model
        && one.training == other.training
}

impl<'a> Comparison<'a> {
    fn add(&mut self, record: &'a Record) {
        let id = &record.contender.id;
        match self.contenders.iter_mut().find(|it| it.id == id) {
            Some(contender) => contender.add(record),
            None => self.contenders.push(Contender::new(record)),
        }
    }

    /// Those who answered in at least one repetition.
    pub(super) fn answered(&self) -> impl Iterator<Item = &Contender<'a>> {
        self.contenders.iter().filter(|it| !it.ok.is_empty())
    }

    /// `mnist`, or `mnist, hidden width 32` in a sweep.
    pub(super) fn title(&self) -> String {
        self.workload.title(&self.workload.dataset)
    }

    /// What was asked of everybody.
    pub(super) fn held(&self) -> String {
        let WorkloadRecord { train_rows, test_rows, model, training, seed, threads, .. } =
            self.workload;
        let repetitions = self.contenders.iter().map(|it| it.records.len()).max();
        format!(
            "{} training and {} test examples; network {} with {} parameters; {} epochs of batches of {}; \
             seed {seed}, {threads} threads, {} repetitions",
            with_thousands(*train_rows),
            with_thousands(*test_rows),
            model.widths(),
            with_thousands(model.parameter_count()),
            training.epochs,
            training.batch,
            repetitions.unwrap_or(0),
        )
    }
}
