//! Numbers as they stand in a picture.

use crate::table::with_thousands;

/// From here on, and with more decimals, numbers have an exponent.
const LARGE: f64 = 1e7;
const MOST_DECIMALS: i32 = 5;

/// `10,000`, `−0.25`, `3e8`: all digits down to `10^unit`.
pub(super) fn told(value: f64, unit: i32) -> String {
    let size = value.abs();
    let digits = |to: i32| usize::try_from(to).unwrap_or(0);
    let text = if size >= LARGE || (size > 0.0 && -unit > MOST_DECIMALS) {
        let digits = digits(size.log10().floor() as i32 - unit);
        format!("{size:.digits$e}")
    } else {
        let digits = if size > 0.0 { digits(-unit) } else { digits(-unit).min(1) };
        let text = format!("{size:.digits$}");
        let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
        format!("{}{fraction}", with_thousands(whole.parse().unwrap_or(0)))
    };
    match value < 0.0 {
        true => format!("−{text}"),
        false => text,
    }
}

/// Three significant digits, or all before the point: `0.012`, `12.3`, `60,000`.
pub(crate) fn figure(value: f64) -> String {
    let size = value.abs();
    if size < 1e-290 {
        return "0".to_owned();
    }
    let unit = (size.log10().floor() as i32 - 2).min(if size < LARGE { 0 } else { i32::MAX });
    let text = told(value, unit);
    let Some((number, exponent)) = text.split_once('e') else {
        return trimmed(&text).to_owned();
    };
    format!("{}e{exponent}", trimmed(number))
}

/// Without zeros behind the point.
fn trimmed(number: &str) -> &str {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.'),
        false => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_on_an_axis_have_equally_many_digits() {
        let told = |values: [f64; 3], unit| values.map(|value| told(value, unit));
        assert_eq!(told([97.0, 97.5, 98.0], -1), ["97.0", "97.5", "98.0"]);
        assert_eq!(told([-500.0, 0.0, 12_000.0], 2), ["−500", "0", "12,000"]);
        assert_eq!(told([0.0, 1.5e8, 2e8], 7), ["0", "1.5e8", "2.0e8"]);
        assert_eq!(told([0.0, 5e-6, 1e-5], -6), ["0.0", "5e-6", "1.0e-5"]);
    }

    #[test]
    fn figures_have_three_digits_at_least() {
        let told = [0.0, 0.5, 0.012_34, 12.34, 99.96, 1234.5, 60_000.0].map(figure);
        let expected = ["0", "0.5", "0.0123", "12.3", "100", "1,234", "60,000"];
        assert_eq!(told, expected);
        let told = [1.234e9, 1e-5, 2.5e-7, -4.0, 1e290].map(figure);
        assert_eq!(told, ["1.23e9", "1e-5", "2.5e-7", "−4", "1e290"]);
    }
}
