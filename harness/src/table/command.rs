//! The command behind a table, as far as its records tell.

use datasets::{DatasetChoice, DatasetName};

use super::groups;
use crate::{
    experiment::{self, Experiment},
    peer,
    record::Record,
    registry,
};

/// What `compare` does when told nothing.
const REPETITIONS: usize = 3;
const SEED: u64 = 1;
const KNN_QUERIES: usize = 500;

/// The command that gives these contenders this work: that of a committed experiment, with the
/// fewest flags. Nothing where the records do not tell it: models and data of the user's own.
pub(super) fn command(work: &[Record]) -> Option<String> {
    let experiments = experiment::committed().ok()?;
    let all = experiments.into_iter().filter_map(|(name, it)| flags(name, it, work));
    let flags = all.min_by_key(Vec::len)?;
    let separator = if flags.is_empty() { "" } else { " -- " };
    Some(format!("cargo run --release{separator}{}", flags.join(" ")))
}

/// What has to be said so that this experiment becomes this work; nothing if it cannot.
fn flags(name: &str, mut experiment: Experiment, work: &[Record]) -> Option<Vec<String>> {
    let Record { workload, quality, .. } = work.first()?;
    let groups = groups(work);
    let is_default = name == "default";
    let mut flags = Vec::new();
    if !quality.variants.is_empty() && !experiment.variants {
        flags.push("variants".to_owned());
        experiment.variants = true;
    }
    if !is_default {
        flags.push(format!("--experiment experiments/{name}.toml"));
    }
    let mut say = |name: &str, said: String, differs: bool| {
        if differs {
            flags.push(format!("--{name} {said}"));
        }
    };

    let dataset: DatasetName = workload.dataset.parse().ok()?;
    let chosen = experiment.dataset.unwrap_or(DatasetName::Mnist.into());
    say("dataset", dataset.to_string(), chosen != DatasetChoice::Named(dataset));

    let widths = workload.model.widths();
    if is_default && widths.parse().ok().as_ref() == Some(&workload.model) {
        say("model", widths, workload.model != experiment.model);
        experiment.model.clone_from(&workload.model);
    }
    let (trained, training) = (&workload.training, &mut experiment.training);
    say("epochs", trained.epochs.to_string(), trained.epochs != training.epochs);
    say("batch", trained.batch.to_string(), trained.batch != training.batch);
    (training.epochs, training.batch) = (trained.epochs, trained.batch);
    say("k", workload.knn.k.to_string(), workload.knn.k != experiment.knn.k);
    experiment.knn.k = workload.knn.k;

    let (repetitions, seed) = (groups.first()?.len(), workload.seed);
    say("repetitions", repetitions.to_string(), repetitions != REPETITIONS);
    say("seed", seed.to_string(), seed != experiment.seed.unwrap_or(SEED));
    let asked = work.iter().map(|record| record.quality.total);
    let queries = asked.filter(|&asked| asked < workload.test_rows).min();
    let queries = queries.unwrap_or(KNN_QUERIES);
    say("knn-queries", queries.to_string(), queries != KNN_QUERIES);

    let mut contenders: Vec<&str> = Vec::new();
    for group in &groups {
        let id = group[0].contender.id.as_str();
        if !contenders.contains(&id) {
            contenders.push(id);
        }
    }
    let known = |id: &&str| registry::contender(id).is_some() || peer::peer(id).is_some();
    let default: Vec<String> = match experiment.contenders.is_empty() {
        true => registry::default_contenders().iter().map(|it| it.id.to_owned()).collect(),
        false => experiment.contenders,
    };
    say("contenders", contenders.join(","), contenders != default);

    let same = experiment.model == workload.model
        && experiment.training == workload.training
        && experiment.knn == workload.knn
        && experiment.variants != quality.variants.is_empty()
        && experiment.sweep.is_some() == workload.setting.is_some();
    (same && contenders.iter().all(known)).then_some(flags)
}

#[cfg(test)]
mod tests {
    use super::*;
    use classifier::ModelSpec;

    /// The default comparison, of all that take part when nobody is named.
    fn default_comparison() -> Vec<Record> {
        let file = include_str!("../../../results/default-mnist.jsonl");
        let first: Record = serde_json::from_str(file.lines().next().unwrap()).unwrap();
        let contenders = registry::default_contenders();
        let mut records = Vec::new();
        for repetition in 0..3 {
            for contender in &contenders {
                let mut record = first.clone();
                record.workload.repetition = repetition;
                record.contender.id = contender.id.to_owned();
                records.push(record);
            }
        }
        records
    }

    #[test]
    fn what_the_command_line_is_not_told_is_not_said() {
        let mut work = default_comparison();
        assert_eq!(command(&work).as_deref(), Some("cargo run --release"));
        for record in &mut work {
            record.workload.model = ModelSpec::mlp(&[784, 256, 10]).unwrap();
            record.workload.training.epochs = 10;
            record.workload.knn.k = 3;
            record.workload.seed = 9;
        }
        work.retain(|record| record.contender.id == "scratch" && record.workload.repetition == 0);
        let expected = "cargo run --release -- --model 784-256-10 --epochs 10 --k 3 --repetitions 1 \
                        --seed 9 --contenders scratch";
        assert_eq!(command(&work).as_deref(), Some(expected));
    }

    #[test]
    fn an_experiment_is_named_by_its_file() {
        let mut work = default_comparison();
        let experiments = experiment::committed().unwrap();
        let named = experiments.into_iter().find(|(name, _)| *name == "library");
        let library = named.unwrap().1;
        for record in &mut work {
            record.workload.model = library.model.clone();
            record.workload.training = library.training.clone();
            record.workload.dataset = "synthetic-digits".to_owned();
        }
        let expected = "cargo run --release -- --experiment experiments/library.toml \
                        --dataset synthetic-digits";
        assert_eq!(command(&work).as_deref(), Some(expected));
    }

    #[test]
    fn of_what_is_the_users_own_no_command_is_made_up() {
        let mut other_training = default_comparison();
        other_training[0].workload.training.clip_norm = Some(3.0);
        assert_eq!(command(&other_training), None);
        let mut other_data = default_comparison();
        other_data[0].workload.dataset = "students.csv".to_owned();
        assert_eq!(command(&other_data), None);
        let mut other_contender = default_comparison();
        other_contender[0].contender.id = "mine".to_owned();
        assert_eq!(command(&other_contender), None);
    }
}
