//! Plain numbers, for spreadsheets and programs.

use serde::Serialize;

use super::{Summary, groups, works};
use crate::{HarnessError, Result, record::Record};

/// A row per contender, setting and change of the test images, in the order of the file.
pub fn summaries(records: &[Record]) -> Vec<Summary> {
    let works = works(records).into_iter();
    let rows = |work| {
        let variants = groups(work).into_iter().flat_map(|group| Summary::variants(&group));
        of_work(work).into_iter().chain(variants.collect::<Vec<_>>())
    };
    works.flat_map(rows).collect()
}

/// A row per contender and setting.
pub(crate) fn of_work(work: &[Record]) -> Vec<Summary> {
    let groups = groups(work).into_iter();
    groups.filter_map(|group| Summary::of(&group, work)).collect()
}

/// Comma-separated values: the names of the columns, then the rows; what is missing is empty.
pub(crate) fn csv<R: Serialize>(rows: impl IntoIterator<Item = R>) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut rows = rows.into_iter();
    let failed = |error: csv::Error| HarnessError::file("write", "standard output")(error);
    rows.try_for_each(|row| writer.serialize(row)).map_err(failed)?;
    let bytes = writer.into_inner();
    let bytes = bytes.map_err(HarnessError::file("write", "standard output"))?;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

/// A JSON array of objects; what is missing is null.
pub(crate) fn json<R: Serialize>(rows: &[R]) -> Result<String> {
    serde_json::to_string_pretty(rows).map_err(HarnessError::file("write", "standard output"))
}
