//! The version and features of Candle, which are part of every result.

/// Version of Candle.
pub const VERSION: &str = "0.11.1";

/// Cargo features enabled beyond Candle's defaults: AVX-512 in its matrix product, and CUDA.
pub fn build_features() -> Vec<&'static str> {
    let cuda = cfg!(feature = "cuda").then_some("cuda");
    ["gemm/x86-v4"].into_iter().chain(cuda).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_one_in_the_lock_file() {
        let lock = include_str!("../../Cargo.lock");
        for name in ["candle-core", "candle-nn"] {
            let entry = format!("name = \"{name}\"\nversion = \"{VERSION}\"");
            assert!(lock.contains(&entry), "{name} is not {VERSION}");
        }
    }
}
