//! Element-wise work in vector instructions, on all cores where that pays.

/// Values that one thread works on: below this, handing half of them over costs more than it saves.
const PIECE: usize = 1 << 15;

/// Compiles a block for each vector width there is, and runs the one for the widest that this machine
/// has, whatever the compiler was told about the target.
macro_rules! vectorized {
    ($block:expr) => {{
        // What is merely called from code for AVX-512 is itself code for the baseline: hence `inline`, and `once`.
        let once = $crate::kernels::Once;
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || {
                once.take();
                $block
            },
        )
    }};
}
pub(crate) use vectorized;

/// A closure that takes it can be called once only. One that could be called twice is called once by a
/// function around it, which the closure's `inline` says nothing about.
pub(crate) struct Once;

impl Once {
    #[inline(always)]
    pub(crate) fn take(self) {}
}

/// Calls `body` with the values at each place of the slices, in vector instructions, and in pieces on all
/// cores where there are many values.
pub(crate) fn each<S: Slices>(slices: S, body: impl Fn(S::Values) + Copy + Send + Sync) {
    let count = slices.count();
    if count <= PIECE {
        return vectorized!(slices.for_each(body));
    }
    // In the middle, at a whole number of cache lines.
    let (left, right) = slices.cut((count / 2).next_multiple_of(64));
    rayon::join(|| each(left, body), || each(right, body));
}

/// One slice, or several of the same length.
pub(crate) trait Slices: Sized + Send {
    /// What is at one place: a reference, or a tuple of them.
    type Values;

    /// Number of places.
    fn count(&self) -> usize;

    /// The slices cut in two.
    fn cut(self, middle: usize) -> (Self, Self);

    /// A plain loop.
    fn for_each(self, body: impl Fn(Self::Values));
}

impl<'a, T: Sync> Slices for &'a [T] {
    type Values = &'a T;

    fn count(&self) -> usize {
        self.len()
    }

    fn cut(self, middle: usize) -> (Self, Self) {
        self.split_at(middle)
    }

    #[inline(always)]
    fn for_each(self, body: impl Fn(&'a T)) {
        self.iter().for_each(body);
    }
}

impl<'a, T: Send> Slices for &'a mut [T] {
    type Values = &'a mut T;

    fn count(&self) -> usize {
        self.len()
    }

    fn cut(self, middle: usize) -> (Self, Self) {
        self.split_at_mut(middle)
    }

    #[inline(always)]
    fn for_each(self, body: impl Fn(&'a mut T)) {
        self.iter_mut().for_each(body);
    }
}

/// Tuples: the slices' names, and how zipping them nests.
macro_rules! tuple_of_slices {
    ($first:ident $($rest:ident)+, $nested:pat) => {
        #[allow(non_snake_case)]
        impl<$first, $($rest),+> Slices for ($first, $($rest),+)
        where
            $first: Slices + IntoIterator<Item = <$first as Slices>::Values>,
            $($rest: Slices + IntoIterator<Item = <$rest as Slices>::Values>),+
        {
            type Values = (<$first as Slices>::Values, $(<$rest as Slices>::Values),+);

            fn count(&self) -> usize {
                self.0.count()
            }

            fn cut(self, middle: usize) -> (Self, Self) {
                let ($first, $($rest),+) = self;
                let $first = $first.cut(middle);
                $(let $rest = $rest.cut(middle);)+
                (($first.0, $($rest.0),+), ($first.1, $($rest.1),+))
            }

            #[inline(always)]
            fn for_each(self, body: impl Fn(Self::Values)) {
                let ($first, $($rest),+) = self;
                for $nested in $first.into_iter()$(.zip($rest))+ {
                    body(($first, $($rest),+));
                }
            }
        }
    };
}

tuple_of_slices!(A B, (A, B));
tuple_of_slices!(A B C, ((A, B), C));
tuple_of_slices!(A B C D, (((A, B), C), D));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_visited_once_in_pieces_as_in_one() {
        for count in [0, 1, PIECE, PIECE + 1, 5 * PIECE + 3] {
            let x: Vec<u32> = (0..count as u32).collect();
            let mut y = vec![0; count];
            each((&mut y[..], &x[..]), |(y, x)| *y += x + 1);
            assert!(y.iter().zip(&x).all(|(y, x)| *y == x + 1), "{count}");
        }
    }
}
