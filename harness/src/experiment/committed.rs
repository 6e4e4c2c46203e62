//! The experiment files compiled into this binary.

use std::path::Path;

use super::Experiment;
use crate::Result;

/// The files of `experiments/`: the default comparison, then the exercises in the order of the
/// course.
const COMMITTED: [(&str, &str); 15] = [
    ("default", include_str!("../../../experiments/default.toml")),
    ("simple", include_str!("../../../experiments/simple.toml")),
    ("complex", include_str!("../../../experiments/complex.toml")),
    ("complex-sweeps", include_str!("../../../experiments/complex-sweeps.toml")),
    ("knn", include_str!("../../../experiments/knn.toml")),
    ("fashion", include_str!("../../../experiments/fashion.toml")),
    ("fashion-knn", include_str!("../../../experiments/fashion-knn.toml")),
    ("library", include_str!("../../../experiments/library.toml")),
    ("flexible", include_str!("../../../experiments/flexible.toml")),
    ("edges-2", include_str!("../../../experiments/edges-2.toml")),
    ("edges-8-2", include_str!("../../../experiments/edges-8-2.toml")),
    ("edges-16-8-2", include_str!("../../../experiments/edges-16-8-2.toml")),
    ("xor", include_str!("../../../experiments/xor.toml")),
    ("tabular", include_str!("../../../experiments/tabular.toml")),
    ("variants", include_str!("../../../experiments/variants.toml")),
];

/// Every committed experiment with the name of its file.
///
/// # Errors
/// None: a test reads those files.
pub fn committed() -> Result<Vec<(&'static str, Experiment)>> {
    let read = |(name, text): (&'static str, &str)| Ok((name, read(name, text)?));
    COMMITTED.into_iter().map(read).collect()
}

/// Reads the text of the file called `name`.
pub(super) fn read(name: &str, text: &str) -> Result<Experiment> {
    let file = format!("experiments/{name}.toml");
    Experiment::from_toml(text, Path::new(&file))
}

impl Experiment {
    /// The default comparison of `crosscheck`: `experiments/default.toml`.
    ///
    /// # Errors
    /// None: a test reads that file.
    pub fn default_comparison() -> Result<Self> {
        let [(name, text), ..] = COMMITTED;
        read(name, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_committed_experiment_can_be_run() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../experiments");
        let files = std::fs::read_dir(folder).unwrap();
        let files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files.len(), COMMITTED.len(), "a file is missing in COMMITTED");
        for file in files {
            let experiment = Experiment::from_file(&file).unwrap();
            for variation in experiment.variations().unwrap() {
                variation.experiment.check().unwrap();
            }
        }
    }
}
