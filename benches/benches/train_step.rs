//! One training step of every network: `cargo bench -p benches --bench train_step`.
//!
//! Ids are `EXPERIMENT/CONTENDER/train_step`, throughput is in images. All contenders run in one
//! process with the machine's default number of threads; `crosscheck compare` measures whole
//! epochs, each contender in a process of its own.

// What cannot be set up cannot be measured.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use classifier::{Batch, Randomness, initial_parameters};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use datasets::{Dataset, DatasetName, Places, Request, load};
use harness::{
    experiment::Experiment,
    registry::{Build, contenders},
};

/// Generated digits: a step costs the same on any pixels, and these are on every machine.
fn digits() -> Result<Dataset, datasets::DatasetError> {
    let request = Request {
        dataset: Some(DatasetName::SyntheticDigits.into()),
        label: None,
        places: Places::default(),
        seed: 1,
    };
    load(&request, &mut ())
}

fn train_step(criterion: &mut Criterion) {
    let data = digits().unwrap();
    for name in ["default", "complex"] {
        let file = format!("{}/../experiments/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let experiment = Experiment::from_file(Path::new(&file)).unwrap();
        bench_experiment(criterion, name, &experiment, &data);
    }
}

fn bench_experiment(
    criterion: &mut Criterion,
    name: &str,
    experiment: &Experiment,
    data: &Dataset,
) {
    let randomness = Randomness::new(1, "bench", 0);
    let parameters = initial_parameters(&experiment.model, &randomness).unwrap();
    let rows: Vec<u32> = (0..experiment.training.batch as u32).collect();
    let batch = Batch::new(&data.train, &rows).unwrap();
    let rate = experiment.training.learning_rate(0);
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(rows.len() as u64));
    for contender in contenders() {
        let Some(Build::Network(build)) = contender.built.map(|built| built.build) else {
            continue;
        };
        let mut network = build(&experiment.model, &experiment.training, &parameters).unwrap();
        group.bench_function(format!("{}/train_step", contender.id), |bencher| {
            bencher.iter(|| network.train_step(batch, rate));
        });
    }
    group.finish();
}

criterion_group!(benches, train_step);
criterion_main!(benches);
