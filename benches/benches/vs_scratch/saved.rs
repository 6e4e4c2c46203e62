//! The samples saved by criterion.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use serde_json::Value;

/// The samples of one id, `EXERCISE/CONTENDER/PHASE`.
pub(crate) struct Saved {
    pub(crate) exercise: String,
    pub(crate) contender: String,
    pub(crate) phase: String,
    /// Seconds per element of each sample.
    pub(crate) seconds: Vec<f64>,
    /// The time of the measurement.
    pub(crate) written: SystemTime,
}

impl Saved {
    pub(crate) fn id(&self) -> String {
        format!("{}/{}/{}", self.exercise, self.contender, self.phase)
    }
}

/// All saved measurements whose id has three parts.
pub(crate) fn all_saved() -> Vec<Saved> {
    let groups = entries(&folder()).into_iter();
    let benchmarks = groups.flat_map(|group| entries(&group));
    benchmarks.filter_map(|benchmark| read(&benchmark.join("new"))).collect()
}

/// Criterion's output folder, in criterion's order of precedence.
fn folder() -> PathBuf {
    if let Some(folder) = env::var_os("CRITERION_HOME") {
        return folder.into();
    }
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    // This program is `TARGET/release/deps/vs_scratch-…`.
    let own = || env::current_exe().unwrap().ancestors().nth(3).map(Path::to_owned);
    target.or_else(own).unwrap_or_default().join("criterion")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| Some(entry.ok()?.path())).collect()
}

/// The measurement in `folder`; `None` if it is not one of this crate.
fn read(folder: &Path) -> Option<Saved> {
    let benchmark = json(&folder.join("benchmark.json"))?;
    let path = folder.join("sample.json");
    let sample = json(&path)?;
    let elements = benchmark["throughput"]["Elements"].as_f64()?;
    let (contender, phase) = benchmark["function_id"].as_str()?.rsplit_once('/')?;
    let runs = numbers(&sample["iters"])?.into_iter();
    let nanoseconds = numbers(&sample["times"])?;
    Some(Saved {
        exercise: benchmark["group_id"].as_str()?.to_owned(),
        contender: contender.to_owned(),
        phase: phase.to_owned(),
        seconds: runs
            .zip(nanoseconds)
            .map(|(runs, nanoseconds)| nanoseconds / 1e9 / runs / elements)
            .collect(),
        written: fs::metadata(path).and_then(|file| file.modified()).ok()?,
    })
}

fn json(path: &Path) -> Option<Value> {
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}

fn numbers(values: &Value) -> Option<Vec<f64>> {
    values.as_array()?.iter().map(Value::as_f64).collect()
}
