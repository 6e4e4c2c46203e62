//! The contenders compiled into this binary, one arm of [`built`] each.

use classifier::{Classifier, Differentiable, KnnSpec, ModelSpec, Parameters, Result, TrainSpec};

use super::Device;
#[cfg(any(
    feature = "burn-wgpu",
    feature = "burn-vulkan",
    feature = "burn-cuda",
    feature = "candle-cuda"
))]
use super::gpu;

/// A contender compiled into this binary.
#[derive(Debug, Clone)]
pub struct Built {
    /// Framework and version.
    pub framework: String,
    /// The framework's backend.
    pub backend: &'static str,
    /// Features of the framework's build.
    pub features: Vec<&'static str>,
    /// Its constructor.
    pub build: Build,
}

/// The constructor of a contender.
#[derive(Debug, Clone, Copy)]
pub enum Build {
    /// A network from model, training and initial weights.
    Network(fn(&ModelSpec, &TrainSpec, &Parameters) -> Result<Box<dyn Differentiable>>),
    /// A network on one of the available devices, or the reason why there is none.
    NetworkOn(fn() -> std::result::Result<Vec<Device>, String>),
    /// k-nearest neighbours.
    Neighbours(fn(KnnSpec) -> Box<dyn Classifier>),
}

/// The contender with this id; `None` if its feature is off.
pub(super) fn built(id: &str) -> Option<Built> {
    match id {
        "scratch" => Some(scratch()),
        #[cfg(feature = "burn-flex")]
        "burn-flex" => Some(burn("flex", vec![], Build::Network(burn_flex))),
        #[cfg(feature = "burn-wgpu")]
        "burn-wgpu" => Some(burn(WGPU, vec![], Build::NetworkOn(gpu::burn_wgpu))),
        #[cfg(feature = "burn-vulkan")]
        "burn-vulkan" => Some(burn(SPIR_V, vec![], Build::NetworkOn(gpu::burn_vulkan))),
        // Its tensor cores take `f32` as TF32 (`cubek-matmul`, `adjust_dtypes`).
        #[cfg(feature = "burn-cuda")]
        "burn-cuda" => Some(burn("cuda", vec!["tf32"], Build::NetworkOn(gpu::burn_cuda))),
        #[cfg(feature = "candle-cpu")]
        "candle-cpu" => Some(candle("cpu", Build::Network(candle_cpu))),
        // cuBLAS without TF32, which is Candle's default (`gemm_reduced_precision_f32`).
        #[cfg(feature = "candle-cuda")]
        "candle-cuda" => Some(candle("cuda, cuBLAS", Build::NetworkOn(gpu::candle_cuda))),
        #[cfg(feature = "knn-linfa-linear")]
        "knn-linfa-linear" => {
            Some(neighbours("LinearSearch", knn_baseline::Algorithm::LinearSearch, |spec| {
                Box::new(knn_baseline::Knn::new(knn_baseline::Algorithm::LinearSearch, spec))
            }))
        }
        #[cfg(feature = "knn-linfa-kdtree")]
        "knn-linfa-kdtree" => Some(neighbours("KdTree", knn_baseline::Algorithm::KdTree, |spec| {
            Box::new(knn_baseline::Knn::new(knn_baseline::Algorithm::KdTree, spec))
        })),
        #[cfg(feature = "knn-linfa-balltree")]
        "knn-linfa-balltree" => {
            Some(neighbours("BallTree", knn_baseline::Algorithm::BallTree, |spec| {
                Box::new(knn_baseline::Knn::new(knn_baseline::Algorithm::BallTree, spec))
            }))
        }
        #[cfg(feature = "knn-exact")]
        "knn-exact" => Some(neighbours("Exact", knn_baseline::Algorithm::Exact, |spec| {
            Box::new(knn_baseline::Knn::new(knn_baseline::Algorithm::Exact, spec))
        })),
        _ => None,
    }
}

fn scratch() -> Built {
    Built {
        framework: format!("from_scratch {}", env!("CARGO_PKG_VERSION")),
        backend: "ndarray, faer",
        features: vec!["faer/rayon", "pulp/x86-v4"],
        build: Build::Network(|model, training, parameters| {
            Ok(Box::new(from_scratch::ScratchMlp::new(model, training, parameters)?))
        }),
    }
}

/// Burn takes wgpu's shading language unless another compiler was built in as well.
#[cfg(feature = "burn-wgpu")]
const WGPU: &str = if cfg!(feature = "burn-vulkan") {
    "wgpu, SPIR-V where the device takes it, else WGSL"
} else {
    "wgpu, WGSL"
};

#[cfg(feature = "burn-vulkan")]
const SPIR_V: &str = "wgpu, SPIR-V where the device takes it, else WGSL";

#[cfg(any(
    feature = "burn-flex",
    feature = "burn-wgpu",
    feature = "burn-vulkan",
    feature = "burn-cuda"
))]
fn burn(backend: &'static str, precision: Vec<&'static str>, build: Build) -> Built {
    Built {
        framework: format!("burn {}", burn_impl::VERSION),
        backend,
        features: [burn_impl::build_features(), precision].concat(),
        build,
    }
}

#[cfg(feature = "burn-flex")]
fn burn_flex(
    model: &ModelSpec,
    training: &TrainSpec,
    parameters: &Parameters,
) -> Result<Box<dyn Differentiable>> {
    let device = burn_impl::Device::flex();
    Ok(Box::new(burn_impl::BurnMlp::new(model, training, parameters, device)?))
}

#[cfg(any(feature = "candle-cpu", feature = "candle-cuda"))]
fn candle(backend: &'static str, build: Build) -> Built {
    Built {
        framework: format!("candle {}", candle_impl::VERSION),
        backend,
        features: candle_impl::build_features(),
        build,
    }
}

#[cfg(feature = "candle-cpu")]
fn candle_cpu(
    model: &ModelSpec,
    training: &TrainSpec,
    parameters: &Parameters,
) -> Result<Box<dyn Differentiable>> {
    let device = candle_impl::Device::Cpu;
    Ok(Box::new(candle_impl::CandleMlp::new(model, training, parameters, device)?))
}

#[cfg(any(
    feature = "knn-linfa-linear",
    feature = "knn-linfa-kdtree",
    feature = "knn-linfa-balltree",
    feature = "knn-exact"
))]
fn neighbours(
    backend: &'static str,
    algorithm: knn_baseline::Algorithm,
    build: fn(KnnSpec) -> Box<dyn Classifier>,
) -> Built {
    let framework = algorithm.framework();
    Built { framework, backend, features: vec![], build: Build::Neighbours(build) }
}
