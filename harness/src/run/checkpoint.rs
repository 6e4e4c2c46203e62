//! Trained networks as safetensors files, with data set, layers and training in the metadata.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use classifier::Parameters;
use datasets::Dataset;

use crate::{
    HarnessError, Result,
    cell::{
        protocol::{Cell, Message},
        tensors,
    },
    experiment::Experiment,
};

/// The value of the key `format` in the metadata.
const FORMAT: &str = "nn-crosscheck model, version 1";

/// A trained network.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// Data set, layers, training and seed.
    pub experiment: Experiment,
    /// Id of the contender that trained it.
    pub contender: String,
    /// Name of each class, by label.
    pub class_names: Vec<String>,
    /// Parameters and running statistics.
    pub parameters: Parameters,
}

impl Checkpoint {
    /// The network that a cell has trained; `None` if it sent no parameters after its last epoch.
    ///
    /// # Errors
    /// Parameters that cannot be read or are not those of the cell's model.
    pub fn of_cell(
        experiment: &Experiment,
        cell: &Cell,
        messages: &[Message],
        dataset: &Dataset,
    ) -> Result<Option<Self>> {
        let last = cell.training.epochs;
        let file = messages.iter().find_map(|message| match message {
            Message::Parameters { epoch, file } if *epoch == last => Some(file),
            _ => None,
        });
        let Some(file) = file else {
            return Ok(None);
        };
        let parameters = tensors::read_parameters(file)?;
        parameters.check(&cell.model.parameter_shapes())?;
        let choice = experiment.dataset.clone();
        Ok(Some(Self {
            experiment: Experiment {
                // Without a choice, the data set that was found.
                dataset: choice.or_else(|| dataset.name.parse().ok()),
                seed: Some(cell.seed),
                claim: None,
                variants: false,
                ..experiment.clone()
            },
            contender: cell.contender.clone(),
            class_names: dataset.class_names.clone(),
            parameters,
        }))
    }

    /// Writes the checkpoint to `folder`, which is created if missing; the file's path.
    ///
    /// # Errors
    /// A folder or file that cannot be written.
    pub fn write(&self, folder: &Path, dataset: &str, repetition: u32) -> Result<PathBuf> {
        fs::create_dir_all(folder).map_err(HarnessError::file("create", folder))?;
        let stem = Path::new(dataset).file_stem().unwrap_or_default();
        let (stem, contender) = (stem.to_string_lossy(), &self.contender);
        let path = folder.join(format!("{stem}-{contender}-{}.safetensors", repetition + 1));
        let json = |value: serde_json::Result<String>| {
            value.map_err(HarnessError::file("write", path.as_path()))
        };
        let metadata = HashMap::from([
            ("format".to_owned(), FORMAT.to_owned()),
            ("contender".to_owned(), self.contender.clone()),
            ("experiment".to_owned(), json(serde_json::to_string(&self.experiment))?),
            ("class_names".to_owned(), json(serde_json::to_string(&self.class_names))?),
        ]);
        tensors::write_tensors(&path, &self.parameters, Some(metadata))?;
        Ok(path)
    }

    /// Reads a file of [`Checkpoint::write`].
    ///
    /// # Errors
    /// A file that cannot be read, is not a safetensors file, was not saved by `crosscheck`, or whose
    /// tensors do not match its model.
    pub fn read(path: &Path) -> Result<Self> {
        let metadata = tensors::read_metadata(path)?;
        let broken = |reason: String| HarnessError::file("use the model", path)(reason);
        if metadata.get("format").map(String::as_str) != Some(FORMAT) {
            return Err(broken(format!(
                "it was not saved by `crosscheck compare --save`: its metadata lack \
                 \"format\": {FORMAT:?}"
            )));
        }
        let text = |key: &str| metadata.get(key).map_or("", String::as_str);
        let wrong = |key: &'static str| {
            move |error: serde_json::Error| broken(format!("its metadata's {key:?}: {error}"))
        };
        let model = Self {
            experiment: serde_json::from_str(text("experiment")).map_err(wrong("experiment"))?,
            contender: text("contender").to_owned(),
            class_names: serde_json::from_str(text("class_names")).map_err(wrong("class_names"))?,
            parameters: tensors::read_parameters(path)?,
        };
        model.experiment.check()?;
        let shapes = model.experiment.model.parameter_shapes();
        let fits = model.parameters.check(&shapes);
        fits.map_err(|error| broken(error.to_string()))?;
        Ok(model)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use classifier::{ModelSpec, Randomness, initial_parameters};

    fn model() -> Checkpoint {
        let mut experiment = Experiment::default_comparison().unwrap();
        experiment.model = ModelSpec::mlp(&[3, 4, 2]).unwrap();
        let randomness = Randomness::new(1, "saved", 0);
        let mut parameters = initial_parameters(&experiment.model, &randomness).unwrap();
        parameters.0.sort_by(|a, b| a.name.cmp(&b.name));
        Checkpoint {
            experiment,
            contender: "scratch".to_owned(),
            class_names: vec!["yes".to_owned(), "no".to_owned()],
            parameters,
        }
    }

    #[test]
    fn a_checkpoint_survives_a_round_trip() {
        let folder = tempfile::tempdir().unwrap();
        let path = model().write(folder.path(), "some/table.csv", 0).unwrap();
        assert!(path.ends_with("table-scratch-1.safetensors"));
        assert_eq!(Checkpoint::read(&path).unwrap(), model());
    }

    #[test]
    fn tensors_without_metadata_are_an_error_with_their_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.safetensors");
        tensors::write_parameters(&path, &model().parameters).unwrap();
        let error = Checkpoint::read(&path).unwrap_err().to_string();
        assert!(error.contains("weights.safetensors") && error.contains("--save"), "{error}");
    }

    #[test]
    fn a_missing_tensor_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut short = model();
        short.parameters.0.pop();
        let path = short.write(folder.path(), "mnist", 0).unwrap();
        let error = Checkpoint::read(&path).unwrap_err().to_string();
        assert!(error.contains("mnist-scratch-1") && error.contains("linear2.weight"), "{error}");
    }
}
