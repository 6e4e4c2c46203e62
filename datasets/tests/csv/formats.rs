//! Delimiters, decimal commas, encodings, compression, and files that are no tables.

use std::{fs, io::Write, path::Path};

use datasets::TableOptions;
use flate2::{Compression, write::GzEncoder};

use super::{error_of, file, inputs, load_path, problem, read, read_with, reading, students};

#[test]
fn semicolons_tabs_and_decimal_commas_are_recognised_and_told() {
    let wine = file("winequality.csv", TableOptions::default()).unwrap();
    assert_eq!(inputs(&wine), ["fixed acidity", "volatile acidity", "citric acid", "pH"]);
    assert!(reading(&wine).to_string().ends_with("; delimiter semicolon"));
    let tabs = file("tabs.csv", TableOptions::default()).unwrap();
    assert!(reading(&tabs).to_string().ends_with("; delimiter tab"));
    // The same flowers.
    let commas = file("quoted-decimal-commas.csv", TableOptions::default()).unwrap();
    let told = reading(&commas).to_string();
    assert!(
        told.ends_with(
            "; decimal commas in \"sepal_length\", \"sepal_width\", \"petal_length\", \"petal_width\""
        ),
        "{told}"
    );
    assert_eq!((commas.columns[0].lowest, tabs.columns[0].name.as_str()), (4.6, "sepal_length"));
    assert!(commas.columns[0].highest < 8.);
}

#[test]
fn every_notation_of_one_table_gives_the_same_numbers() {
    let plain = read("a,b,l\n1.5,2,x\n-3.25,4,y\n").unwrap();
    for text in [
        "a;b;l\n1,5;2;x\n-3,25;4;y\n",
        "sep=;\na;b;l\n1,5;2;x\n-3,25;4;y\n",
        "\"sep=;\"\r\na;b;l\r\n1.5;2;x\r\n-3.25;4;y\r\n",
        "a\tb\tl\n1,5\t2\tx\n-3,25\t4\ty\n",
        "a|b|l\n1.5|2|x\n-3.25|4|y\n",
        "a,b,l\n\"1,5\",2,x\n\"\u{2212}3,25\",4,y\n",
    ] {
        let other = read(text).unwrap();
        assert!(other.train == plain.train && other.class_names == plain.class_names, "{text}");
    }
    for (delimiter, text) in
        [("space", "a b  l\n 1.5 2   x\n-3.25\t4 y \n"), (":", "a:b:l\n1.5:2:x\n-3.25:4:y\n")]
    {
        let options = TableOptions { delimiter: delimiter.parse().ok(), ..TableOptions::default() };
        assert!(read_with(text, options, 1).unwrap().train == plain.train, "{text}");
    }
}

#[test]
fn commas_that_may_divide_thousands_are_asked_about() {
    assert_eq!(
        error_of("a;l\n1,234;x\n2,500;y\n"),
        "line 2, column 1 (\"a\"): \"1,234\" may have a decimal comma, or a comma between thousands: \
         write decimal points, and no mark between thousands"
    );
    let data = read("a;b;l\n1,234;0,5;x\n2,500;1,5;y\n").unwrap();
    assert_eq!(data.columns[0].lowest, 1.234, "the other column has decimal commas");
    assert_eq!(
        error_of("a;l\n1,5;x\n2.5;y\n"),
        "line 2, column 1 (\"a\"): \"1,5\" has a decimal comma, but \"2.5\" in line 3 has a point: \
         write all numbers of the column with a point"
    );
}

#[test]
fn text_that_is_not_utf_8_is_reported_with_its_position() {
    let words = "the text is not UTF-8: save the file as UTF-8 (in Excel as \"CSV UTF-8\")";
    // "größe" and "schlecht möglich" in Latin-1.
    assert_eq!(error_of(b"a,gr\xf6\xdfe,c\n"), format!("line 1, column 2: {words}"));
    assert_eq!(error_of(b"a,c\n1,x\n2,m\xf6glich\n"), format!("line 3, column 2: {words}"));
    assert_eq!(
        error_of(b"\xff\xfea\0\x00\xd8"),
        "the file begins as UTF-16, but is not: save it as UTF-8"
    );
    assert_eq!(
        error_of(b"\xff\xfea\0b"),
        "the file begins as UTF-16, but is not: save it as UTF-8"
    );
}

#[test]
fn utf_16_gzip_and_any_ending_are_read() {
    let plain = read(students(50)).unwrap();
    let utf16 = |bytes: fn(u16) -> [u8; 2]| {
        let text = format!("\u{feff}{}", students(50));
        text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    for content in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        assert_eq!(read(content).unwrap().class_names, plain.class_names);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("class.of.2026.csv.gz");
    let mut encoder = GzEncoder::new(fs::File::create(&path).unwrap(), Compression::fast());
    encoder.write_all(students(50).as_bytes()).unwrap();
    encoder.finish().unwrap();
    let packed = load_path(&path, TableOptions::default(), 1).unwrap();
    assert_eq!(packed.name, "class.of.2026");
    assert!(packed.train == plain.train && packed.digest == plain.digest);

    let bytes = fs::read(&path).unwrap();
    let error = error_of(&bytes[..bytes.len() - 9]);
    assert!(error.starts_with("the gzip file is truncated or damaged ("), "{error}");
}

#[test]
fn what_is_no_table_is_named_with_what_to_do() {
    assert_eq!(
        problem(file("lfs-pointer.csv", TableOptions::default())),
        "this is a pointer of Git LFS, not the file itself: run `git lfs pull` in its repository"
    );
    let page = problem(file("html-page.csv", TableOptions::default()));
    assert!(
        page.starts_with("this is a web page (HTML), not a table: download the file"),
        "{page}"
    );
    let starts: [(&[u8], &str); 16] = [
        (b"1 1:0.5 2:1\n-1 2:0.25\n", "this is a libsvm (svmlight) file"),
        (b"% UCI\n\n@RELATION iris\n@attribute a numeric\n", "this is an ARFF file"),
        (b"PK\x03\x04\x14\0\x06\0\x08\0..[Content_Types].xml", "this is an Excel workbook (.xlsx)"),
        (b"PK\x03\x04\x14\0iris.csv", "this is compressed (ZIP)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an Excel workbook (.xls)"),
        (
            b"PAR1\x15\x04",
            "this is a Parquet file, not text: convert it to CSV, for example with pandas.read_parquet",
        ),
        (b"\x89PNG\r\n\x1a\n", "this is a PNG image"),
        (b"\x89HDF\r\n", "this is an HDF5 file"),
        (b"\x93NUMPY\x01\0", "this is a NumPy array"),
        (b"\x80\x04\x95", "this is a pickle"),
        (b"%PDF-1.7", "this is a PDF document"),
        (b"\0\0\x08\x03\0\0\xea\x60", "this is an IDX file"),
        (b"{\"a\": [1, 2]}", "this is JSON"),
        (b"<?xml version=\"1.0\"?>", "this is an XML document"),
        (b"a,b\n1,\0\n", "the file holds zero bytes"),
        (b"BZh91AY", "this is compressed (bzip2)"),
    ];
    for (content, start) in starts {
        let error = error_of(content);
        assert!(error.starts_with(start), "{error}");
    }
}

#[test]
fn a_missing_file_a_folder_and_a_too_large_file_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let error = |path: &Path| {
        let error = load_path(path, TableOptions::default(), 1).unwrap_err().to_string();
        error.replace(&folder.path().display().to_string(), "DIR")
    };
    assert_eq!(
        error(&folder.path().join("none.csv")),
        "DIR/none.csv: the file cannot be read (No such file or directory (os error 2))"
    );
    let large = folder.path().join("large.csv");
    fs::File::create(&large).unwrap().set_len((256 << 20) + 1).unwrap();
    assert_eq!(
        error(&large),
        "DIR/large.csv: the file is larger than 268435456 bytes, the limit: remove some rows"
    );
}
