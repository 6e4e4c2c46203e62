//! Findings for people and for programs.

use report::{Cell, Emphasis, NONE, Table, or_none, terminal::Screen};

use super::{Finding, Verdict, Worst};

const HEADER: [&str; 10] = [
    "level",
    "case",
    "contender",
    "worst tensor",
    "max abs",
    "relative",
    "norm ratio",
    "1 − cosine",
    "tolerance",
    "verdict",
];

/// A row per finding, the tolerances with their reasons, and the total; of an interrupted comparison
/// the total is not that of all cases.
pub fn text(findings: &[Finding], is_complete: bool) -> String {
    let screen = Screen::of_stdout();
    let table = Table { keys: 3, ..Table::new(HEADER, 4) }.with_rows(findings.iter().map(row));
    let on_gpu = findings.iter().any(|finding| finding.level == 5);
    let gpu = if on_gpu { "" } else { "; none here" };
    let legend = format!(
        "Level 1: the hand-written backward in f64 against differences of the loss. Level 2: loss, \
         gradients and classes of a batch in f32. Level 3: parameters after 1, 10 and 100 steps. Level 4: whole \
         runs. Level 5: all of them on a GPU{gpu}.\n\
         relative: ‖difference‖ / ‖reference‖; for predictions, the fraction that differs. norm ratio: \
         ‖contender‖ / ‖reference‖. Tolerances:\n{}\n{}",
        reasons(findings).join("\n"),
        total(findings, is_complete)
    );
    format!("{}\n\n{}", table.text(screen), screen.wrap(&legend))
}

fn total(findings: &[Finding], is_complete: bool) -> String {
    let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    let skipped = match count(Verdict::Skipped) {
        0 => String::new(),
        skipped => format!(" {skipped} skipped."),
    };
    let (agree, disagree) = (count(Verdict::Agrees), count(Verdict::Disagrees));
    match (agree, disagree) {
        (0, 0) => format!("No case was compared.{skipped}"),
        (agree, 0) if is_complete => format!("All {agree} cases agree.{skipped}"),
        (agree, 0) => format!("Incomplete: {agree} cases agree so far.{skipped}"),
        (agree, disagree) => format!("{disagree} of {} cases disagree.{skipped}", agree + disagree),
    }
}

fn row(finding: &Finding) -> Vec<Cell> {
    let worst = finding.worst.as_ref();
    let number = |value: fn(&Worst) -> Option<f64>| {
        or_none(worst.and_then(value), |number| format!("{number:.2e}"))
    };
    let norm_ratio =
        or_none(worst.and_then(|worst| worst.norm_ratio), |ratio| format!("{ratio:.3}"));
    vec![
        finding.level.to_string().into(),
        finding.case.as_str().into(),
        finding.contender.as_str().into(),
        worst.map_or(NONE, |worst| &worst.tensor).into(),
        number(|worst| worst.max_abs).into(),
        number(|worst| Some(worst.relative)).into(),
        norm_ratio.into(),
        // The cosine itself would be 1 to the last digit shown.
        number(|worst| worst.cosine.map(|cosine| (1.0 - cosine).max(0.0))).into(),
        format!("{:.0e}", finding.tolerance).into(),
        verdict(finding),
    ]
}

fn verdict(finding: &Finding) -> Cell {
    let problem = finding.problem.as_deref().unwrap_or_default();
    match finding.verdict {
        Verdict::Agrees => "agrees".into(),
        Verdict::Skipped => {
            Cell::from(format!("skipped: {problem}")).with_emphasis(Emphasis::Skipped)
        }
        Verdict::Disagrees => {
            let reason = if problem.is_empty() { "" } else { ": " };
            Cell::from(format!("DISAGREES{reason}{problem}")).with_emphasis(Emphasis::Failed)
        }
    }
}

/// Each tolerance once, with its reason.
fn reasons(findings: &[Finding]) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.verdict != Verdict::Skipped) {
        let Finding { level, tolerance, reason, .. } = finding;
        let line = format!("  level {level}, {tolerance:.0e}: {reason}");
        if !reasons.contains(&line) {
            reasons.push(line);
        }
    }
    reasons
}

/// The finding as a JSON object.
pub fn json(finding: &Finding) -> String {
    // Serialisation to a string fails for maps without text keys alone; there are none.
    serde_json::to_string(finding).unwrap_or_default()
}
