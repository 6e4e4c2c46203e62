//! Recognises files by their first bytes.

/// Magic bytes of formats that are taken for another one.
const FORMATS: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "a gzip file"),
    (b"PK\x03\x04", "a ZIP archive: unpack it"),
    (b"\xfd7zXZ\0", "an xz file: unpack it with unxz"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it"),
    (b"BZh", "a bzip2 file: unpack it with bunzip2"),
    (b"Rar!", "a RAR archive: unpack it"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image: convert it to PNG"),
    (b"BM", "a BMP image: convert it to PNG"),
    (b"II*\0", "a TIFF image: convert it to PNG"),
    (b"MM\0*", "a TIFF image: convert it to PNG"),
    (b"RIFF", "a WebP image: convert it to PNG"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x89HDF", "an HDF5 file"),
    (b"PAR1", "a Parquet file"),
    (b"version https://git-lfs", "a Git LFS pointer, not the file: `git lfs pull` fetches it"),
];

/// The format of a file with these first bytes, in words; `None` if the format is unknown, such as
/// text or numbers.
pub(crate) fn recognise(bytes: &[u8]) -> Option<&'static str> {
    if bytes.is_empty() {
        return Some("empty");
    }
    let format = FORMATS.iter().find(|(magic, _)| bytes.starts_with(magic));
    let web_page = || {
        let start = bytes.trim_ascii_start();
        let tags: [&[u8]; 3] = [b"<!doctype", b"<html", b"<?xml"];
        let begins =
            |tag: &&[u8]| start.get(..tag.len()).is_some_and(|text| text.eq_ignore_ascii_case(tag));
        tags.iter().any(begins).then_some("a web page: download the file itself")
    };
    format.map(|(_, name)| *name).or_else(web_page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_taken_for_data_are_recognised() {
        for (bytes, words) in [
            (&b""[..], "empty"),
            (b"\n <!DOCTYPE html>", "a web page: download the file itself"),
            (b"<HTML>", "a web page: download the file itself"),
            (b"PK\x03\x04rest", "a ZIP archive: unpack it"),
            (
                b"version https://git-lfs.github.com/spec/v1\n",
                "a Git LFS pointer, not the file: `git lfs pull` fetches it",
            ),
        ] {
            assert_eq!(recognise(bytes), Some(words));
        }
        for bytes in [&[0, 0, 8, 3][..], b"5.1,3.5", b"<", &[0xff]] {
            assert_eq!(recognise(bytes), None);
        }
    }
}
