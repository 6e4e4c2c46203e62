//! The contender `knn-linfa-linear`.

use classifier::{
    Batch, BatchOrder, Classifier, ClassifierError, Examples, KnnSpec, Observer, Predictions,
    Result,
};
use linfa_nn::{LinearSearch, NearestNeighbour, distance::L2Dist};
use ndarray::{ArrayView2, aview1};
use rayon::prelude::*;

use crate::vote;

/// k-nearest neighbours by linfa-nn's `LinearSearch`, the queries of a batch in parallel.
pub struct LinfaKnn {
    spec: KnnSpec,
    train: Option<Examples>,
}

impl LinfaKnn {
    /// A classifier that has not seen any examples yet.
    pub fn new(spec: KnnSpec) -> Self {
        Self { spec, train: None }
    }
}

impl Classifier for LinfaKnn {
    /// Keeps the examples; all the work is in the queries.
    fn fit(
        &mut self,
        train: &Examples,
        _order: &dyn BatchOrder,
        _observer: &mut dyn Observer,
    ) -> Result<()> {
        self.spec.check(train.rows())?;
        self.train = Some(train.clone());
        Ok(())
    }

    fn predict_batch(&mut self, batch: Batch<'_>) -> Result<Predictions> {
        let train = self.train.as_ref().ok_or(ClassifierError::NotFitted)?;
        batch.check_fits(train.width(), train.classes())?;
        let points = ArrayView2::from_shape((train.rows(), train.width()), train.inputs())
            .map_err(framework_error)?;
        // `LinearSearch` has no structure to build: its index is a view of the points.
        let index = LinearSearch::new()
            .from_batch(&points, L2Dist)
            .map_err(framework_error)?;
        let queries: Vec<&[f32]> = batch.inputs().collect();
        let votes = queries.par_iter().map(|query| {
            let neighbours = index
                .k_nearest(aview1(query), self.spec.k)
                .map_err(framework_error)?;
            let class = |(_, row): &(_, usize)| train.labels()[*row];
            let classes: Vec<u32> = neighbours.iter().map(class).collect();
            Ok(vote(&classes, train.classes()))
        });
        let votes: Vec<_> = votes.collect::<Result<_>>()?;
        Ok(Predictions {
            classes: votes.iter().map(|vote| vote.class).collect(),
            probabilities: votes.into_iter().flat_map(|vote| vote.shares).collect(),
        })
    }
}

fn framework_error(error: impl ToString) -> ClassifierError {
    ClassifierError::Framework {
        framework: "linfa-nn",
        message: error.to_string(),
    }
}
