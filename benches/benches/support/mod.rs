//! The exercises for measuring networks.

#![allow(clippy::unwrap_used, reason = "a failed set-up ends the benchmark")]
#![allow(dead_code, reason = "each benchmark uses a part")]

use std::{path::Path, time::Duration};

use classifier::{
    Batch, BatchOrder, Differentiable, Parameters, Randomness, ShuffledOrder, initial_parameters,
};
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, measurement::WallTime};
use datasets::{Dataset, DatasetName, Places, Request, load};
use harness::{
    contenders::{Build, Source, built_in, built_in_named},
    experiment::Experiment,
};

/// The measured exercises with generated data: the time of a step does not depend on the pixels.
pub(crate) const EXERCISES: [(&str, DatasetName); 5] = [
    ("default", DatasetName::SyntheticDigits),
    ("complex", DatasetName::SyntheticDigits),
    ("library", DatasetName::SyntheticDigits),
    ("simple", DatasetName::SyntheticDigits),
    ("edges-8-2", DatasetName::Edges),
];

/// An experiment with its data, initial weights and shuffled rows.
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
    /// The exercise of `experiments/{name}.toml`, set to one epoch.
    pub(crate) fn new(name: &'static str, dataset: DatasetName) -> Self {
        let file = format!("{}/../experiments/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let mut experiment = Experiment::from_file(Path::new(&file)).unwrap();
        experiment.training.epochs = 1;
        let request = Request {
            dataset: Some(dataset.into()),
            table: datasets::TableOptions::default(),
            transposed: false,
            places: Places::default(),
            seed: 1,
        };
        let data = load(&request, &mut ()).unwrap();
        let randomness = Randomness::new(1, "bench", 0);
        let parameters = initial_parameters(&experiment.model, &randomness).unwrap();
        let order = ShuffledOrder::new(randomness, data.train.rows());
        Self { name, parameters, rows: order.epoch(0), order, experiment, data }
    }

    /// The rows of a step: the full batches in turn, cyclically.
    pub(crate) fn rows(&self, step: usize) -> &[u32] {
        let batch = self.experiment.training.batch;
        let batches = self.rows.len() / batch;
        &self.rows[step % batches * batch..][..batch]
    }

    /// The batch of a step.
    pub(crate) fn batch(&self, step: usize) -> Batch<'_> {
        Batch::new(&self.data.train, self.rows(step)).unwrap()
    }

    /// The contender with the initial weights; `None` if it is not a network of this binary.
    pub(crate) fn network(&self, contender: &str) -> Option<Box<dyn Differentiable>> {
        let Source::BuiltIn(Some(built)) = built_in_named(contender)?.source else { return None };
        let Build::Network(build) = built.build else { return None };
        let Experiment { model, training, .. } = &self.experiment;
        Some(build(model, training, &self.parameters).unwrap())
    }
}

/// Few samples of equal size: criterion's growing samples would take minutes for slow phases.
pub(crate) fn brief(group: &mut BenchmarkGroup<'_, WallTime>) {
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(300));
    group.measurement_time(Duration::from_secs(1));
}

/// A measured operation of a network.
pub(crate) struct Phase {
    /// The last part of the ids.
    pub(crate) name: &'static str,
    /// The number of examples that `work` processes.
    pub(crate) elements: fn(&Exercise) -> usize,
    /// The operation; the last argument is the number of earlier calls.
    pub(crate) work: fn(&mut dyn Differentiable, &Exercise, usize),
}

impl Phase {
    /// Measures every network on every exercise, as `EXERCISE/CONTENDER/PHASE`.
    ///
    /// All contenders run in one process with the default number of threads, whereas
    /// `crosscheck compare` runs each in its own process.
    pub(crate) fn measure(&self, criterion: &mut Criterion) {
        for (name, dataset) in EXERCISES {
            let exercise = Exercise::new(name, dataset);
            let mut group = criterion.benchmark_group(name);
            brief(&mut group);
            group.throughput(Throughput::Elements((self.elements)(&exercise) as u64));
            for contender in built_in() {
                let Some(mut network) = exercise.network(&contender.id) else {
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
