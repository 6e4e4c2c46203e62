//! Divides text into rows and fields.

use std::borrow::Cow;

use super::{Delimiter, TableProblem};

/// The rows of a text, without empty lines.
///
/// A field in quotes may hold delimiters, line ends and, doubled, quotes (RFC 4180); white space
/// around fields and quotes is ignored. Unlike the `csv` crate, an unclosed quote and text after a
/// closing one are errors: both would silently merge rows or fields.
#[derive(Clone)]
pub(super) struct Rows<'a> {
    rest: &'a str,
    /// The line of `rest`, from 1.
    line: usize,
    /// The line in which each field of the current row begins.
    lines: Vec<usize>,
    delimiter: Delimiter,
}

/// The fields of a row, trimmed.
pub(super) type Fields<'a> = Vec<Cow<'a, str>>;

impl<'a> Rows<'a> {
    pub(super) fn new(text: &'a str, first_line: usize, delimiter: Delimiter) -> Self {
        Self { rest: text, line: first_line, lines: Vec::new(), delimiter }
    }

    /// The text after the rows read so far.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    /// The line in which a field of the current row begins; `column` is an index from 0.
    pub(super) fn line_of(&self, column: usize) -> usize {
        self.lines[column]
    }

    /// Puts the fields of the next row into `fields`; the line where the row begins, or `None` at
    /// the end.
    pub(super) fn next(&mut self, fields: &mut Fields<'a>) -> Result<Option<usize>, TableProblem> {
        fields.clear();
        self.lines.clear();
        self.skip_empty_lines();
        if self.rest.is_empty() {
            return Ok(None);
        }
        let line = self.line;
        loop {
            self.lines.push(self.line);
            fields.push(self.field(fields.len() + 1)?);
            if !self.skip_delimiter() {
                break;
            }
        }
        self.skip_line_end();
        Ok(Some(line))
    }

    fn skip_empty_lines(&mut self) {
        loop {
            let blanks = self.blanks();
            match self.rest[blanks..].chars().next() {
                Some('\r' | '\n') => {
                    self.rest = &self.rest[blanks..];
                    self.skip_line_end();
                }
                None => return self.rest = "",
                Some(_) => return,
            }
        }
    }

    /// The length of the white space before the next field or line end.
    fn blanks(&self) -> usize {
        let is_blank = |c: char| {
            c.is_whitespace() && !matches!(c, '\r' | '\n') && !self.delimiter.is_character(c)
        };
        self.rest.find(|c| !is_blank(c)).unwrap_or(self.rest.len())
    }

    fn skip_blanks(&mut self) {
        self.rest = &self.rest[self.blanks()..];
    }

    fn skip_line_end(&mut self) {
        let rest = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix(['\r', '\n']));
        if let Some(rest) = rest {
            self.rest = rest;
            self.line += 1;
        }
    }

    /// Skips the delimiter; `false` at the end of the row.
    fn skip_delimiter(&mut self) -> bool {
        match self.delimiter {
            Delimiter::Character(delimiter) => match self.rest.strip_prefix(delimiter) {
                Some(rest) => {
                    self.rest = rest;
                    true
                }
                None => false,
            },
            Delimiter::WhiteSpace => {
                self.skip_blanks();
                !self.rest.is_empty() && !self.rest.starts_with(['\r', '\n'])
            }
        }
    }

    /// The next field; `column` counts from 1.
    fn field(&mut self, column: usize) -> Result<Cow<'a, str>, TableProblem> {
        self.skip_blanks();
        if let Some(quoted) = self.rest.strip_prefix('"') {
            return self.quoted(quoted, column);
        }
        let is_end = |c: char| matches!(c, '\r' | '\n') || self.delimiter.divides(c);
        let (field, rest) = self.rest.split_at(self.rest.find(is_end).unwrap_or(self.rest.len()));
        self.rest = rest;
        Ok(Cow::Borrowed(field.trim()))
    }

    /// The field that begins after a quote.
    fn quoted(&mut self, text: &'a str, column: usize) -> Result<Cow<'a, str>, TableProblem> {
        let line = self.line;
        let (mut content, mut rest) = (Cow::Borrowed(""), text);
        loop {
            let Some(quote) = rest.find('"') else {
                return Err(TableProblem::UnclosedQuote { line, column });
            };
            content += &rest[..quote];
            rest = &rest[quote + 1..];
            let Some(after) = rest.strip_prefix('"') else { break };
            content += "\"";
            rest = after;
        }
        self.line += line_ends(&content);
        self.rest = rest;
        self.skip_blanks();
        let next = self.rest.chars().next();
        if next.is_some_and(|c| !matches!(c, '\r' | '\n') && !self.delimiter.divides(c))
            // White space divides by itself.
            && !(self.delimiter == Delimiter::WhiteSpace && self.rest.len() < rest.len())
        {
            let text = self.rest.lines().next().unwrap_or_default().to_owned();
            return Err(TableProblem::TextAfterQuote { line: self.line, column, text });
        }
        Ok(match content {
            Cow::Borrowed(content) => Cow::Borrowed(content.trim()),
            Cow::Owned(content) => Cow::Owned(content.trim().to_owned()),
        })
    }
}

/// The number of line ends in `text`: `\n`, `\r\n` or a lone `\r`.
pub(super) fn line_ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_end = |(index, byte): (usize, &u8)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    bytes.iter().enumerate().filter(|&pair| is_end(pair)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, delimiter: Delimiter) -> Result<Vec<(usize, Vec<String>)>, TableProblem> {
        let mut rows = Rows::new(text, 1, delimiter);
        let (mut all, mut fields) = (Vec::new(), Vec::new());
        while let Some(line) = rows.next(&mut fields)? {
            all.push((line, fields.iter().map(|field| field.to_string()).collect()));
        }
        Ok(all)
    }

    #[test]
    fn quotes_white_space_and_line_ends_are_understood() {
        let text = "\n a ,\"b\"\r\n\r\n  \n \"c, \"\"d\"\"\" ,e\"f\r\"g\r\n\nh\",\ni,j";
        let expected = [
            (2, vec!["a", "b"]),
            (5, vec!["c, \"d\"", "e\"f"]),
            (6, vec!["g\r\n\nh", ""]),
            (9, vec!["i", "j"]),
        ];
        let expected =
            expected.map(|(line, fields)| (line, fields.into_iter().map(str::to_owned).collect()));
        assert_eq!(rows(text, Delimiter::COMMA).unwrap(), expected);
    }

    #[test]
    fn tabs_divide_empty_fields_and_white_space_divides_in_runs() {
        let fields = |text, delimiter| rows(text, delimiter).unwrap().remove(0).1;
        assert_eq!(fields("a\t\tb \t", Delimiter::Character('\t')), ["a", "", "b", ""]);
        assert_eq!(fields("  a \t b   \"c d\" e  ", Delimiter::WhiteSpace), ["a", "b", "c d", "e"]);
    }

    #[test]
    fn an_unclosed_quote_and_text_after_a_quote_are_errors_with_their_place() {
        let unclosed = TableProblem::UnclosedQuote { line: 3, column: 2 };
        assert_eq!(rows("a,b\n\n1,\"x\n2,y\n", Delimiter::COMMA), Err(unclosed));
        let after = TableProblem::TextAfterQuote { line: 3, column: 2, text: "oops,1".to_owned() };
        assert_eq!(rows("a,b\n1,\"x\ny\"oops,1\n", Delimiter::COMMA), Err(after));
    }
}
