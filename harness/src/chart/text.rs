//! Text in a picture: how wide it is, about, and how it is cut and cleaned to fit.

use plotters::prelude::*;

use super::palette::INK_COLOR;

/// Sizes of letters.
pub(super) const TITLE: f64 = 200.0;
pub(super) const TEXT: f64 = 140.0;
pub(super) const SMALL: f64 = 130.0;

/// Letters of that size.
pub(super) fn letters(size: f64) -> TextStyle<'static> {
    // plotters divides by this factor what it writes to an SVG.
    ("sans-serif", size * 1.24).into_font().color(&INK_COLOR)
}

/// Width, rather too much than too little: the font is not known.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let em: f64 = text.chars().map(em).sum();
    em * size
}

fn em(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 1.0,
        'A'..='Z' => 0.78,
        '\u{1f000}'.. => 1.4,
        '\u{1100}'.. => 1.05,
        _ => 0.65,
    }
}

/// The text, or as much of it as there is room for, with `…` at its end.
pub(super) fn fitted(text: &str, size: f64, room: f64) -> String {
    let text = clean(text);
    if width(&text, size) <= room {
        return text;
    }
    let mut left = room - em('…') * size;
    let fits = |letter: &char| {
        left -= em(*letter) * size;
        left >= 0.0
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// The text without characters that XML does not know, line ends among them.
pub(super) fn clean(text: &str) -> String {
    let known = |letter: char| match letter {
        letter if letter.is_control() => ' ',
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        letter => letter,
    };
    text.chars().map(known).collect()
}

/// The text as an attribute's value in double quotes.
pub(super) fn attribute(text: &str) -> String {
    let escaped = clean(text).replace('&', "&amp;").replace('<', "&lt;");
    escaped.replace('>', "&gt;").replace('"', "&quot;")
}
