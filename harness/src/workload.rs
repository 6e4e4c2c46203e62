//! The work of a run, drawn once and written to files that every contender reads.

use std::path::PathBuf;

use classifier::{Parameters, Randomness, ShuffledOrder, initial_parameters};
use datasets::{Dataset, Variant};
use tempfile::TempDir;

use crate::{
    HarnessError, Result, exchange,
    experiment::Experiment,
    protocol::{Cell, CellFiles, PROTOCOL_VERSION},
};

/// What makes two runs the same, beside the experiment.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Seed of first weights and batch order.
    pub seed: u64,
    /// Threads that every contender may use.
    pub threads: usize,
    /// Test images that nearest-neighbour contenders classify.
    pub knn_queries: usize,
}

/// The workload's files, in a temporary folder that goes when the run ends.
pub struct Workload<'a> {
    experiment: &'a Experiment,
    dataset: &'a Dataset,
    settings: Settings,
    folder: TempDir,
    variants: Vec<Variant>,
}

impl<'a> Workload<'a> {
    /// Checks that the experiment fits the data, and writes the data.
    ///
    /// # Errors
    /// A model of another width or with other outputs than the data, a folder that cannot be written.
    pub fn new(
        experiment: &'a Experiment,
        dataset: &'a Dataset,
        settings: Settings,
    ) -> Result<Self> {
        check_fits(experiment, dataset)?;
        let folder = tempfile::Builder::new()
            .prefix("crosscheck-")
            .tempdir()
            .map_err(HarnessError::file("create a folder in", std::env::temp_dir()))?;
        let workload = Self { experiment, dataset, settings, folder, variants: Vec::new() };
        exchange::write_examples(&workload.path("train"), &dataset.train)?;
        exchange::write_examples(&workload.path("test"), &dataset.test)?;
        let queries = dataset.test.spread(settings.knn_queries)?;
        exchange::write_examples(&workload.path("queries"), &queries)?;
        Ok(workload)
    }

    /// Writes changed test images, which from now on every cell has to classify too.
    ///
    /// # Errors
    /// Examples that are no images, a folder that cannot be written.
    pub fn add_variants(&mut self, variants: impl Iterator<Item = Variant>) -> Result<()> {
        for variant in variants {
            // Changed before some are picked, so that an image changes alike for everybody.
            let changed = variant.apply(&self.dataset.test, self.settings.seed)?;
            let queries = changed.spread(self.settings.knn_queries)?;
            exchange::write_examples(&self.variant_path("test", &variant), &changed)?;
            exchange::write_examples(&self.variant_path("queries", &variant), &queries)?;
            self.variants.push(variant);
        }
        Ok(())
    }

    /// Draws the first weights and the batch order of a repetition.
    pub fn begin_repetition(&self, repetition: u32) -> Result<()> {
        let randomness = Randomness::new(self.settings.seed, &self.dataset.name, repetition);
        let parameters = initial_parameters(&self.experiment.model, &randomness)?;
        exchange::write_parameters(&self.path("parameters"), &parameters)?;
        let order = ShuffledOrder::new(randomness, self.dataset.train.rows());
        // Gradients are compared on the first batch even when no epoch follows.
        let epochs = self.experiment.training.epochs.max(1);
        exchange::write_order(&self.path("order"), &order, epochs)
    }

    /// Replaces the first weights of the repetition begun last.
    pub fn start_from(&self, parameters: &Parameters) -> Result<()> {
        exchange::write_parameters(&self.path("parameters"), parameters)
    }

    /// The cell of a contender in the repetition begun last.
    ///
    /// A contender with `limited_queries` gets only some of the test images.
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

    /// The labels of the images that a cell has to classify.
    pub fn labels(&self, limited_queries: bool) -> Result<Vec<u32>> {
        let rows = match limited_queries {
            true => self.settings.knn_queries,
            false => self.dataset.test.rows(),
        };
        Ok(self.dataset.test.spread(rows)?.labels().to_vec())
    }

    fn variant_path(&self, test: &str, variant: &Variant) -> PathBuf {
        self.path(&format!("{test}-{variant}"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.safetensors"))
    }
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
