//! Line numbers of byte positions.

/// Counts lines from 1 while a file is read.
///
/// The line count of the `csv` crate lags behind after empty lines and `\r\n`.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    /// The line of the first byte at or after `byte` that is not a line end; `byte` never
    /// decreases between calls.
    pub(super) fn of_next_text(&mut self, byte: usize) -> usize {
        let rest = self.bytes.get(byte..).unwrap_or_default();
        let text = rest.iter().position(|byte| !b"\r\n".contains(byte));
        let until = text.map_or(self.bytes.len(), |skipped| byte + skipped);
        self.line += line_ends(self.bytes.get(self.at..until).unwrap_or_default());
        self.at = until;
        self.line
    }
}

/// The number of line ends in `text`: `\n`, `\r\n` or a lone `\r`.
pub(super) fn line_ends(text: &[u8]) -> usize {
    let ends = |(index, byte): (usize, &u8)| match byte {
        b'\n' => true,
        b'\r' => text.get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    text.iter().enumerate().filter(|&pair| ends(pair)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once_and_empty_lines_count() {
        let text = b"a\nb\r\nc\rd\r\n\r\n\ne";
        let mut lines = Lines::of(text);
        let places = [0, 1, 4, 6, 7, 9, 100].map(|byte| lines.of_next_text(byte));
        assert_eq!(places, [1, 2, 3, 4, 4, 7, 7]);
    }
}
