//! GPUs.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A device other than the CPU, as described by its driver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hardware {
    /// Name, e.g. `NVIDIA H100 80GB HBM3`.
    pub name: String,
    /// Kind of device.
    pub kind: HardwareKind,
    /// Programming interface, e.g. `Vulkan` or `CUDA`.
    pub api: String,
    /// Driver and its version.
    pub driver: String,
    /// Memory in bytes; `None` if the interface does not report it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
}

impl Hardware {
    /// Version of NVIDIA's driver, from `/proc/driver/nvidia/version`; `unknown` if that cannot be
    /// read. CUDA's own interface does not report it.
    pub fn nvidia_driver() -> String {
        let text = std::fs::read_to_string("/proc/driver/nvidia/version").unwrap_or_default();
        let is_version = |word: &&str| word.contains('.') && word.starts_with(char::is_numeric);
        let version = text.split_whitespace().find(is_version);
        version.unwrap_or("unknown").to_owned()
    }
}

/// Kind of device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HardwareKind {
    /// A GPU with memory of its own.
    Discrete,
    /// A GPU that shares the memory of the CPU.
    Integrated,
    /// A GPU passed through to a virtual machine.
    Virtual,
    /// The CPU behind the interface of a GPU, such as lavapipe.
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
