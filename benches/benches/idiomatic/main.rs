//! The adapters compared with the shortest idiomatic training loops in Burn and Candle.
//!
//! `cargo bench -p benches --bench idiomatic`; ids are `EXERCISE/CONTENDER/idiomatic`, throughput
//! is in examples. A loop uses the framework's stock layers, loss and optimizer and keeps the
//! training set as a tensor on the device; a step gathers a shuffled batch and reads the loss. The
//! last part prints the ratio of the adapter's `train_step` to the loop's step, from alternating
//! measurements. It is skipped if the command line names a benchmark.

#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod burn_loop;
mod candle_loop;

use std::{env, hint::black_box, time::Instant};

use burn_loop::BurnLoop;
use candle_loop::CandleLoop;
use classifier::OptimizerSpec;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use records::statistics::{median, paired_ratio};
use report::{Table, seconds};
use support::{EXERCISES, Exercise};

/// Pairs per ratio.
const PAIRS: usize = 41;
/// The approximate number of training examples in one half of a pair.
const EXAMPLES: usize = 2048;

/// A training step on the rows of a batch; returns the loss before the step.
type Step<'a> = Box<dyn FnMut(&[u32]) -> f32 + 'a>;

/// Builds a framework's loop for an exercise.
type Build = fn(&Exercise) -> Step<'_>;

/// The loops by the contender that they are compared with.
const LOOPS: [(&str, Build); 2] = [
    ("burn-flex", |exercise| {
        let mut idiomatic = BurnLoop::new(exercise);
        Box::new(move |rows| idiomatic.step(rows))
    }),
    ("candle-cpu", |exercise| {
        let mut idiomatic = CandleLoop::new(exercise);
        Box::new(move |rows| idiomatic.step(rows).unwrap())
    }),
];

/// `default` and `complex`; without momentum for Candle, whose `SGD` has none.
fn exercises(contender: &str) -> impl Iterator<Item = Exercise> {
    let has_momentum = contender != "candle-cpu";
    EXERCISES.into_iter().take(2).map(move |(name, dataset)| {
        let mut exercise = Exercise::new(name, dataset);
        let optimizer = &mut exercise.experiment.training.optimizer;
        if let (OptimizerSpec::Sgd { momentum, .. }, false) = (optimizer, has_momentum) {
            *momentum = 0.0;
        }
        exercise
    })
}

/// Makes the C library keep freed memory, for loops and adapters alike.
///
/// glibc returns large blocks to the system and maps them again page by page, until a block of that
/// size has been freed once. Which of two loops pays for this depends on the addresses of their
/// tensors.
fn keep_freed_memory() {
    // Freeing raises glibc's threshold only for blocks of up to 32 MiB including the header.
    drop(black_box(vec![1_u8; (32 << 20) - (64 << 10)]));
}

fn idiomatic(criterion: &mut Criterion) {
    keep_freed_memory();
    for (contender, build) in LOOPS {
        for exercise in exercises(contender) {
            let mut step = build(&exercise);
            let mut group = criterion.benchmark_group(exercise.name);
            support::brief(&mut group);
            group.throughput(Throughput::Elements(exercise.rows(0).len() as u64));
            let mut done = 0;
            group.bench_function(format!("{contender}/idiomatic"), |bencher| {
                bencher.iter(|| {
                    done += 1;
                    step(exercise.rows(done))
                });
            });
            group.finish();
        }
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().all(|argument| argument == "--bench") {
        ratios();
    }
}

/// Prints the ratios of the adapters' times to the loops', from alternating measurements.
fn ratios() {
    let header = ["exercise", "contender", "loop", "adapter", "adapter / loop"];
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (contender, build) in LOOPS {
        for exercise in exercises(contender) {
            let mut network = exercise.network(contender).unwrap();
            let rate = exercise.experiment.training.learning_rate(0);
            let mut step = build(&exercise);
            let steps = (EXAMPLES / exercise.rows(0).len()).max(1);
            let mut pairs = Vec::new();
            // The first pair is a warm-up: pages, threads, optimizer state.
            for pair in 0..=PAIRS {
                let of_pair = pair * steps..(pair + 1) * steps;
                let mut adapter = || {
                    for number in of_pair.clone() {
                        network.train_step(exercise.batch(number), rate).unwrap();
                    }
                };
                let mut idiomatic = || {
                    for number in of_pair.clone() {
                        step(exercise.rows(number));
                    }
                };
                // The order alternates.
                pairs.push(if pair % 2 == 0 {
                    let first = time(&mut adapter);
                    (first, time(&mut idiomatic))
                } else {
                    let first = time(&mut idiomatic);
                    (time(&mut adapter), first)
                });
            }
            let pairs = &pairs[1..];
            let step_time = |half: fn(&(f64, f64)) -> f64| {
                let times: Vec<f64> = pairs.iter().map(half).collect();
                seconds(median(&times).unwrap() / steps as f64)
            };
            rows.push(vec![
                exercise.name.to_owned(),
                contender.to_owned(),
                step_time(|pair| pair.1),
                step_time(|pair| pair.0),
                format!("{:.3}", paired_ratio(pairs).unwrap()),
            ]);
        }
    }
    println!("Time per step: median of {PAIRS} pairs, ratios with 95 % intervals.\n");
    println!("{}\n", Table::new(header, 2).with_rows(rows).markdown());
}

fn time(work: &mut dyn FnMut()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = idiomatic
}
criterion_main!(benches);
