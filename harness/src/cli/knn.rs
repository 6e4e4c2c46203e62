//! `crosscheck knn`.

use clap::Args;
use classifier::{Distance, VoteWeight};

use super::{
    data::DataArguments,
    run::{RunArguments, at_least_one},
};
use crate::Result;

/// Arguments of `knn`.
#[derive(Debug, Args)]
pub(super) struct KnnArguments {
    #[command(flatten)]
    data: DataArguments,

    /// Number of neighbours; without it, all settings are tried
    #[arg(long, value_name = "K")]
    k: Option<usize>,

    /// Distance, with --k: l1, l2, linf, cosine, or lp:P such as lp:3
    #[arg(long, value_name = "NAME", default_value = "l2", requires = "k")]
    distance: Distance,

    /// Weight of a neighbour's vote, with --k: majority (1 each) or distance (1/distance)
    #[arg(long, value_name = "NAME", default_value = "majority", requires = "k")]
    vote: VoteWeight,

    /// Distances of the sweep; l2 and cosine take seconds, the others minutes
    #[arg(
        long,
        value_name = "NAME,…",
        value_delimiter = ',',
        conflicts_with = "k",
        default_value = "l2,cosine,l1,linf"
    )]
    distances: Vec<Distance>,

    /// Largest k of the sweep [default: 15, at most the training examples]
    #[arg(long, value_name = "K", value_parser = at_least_one, conflicts_with = "k")]
    largest_k: Option<usize>,

    /// Test examples of the sweep, a stratified sample from the seed [default: all]
    #[arg(long, value_name = "N", value_parser = at_least_one, conflicts_with = "k")]
    test_rows: Option<usize>,

    #[command(flatten)]
    run: RunArguments,
}

impl KnnArguments {
    #[cfg(feature = "knn-exact")]
    pub(super) fn run(self) -> Result<()> {
        use crate::{commands::knn, experiment::Experiment};
        use classifier::KnnSpec;

        let mut experiment = Experiment::default_comparison()?;
        self.data.apply(&mut experiment);
        experiment.contenders = vec![records::REFERENCE.to_owned(), "knn-exact".to_owned()];
        let mut sweep = Some(knn::Sweep {
            distances: self.distances,
            largest_k: self.largest_k,
            test_rows: self.test_rows.unwrap_or(usize::MAX),
        });
        if let Some(k) = self.k {
            let (distance, vote) = (self.distance, self.vote);
            experiment.knn = KnnSpec { k, distance, vote };
            sweep = None;
        }
        let specs = self.run.specs(&experiment, Vec::new, 1)?;
        specs.into_iter().try_for_each(|spec| knn::knn(sweep.as_ref(), spec))
    }

    #[cfg(not(feature = "knn-exact"))]
    pub(super) fn run(self) -> Result<()> {
        let knn = crate::contenders::built_in_named("knn-exact").and_then(|knn| knn.unavailable());
        Err(crate::HarnessError::Usage(knn.unwrap_or_default()))
    }
}
