//! Text in a chart: its size in an unknown font, cut to fit, escaped for XML.

/// Sizes of letters.
pub(crate) const TITLE: f64 = 200.0;
pub(crate) const TEXT: f64 = 140.0;
pub(crate) const SMALL: f64 = 130.0;

/// Height of a line above and below its baseline, in em. Noto Sans, the tallest of the usual fonts,
/// has 1.069 and 0.293 (its `hhea` table), DejaVu Sans 0.928 and 0.236.
const ASCENT: f64 = 1.07;
const DESCENT: f64 = 0.3;
/// From the middle of the text to its baseline, in em: half the height of an x, 0.547 in DejaVu Sans.
const HALF_X: f64 = 0.27;

/// Height of a line.
pub(crate) const LINE: f64 = ASCENT + DESCENT;

/// The point of a text that is given its place.
#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    /// The upper left corner.
    TopLeft,
    /// The middle of the upper edge.
    Top,
    /// The middle of the left edge.
    Left,
    /// The middle of the right edge.
    Right,
    /// The middle.
    Center,
    /// The middle of the upper edge of a text that runs upwards, which is its left edge.
    Upright,
}

/// Height above and below the middle of a text.
pub(crate) fn around_middle(size: f64) -> (i32, i32) {
    let units = |em: f64| (em * size).ceil() as i32;
    (units(ASCENT - HALF_X), units(DESCENT + HALF_X))
}

/// Width of a text in the widest usual fonts.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let em: f64 = text.chars().map(em).sum();
    em * size
}

/// Advance width of a character in em: at least those of DejaVu Sans and Verdana. Characters wider
/// than an em in scripts and symbols that names of series rarely have can be wider yet.
fn em(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | ' ' | '·' => 0.37,
        'f' | 'r' | 't' | 'I' | '!' | '|' | ':' | ';' | '/' | '(' | ')' | '[' | ']' | '-' | '"' => {
            0.46
        }
        '#' | '&' | '+' | '<' | '=' | '>' | '^' | '~' | '−' | '±' | '×' | 'w' | 'M' => 0.87,
        'm' | 'W' | '@' | '—' | '…' => 1.0,
        '%' => 1.08,
        'A'..='Z' => 0.79,
        '!'..='~' | '–' | 'µ' => 0.65,
        '\u{1f000}'.. => 1.4,
        _ => 1.1,
    }
}

/// The text, cut to at most `room` in width with `…` at its end.
pub(crate) fn fitted(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room - em('…') * size;
    let fits = |letter: &char| {
        left -= em(*letter) * size;
        left >= 0.0
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// The text as XML, in an element or in a quoted attribute: escaped, and without characters that
/// XML 1.0 excludes.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
