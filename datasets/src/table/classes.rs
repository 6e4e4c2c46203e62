//! The classes of a table: whether they can be classes at all, and names that are easily confused.

use std::collections::BTreeMap;

use super::{TableProblem, number::number, place::printable};

/// The classes of a label column.
#[derive(Debug, PartialEq)]
pub(super) struct Classes {
    /// The class of each row.
    pub(super) rows: Vec<u32>,
    /// The name of each class, without invisible characters.
    pub(super) names: Vec<String>,
    /// Classes whose names are easily confused, one note for each.
    pub(super) notes: Vec<String>,
    pub(super) kind: Kind,
}

/// The kind of all labels of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Integers,
    Numbers,
    Texts,
}

impl Classes {
    /// Errors if there are fewer than two classes, or if the labels are measurements or names of the
    /// rows.
    ///
    /// Mostly distinct labels are no classes: nothing is learned of a class from one row. More than
    /// ten different fractions are a quantity; scikit-learn's classifiers refuse any
    /// (`sklearn.utils.multiclass.type_of_target`: continuous).
    pub(super) fn check(&self, column: &str, rows: usize) -> Result<(), TableProblem> {
        if let [only] = &self.names[..] {
            return Err(TableProblem::OneClass {
                rows,
                label: only.clone(),
                column: column.to_owned(),
            });
        }
        let distinct = self.names.len();
        let is_fractional = self.kind == Kind::Numbers
            && self
                .names
                .iter()
                .any(|name| number(name).is_some_and(|number| number.value.fract() != 0.));
        if distinct <= 10 || !(is_fractional || 2 * distinct > self.rows.len()) {
            return Ok(());
        }
        Err(TableProblem::NotClasses {
            column: column.to_owned(),
            distinct,
            rows: self.rows.len(),
            are_numbers: self.kind != Kind::Texts,
        })
    }
}

/// A note for all names that differ only in case, white space or invisible characters.
pub(super) fn look_alikes(names: &[&String]) -> Vec<String> {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in names {
        let is_visible =
            |c: &char| !c.is_whitespace() && printable(&c.to_string()).len() == c.len_utf8();
        let visible: String = name.chars().filter(is_visible).collect();
        groups.entry(visible.to_lowercase()).or_default().push(name);
    }
    let alike = groups.into_values().filter(|names| names.len() > 1);
    alike.map(|names| {
        let names: Vec<String> = names.iter().map(|name| format!("{:?}", printable(name)).replace("\\\\", "\\")).collect();
        format!(
            "the classes {} differ only in case, white space or invisible characters: if they are one, \
             correct the file",
            names.join(" and ")
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::labels::classes, *};

    #[test]
    fn classes_that_look_alike_are_noted_and_their_invisible_characters_are_shown() {
        let of = classes(&["y", "y\u{200b}", "n", "Yes", "yes", "New York", "New\u{a0}York"]);
        assert!(of.names.contains(&"y\\u{200b}".to_owned()), "{:?}", of.names);
        let notes = of.notes.join("\n");
        for pair in [
            "\"New York\" and \"New\\u{a0}York\" differ",
            "\"y\" and \"y\\u{200b}\" differ",
            "\"Yes\" and \"yes\" differ",
        ] {
            assert!(notes.contains(pair), "{notes}");
        }
        assert_eq!(of.notes.len(), 3);
        assert!(classes(&["a", "b", "1"]).notes.is_empty());
    }

    #[test]
    fn measurements_and_names_of_rows_are_no_classes() {
        let texts = |count: usize, of: fn(usize) -> String| (0..count).map(of).collect::<Vec<_>>();
        let check = |texts: &[String]| {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            classes(&texts).check("price", texts.len())
        };
        let are_numbers =
            |result| matches!(result, Err(TableProblem::NotClasses { are_numbers: true, .. }));
        assert!(are_numbers(check(&texts(60, |row| (row * row % 113).to_string()))));
        assert!(are_numbers(check(&texts(200, |row| format!("{}.5", row % 12)))));
        assert!(!are_numbers(check(&texts(60, |row| format!("row {row}")))));
        assert!(check(&texts(60, |row| format!("row {row}"))).is_err());
        assert!(check(&texts(60, |row| (row % 30).to_string())).is_ok());
        // Marks in halves, and ten rows of ten digits.
        assert!(check(&texts(60, |row| format!("{}.5", row % 9))).is_ok());
        assert!(check(&texts(10, |row| row.to_string())).is_ok());
    }
}
