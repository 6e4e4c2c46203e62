//! A device that a contender may compute on, and which of several it takes.

use classifier::{
    Differentiable, Hardware, HardwareKind, ModelSpec, Parameters, Result, TrainSpec,
};

/// A device that a contender may compute on.
pub struct Place {
    /// What it is.
    pub hardware: Hardware,
    /// Builds the network there, and nowhere else.
    pub network: NetworkBuilder,
}

/// Builds a network from model, training and first weights.
pub type NetworkBuilder =
    Box<dyn Fn(&ModelSpec, &TrainSpec, &Parameters) -> Result<Box<dyn Differentiable>>>;

impl Place {
    /// Of `places` the one that `wanted` names by its number or by a part of its name; without a
    /// wish the first GPU. A processor that poses as one is taken only when it is asked for.
    ///
    /// # Errors
    /// No such device, in words.
    pub fn choose(
        places: Vec<Self>,
        wanted: Option<&str>,
        contender: &str,
    ) -> std::result::Result<Self, String> {
        let listed: Vec<String> = places
            .iter()
            .enumerate()
            .map(|(number, place)| format!("{contender}:{number} {}", place.hardware))
            .collect();
        let is_wanted = |(number, place): &(usize, Self)| match wanted {
            None => place.hardware.kind != HardwareKind::Software,
            Some(wanted) => match wanted.parse::<usize>() {
                Ok(wanted) => *number == wanted,
                Err(_) => contains(&place.hardware.name, wanted),
            },
        };
        let mut numbered = places.into_iter().enumerate();
        let chosen = numbered.find(is_wanted).map(|(_, place)| place);
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

    fn places() -> Vec<Place> {
        let place = |name: &str, kind| Place {
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
            place("llvmpipe", HardwareKind::Software),
            place("Arc A770", HardwareKind::Discrete),
            place("Iris Xe", HardwareKind::Integrated),
        ]
    }

    fn chosen(wanted: Option<&str>) -> std::result::Result<String, String> {
        Place::choose(places(), wanted, "burn-wgpu").map(|place| place.hardware.name)
    }

    #[test]
    fn without_a_wish_it_is_the_first_gpu() {
        assert_eq!(chosen(None).unwrap(), "Arc A770");
    }

    #[test]
    fn a_wish_is_a_number_or_a_part_of_the_name() {
        assert_eq!(chosen(Some("2")).unwrap(), "Iris Xe");
        assert_eq!(chosen(Some("LLVM")).unwrap(), "llvmpipe");
        let error = chosen(Some("Radeon")).unwrap_err();
        assert!(error.contains("Radeon") && error.contains("burn-wgpu:1 Arc A770"), "{error}");
    }

    #[test]
    fn a_processor_that_poses_as_a_gpu_is_not_taken_silently() {
        let mut places = places();
        places.truncate(1);
        let error = Place::choose(places, None, "burn-wgpu").map(|_| ()).unwrap_err();
        let listed = "burn-wgpu:0 llvmpipe (software, Vulkan, driver 1, 1.5 GiB)";
        assert!(error.contains("no GPU") && error.contains(listed), "{error}");
    }
}
