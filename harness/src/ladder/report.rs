//! The cases, for people and for programs.

use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};

use super::Case;

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
    let disagree = cases.iter().filter(|case| !case.agrees).count();
    let sum = match disagree {
        0 => format!("All {} cases agree.", cases.len()),
        _ => format!("{disagree} of {} cases disagree.", cases.len()),
    };
    format!(
        "{table}\n\n\
         Rung 1: the hand-written backward in f64 against central differences. Rung 2: gradients in \
         f32 against scratch. Rung 3: parameters after 1, 10 and 100 steps against scratch.\n\
         relative: ‖difference‖ / ‖reference‖. Tolerances:\n{}\n{sum}",
        reasons(cases).join("\n")
    )
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
        number(worst.map(|worst| worst.max_abs)),
        number(worst.map(|worst| worst.relative)),
        // The cosine itself would be 1 to the last digit shown.
        number(worst.map(|worst| (1.0 - worst.cosine).max(0.0))),
        number(Some(case.tolerance)),
        match (&case.problem, case.agrees) {
            (Some(problem), _) => format!("not compared: {problem}"),
            (None, true) => "agrees".to_owned(),
            (None, false) => "DISAGREES".to_owned(),
        },
    ]
}

/// Each tolerance once, with its reason.
fn reasons(cases: &[Case]) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for case in cases {
        let reason = format!(
            "  rung {}, {:.0e}: {}",
            case.rung, case.tolerance, case.reason
        );
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
