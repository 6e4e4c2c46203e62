//! Where the numbers come from, in a line.

use super::{Summary, cells::or_nothing};

/// Machine, versions, revision and date, for whoever quotes the table.
pub(crate) fn origin(summaries: &[Summary]) -> Option<String> {
    let first = summaries.first()?;
    let mut frameworks: Vec<&str> = Vec::new();
    for summary in summaries {
        let framework = summary.framework.as_str();
        if !framework.is_empty() && !frameworks.contains(&framework) {
            frameworks.push(framework);
        }
    }
    let revision = first.revision.as_deref().unwrap_or("unknown");
    Some(format!(
        "{}, {}, {} threads of {}; {}; {}; revision {}{}; {}",
        first.cpu.as_deref().unwrap_or("unknown processor"),
        first.os,
        first.threads,
        or_nothing(first.processors, |count| count.to_string()),
        frameworks.join(", "),
        first.rustc,
        revision.get(..10).unwrap_or(revision),
        if first.revision_changed { " with changes" } else { "" },
        first.started.get(..10).unwrap_or(&first.started),
    ))
}
