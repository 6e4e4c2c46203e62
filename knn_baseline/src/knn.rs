//! The classifier.

use classifier::{
    Batch, BatchOrder, Classifier, ClassifierError, Distance, Examples, KnnSpec, Observer,
    Predictions, Result,
};
use linfa_nn::CommonNearestNeighbour;
use ndarray::ArrayView2;
use ouroboros::self_referencing;

use crate::{ExactIndex, Neighbours, linfa::LinfaIndex, vote};

/// The algorithm that finds the neighbours. All algorithms give the same result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// linfa-nn's `LinearSearch`: a scan per query.
    LinearSearch,
    /// linfa-nn's `KdTree`; no faster than a scan in hundreds of dimensions.
    KdTree,
    /// linfa-nn's `BallTree`. For points that agree in most columns, such as images with black
    /// borders, it splits off one point at a time: building a tree of MNIST takes many minutes.
    BallTree,
    /// [`ExactIndex`]: blocked matrix products.
    Exact,
}

impl Algorithm {
    /// The library with its version.
    pub fn framework(self) -> String {
        match self {
            Self::Exact => format!("knn_baseline {}", env!("CARGO_PKG_VERSION")),
            _ => format!("linfa-nn {}", crate::LINFA_NN_VERSION),
        }
    }
}

/// The k-nearest-neighbour classifier.
pub struct Knn {
    algorithm: Algorithm,
    spec: KnnSpec,
    fitted: Option<Fitted>,
}

impl Knn {
    /// An unfitted classifier.
    pub fn new(algorithm: Algorithm, spec: KnnSpec) -> Self {
        Self { algorithm, spec, fitted: None }
    }

    /// The `k` nearest training examples of each row of the batch; `k` replaces that of the spec.
    ///
    /// # Errors
    /// An unfitted classifier; `k` of 0 or above the number of training examples; inputs of another
    /// width than the training set's.
    pub fn neighbours(&self, batch: Batch<'_>, k: usize) -> Result<Neighbours> {
        let fitted = self.fitted()?;
        let train = fitted.borrow_examples();
        batch.check_fits(train.width(), train.classes())?;
        KnnSpec { k, ..self.spec }.check(train.rows())?;
        let inputs = batch.gather_inputs();
        let queries = view(&inputs, batch.len(), train.width())?;
        fitted.with_index(|index| match index {
            Index::Linfa(index) => index.nearest(queries, k),
            Index::Exact(index) => index.nearest(queries, k),
        })
    }

    /// The vote of the first `k` neighbours of each query.
    ///
    /// # Errors
    /// An unfitted classifier; `k` of 0 or above the number of neighbours.
    pub fn predictions(&self, neighbours: &Neighbours, k: usize) -> Result<Predictions> {
        self.predictions_of(neighbours, KnnSpec { k, ..self.spec })
    }

    /// As [`Knn::predictions`], with `k` and vote of `setting`; its distance is ignored.
    ///
    /// # Errors
    /// An unfitted classifier; `k` of 0 or above the number of neighbours.
    pub fn predictions_of(&self, neighbours: &Neighbours, setting: KnnSpec) -> Result<Predictions> {
        let k = setting.k;
        let train = self.fitted()?.borrow_examples();
        if k == 0 || k > neighbours.k() {
            let rows = neighbours.k();
            return Err(ClassifierError::Neighbours { k, rows });
        }
        let mut predictions = Predictions::default();
        for neighbours in neighbours.queries() {
            let ballots: Vec<_> = neighbours[..k]
                .iter()
                .map(|n| (train.labels()[n.row as usize], n.distance))
                .collect();
            let outcome = vote(&ballots, train.classes(), setting.vote);
            predictions.classes.push(outcome.class);
            predictions.probabilities.extend(outcome.fractions);
        }
        Ok(predictions)
    }

    fn fitted(&self) -> Result<&Fitted> {
        self.fitted.as_ref().ok_or(ClassifierError::NotFitted)
    }
}

impl Classifier for Knn {
    /// Builds the index.
    fn fit(
        &mut self,
        train: &Examples,
        _order: &dyn BatchOrder,
        _observer: &mut dyn Observer,
    ) -> Result<()> {
        self.spec.check(train.rows())?;
        self.fitted = None;
        self.fitted = Some(fitted(train, self.algorithm, self.spec.distance)?);
        Ok(())
    }

    fn predict_batch(&mut self, batch: Batch<'_>) -> Result<Predictions> {
        let neighbours = self.neighbours(batch, self.spec.k)?;
        self.predictions(&neighbours, self.spec.k)
    }
}

/// An index that borrows its points.
enum Index<'a> {
    Linfa(LinfaIndex<'a>),
    Exact(Box<ExactIndex<'a, f32>>),
}

impl<'a> Index<'a> {
    fn new(
        points: &'a ArrayView2<'a, f32>,
        algorithm: Algorithm,
        distance: Distance,
    ) -> Result<Self> {
        let linfa = match algorithm {
            Algorithm::LinearSearch => CommonNearestNeighbour::LinearSearch,
            Algorithm::KdTree => CommonNearestNeighbour::KdTree,
            Algorithm::BallTree => CommonNearestNeighbour::BallTree,
            Algorithm::Exact => {
                let index = ExactIndex::new(points.view(), distance)?;
                return Ok(Self::Exact(Box::new(index)));
            }
        };
        Ok(Self::Linfa(LinfaIndex::new(&linfa, points, distance)?))
    }
}

/// A training set with its index. Self-referencing, because linfa-nn's indexes borrow a matrix that
/// borrows the inputs.
#[self_referencing]
struct Fitted {
    examples: Examples,
    #[borrows(examples)]
    #[not_covariant]
    points: ArrayView2<'this, f32>,
    #[borrows(points)]
    #[not_covariant]
    index: Index<'this>,
}

fn fitted(train: &Examples, algorithm: Algorithm, distance: Distance) -> Result<Fitted> {
    FittedTryBuilder {
        examples: train.clone(),
        points_builder: |train| view(train.inputs(), train.rows(), train.width()),
        index_builder: |points| Index::new(points, algorithm, distance),
    }
    .try_build()
}

fn view(inputs: &[f32], rows: usize, width: usize) -> Result<ArrayView2<'_, f32>> {
    ArrayView2::from_shape((rows, width), inputs).map_err(|_| ClassifierError::Ragged {
        values: inputs.len(),
        rows,
        width,
    })
}
