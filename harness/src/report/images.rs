//! The data sets behind records, as far as they lie on this machine.

use std::path::PathBuf;

use datasets::{Dataset, DatasetChoice, DatasetName, Places, Request};

use crate::record::Record;

/// Loads what the records were made with, without downloading anything. What is not to be had is left out: the page
/// then has no pictures.
pub(super) fn datasets(records: &[Record], data_dir: Option<PathBuf>) -> Vec<Dataset> {
    let places = Places { mirrors: Vec::new(), ..Places::of_this_machine(data_dir) };
    let mut wanted: Vec<(DatasetName, u64)> = Vec::new();
    for workload in records.iter().map(|record| &record.workload) {
        let Ok(name) = workload.dataset.parse() else {
            continue;
        };
        if !wanted.contains(&(name, workload.seed)) {
            wanted.push((name, workload.seed));
        }
    }
    let load = |(name, seed)| {
        let request = Request {
            dataset: Some(DatasetChoice::Named(name)),
            label: None,
            places: places.clone(),
            seed,
        };
        datasets::load(&request, &mut ()).ok()
    };
    wanted.into_iter().filter_map(load).collect()
}
