//! Loss and gradients of one batch, copied out of the framework, for every network.
//!
//! `cargo bench -p benches --bench gradients`; throughput is in examples.

#![allow(clippy::unwrap_used)]

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use support::Phase;

fn gradients(criterion: &mut Criterion) {
    let phase = Phase {
        name: "gradients",
        elements: |exercise| exercise.rows(0).len(),
        work: |network, exercise, step| {
            black_box(network.gradients(exercise.batch(step)).unwrap());
        },
    };
    phase.measure(criterion);
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = gradients
}
criterion_main!(benches);
