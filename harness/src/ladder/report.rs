//! The cases, for people and for programs.

use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};

use super::{Case, Verdict};

/// A line per case, and the sum.
pub fn table(cases: &[Case]) -> String {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_header([
        "rung",
        "piece",
        "contender",
        "worst tensor",
        "max abs",
        "relative",
        "1 − cosine",
        "tolerance",
        "verdict",
    ]);
    table.add_rows(cases.iter().map(row));
    for column in table.column_iter_mut().skip(4).take(4) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!(
        "{table}\n\n\
         Rung 1: the hand-written backward in f64 against differences of the loss. Rung 2: loss and \
         gradients of a batch in f32. Rung 3: parameters after 1, 10 and 100 steps. Rung 4: whole \
         runs. Rung 5: all that, computed on a GPU{}.\n\
         relative: ‖difference‖ / ‖reference‖; of predictions, the share that differs. \
         Tolerances:\n{}\n{}",
        if cases.iter().any(|case| case.rung == 5) { "" } else { "; here nobody did" },
        reasons(cases).join("\n"),
        sum(cases)
    )
}

fn sum(cases: &[Case]) -> String {
    let count = |verdict| cases.iter().filter(|case| case.verdict == verdict).count();
    let skipped = match count(Verdict::Skipped) {
        0 => String::new(),
        skipped => format!(" {skipped} skipped."),
    };
    match count(Verdict::Disagrees) {
        0 => format!("All {} cases agree.{skipped}", count(Verdict::Agrees)),
        disagree => format!("{disagree} of {} cases disagree.{skipped}", cases.len()),
    }
}

fn row(case: &Case) -> [String; 9] {
    let number =
        |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.0e}"));
    let worst = case.worst.as_ref();
    [
        case.rung.to_string(),
        case.piece.clone(),
        case.contender.clone(),
        worst.map_or("–".to_owned(), |worst| worst.tensor.clone()),
        number(worst.and_then(|worst| worst.max_abs)),
        number(worst.map(|worst| worst.relative)),
        // The cosine itself would be 1 to the last digit shown.
        number(worst.and_then(|worst| worst.cosine).map(|cosine| (1.0 - cosine).max(0.0))),
        number(Some(case.tolerance)),
        match (case.verdict, &case.problem) {
            (Verdict::Agrees, _) => "agrees".to_owned(),
            (Verdict::Disagrees, None) => "DISAGREES".to_owned(),
            (Verdict::Disagrees, Some(problem)) => format!("DISAGREES: {problem}"),
            (Verdict::Skipped, problem) => format!("skipped: {}", problem.as_deref().unwrap_or("")),
        },
    ]
}

/// Each tolerance once, with its reason.
fn reasons(cases: &[Case]) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for case in cases.iter().filter(|case| case.verdict != Verdict::Skipped) {
        let reason = format!("  rung {}, {:.0e}: {}", case.rung, case.tolerance, case.reason);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// The case as one JSON object.
pub fn json(case: &Case) -> String {
    // Serialising to a string can only fail for maps with odd keys, and there are none.
    serde_json::to_string(case).unwrap_or_default()
}
