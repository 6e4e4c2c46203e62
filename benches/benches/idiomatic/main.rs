//! The shortest training loops that Burn's and Candle's own users write, and how much longer our
//! adapters take for the same steps: `cargo bench -p benches --bench idiomatic`.
//!
//! Ids are `EXERCISE/CONTENDER/idiomatic`, throughput is in examples. The loops have the framework's
//! stock layers, loss and optimizer, and the whole training set on the device, as a tensor; a step
//! takes a shuffled batch of it and reads the loss. At the end come paired ratios: the adapter's
//! `train_step` over the loop's, steps in turn. A name on the command line leaves this part out.

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
use harness::{
    statistics::{median, paired_ratio},
    table::{markdown, seconds},
};
use support::{EXERCISES, Exercise};

/// Pairs of a ratio.
const PAIRS: usize = 41;
/// Examples that one half of a pair trains on, about.
const EXAMPLES: usize = 2048;

/// A step on the rows of a batch; the loss before it.
type Step<'a> = Box<dyn FnMut(&[u32]) -> f32 + 'a>;

/// A framework's loop for an exercise.
type Build = fn(&Exercise) -> Step<'_>;

/// The loops by the contender that they are held against.
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

/// `default` and `complex`, and for who has no momentum (Candle's `SGD`) without it.
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

/// Has the C library keep what is freed, for the loops and the adapters alike.
///
/// glibc gives large blocks back to the system and fetches them anew, page by page, until a block of
/// that size has been freed once; which of two loops pays for this depends on where their tensors happen to
/// lie.
fn keep_freed_memory() {
    // The largest block that glibc still learns from is 32 MiB with its header.
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

/// How much longer the adapters take, step by step in turn.
fn ratios() {
    let header = ["exercise", "contender", "loop", "adapter", "adapter / loop"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for (contender, build) in LOOPS {
        for exercise in exercises(contender) {
            let mut network = exercise.network(contender).unwrap();
            let rate = exercise.experiment.training.learning_rate(0);
            let mut step = build(&exercise);
            let steps = (EXAMPLES / exercise.rows(0).len()).max(1);
            let mut pairs = Vec::new();
            // The first pair warms up: pages, threads, the optimizers' state.
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
                // Who comes first takes turns.
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
    println!("Time per step: median of {PAIRS} pairs, ratios with their 95 % interval.\n");
    println!("{}\n", markdown(&rows, 2));
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
