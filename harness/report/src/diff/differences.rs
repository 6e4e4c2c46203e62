//! Facts that differ between the records of a contender in several files.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use records::Record;

/// Values by name, as in the result file.
type Facts = BTreeMap<String, String>;

/// The work.
pub(super) fn work(record: &Record) -> Facts {
    let workload = &record.workload;
    let mut facts = facts(workload);
    // These do not change the work.
    for name in ["source", "fallback", "class_names", "repetition", "setting"] {
        facts.remove(name);
    }
    facts.insert("model".to_owned(), workload.model.widths());
    facts.insert("test_rows_asked".to_owned(), record.quality.total.to_string());
    facts
}

/// Machine, build and contender.
pub(super) fn environment(record: &Record) -> Facts {
    let mut environment = facts(&record.provenance);
    environment.remove("started");
    environment.remove("command");
    let id = &record.contender.id;
    let own = facts(&record.contender).into_iter();
    environment.extend(own.map(|(name, fact)| (format!("{id} {name}"), fact)));
    environment
}

/// A line for each fact that is not equal in all files: `seed: 1 in A, B; 2 in C`.
pub(super) fn differences(records: &[(char, &Record)], facts: fn(&Record) -> Facts) -> Vec<String> {
    let all = records.iter().map(|(letter, it)| (*letter, facts(it)));
    let all: Vec<(char, Facts)> = all.collect();
    let mut names: Vec<&String> = all.iter().flat_map(|(_, facts)| facts.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let difference = |name: &String| {
        let mut values: Vec<(&str, Vec<String>)> = Vec::new();
        for (letter, facts) in &all {
            let value = facts.get(name).map_or("none", String::as_str);
            match values.iter_mut().find(|(known, _)| *known == value) {
                Some((_, letters)) => letters.push(letter.to_string()),
                None => values.push((value, vec![letter.to_string()])),
            }
        }
        let told =
            values.iter().map(|(value, letters)| format!("{value} in {}", letters.join(", ")));
        (values.len() > 1).then(|| format!("{name}: {}", told.collect::<Vec<_>>().join("; ")))
    };
    names.into_iter().filter_map(difference).collect()
}

/// Every value of a part of the record, under its path: `training.optimizer.learning_rate`.
fn facts(part: &impl Serialize) -> Facts {
    let mut facts = Facts::new();
    // A part that was read from JSON can be written as JSON.
    collect(String::new(), &serde_json::to_value(part).unwrap_or_default(), &mut facts);
    facts
}

fn collect(path: String, value: &Value, facts: &mut Facts) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let separator = if path.is_empty() { "" } else { "." };
                collect(format!("{path}{separator}{name}"), value, facts);
            }
        }
        Value::Null => {}
        value => {
            facts.insert(path, brief(value));
        }
    }
}

/// `linear 128 he-normal, relu`; a hash by its beginning.
fn brief(value: &Value) -> String {
    let words = |values: Vec<String>, between: &str| values.join(between);
    match value {
        Value::String(text) if text.len() >= 40 && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
            text[..10].to_owned()
        }
        Value::String(text) => text.clone(),
        Value::Array(values) => words(values.iter().map(brief).collect(), ", "),
        Value::Object(fields) => {
            // The kind comes first.
            let kind = fields.get("kind").into_iter();
            let others = fields.iter().filter(|(name, _)| *name != "kind");
            words(kind.chain(others.map(|(_, value)| value)).map(brief).collect(), " ")
        }
        value => value.to_string(),
    }
}
