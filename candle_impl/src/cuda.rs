//! The CUDA devices of this machine.

use candle_core::cuda::cudarc::driver::{CudaContext, DriverError, sys::CUdevice_attribute};
use candle_core::{CudaDevice, Device, backend::BackendDevice};
use classifier::{Hardware, HardwareKind, Result};

use crate::error::framework;

/// All CUDA devices, in the driver's order.
///
/// # Errors
/// The driver's message if it reports no device or fails.
pub fn cuda_devices() -> std::result::Result<Vec<Hardware>, String> {
    let count = CudaContext::device_count().map_err(message)?;
    let devices = (0..count).map(|ordinal| {
        let context = CudaContext::new(ordinal as usize)?;
        let integrated = CUdevice_attribute::CU_DEVICE_ATTRIBUTE_INTEGRATED;
        Ok(Hardware {
            name: context.name()?,
            kind: match context.attribute(integrated)? {
                0 => HardwareKind::Discrete,
                _ => HardwareKind::Integrated,
            },
            api: "CUDA".to_owned(),
            driver: Hardware::nvidia_driver(),
            memory_bytes: Some(context.total_mem()? as u64),
        })
    });
    devices.collect::<std::result::Result<_, DriverError>>().map_err(message)
}

/// The CUDA device of that number, from 0.
///
/// # Errors
/// The error of Candle or the driver if the device cannot be opened.
pub fn cuda_device(ordinal: usize) -> Result<Device> {
    Ok(Device::Cuda(CudaDevice::new(ordinal).map_err(framework)?))
}

/// Code and text of an error: `CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected`.
fn message(error: DriverError) -> String {
    match error.error_string() {
        Ok(text) => format!("{:?}: {}", error.0, text.to_string_lossy()),
        Err(_) => format!("{:?}", error.0),
    }
}
