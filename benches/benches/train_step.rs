//! One training step of every network.
//!
//! `cargo bench -p benches --bench train_step`; throughput is in examples.

#![allow(clippy::unwrap_used)]

mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use support::Phase;

fn train_step(criterion: &mut Criterion) {
    let phase = Phase {
        name: "train_step",
        elements: |exercise| exercise.rows(0).len(),
        work: |network, exercise, step| {
            let rate = exercise.experiment.training.learning_rate(0);
            network.train_step(exercise.batch(step), rate).unwrap();
        },
    };
    phase.measure(criterion);
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = train_step
}
criterion_main!(benches);
