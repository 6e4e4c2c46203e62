//! The contenders that `crosscheck` brings along.

use classifier::{Classifier, Differentiable, KnnSpec, ModelSpec, Parameters, Result, TrainSpec};

use crate::protocol::Message;

/// A contender that is a crate of this workspace.
pub struct Contender {
    /// The id used everywhere: command line, feature, result, chart.
    pub id: &'static str,
    /// Framework and version.
    pub framework: String,
    /// The part of it that computes.
    pub backend: &'static str,
    /// Where it computes.
    pub device: &'static str,
    /// The framework's features that this binary was built with.
    pub features: Vec<String>,
    /// How to build it; nothing when this binary was built without it.
    pub build: Option<Build>,
}

/// How to build a contender.
#[derive(Clone, Copy)]
pub enum Build {
    /// From model, training and first weights.
    Network(fn(&ModelSpec, &TrainSpec, &Parameters) -> Result<Box<dyn Differentiable>>),
    /// From the number of neighbours.
    Neighbours(fn(KnnSpec) -> Box<dyn Classifier>),
}

/// The contender that the others are compared with.
pub const REFERENCE: &str = "scratch";

impl Contender {
    /// Why this binary cannot run it, and what would help.
    pub fn unavailable(&self) -> Option<String> {
        let id = self.id;
        self.build.is_none().then(|| {
            format!("built without feature {id}; build with `cargo run --release --features {id}`")
        })
    }

    /// How it introduces itself.
    pub fn started(&self) -> Message {
        Message::Started {
            framework: self.framework.clone(),
            backend: self.backend.to_owned(),
            device: self.device.to_owned(),
            features: self.features.clone(),
        }
    }
}

/// `Some(build)` when the feature is on.
macro_rules! with_feature {
    ($feature:literal, $build:expr) => {{
        #[cfg(feature = $feature)]
        {
            Some($build)
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
            framework: format!("from_scratch {}", env!("CARGO_PKG_VERSION")),
            backend: "ndarray",
            device: "cpu",
            features: vec!["matrixmultiply-threading".to_owned()],
            build: Some(Build::Network(|model, training, parameters| {
                let network = from_scratch::ScratchMlp::new(model, training, parameters)?;
                Ok(Box::new(network))
            })),
        },
        Contender {
            id: "burn-flex",
            framework: "burn 0.22.1".to_owned(),
            backend: "flex",
            device: "cpu",
            features: ["flex", "simd", "rayon", "x86-v4"]
                .map(str::to_owned)
                .to_vec(),
            build: with_feature!(
                "burn-flex",
                Build::Network(|model, training, parameters| {
                    let device = burn_impl::Device::flex();
                    let network = burn_impl::BurnMlp::new(model, training, parameters, device)?;
                    Ok(Box::new(network))
                })
            ),
        },
        Contender {
            id: "candle-cpu",
            framework: "candle 0.11.1".to_owned(),
            backend: "gemm",
            device: "cpu",
            features: vec![],
            build: with_feature!(
                "candle-cpu",
                Build::Network(|model, training, parameters| {
                    let device = candle_impl::Device::Cpu;
                    let network = candle_impl::CandleMlp::new(model, training, parameters, device)?;
                    Ok(Box::new(network))
                })
            ),
        },
        Contender {
            id: "knn-linfa-linear",
            framework: "linfa-nn 0.8.1".to_owned(),
            backend: "LinearSearch",
            device: "cpu",
            features: vec![],
            build: with_feature!(
                "knn-linfa-linear",
                Build::Neighbours(|spec| Box::new(knn_baseline::LinfaKnn::new(spec)))
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
