//! Numbers as text.

/// From this size on, or with more decimals than these, numbers have an exponent.
const LARGE: f64 = 1e7;
const MOST_DECIMALS: i32 = 5;

/// With commas between groups of three digits: `10,000`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// A duration in seconds, to about three significant digits in a fitting unit: `15.7 ms`.
pub fn seconds(seconds: f64) -> String {
    match seconds {
        ..1e-6 => format!("{:.1} ns", seconds * 1e9),
        ..1e-3 => format!("{:.1} µs", seconds * 1e6),
        ..0.1 => format!("{:.1} ms", seconds * 1e3),
        ..10.0 => format!("{seconds:.2} s"),
        _ => format!("{seconds:.1} s"),
    }
}

/// Three significant digits, or all digits before the point: `0.012`, `12.3`, `60,000`.
pub fn figure(value: f64) -> String {
    let size = value.abs();
    if size < 1e-290 {
        return "0".to_owned();
    }
    let third_digit = size.log10().floor() as i32 - 2;
    let text = to_digit(value, if size < LARGE { third_digit.min(0) } else { third_digit });
    match text.split_once('e') {
        Some((number, exponent)) => format!("{}e{exponent}", trimmed(number)),
        None => trimmed(&text).to_owned(),
    }
}

/// All digits down to that of `10^digit`: `10,000`, `−0.25`, `3e8`.
pub(crate) fn to_digit(value: f64, digit: i32) -> String {
    let size = value.abs();
    let count = |digits: i32| usize::try_from(digits).unwrap_or(0);
    let text = if size >= LARGE || (size > 0.0 && -digit > MOST_DECIMALS) {
        let decimals = count(size.log10().floor() as i32 - digit);
        format!("{size:.decimals$e}")
    } else {
        let decimals = if size > 0.0 { count(-digit) } else { count(-digit).min(1) };
        let text = format!("{size:.decimals$}");
        let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
        format!("{}{fraction}", thousands(whole.parse().unwrap_or(0)))
    };
    if value < 0.0 { format!("−{text}") } else { text }
}

/// Without zeros at the end of the decimals.
fn trimmed(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_on_an_axis_have_equally_many_digits() {
        let text = |values: [f64; 3], digit| values.map(|value| to_digit(value, digit));
        assert_eq!(text([97.0, 97.5, 98.0], -1), ["97.0", "97.5", "98.0"]);
        assert_eq!(text([-500.0, 0.0, 12_000.0], 2), ["−500", "0", "12,000"]);
        assert_eq!(text([0.0, 1.5e8, 2e8], 7), ["0", "1.5e8", "2.0e8"]);
        assert_eq!(text([0.0, 5e-6, 1e-5], -6), ["0.0", "5e-6", "1.0e-5"]);
    }

    #[test]
    fn figures_have_three_digits_at_least() {
        let text = [0.0, 0.5, 0.012_34, 12.34, 99.96, 1234.5, 60_000.0].map(figure);
        let expected = ["0", "0.5", "0.0123", "12.3", "100", "1,234", "60,000"];
        assert_eq!(text, expected);
        let text = [1.234e9, 1e-5, 2.5e-7, -4.0, 1e290].map(figure);
        assert_eq!(text, ["1.23e9", "1e-5", "2.5e-7", "−4", "1e290"]);
    }

    #[test]
    fn seconds_have_a_fitting_unit() {
        let text = [4.6e-8, 0.000_016_3, 0.0157, 0.57, 6.984, 47.44].map(seconds);
        let expected = ["46.0 ns", "16.3 µs", "15.7 ms", "0.57 s", "6.98 s", "47.4 s"];
        assert_eq!(text, expected);
    }

    #[test]
    fn thousands_are_separated_by_commas() {
        let text = [0, 999, 1000, 1_234_567].map(thousands);
        assert_eq!(text, ["0", "999", "1,000", "1,234,567"]);
    }
}
