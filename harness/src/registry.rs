//! The contenders that `crosscheck` brings along.

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

/// k-nearest neighbours by an algorithm of `knn_baseline`.
macro_rules! neighbours {
    ($feature:literal, $algorithm:ident, slow: $slow:literal) => {
        Contender {
            id: $feature,
            device: "cpu",
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

/// All of them, the reference first.
pub fn contenders() -> Vec<Contender> {
    vec![
        Contender {
            id: REFERENCE,
            device: "cpu",
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
            device: "cpu",
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
            device: "cpu",
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
    contenders.retain(|contender| !contender.id.ends_with("tree"));
    contenders
}

/// The contender of that id.
pub fn contender(id: &str) -> Option<Contender> {
    contenders()
        .into_iter()
        .find(|contender| contender.id == id)
}
