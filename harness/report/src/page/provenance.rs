//! The origin of the numbers, and the commands that reproduce them.

use records::Record;

/// A fact about a record.
type Fact = fn(&Record) -> Option<String>;

const FACTS: [(&str, Fact); 11] = [
    ("Processor", |record| record.provenance.cpu.clone()),
    ("Logical processors", |record| Some(record.provenance.processors?.to_string())),
    ("Threads per contender", |record| Some(record.workload.threads.to_string())),
    ("GPUs", |record| Some(record.contender.hardware.as_ref()?.to_string())),
    ("Memory", |record| Some(gibibytes(record.provenance.memory_bytes?))),
    ("Operating system", |record| Some(record.provenance.os.clone())),
    ("Contenders", |record| Some(identity(record))),
    ("Data", |record| Some(data(record))),
    ("crosscheck", |record| Some(build(record))),
    ("Compiler", |record| Some(record.provenance.rustc.clone())),
    ("Started", |record| Some(record.provenance.started.clone())),
];

/// Name and values of everything that describes the runs.
pub(super) fn facts(records: &[Record]) -> Vec<(&'static str, String)> {
    let values = |(name, fact): (&'static str, Fact)| {
        let mut values: Vec<String> = Vec::new();
        for value in records.iter().filter_map(fact) {
            if !value.is_empty() && !values.contains(&value) {
                values.push(value);
            }
        }
        (!values.is_empty()).then(|| (name, values.join("; ")))
    };
    FACTS.into_iter().filter_map(values).collect()
}

/// The commands that were typed, each once.
pub(super) fn commands(records: &[Record]) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    for command in records.iter().filter_map(|record| record.provenance.typed()) {
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

fn data(record: &Record) -> String {
    let workload = &record.workload;
    let digest = workload.digest.get(..16).unwrap_or(&workload.digest);
    format!("{} ({}, SHA-256 {digest}…)", workload.dataset, workload.source)
}

fn build(record: &Record) -> String {
    let provenance = &record.provenance;
    let (version, profile) = (&provenance.crosscheck, &provenance.profile);
    format!("{version}, revision {}, {profile} build", provenance.revision())
}

fn gibibytes(bytes: u64) -> String {
    format!("{:.0} GiB", bytes as f64 / f64::from(1 << 30))
}
