//! The CUDA devices of this machine.

use burn::tensor::{Device, DeviceType};
use classifier::{Hardware, HardwareKind};

/// All CUDA devices that Burn finds, with the Burn device of each.
///
/// # Errors
/// A message if Burn finds none.
pub fn cuda_devices() -> Result<Vec<(Hardware, Device)>, String> {
    let devices = Device::enumerate(DeviceType::Cuda).into_vec();
    if devices.is_empty() {
        return Err(
            "Burn finds no CUDA device: an NVIDIA GPU, its driver and CUDA's NVRTC are needed"
                .to_owned(),
        );
    }
    let described = |device: Device| {
        let hardware = Hardware {
            name: device.identity().map_or_else(String::new, |identity| identity.name),
            kind: HardwareKind::Discrete,
            api: "CUDA".to_owned(),
            driver: Hardware::nvidia_driver(),
            // Burn's API does not expose the memory size.
            memory_bytes: None,
        };
        (hardware, device)
    };
    Ok(devices.into_iter().map(described).collect())
}
