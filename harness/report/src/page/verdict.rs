//! The result in sentences: the fastest, the most accurate, and whether the gradients agree.

use records::{
    Comparison, Identity, REFERENCE, Repetitions, TensorAgreement,
    agreement::{by_size, worst},
    gradient_tolerance,
};

use crate::{or_none, seconds};

/// The sentences that the data allow.
pub(super) fn sentences(comparison: &Comparison<'_>) -> Vec<String> {
    let parts = [
        fastest(comparison),
        most_accurate(comparison),
        agreement(comparison),
        missing(comparison),
    ];
    parts.into_iter().flatten().collect()
}

/// `scratch trains fastest: 0.11 s an epoch, 2.45 (2.40–2.47) times as fast as burn-flex, the next.`
fn fastest(comparison: &Comparison<'_>) -> Option<String> {
    let epoch = |contender: &Repetitions<'_>| contender.summary.train_seconds_per_epoch_median;
    let mut trained: Vec<_> =
        comparison.answered().filter(|contender| epoch(contender).is_some()).collect();
    trained.sort_by(|a, b| {
        let time = |contender| epoch(contender).unwrap_or(f64::INFINITY);
        time(a).total_cmp(&time(b))
    });
    let (first, rest) = trained.split_first()?;
    let own = or_none(epoch(first), seconds);
    let Some(next) = rest.first() else {
        return Some(format!("{} trains an epoch in {own}.", first.id));
    };
    let ratio = next.time_ratio(first)?;
    Some(if ratio.low > 1.0 {
        format!(
            "{} trains fastest: {own} an epoch, {} times as fast as {}, the next.",
            first.id,
            ratio.brief(),
            next.id
        )
    } else {
        format!(
            "{} trains an epoch in {own}; {} is not measurably slower ({} times its time).",
            first.id,
            next.id,
            ratio.brief()
        )
    })
}

/// Names several contenders if the spread over the repetitions does not separate them.
fn most_accurate(comparison: &Comparison<'_>) -> Option<String> {
    let accuracy = |contender: &Repetitions<'_>| contender.summary.test_accuracy_mean_percent;
    let is_ranked = |contender: &&Repetitions<'_>| {
        accuracy(contender).is_some() && contender.summary.limited_to().is_none()
    };
    let mut ranked: Vec<_> = comparison.answered().filter(is_ranked).collect();
    ranked.sort_by(|a, b| {
        let mean = |contender| accuracy(contender).unwrap_or(0.0);
        mean(b).total_cmp(&mean(a))
    });
    let first = ranked.first()?;
    let (mean, deviation) = (accuracy(first)?, first.summary.test_accuracy_deviation_percent);
    let shown = |contender: &Repetitions<'_>| {
        or_none(accuracy(contender), |percent| format!("{percent:.2} %"))
    };
    let tied = ranked.iter().take_while(|contender| shown(contender) == shown(first)).count();
    let (best, rest) = ranked.split_at(tied);
    let value = match (best, deviation) {
        ([_], Some(deviation)) => format!("{mean:.2} ± {deviation:.2} %"),
        _ => shown(first),
    };
    if ranked.len() == 1 {
        return Some(format!("{} classifies {value} of the test examples correctly.", first.id));
    }
    let own = format!("{} most accurate: {value}", subject(best));
    let Some(next) = rest.first() else { return Some(format!("{own}.")) };
    let is_within = |contender: &&&Repetitions<'_>| {
        accuracy(contender).zip(deviation).is_some_and(|(other, spread)| mean - other <= spread)
    };
    let close: Vec<&Repetitions<'_>> = rest.iter().filter(is_within).copied().collect();
    let one_repetition =
        if deviation.is_none() { " (one repetition: its spread is unknown)" } else { "" };
    Some(match &close[..] {
        [] => format!("{own}, followed by {} with {}{one_repetition}.", next.id, shown(next)),
        close => format!("{own}, but {} within the spread of the repetitions.", subject(close)),
    })
}

/// `scratch is`, `scratch and knn are`.
fn subject(contenders: &[&Repetitions<'_>]) -> String {
    let ids: Vec<&str> = contenders.iter().map(|contender| contender.id).collect();
    format!("{} {}", listed(&ids), if ids.len() == 1 { "is" } else { "are" })
}

/// `a`, `a and b`, `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [several @ .., last] => format!("{} and {last}", several.join(", ")),
    }
}

/// The largest difference of any gradient from the reference's, relative to its tolerance.
fn agreement(comparison: &Comparison<'_>) -> Option<String> {
    let records = comparison.answered().flat_map(|contender| &contender.ok);
    let compared = records.filter_map(|record| {
        let tensor = worst(&record.agreement.as_ref()?.gradients)?;
        Some((&record.contender, tensor))
    });
    let fraction = |(contender, tensor): &(&Identity, &TensorAgreement)| {
        tensor.relative / gradient_tolerance(contender)
    };
    let (contender, tensor) = compared.max_by(|a, b| by_size(fraction(a), fraction(b)))?;
    let (id, name) = (&contender.id, &tensor.tensor);
    let (difference, tolerance) = (tensor.relative, gradient_tolerance(contender));
    Some(if difference <= tolerance {
        format!(
            "The gradients agree: none differs from {REFERENCE}'s by more than {difference:.0e} \
             relative ({id}, {name}; tolerance {tolerance:.0e})."
        )
    } else {
        format!(
            "The gradients do not agree: {id}'s {name} differs from {REFERENCE}'s by \
             {difference:.0e} relative, above the tolerance of {tolerance:.0e}."
        )
    })
}

/// The contenders without a result.
fn missing(comparison: &Comparison<'_>) -> Option<String> {
    let missing = comparison.contenders.iter().filter(|contender| contender.ok.is_empty());
    let ids: Vec<&str> = missing.map(|contender| contender.id).collect();
    (!ids.is_empty())
        .then(|| format!("No result from {}: see the reasons below the ranking.", ids.join(", ")))
}
