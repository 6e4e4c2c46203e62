//! The contract's tests, run for `LinfaKnn`.

use classifier::{Classifier, KnnSpec};
use knn_baseline::LinfaKnn;

#[path = "../../classifier/tests/contract/classifier.rs"]
mod classifier_contract;

fn classifier() -> impl Classifier {
    LinfaKnn::new(KnnSpec { k: 3 })
}
