//! The nearest neighbours of MNIST's test images, without building the index.
//!
//! `cargo bench -p benches --bench knn`; ids `DATASET/CONTENDER/query`, throughput in queries; k = 5,
//! Euclidean. `knn-exact` takes all 10,000 test images at once on all threads; `knn-exact-single`
//! and `knn-linfa-linear` take a few of them, one at a time, through linfa-nn's trait.
//!
//! The last part prints ratios of the time per query from interleaved repetitions, including faiss
//! and scikit-learn if Python has them (`NN_PYTHON`, else `reference/.venv/bin/python`, else
//! `python3`). It is skipped if the command line names a benchmark.

#![allow(clippy::unwrap_used, reason = "a failed set-up ends the benchmark")]

use std::{
    env,
    hint::black_box,
    path::Path,
    thread::available_parallelism,
    time::{Duration, Instant},
};

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use datasets::{
    Availability, Dataset, DatasetName, Places, Request, TableOptions, availability, load,
};
use harness::{
    cell::protocol::Message,
    contenders::Contender,
    experiment::Experiment,
    run::{RunSettings, WorkloadFiles},
};
use knn_baseline::{Exact, ExactIndex};
use linfa_nn::{LinearSearch, NearestNeighbour, NearestNeighbourIndex, distance::L2Dist};
use ndarray::{ArrayView2, Axis};
use records::statistics::paired_ratio;

const K: usize = 5;
/// The number of queries for an index that takes one at a time.
const FEW: usize = 20;
const REPETITIONS: u32 = 5;
const PEERS: [&str; 2] = ["faiss-flat", "sklearn-knn"];

fn mnist() -> Option<Dataset> {
    let places = Places::of_this_machine(None);
    let name = DatasetName::Mnist;
    if !matches!(availability(name, &places), Availability::Found(_)) {
        eprintln!("skipping mnist: set NN_DATA to a folder that holds it");
        return None;
    }
    let request = Request {
        dataset: Some(name.into()),
        table: TableOptions::default(),
        transposed: false,
        places,
        seed: 1,
    };
    Some(load(&request, &mut ()).unwrap())
}

fn matrix(examples: &classifier::Examples) -> ArrayView2<'_, f32> {
    let shape = (examples.rows(), examples.width());
    ArrayView2::from_shape(shape, examples.inputs()).unwrap()
}

fn one_at_a_time(index: &dyn NearestNeighbourIndex<f32>, queries: ArrayView2<'_, f32>) {
    for query in queries.rows() {
        black_box(index.k_nearest(query, K).unwrap());
    }
}

fn query(criterion: &mut Criterion) {
    let Some(data) = mnist() else { return };
    let (train, test) = (matrix(&data.train), matrix(&data.test));
    let (few, _) = test.split_at(Axis(0), FEW);
    let exact = ExactIndex::new(train, classifier::Distance::L2).unwrap();
    let single = Exact.from_batch(&train, L2Dist).unwrap();
    let linear = LinearSearch.from_batch(&train, L2Dist).unwrap();
    let mut group = criterion.benchmark_group("mnist");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(300));
    group.throughput(Throughput::Elements(test.nrows() as u64));
    group.bench_function("knn-exact/query", |bencher| {
        bencher.iter(|| exact.nearest(test, K));
    });
    group.throughput(Throughput::Elements(FEW as u64));
    group.bench_function("knn-exact-single/query", |bencher| {
        bencher.iter(|| one_at_a_time(&*single, few));
    });
    group.bench_function("knn-linfa-linear/query", |bencher| {
        bencher.iter(|| one_at_a_time(&*linear, few));
    });
    group.finish();
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().all(|argument| argument == "--bench") {
        ratios(&data, &exact, &*linear);
    }
}

/// Prints the ratio of each contender's time per query to that of `knn-exact`.
fn ratios(data: &Dataset, exact: &ExactIndex<'_, f32>, linear: &dyn NearestNeighbourIndex<f32>) {
    let test = matrix(&data.test);
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let file = format!("{root}/experiments/default.toml");
    let experiment = Experiment::from_file(Path::new(&file)).unwrap();
    let peers = Peers::new(&experiment, data);
    let mut pairs: Vec<(&str, Vec<(f64, f64)>)> = Vec::new();
    for repetition in 0..REPETITIONS {
        let reference = seconds(|| drop(exact.nearest(test, K))) / test.nrows() as f64;
        let (few, _) = test.split_at(Axis(0), FEW);
        let linear = Ok(seconds(|| one_at_a_time(linear, few)) / FEW as f64);
        let mut measured = vec![("knn-linfa-linear", linear)];
        for name in PEERS {
            let all = peers.seconds(name, repetition);
            measured.push((name, all.map(|seconds| seconds / test.nrows() as f64)));
        }
        for (name, time) in measured {
            match (time, pairs.iter_mut().find(|(other, _)| *other == name)) {
                (Ok(time), Some((_, pairs))) => pairs.push((time, reference)),
                (Ok(time), None) => pairs.push((name, vec![(time, reference)])),
                (Err(problem), _) if repetition == 0 => println!("skipping {name}: {problem}"),
                (Err(_), _) => {}
            }
        }
    }
    println!("time per query relative to knn-exact, k = {K}: median of pairs (95 % interval)");
    for (name, pairs) in pairs {
        if let Some(ratio) = paired_ratio(&pairs) {
            println!("{name}: {ratio:.1}, {} pairs", pairs.len());
        }
    }
}

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// Runs the Python peers.
struct Peers<'a>(WorkloadFiles<'a>);

impl<'a> Peers<'a> {
    fn new(experiment: &'a Experiment, data: &'a Dataset) -> Self {
        assert_eq!(experiment.knn.k, K);
        let settings = RunSettings {
            seed: 1,
            threads: available_parallelism().unwrap().get(),
            knn_queries: data.test.rows(),
        };
        Self(WorkloadFiles::new(experiment, data, settings).unwrap())
    }

    /// Seconds for all queries, the shortest sample; an error tells why the peer did not run.
    fn seconds(&self, name: &str, repetition: u32) -> Result<f64, String> {
        let cell = self.0.cell(name, repetition, false).unwrap();
        let peer = Contender::named(name).unwrap();
        let run = peer.run(&cell, Duration::from_secs(600), |_| {}).unwrap();
        if let Some(problem) = run.outcome.problem() {
            return Err(problem);
        }
        let samples = run.messages.iter().filter_map(|message| match message {
            Message::Predictions { seconds, .. } => Some(seconds),
            _ => None,
        });
        let fastest = samples.flatten().copied().reduce(f64::min);
        fastest.ok_or_else(|| "no prediction time was reported".to_owned())
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = query
}
criterion_main!(benches);
