//! The version and features of Burn, which are part of every result.

/// Version of Burn.
pub const VERSION: &str = "0.22.1";

/// Burn's Cargo features enabled in this build.
pub fn build_features() -> Vec<&'static str> {
    let optional = [
        (cfg!(feature = "gpu"), "fusion"),
        (cfg!(feature = "gpu"), "autotune"),
        (cfg!(feature = "wgpu"), "wgpu"),
        (cfg!(feature = "vulkan"), "vulkan"),
        (cfg!(feature = "cuda"), "cuda"),
    ];
    let mut features = vec!["flex", "autodiff", "optim", "simd", "rayon", "x86-v4"];
    features.extend(optional.into_iter().filter(|&(on, _)| on).map(|(_, name)| name));
    features
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_one_in_the_lock_file() {
        let lock = include_str!("../../Cargo.lock");
        let entry = format!("name = \"burn\"\nversion = \"{VERSION}\"");
        assert!(lock.contains(&entry));
    }
}
