//! The one title of a study.

use records::Study;

use crate::thousands;

/// Data, model, training, seed, threads and repetitions of a study; of a sweep of costs alone, data,
/// seed and repetitions, since the rest varies.
pub fn title(study: &Study<'_>) -> String {
    let Some(comparison) = study.base().or(study.comparisons.first()) else {
        return String::new();
    };
    let repetitions = comparison.contenders.iter().map(|contender| contender.records.len()).max();
    let repetitions = count(repetitions.unwrap_or(0), "repetition");
    if study.base().is_none() {
        let workload = comparison.workload;
        return format!(
            "{}: time and memory, seed {}, {repetitions}",
            workload.dataset, workload.seed
        );
    }
    let workload = comparison.workload;
    let setting = workload.setting.map_or(String::new(), |setting| format!("{setting}: "));
    let neighbours = comparison.contenders.iter().any(|contender| contender.is_knn());
    let knn = workload.knn;
    let knn = if neighbours {
        format!("; k {}, distance {}, vote {}", knn.k, knn.distance, knn.vote)
    } else {
        String::new()
    };
    let labels = workload.label_column();
    let labels = labels.map_or(String::new(), |column| format!(", labels {column:?}"));
    format!(
        "{}{labels}: {} train, {} test; {setting}model {} ({} parameters); {}, batch {}, seed {}, {}, {repetitions}{knn}",
        workload.dataset,
        thousands(workload.train_rows),
        thousands(workload.test_rows),
        workload.model.widths(),
        thousands(workload.model.parameter_count()),
        count(workload.training.epochs, "epoch"),
        workload.training.batch,
        workload.seed,
        count(workload.threads, "thread"),
    )
}

/// `1 epoch`, `5 epochs`.
fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", thousands(number))
}
