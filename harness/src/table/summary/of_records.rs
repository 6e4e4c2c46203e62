//! From the records of a contender to their summary.

use super::Summary;
use crate::{
    agreement::{self, TensorAgreement},
    record::{Agreement, Record},
    registry::REFERENCE,
    statistics::{mean_and_deviation, median, paired_ratio},
    supervisor::Outcome,
    table::short,
};

impl Summary {
    /// Of one contender's repetitions in one setting; `all` has the reference's as well.
    pub fn of(group: &[&Record], all: &[Record]) -> Option<Self> {
        let first = *group.first()?;
        let ended_well = |record: &&&Record| record.outcome == Outcome::Ok;
        let ok: Vec<&Record> = group.iter().filter(ended_well).copied().collect();
        let problem = group.iter().find(|record| record.outcome != Outcome::Ok);
        let accuracies = samples(&ok, |record| record.quality.accuracy());
        let accuracy = mean_and_deviation(&accuracies);
        let losses = losses(&ok);
        let train_seconds = samples(&ok, |record| record.train_seconds());
        let predict_seconds = samples(&ok, |record| record.timings.predict_seconds.iter().copied());
        let rates = samples(&ok, |record| {
            let epochs = record.quality.epochs.iter().zip(record.train_seconds());
            epochs.map(|(epoch, seconds)| epoch.rows as f64 / seconds)
        });
        let pairs = ok.iter().filter_map(|record| {
            let reference = reference_of(record, all)?;
            Some((training(record)?, training(reference)?))
        });
        let ratio = paired_ratio(&pairs.collect::<Vec<_>>());
        let gradients = worst(&ok, |agreement| &agreement.gradients);
        let parameters = worst(&ok, |agreement| &agreement.parameters_after_epoch_1);
        let agreements = ok.iter().filter_map(|record| record.agreement.as_ref());
        let same: Vec<_> = agreements.filter_map(|it| it.same_predictions).collect();
        Some(Self {
            outcome: match problem {
                Some(record) if ok.is_empty() => short(&record.outcome).to_owned(),
                _ => short(&Outcome::Ok).to_owned(),
            },
            reason: problem.and_then(|record| record.outcome.problem()),
            repetitions: group.len(),
            repetitions_ok: ok.len(),
            test_accuracy_mean_percent: accuracy.map(|(mean, _)| mean),
            test_accuracy_deviation_percent: accuracy.and_then(|(_, deviation)| deviation),
            train_loss_last_epoch: losses.last().copied(),
            train_seconds_per_epoch_median: median(&train_seconds),
            train_images_per_second_median: median(&rates),
            time_ratio_median: ratio.map(|ratio| ratio.median),
            time_ratio_low: ratio.map(|ratio| ratio.low),
            time_ratio_high: ratio.map(|ratio| ratio.high),
            predict_seconds_median: median(&predict_seconds),
            peak_memory_bytes: ok.iter().filter_map(|it| it.peak_memory_bytes).max(),
            gradient_difference_min: gradients.first().copied(),
            gradient_difference_max: gradients.last().copied(),
            parameter_difference_min: parameters.first().copied(),
            parameter_difference_max: parameters.last().copied(),
            same_predictions_min: same.iter().min().copied(),
            same_predictions_max: same.iter().max().copied(),
            losses,
            train_seconds,
            predict_seconds,
            ..Self::identity(first)
        })
    }

    /// What contender and work are, without any result.
    fn identity(record: &Record) -> Self {
        let (contender, workload) = (&record.contender, &record.workload);
        let provenance = record.provenance.clone();
        Self {
            dataset: workload.dataset.clone(),
            setting: workload.setting.clone(),
            contender: contender.id.clone(),
            framework: contender.framework.clone(),
            backend: contender.backend.clone(),
            device: contender.device.clone(),
            model: workload.model.widths(),
            parameters: workload.model.parameter_count(),
            epochs: workload.training.epochs,
            batch: workload.training.batch,
            k: workload.knn.k,
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

    /// The accuracy on each change of the test images, where they were classified changed: costs are
    /// of no change.
    pub fn variants(group: &[&Record]) -> Vec<Self> {
        let Some(first) = group.first() else {
            return Vec::new();
        };
        let summary = |name: &String| {
            let score = |record: &&Record| record.quality.variants.get(name)?.accuracy();
            let accuracies: Vec<f64> = group.iter().filter_map(score).collect();
            let accuracy = mean_and_deviation(&accuracies);
            Self {
                variant: Some(name.clone()),
                outcome: short(&Outcome::Ok).to_owned(),
                repetitions: group.len(),
                repetitions_ok: accuracies.len(),
                test_accuracy_mean_percent: accuracy.map(|(mean, _)| mean),
                test_accuracy_deviation_percent: accuracy.and_then(|(_, deviation)| deviation),
                ..Self::identity(first)
            }
        };
        first.quality.variants.keys().map(summary).collect()
    }
}

/// What `of_one` finds in every record.
fn samples<'a, I: IntoIterator<Item = f64>>(
    records: &[&'a Record],
    of_one: impl Fn(&'a Record) -> I,
) -> Vec<f64> {
    records.iter().flat_map(|record| of_one(record)).collect()
}

/// The mean over the repetitions of each epoch's loss.
fn losses(records: &[&Record]) -> Vec<f64> {
    let epochs = records.iter().map(|record| record.quality.epochs.len());
    let mean = |epoch: usize| {
        let loss = |record: &Record| Some(record.quality.epochs.get(epoch)?.train_loss);
        mean_and_deviation(&samples(records, loss)).map(|(mean, _)| mean)
    };
    (0..epochs.max().unwrap_or(0)).filter_map(mean).collect()
}

/// Training altogether.
fn training(record: &Record) -> Option<f64> {
    let samples = record.train_seconds();
    (!samples.is_empty()).then(|| samples.iter().sum())
}

/// The reference's record of the same repetition of the same run.
fn reference_of<'a>(record: &Record, all: &'a [Record]) -> Option<&'a Record> {
    all.iter().find(|other| {
        other.contender.id == REFERENCE
            && other.outcome == Outcome::Ok
            && other.workload.setting == record.workload.setting
            && other.workload.repetition == record.workload.repetition
            && other.provenance.started == record.provenance.started
    })
}

/// The largest relative difference of any tensor in each repetition, the smallest first.
fn worst(records: &[&Record], tensors: fn(&Agreement) -> &Vec<TensorAgreement>) -> Vec<f64> {
    let agreements = records.iter().filter_map(|it| it.agreement.as_ref());
    let worst = agreements.filter_map(|agreement| agreement::worst(tensors(agreement)));
    let mut worst: Vec<f64> = worst.map(|tensor| tensor.relative).collect();
    worst.sort_by(f64::total_cmp);
    worst
}
