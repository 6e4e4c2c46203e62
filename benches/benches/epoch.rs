//! One epoch of `fit` from the initial weights, for every network.
//!
//! `cargo bench -p benches --bench epoch`; throughput is in examples.

#![allow(clippy::unwrap_used)]

mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use support::Phase;

fn epoch(criterion: &mut Criterion) {
    let phase = Phase {
        name: "epoch",
        elements: |exercise| exercise.data.train.rows(),
        work: |network, exercise, _| {
            let train = &exercise.data.train;
            network.fit(train, &exercise.order, &mut ()).unwrap();
        },
    };
    phase.measure(criterion);
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = epoch
}
criterion_main!(benches);
