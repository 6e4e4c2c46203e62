//! The contract tests for every algorithm.

#![allow(clippy::duplicate_mod, reason = "the same tests for each of four algorithms")]

macro_rules! contract {
    ($name:ident, $algorithm:ident) => {
        #[path = "."]
        mod $name {
            use classifier::{Classifier, KnnSpec};

            #[path = "../../classifier/tests/contract/classifier.rs"]
            mod classifier_contract;

            fn classifier() -> impl Classifier {
                knn_baseline::Knn::new(knn_baseline::Algorithm::$algorithm, KnnSpec::new(3))
            }
        }
    };
}

contract!(linear_search, LinearSearch);
contract!(kd_tree, KdTree);
contract!(ball_tree, BallTree);
contract!(exact, Exact);
