//! Loading a data set: finding, verifying and parsing training and test set.
//!
//! `cargo bench -p benches --bench load`; ids are `load/DATASET`, throughput is in images. Data
//! sets that would have to be downloaded are skipped.

use std::time::Duration;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use datasets::{Availability, DatasetName, Places, Request, TableOptions, availability, load};

fn load_all(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(300));
    group.measurement_time(Duration::from_secs(1));
    for name in DatasetName::ALL {
        let places = Places::of_this_machine(None);
        if matches!(
            availability(name, &places),
            Availability::Missing(_) | Availability::Damaged { .. } | Availability::Download(_)
        ) {
            eprintln!("skipping load/{name}: set NN_DATA to a folder that holds it");
            continue;
        }
        let request = Request {
            dataset: Some(name.into()),
            table: TableOptions::default(),
            transposed: false,
            places,
            seed: 1,
        };
        match load(&request, &mut ()) {
            Ok(data) => {
                let images = data.train.rows() + data.test.rows();
                group.throughput(Throughput::Elements(images as u64));
            }
            Err(error) => {
                eprintln!("skipping load/{name}: {error}");
                continue;
            }
        }
        group.bench_function(name.as_str(), |bencher| {
            bencher.iter(|| load(&request, &mut ()));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = load_all
}
criterion_main!(benches);
