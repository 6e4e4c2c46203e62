//! What the numbers say, in three sentences: who is fastest, who is most accurate, and whether the
//! gradients agree.

use crate::{
    agreement::{TensorAgreement, worst},
    ladder::gradient_tolerance,
    record::Identity,
    registry::REFERENCE,
    statistics::Ratio,
    table::{or_nothing, seconds},
};

use super::{comparison::Comparison, contender::Contender};

/// The sentences that the data allow.
pub(super) fn sentences(comparison: &Comparison<'_>) -> Vec<String> {
    let parts = [fastest(comparison), most_accurate(comparison), agreement(comparison)];
    let mut sentences: Vec<String> = parts.into_iter().flatten().collect();
    sentences.extend(missing(comparison));
    sentences
}

/// `scratch trains fastest: 0.11 s an epoch, 2.45 (2.40–2.47) times as fast as burn-flex, the next.`
fn fastest(comparison: &Comparison<'_>) -> Option<String> {
    let mut trained: Vec<_> = comparison.answered().collect();
    trained.retain(|it| it.epoch_seconds().is_some());
    trained.sort_by(|a, b| f64::total_cmp(&time(a), &time(b)));
    let (first, rest) = trained.split_first()?;
    let own = or_nothing(first.epoch_seconds(), seconds);
    let Some(next) = rest.first() else {
        return Some(format!("{} trains an epoch in {own}.", first.id));
    };
    let ratio = next.time_over(first)?;
    Some(match ratio.low > 1.0 {
        true => format!(
            "{} trains fastest: {own} an epoch, {} times as fast as {}, the next.",
            first.id,
            interval(ratio),
            next.id
        ),
        false => format!(
            "{} trains an epoch in {own}; {} is not measurably slower ({} times its time).",
            first.id,
            next.id,
            interval(ratio)
        ),
    })
}

fn time(contender: &Contender<'_>) -> f64 {
    contender.epoch_seconds().unwrap_or(f64::INFINITY)
}

/// `2.45 (2.40–2.47)`, or `2.45` of a single pair.
fn interval(ratio: Ratio) -> String {
    match ratio.high > ratio.low {
        true => ratio.to_string(),
        false => format!("{:.2}", ratio.median),
    }
}

/// Names more than one where the spread over repetitions does not tell them apart.
fn most_accurate(comparison: &Comparison<'_>) -> Option<String> {
    let accuracy = |it: &Contender<'_>| it.accuracy().map_or(0.0, |(mean, _)| mean);
    let mut ranked: Vec<_> = comparison.answered().collect();
    ranked.retain(|it| it.accuracy().is_some() && it.classified_all());
    ranked.sort_by(|a, b| accuracy(b).total_cmp(&accuracy(a)));
    let (first, rest) = ranked.split_first()?;
    let (mean, deviation) = first.accuracy()?;
    let spread = deviation.map_or(String::new(), |deviation| format!(" ± {deviation:.2}"));
    let own = format!("{} is most accurate: {mean:.2}{spread} %", first.id);
    let within = |it: &&&Contender<'_>| mean - accuracy(it) <= deviation.unwrap_or(0.0);
    let equals: Vec<&str> = rest.iter().filter(within).map(|it| it.id).collect();
    Some(match (&equals[..], rest) {
        ([], []) => format!("{} recognises {mean:.2}{spread} % of the test examples.", first.id),
        ([], [next, ..]) => format!("{own}, before {} with {:.2} %.", next.id, accuracy(next)),
        (equals, _) => format!(
            "{own}, but {} within the spread of the repetitions.",
            match equals {
                [] => String::new(),
                [one] => format!("{one} is"),
                [several @ .., last] => format!("{} and {last} are", several.join(", ")),
            }
        ),
    })
}

/// The largest difference of any gradient from the reference's.
fn agreement(comparison: &Comparison<'_>) -> Option<String> {
    let records = comparison.answered().flat_map(|contender| &contender.ok);
    let compared = records.filter_map(|record| {
        let tensor = worst(&record.agreement.as_ref()?.gradients)?;
        Some((&record.contender, tensor))
    });
    let share =
        |(who, tensor): &(&Identity, &TensorAgreement)| tensor.relative / gradient_tolerance(who);
    let (who, tensor) = compared.max_by(|a, b| share(a).total_cmp(&share(b)))?;
    let (id, name) = (&who.id, &tensor.tensor);
    let (difference, allowed) = (tensor.relative, gradient_tolerance(who));
    Some(match difference <= allowed {
        true => format!(
            "The gradients agree: none differs from {REFERENCE}'s by more than {difference:.0e} \
             relative ({id}, {name}; allowed {allowed:.0e})."
        ),
        false => format!(
            "The gradients do not agree: {id}'s {name} differs from {REFERENCE}'s by \
             {difference:.0e} relative, where {allowed:.0e} is allowed."
        ),
    })
}

/// Who gave no answer.
fn missing(comparison: &Comparison<'_>) -> Option<String> {
    let missing = comparison.contenders.iter().filter(|it| it.ok.is_empty());
    let missing: Vec<&str> = missing.map(|it| it.id).collect();
    (!missing.is_empty()).then(|| {
        let ids = missing.join(", ");
        format!("No answer came from {ids}: the reasons stand below the ranking.")
    })
}
