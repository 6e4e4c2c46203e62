//! Classes and probabilities of all test examples, for every network.
//!
//! `cargo bench -p benches --bench predict`; throughput is in examples.

#![allow(clippy::unwrap_used)]

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use harness::cell::worker::PREDICT_BATCH;
use support::Phase;

fn predict(criterion: &mut Criterion) {
    let phase = Phase {
        name: "predict",
        elements: |exercise| exercise.data.test.rows(),
        work: |network, exercise, _| {
            let test = &exercise.data.test;
            black_box(network.predict(test, PREDICT_BATCH).unwrap());
        },
    };
    phase.measure(criterion);
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = predict
}
criterion_main!(benches);
