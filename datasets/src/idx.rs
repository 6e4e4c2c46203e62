//! The IDX format: a tensor of numbers, as MNIST and its relatives are published.
//!
//! Four bytes, 0, 0, the element type and the number of dimensions; the size of each dimension as a
//! big-endian 32-bit number; the elements, row-major and big-endian
//! (<http://yann.lecun.com/exdb/mnist/>, "The IDX file format").

mod problem;

pub use problem::IdxProblem;

use crate::ImageShape;

/// The integer types of elements.
const UNSIGNED_BYTE: u8 = 0x08;
const SIGNED_BYTE: u8 = 0x09;
const SHORT: u8 = 0x0b;
const INT: u8 = 0x0c;

/// An IDX file.
pub(crate) struct Idx<'a> {
    element: u8,
    bytes_each: usize,
    sizes: Vec<usize>,
    elements: &'a [u8],
}

impl<'a> Idx<'a> {
    /// Parses a decompressed file.
    ///
    /// # Errors
    /// Bytes that are not IDX; another number of bytes than the header announces.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, IdxProblem> {
        let &[0, 0, element, dimensions, ref rest @ ..] = bytes else {
            return Err(IdxProblem::Magic { first: bytes.iter().take(4).copied().collect() });
        };
        let bytes_each: usize = match element {
            UNSIGNED_BYTE | SIGNED_BYTE => 1,
            SHORT => 2,
            INT | 0x0d => 4,
            0x0e => 8,
            _ => return Err(IdxProblem::ElementType(element)),
        };
        let Some((header, elements)) = rest.split_at_checked(4 * usize::from(dimensions)) else {
            return Err(IdxProblem::Header { bytes: bytes.len(), dimensions });
        };
        let (sizes, _) = header.as_chunks::<4>();
        let sizes: Vec<usize> =
            sizes.iter().map(|&size| u32::from_be_bytes(size) as usize).collect();
        let expected = sizes.iter().try_fold(bytes_each, |bytes, &size| bytes.checked_mul(size));
        if expected != Some(elements.len()) {
            return Err(IdxProblem::Length { sizes, bytes_each, got: elements.len() });
        }
        Ok(Self { element, bytes_each, sizes, elements })
    }

    /// The file as grey images: their number, their shape and their pixels.
    ///
    /// # Errors
    /// Anything but unsigned bytes in three dimensions, none of them 0.
    pub(crate) fn images(&self) -> Result<(usize, ImageShape, &'a [u8]), IdxProblem> {
        match self.sizes[..] {
            [count, height, width]
                if self.element == UNSIGNED_BYTE && !self.elements.is_empty() =>
            {
                Ok((count, ImageShape::grey(height, width), self.elements))
            }
            _ => Err(self.unexpected("images: unsigned bytes (type 0x08) in 3 dimensions")),
        }
    }

    /// The file as labels. With two dimensions the first column holds them, as in QMNIST's extended
    /// labels (<https://github.com/facebookresearch/qmnist>).
    ///
    /// # Errors
    /// Elements that are not integers, or another number of dimensions.
    pub(crate) fn labels(&self) -> Result<Vec<i32>, IdxProblem> {
        let wrong =
            || self.unexpected("labels: integers in 1 dimension, or in 2 with the class first");
        let columns = match self.sizes[..] {
            [_] => 1,
            [_, columns] if columns > 0 => columns,
            _ => return Err(wrong()),
        };
        let integer: fn(&[u8]) -> i32 = match self.element {
            UNSIGNED_BYTE => |bytes| i32::from(bytes[0]),
            SIGNED_BYTE => |bytes| i32::from(bytes[0].cast_signed()),
            SHORT => |bytes| i32::from(i16::from_be_bytes([bytes[0], bytes[1]])),
            INT => |bytes| i32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]),
            _ => return Err(wrong()),
        };
        Ok(self.elements.chunks_exact(self.bytes_each * columns).map(integer).collect())
    }

    fn unexpected(&self, expected: &'static str) -> IdxProblem {
        IdxProblem::Unexpected { element: self.element, sizes: self.sizes.clone(), expected }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labels(bytes: &[u8]) -> Result<Vec<i32>, IdxProblem> {
        Idx::parse(bytes)?.labels()
    }

    #[test]
    fn labels_of_every_integer_type_are_read() {
        assert_eq!(labels(&[0, 0, 8, 1, 0, 0, 0, 2, 7, 255]), Ok(vec![7, 255]));
        assert_eq!(labels(&[0, 0, 9, 1, 0, 0, 0, 2, 7, 255]), Ok(vec![7, -1]));
        assert_eq!(labels(&[0, 0, 0x0b, 1, 0, 0, 0, 1, 1, 2]), Ok(vec![258]));
        // QMNIST: the class, then the writer.
        let rows = [0, 0, 0, 5, 0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 1];
        let header = [0, 0, 0x0c, 2, 0, 0, 0, 2, 0, 0, 0, 2];
        assert_eq!(labels(&[&header[..], &rows].concat()), Ok(vec![5, 9]));
    }

    #[test]
    fn images_have_the_size_of_the_header() {
        let bytes = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];
        let (count, shape, pixels) = Idx::parse(&bytes).unwrap().images().unwrap();
        assert_eq!((count, shape), (1, ImageShape::grey(2, 3)));
        assert_eq!(pixels, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn every_defect_is_told_with_its_numbers() {
        let error =
            |bytes: &[u8]| Idx::parse(bytes).and_then(|idx| idx.images().map(drop)).unwrap_err();
        for (bytes, message) in [
            (
                &b"abcdef"[..],
                "does not begin like an IDX file (0, 0, type, dimensions) but with the bytes [97, 98, 99, 100]",
            ),
            (
                &[0, 0],
                "does not begin like an IDX file (0, 0, type, dimensions) but with the bytes [0, 0]",
            ),
            (&[0, 0, 10, 1, 0, 0, 0, 0], "has elements of type 0x0a, which IDX does not define"),
            (&[0, 0, 8, 3, 0, 0], "ends after 6 bytes, within the header of 3 dimensions"),
            (
                &[0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0, 0, 3, 1],
                "announces 9 × 2 × 3 elements of 1 byte, but 1 byte follows the header: it is truncated or damaged",
            ),
            (
                &[0, 0, 8, 1, 0, 0, 0, 1, 7],
                "holds elements of type 0x08 in the sizes [1], expected images: unsigned bytes (type 0x08) in 3 dimensions",
            ),
        ] {
            assert_eq!(error(bytes).to_string(), message);
        }
        // The product of the sizes does not fit 64 bits.
        let huge = [&[0, 0, 8, 3][..], &[255; 12]].concat();
        assert!(matches!(error(&huge), IdxProblem::Length { got: 0, .. }));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_are_read_or_refused(
            head in prop_oneof![Just(vec![]), (7..15_u8, 0..5_u8).prop_map(|(t, d)| vec![0, 0, t, d])],
            rest in proptest::collection::vec(0..4_u8, 0..40),
        ) {
            if let Ok(idx) = Idx::parse(&[head, rest].concat()) {
                let _ = (idx.images().is_ok(), idx.labels().is_ok());
            }
        }
    }
}
