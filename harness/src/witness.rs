//! What a network showed, for the comparison with the reference.

use std::{collections::BTreeMap, path::Path};

use classifier::Parameters;

use crate::{agreement, exchange, protocol::Message, record::Agreement};

/// Tensors that can be read, or why they cannot.
pub(crate) type Shown = Result<Parameters, String>;

/// What a network showed on its way: loss, tensors, predictions.
#[derive(Debug, Default)]
pub(crate) struct Witness {
    /// The device that it named.
    pub(crate) device: String,
    /// Whether it said that it may compute with TF32.
    pub(crate) tf32: bool,
    /// Mean loss of the first batch at the first weights.
    pub(crate) loss: Option<f64>,
    /// The gradients there.
    pub(crate) gradients: Option<Shown>,
    /// Parameters by the epoch after which they were shown.
    pub(crate) snapshots: BTreeMap<usize, Shown>,
    /// Mean training loss of each epoch.
    pub(crate) losses: Vec<f64>,
    /// The class of every test example.
    pub(crate) predictions: Option<Vec<u32>>,
}

impl Witness {
    /// Gathers what the messages say, and the tensors of the files that they name.
    pub(crate) fn of(messages: &[Message]) -> Self {
        let mut witness = Self::default();
        for message in messages {
            match message {
                Message::Started { device, features, .. } => {
                    witness.device.clone_from(device);
                    witness.tf32 = features.iter().any(|feature| feature == "tf32");
                }
                Message::Gradients { loss, file, .. } => {
                    witness.loss = Some(*loss);
                    witness.gradients = Some(read(file));
                }
                Message::Parameters { epoch, file } => {
                    witness.snapshots.insert(*epoch, read(file));
                }
                Message::Epoch(epoch) => witness.losses.push(epoch.train_loss),
                Message::Predictions { classes, .. } => {
                    witness.predictions = Some(classes.clone());
                }
                _ => {}
            }
        }
        witness
    }

    /// How closely `other` agrees with this reference, whose id is `id`; nothing when it showed no
    /// tensors.
    pub(crate) fn agreement(&self, id: &str, other: &Self) -> Option<Agreement> {
        if other.gradients.is_none() && other.snapshots.is_empty() {
            return None;
        }
        let mut problem = None;
        let mut compare = |ours: Option<&Shown>, theirs: Option<&Shown>| {
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
}

impl Witness {
    /// Test examples that both put in the same class; nothing where they were asked for others.
    fn same_predictions(&self, other: &Self) -> Option<usize> {
        let (own, others) = (self.predictions.as_ref()?, other.predictions.as_ref()?);
        let same = || own.iter().zip(others).filter(|(a, b)| a == b).count();
        (own.len() == others.len()).then(same)
    }
}

fn read(file: &Path) -> Shown {
    exchange::read_parameters(file).map_err(|error| error.to_string())
}
