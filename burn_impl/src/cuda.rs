//! The CUDA devices of this machine.

use burn::tensor::{Device, DeviceType};
use classifier::{Hardware, HardwareKind};

/// All of them that Burn finds, with Burn's device on each.
///
/// # Errors
/// None, in words.
pub fn cuda_devices() -> Result<Vec<(Hardware, Device)>, String> {
    let devices = Device::enumerate(DeviceType::Cuda).into_vec();
    if devices.is_empty() {
        return Err(
            "Burn finds no CUDA device: it takes an NVIDIA GPU, its driver and CUDA's NVRTC"
                .to_owned(),
        );
    }
    let described = |device: Device| {
        let hardware = Hardware {
            name: device.identity().map_or_else(String::new, |it| it.name),
            kind: HardwareKind::Discrete,
            api: "CUDA".to_owned(),
            driver: Hardware::nvidia_driver(),
            // Burn knows, but does not tell.
            memory_bytes: None,
        };
        (hardware, device)
    };
    Ok(devices.into_iter().map(described).collect())
}
