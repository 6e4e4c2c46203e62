//! Files that are no table, recognised by their content.

/// A format that is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotATable {
    /// A pointer of Git LFS.
    #[error(
        "this is a pointer of Git LFS, not the file itself: run `git lfs pull` in its repository"
    )]
    LfsPointer,
    /// HTML.
    #[error(
        "this is a web page (HTML), not a table: download the file itself, on GitHub with the button \"Raw\""
    )]
    WebPage,
    /// The format of libsvm.
    #[error(
        "this is a libsvm (svmlight) file, with pairs index:value: convert it to CSV, for example with scikit-learn's load_svmlight_file"
    )]
    Svmlight,
    /// The format of Weka.
    #[error(
        "this is an ARFF file: remove the lines up to @data, and put the names of the attributes, separated by commas, in their place"
    )]
    Arff,
    /// An image.
    #[error("this is a {0} image, not a table: pass the folder of a set of images")]
    Image(&'static str),
    /// IDX, the format of MNIST.
    #[error("this is an IDX file, not a table: pass the folder that holds images and labels")]
    Idx,
    /// A compressed file or archive.
    #[error("this is compressed ({0}): unpack it and pass the table in it")]
    Packed(&'static str),
    /// A format that pandas reads.
    #[error("this is {0}, not text: convert it to CSV, for example with pandas.{1} and to_csv")]
    Python(&'static str, &'static str),
    /// A document of another program.
    #[error("this is {0}, not a table as text: export it as CSV")]
    Document(&'static str),
    /// Zeros in the text.
    #[error("the file holds zero bytes, so it is no text: save the table as CSV in UTF-8")]
    Binary,
}

/// The format of `bytes` by its first bytes; `None` if it may be text.
pub(super) fn binary(bytes: &[u8]) -> Option<NotATable> {
    const MAGIC: [(&[u8], NotATable); 21] = [
        (b"\x89PNG", NotATable::Image("PNG")),
        (b"\xff\xd8\xff", NotATable::Image("JPEG")),
        (b"GIF8", NotATable::Image("GIF")),
        (b"%PDF", NotATable::Document("a PDF document")),
        (b"PAR1", NotATable::Python("a Parquet file", "read_parquet")),
        (b"ARROW1", NotATable::Python("a Feather file", "read_feather")),
        (b"\x89HDF", NotATable::Python("an HDF5 file", "read_hdf")),
        (b"\x80\x03", NotATable::Python("a pickle", "read_pickle")),
        (b"\x80\x04", NotATable::Python("a pickle", "read_pickle")),
        (b"\x80\x05", NotATable::Python("a pickle", "read_pickle")),
        (b"\x93NUMPY", NotATable::Document("a NumPy array")),
        (b"\xd0\xcf\x11\xe0", NotATable::Document("an Excel workbook (.xls)")),
        (b"SQLite format 3", NotATable::Document("an SQLite database")),
        (b"BZh", NotATable::Packed("bzip2")),
        (b"\xfd7zXZ", NotATable::Packed("xz")),
        (b"\x28\xb5\x2f\xfd", NotATable::Packed("Zstandard")),
        (b"7z\xbc\xaf", NotATable::Packed("7-Zip")),
        (b"Rar!", NotATable::Packed("RAR")),
        (b"\x1f\x8b", NotATable::Packed("gzip, twice")),
        (b"\0\0\x08\x01", NotATable::Idx),
        (b"\0\0\x08\x03", NotATable::Idx),
    ];
    if bytes.starts_with(b"PK\x03\x04") {
        let start = &bytes[..bytes.len().min(4096)];
        let is_workbook = contains(start, b"[Content_Types].xml") || contains(start, b"xl/");
        return Some(match is_workbook {
            true => NotATable::Document("an Excel workbook (.xlsx)"),
            false => NotATable::Packed("ZIP"),
        });
    }
    let known = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
    known.map(|&(_, format)| format).or_else(|| {
        bytes.get(257..262).filter(|magic| magic == b"ustar").map(|_| NotATable::Packed("tar"))
    })
}

/// The format of `text` by its first lines; `None` if it may be a table.
pub(super) fn text(text: &str) -> Option<NotATable> {
    let text = text.trim_start();
    let starts_with =
        |start: &str| text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
    if text.starts_with("version https://git-lfs.github.com/spec/") {
        return Some(NotATable::LfsPointer);
    }
    if starts_with("<!doctype html") || starts_with("<html") {
        return Some(NotATable::WebPage);
    }
    if starts_with("<?xml") {
        return Some(NotATable::Document("an XML document"));
    }
    if text.starts_with(['{', '[']) {
        return Some(NotATable::Document("JSON"));
    }
    if text.contains('\0') {
        return Some(NotATable::Binary);
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    // Comments of ARFF begin with a percent sign.
    let first = lines.clone().find(|line| !line.starts_with('%')).unwrap_or_default();
    let first_word = first.split_ascii_whitespace().next().unwrap_or_default();
    if first_word.eq_ignore_ascii_case("@relation") {
        return Some(NotATable::Arff);
    }
    let mut sample = lines.by_ref().take(10).peekable();
    (sample.peek().is_some() && sample.all(is_svmlight)).then_some(NotATable::Svmlight)
}

/// Whether a line is a label, and numbers with their index: `1 3:0.5 7:2`.
fn is_svmlight(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default();
    let mut words = line.split_ascii_whitespace();
    let is_label = |word: &str| word.split(',').all(|label| label.parse::<f64>().is_ok());
    let is_input = |word: &str| {
        word.split_once(':').is_some_and(|(index, value)| {
            (index == "qid" || index.parse::<u64>().is_ok()) && value.parse::<f64>().is_ok()
        })
    };
    words.next().is_some_and(is_label) && words.clone().next().is_some() && words.all(is_input)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_svmlight_are_distinguished_from_tables() {
        for line in ["1 1:0.5 2:-3e4", "-1 qid:3 1:1 # note", "2,3 4:1"] {
            assert!(is_svmlight(line), "{line}");
        }
        for line in ["1 2 3", "a 1:2", "1,12:30", "5", "1 a:2"] {
            assert!(!is_svmlight(line), "{line}");
        }
    }

    #[test]
    fn tables_are_not_taken_for_anything_else() {
        for table in ["a,b\n1,2\n", "", "time,l\n1:30,x\n", "@relations,b\n", "xml,<html>\n"] {
            assert_eq!(text(table), None, "{table}");
            assert_eq!(binary(table.as_bytes()), None, "{table}");
        }
    }
}
