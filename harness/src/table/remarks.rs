//! What stands below the table.

use super::{
    cells::{limited_to, or_nothing, with_thousands},
    groups,
};
use crate::{record::Record, registry::REFERENCE};

/// What a reader must know to read the table rightly.
pub(crate) fn remarks(records: &[Record]) -> Vec<String> {
    let mut remarks = Vec::new();
    for records in groups(records) {
        let first = records[0];
        let id = first.workload.title(&first.contender.id);
        let limited = records.iter().find_map(|record| {
            let all = record.workload.test_rows;
            limited_to(record).map(|asked| (with_thousands(asked), with_thousands(all)))
        });
        if let Some((asked, all)) = limited {
            remarks.push(format!(
                "{id}: accuracy and prediction time are for {asked} of the {all} test images, \
                 taken at even distances (--knn-queries)"
            ));
        }
        let problems: Vec<_> = records
            .iter()
            .filter_map(|record| record.outcome.problem())
            .collect();
        if let Some(first) = problems.first() {
            let times = match records.len() {
                1 => String::new(),
                cells => format!(" in {} of {cells} repetitions", problems.len()),
            };
            remarks.push(format!("{id}: {first}{times}"));
        }
        let compared = records
            .iter()
            .filter_map(|record| record.agreement.as_ref());
        if let Some(problem) = compared
            .filter_map(|agreement| agreement.problem.as_ref())
            .next()
        {
            remarks.push(format!("{id}: not compared with {REFERENCE}: {problem}"));
        }
    }
    remarks.push(
        "Times are medians; time vs scratch is the median (lowest–highest) of ratios within a \
         repetition.\n\
         Δ: largest ‖difference‖ / ‖scratch‖ over all tensors: gradients of the first batch, \
         parameters after epoch 1."
            .to_owned(),
    );
    remarks.extend(records.first().map(|first| origin(first, records)));
    remarks
}

/// Machine, versions and date, for whoever quotes the table.
fn origin(first: &Record, records: &[Record]) -> String {
    let provenance = &first.provenance;
    let mut frameworks: Vec<&str> = Vec::new();
    for record in records {
        let framework = record.contender.framework.as_str();
        if !framework.is_empty() && !frameworks.contains(&framework) {
            frameworks.push(framework);
        }
    }
    let revision = provenance.git_revision.as_deref().unwrap_or("unknown");
    format!(
        "{}, {}, {} threads of {}; {}; {}; revision {}{}; {}",
        provenance.cpu.as_deref().unwrap_or("unknown processor"),
        provenance.os,
        first.workload.threads,
        or_nothing(provenance.processors, |count| count.to_string()),
        frameworks.join(", "),
        provenance.rustc,
        revision.get(..10).unwrap_or(revision),
        if provenance.git_dirty {
            " with changes"
        } else {
            ""
        },
        provenance.started.get(..10).unwrap_or(&provenance.started),
    )
}
