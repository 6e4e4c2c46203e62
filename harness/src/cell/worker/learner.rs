//! The classifier that a cell asks for, on its device.

use classifier::{Classifier, Hardware, KnnSpec};
use records::CPU;

use crate::{
    HarnessError, Result,
    cell::protocol::{Cell, Message, PROTOCOL_VERSION},
    contenders::{self, Build, Built, Contender, Device, NetworkBuilder},
};

/// The contender of a cell.
///
/// # Errors
/// Another protocol version, an unknown contender.
pub(super) fn known_contender(cell: &Cell) -> Result<Contender> {
    if cell.protocol != PROTOCOL_VERSION {
        return Err(HarnessError::Usage(format!(
            "the cell has protocol version {}, this binary {PROTOCOL_VERSION}",
            cell.protocol
        )));
    }
    contenders::built_in_named(&cell.contender)
        .ok_or_else(|| HarnessError::Usage(format!("there is no contender {:?}", cell.contender)))
}

/// The classifier of a cell, on its device.
pub(super) enum Learner {
    Network {
        build: NetworkBuilder,
        /// `None` for the processor.
        hardware: Option<Hardware>,
    },
    Neighbours(fn(KnnSpec) -> Box<dyn Classifier>),
}

impl Learner {
    /// The contender on the device of the cell.
    ///
    /// # Errors
    /// A message if there is no such device.
    pub(super) fn new(built: &Built, cell: &Cell) -> std::result::Result<Self, String> {
        let devices = match built.build {
            Build::NetworkOn(devices) => devices()?,
            Build::Network(build) => {
                return Ok(Self::Network { build: Box::new(build), hardware: None });
            }
            Build::Neighbours(build) => return Ok(Self::Neighbours(build)),
        };
        let device = Device::choose(devices, cell.device.as_deref(), &cell.contender)?;
        Ok(Self::Network { build: device.network, hardware: Some(device.hardware) })
    }

    /// The first message.
    pub(super) fn introduction(&self, built: &Built) -> Message {
        let hardware = match self {
            Self::Network { hardware, .. } => hardware.clone(),
            Self::Neighbours(_) => None,
        };
        let name = |hardware: &Hardware| hardware.name.clone();
        Message::Started {
            framework: built.framework.clone(),
            backend: built.backend.to_owned(),
            device: hardware.as_ref().map_or_else(|| CPU.to_owned(), name),
            features: built.features.iter().map(|&feature| feature.to_owned()).collect(),
            hardware,
        }
    }
}
