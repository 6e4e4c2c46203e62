//! The contenders that `crosscheck` brings along.

#[cfg(any(
    feature = "burn-wgpu",
    feature = "burn-vulkan",
    feature = "burn-cuda",
    feature = "candle-cuda"
))]
mod gpu;
mod place;

pub use place::{NetworkBuilder, Place};

use classifier::{Classifier, Differentiable, KnnSpec, ModelSpec, Parameters, Result, TrainSpec};

/// A contender that is a crate of this workspace.
pub struct Contender {
    /// The id used everywhere: command line, feature, result, chart.
    pub id: &'static str,
    /// Where it computes.
    pub device: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Nothing when this binary was built without it.
    pub built: Option<Built>,
}

/// What a contender is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It has gradients.
    Network,
    /// It asks the training set.
    Neighbours {
        /// Whether a query takes it so long that it classifies only `--knn-queries` test images.
        slow: bool,
    },
}

/// A contender that is in this binary.
pub struct Built {
    /// Framework and version.
    pub framework: String,
    /// The part of it that computes.
    pub backend: &'static str,
    /// The framework's features that it was built with.
    pub features: Vec<&'static str>,
    /// How to make one.
    pub build: Build,
}

/// How to build a contender.
#[derive(Clone, Copy)]
pub enum Build {
    /// From model, training and first weights.
    Network(fn(&ModelSpec, &TrainSpec, &Parameters) -> Result<Box<dyn Differentiable>>),
    /// The same on one of the devices that it finds; or why it finds none.
    NetworkOn(fn() -> std::result::Result<Vec<Place>, String>),
    /// From what the neighbours vote on.
    Neighbours(fn(KnnSpec) -> Box<dyn Classifier>),
}

/// The contender that the others are compared with.
pub const REFERENCE: &str = "scratch";

/// The device of whoever computes on the processor.
pub const CPU: &str = "cpu";

impl Contender {
    /// Why this binary cannot run it, and what would help.
    pub fn unavailable(&self) -> Option<String> {
        let id = self.id;
        self.built.is_none().then(|| {
            let help = if self.device == CPU { "" } else { " (docs/gpu.md)" };
            format!(
                "built without feature {id}; build with `cargo run --release --features {id}`{help}"
            )
        })
    }

    /// Whether it takes part when nobody is named: one on a GPU only when it was built on purpose.
    fn belongs_to_all(&self) -> bool {
        self.device == CPU || self.built.is_some()
    }
}

/// `Some(built)` when the feature is on.
macro_rules! with_feature {
    ($feature:literal, $built:expr) => {{
        #[cfg(feature = $feature)]
        {
            Some($built)
        }
        #[cfg(not(feature = $feature))]
        {
            None
        }
    }};
}

/// k-nearest neighbours by an algorithm of `knn_baseline`.
macro_rules! neighbours {
    ($feature:literal, $algorithm:ident, slow: $slow:literal) => {
        Contender {
            id: $feature,
            device: CPU,
            kind: Kind::Neighbours { slow: $slow },
            built: with_feature!(
                $feature,
                Built {
                    framework: knn_baseline::Algorithm::$algorithm.framework(),
                    backend: stringify!($algorithm),
                    features: vec![],
                    build: Build::Neighbours(|spec| {
                        let algorithm = knn_baseline::Algorithm::$algorithm;
                        Box::new(knn_baseline::Knn::new(algorithm, spec))
                    }),
                }
            ),
        }
    };
}

/// Burn takes wgpu's own shading language, unless it was built with another compiler as well.
#[cfg(feature = "burn-wgpu")]
const WGPU: &str = match cfg!(feature = "burn-vulkan") {
    false => "wgpu, WGSL",
    true => "wgpu, SPIR-V where the device takes it, else WGSL",
};

/// A network on a GPU.
macro_rules! on_gpu {
    (
        $feature:literal on $device:literal by $places:ident,
        $framework:ident $version:literal, $backend:expr, $precision:expr
    ) => {
        Contender {
            id: $feature,
            device: $device,
            kind: Kind::Network,
            built: with_feature!(
                $feature,
                Built {
                    framework: format!($version, $framework::VERSION),
                    backend: $backend,
                    features: [$framework::build_features(), $precision].concat(),
                    build: Build::NetworkOn(gpu::$places),
                }
            ),
        }
    };
}

/// All of them, the reference first.
pub fn contenders() -> Vec<Contender> {
    vec![
        Contender {
            id: REFERENCE,
            device: CPU,
            kind: Kind::Network,
            built: Some(Built {
                framework: format!("from_scratch {}", env!("CARGO_PKG_VERSION")),
                backend: "ndarray, faer",
                features: vec!["faer/rayon", "pulp/x86-v4"],
                build: Build::Network(|model, training, parameters| {
                    let network = from_scratch::ScratchMlp::new(model, training, parameters)?;
                    Ok(Box::new(network))
                }),
            }),
        },
        Contender {
            id: "burn-flex",
            device: CPU,
            kind: Kind::Network,
            built: with_feature!(
                "burn-flex",
                Built {
                    framework: format!("burn {}", burn_impl::VERSION),
                    backend: "flex",
                    features: burn_impl::build_features(),
                    build: Build::Network(|model, training, parameters| {
                        let device = burn_impl::Device::flex();
                        let network = burn_impl::BurnMlp::new(model, training, parameters, device)?;
                        Ok(Box::new(network))
                    }),
                }
            ),
        },
        Contender {
            id: "candle-cpu",
            device: CPU,
            kind: Kind::Network,
            built: with_feature!(
                "candle-cpu",
                Built {
                    framework: format!("candle {}", candle_impl::VERSION),
                    backend: "cpu",
                    features: candle_impl::build_features(),
                    build: Build::Network(|model, training, parameters| {
                        let device = candle_impl::Device::Cpu;
                        let network =
                            candle_impl::CandleMlp::new(model, training, parameters, device)?;
                        Ok(Box::new(network))
                    }),
                }
            ),
        },
        on_gpu!(
            "burn-wgpu" on "gpu" by burn_wgpu,
            burn_impl "burn {}", WGPU, vec![]
        ),
        on_gpu!(
            "burn-vulkan" on "gpu" by burn_vulkan,
            burn_impl "burn {}", "wgpu, SPIR-V where the device takes it, else WGSL", vec![]
        ),
        // Its tensor cores take `f32` as TF32 (`cubek-matmul`, `adjust_dtypes`).
        on_gpu!(
            "burn-cuda" on "cuda" by burn_cuda,
            burn_impl "burn {}", "cuda", vec!["tf32"]
        ),
        // cuBLAS without TF32, which is Candle's default (`gemm_reduced_precision_f32`).
        on_gpu!(
            "candle-cuda" on "cuda" by candle_cuda,
            candle_impl "candle {}", "cuda, cuBLAS", vec![]
        ),
        neighbours!("knn-linfa-linear", LinearSearch, slow: true),
        neighbours!("knn-linfa-kdtree", KdTree, slow: true),
        neighbours!("knn-linfa-balltree", BallTree, slow: true),
        neighbours!("knn-exact", Exact, slow: false),
    ]
}

/// Those that take part when nobody is named: all but the trees, which are slower than a scan in
/// hundreds of dimensions, and take minutes to build or are never done.
pub fn default_contenders() -> Vec<Contender> {
    let mut contenders = contenders();
    contenders.retain(|contender| contender.belongs_to_all() && !contender.id.ends_with("tree"));
    contenders
}

/// Those of them that train.
pub fn networks() -> Vec<Contender> {
    let mut networks = default_contenders();
    networks.retain(|contender| contender.kind == Kind::Network);
    networks
}

/// The contender of that id.
pub fn contender(id: &str) -> Option<Contender> {
    contenders().into_iter().find(|contender| contender.id == id)
}
