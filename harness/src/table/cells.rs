//! Numbers, as they stand in the cells of a table.

use crate::supervisor::Outcome;

/// Shown where there is nothing to show.
pub(crate) const NOTHING: &str = "–";

/// An outcome in a word or two.
pub(crate) fn short(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Ok => "ok",
        Outcome::Skipped { .. } => "skipped",
        Outcome::Failed { .. } => "failed",
        Outcome::Diverged { .. } => "diverged",
        Outcome::TimedOut { .. } => "timed out",
    }
}

pub(crate) fn or_nothing<T>(value: Option<T>, show: impl Fn(T) -> String) -> String {
    value.map_or_else(|| NOTHING.to_owned(), show)
}

/// `10,000`.
pub(crate) fn with_thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// Three significant digits, roughly.
pub fn seconds(seconds: f64) -> String {
    match seconds {
        ..1e-6 => format!("{:.1} ns", seconds * 1e9),
        ..1e-3 => format!("{:.1} µs", seconds * 1e6),
        ..0.1 => format!("{:.1} ms", seconds * 1e3),
        ..10.0 => format!("{seconds:.2} s"),
        _ => format!("{seconds:.1} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_told_in_a_unit_that_fits() {
        let told = [4.6e-8, 0.000_016_3, 0.0157, 0.57, 6.984, 47.44].map(seconds);
        let expected = [
            "46.0 ns", "16.3 µs", "15.7 ms", "0.57 s", "6.98 s", "47.4 s",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn thousands_are_parted_by_commas() {
        let told = [0, 999, 1000, 1_234_567].map(with_thousands);
        assert_eq!(told, ["0", "999", "1,000", "1,234,567"]);
    }
}
