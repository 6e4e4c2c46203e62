//! Devices of contenders on GPUs, and the choice of one.

use classifier::{
    Differentiable, Hardware, HardwareKind, ModelSpec, Parameters, Result, TrainSpec,
};

/// A device with a network builder.
pub struct Device {
    /// Name, kind and driver.
    pub hardware: Hardware,
    /// Builds the network on this device, and on no other.
    pub network: NetworkBuilder,
}

/// Builds a network from model, training and initial weights.
pub type NetworkBuilder =
    Box<dyn Fn(&ModelSpec, &TrainSpec, &Parameters) -> Result<Box<dyn Differentiable>>>;

impl Device {
    /// The device with the number or part of a name in `wanted`; by default the first GPU. A software
    /// device, which emulates a GPU on the processor, is used only when named.
    ///
    /// # Errors
    /// A message for a device that does not exist, with those that do.
    pub fn choose(
        devices: Vec<Self>,
        wanted: Option<&str>,
        contender: &str,
    ) -> std::result::Result<Self, String> {
        let listed: Vec<String> = devices
            .iter()
            .enumerate()
            .map(|(number, device)| format!("{contender}:{number} {}", device.hardware))
            .collect();
        let is_wanted = |(number, device): &(usize, Self)| match wanted {
            None => device.hardware.kind != HardwareKind::Software,
            Some(wanted) => match wanted.parse::<usize>() {
                Ok(wanted) => *number == wanted,
                Err(_) => contains(&device.hardware.name, wanted),
            },
        };
        let mut numbered = devices.into_iter().enumerate();
        let chosen = numbered.find(is_wanted).map(|(_, device)| device);
        chosen.ok_or_else(|| {
            let listed = listed.join("; ");
            match wanted {
                None => format!("there is no GPU; --device takes one of {listed}"),
                Some(wanted) => format!("there is no device {wanted:?}: there are {listed}"),
            }
        })
    }
}

fn contains(name: &str, part: &str) -> bool {
    name.to_lowercase().contains(&part.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use classifier::ClassifierError;

    fn devices() -> Vec<Device> {
        let device = |name: &str, kind| Device {
            hardware: Hardware {
                name: name.to_owned(),
                kind,
                api: "Vulkan".to_owned(),
                driver: "1".to_owned(),
                memory_bytes: Some(3 << 29),
            },
            network: Box::new(|_, _, _| Err(ClassifierError::NotFitted)),
        };
        vec![
            device("llvmpipe", HardwareKind::Software),
            device("Arc A770", HardwareKind::Discrete),
            device("Iris Xe", HardwareKind::Integrated),
        ]
    }

    fn chosen(wanted: Option<&str>) -> std::result::Result<String, String> {
        Device::choose(devices(), wanted, "burn-wgpu").map(|device| device.hardware.name)
    }

    #[test]
    fn the_default_is_the_first_gpu() {
        assert_eq!(chosen(None).unwrap(), "Arc A770");
    }

    #[test]
    fn a_device_is_named_by_its_number_or_a_part_of_its_name() {
        assert_eq!(chosen(Some("2")).unwrap(), "Iris Xe");
        assert_eq!(chosen(Some("LLVM")).unwrap(), "llvmpipe");
        let error = chosen(Some("Radeon")).unwrap_err();
        assert!(error.contains("Radeon") && error.contains("burn-wgpu:1 Arc A770"), "{error}");
    }

    #[test]
    fn a_software_device_is_used_only_when_named() {
        let mut devices = devices();
        devices.truncate(1);
        let error = Device::choose(devices, None, "burn-wgpu").map(|_| ()).unwrap_err();
        let listed = "burn-wgpu:0 llvmpipe (software, Vulkan, driver 1, 1.5 GiB)";
        assert!(error.contains("no GPU") && error.contains(listed), "{error}");
    }
}
