//! `crosscheck mistakes`: misclassified test rows, and those on which contenders disagree.

use std::path::Path;

use report::{
    misclassified,
    terminal::{self, Screen},
};

use super::read;
use crate::{HarnessError, Result};

/// Prints the mistakes of these contenders, or of all, in every repetition of a result file; at most
/// `limit` rows of each list.
///
/// # Errors
/// A file that is not a result file, a contender that is not in it.
pub fn mistakes(path: &Path, contenders: &[String], limit: usize) -> Result<()> {
    let mut records = read(path)?;
    let mut ids: Vec<&str> = records.iter().map(|record| record.contender.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    if let Some(missing) = contenders.iter().find(|id| !ids.contains(&id.as_str())) {
        return Err(HarnessError::Usage(format!(
            "{} has no contender {missing:?}: it has {}",
            path.display(),
            ids.join(", ")
        )));
    }
    records.retain(|record| contenders.is_empty() || contenders.contains(&record.contender.id));
    terminal::say(&misclassified::text(&records, limit, Screen::of_stdout()));
    Ok(())
}
