//! What a cell runs, and where.

use classifier::{Classifier, Hardware, KnnSpec};

use crate::{
    protocol::{Cell, Message},
    registry::{Build, Built, CPU, NetworkBuilder, Place},
};

/// What runs in this process, at the place where it runs.
pub(super) enum Learner {
    Network {
        build: NetworkBuilder,
        /// Nothing where that is the processor.
        hardware: Option<Hardware>,
    },
    Neighbours(fn(KnnSpec) -> Box<dyn Classifier>),
}

impl Learner {
    /// What was built, on the device that the cell asks for.
    ///
    /// # Errors
    /// No such device here, in words.
    pub(super) fn of(built: &Built, cell: &Cell) -> std::result::Result<Self, String> {
        let places = match built.build {
            Build::NetworkOn(places) => places()?,
            Build::Network(build) => {
                let (build, hardware) = (Box::new(build), None);
                return Ok(Self::Network { build, hardware });
            }
            Build::Neighbours(build) => return Ok(Self::Neighbours(build)),
        };
        let place = Place::choose(places, cell.device.as_deref(), &cell.contender)?;
        Ok(Self::Network { build: place.network, hardware: Some(place.hardware) })
    }

    /// Who is running, and where.
    pub(super) fn introduction(&self, built: &Built) -> Message {
        let hardware = match self {
            Self::Network { hardware, .. } => hardware.clone(),
            Self::Neighbours(_) => None,
        };
        let name = |hardware: &Hardware| hardware.name.clone();
        let features = built.features.iter();
        Message::Started {
            framework: built.framework.clone(),
            backend: built.backend.to_owned(),
            device: hardware.as_ref().map_or_else(|| CPU.to_owned(), name),
            features: features.map(|&feature| feature.to_owned()).collect(),
            hardware,
        }
    }
}
