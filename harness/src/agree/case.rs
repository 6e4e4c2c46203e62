//! A case as it runs: model, training and examples under a name.

use classifier::{
    Batch, DropoutMasks, Examples, LayerSpec, Parameters, Randomness, Result as Classified,
    initial_parameters,
};
use datasets::{Dataset, Source};

use super::Level;
use crate::{
    Result,
    cell::protocol::Cell,
    experiment::Experiment,
    run::{RunSettings, WorkloadFiles},
};

/// A model, its training and its examples.
pub struct CaseRun {
    /// Name in the report.
    pub name: String,
    /// The outputs to compare.
    pub level: Level,
    /// Model and training.
    pub experiment: Experiment,
    /// The examples.
    pub dataset: Dataset,
    /// Initial parameters; drawn as usual if `None`.
    pub parameters: Option<Parameters>,
    /// Epochs after which the parameters are compared.
    pub snapshots: Vec<usize>,
    /// Seed.
    pub seed: u64,
}

impl CaseRun {
    /// The initial parameters.
    ///
    /// # Errors
    /// A model that cannot be built.
    pub fn initial_parameters(&self) -> Result<Parameters> {
        Ok(match &self.parameters {
            Some(parameters) => parameters.clone(),
            None => initial_parameters(&self.experiment.model, &self.randomness())?,
        })
    }

    /// Whether the model has no layer with a kink.
    pub fn is_smooth(&self) -> bool {
        !self.experiment.model.layers.iter().any(has_kink)
    }

    /// The dropout masks of the first epoch.
    pub fn masks(&self) -> DropoutMasks {
        DropoutMasks::new(self.randomness(), 0)
    }

    /// All training rows.
    pub fn rows(&self) -> Vec<u32> {
        (0..self.dataset.train.rows() as u32).collect()
    }

    /// Rows as a batch.
    ///
    /// # Errors
    /// A row that does not exist.
    pub fn batch<'a>(&'a self, rows: &'a [u32], masks: &'a DropoutMasks) -> Classified<Batch<'a>> {
        Ok(Batch::new(&self.dataset.train, rows)?.with_dropout(Some(masks)))
    }

    /// The workload files, for the cells of all contenders.
    ///
    /// # Errors
    /// A temporary folder that cannot be written.
    pub fn workload(&self, threads: usize) -> Result<WorkloadFiles<'_>> {
        let settings = RunSettings { seed: self.seed, threads, knn_queries: 1 };
        let workload = WorkloadFiles::new(&self.experiment, &self.dataset, settings)?;
        workload.begin_repetition(0)?;
        if let Some(parameters) = &self.parameters {
            workload.start_from(parameters)?;
        }
        Ok(workload)
    }

    /// The cell of a contender.
    ///
    /// # Errors
    /// A temporary folder that cannot be written.
    pub fn cell(&self, workload: &WorkloadFiles<'_>, contender: &str) -> Result<Cell> {
        Ok(Cell { snapshots: self.snapshots.clone(), ..workload.cell(contender, 0, false)? })
    }

    fn randomness(&self) -> Randomness {
        Randomness::new(self.seed, &self.dataset.name, 0)
    }
}

/// Whether the layer's derivative jumps.
pub(super) fn has_kink(layer: &LayerSpec) -> bool {
    matches!(layer, LayerSpec::Relu | LayerSpec::LeakyRelu { .. })
}

/// A data set that is trained and tested on the same examples.
pub(super) fn dataset(examples: Examples, seed: u64) -> Dataset {
    Dataset {
        name: "agree".to_owned(),
        class_names: (0..examples.classes()).map(|c| c.to_string()).collect(),
        columns: Vec::new(),
        image: None,
        test: examples.clone(),
        train: examples,
        digest: String::new(),
        source: Source::Generated { seed },
        table: None,
        notes: Vec::new(),
        fallback: None,
    }
}
