//! The tensors that a cell shows, for the comparison with the reference's.

use classifier::Parameters;

use crate::{
    Result, agreement, exchange, protocol::Message, record::Agreement, registry::REFERENCE,
};

/// What a network showed for the comparison with the reference.
#[derive(Default)]
pub(crate) struct Witness {
    loss: Option<f64>,
    gradients: Option<Result<Parameters>>,
    parameters_after_epoch_1: Option<Result<Parameters>>,
}

impl Witness {
    /// The tensors that the messages name.
    pub(crate) fn of(messages: &[Message]) -> Self {
        let mut witness = Self::default();
        for message in messages {
            match message {
                Message::Gradients { loss, file } => {
                    witness.loss = Some(*loss);
                    witness.gradients = Some(exchange::read_parameters(file));
                }
                Message::Parameters { epoch: 1, file } => {
                    witness.parameters_after_epoch_1 = Some(exchange::read_parameters(file));
                }
                _ => {}
            }
        }
        witness
    }

    /// How closely `other` agrees with this reference; nothing when it showed no tensors.
    pub(crate) fn agreement(&self, other: &Self) -> Option<Agreement> {
        if other.gradients.is_none() && other.parameters_after_epoch_1.is_none() {
            return None;
        }
        let mut problem = None;
        let mut compare = |ours: &Option<Result<Parameters>>,
                           theirs: &Option<Result<Parameters>>| {
            let (Some(Ok(ours)), Some(theirs)) = (ours, theirs) else {
                return Vec::new();
            };
            let compared = match theirs {
                Ok(theirs) => agreement::compare(theirs, ours),
                Err(error) => Err(error.to_string()),
            };
            compared.unwrap_or_else(|error| {
                problem = Some(error);
                Vec::new()
            })
        };
        let gradients = compare(&self.gradients, &other.gradients);
        let parameters_after_epoch_1 = compare(
            &self.parameters_after_epoch_1,
            &other.parameters_after_epoch_1,
        );
        Some(Agreement {
            reference: REFERENCE.to_owned(),
            loss_difference: other.loss.zip(self.loss).map(|(other, own)| other - own),
            gradients,
            parameters_after_epoch_1,
            problem,
        })
    }
}
