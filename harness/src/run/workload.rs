//! The workload of a run: drawn once, and written to files that every contender reads.

use std::path::PathBuf;

use classifier::{Parameters, Randomness, ShuffledOrder, initial_parameters, stratified};
use datasets::{Dataset, Variant};
use tempfile::TempDir;

use crate::{
    HarnessError, Result,
    cell::{
        interrupt,
        protocol::{Cell, CellFiles, PROTOCOL_VERSION},
        tensors,
    },
    experiment::Experiment,
};

/// Settings of a run beside the experiment.
#[derive(Debug, Clone, Copy)]
pub struct RunSettings {
    /// Seed of initial weights and batch order.
    pub seed: u64,
    /// Threads per contender.
    pub threads: usize,
    /// Test examples that slow k-nearest-neighbour contenders classify, a stratified sample.
    pub knn_queries: usize,
}

/// The files of a workload, in a temporary folder that is removed when the run ends.
pub struct WorkloadFiles<'a> {
    experiment: &'a Experiment,
    dataset: &'a Dataset,
    settings: RunSettings,
    folder: TempDir,
    variants: Vec<Variant>,
    /// Rows of the test set for slow k-nearest-neighbour contenders.
    queries: Vec<usize>,
}

impl<'a> WorkloadFiles<'a> {
    /// Checks that the experiment fits the data, and writes the data.
    ///
    /// # Errors
    /// A model of another width or with other outputs than the data, a folder that cannot be written.
    pub fn new(
        experiment: &'a Experiment,
        dataset: &'a Dataset,
        settings: RunSettings,
    ) -> Result<Self> {
        check_fits(experiment, dataset)?;
        let folder = tempfile::Builder::new()
            .prefix("crosscheck-")
            .tempdir()
            .map_err(HarnessError::file("create a folder in", std::env::temp_dir()))?;
        let queries = test_sample(dataset, settings.knn_queries, settings.seed);
        let workload =
            Self { experiment, dataset, settings, folder, variants: Vec::new(), queries };
        tensors::write_examples(&workload.path("train"), &dataset.train)?;
        tensors::write_examples(&workload.path("test"), &dataset.test)?;
        let queries = dataset.test.select(&workload.queries)?;
        tensors::write_examples(&workload.path("queries"), &queries)?;
        Ok(workload)
    }

    /// Adds changed test images to all further cells.
    ///
    /// # Errors
    /// Examples that are not images, a folder that cannot be written.
    pub fn add_variants(&mut self, variants: impl Iterator<Item = Variant>) -> Result<()> {
        self.dataset.check_images()?;
        for variant in variants {
            interrupt::check()?;
            // Changed before the sample is drawn, so that an image is the same for all contenders.
            let changed =
                variant.apply(&self.dataset.test, self.dataset.image, self.settings.seed)?;
            let queries = changed.select(&self.queries)?;
            tensors::write_examples(&self.variant_path("test", &variant), &changed)?;
            tensors::write_examples(&self.variant_path("queries", &variant), &queries)?;
            self.variants.push(variant);
        }
        Ok(())
    }

    /// Draws the initial weights and the batch order of a repetition.
    pub fn begin_repetition(&self, repetition: u32) -> Result<()> {
        let randomness = Randomness::new(self.settings.seed, &self.dataset.name, repetition);
        let parameters = initial_parameters(&self.experiment.model, &randomness)?;
        tensors::write_parameters(&self.path("parameters"), &parameters)?;
        let order = ShuffledOrder::new(randomness, self.dataset.train.rows());
        // The gradients of the first batch are compared even without an epoch.
        let epochs = self.experiment.training.epochs.max(1);
        tensors::write_order(&self.path("order"), &order, epochs)
    }

    /// Replaces the initial weights of the current repetition.
    pub fn start_from(&self, parameters: &Parameters) -> Result<()> {
        tensors::write_parameters(&self.path("parameters"), parameters)
    }

    /// The cell of a contender in the current repetition; `limited_queries` selects a sample of the
    /// test set.
    pub fn cell(&self, contender: &str, repetition: u32, limited_queries: bool) -> Result<Cell> {
        let output = self.folder.path().join(format!("{contender}-{repetition}"));
        std::fs::create_dir_all(&output).map_err(HarnessError::file("create", &output))?;
        let test = if limited_queries { "queries" } else { "test" };
        let variants = self.variants.iter();
        let variants = variants.map(|v| (v.to_string(), self.variant_path(test, v)));
        Ok(Cell {
            protocol: PROTOCOL_VERSION,
            contender: contender.to_owned(),
            dataset: self.dataset.name.clone(),
            inputs: self.dataset.train.width(),
            classes: self.dataset.train.classes(),
            model: self.experiment.model.clone(),
            training: self.experiment.training.clone(),
            knn: self.experiment.knn,
            seed: self.settings.seed,
            repetition,
            threads: self.settings.threads,
            device: None,
            snapshots: vec![1],
            files: CellFiles {
                train: self.path("train"),
                test: self.path(test),
                variants: variants.collect(),
                parameters: self.path("parameters"),
                order: self.path("order"),
                output,
            },
        })
    }

    /// The rows of the test set that a cell classifies; `None` for all.
    pub fn sample(&self, limited_queries: bool) -> Option<&[usize]> {
        let is_sample = limited_queries && self.queries.len() < self.dataset.test.rows();
        is_sample.then_some(&self.queries)
    }

    fn variant_path(&self, test: &str, variant: &Variant) -> PathBuf {
        self.path(&format!("{test}-{variant}"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.safetensors"))
    }
}

/// The rows of a sample of the test set: it holds every class in its proportion, and depends on the
/// seed alone.
pub fn test_sample(dataset: &Dataset, rows: usize, seed: u64) -> Vec<usize> {
    let randomness = Randomness::new(seed, &dataset.name, 0);
    let mut generator = randomness.generator("sample of the test set");
    stratified(dataset.test.labels(), rows, &mut generator)
}

fn check_fits(experiment: &Experiment, dataset: &Dataset) -> Result<()> {
    let (model, data) = (&experiment.model, &dataset.train);
    let misfit = |part: &str, has: usize, needs: usize| {
        let (name, widths) = (&dataset.name, model.widths());
        Err(HarnessError::Usage(format!(
            "model {widths} has {has} {part}, but {name} has {needs}: \
             use a model such as {}-128-{}",
            data.width(),
            data.classes()
        )))
    };
    if model.inputs != data.width() {
        return misfit("inputs", model.inputs, data.width());
    }
    let classes = experiment.training.loss.classes(model.outputs())?;
    if classes != data.classes() {
        return misfit("classes", classes, data.classes());
    }
    Ok(())
}
