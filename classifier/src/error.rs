//! The errors of the contract.

use crate::Distance;

/// The result of the calls of the contract.
pub type Result<T> = std::result::Result<T, ClassifierError>;

/// An error of a contender, or of the data handed to it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ClassifierError {
    /// A set or a batch without rows.
    #[error("{what} is empty: at least one row is needed")]
    Empty {
        /// The empty set, e.g. "the training set".
        what: &'static str,
    },
    /// Values that do not divide into rows.
    #[error("{values} input values do not divide into {rows} rows of width {width}")]
    Ragged {
        /// Number of input values given.
        values: usize,
        /// Number of rows, counted by the labels.
        rows: usize,
        /// Values in a row.
        width: usize,
    },
    /// An input that is infinite or NaN.
    #[error("row {row}, column {column} is {value}: inputs must be finite numbers")]
    NotFinite {
        /// The row, from 0.
        row: usize,
        /// The column, from 0.
        column: usize,
        /// The input.
        value: f32,
    },
    /// A label outside `0..classes`.
    #[error("row {row} has label {label}, but there are {classes} classes (0 to {})", classes.saturating_sub(1))]
    LabelOutOfRange {
        /// The row, from 0.
        row: usize,
        /// Its label.
        label: u32,
        /// Number of classes.
        classes: usize,
    },
    /// A number of neighbours outside 1 to the number of training examples.
    #[error("k is {k}, but must be between 1 and the {rows} training examples")]
    Neighbours {
        /// The number of neighbours requested.
        k: usize,
        /// Number of training examples.
        rows: usize,
    },
    /// A distance that the index does not support.
    #[error("{index} has no distance {distance}: {alternative}")]
    UnsupportedDistance {
        /// Name of the index.
        index: &'static str,
        /// The requested distance.
        distance: Distance,
        /// Distances or indexes to use instead.
        alternative: &'static str,
    },
    /// A row index beyond the set.
    #[error("a batch contains row {row}, but the examples have {rows} rows (0 to {})", rows.saturating_sub(1))]
    RowOutOfRange {
        /// The row, from 0.
        row: usize,
        /// Number of rows of the examples.
        rows: usize,
    },
    /// Examples of another width than the model's input.
    #[error("the examples have {got} inputs, the model takes {expected}")]
    Width {
        /// Inputs of the model.
        expected: usize,
        /// Inputs of the examples.
        got: usize,
    },
    /// Examples with another number of classes than the model.
    #[error("the examples have {got} classes, the model tells {expected} apart")]
    Classes {
        /// Classes of the model.
        expected: usize,
        /// Classes of the examples.
        got: usize,
    },
    /// A prediction before `fit`.
    #[error("predict was called before fit: fit the classifier first")]
    NotFitted,
    /// A training batch without dropout masks, for a model with dropout.
    #[error(
        "the model has dropout, but the training batch has no dropout masks (Batch::with_dropout)"
    )]
    NoDropoutMasks,
    /// A model that cannot be built.
    #[error("the model cannot be built: {reason}")]
    InvalidModel {
        /// The problem, with the numbers and the way out.
        reason: String,
    },
    /// A hyper-parameter outside its range.
    #[error("{name} is {value}, but must be {rule}")]
    InvalidTraining {
        /// Name of the hyper-parameter.
        name: &'static str,
        /// Its value.
        value: String,
        /// The allowed values.
        rule: &'static str,
    },
    /// A missing parameter.
    #[error("parameter {name:?} is missing")]
    MissingParameter {
        /// Its name.
        name: String,
    },
    /// A parameter that the model does not have.
    #[error("parameter {name:?} does not belong to this model")]
    UnknownParameter {
        /// Its name.
        name: String,
    },
    /// A parameter of another shape than the model's.
    #[error("parameter {name:?} has shape {got:?}, expected {expected:?}")]
    ParameterShape {
        /// Its name.
        name: String,
        /// The model's shape.
        expected: Vec<usize>,
        /// The shape given.
        got: Vec<usize>,
    },
    /// The loss became NaN or infinite.
    #[error(
        "training diverged: the loss is {loss} at epoch {epoch}, step {step} (try a smaller learning rate)"
    )]
    Diverged {
        /// Epoch, from 1.
        epoch: usize,
        /// Step in that epoch, from 1.
        step: usize,
        /// The loss.
        loss: f64,
    },
    /// An error of the framework.
    #[error("{framework}: {message}")]
    Framework {
        /// Name of the framework.
        framework: &'static str,
        /// Message of the framework.
        message: String,
    },
    /// An error of an observer, e.g. in writing a file.
    #[error("{0}")]
    Observer(String),
}
