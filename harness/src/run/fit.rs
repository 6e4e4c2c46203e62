//! Defaults that are fitted to the data: what the user chose stays as it is.

use classifier::ModelSpec;
use datasets::Dataset;
use report::terminal;

use super::ComparisonSpec;
use crate::{Result, experiment::Experiment};

/// The defaults that are fitted to the data.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fit {
    /// The model becomes WIDTH-128-CLASSES if it does not fit.
    pub model: bool,
    /// k becomes the number of training examples if it is larger.
    pub k: bool,
}

/// Fits the defaults of `spec` to the data, with a note on each that changes.
///
/// # Errors
/// Data that no model fits.
pub fn fit(spec: &mut ComparisonSpec, dataset: &Dataset) -> Result<()> {
    let (width, classes) = (dataset.train.width(), dataset.train.classes());
    let Experiment { model, knn, .. } = &mut spec.experiment;
    if spec.fit.model && (model.inputs, model.outputs()) != (width, classes) {
        *model = ModelSpec::mlp(&[width, 128, classes])?;
        terminal::note(&format!(
            "note: {} has {width} inputs and {classes} classes: the model is {} (--model for another)",
            dataset.name,
            model.widths()
        ));
    }
    let rows = dataset.train.rows();
    if spec.fit.k && knn.k > rows {
        terminal::note(&format!(
            "note: {} has {rows} training examples: k is {rows}, not {} (--k for another)",
            dataset.name, knn.k
        ));
        knn.k = rows;
    }
    Ok(())
}
