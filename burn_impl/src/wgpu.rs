//! The GPUs that Burn reaches through wgpu: Vulkan, Metal, DirectX 12 and OpenGL.

use burn::tensor::wgpu::{WgpuBackend, wgpu};
use burn::tensor::{Device, DeviceKind};
use classifier::{Hardware, HardwareKind, Result};

use crate::parameter::framework;

/// A device of this machine that wgpu reaches; the same GPU is another one through another API.
#[derive(Debug, Clone)]
pub struct Adapter {
    /// What its driver says of it.
    pub hardware: Hardware,
    kind: DeviceKind,
    api: WgpuBackend,
}

impl Adapter {
    /// All of them, the APIs in the order of Burn's own preference.
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

    /// Those that are reached through Vulkan.
    pub fn vulkan() -> Vec<Self> {
        on(wgpu::Backend::Vulkan, WgpuBackend::Vulkan, "Vulkan")
    }

    /// Burn's device on it, and on nothing else.
    ///
    /// # Errors
    /// What the driver says when it does not open the device.
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
            // Burn has no name by which to ask for these.
            wgpu::DeviceType::Other => return None,
        };
        Some(Adapter {
            hardware: Hardware {
                name: info.name,
                kind,
                api: name.to_owned(),
                driver: format!("{} {}", info.driver, info.driver_info).trim().to_owned(),
                // wgpu does not tell.
                memory_bytes: None,
            },
            kind: selected,
            api,
        })
    };
    infos.filter_map(adapter).collect()
}
