//! The names of IDX files.
//!
//! `[SET-]PART-ROLE-FORMAT[.gz]`, such as `train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte`,
//! `emnist-letters-train-images-idx3-ubyte.gz` and `qmnist-test-labels-idx2-int.gz`.

/// A part of a set. Without one in the name, a file is for training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Train,
    Test,
    Validation,
}

/// The content of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Images,
    Labels,
}

/// The meaning of a file's name.
#[derive(Debug, PartialEq)]
pub(super) struct IdxName {
    /// The name of the set; empty if there is none.
    pub(super) prefix: String,
    pub(super) part: Part,
    pub(super) role: Role,
}

impl Part {
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "train" | "training" => Some(Self::Train),
            "test" | "testing" | "t10k" => Some(Self::Test),
            "val" | "valid" | "validation" => Some(Self::Validation),
            _ => None,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Train => "training",
            Self::Test => "test",
            Self::Validation => "validation",
        }
    }
}

impl Role {
    fn of(word: &str) -> Option<Self> {
        match word {
            "images" | "image" => Some(Self::Images),
            "labels" | "label" => Some(Self::Labels),
            _ => None,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Images => "images",
            Self::Labels => "labels",
        }
    }
}

impl IdxName {
    /// `None` if `name` is not that of an IDX file.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let words = words(name);
        let at = words.iter().position(|word| Role::of(word).is_some())?;
        let role = Role::of(&words[at])?;
        let (before, format) = (&words[..at], &words[at + 1..]);
        let is_format =
            |word: &String| word.starts_with("idx") || ["ubyte", "int"].contains(&word.as_str());
        let part = before.last().and_then(|word| Part::of(word));
        // `images` and `labels` alone may be anything.
        if !format.iter().all(is_format) || (format.is_empty() && part.is_none()) {
            return None;
        }
        let prefix = &before[..before.len() - usize::from(part.is_some())];
        Some(Self { prefix: prefix.join("-"), part: part.unwrap_or(Part::Train), role })
    }
}

/// The words of a name in lower case, without `gz`.
pub(super) fn words(name: &str) -> Vec<String> {
    let name = name.to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.split(['-', '_', '.']).map(str::to_owned).collect()
}

/// The usual name of a file.
pub(super) fn example(prefix: &str, part: Part, role: Role) -> String {
    let part = match part {
        Part::Train => "train",
        Part::Test if prefix.is_empty() => "t10k",
        Part::Test => "test",
        Part::Validation => "val",
    };
    let role = match role {
        Role::Images => "images-idx3-ubyte",
        Role::Labels => "labels-idx1-ubyte",
    };
    [prefix, part, role].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_names_are_understood() {
        use {Part::*, Role::*};
        for (name, prefix, part, role) in [
            ("train-images-idx3-ubyte", "", Train, Images),
            ("train-images.idx3-ubyte", "", Train, Images),
            ("t10k-labels-idx1-ubyte.gz", "", Test, Labels),
            ("emnist-letters-train-images-idx3-ubyte.gz", "emnist-letters", Train, Images),
            ("emnist-letters-test-labels-idx1-ubyte", "emnist-letters", Test, Labels),
            ("qmnist-train-labels-idx2-int.gz", "qmnist", Train, Labels),
            ("xnist-images-idx3-ubyte", "xnist", Train, Images),
            ("my_set_val_labels.idx", "my-set", Validation, Labels),
            ("Train-Images.gz", "", Train, Images),
        ] {
            let expected = IdxName { prefix: prefix.to_owned(), part, role };
            assert_eq!(IdxName::parse(name), Some(expected), "{name}");
        }
        for name in [
            "qmnist-train-labels.tsv.gz",
            "train.csv",
            "emnist-letters-mapping.txt",
            "images",
            "labels.txt",
            "",
        ] {
            assert_eq!(IdxName::parse(name), None, "{name}");
        }
    }

    #[test]
    fn an_example_of_a_name_is_understood() {
        for prefix in ["", "emnist-letters"] {
            for part in [Part::Train, Part::Test, Part::Validation] {
                for role in [Role::Images, Role::Labels] {
                    let name = IdxName { prefix: prefix.to_owned(), part, role };
                    assert_eq!(IdxName::parse(&example(prefix, part, role)), Some(name));
                }
            }
        }
    }
}
