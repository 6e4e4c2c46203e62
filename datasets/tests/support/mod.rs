//! Shared by the tests: the real files, if present, and a server for them.
#![allow(dead_code, unreachable_pub, reason = "each test program uses a part")]
#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    thread,
};

use datasets::{
    DataDir, Dataset, DatasetChoice, DatasetName, Mirror, Places, Request, Result, TableOptions,
    load,
};
use flate2::read::GzDecoder;
use tempfile::TempDir;

pub const FILES: [&str; 4] = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
];

/// The folder of the real data sets; `None` if this machine has none.
pub fn real_data() -> Option<PathBuf> {
    let beside_the_project = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");
    let folder = env::var_os("NN_DATA").map_or(beside_the_project.into(), PathBuf::from);
    let there = folder.join("mnist").is_dir() && folder.join("fashion-mnist").is_dir();
    if !there {
        println!("skipped: {} has no data sets", folder.display());
    }
    there.then_some(folder)
}

/// A copy of `mnist/` with the real compressed files, for tests that damage files.
pub fn copy_of_mnist(data: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    let folder = copy.path().join("mnist");
    fs::create_dir(&folder).unwrap();
    for file in FILES {
        // Not `fs::copy`, which would also copy read-only permissions.
        let content = fs::read(gz(&data.join("mnist"), file)).unwrap();
        fs::write(gz(&folder, file), content).unwrap();
    }
    copy
}

pub fn gz(folder: &Path, file: &str) -> PathBuf {
    folder.join(format!("{file}.gz"))
}

/// Replaces the compressed file by the plain one.
pub fn decompress(folder: &Path, file: &str) {
    let mut content = Vec::new();
    let compressed = fs::File::open(gz(folder, file)).unwrap();
    GzDecoder::new(compressed).read_to_end(&mut content).unwrap();
    fs::write(folder.join(file), content).unwrap();
    fs::remove_file(gz(folder, file)).unwrap();
}

/// The places with `--data-dir folder`.
pub fn named(folder: &Path) -> Places {
    Places {
        data_dir: Some(DataDir { path: folder.to_owned(), named_by: "--data-dir" }),
        ..Places::default()
    }
}

/// The places with a cache folder and MNIST mirrors.
pub fn cached(cache: &Path, mirrors: &[&str]) -> Places {
    let mirror = |url: &&str| Mirror { dataset: DatasetName::Mnist, url: (*url).to_owned() };
    Places {
        cache_dir: Some(cache.to_owned()),
        mirrors: mirrors.iter().map(mirror).collect(),
        ..Places::default()
    }
}

pub fn load_from(places: Places, dataset: impl Into<Option<DatasetName>>) -> Result<Dataset> {
    let request = Request {
        dataset: dataset.into().map(Into::into),
        table: TableOptions::default(),
        transposed: false,
        places,
        seed: 1,
    };
    load(&request, &mut ())
}

/// A request for the user's own data.
pub fn request_path(path: &Path) -> Request {
    Request {
        dataset: Some(DatasetChoice::Path(path.to_owned())),
        table: TableOptions::default(),
        transposed: false,
        places: Places::default(),
        seed: 1,
    }
}

pub fn load_path(path: &Path) -> Result<Dataset> {
    load(&request_path(path), &mut ())
}

pub fn error_of(places: Places) -> String {
    load_from(places, DatasetName::Mnist).unwrap_err().to_string()
}

/// Names of the files in a folder, sorted.
pub fn listing(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A small HTTP server that runs until the test program ends.
pub struct Server {
    /// The address, with a trailing slash.
    pub url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Serves `answer(file name)`, or 404 if that is `None`.
    pub fn start(answer: impl Fn(&str) -> Option<Vec<u8>> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(&stream).lines().map_while(|line| line.ok());
                let request = lines.next().unwrap_or_default();
                lines.take_while(|line| !line.is_empty()).for_each(drop);
                let path = request.split(' ').nth(1).unwrap_or("/");
                let name = path.trim_start_matches('/').to_owned();
                let (status, body) = match answer(&name) {
                    Some(body) => ("200 OK", body),
                    None => ("404 Not Found", Vec::new()),
                };
                log.lock().unwrap().push(name);
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                // The client may close the connection early.
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
            }
        });
        Self { url, requests }
    }

    /// Serves the files of `folder`.
    pub fn of_folder(folder: PathBuf) -> Self {
        Self::start(move |name| fs::read(folder.join(name)).ok())
    }

    /// The file names requested so far.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}
