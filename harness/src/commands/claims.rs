//! The claim of an experiment, checked against its records.

use records::{Check, Claim, Record};

use crate::{HarnessError, Result};

/// Errors unless every claim that was checked holds.
///
/// # Errors
/// [`HarnessError::ClaimFails`].
pub fn all_hold(checks: &[Check]) -> Result<()> {
    let count = |check: Check| checks.iter().filter(|&&other| other == check).count();
    match count(Check::Fails) {
        0 => Ok(()),
        failed => Err(HarnessError::ClaimFails { failed, checked: failed + count(Check::Holds) }),
    }
}

/// The claim, and a line for each contender that was checked; `None` if none was.
pub fn text(claim: &Claim, records: &[Record]) -> Option<String> {
    let mut contenders: Vec<(&str, Vec<Check>)> = Vec::new();
    for record in records {
        let (id, check) = (record.contender.id.as_str(), claim.check(record));
        match contenders.iter_mut().find(|(known, _)| *known == id) {
            _ if check == Check::NotMeasured => {}
            Some((_, checks)) => checks.push(check),
            None => contenders.push((id, vec![check])),
        }
    }
    let lines = contenders.iter().map(|(id, checks)| {
        match checks.iter().filter(|&&check| check == Check::Fails).count() {
            0 => format!("\n  {id}: holds"),
            failed => {
                format!("\n  {id}: DOES NOT HOLD in {failed} of {} repetitions", checks.len())
            }
        }
    });
    (!contenders.is_empty()).then(|| format!("Claim: {}{}", claim.text, lines.collect::<String>()))
}
