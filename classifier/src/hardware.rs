//! Devices with memory of their own.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A device other than the processor itself, as its driver describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hardware {
    /// Its name, e.g. `NVIDIA H100 80GB HBM3`.
    pub name: String,
    /// What it is.
    pub kind: HardwareKind,
    /// The interface by which it is reached, e.g. `Vulkan` or `CUDA`.
    pub api: String,
    /// The driver and its version.
    pub driver: String,
    /// Bytes of its memory, where the interface tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
}

impl Hardware {
    /// The version of NVIDIA's driver, where the kernel tells; CUDA's own interface does not.
    pub fn nvidia_driver() -> String {
        let text = std::fs::read_to_string("/proc/driver/nvidia/version").unwrap_or_default();
        let is_version = |word: &&str| word.contains('.') && word.starts_with(char::is_numeric);
        let version = text.split_whitespace().find(is_version);
        version.unwrap_or("unknown").to_owned()
    }
}

/// What a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HardwareKind {
    /// A GPU with memory of its own.
    Discrete,
    /// A GPU that shares the processor's memory.
    Integrated,
    /// A GPU that a virtual machine is lent.
    Virtual,
    /// The processor, behind the interface of a GPU.
    Software,
}

impl fmt::Display for HardwareKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Discrete => "discrete",
            Self::Integrated => "integrated",
            Self::Virtual => "virtual",
            Self::Software => "software",
        })
    }
}

/// `NVIDIA H100 80GB HBM3 (discrete, CUDA, driver 580.65.06, 79.2 GiB)`.
impl fmt::Display for Hardware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, kind, api, driver, memory_bytes } = self;
        write!(f, "{name} ({kind}, {api}, driver {driver}")?;
        if let Some(bytes) = memory_bytes {
            write!(f, ", {:.1} GiB", *bytes as f64 / f64::from(1 << 30))?;
        }
        f.write_str(")")
    }
}
