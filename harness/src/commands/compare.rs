//! `crosscheck compare`: all contenders on the same work.

use records::{Record, studies};
use report::{
    Format, confusion, page,
    terminal::{self, Screen},
};

use super::claims;
use crate::{
    HarnessError, Result,
    run::{self, ComparisonSpec, Session},
};

/// Runs the comparisons, prints one table of all and writes the page; with `with_confusion`, prints
/// the confusion matrix of every contender as well. The claim of the experiment is checked. After an
/// error or an interruption the finished cells are shown.
///
/// # Errors
/// Those of [`run::run`], [`run::all_ok`] and [`claims::all_hold`]; confusion matrices in a format
/// for programs.
pub fn compare(specs: &[ComparisonSpec], format: Format, with_confusion: bool) -> Result<()> {
    if with_confusion && !format.is_for_people() {
        return Err(HarnessError::Usage(
            "--confusion prints tables for people: use --format text or markdown with it"
                .to_owned(),
        ));
    }
    let Some(first) = specs.first() else { return Ok(()) };
    specs.iter().try_for_each(|spec| spec.experiment.check())?;
    let mut session = Session::begin(&first.out, specs.iter().map(ComparisonSpec::cells).sum())?;
    let (mut checks, mut verdicts) = (Vec::new(), Vec::new());
    let ran = specs.iter().try_for_each(|spec| {
        let before = session.records().len();
        let ran = run::run(spec, &mut session);
        if let Some(claim) = &spec.experiment.claim {
            let done = &session.records()[before..];
            checks.extend(done.iter().map(|record| claim.check(record)));
            verdicts.extend(claims::text(claim, done));
        }
        ran
    });
    let records = session.records();
    if !records.is_empty() {
        print(records, format)?;
        if with_confusion {
            print_confusion(records, format.screen());
        }
        for verdict in verdicts {
            terminal::note(&format!("\n{verdict}"));
        }
        finish(first)?;
    }
    ran?;
    run::all_ok(records)?;
    claims::all_hold(&checks)
}

/// Prints the tables of records.
///
/// # Errors
/// A number that the format cannot hold.
pub fn print(records: &[Record], format: Format) -> Result<()> {
    terminal::say(&report::render(records, format, format.screen())?);
    Ok(())
}

/// Prints the confusion matrix of every contender and setting.
pub fn print_confusion(records: &[Record], screen: Screen) {
    for comparison in studies(records).iter().flat_map(|study| &study.comparisons) {
        for record in confusion::readable(comparison) {
            terminal::say(&format!("\n{}", confusion::text(record, screen)));
        }
    }
}

/// Writes the page of a comparison's result file, and prints the paths of both.
///
/// # Errors
/// A result file that cannot be read, a page that cannot be written.
pub fn finish(spec: &ComparisonSpec) -> Result<()> {
    let out = &spec.out;
    terminal::note(&format!("Results: {}", out.display()));
    let page = page::write_beside(out, &spec.request())?;
    terminal::note(&format!("Report: {}", page.display()));
    Ok(())
}
