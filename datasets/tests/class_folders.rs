//! Folders with a folder of images for each class, as a user brings them.
#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
};

use datasets::{Dataset, ImageShape, Request, TableOptions, load};
use image::{
    DynamicImage, GrayImage, ImageBuffer, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage,
};
use proptest::prelude::*;
use support::{load_path, request_path};
use tempfile::TempDir;

/// A folder `zoo` that is removed at the end.
fn zoo() -> (TempDir, PathBuf) {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("zoo");
    (parent, folder)
}

fn save(image: impl Into<DynamicImage>, path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let format = ImageFormat::from_path(path).unwrap();
    image.into().save_with_format(path, format).unwrap();
}

/// A grey image of 3 × 2 pixels.
fn grey(values: [u8; 6]) -> GrayImage {
    GrayImage::from_raw(3, 2, values.to_vec()).unwrap()
}

/// `count` different images of a class in `folder`.
fn class(folder: &Path, class: &str, count: u8) {
    for index in 0..count {
        let pixels = [index, class.len() as u8, 0, 0, 0, 255];
        save(grey(pixels), &folder.join(class).join(format!("{index:03}.png")));
    }
}

fn error(path: &Path) -> String {
    let error = load_path(path).unwrap_err().to_string();
    assert_eq!(error.lines().count(), 1, "{error}");
    error.replace(&path.display().to_string(), "DIR")
}

fn rows(dataset: &Dataset) -> [usize; 2] {
    [dataset.train.rows(), dataset.test.rows()]
}

#[test]
fn train_and_test_folders_are_the_two_parts() {
    let (_parent, zoo) = zoo();
    for (part, count) in [("train", 4), ("test", 2)] {
        class(&zoo.join(part), "owl", count);
        class(&zoo.join(part), "ant", count);
    }
    let dataset = load_path(&zoo).unwrap();
    assert_eq!((dataset.name.as_str(), rows(&dataset)), ("zoo", [8, 4]));
    assert_eq!(dataset.image, Some(ImageShape::grey(2, 3)));
    assert_eq!(dataset.class_names, ["ant", "owl"]);
    assert_eq!(dataset.test.labels(), [0, 0, 1, 1]);
    assert_eq!(dataset.test.inputs()[..6], [0., 3. / 255., 0., 0., 0., 1.]);
    // A part of the training set is its first rows: the classes are mixed.
    assert!(!dataset.train.labels().is_sorted());
    assert_eq!(dataset.train.labels().iter().sum::<u32>(), 4);
    assert_eq!(dataset.notes, [""; 0]);
}

#[test]
fn a_validation_folder_is_the_test_set_if_there_is_no_other() {
    let (_parent, zoo) = zoo();
    for part in ["train", "valid"] {
        class(&zoo.join(part), "owl", 2);
        class(&zoo.join(part), "ant", 2);
    }
    let dataset = load_path(&zoo).unwrap();
    assert_eq!(rows(&dataset), [4, 4]);
    assert_eq!(dataset.notes, ["the folder valid is the test set"]);
    class(&zoo.join("test"), "owl", 1);
    class(&zoo.join("test"), "ant", 1);
    let dataset = load_path(&zoo).unwrap();
    assert_eq!(rows(&dataset), [4, 2]);
    assert_eq!(dataset.notes, ["the folder valid is not used"]);
}

#[test]
fn without_parts_a_fifth_of_every_class_is_drawn_from_the_seed() {
    let (_parent, folder) = zoo();
    class(&folder, "owl", 20);
    class(&folder, "ant", 10);
    let seeded = |seed| load(&Request { seed, ..request_path(&folder) }, &mut ()).unwrap();
    let dataset = seeded(1);
    assert_eq!(rows(&dataset), [24, 6]);
    assert_eq!(dataset.test.labels().iter().sum::<u32>(), 4);
    assert!(seeded(1).test == dataset.test && seeded(2).test != dataset.test);
    assert_eq!(seeded(2).digest, dataset.digest);
    // A copy under another name is the same work.
    let (_other, copy) = zoo();
    let copy = copy.with_file_name("copy");
    class(&copy, "owl", 20);
    class(&copy, "ant", 10);
    let copy = load_path(&copy).unwrap();
    assert_eq!((copy.name.as_str(), &copy.digest), ("copy", &dataset.digest));
    assert!(copy.train == dataset.train && copy.test == dataset.test);
}

#[test]
fn folders_named_by_numbers_are_in_numeric_order() {
    let (_parent, zoo) = zoo();
    for name in ["10", "9", "1"] {
        class(&zoo, name, 5);
    }
    assert_eq!(load_path(&zoo).unwrap().class_names, ["1", "9", "10"]);
    class(&zoo, "x", 5);
    assert_eq!(load_path(&zoo).unwrap().class_names, ["1", "10", "9", "x"]);
}

#[test]
fn colour_images_are_one_channel_after_the_other() {
    let (_parent, zoo) = zoo();
    let pixel = Rgb([255, 51, 0]);
    save(RgbImage::from_pixel(2, 1, pixel), &zoo.join("a/1.png"));
    save(GrayImage::from_pixel(2, 1, Luma([102])), &zoo.join("b/1.png"));
    let transparent = RgbaImage::from_pixel(2, 1, Rgba([0, 0, 255, 7]));
    save(transparent, &zoo.join("b/2.png"));
    let dataset = load_path(&zoo).unwrap();
    assert_eq!(dataset.image, Some(ImageShape { channels: 3, height: 1, width: 2 }));
    let rows: Vec<&[f32]> = dataset.train.inputs().chunks(6).collect();
    assert_eq!(rows[0], [1., 1., 0.2, 0.2, 0., 0.]);
    assert_eq!(rows[1], [0.4; 6]);
    assert_eq!(rows[2], [0., 0., 0., 0., 1., 1.]);
    assert_eq!(
        dataset.notes,
        [
            "1 of 3 images are grey: their three channels are equal",
            "the transparency of 1 of 3 images is ignored"
        ]
    );
}

#[test]
fn sixteen_bits_palettes_and_jpeg_are_decoded() {
    let (_parent, zoo) = zoo();
    let deep = ImageBuffer::<Luma<u16>, _>::from_pixel(2, 1, Luma([1_u16]));
    save(deep, &zoo.join("a/deep.png"));
    save(GrayImage::from_pixel(2, 1, Luma([255])), &zoo.join("b/grey.JPG"));
    let dataset = load_path(&zoo).unwrap();
    assert_eq!(dataset.train.inputs()[..2], [1. / 65535.; 2]);
    assert_eq!(dataset.train.inputs()[2..], [1.; 2]);

    // A palette of two colours, one bit a pixel.
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 2, 1);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_palette(vec![0, 0, 0, 255, 0, 51]);
    encoder.write_header().unwrap().write_image_data(&[0b0100_0000]).unwrap();
    fs::write(zoo.join("b/palette.png"), file).unwrap();
    let dataset = load_path(&zoo).unwrap();
    assert_eq!(dataset.train.inputs()[12..], [0., 1., 0., 0., 0., 0.2]);
}

#[test]
fn other_files_are_skipped_and_named() {
    let (_parent, zoo) = zoo();
    class(&zoo, "owl", 5);
    class(&zoo.join("owl"), "nested", 2);
    class(&zoo, "ant", 5);
    for name in [".DS_Store", "Thumbs.db", "owl/.hidden.png", "owl/Thumbs.db"] {
        fs::write(zoo.join(name), "").unwrap();
    }
    fs::create_dir(zoo.join(".git")).unwrap();
    let dataset = load_path(&zoo).unwrap();
    assert_eq!((rows(&dataset), &dataset.notes[..]), ([10, 2], &[][..]));
    fs::write(zoo.join("owl/readme.txt"), "").unwrap();
    let note = "readme.txt is not a PNG or JPEG image of a class: it is skipped";
    assert_eq!(load_path(&zoo).unwrap().notes, [note]);
    fs::write(zoo.join("list.csv"), "").unwrap();
    let note = "2 files or folders, such as list.csv, are not PNG or JPEG images of a class: they \
                are skipped";
    assert_eq!(load_path(&zoo).unwrap().notes.len(), 1);
    assert!(load_path(&zoo).unwrap().notes[0].starts_with("2 files"), "{note}");
}

#[test]
fn an_image_of_another_size_is_named_with_both_sizes() {
    let (_parent, zoo) = zoo();
    class(&zoo, "ant", 2);
    save(GrayImage::new(5, 4), &zoo.join("owl/big.png"));
    assert_eq!(
        error(&zoo),
        "DIR/owl/big.png has 5 × 4 pixels, but DIR/ant/000.png has 3 × 2: resize them to one size"
    );
}

#[test]
fn a_class_that_only_one_part_has_is_noted() {
    let (_parent, zoo) = zoo();
    for (part, name) in [("train", "ant"), ("train", "bee"), ("test", "ant"), ("test", "cow")] {
        class(&zoo.join(part), name, 2);
    }
    let dataset = load_path(&zoo).unwrap();
    assert_eq!(dataset.class_names, ["ant", "bee", "cow"]);
    assert_eq!(
        dataset.notes,
        [
            "no training row has class \"cow\", which is therefore not learned",
            "no test row has class \"bee\", which is therefore not tested"
        ]
    );
}

#[test]
fn every_defect_is_one_line_that_names_the_file() {
    let (_parent, zoo) = zoo();
    fs::create_dir(&zoo).unwrap();
    let nothing = "DIR has neither IDX files (such as train-images-idx3-ubyte) nor a folder of PNG \
                   or JPEG images for each class";
    assert_eq!(error(&zoo), nothing);
    fs::write(zoo.join("zoo.zip"), "PK\x03\x04").unwrap();
    assert_eq!(error(&zoo), format!("{nothing} (it has zoo.zip, a ZIP archive: unpack it)"));

    class(&zoo, "ant", 3);
    assert_eq!(
        error(&zoo),
        "DIR has images of one class only, \"ant\": at least two classes are needed"
    );
    fs::create_dir(zoo.join("owl")).unwrap();
    assert_eq!(error(&zoo), "DIR/owl has no PNG or JPEG image: remove it, or add some");
    fs::write(zoo.join("owl/1.gif"), "GIF89a").unwrap();
    assert_eq!(
        error(&zoo),
        "DIR/owl has no PNG or JPEG image: remove it, or add some (it has 1.gif, a GIF image: \
         convert it to PNG)"
    );

    for (content, words) in [
        (&b"<html>"[..], "is a web page: download the file itself"),
        (b"", "is empty"),
        (b"GIF89a", "is a GIF image: convert it to PNG"),
        (b"text", "is neither a PNG nor a JPEG image"),
    ] {
        fs::write(zoo.join("owl/1.png"), content).unwrap();
        assert_eq!(error(&zoo), format!("DIR/owl/1.png {words}"));
    }
    let whole = fs::read(zoo.join("ant/000.png")).unwrap();
    for bytes in [whole.len() - 16, 40, 20] {
        fs::write(zoo.join("owl/1.png"), &whole[..bytes]).unwrap();
        let error = error(&zoo);
        assert!(error.starts_with("DIR/owl/1.png cannot be decoded: "), "{error}");
    }
}

#[test]
fn a_header_that_announces_a_huge_image_is_refused_before_it_is_decoded() {
    let (_parent, zoo) = zoo();
    class(&zoo, "ant", 1);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 60_000, 60_000);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_chunk(png::chunk::IDAT, &[]).unwrap();
    fs::create_dir(zoo.join("bee")).unwrap();
    fs::write(zoo.join("bee/bomb.png"), file).unwrap();
    assert_eq!(
        error(&zoo),
        "DIR/bee/bomb.png cannot be decoded: 60000 × 60000 pixels are more than the limit of 67108864"
    );
}

#[test]
fn the_class_folders_one_level_below_are_offered() {
    let (_parent, zoo) = zoo();
    class(&zoo.join("images"), "ant", 2);
    class(&zoo.join("images"), "bee", 2);
    assert_eq!(error(&zoo), "DIR is not one data set: choose --dataset DIR/images");
}

#[cfg(unix)]
#[test]
fn links_in_circles_end_and_a_linked_class_folder_is_read() {
    use std::os::unix::fs::symlink;
    let (parent, zoo) = zoo();
    class(&zoo, "ant", 5);
    class(parent.path(), "bees", 5);
    symlink(parent.path().join("bees"), zoo.join("bee")).unwrap();
    symlink(&zoo, zoo.join("ant/circle")).unwrap();
    let dataset = load_path(&zoo).unwrap();
    assert_eq!(
        (rows(&dataset), &dataset.class_names[..]),
        ([8, 2], &["ant", "bee"].map(str::to_owned)[..])
    );
    symlink("nowhere", zoo.join("ant/lost.png")).unwrap();
    let error = error(&zoo);
    assert!(error.starts_with("DIR/ant/lost.png cannot be read (No such file"), "{error}");
}

#[test]
fn options_of_other_data_are_refused() {
    let (_parent, zoo) = zoo();
    class(&zoo, "ant", 1);
    let transposed = Request { transposed: true, ..request_path(&zoo) };
    let table = TableOptions { label: Some("kind".to_owned()), ..TableOptions::default() };
    let labelled = Request { table, ..request_path(&zoo) };
    for (request, words) in [
        (transposed, "--transposed is for folders of IDX files, but the data set is "),
        (labelled, "--label is for tables, but "),
    ] {
        let error = load(&request, &mut ()).unwrap_err().to_string();
        assert!(error.starts_with(words), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_bytes_never_panic(
        head in prop_oneof![Just(0), Just(8), Just(33), Just(60)],
        noise in proptest::collection::vec(any::<u8>(), 0..80),
        jpeg in any::<bool>(),
    ) {
        let (_parent, zoo) = zoo();
        class(&zoo, "ant", 1);
        let path = zoo.join("bee/1.png");
        let format = if jpeg { ImageFormat::Jpeg } else { ImageFormat::Png };
        fs::create_dir(zoo.join("bee")).unwrap();
        DynamicImage::from(grey([1; 6])).save_with_format(&path, format).unwrap();
        let mut file = fs::read(&path).unwrap();
        file.truncate(head);
        fs::write(&path, [file, noise].concat()).unwrap();
        let _ = load_path(&zoo).is_ok();
    }
}
