//! The exercises that networks are measured on.

#![allow(clippy::unwrap_used, dead_code)] // what cannot be set up cannot be measured; every bench uses its own part

use std::{path::Path, time::Duration};

use classifier::{
    Batch, BatchOrder, Differentiable, Parameters, Randomness, ShuffledOrder, initial_parameters,
};
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, measurement::WallTime};
use datasets::{Dataset, DatasetName, Places, Request, load};
use harness::{
    experiment::Experiment,
    registry::{Build, contenders},
};

/// Every exercise once, small and large, and data that are on every machine: a step costs the same on
/// any pixels, so that generated digits stand in for images.
pub(crate) const EXERCISES: [(&str, DatasetName); 5] = [
    ("default", DatasetName::SyntheticDigits),
    ("complex", DatasetName::SyntheticDigits),
    ("library", DatasetName::SyntheticDigits),
    ("simple", DatasetName::SyntheticDigits),
    ("edges-8-2", DatasetName::Edges),
];

/// An experiment file with its data, first weights and shuffled rows.
pub(crate) struct Exercise {
    pub(crate) name: &'static str,
    pub(crate) experiment: Experiment,
    pub(crate) data: Dataset,
    pub(crate) parameters: Parameters,
    pub(crate) order: ShuffledOrder,
    /// The training rows of the first epoch.
    rows: Vec<u32>,
}

impl Exercise {
    /// The exercise of that file in `experiments/`, to be trained for one epoch.
    pub(crate) fn new(name: &'static str, dataset: DatasetName) -> Self {
        let file = format!("{}/../experiments/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let mut experiment = Experiment::from_file(Path::new(&file)).unwrap();
        experiment.training.epochs = 1;
        let request = Request {
            dataset: Some(dataset.into()),
            label: None,
            places: Places::default(),
            seed: 1,
        };
        let data = load(&request, &mut ()).unwrap();
        let randomness = Randomness::new(1, "bench", 0);
        let parameters = initial_parameters(&experiment.model, &randomness).unwrap();
        let order = ShuffledOrder::new(randomness, data.train.rows());
        Self { name, parameters, rows: order.epoch(0), order, experiment, data }
    }

    /// The rows of a step: one whole batch after the other, and from the start again.
    pub(crate) fn rows(&self, step: usize) -> &[u32] {
        let batch = self.experiment.training.batch;
        let batches = self.rows.len() / batch;
        &self.rows[step % batches * batch..][..batch]
    }

    /// The same as a batch.
    pub(crate) fn batch(&self, step: usize) -> Batch<'_> {
        Batch::new(&self.data.train, self.rows(step)).unwrap()
    }

    /// The contender of that id, with the first weights; nothing where it is no network of this binary.
    pub(crate) fn network(&self, contender: &str) -> Option<Box<dyn Differentiable>> {
        let contender = contenders().into_iter().find(|own| own.id == contender)?;
        let Build::Network(build) = contender.built?.build else {
            return None;
        };
        let Experiment { model, training, .. } = &self.experiment;
        Some(build(model, training, &self.parameters).unwrap())
    }
}

/// Few and flat samples: half of these works take so long that criterion's growing ones would take
/// minutes.
pub(crate) fn brief(group: &mut BenchmarkGroup<'_, WallTime>) {
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(300));
    group.measurement_time(Duration::from_secs(1));
}

/// What of a network is measured.
pub(crate) struct Phase {
    /// Last part of the ids.
    pub(crate) name: &'static str,
    /// How many examples `work` is done for.
    pub(crate) elements: fn(&Exercise) -> usize,
    /// The work, and how many times it has been done before.
    pub(crate) work: fn(&mut dyn Differentiable, &Exercise, usize),
}

impl Phase {
    /// Measures every network on every exercise, as `EXERCISE/CONTENDER/PHASE`.
    pub(crate) fn measure(&self, criterion: &mut Criterion) {
        for (name, dataset) in EXERCISES {
            let exercise = Exercise::new(name, dataset);
            let mut group = criterion.benchmark_group(name);
            brief(&mut group);
            group.throughput(Throughput::Elements((self.elements)(&exercise) as u64));
            for contender in contenders() {
                let Some(mut network) = exercise.network(contender.id) else {
                    continue;
                };
                let mut done = 0;
                group.bench_function(format!("{}/{}", contender.id, self.name), |bencher| {
                    bencher.iter(|| {
                        (self.work)(&mut *network, &exercise, done);
                        done += 1;
                    });
                });
            }
            group.finish();
        }
    }
}
