//! One thing to compare: a small workload with a name.

use classifier::{
    Batch, DropoutMasks, Examples, LayerSpec, Parameters, Randomness, Result as Classified,
    initial_parameters,
};
use datasets::{Dataset, Source};

use super::Rung;
use crate::{
    Result,
    experiment::Experiment,
    protocol::Cell,
    workload::{Settings, Workload},
};

/// A model, how it is trained, and on what.
pub struct Piece {
    /// Its name in the report.
    pub name: String,
    /// What is compared of it.
    pub rung: Rung,
    /// Model and training.
    pub experiment: Experiment,
    /// The examples; the batches are drawn from the data set's name.
    pub dataset: Dataset,
    /// First parameters, where they are not drawn in the usual way.
    pub parameters: Option<Parameters>,
    /// Epochs after which the parameters are compared.
    pub snapshots: Vec<usize>,
    /// Seed of whatever is drawn.
    pub seed: u64,
}

impl Piece {
    /// The parameters that it starts from.
    pub fn first_parameters(&self) -> Result<Parameters> {
        Ok(match &self.parameters {
            Some(parameters) => parameters.clone(),
            None => initial_parameters(&self.experiment.model, &self.randomness())?,
        })
    }

    /// Whether its model is without kinks.
    pub fn is_smooth(&self) -> bool {
        let kinked =
            |layer: &LayerSpec| matches!(layer, LayerSpec::Relu | LayerSpec::LeakyRelu { .. });
        !self.experiment.model.layers.iter().any(kinked)
    }

    /// The dropout masks of its first epoch.
    pub fn masks(&self) -> DropoutMasks {
        DropoutMasks::new(self.randomness(), 0)
    }

    /// All its training rows.
    pub fn rows(&self) -> Vec<u32> {
        (0..self.dataset.train.rows() as u32).collect()
    }

    /// These rows as a batch.
    pub fn batch<'a>(&'a self, rows: &'a [u32], masks: &'a DropoutMasks) -> Classified<Batch<'a>> {
        Ok(Batch::new(&self.dataset.train, rows)?.with_dropout(Some(masks)))
    }

    /// Its files, for as many cells as there are contenders.
    ///
    /// # Errors
    /// A temporary folder that cannot be written.
    pub fn workload(&self, threads: usize) -> Result<Workload<'_>> {
        let settings = Settings { seed: self.seed, threads, knn_queries: 1 };
        let workload = Workload::new(&self.experiment, &self.dataset, settings)?;
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
    pub fn cell(&self, workload: &Workload<'_>, contender: &str) -> Result<Cell> {
        Ok(Cell { snapshots: self.snapshots.clone(), ..workload.cell(contender, 0, false)? })
    }

    fn randomness(&self) -> Randomness {
        Randomness::new(self.seed, &self.dataset.name, 0)
    }
}

/// A data set that is trained and tested on the same examples.
pub(super) fn dataset(examples: Examples, seed: u64) -> Dataset {
    Dataset {
        name: "agree".to_owned(),
        class_names: (0..examples.classes()).map(|c| c.to_string()).collect(),
        columns: Vec::new(),
        test: examples.clone(),
        train: examples,
        digest: String::new(),
        source: Source::Generated { seed },
        fallback: None,
    }
}
