//! One value of a sweep: the axis that varies, and its value.

use std::{fmt, str::FromStr};

use classifier::LayerSpec;
use serde::{Deserialize, Serialize};

use crate::Workload;

/// A setting of a sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub enum Setting {
    /// The experiment itself, without a varied value.
    Base,
    /// The experiment with one value replaced.
    Point {
        /// The quantity that varies.
        axis: Axis,
        /// Its value.
        value: usize,
    },
}

/// A quantity that a sweep varies while everything else stays the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// Outputs of every hidden linear layer.
    HiddenWidth,
    /// Number of hidden linear layers.
    HiddenLayers,
    /// Passes over the training set.
    Epochs,
    /// Examples per training step.
    Batch,
    /// Training examples.
    TrainRows,
    /// Threads per contender.
    Threads,
}

impl Axis {
    /// All axes.
    pub const ALL: [Self; 6] = [
        Self::HiddenWidth,
        Self::HiddenLayers,
        Self::Epochs,
        Self::Batch,
        Self::TrainRows,
        Self::Threads,
    ];

    /// `hidden width`.
    pub fn name(self) -> &'static str {
        match self {
            Self::HiddenWidth => "hidden width",
            Self::HiddenLayers => "hidden layers",
            Self::Epochs => "epochs",
            Self::Batch => "batch",
            Self::TrainRows => "training rows",
            Self::Threads => "threads",
        }
    }

    /// The name in files and on the command line: `hidden-width`.
    pub fn slug(self) -> String {
        self.name().replace(' ', "-")
    }

    /// The value of the axis in a workload; `None` for the hidden width of a model without hidden
    /// layers or with hidden layers of different widths.
    pub fn value(self, workload: &Workload) -> Option<usize> {
        let hidden = || {
            let widths = workload.model.layers.iter().filter_map(|layer| match layer {
                LayerSpec::Linear { outputs, .. } => Some(*outputs),
                _ => None,
            });
            let mut widths: Vec<usize> = widths.collect();
            widths.pop();
            widths
        };
        match self {
            Self::HiddenWidth => match &hidden()[..] {
                [first, rest @ ..] if rest.iter().all(|width| width == first) => Some(*first),
                _ => None,
            },
            Self::HiddenLayers => Some(hidden().len()),
            Self::Epochs => Some(workload.training.epochs),
            Self::Batch => Some(workload.training.batch),
            Self::TrainRows => Some(workload.train_rows),
            Self::Threads => Some(workload.threads),
        }
    }
}

impl Setting {
    /// The axis; `None` for the base.
    pub fn axis(self) -> Option<Axis> {
        match self {
            Self::Base => None,
            Self::Point { axis, .. } => Some(axis),
        }
    }
}

impl FromStr for Axis {
    type Err = String;

    /// Reads a name with spaces, hyphens or underscores, and the names of older result files:
    /// `width`, `depth`, `rows`.
    fn from_str(text: &str) -> Result<Self, String> {
        let name = text.replace(['-', '_'], " ");
        match name.as_str() {
            "width" => return Ok(Self::HiddenWidth),
            "depth" => return Ok(Self::HiddenLayers),
            "rows" => return Ok(Self::TrainRows),
            _ => {}
        }
        Self::ALL.into_iter().find(|axis| axis.name() == name).ok_or_else(|| {
            let slugs = Self::ALL.map(Self::slug);
            format!("unknown axis {text:?}: expected one of {}", slugs.join(", "))
        })
    }
}

impl fmt::Display for Axis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl fmt::Display for Setting {
    /// `base`, `hidden width 32`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base => formatter.write_str("base"),
            Self::Point { axis, value } => write!(formatter, "{axis} {value}"),
        }
    }
}

/// The forms of a setting in a result file: today's object, and the text of older files.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Point { axis: Axis, value: usize },
    Text(TextSetting),
}

/// `base`, or `AXIS VALUE`.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct TextSetting(Setting);

impl TryFrom<String> for TextSetting {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "base" {
            return Ok(Self(Setting::Base));
        }
        let unknown = || format!("unknown setting {text:?}: expected \"base\" or \"AXIS VALUE\"");
        let (axis, value) = text.rsplit_once(' ').ok_or_else(unknown)?;
        let value = value.parse().map_err(|_| unknown())?;
        Ok(Self(Setting::Point { axis: axis.parse()?, value }))
    }
}

impl From<TextSetting> for String {
    fn from(setting: TextSetting) -> Self {
        setting.0.to_string()
    }
}

impl From<Stored> for Setting {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Point { axis, value } => Self::Point { axis, value },
            Stored::Text(text) => text.0,
        }
    }
}

impl From<Setting> for Stored {
    fn from(setting: Setting) -> Self {
        match setting {
            Setting::Base => Self::Text(TextSetting(setting)),
            Setting::Point { axis, value } => Self::Point { axis, value },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_a_round_trip_and_those_of_older_files_are_read() {
        let point = |axis, value| Setting::Point { axis, value };
        for setting in [Setting::Base, point(Axis::Batch, 32), point(Axis::TrainRows, 1000)] {
            let text = serde_json::to_string(&setting).unwrap();
            assert_eq!(serde_json::from_str::<Setting>(&text).unwrap(), setting, "{text}");
        }
        for (old, setting) in [
            ("base", Setting::Base),
            ("hidden width 32", point(Axis::HiddenWidth, 32)),
            ("width 64", point(Axis::HiddenWidth, 64)),
            ("depth 2", point(Axis::HiddenLayers, 2)),
            ("epochs 0", point(Axis::Epochs, 0)),
            ("rows 12000", point(Axis::TrainRows, 12_000)),
        ] {
            assert_eq!(serde_json::from_value::<Setting>(old.into()).unwrap(), setting);
        }
        assert!(serde_json::from_str::<Setting>("\"colour 3\"").is_err());
    }

    #[test]
    fn an_unknown_axis_is_answered_with_the_known_ones() {
        let error = "depht".parse::<Axis>().unwrap_err();
        assert!(error.contains("depht") && error.contains("hidden-layers"), "{error}");
    }
}
