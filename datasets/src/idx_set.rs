//! The two data sets of four files in IDX format, with their checksums and mirrors.

use crate::DatasetName;

/// A data set of four files.
#[derive(Debug)]
pub(crate) struct IdxSet {
    pub(crate) name: DatasetName,
    /// The folder in which torchvision keeps the set.
    pub(crate) torchvision: &'static str,
    /// Training images, training labels, test images, test labels.
    pub(crate) files: [IdxFile; 4],
    /// Addresses of the compressed files.
    pub(crate) mirrors: &'static [&'static str],
}

/// One decompressed file.
#[derive(Debug)]
pub(crate) struct IdxFile {
    pub(crate) name: &'static str,
    pub(crate) bytes: usize,
    pub(crate) sha256: &'static str,
}

/// The limit for reading, in bytes: no file of either set is larger, compressed or not.
pub(crate) const MOST_BYTES: usize = 48_000_000;

impl IdxSet {
    /// The set of that name; `None` if it does not come as IDX files.
    pub(crate) fn of(name: DatasetName) -> Option<&'static Self> {
        match name {
            DatasetName::Mnist => Some(&MNIST),
            DatasetName::FashionMnist => Some(&FASHION_MNIST),
            DatasetName::SyntheticDigits | DatasetName::Edges | DatasetName::Xor => None,
        }
    }
}

impl IdxFile {
    /// The name of the compressed file.
    pub(crate) fn compressed_name(&self) -> String {
        format!("{}.gz", self.name)
    }
}

/// The file with that checksum, as `FILE of DATASET`.
pub(crate) fn known_file(sha256: &str) -> Option<String> {
    [&MNIST, &FASHION_MNIST].into_iter().find_map(|set| {
        let file = set.files.iter().find(|file| file.sha256 == sha256)?;
        Some(format!("{} of {}", file.name, set.name))
    })
}

const fn files(sha256: [&'static str; 4]) -> [IdxFile; 4] {
    const fn file(name: &'static str, bytes: usize, sha256: &'static str) -> IdxFile {
        IdxFile { name, bytes, sha256 }
    }
    [
        file("train-images-idx3-ubyte", 47_040_016, sha256[0]),
        file("train-labels-idx1-ubyte", 60_008, sha256[1]),
        file("t10k-images-idx3-ubyte", 7_840_016, sha256[2]),
        file("t10k-labels-idx1-ubyte", 10_008, sha256[3]),
    ]
}

/// Handwritten digits.
pub(crate) static MNIST: IdxSet = IdxSet {
    name: DatasetName::Mnist,
    torchvision: "MNIST",
    files: files([
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ]),
    mirrors: &[
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ],
};

/// Images of clothes.
pub(crate) static FASHION_MNIST: IdxSet = IdxSet {
    name: DatasetName::FashionMnist,
    torchvision: "FashionMNIST",
    files: files([
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ]),
    mirrors: &["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
};
