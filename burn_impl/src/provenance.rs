//! Which Burn this is: part of every result.

/// Version of Burn.
pub const VERSION: &str = "0.22.1";

/// Burn's cargo features, as the workspace switches them on.
pub fn build_features() -> Vec<&'static str> {
    vec!["flex", "autodiff", "optim", "simd", "rayon", "x86-v4"]
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
