//! Label texts to classes.

use std::collections::{BTreeMap, HashMap};

use super::{
    classes::{Classes, Kind, look_alikes},
    number::number,
    place::printable,
};

/// The labels of a column; each distinct text is stored once.
#[derive(Default)]
pub(super) struct Labels {
    /// For each row, the index of its text; `None` if the label is missing.
    rows: Vec<Option<u32>>,
    indices: HashMap<String, u32>,
}

impl Labels {
    /// Appends the label of the next row.
    pub(super) fn push(&mut self, text: Option<&str>) {
        let index = text.map(|text| {
            let next = self.indices.len() as u32;
            match self.indices.get(text) {
                Some(&index) => index,
                None => *self.indices.entry(text.to_owned()).or_insert(next),
            }
        });
        self.rows.push(index);
    }

    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn is_present(&self, row: usize) -> bool {
        self.rows[row].is_some()
    }

    /// Keeps the rows marked `true`.
    pub(super) fn keep(&mut self, rows: &[bool]) {
        let mut kept = rows.iter();
        self.rows.retain(|_| kept.next().is_some_and(|&kept| kept));
    }

    /// The classes of the rows that have a label.
    ///
    /// If all labels are numbers, equal ones are one class, and classes are in numeric order.
    /// Otherwise they are in the order of their Unicode code points.
    pub(super) fn into_classes(self) -> Classes {
        let mut texts = vec![String::new(); self.indices.len()];
        for (text, index) in self.indices {
            texts[index as usize] = text;
        }
        let rows: Vec<u32> = self.rows.into_iter().flatten().collect();
        let mut is_used = vec![false; texts.len()];
        rows.iter().for_each(|&index| is_used[index as usize] = true);
        let used = || texts.iter().zip(&is_used).filter(|(_, used)| **used).map(|(text, _)| text);
        let (keys, kind): (Vec<Key>, _) = if used().all(|text| text.parse::<i128>().is_ok()) {
            (
                texts.iter().map(|text| Key::Integer(text.parse().unwrap_or_default())).collect(),
                Kind::Integers,
            )
        } else if used().all(|text| number(text).is_some_and(|number| number.value.is_finite())) {
            let value = |text: &String| number(text).map_or(0., |number| number.value);
            (texts.iter().map(|text| Key::Number(Finite::of(value(text)))).collect(), Kind::Numbers)
        } else {
            (texts.iter().cloned().map(Key::Text).collect(), Kind::Texts)
        };
        let mut classes: BTreeMap<&Key, (u32, String)> = BTreeMap::new();
        for ((key, text), _) in keys.iter().zip(&texts).zip(&is_used).filter(|(_, used)| **used) {
            let name = key.name(text);
            let (_, known) = classes.entry(key).or_insert_with(|| (0, name.clone()));
            if (name.len(), &name) < (known.len(), &*known) {
                *known = name;
            }
        }
        classes.values_mut().zip(0..).for_each(|((class, _), rank)| *class = rank);
        let class_of = |index: &u32| classes[&keys[*index as usize]].0;
        let names: Vec<&String> = classes.values().map(|(_, name)| name).collect();
        Classes {
            rows: rows.iter().map(class_of).collect(),
            notes: look_alikes(&names),
            names: names.into_iter().map(|name| printable(name)).collect(),
            kind,
        }
    }
}

/// The key by which two labels are the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Integer(i128),
    Number(Finite),
    Text(String),
}

impl Key {
    /// The name of the label `text`: of a number the shortest form.
    fn name(&self, text: &str) -> String {
        let shortest = match self {
            Self::Integer(integer) => integer.to_string(),
            Self::Number(Finite(number)) => number.to_string(),
            Self::Text(_) => return text.to_owned(),
        };
        if text.len() < shortest.len() { text.to_owned() } else { shortest }
    }
}

/// A finite number, in numeric order.
#[derive(PartialEq)]
struct Finite(f64);

impl Finite {
    /// Negative zero is zero.
    fn of(value: f64) -> Self {
        Self(value + 0.)
    }
}

impl Eq for Finite {}

impl PartialOrd for Finite {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Finite {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The classes of these labels, for tests.
#[cfg(test)]
pub(super) fn classes(labels: &[&str]) -> Classes {
    let mut column = Labels::default();
    labels.iter().for_each(|label| column.push(Some(label)));
    column.into_classes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_ordered_by_value_and_other_labels_alphabetically() {
        let of = classes(&["10", "-1", "2", "+2", "02"]);
        assert_eq!(
            (of.rows, of.names),
            (vec![2, 0, 1, 1, 1], vec!["-1".into(), "2".into(), "10".into()])
        );
        let of = classes(&["10", "2", "x", "2"]);
        assert_eq!(of.rows, [0, 1, 2, 1]);
        assert_eq!(of.names, ["10", "2", "x"]);
        // Beyond the integers of f64.
        assert_eq!(classes(&["9007199254740993", "9007199254740992"]).names.len(), 2);
    }

    #[test]
    fn equal_numbers_are_one_class_with_its_shortest_name() {
        let of = classes(&["1", "2.0", "1.0", "10.0", "2"]);
        assert_eq!(
            (of.rows, of.names),
            (vec![0, 1, 0, 2, 1], vec!["1".into(), "2".into(), "10".into()])
        );
        assert_eq!(classes(&["1e300", "0.50", "-0.0", "0"]).names, ["0", "0.5", "1e300"]);
    }
}
