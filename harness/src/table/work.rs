//! What a table is about: the work that its contenders had.

use super::{cells::with_thousands, groups};
use crate::record::Record;

/// The records of each comparison or sweep in a result file, in their order: a file may hold several.
pub fn works(records: &[Record]) -> Vec<&[Record]> {
    let together = |one: &Record, next: &Record| {
        let (one, next) = (&one.workload, &next.workload);
        let alike = (&one.dataset, &one.digest, one.seed, one.threads)
            == (&next.dataset, &next.digest, next.seed, next.threads);
        let same = match (one.setting.as_deref(), next.setting.as_deref()) {
            (None, None) => {
                one.model == next.model && one.training == next.training && one.knn == next.knn
            }
            // A sweep begins with its base.
            (Some(one), Some(next)) => next != "base" || one == "base",
            _ => false,
        };
        alike && same
    };
    records.chunk_by(together).collect()
}

/// `mnist: 60,000 train, 10,000 test; model …; epochs 5, …`
pub(crate) fn title(work: &[Record]) -> String {
    let Some(Record { workload, .. }) = work.first() else {
        return String::new();
    };
    let setting = workload.setting.as_ref();
    format!(
        "{}: {} train, {} test; {}model {} ({} parameters); epochs {}, batch {}, seed {}, \
         threads {}, repetitions {}",
        workload.dataset,
        with_thousands(workload.train_rows),
        with_thousands(workload.test_rows),
        setting.map_or(String::new(), |setting| format!("{setting}: ")),
        workload.model.widths(),
        with_thousands(workload.model.parameter_count()),
        workload.training.epochs,
        workload.training.batch,
        workload.seed,
        workload.threads,
        groups(work).first().map_or(0, Vec::len),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_stays_together_and_other_work_is_another_table() {
        let file = include_str!("../../../results/default-mnist.jsonl");
        let record: Record = serde_json::from_str(file.lines().next().unwrap()).unwrap();
        let of = |setting: Option<&str>, epochs| {
            let mut record = record.clone();
            record.workload.setting = setting.map(str::to_owned);
            record.workload.training.epochs = epochs;
            record
        };
        let records = [
            of(None, 5),
            of(None, 5),
            of(None, 6),
            of(Some("base"), 5),
            of(Some("base"), 5),
            of(Some("epochs 6"), 6),
            of(Some("base"), 5),
            of(Some("epochs 7"), 7),
            of(None, 5),
        ];
        let lengths: Vec<usize> = works(&records).into_iter().map(<[Record]>::len).collect();
        assert_eq!(lengths, [2, 1, 3, 2, 1]);
    }
}
