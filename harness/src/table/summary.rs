//! What the repetitions of a contender come to: numbers, whoever shows them.

mod of_records;

use serde::Serialize;

/// A contender in a setting, all its repetitions together; a row of the CSV and JSON output, whose
/// columns are these names.
///
/// Accuracy, times and differences are of the repetitions that ended well.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Name of the data set.
    pub dataset: String,
    /// Which setting of a sweep.
    pub setting: Option<String>,
    /// Which change of the test images; nothing where they are as they are.
    pub variant: Option<String>,
    /// Its id.
    pub contender: String,
    /// Framework and version.
    pub framework: String,
    /// The part of it that computes.
    pub backend: String,
    /// Where it computes.
    pub device: String,
    /// `ok` when a repetition ended well, else how the first one ended.
    pub outcome: String,
    /// Why a repetition did not end well.
    pub reason: Option<String>,
    /// How often it ran.
    pub repetitions: usize,
    /// How often it ended well.
    pub repetitions_ok: usize,
    /// The networks' widths.
    pub model: String,
    /// The networks' parameters.
    pub parameters: usize,
    /// Passes over the training set.
    pub epochs: usize,
    /// Rows per step.
    pub batch: usize,
    /// Neighbours that vote.
    pub k: usize,
    /// Seed.
    pub seed: u64,
    /// Threads allowed.
    pub threads: usize,
    /// Training examples.
    pub train_images: usize,
    /// Test examples of the data set.
    pub test_images: usize,
    /// Test examples that it was asked for.
    pub test_images_asked: usize,
    /// Test accuracy.
    pub test_accuracy_mean_percent: Option<f64>,
    /// Its standard deviation over the repetitions.
    pub test_accuracy_deviation_percent: Option<f64>,
    /// Mean training loss of the last epoch.
    pub train_loss_last_epoch: Option<f64>,
    /// Training, over all epochs of all repetitions.
    pub train_seconds_per_epoch_median: Option<f64>,
    /// Training examples per second, likewise.
    pub train_images_per_second_median: Option<f64>,
    /// Training time over the reference's in the same repetition.
    pub time_ratio_median: Option<f64>,
    /// Lower end of its 95 % interval.
    pub time_ratio_low: Option<f64>,
    /// Upper end.
    pub time_ratio_high: Option<f64>,
    /// Predicting all the test examples that it was asked for.
    pub predict_seconds_median: Option<f64>,
    /// The largest of all repetitions.
    pub peak_memory_bytes: Option<u64>,
    /// Largest relative difference of any tensor of the first batch's gradients to the reference's,
    /// in the repetition where it is smallest.
    pub gradient_difference_min: Option<f64>,
    /// The same where it is largest.
    pub gradient_difference_max: Option<f64>,
    /// Likewise of the parameters after the first epoch.
    pub parameter_difference_min: Option<f64>,
    /// The same where it is largest.
    pub parameter_difference_max: Option<f64>,
    /// Fewest test examples in the same class as the reference's.
    pub same_predictions_min: Option<usize>,
    /// Most.
    pub same_predictions_max: Option<usize>,
    /// Version of `crosscheck`.
    pub crosscheck: String,
    /// Commit that it was built from.
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
    /// When the first repetition began, RFC 3339, UTC.
    pub started: String,
    /// SHA-256 of the data.
    pub digest: String,
    /// Mean training loss of each epoch.
    #[serde(skip)]
    pub losses: Vec<f64>,
    /// Every sample of an epoch's training.
    #[serde(skip)]
    pub train_seconds: Vec<f64>,
    /// Every sample of a prediction.
    #[serde(skip)]
    pub predict_seconds: Vec<f64>,
}

impl Summary {
    /// How many test images it was asked for, where that was not all.
    pub fn limited_to(&self) -> Option<usize> {
        (self.test_images_asked < self.test_images).then_some(self.test_images_asked)
    }
}
