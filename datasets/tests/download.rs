//! Downloads from a local test server.
#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

mod support;

use std::{fs, path::Path};

use datasets::{DatasetName, Places, Progress, Request, Source, load};
use support::{FILES, Server, cached, copy_of_mnist, error_of, gz, listing, load_from, real_data};

/// An address that refuses every connection.
const UNREACHABLE: &str = "http://127.0.0.1:1/";

fn compressed_names() -> Vec<String> {
    let mut names = FILES.map(|file| format!("{file}.gz")).to_vec();
    names.sort();
    names
}

fn corrupt(folder: &Path, file: &str) {
    let mut bytes = fs::read(gz(folder, file)).unwrap();
    bytes[3000] ^= 1;
    fs::write(gz(folder, file), bytes).unwrap();
}

#[test]
fn the_second_mirror_is_tried_and_the_second_load_needs_no_mirror() {
    let Some(data) = real_data() else { return };
    let empty = Server::start(|_| None);
    let full = Server::of_folder(data.join("mnist"));
    let cache = tempfile::tempdir().unwrap();
    let places = cached(cache.path(), &[&empty.url, &full.url]);

    let first = load_from(places.clone(), DatasetName::Mnist).unwrap();
    let folder = cache.path().join("mnist");
    assert_eq!(
        first.source,
        Source::Downloaded { mirror: full.url.clone(), cache: folder.clone() }
    );
    assert_eq!(listing(&folder), compressed_names());
    // The mirror that had the first file is tried first for the others.
    assert_eq!(empty.requests(), ["train-images-idx3-ubyte.gz"]);
    assert_eq!(full.requests().len(), 4);

    let second = load_from(places, DatasetName::Mnist).unwrap();
    assert_eq!(second.source, Source::Cache(folder));
    assert_eq!(full.requests().len(), 4);
    assert!(first.train == second.train && first.test == second.test);
}

#[test]
fn a_corrupt_download_never_reaches_the_cache() {
    let Some(data) = real_data() else { return };
    let copy = copy_of_mnist(&data);
    let folder = copy.path().join("mnist");
    corrupt(&folder, FILES[3]);
    let server = Server::of_folder(folder);
    let cache = tempfile::tempdir().unwrap();
    let error = error_of(cached(cache.path(), &[&server.url]));
    let words = format!("{}t10k-labels-idx1-ubyte.gz: the response ", server.url);
    assert!(error.contains(&words), "{error}");
    let kept = listing(&cache.path().join("mnist"));
    assert_eq!(kept.len(), 3);
    assert!(kept.iter().all(|name| compressed_names().contains(name)));
}

#[test]
fn a_corrupt_cached_file_is_downloaded_again() {
    let Some(data) = real_data() else { return };
    let cache = copy_of_mnist(&data);
    corrupt(&cache.path().join("mnist"), FILES[3]);
    let server = Server::of_folder(data.join("mnist"));
    let places = cached(cache.path(), &[&server.url]);
    let again = load_from(places.clone(), DatasetName::Mnist).unwrap();
    assert!(matches!(again.source, Source::Downloaded { .. }));
    assert_eq!(server.requests(), ["t10k-labels-idx1-ubyte.gz"]);
    let cached = load_from(places, DatasetName::Mnist).unwrap();
    assert!(matches!(cached.source, Source::Cache(_)));
}

#[test]
fn a_corrupt_plain_file_in_the_cache_is_replaced_by_the_download() {
    let Some(data) = real_data() else { return };
    let cache = copy_of_mnist(&data);
    fs::write(cache.path().join("mnist").join(FILES[3]), "broken").unwrap();
    let server = Server::of_folder(data.join("mnist"));
    let places = cached(cache.path(), &[&server.url]);
    load_from(places.clone(), DatasetName::Mnist).unwrap();
    let cached = load_from(places, DatasetName::Mnist).unwrap();
    assert!(matches!(cached.source, Source::Cache(_)));
}

#[test]
fn a_corrupt_cached_file_without_a_network_is_an_error_that_says_to_delete_it() {
    let Some(data) = real_data() else { return };
    let cache = copy_of_mnist(&data);
    let folder = cache.path().join("mnist");
    corrupt(&folder, FILES[3]);
    let places = cached(cache.path(), &[UNREACHABLE]);
    let error = error_of(places.clone());
    let path = gz(&folder, FILES[3]).display().to_string();
    assert!(error.starts_with(&format!("the cached file {path} ")), "{error}");
    assert!(error.contains(": delete it, or try again with a network\n"), "{error}");
    assert_eq!(load_from(places, None).unwrap_err().to_string(), error);
}

#[test]
fn without_a_reachable_mirror_mnist_is_an_error_that_lists_every_attempt() {
    let cache = tempfile::tempdir().unwrap();
    let empty = Server::start(|_| None);
    let error = error_of(cached(cache.path(), &[UNREACHABLE, &empty.url]));
    let file = "train-images-idx3-ubyte.gz";
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines[0], "mnist is unavailable:");
    let path = gz(&cache.path().join("mnist"), FILES[0]);
    assert_eq!(lines[1], format!("  {}: not in the cache", path.display()));
    assert!(lines[2].starts_with(&format!("  {UNREACHABLE}{file}: ")), "{error}");
    assert_eq!(lines[3], format!("  {}{file}: http status: 404", empty.url));
    assert!(lines[4].contains("pass --data-dir DIR or set NN_DATA=DIR"), "{error}");
    assert_eq!(listing(&cache.path().join("mnist")), [""; 0]);
}

#[test]
fn without_a_reachable_mirror_and_without_a_name_digits_are_generated() {
    let cache = tempfile::tempdir().unwrap();
    let places = cached(cache.path(), &[UNREACHABLE]);
    let dataset = load_from(places.clone(), None).unwrap();
    assert_eq!(dataset.name, "synthetic-digits");
    assert_eq!(dataset.source, Source::Generated { seed: 1 });
    assert_eq!(dataset.fallback, Some(error_of(places)));

    let no_place_at_all = load_from(Places::default(), None).unwrap();
    assert_eq!(no_place_at_all.name, "synthetic-digits");
}

#[test]
fn a_cache_that_cannot_be_written_to_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    fs::write(&file, "").unwrap();
    let server = Server::start(|_| None);
    let error = error_of(cached(&file, &[&server.url]));
    let place = file.join("mnist").display().to_string();
    assert!(error.contains(&format!("{place}: cannot be written to (")), "{error}");
    assert!(server.requests().is_empty());
}

#[test]
fn a_response_beyond_the_size_limit_is_rejected() {
    let server = Server::start(|_| Some(vec![0; 50_000_000]));
    let cache = tempfile::tempdir().unwrap();
    let error = error_of(cached(cache.path(), &[&server.url]));
    assert!(error.contains("the response exceeds 48000000 bytes"), "{error}");
}

#[test]
fn progress_counts_every_byte_of_every_file() {
    #[derive(Default)]
    struct Log(Vec<(String, Option<u64>, u64, bool)>);

    impl Progress for Log {
        fn start(&mut self, file: &str, total: Option<u64>) {
            self.0.push((file.to_owned(), total, 0, false));
        }
        fn advance(&mut self, bytes: u64) {
            self.0.last_mut().unwrap().2 += bytes;
        }
        fn finish(&mut self) {
            self.0.last_mut().unwrap().3 = true;
        }
    }

    let Some(data) = real_data() else { return };
    let folder = data.join("mnist");
    let server = Server::of_folder(folder.clone());
    let cache = tempfile::tempdir().unwrap();
    let request = Request {
        dataset: Some(DatasetName::Mnist.into()),
        table: datasets::TableOptions::default(),
        transposed: false,
        places: cached(cache.path(), &[&server.url]),
        seed: 1,
    };
    let mut log = Log::default();
    load(&request, &mut log).unwrap();
    let expected = FILES.map(|file| {
        let bytes = gz(&folder, file).metadata().unwrap().len();
        (format!("{file}.gz"), Some(bytes), bytes, true)
    });
    assert_eq!(log.0, expected);
}
