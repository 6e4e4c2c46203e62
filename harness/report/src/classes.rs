//! Remarks on classes that an accuracy does not show.

use records::{Comparison, Record, Repetitions};

/// A largest class of more than so many times its share of equal classes is remarked on.
const UNEVEN: f64 = 1.5;

/// `The largest class, 0, has 98.00 % of the test rows; balanced accuracy …: scratch 50.00 %`.
pub(crate) fn balanced_accuracies(comparison: &Comparison<'_>) -> Option<String> {
    let record = first(comparison)?;
    let sizes = record.quality.class_sizes();
    let (largest, size) = (0..).zip(&sizes).max_by_key(|(_, size)| **size)?;
    let fraction = *size as f64 / record.quality.total.max(1) as f64;
    if fraction * sizes.len() as f64 <= UNEVEN {
        return None;
    }
    let balanced = |contender: &Repetitions<'_>| {
        let percent = contender.summary.balanced_accuracy_mean_percent?;
        Some(format!("{} {percent:.2} %", contender.name()))
    };
    let balanced: Vec<String> = comparison.answered().filter_map(balanced).collect();
    Some(format!(
        "The largest class, {}, has {:.2} % of the test rows; balanced accuracy (mean recall of the \
         classes): {}",
        record.class_name(largest),
        100.0 * fraction,
        balanced.join(", ")
    ))
}

/// `No test row is of class c: its recall is unknown`.
pub(crate) fn untested(comparison: &Comparison<'_>) -> Option<String> {
    let record = first(comparison)?;
    let sizes = record.quality.class_sizes();
    let untested = (0..).zip(sizes).filter(|(_, size)| *size == 0);
    let names: Vec<String> = untested.map(|(class, _)| record.class_name(class)).collect();
    match &names[..] {
        [] => None,
        [name] => Some(format!("No test row is of class {name}: its recall is unknown")),
        names => {
            let names = names.join(", ");
            Some(format!("No test row is of the classes {names}: their recall is unknown"))
        }
    }
}

/// A record with the predictions of most test rows.
fn first<'a>(comparison: &Comparison<'a>) -> Option<&'a Record> {
    let records = comparison.answered().filter_map(|contender| contender.ok.first().copied());
    let with_predictions = records.filter(|record| !record.quality.confusion.is_empty());
    with_predictions.max_by_key(|record| record.quality.total)
}
