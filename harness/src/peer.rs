//! The contenders that are Python programs, in the folder `reference/`.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::registry::Kind;

/// A contender from outside Rust, for the comparison with what most people use.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// Its id.
    pub id: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Where it computes.
    pub device: &'static str,
    /// What it is.
    pub kind: Kind,
    script: &'static str,
}

/// All of them. None takes part unless it is named.
pub const PEERS: [Peer; 4] = [
    Peer {
        id: "pytorch-cpu",
        about: "PyTorch, eager",
        device: "cpu",
        kind: Kind::Network,
        script: "pytorch_peer.py",
    },
    Peer {
        id: "pytorch-cuda",
        about: "PyTorch, eager",
        device: "cuda",
        kind: Kind::Network,
        script: "pytorch_peer.py",
    },
    Peer {
        id: "sklearn-knn",
        about: "scikit-learn's k-nearest neighbours, brute force",
        device: "cpu",
        kind: Kind::Neighbours { slow: false },
        script: "sklearn_knn.py",
    },
    Peer {
        id: "faiss-flat",
        about: "faiss, IndexFlatL2 or the flat index of another distance",
        device: "cpu",
        kind: Kind::Neighbours { slow: false },
        script: "faiss_flat.py",
    },
];

/// The peer of that id; `pytorch` is `pytorch-cpu` for short.
pub fn peer(id: &str) -> Option<Peer> {
    let id = if id == "pytorch" { "pytorch-cpu" } else { id };
    PEERS.into_iter().find(|peer| peer.id == id)
}

impl Peer {
    /// The command that runs its cells.
    ///
    /// # Errors
    /// No folder `reference/` or no Python, in words. Whether its Python has what it needs, only
    /// the script can tell.
    pub fn program(&self) -> Result<Vec<String>, String> {
        let folder = folder().ok_or(
            "the folder reference/ is neither in the working directory nor where this program was \
             built: run it from a checkout",
        )?;
        let python = python(&folder);
        let answers = Command::new(&python)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        match answers {
            Ok(status) if status.success() => {
                Ok(vec![text(&python), text(&folder.join(self.script))])
            }
            _ => Err(format!(
                "there is no Python at {}: set NN_PYTHON to one, or set it up as reference/README.md \
                 says",
                python.display()
            )),
        }
    }
}

/// The folder with the scripts: that of the working directory before that of the build.
fn folder() -> Option<PathBuf> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference");
    let places = [PathBuf::from("reference"), built];
    places.into_iter().find(|place| place.is_dir())
}

/// `$NN_PYTHON`, else the virtual environment in `reference/.venv`, else the system's.
fn python(folder: &Path) -> PathBuf {
    if let Some(python) = env::var_os("NN_PYTHON") {
        return python.into();
    }
    let own = folder.join(".venv/bin/python");
    if own.exists() { own } else { "python3".into() }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
