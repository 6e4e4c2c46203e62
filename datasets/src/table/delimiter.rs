//! What separates two fields of a table.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Fields, Rows, SAMPLE_ROWS, missing::is_missing, number::number};

/// The separator of two fields. The text form is `comma`, `semicolon`, `tab`, `space` or one other
/// character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Delimiter {
    /// One character.
    Character(char),
    /// Any number of spaces and tabs.
    WhiteSpace,
}

impl Delimiter {
    pub(super) const COMMA: Self = Self::Character(',');
    /// The delimiters that are recognised; the first of equally good ones is taken.
    const RECOGNISED: [Self; 4] =
        [Self::COMMA, Self::Character(';'), Self::Character('\t'), Self::Character('|')];
    const NAMES: [(&'static str, Self); 4] = [
        ("comma", Self::COMMA),
        ("semicolon", Self::Character(';')),
        ("tab", Self::Character('\t')),
        ("space", Self::WhiteSpace),
    ];

    /// Whether the delimiter is `c` and nothing else.
    pub(super) fn is_character(self, c: char) -> bool {
        self == Self::Character(c)
    }

    /// Whether a field ends before `c`.
    pub(super) fn divides(self, c: char) -> bool {
        match self {
            Self::Character(delimiter) => c == delimiter,
            Self::WhiteSpace => c.is_whitespace(),
        }
    }

    /// The delimiter that divides the first rows of `text` alike into most numbers.
    pub(super) fn recognise(text: &str) -> Self {
        let quality = |delimiter: &Self| quality(text, *delimiter);
        // `max_by_key` takes the last of equal ones.
        Self::RECOGNISED.into_iter().rev().max_by_key(quality).unwrap_or(Self::COMMA)
    }

    /// Whether white space divides the first rows of `text` alike, mostly into numbers.
    pub(super) fn spaces_divide(text: &str) -> bool {
        let (alike, numbers) = quality(text, Self::WhiteSpace);
        alike > 0 && numbers > 500
    }
}

/// How many rows have as many fields as the first, and how many of 1,000 fields are numbers.
fn quality(text: &str, delimiter: Delimiter) -> (usize, usize) {
    let mut rows = Rows::new(text, 1, delimiter);
    let mut fields = Fields::new();
    let (mut width, mut alike) = (0, 0);
    let (mut numbers, mut all) = (0, 0);
    for _ in 0..SAMPLE_ROWS {
        // A wrong delimiter may stand after a quote.
        let Ok(Some(_)) = rows.next(&mut fields) else { break };
        if alike == 0 {
            width = fields.len();
        }
        alike += usize::from(width > 1 && fields.len() == width);
        numbers +=
            fields.iter().filter(|field| is_missing(field) || number(field).is_some()).count();
        all += fields.len();
    }
    (alike, 1000 * numbers / all.max(1))
}

impl fmt::Display for Delimiter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::NAMES.into_iter().find(|(_, delimiter)| delimiter == self);
        match (name, self) {
            (Some((name, _)), _) => formatter.write_str(name),
            (None, Self::Character(character)) => write!(formatter, "{character}"),
            (None, Self::WhiteSpace) => formatter.write_str("space"),
        }
    }
}

impl FromStr for Delimiter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((_, delimiter)) = Self::NAMES.into_iter().find(|(name, _)| *name == text) {
            return Ok(delimiter);
        }
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(' '), None) => Ok(Self::WhiteSpace),
            (Some(c), None) if !(c.is_alphanumeric() || "\"\r\n.+-".contains(c)) => {
                Ok(Self::Character(c))
            }
            _ if text == "\\t" => Ok(Self::Character('\t')),
            _ => Err("expected comma, semicolon, tab, space, or one character that is no part of \
                      a number, a word or a quote"
                .to_owned()),
        }
    }
}

impl TryFrom<String> for Delimiter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Delimiter> for String {
    fn from(delimiter: Delimiter) -> Self {
        delimiter.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_that_which_divides_rows_alike_into_numbers() {
        for (text, expected) in [
            ("a,b\n1,x\n", ','),
            ("a;b\n5,5;x\n6,5;y\n", ';'),
            // Without a header commas divide each row alike as well.
            ("5,5;3,8;x\n6,5;3,1;y\n", ';'),
            ("a\tb\n1\tx, y\n", '\t'),
            ("1|2|x\n3|4|y\n", '|'),
            ("\"a;b\",c\n1,2\n", ','),
            ("\"a\";\"b\"\n1;x\n", ';'),
            ("text\n", ','),
            ("", ','),
        ] {
            assert_eq!(Delimiter::recognise(text), Delimiter::Character(expected), "{text:?}");
        }
    }

    #[test]
    fn names_and_characters_read_back() {
        for text in ["comma", "semicolon", "tab", "space", "|", ":", "§"] {
            let delimiter: Delimiter = text.parse().unwrap();
            assert_eq!(delimiter.to_string(), text);
        }
        assert_eq!(",".parse(), Ok(Delimiter::COMMA));
        assert_eq!("\t".parse(), "tab".parse::<Delimiter>());
        for text in ["", "ab", "a", "1", ".", "-", "\"", "\n"] {
            assert!(text.parse::<Delimiter>().is_err(), "{text:?}");
        }
    }
}
