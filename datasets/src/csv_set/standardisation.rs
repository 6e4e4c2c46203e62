//! Columns of mean 0 and deviation 1.

/// Mean and standard deviation of every column, over the training rows only: what the test rows
/// are like must not be known before.
pub(super) struct Standardisation {
    columns: Vec<Column>,
}

#[derive(Clone, Default)]
struct Column {
    mean: f64,
    /// Of the rows themselves, so divided by their number; zero where all values are the same.
    deviation: f64,
}

impl Standardisation {
    /// Of those `rows` of `inputs`, row-major and `width` wide.
    pub(super) fn of(inputs: &[f32], width: usize, rows: &[usize]) -> Self {
        let mut columns = vec![Column::default(); width];
        let values = |row: &usize| inputs[row * width..][..width].iter();
        let count = rows.len() as f64;
        for row in rows {
            for (column, &value) in columns.iter_mut().zip(values(row)) {
                column.mean += f64::from(value) / count;
            }
        }
        // Squares are summed around the mean: those of the values themselves would cancel out.
        for row in rows {
            for (column, &value) in columns.iter_mut().zip(values(row)) {
                column.deviation += (f64::from(value) - column.mean).powi(2) / count;
            }
        }
        let first = rows.first().map_or(0, |row| row * width);
        for (index, column) in columns.iter_mut().enumerate() {
            let constant = |row: &usize| inputs[row * width + index] == inputs[first + index];
            column.deviation = match rows.iter().all(constant) {
                true => 0.,
                false => column.deviation.sqrt(),
            };
        }
        Self { columns }
    }

    /// Takes each column's mean from its values and divides them by its deviation; a column that
    /// is constant in the training rows says nothing and becomes 0 in all.
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
        // A test row may lie too many deviations away for 32 bits.
        standardised.clamp(f32::MIN.into(), f32::MAX.into()) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_given_rows_count_and_all_are_standardised() {
        let mut inputs = [1., 5., 3., 5., 7., 9.];
        let standardisation = Standardisation::of(&inputs, 2, &[0, 1]);
        standardisation.apply(&mut inputs);
        assert_eq!(inputs, [-1., 0., 1., 0., 5., 0.]);
    }

    #[test]
    fn extreme_values_remain_finite() {
        let tiny = f32::from_bits(1);
        let mut inputs = [0., tiny, f32::MAX, f32::MIN];
        Standardisation::of(&inputs, 1, &[0, 1]).apply(&mut inputs);
        assert_eq!(inputs, [-1., 1., f32::MAX, f32::MIN]);
        let mut inputs = [f32::MAX, f32::MIN];
        Standardisation::of(&inputs, 1, &[0, 1]).apply(&mut inputs);
        assert_eq!(inputs, [1., -1.]);
    }
}
