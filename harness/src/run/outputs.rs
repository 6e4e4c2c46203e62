//! Outputs of a network for the comparison with the reference.

use std::{collections::BTreeMap, path::Path};

use classifier::Parameters;

use records::{Agreement, agreement};

use crate::cell::{protocol::Message, tensors};

/// The tensors of a file, or why they cannot be read.
pub(crate) type Tensors = Result<Parameters, String>;

/// Losses, tensors and predictions of a network.
#[derive(Debug, Default)]
pub(crate) struct Outputs {
    /// Name of the device.
    pub(crate) device: String,
    /// Whether products may be computed with TF32.
    pub(crate) tf32: bool,
    /// Mean loss of the first batch at the initial weights.
    pub(crate) loss: Option<f64>,
    /// Gradients of the first batch.
    pub(crate) gradients: Option<Tensors>,
    /// Parameters after an epoch, by its number.
    pub(crate) snapshots: BTreeMap<usize, Tensors>,
    /// Mean training loss of each epoch.
    pub(crate) losses: Vec<f64>,
    /// Predicted class of every test example.
    pub(crate) predictions: Option<Vec<u32>>,
}

impl Outputs {
    /// The outputs in the messages and in the files that they name.
    pub(crate) fn new(messages: &[Message]) -> Self {
        let mut outputs = Self::default();
        for message in messages {
            match message {
                Message::Started { device, features, .. } => {
                    outputs.device.clone_from(device);
                    outputs.tf32 = features.iter().any(|feature| feature == "tf32");
                }
                Message::Gradients { loss, file, .. } => {
                    outputs.loss = Some(*loss);
                    outputs.gradients = Some(read(file));
                }
                Message::Parameters { epoch, file } => {
                    outputs.snapshots.insert(*epoch, read(file));
                }
                Message::Epoch(epoch) => outputs.losses.push(epoch.train_loss),
                Message::Predictions { classes, .. } => {
                    outputs.predictions = Some(classes.clone());
                }
                _ => {}
            }
        }
        outputs
    }

    /// The agreement of `other` with this reference, which has this id; `None` without tensors.
    pub(crate) fn agreement(&self, id: &str, other: &Self) -> Option<Agreement> {
        if other.gradients.is_none() && other.snapshots.is_empty() {
            return None;
        }
        let mut problem = None;
        let mut compare = |ours: Option<&Tensors>, theirs: Option<&Tensors>| {
            let (Some(Ok(ours)), Some(theirs)) = (ours, theirs) else {
                return Vec::new();
            };
            let compared = theirs.as_ref().map_err(String::clone);
            let compared = compared.and_then(|theirs| agreement::compare(theirs, ours));
            compared.unwrap_or_else(|error| {
                problem = Some(error);
                Vec::new()
            })
        };
        let gradients = compare(self.gradients.as_ref(), other.gradients.as_ref());
        let parameters_after_epoch_1 = compare(self.snapshots.get(&1), other.snapshots.get(&1));
        Some(Agreement {
            reference: id.to_owned(),
            loss_difference: other.loss.zip(self.loss).map(|(other, own)| other - own),
            gradients,
            parameters_after_epoch_1,
            same_predictions: self.same_predictions(other),
            problem,
        })
    }

    /// Test examples with equal predicted classes; `None` for different samples.
    fn same_predictions(&self, other: &Self) -> Option<usize> {
        let (own, others) = (self.predictions.as_ref()?, other.predictions.as_ref()?);
        let same = || own.iter().zip(others).filter(|(a, b)| a == b).count();
        (own.len() == others.len()).then(same)
    }
}

fn read(file: &Path) -> Tensors {
    tensors::read_parameters(file).map_err(|error| error.to_string())
}
