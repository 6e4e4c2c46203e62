//! Loops in the widest vector instructions of the machine.

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
