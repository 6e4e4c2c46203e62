//! Which line of a file a byte is in.

/// Counts lines on the way through a file; the first is line 1.
///
/// The `csv` crate's own count stays behind where empty lines or `\r\n` come between two rows.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    /// The line of the first byte from `byte` on that ends no line; `byte` never goes back.
    pub(super) fn of_next_text(&mut self, byte: usize) -> usize {
        let rest = self.bytes.get(byte..).unwrap_or_default();
        let text = rest.iter().position(|byte| !b"\r\n".contains(byte));
        let until = text.map_or(self.bytes.len(), |skipped| byte + skipped);
        self.line += line_ends(self.bytes.get(self.at..until).unwrap_or_default());
        self.at = until;
        self.line
    }
}

/// How many lines end in `text`: with `\n`, `\r\n` or, as on old Macintoshes, `\r`.
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
    fn every_way_to_end_a_line_counts_once_and_empty_lines_count() {
        let text = b"a\nb\r\nc\rd\r\n\r\n\ne";
        let mut lines = Lines::of(text);
        let places = [0, 1, 4, 6, 7, 9, 100].map(|byte| lines.of_next_text(byte));
        assert_eq!(places, [1, 2, 3, 4, 4, 7, 7]);
    }
}
