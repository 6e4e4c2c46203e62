//! The identity of a program outside this binary.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use datasets::sha256_hex;
use records::Program;

/// The most bytes that are read of each file, 64 MiB.
const MOST_BYTES: u64 = 64 << 20;

/// The program of a command: files that its words name, such as a script, are part of it, so that
/// results of a changed script are not taken for repetitions of the old one.
pub(super) fn identity(command: &[String]) -> Program {
    let names = command.iter().map(|word| match Path::new(word).file_name() {
        // A path of this machine is not published.
        Some(name) if Path::new(word).exists() => name.to_string_lossy().into_owned(),
        _ => word.clone(),
    });
    let names: Vec<String> = names.collect();
    Program {
        command: shlex::try_join(names.iter().map(String::as_str)).unwrap_or_default(),
        digest: sha256_hex(command.iter().filter_map(|word| content(Path::new(word)).ok())),
    }
}

fn content(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Reading a pipe or a device could block.
    if path.metadata()?.is_file() {
        File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn arguments_and_the_content_of_scripts_are_part_of_a_program_and_paths_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let script = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            path.to_string_lossy().into_owned()
        };
        let (first, fixed) = (script("a.py", "print(1)"), script("b.py", "print(2)"));
        let program = |words: &[&str]| {
            identity(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>())
        };
        let one = program(&["python3", &first]);
        assert_eq!(one.command, "python3 a.py");
        assert_eq!(one, program(&["python3", &first]));
        assert_ne!(one.digest, program(&["python3", &fixed]).digest);
        assert_eq!(
            program(&["python3", &first, "--bug", "a b"]).command,
            "python3 a.py --bug 'a b'"
        );
    }
}
