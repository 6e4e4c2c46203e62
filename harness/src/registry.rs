//! The contenders that `crosscheck` brings along.

use classifier::{Classifier, Differentiable, KnnSpec, ModelSpec, Parameters, Result, TrainSpec};

/// A contender that is a crate of this workspace.
pub struct Contender {
    /// The id used everywhere: command line, feature, result, chart.
    pub id: &'static str,
    /// Where it computes.
    pub device: &'static str,
    /// Nothing when this binary was built without it.
    pub built: Option<Built>,
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
    /// From what the neighbours vote on.
    Neighbours(fn(KnnSpec) -> Box<dyn Classifier>),
}

/// The contender that the others are compared with.
pub const REFERENCE: &str = "scratch";

impl Contender {
    /// Why this binary cannot run it, and what would help.
    pub fn unavailable(&self) -> Option<String> {
        let id = self.id;
        self.built.is_none().then(|| {
            format!("built without feature {id}; build with `cargo run --release --features {id}`")
        })
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

/// All of them, the reference first.
pub fn contenders() -> Vec<Contender> {
    vec![
        Contender {
            id: REFERENCE,
            device: "cpu",
            built: Some(Built {
                framework: format!("from_scratch {}", env!("CARGO_PKG_VERSION")),
                backend: "ndarray",
                features: vec!["ndarray/matrixmultiply-threading"],
                build: Build::Network(|model, training, parameters| {
                    let network = from_scratch::ScratchMlp::new(model, training, parameters)?;
                    Ok(Box::new(network))
                }),
            }),
        },
        Contender {
            id: "burn-flex",
            device: "cpu",
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
            device: "cpu",
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
        Contender {
            id: "knn-linfa-linear",
            device: "cpu",
            built: with_feature!(
                "knn-linfa-linear",
                Built {
                    framework: format!("linfa-nn {}", knn_baseline::LINFA_NN_VERSION),
                    backend: "LinearSearch",
                    features: vec![],
                    build: Build::Neighbours(|spec| {
                        let algorithm = knn_baseline::Algorithm::LinearSearch;
                        Box::new(knn_baseline::Knn::new(algorithm, spec))
                    }),
                }
            ),
        },
    ]
}

/// The contender of that id.
pub fn contender(id: &str) -> Option<Contender> {
    contenders()
        .into_iter()
        .find(|contender| contender.id == id)
}
