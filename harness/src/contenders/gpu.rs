//! The devices of the contenders on GPUs: all that are found, or the driver's message if none is.

use super::Device;

type Devices = std::result::Result<Vec<Device>, String>;

/// Every adapter that wgpu reaches, the same GPU once for each of its APIs.
#[cfg(feature = "burn-wgpu")]
pub(super) fn burn_wgpu() -> Devices {
    on_adapters(burn_impl::Adapter::all())
}

/// Those that wgpu reaches through Vulkan.
#[cfg(feature = "burn-vulkan")]
pub(super) fn burn_vulkan() -> Devices {
    on_adapters(burn_impl::Adapter::vulkan())
}

#[cfg(any(feature = "burn-wgpu", feature = "burn-vulkan"))]
fn on_adapters(adapters: Vec<burn_impl::Adapter>) -> Devices {
    if adapters.is_empty() {
        return Err("wgpu finds no adapter: install the GPU's driver, or a software one such as \
                    Debian's mesa-vulkan-drivers"
            .to_owned());
    }
    let with_builder = |adapter: burn_impl::Adapter| Device {
        hardware: adapter.hardware.clone(),
        network: Box::new(move |model, training, parameters| {
            let device = adapter.open()?;
            let network = burn_impl::BurnMlp::new(model, training, parameters, device)?;
            Ok(Box::new(network))
        }),
    };
    Ok(adapters.into_iter().map(with_builder).collect())
}

/// The CUDA devices that Burn finds.
#[cfg(feature = "burn-cuda")]
pub(super) fn burn_cuda() -> Devices {
    let with_builder = |(hardware, device): (_, burn_impl::Device)| Device {
        hardware,
        network: Box::new(move |model, training, parameters| {
            let network = burn_impl::BurnMlp::new(model, training, parameters, device.clone())?;
            Ok(Box::new(network))
        }),
    };
    let devices = burn_impl::cuda_devices();
    Ok(devices?.into_iter().map(with_builder).collect())
}

/// The CUDA devices that Candle finds.
#[cfg(feature = "candle-cuda")]
pub(super) fn candle_cuda() -> Devices {
    let with_builder = |(ordinal, hardware)| Device {
        hardware,
        network: Box::new(move |model, training, parameters| {
            let device = candle_impl::cuda_device(ordinal)?;
            let network = candle_impl::CandleMlp::new(model, training, parameters, device)?;
            Ok(Box::new(network))
        }),
    };
    let devices = candle_impl::cuda_devices()?;
    Ok(devices.into_iter().enumerate().map(with_builder).collect())
}
