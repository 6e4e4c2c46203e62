//! The contenders of a run, and their devices.

use std::collections::BTreeSet;

use records::REFERENCE;

use super::Contender;
use crate::{HarnessError, Result};

/// `ID:WHICH` of `--device`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceChoice {
    contender: String,
    device: String,
}

impl DeviceChoice {
    /// Reads `ID:WHICH`.
    ///
    /// # Errors
    /// A message for a text without both parts.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        match text.split_once(':') {
            Some((contender, device)) if !contender.is_empty() && !device.is_empty() => {
                Ok(Self { contender: contender.to_owned(), device: device.to_owned() })
            }
            _ => Err("expected ID:WHICH, such as burn-wgpu:1 or burn-wgpu:radeon".to_owned()),
        }
    }
}

/// The contenders with these ids, or `all`, and the external ones; the reference first, so that the
/// others are compared with it as they finish.
///
/// # Errors
/// An unknown id, or one that is used twice.
pub fn choose(
    ids: &[String],
    external: &[Contender],
    all: Vec<Contender>,
) -> Result<Vec<Contender>> {
    let mut contenders = match ids {
        [] => all,
        ids => ids.iter().map(|id| Contender::named(id)).collect::<Result<_>>()?,
    };
    contenders.extend(external.iter().cloned());
    contenders.sort_by_key(|contender| contender.id != REFERENCE);
    let mut seen = BTreeSet::new();
    match contenders.iter().find(|contender| !seen.insert(contender.id.as_str())) {
        None => Ok(contenders),
        Some(contender) => Err(HarnessError::Usage(format!(
            "contender {:?} is named twice: every contender needs an id of its own",
            contender.id
        ))),
    }
}

/// The contenders on the devices chosen for them.
///
/// # Errors
/// A device for a contender that does not take part.
pub fn on_devices(
    mut contenders: Vec<Contender>,
    choices: &[DeviceChoice],
) -> Result<Vec<Contender>> {
    for DeviceChoice { contender: id, device } in choices {
        let Some(contender) = contenders.iter_mut().find(|contender| contender.id == *id) else {
            return Err(HarnessError::Usage(format!(
                "--device {id}:{device} is for a contender that does not take part: name it with \
                 --contenders"
            )));
        };
        contender.chosen_device = Some(device.clone());
    }
    Ok(contenders)
}
