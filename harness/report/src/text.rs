//! The tables of a result file in every format.

use records::{Incomplete, Record, Study, Summary, studies};

use crate::{
    Format, Result, Table, curves,
    ranking::{Columns, ranking},
    remarks,
    terminal::Screen,
    title, variants,
};

/// The tables of records: one per study for people, one in all for programs.
///
/// # Errors
/// A number that the format cannot hold.
pub fn render(records: &[Record], format: Format, screen: Screen) -> Result<String> {
    let studies = studies(records);
    match format {
        Format::Csv => data(&studies)?.csv(),
        Format::Json => data(&studies)?.json(),
        Format::Markdown => {
            let tables: Vec<String> =
                studies.iter().map(|study| markdown(study, Columns::All)).collect();
            Ok([tables, incomplete(records)].concat().join("\n\n"))
        }
        Format::Text => {
            let tables = studies.iter().map(|study| text(study, screen));
            let tables = tables.chain([screen.wrap(remarks::LEGEND)]);
            let tables: Vec<String> = tables.chain(incomplete(records)).collect();
            Ok(tables.join("\n\n"))
        }
    }
}

/// A line for every run of which some cells have no record.
pub fn incomplete(records: &[Record]) -> Vec<String> {
    records::incomplete(records).iter().map(Incomplete::to_string).collect()
}

/// The summaries of all contenders, settings and changes of the test images, in the order of the
/// file.
///
/// # Errors
/// A number that a table cannot hold.
pub fn data(studies: &[Study<'_>]) -> Result<Table> {
    let mut rows: Vec<Summary> = Vec::new();
    for comparison in studies.iter().flat_map(|study| &study.comparisons) {
        let contenders = &comparison.contenders;
        rows.extend(contenders.iter().map(|contender| contender.summary.clone()));
        rows.extend(contenders.iter().flat_map(|contender| Summary::variants(&contender.records)));
    }
    Table::of_fields(rows)
}

fn text(study: &Study<'_>, screen: Screen) -> String {
    if study.base().is_none() {
        return curves::text(study, screen);
    }
    let table = ranking(study, Columns::WithCurves);
    let mut lines = vec![screen.wrap(&title(study))];
    lines.extend(command(study).map(|command| screen.wrap(&command)));
    lines.extend([String::new(), table.text(screen), String::new()]);
    let remarks = remarks::best(&table, study).into_iter().chain(remarks::remarks(study));
    lines.extend(remarks.chain(remarks::origin(study)).map(|remark| screen.wrap(&remark)));
    lines.extend(
        variants::table(study).map(|table| format!("\n{}", variants::text(&table, screen))),
    );
    lines.join("\n")
}

/// A study in Markdown: command and title, ranking, remarks, origin.
pub(crate) fn markdown(study: &Study<'_>, columns: Columns) -> String {
    let title = title(study);
    let mut lines = vec![match command(study) {
        Some(command) => format!("`{command}`: {title}."),
        None => format!("{title}."),
    }];
    lines.extend([String::new(), ranking(study, columns).markdown(), String::new()]);
    let remarks = remarks::remarks(study).into_iter().chain(remarks::origin(study));
    lines.extend(remarks.map(|remark| format!("- {remark}")));
    let screen = Screen::FILE;
    lines.extend(
        variants::table(study).map(|table| format!("\n{}", variants::text(&table, screen))),
    );
    lines.join("\n")
}

/// The command that was typed, as the records say; `None` for records of older versions.
fn command(study: &Study<'_>) -> Option<String> {
    let contender = study.comparisons.first()?.contenders.first()?;
    contender.records.first()?.provenance.typed()
}
