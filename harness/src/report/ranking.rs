//! The ranking: a row per contender, the best of each column marked.

use crate::{
    agreement::worst,
    record::Agreement,
    table::{NOTHING, or_nothing, seconds, short, with_thousands},
};

use super::{
    comparison::Comparison,
    contender::Contender,
    table::{Cell, Table},
};

const HEADER: [&str; 9] = [
    "contender",
    "device",
    "test accuracy",
    "an epoch",
    "images/s",
    "time vs scratch",
    "classify the test set",
    "peak memory",
    "gradients differ by",
];

/// A row per contender.
pub(super) fn table(comparison: &Comparison<'_>) -> Table {
    let contenders = &comparison.contenders;
    let reference = contenders.iter().find(|it| it.is_reference());
    let mut table = Table::of(
        HEADER,
        contenders.iter().map(|it| row(it, reference, comparison)),
    );
    mark(&mut table, 2, contenders, |it| Some(-it.accuracy()?.0));
    for column in [3, 4, 5] {
        mark(&mut table, column, contenders, |it| it.epoch_seconds());
    }
    mark(&mut table, 6, contenders, |it| it.predict_seconds());
    mark(&mut table, 7, contenders, |it| {
        Some(it.peak_memory()? as f64)
    });
    table
}

/// Why some gave no answer, or answered for some test examples only.
pub(super) fn remarks(comparison: &Comparison<'_>) -> Vec<String> {
    let remark = |contender: &Contender<'_>| {
        let problem = contender.problem();
        let missing = contender.records.len() - contender.ok.len();
        let problem = problem.map(|problem| match contender.records.len() {
            1 => format!("{}: {problem}", contender.id),
            all => format!(
                "{}: {problem} (in {missing} of {all} repetitions)",
                contender.id
            ),
        });
        let limited = contender
            .ok
            .iter()
            .find(|record| record.quality.total < record.workload.test_rows);
        let limited = limited.map(|record| {
            format!(
                "{} was asked for {} of the {} test examples, taken at even distances; its time is scaled up to all.",
                contender.id,
                with_thousands(record.quality.total),
                with_thousands(record.workload.test_rows)
            )
        });
        [problem, limited]
    };
    let remarks = comparison.contenders.iter().flat_map(remark);
    remarks.flatten().collect()
}

fn row(
    contender: &Contender<'_>,
    reference: Option<&Contender<'_>>,
    comparison: &Comparison<'_>,
) -> Vec<String> {
    let first = contender.records.first();
    let accuracy = match (contender.accuracy(), first) {
        (Some((mean, Some(deviation))), _) => format!("{mean:.2} ± {deviation:.2} %"),
        (Some((mean, None)), _) => format!("{mean:.2} %"),
        (None, record) => or_nothing(record, |record| short(&record.outcome).to_owned()),
    };
    let epoch = contender.epoch_seconds();
    let rate = epoch.map(|seconds| comparison.workload.train_rows as f64 / seconds);
    let ratio = reference.and_then(|reference| contender.time_over(reference));
    vec![
        contender.id.to_owned(),
        first.map_or(String::new(), |record| record.contender.device.clone()),
        accuracy,
        or_nothing(epoch, seconds),
        or_nothing(rate, |rate| with_thousands(rate as usize)),
        or_nothing(ratio, |ratio| match ratio.high > ratio.low {
            true => ratio.to_string(),
            false => format!("{:.2}", ratio.median),
        }),
        or_nothing(contender.predict_seconds(), seconds),
        or_nothing(contender.peak_memory(), |bytes| {
            format!("{} MiB", bytes >> 20)
        }),
        gradients(contender),
    ]
}

/// The largest relative difference of any tensor in any repetition.
fn gradients(contender: &Contender<'_>) -> String {
    if contender.is_reference() {
        return "reference".to_owned();
    }
    let largest = |agreement: &Agreement| Some(worst(&agreement.gradients)?.relative);
    let all = contender.samples(|record| largest(record.agreement.as_ref()?));
    let largest = all.into_iter().reduce(f64::max);
    largest.map_or(NOTHING.to_owned(), |largest| format!("{largest:.0e}"))
}

/// Marks the cells of a column whose contender has the least of something, where two or more compete.
fn mark(
    table: &mut Table,
    column: usize,
    contenders: &[Contender<'_>],
    cost: impl Fn(&Contender<'_>) -> Option<f64>,
) {
    let costs: Vec<_> = contenders.iter().map(cost).collect();
    let competing = || costs.iter().flatten().copied();
    let least = competing().reduce(f64::min);
    let place = costs
        .iter()
        .position(|cost| cost.is_some() && *cost == least);
    let Some(place) = place.filter(|_| competing().count() > 1) else {
        return;
    };
    // Whoever shows the same is as good.
    let best = table.rows[place][column].text.clone();
    for (row, cost) in table.rows.iter_mut().zip(&costs) {
        let cell: &mut Cell = &mut row[column];
        cell.best = cost.is_some() && cell.text == best && best != NOTHING;
    }
}
