//! The statistics of a contender's repetitions.

use classifier::VoteWeight;
use serde::{Serialize, Serializer};

use crate::{
    Agreement, Outcome, Record, Setting, Status, TensorAgreement, agreement,
    comparison::time_ratio,
    statistics::{mean_and_deviation, median},
};

/// A contender's repetitions of one work; a row of the CSV and JSON output, whose columns have
/// these names.
///
/// Accuracy, times and differences are of the successful repetitions.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Name of the data set.
    pub dataset: String,
    /// Setting within a sweep.
    #[serde(serialize_with = "as_text")]
    pub setting: Option<Setting>,
    /// Change of the test images; `None` for the original images.
    pub variant: Option<String>,
    /// Id of the contender.
    pub contender: String,
    /// Framework and version.
    pub framework: String,
    /// The framework's backend.
    pub backend: String,
    /// `cpu`, or the GPU's name.
    pub device: String,
    /// `ok` after a successful repetition, else the outcome of the first one.
    pub outcome: Status,
    /// Why a repetition failed.
    pub reason: Option<String>,
    /// Repetitions.
    pub repetitions: usize,
    /// Successful repetitions.
    pub repetitions_ok: usize,
    /// Widths of the networks.
    pub model: String,
    /// Parameters of the networks.
    pub parameters: usize,
    /// Passes over the training set.
    pub epochs: usize,
    /// Examples per training step.
    pub batch: usize,
    /// Neighbours that vote.
    pub k: usize,
    /// Distance of k-nearest neighbours.
    pub distance: String,
    /// Vote of k-nearest neighbours.
    pub vote: VoteWeight,
    /// Seed.
    pub seed: u64,
    /// Threads allowed.
    pub threads: usize,
    /// Training examples.
    pub train_images: usize,
    /// Test examples of the data set.
    pub test_images: usize,
    /// Test examples classified.
    pub test_images_asked: usize,
    /// Mean test accuracy.
    pub test_accuracy_mean_percent: Option<f64>,
    /// Its standard deviation over the repetitions.
    pub test_accuracy_deviation_percent: Option<f64>,
    /// Mean over the repetitions of the mean recall of the classes.
    pub balanced_accuracy_mean_percent: Option<f64>,
    /// Fraction of the classified test examples that are of the largest class.
    pub largest_class_percent: Option<f64>,
    /// Mean training loss of the last epoch.
    pub train_loss_last_epoch: Option<f64>,
    /// Training time over all epochs of all repetitions.
    pub train_seconds_per_epoch_median: Option<f64>,
    /// Training examples per second, likewise.
    pub train_images_per_second_median: Option<f64>,
    /// Training time divided by the reference's in the same repetition.
    pub time_ratio_median: Option<f64>,
    /// Lower end of its 95 % interval.
    pub time_ratio_low: Option<f64>,
    /// Upper end.
    pub time_ratio_high: Option<f64>,
    /// Prediction of all test examples of the contender's sample.
    pub predict_seconds_median: Option<f64>,
    /// The largest of all repetitions.
    pub peak_memory_bytes: Option<u64>,
    /// Largest relative difference of any tensor of the first gradients from the reference's, in
    /// the repetition with the smallest one.
    pub gradient_difference_min: Option<f64>,
    /// The same in the repetition with the largest one.
    pub gradient_difference_max: Option<f64>,
    /// Likewise for the parameters after the first epoch.
    pub parameter_difference_min: Option<f64>,
    /// The largest.
    pub parameter_difference_max: Option<f64>,
    /// Fewest test examples with the reference's predicted class.
    pub same_predictions_min: Option<usize>,
    /// Most.
    pub same_predictions_max: Option<usize>,
    /// Version of `crosscheck`.
    pub crosscheck: String,
    /// Commit of the build.
    pub revision: Option<String>,
    /// Whether tracked files differed from that commit.
    pub revision_changed: bool,
    /// Compiler.
    pub rustc: String,
    /// Operating system.
    pub os: String,
    /// Processor model.
    pub cpu: Option<String>,
    /// Logical processors.
    pub processors: Option<usize>,
    /// Start of the first repetition, RFC 3339, UTC.
    pub started: String,
    /// SHA-256 of the data.
    pub digest: String,
    /// Mean training loss of each epoch.
    #[serde(skip)]
    pub losses: Vec<f64>,
    /// All samples of an epoch's training time.
    #[serde(skip)]
    pub train_seconds: Vec<f64>,
    /// All samples of the prediction time.
    #[serde(skip)]
    pub predict_seconds: Vec<f64>,
    /// Training, and prediction of all test examples: median over the repetitions. Where only a
    /// sample was classified, its prediction time is extrapolated.
    #[serde(skip)]
    pub train_and_predict_seconds: Option<f64>,
}

fn as_text<S: Serializer>(setting: &Option<Setting>, serializer: S) -> Result<S::Ok, S::Error> {
    setting.map(|setting| setting.to_string()).serialize(serializer)
}

impl Summary {
    /// Statistics of `records`, of which `ok` are successful, relative to those of the reference.
    pub(crate) fn new(records: &[&Record], ok: &[&Record], reference: &[&Record]) -> Self {
        let problem = records.iter().find(|record| record.outcome != Outcome::Ok);
        let accuracy = mean_and_deviation(&samples(ok, |record| record.quality.accuracy()));
        let balanced =
            mean_and_deviation(&samples(ok, |record| record.quality.balanced_accuracy()));
        let losses = mean_losses(ok);
        let train_seconds = samples(ok, |record| record.train_seconds());
        let predict_seconds = samples(ok, |record| record.timings.predict_seconds.clone());
        let rates = samples(ok, |record| {
            let epochs = record.quality.epochs.iter().zip(record.train_seconds());
            epochs.map(|(epoch, seconds)| epoch.rows as f64 / seconds).collect::<Vec<_>>()
        });
        let ratio = time_ratio(ok, reference);
        let gradients = worst(ok, |agreement| &agreement.gradients);
        let parameters = worst(ok, |agreement| &agreement.parameters_after_epoch_1);
        let agreements = ok.iter().filter_map(|record| record.agreement.as_ref());
        let same: Vec<usize> =
            agreements.filter_map(|agreement| agreement.same_predictions).collect();
        Self {
            outcome: match problem {
                Some(record) if ok.is_empty() => record.outcome.status(),
                _ => Status::Ok,
            },
            reason: problem.and_then(|record| record.outcome.problem()),
            repetitions: records.len(),
            repetitions_ok: ok.len(),
            test_accuracy_mean_percent: accuracy.map(|(mean, _)| mean),
            test_accuracy_deviation_percent: accuracy.and_then(|(_, deviation)| deviation),
            balanced_accuracy_mean_percent: balanced.map(|(mean, _)| mean),
            largest_class_percent: ok.first().and_then(|record| {
                let sizes = record.quality.class_sizes();
                let largest = *sizes.iter().max()? as f64;
                Some(100.0 * largest / sizes.iter().sum::<usize>().max(1) as f64)
            }),
            train_loss_last_epoch: losses.last().copied(),
            train_seconds_per_epoch_median: median(&train_seconds),
            train_images_per_second_median: median(&rates),
            time_ratio_median: ratio.map(|ratio| ratio.median),
            time_ratio_low: ratio.map(|ratio| ratio.low),
            time_ratio_high: ratio.map(|ratio| ratio.high),
            predict_seconds_median: median(&predict_seconds),
            peak_memory_bytes: ok.iter().filter_map(|record| record.peak_memory_bytes).max(),
            gradient_difference_min: gradients.first().copied(),
            gradient_difference_max: gradients.last().copied(),
            parameter_difference_min: parameters.first().copied(),
            parameter_difference_max: parameters.last().copied(),
            same_predictions_min: same.iter().min().copied(),
            same_predictions_max: same.iter().max().copied(),
            train_and_predict_seconds: median(&samples(ok, train_and_predict_seconds)),
            losses,
            train_seconds,
            predict_seconds,
            ..Self::identity(records[0])
        }
    }

    /// Contender, work and provenance, without any result.
    fn identity(record: &Record) -> Self {
        let (contender, workload) = (&record.contender, &record.workload);
        let provenance = record.provenance.clone();
        Self {
            dataset: workload.dataset.clone(),
            setting: workload.setting,
            contender: contender.id.clone(),
            framework: contender.framework.clone(),
            backend: contender.backend.clone(),
            device: contender.device.clone(),
            model: workload.model.widths(),
            parameters: workload.model.parameter_count(),
            epochs: workload.training.epochs,
            batch: workload.training.batch,
            k: workload.knn.k,
            distance: workload.knn.distance.to_string(),
            vote: workload.knn.vote,
            seed: workload.seed,
            threads: workload.threads,
            train_images: workload.train_rows,
            test_images: workload.test_rows,
            test_images_asked: record.quality.total,
            crosscheck: provenance.crosscheck,
            revision: provenance.git_revision,
            revision_changed: provenance.git_dirty,
            rustc: provenance.rustc,
            os: provenance.os,
            cpu: provenance.cpu,
            processors: provenance.processors,
            started: provenance.started,
            digest: workload.digest.clone(),
            ..Self::default()
        }
    }

    /// The accuracy on each change of the test images, without costs, for the same contender.
    pub fn variants(records: &[&Record]) -> Vec<Self> {
        let Some(first) = records.first() else { return Vec::new() };
        let summary = |name: &String| {
            let score = |record: &&Record| record.quality.variants.get(name)?.accuracy();
            let accuracies: Vec<f64> = records.iter().filter_map(score).collect();
            let accuracy = mean_and_deviation(&accuracies);
            Self {
                variant: Some(name.clone()),
                repetitions: records.len(),
                repetitions_ok: accuracies.len(),
                test_accuracy_mean_percent: accuracy.map(|(mean, _)| mean),
                test_accuracy_deviation_percent: accuracy.and_then(|(_, deviation)| deviation),
                ..Self::identity(first)
            }
        };
        first.quality.variants.keys().map(summary).collect()
    }

    /// The size of the sample of test examples; `None` if all were classified.
    pub fn limited_to(&self) -> Option<usize> {
        (self.test_images_asked < self.test_images).then_some(self.test_images_asked)
    }
}

/// The values of all records.
fn samples<I: IntoIterator<Item = f64>>(
    records: &[&Record],
    values: impl Fn(&Record) -> I,
) -> Vec<f64> {
    records.iter().flat_map(|record| values(record)).collect()
}

/// The mean loss of each epoch over the repetitions.
fn mean_losses(records: &[&Record]) -> Vec<f64> {
    let epochs = records.iter().map(|record| record.quality.epochs.len()).max().unwrap_or(0);
    let mean = |epoch: usize| {
        let loss = |record: &Record| Some(record.quality.epochs.get(epoch)?.train_loss);
        mean_and_deviation(&samples(records, loss)).map(|(mean, _)| mean)
    };
    (0..epochs).filter_map(mean).collect()
}

fn train_and_predict_seconds(record: &Record) -> Option<f64> {
    let fraction = record.quality.total.max(1) as f64 / record.workload.test_rows as f64;
    let predict = median(&record.timings.predict_seconds)? / fraction;
    Some(record.timings.fit_seconds.unwrap_or(0.0) + predict)
}

/// The largest relative difference of any tensor in each repetition, in ascending order.
fn worst(records: &[&Record], tensors: fn(&Agreement) -> &Vec<TensorAgreement>) -> Vec<f64> {
    let agreements = records.iter().filter_map(|record| record.agreement.as_ref());
    let worst = agreements.filter_map(|agreement| agreement::worst(tensors(agreement)));
    let mut differences: Vec<f64> = worst.map(|tensor| tensor.relative).collect();
    differences.sort_by(|a, b| agreement::by_size(*a, *b));
    differences
}
