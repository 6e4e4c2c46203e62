//! The GPUs available to Burn through wgpu: Vulkan, Metal, DirectX 12 and OpenGL.

use burn::tensor::wgpu::{WgpuBackend, wgpu};
use burn::tensor::{Device, DeviceKind};
use classifier::{Hardware, HardwareKind, Result};

use crate::parameter::framework;

/// A device of this machine under one graphics API; a GPU has one adapter per API.
#[derive(Debug, Clone)]
pub struct Adapter {
    /// The driver's description of the device.
    pub hardware: Hardware,
    kind: DeviceKind,
    api: WgpuBackend,
}

impl Adapter {
    /// All adapters, the APIs in Burn's order of preference.
    pub fn all() -> Vec<Self> {
        [
            (wgpu::Backend::Vulkan, WgpuBackend::Vulkan, "Vulkan"),
            (wgpu::Backend::Metal, WgpuBackend::Metal, "Metal"),
            (wgpu::Backend::Dx12, WgpuBackend::Dx12, "DirectX 12"),
            (wgpu::Backend::Gl, WgpuBackend::Gl, "OpenGL"),
        ]
        .into_iter()
        .flat_map(|(backend, api, name)| on(backend, api, name))
        .collect()
    }

    /// The Vulkan adapters.
    pub fn vulkan() -> Vec<Self> {
        on(wgpu::Backend::Vulkan, WgpuBackend::Vulkan, "Vulkan")
    }

    /// The Burn device of this adapter, without fallback to another one.
    ///
    /// # Errors
    /// The driver's error if the device cannot be opened.
    pub fn open(&self) -> Result<Device> {
        let options = Device::wgpu_options().device_kind(self.kind.clone());
        options.graphics_api(self.api).init().map_err(framework)
    }
}

/// The adapters of one API, in wgpu's order.
fn on(backend: wgpu::Backend, api: WgpuBackend, name: &str) -> Vec<Adapter> {
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
        backends: backend.into(),
        ..wgpu::InstanceDescriptor::new_without_display_handle()
    });
    let adapters = pollster::block_on(instance.enumerate_adapters(backend.into()));
    let infos = adapters.iter().map(wgpu::Adapter::get_info);
    // Burn counts the adapters of each kind from 0.
    let (mut discrete, mut integrated, mut other) = (0.., 0.., 0..);
    let adapter = |info: wgpu::AdapterInfo| {
        let (kind, selected) = match info.device_type {
            wgpu::DeviceType::DiscreteGpu => {
                (HardwareKind::Discrete, DeviceKind::DiscreteGpu(discrete.next()?))
            }
            wgpu::DeviceType::IntegratedGpu => {
                (HardwareKind::Integrated, DeviceKind::IntegratedGpu(integrated.next()?))
            }
            wgpu::DeviceType::VirtualGpu => {
                (HardwareKind::Virtual, DeviceKind::VirtualGpu(other.next()?))
            }
            wgpu::DeviceType::Cpu => (HardwareKind::Software, DeviceKind::Cpu),
            // Burn has no `DeviceKind` for these.
            wgpu::DeviceType::Other => return None,
        };
        Some(Adapter {
            hardware: Hardware {
                name: info.name,
                kind,
                api: name.to_owned(),
                driver: format!("{} {}", info.driver, info.driver_info).trim().to_owned(),
                // wgpu does not expose the memory size.
                memory_bytes: None,
            },
            kind: selected,
            api,
        })
    };
    infos.filter_map(adapter).collect()
}
