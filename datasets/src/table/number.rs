//! Numbers in cells: decimal points, decimal commas, and the minus sign of word processors.

/// A number and its notation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) value: f64,
    pub(super) mark: Mark,
}

/// The decimal mark of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    Point,
    Comma,
    /// A comma that may be a decimal mark or divide thousands, as in `1,234`.
    UnclearComma,
}

/// The number that `text` holds, possibly NaN or infinite; `None` for any other text.
///
/// Thousands may be divided by points before a decimal comma: `1.234,5`.
pub(super) fn number(text: &str) -> Option<Number> {
    if let Ok(value) = text.parse() {
        let mark = if text.contains('.') { Mark::Point } else { Mark::None };
        return Some(Number { value, mark });
    }
    if let Some(magnitude) = text.strip_prefix('\u{2212}') {
        let Number { value, mark } = number(magnitude).filter(|number| number.value >= 0.)?;
        return Some(Number { value: -value, mark });
    }
    let (whole, fraction) = text.split_once(',')?;
    let digits = whole.trim_start_matches(['+', '-']);
    let groups: Vec<&str> = digits.split('.').collect();
    let are_groups = groups.iter().skip(1).all(|group| group.len() == 3)
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    if !are_groups || !fraction.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value = format!("{}.{fraction}", whole.replace('.', "")).parse().ok()?;
    let is_group = fraction.len() == 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_unclear = is_group && groups.len() == 1 && matches!(digits.len(), 1..=3);
    let mark = match is_unclear && !digits.starts_with('0') {
        true => Mark::UnclearComma,
        false => Mark::Comma,
    };
    Some(Number { value, mark })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_commas_and_typographic_minus_signs_are_read() {
        for (text, value, mark) in [
            ("5", 5., Mark::None),
            ("-4e1", -40., Mark::None),
            ("+2.5", 2.5, Mark::Point),
            ("5,5", 5.5, Mark::Comma),
            ("-0,123", -0.123, Mark::Comma),
            ("1234,567", 1234.567, Mark::Comma),
            ("1.234,5", 1234.5, Mark::Comma),
            ("1.234.567,89", 1_234_567.89, Mark::Comma),
            ("2,5e3", 2500., Mark::Comma),
            ("1,234", 1.234, Mark::UnclearComma),
            ("\u{2212}3", -3., Mark::None),
            ("\u{2212}3,25", -3.25, Mark::Comma),
        ] {
            assert_eq!(number(text), Some(Number { value, mark }), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_number() {
        for text in [
            "",
            "x",
            "3e",
            "1,2,3",
            "1,234.5",
            "1.23,4",
            ",",
            "1,",
            "1,-2",
            "12 %",
            "\u{2212}-3",
            "--1,5",
            "1_000",
            "0x10",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
        assert!(number("1e400").unwrap().value.is_infinite());
    }
}
