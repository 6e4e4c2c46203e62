//! Defects of an IDX file.

/// A defect of an IDX file. The message continues a sentence that begins with the file's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdxProblem {
    /// The first bytes are not those of an IDX file.
    #[error(
        "does not begin like an IDX file (0, 0, type, dimensions) but with the bytes {first:?}"
    )]
    Magic {
        /// The first bytes, at most four.
        first: Vec<u8>,
    },
    /// An unknown type of elements.
    #[error("has elements of type {0:#04x}, which IDX does not define")]
    ElementType(u8),
    /// The file ends within its header.
    #[error("ends after {bytes} bytes, within the header of {dimensions} dimensions")]
    Header {
        /// Bytes of the file.
        bytes: usize,
        /// Dimensions announced.
        dimensions: u8,
    },
    /// The header announces another number of bytes than the file holds.
    #[error(
        "announces {} elements of {}, but {} the header: it is truncated or damaged",
        product(sizes),
        bytes(*bytes_each),
        match got { 1 => "1 byte follows".to_owned(), got => format!("{got} bytes follow") }
    )]
    Length {
        /// The size of each dimension.
        sizes: Vec<usize>,
        /// Bytes of an element.
        bytes_each: usize,
        /// Bytes after the header.
        got: usize,
    },
    /// Elements or dimensions that are not those of images or labels.
    #[error("holds elements of type {element:#04x} in the sizes {sizes:?}, expected {expected}")]
    Unexpected {
        /// The type of the elements.
        element: u8,
        /// The size of each dimension.
        sizes: Vec<usize>,
        /// The expected elements and dimensions.
        expected: &'static str,
    },
}

fn product(sizes: &[usize]) -> String {
    sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(" × ")
}

fn bytes(count: usize) -> String {
    match count {
        1 => "1 byte".to_owned(),
        count => format!("{count} bytes"),
    }
}
