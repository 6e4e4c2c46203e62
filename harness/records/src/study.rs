//! The one grouping of records: into studies, comparisons and contenders.

use crate::{Axis, Comparison, Record, Setting};

/// Records that belong in one table: a comparison, or all settings of a sweep.
pub struct Study<'a> {
    /// One comparison, or one for each setting of a sweep.
    pub comparisons: Vec<Comparison<'a>>,
    /// Records of repetitions that are in the file twice: reported, and not counted.
    pub repeated: Vec<&'a Record>,
}

/// Groups records, in the order of the file.
///
/// Records are of one comparison if all that decides their numbers is the same: data, model,
/// training, seed, threads, setting, machine and build. A sweep is a study of several comparisons;
/// its base begins it.
pub fn studies(records: &[Record]) -> Vec<Study<'_>> {
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for record in records {
        // The latest sweep comes first: points belong to the base before them.
        match drafts.iter_mut().rev().find(|draft| draft.takes(record)) {
            Some(draft) => draft.add(record),
            None => drafts.push(Draft::new(record)),
        }
    }
    drafts.into_iter().map(Draft::finish).collect()
}

/// A study while records are added to it, by work.
struct Draft<'a> {
    works: Vec<Vec<&'a Record>>,
    repeated: Vec<&'a Record>,
}

impl<'a> Draft<'a> {
    fn new(record: &'a Record) -> Self {
        Self { works: vec![vec![record]], repeated: Vec::new() }
    }

    fn takes(&self, record: &Record) -> bool {
        let first = self.works[0][0];
        if !first.provenance.same_environment(&record.provenance) {
            return false;
        }
        let (own, other) = (&first.workload, &record.workload);
        match (own.setting, other.setting) {
            (None, None) => own.same_work(other),
            (Some(_), Some(setting)) => {
                (&own.digest, own.seed) == (&other.digest, other.seed)
                    && first.provenance.command == record.provenance.command
                    && (setting != Setting::Base || own.same_work(other))
            }
            _ => false,
        }
    }

    fn add(&mut self, record: &'a Record) {
        let same_work = |work: &&mut Vec<&Record>| work[0].workload.same_work(&record.workload);
        let Some(work) = self.works.iter_mut().find(same_work) else {
            return self.works.push(vec![record]);
        };
        if work.iter().any(|known| record.repeats(known)) {
            self.repeated.push(record);
        } else {
            work.push(record);
        }
    }

    fn finish(self) -> Study<'a> {
        let comparisons = self.works.iter().filter_map(|records| Comparison::new(records));
        Study { comparisons: comparisons.collect(), repeated: self.repeated }
    }
}

impl<'a> Study<'a> {
    /// Whether the study has several settings, named in its tables.
    pub fn is_sweep(&self) -> bool {
        self.comparisons.iter().any(|comparison| comparison.setting().is_some())
    }

    /// The comparison without a varied value; `None` for a sweep of costs alone, which has no base.
    pub fn base(&self) -> Option<&Comparison<'a>> {
        let is_base = |comparison: &&Comparison<'_>| {
            !matches!(comparison.setting(), Some(Setting::Point { .. }))
        };
        self.comparisons.iter().find(is_base)
    }

    /// The axes that the sweep varies.
    pub fn axes(&self) -> Vec<Axis> {
        let of_sweep = |axis: &Axis| {
            let mut settings = self.comparisons.iter().filter_map(Comparison::setting);
            settings.any(|setting| setting.axis() == Some(*axis))
        };
        Axis::ALL.into_iter().filter(of_sweep).collect()
    }

    /// The comparisons along an axis with their values, in order, the base among them.
    pub fn along(&self, axis: Axis) -> Vec<(usize, &Comparison<'a>)> {
        let value = |comparison: &Comparison<'_>| match comparison.setting() {
            Some(Setting::Point { axis: own, value }) => (own == axis).then_some(value),
            Some(Setting::Base) => axis.value(comparison.workload),
            None => None,
        };
        let mut points: Vec<_> = self
            .comparisons
            .iter()
            .filter_map(|comparison| Some((value(comparison)?, comparison)))
            .collect();
        points.sort_by_key(|(value, _)| *value);
        points
    }

    /// `mnist`, or `mnist, sweep of batch, epochs`.
    pub fn name(&self) -> String {
        let Some(comparison) = self.comparisons.first() else { return String::new() };
        if !self.is_sweep() {
            return comparison.name();
        }
        let axes: Vec<&str> = self.axes().into_iter().map(Axis::name).collect();
        format!("{}, sweep of {}", comparison.workload.dataset, axes.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Program;

    fn record() -> Record {
        let file = include_str!("../../../results/default-mnist.jsonl");
        serde_json::from_str(file.lines().next().unwrap()).unwrap()
    }

    fn with(setting: Option<Setting>, epochs: usize, repetition: u32) -> Record {
        let mut record = record();
        record.workload.setting = setting;
        record.workload.training.epochs = epochs;
        record.workload.repetition = repetition;
        record
    }

    /// Numbers of comparisons and of records left out, study by study.
    fn shape(records: &[Record]) -> Vec<(usize, usize)> {
        let studies = studies(records);
        studies.iter().map(|study| (study.comparisons.len(), study.repeated.len())).collect()
    }

    fn epochs(value: usize) -> Option<Setting> {
        Some(Setting::Point { axis: Axis::Epochs, value })
    }

    #[test]
    fn a_sweep_is_one_study_and_other_work_is_another() {
        let base = Some(Setting::Base);
        let records = [
            with(None, 5, 0),
            with(None, 5, 1),
            with(None, 6, 0),
            with(base, 5, 0),
            with(epochs(6), 6, 0),
            with(base, 9, 0),
            with(epochs(7), 7, 0),
            with(None, 5, 2),
        ];
        assert_eq!(shape(&records), [(1, 0), (1, 0), (2, 0), (2, 0)]);
        let studies = studies(&records);
        assert_eq!(studies[0].comparisons[0].contenders[0].records.len(), 3);
        assert_eq!(studies[2].axes(), [Axis::Epochs]);
        let along = studies[2].along(Axis::Epochs);
        assert_eq!(along.iter().map(|(value, _)| *value).collect::<Vec<_>>(), [5, 6]);
    }

    #[test]
    fn a_repetition_that_is_there_twice_is_counted_once() {
        let records = [with(None, 5, 0), with(None, 5, 1), with(None, 5, 0)];
        assert_eq!(shape(&records), [(1, 1)]);
        assert_eq!(studies(&records)[0].comparisons[0].contenders[0].summary.repetitions, 2);
    }

    /// Each of these was once pooled as further repetitions of the same work.
    #[test]
    fn whatever_decides_the_numbers_keeps_records_apart() {
        let changes: [fn(&mut Record); 11] = [
            |record| record.workload.knn.k = 9,
            |record| record.workload.threads = 7,
            |record| record.workload.training.batch = 9,
            |record| record.workload.class_names = vec!["left".to_owned()],
            |record| record.workload.train_rows = 9,
            |record| record.provenance.profile = "debug".to_owned(),
            |record| record.provenance.git_revision = Some("0".to_owned()),
            |record| record.provenance.git_dirty = true,
            |record| record.provenance.program = Some("0".to_owned()),
            |record| record.workload.start = Some("0".to_owned()),
            |record| record.provenance.cpu = Some("another".to_owned()),
        ];
        for (index, change) in changes.into_iter().enumerate() {
            let mut other = with(None, 5, 1);
            change(&mut other);
            assert_eq!(shape(&[with(None, 5, 0), other]).len(), 2, "change {index}");
        }
        let changes: [fn(&mut Record); 4] = [
            |record| record.contender.framework = "from_scratch 9".to_owned(),
            |record| record.contender.device = "gpu".to_owned(),
            |record| record.quality.total = 500,
            |record| {
                let (command, digest) = ("python3 mine.py".to_owned(), "0".to_owned());
                record.contender.program = Some(Program { command, digest });
            },
        ];
        for (index, change) in changes.into_iter().enumerate() {
            let mut other = with(None, 5, 1);
            change(&mut other);
            let records = [with(None, 5, 0), other];
            let contenders = studies(&records)[0].comparisons[0].contenders.len();
            assert_eq!(contenders, 2, "change {index} of the contender");
        }
    }
}
