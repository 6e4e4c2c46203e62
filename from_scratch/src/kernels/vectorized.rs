//! Loops in the widest vector instructions of the machine.

/// Compiles a block for every vector width and runs the widest that this machine has, whatever
/// target the compiler was given.
macro_rules! vectorized {
    ($block:expr) => {{
        // A function that code for AVX-512 calls is compiled for the baseline unless it is inlined:
        // hence `inline` and `once`.
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

/// A closure that consumes this value is `FnOnce` alone. The compiler wraps one that is also `Fn`
/// into a second function, which the closure's `inline` does not reach.
pub(crate) struct Once;

impl Once {
    #[inline(always)]
    pub(crate) fn take(self) {}
}
