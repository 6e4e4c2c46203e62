//! One epoch of every network from its first weights, as `fit` does it: `cargo bench -p benches --bench epoch`.
//!
//! Ids are `EXERCISE/CONTENDER/epoch`, throughput is in examples. All contenders run in one process with the
//! machine's default number of threads; `crosscheck compare` measures each in a process of its own.

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
