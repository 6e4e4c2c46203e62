//! Columns of mean 0 and standard deviation 1.

/// Mean and standard deviation of every column, over the training rows only: statistics of the
/// test rows must not leak into training.
pub(super) struct Standardisation {
    pub(super) columns: Vec<Column>,
}

/// Statistics of a CSV column over the training rows, before standardisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The name in the header.
    pub name: String,
    /// The lowest value.
    pub lowest: f32,
    /// The highest value.
    pub highest: f32,
    /// The mean.
    pub mean: f64,
    /// The standard deviation with `n` in the denominator; 0 if all values are the same.
    pub deviation: f64,
}

impl Standardisation {
    /// Statistics of the given `rows` of `inputs`, row-major `[rows × names.len()]`.
    pub(super) fn of(inputs: &[f32], names: Vec<String>, rows: &[usize]) -> Self {
        let width = names.len();
        let column = |name| Column {
            name,
            lowest: f32::INFINITY,
            highest: f32::NEG_INFINITY,
            mean: 0.0,
            deviation: 0.0,
        };
        let mut columns: Vec<Column> = names.into_iter().map(column).collect();
        let values = |row: &usize| inputs[row * width..][..width].iter();
        let count = rows.len() as f64;
        for row in rows {
            for (column, &value) in columns.iter_mut().zip(values(row)) {
                column.mean += f64::from(value) / count;
                column.lowest = column.lowest.min(value);
                column.highest = column.highest.max(value);
            }
        }
        // Squares of differences from the mean: E[x²] − mean² would cancel.
        for row in rows {
            for (column, &value) in columns.iter_mut().zip(values(row)) {
                column.deviation += (f64::from(value) - column.mean).powi(2) / count;
            }
        }
        for column in &mut columns {
            let constant = column.lowest == column.highest;
            column.deviation = if constant { 0. } else { column.deviation.sqrt() };
        }
        Self { columns }
    }

    /// `(x − mean) / deviation`, column by column; a column that is constant in the training rows
    /// becomes 0 everywhere.
    pub(super) fn apply(&self, inputs: &mut [f32]) {
        for row in inputs.chunks_mut(self.columns.len()) {
            for (value, column) in row.iter_mut().zip(&self.columns) {
                *value = column.standardised(*value);
            }
        }
    }
}

impl Column {
    fn standardised(&self, value: f32) -> f32 {
        if self.deviation == 0. {
            return 0.;
        }
        let standardised = (f64::from(value) - self.mean) / self.deviation;
        // The result for a test row may exceed the range of f32.
        standardised.clamp(f32::MIN.into(), f32::MAX.into()) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|column| column.to_string()).collect()
    }

    #[test]
    fn statistics_are_those_of_the_given_rows_and_all_rows_are_standardised() {
        let mut inputs = [1., 5., 3., 5., 7., 9.];
        let standardisation = Standardisation::of(&inputs, names(2), &[0, 1]);
        standardisation.apply(&mut inputs);
        assert_eq!(inputs, [-1., 0., 1., 0., 5., 0.]);
        let column = &standardisation.columns[0];
        assert_eq!((column.lowest, column.highest), (1., 3.));
        assert_eq!((column.mean, column.deviation), (2., 1.));
    }

    #[test]
    fn extreme_values_remain_finite() {
        let tiny = f32::from_bits(1);
        let mut inputs = [0., tiny, f32::MAX, f32::MIN];
        Standardisation::of(&inputs, names(1), &[0, 1]).apply(&mut inputs);
        assert_eq!(inputs, [-1., 1., f32::MAX, f32::MIN]);
        let mut inputs = [f32::MAX, f32::MIN];
        Standardisation::of(&inputs, names(1), &[0, 1]).apply(&mut inputs);
        assert_eq!(inputs, [1., -1.]);
    }
}
