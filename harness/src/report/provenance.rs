//! Where the numbers come from, and how to get them again.

use crate::{
    record::Record,
    table::{NOTHING, or_nothing},
};

/// What is to be known of a run: name and value.
pub(super) fn facts(records: &[Record]) -> Vec<(&'static str, String)> {
    let all = |value: &dyn Fn(&Record) -> Option<String>| {
        let mut values: Vec<String> = Vec::new();
        for value in records.iter().filter_map(value) {
            if !value.is_empty() && !values.contains(&value) {
                values.push(value);
            }
        }
        match values.is_empty() {
            true => NOTHING.to_owned(),
            false => values.join("; "),
        }
    };
    let mut facts = vec![
        ("Processor", all(&|it| it.provenance.cpu.clone())),
        ("Logical processors", all(&|it| Some(it.provenance.processors?.to_string()))),
        (
            "Threads that each contender was allowed",
            all(&|it| Some(it.workload.threads.to_string())),
        ),
        ("GPUs", all(&|it| Some(it.contender.hardware.as_ref()?.to_string()))),
        ("Memory", all(&|it| Some(gibibytes(it.provenance.memory_bytes?)))),
        ("Operating system", all(&|it| Some(it.provenance.os.clone()))),
        ("Contenders", all(&|it| Some(identity(it)))),
        (
            "Data",
            all(&|it| {
                let workload = &it.workload;
                let (name, source, digest) =
                    (&workload.dataset, &workload.source, &workload.digest);
                let digest = digest.get(..16).unwrap_or(digest);
                Some(format!("{name} ({source}, SHA-256 {digest}…)"))
            }),
        ),
        (
            "crosscheck",
            all(&|it| {
                let provenance = &it.provenance;
                let revision = provenance.git_revision.as_deref();
                let revision = or_nothing(revision, |it| it.get(..10).unwrap_or(it).to_owned());
                let changed = if provenance.git_dirty { " with changes" } else { "" };
                let (version, profile) = (&provenance.crosscheck, &provenance.profile);
                Some(format!("{version}, revision {revision}{changed}, {profile} build"))
            }),
        ),
        ("Compiler", all(&|it| Some(it.provenance.rustc.clone()))),
        ("Started", all(&|it| Some(it.provenance.started.clone()))),
    ];
    facts.retain(|(_, value)| value != NOTHING);
    facts
}

/// What to type to get such results; nothing in files of older versions.
pub(super) fn commands(records: &[Record]) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    for command in records.iter().filter_map(|it| it.provenance.command.as_ref()) {
        let command = match command.as_str() {
            "" => "cargo run --release".to_owned(),
            arguments => format!("cargo run --release -- {arguments}"),
        };
        if !commands.contains(&command) {
            commands.push(command);
        }
    }
    commands
}

fn identity(record: &Record) -> String {
    let contender = &record.contender;
    let (id, framework, features) = (&contender.id, &contender.framework, &contender.features);
    match (framework.as_str(), &features[..]) {
        ("", _) => id.clone(),
        (framework, []) => format!("{id}: {framework}"),
        (framework, features) => format!("{id}: {framework} with {}", features.join(", ")),
    }
}

fn gibibytes(bytes: u64) -> String {
    format!("{:.0} GiB", bytes as f64 / f64::from(1 << 30))
}
