//! Candle's errors as `ClassifierError`.

use classifier::ClassifierError;

/// Wraps an error that Candle reported.
pub(crate) fn framework(error: candle_core::Error) -> ClassifierError {
    ClassifierError::Framework { framework: "candle", message: error.to_string() }
}
