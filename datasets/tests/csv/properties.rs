//! Properties of all contents.

use std::collections::BTreeSet;

use datasets::{Missing, TableOptions};
use proptest::prelude::*;

use super::read_with;

/// Bytes that often form a table.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let pieces: [&[u8]; 22] = [
        b",",
        b",",
        b";",
        b"\t",
        b"\n",
        b"\n",
        b"\r\n",
        b"\r",
        b"\"",
        b"a",
        b"b",
        b"1",
        b"1,5",
        b"-2.5e38",
        b"1e308",
        b"NaN",
        b"?",
        b" ",
        b"\xef\xbb\xbf",
        b"\xe2\x88\x92",
        b"\xff",
        b"\0",
    ];
    let piece = prop_oneof![
        8 => proptest::sample::select(pieces.to_vec()).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..4),
    ];
    let pieces = proptest::collection::vec(piece, 0..60);
    let heads: [&[u8]; 7] =
        [b"", b"a,b\n", b"a,b,c\r\n", b"sep=;\n", b"\xff\xfe", b"\x1f\x8b\x08", b"\0\0\x08\x03"];
    (proptest::sample::select(heads.to_vec()), pieces)
        .prop_map(|(head, pieces)| [head, &pieces.concat()].concat())
}

fn options() -> impl Strategy<Value = TableOptions> {
    let names = proptest::collection::vec("[ab12]", 0..2);
    let delimiter = proptest::option::of("[,;| ]");
    let missing = proptest::sample::select(vec![
        None,
        Some(Missing::Error),
        Some(Missing::Drop),
        Some(Missing::Mean),
    ]);
    (proptest::option::of("[abc12]"), any::<bool>(), delimiter, names.clone(), names, missing)
        .prop_map(|(label, no_header, delimiter, columns, drop, missing)| TableOptions {
            label,
            no_header,
            delimiter: delimiter.and_then(|delimiter| delimiter.parse().ok()),
            columns,
            drop,
            missing,
        })
}

/// A table of two columns and two classes, with pieces that often occur in one.
fn table() -> impl Strategy<Value = Vec<u8>> {
    let cell = proptest::sample::select(vec!["1", "2.5", "-3e4", "\"1,5\"", "?", "", "NA", "7"]);
    let label = proptest::sample::select(vec!["x", "y", "\"z\"", "1", "1.0", "", "?"]);
    let row = (cell.clone(), cell, label).prop_map(|(a, b, label)| format!("{a},{b},{label}\n"));
    (any::<bool>(), proptest::collection::vec(row, 0..30)).prop_map(|(header, rows)| {
        let header = if header { "a,b,label\n" } else { "" };
        format!("{header}{}", rows.concat()).into_bytes()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn arbitrary_bytes_never_panic_and_every_error_is_one_line(
        content in prop_oneof![content(), table()],
        options in options(),
    ) {
        match read_with(&content, options, 1) {
            Ok(data) => {
                prop_assert!(data.class_names.len() >= 2);
                let inputs = [&data.train, &data.test].map(|part| part.inputs().to_vec()).concat();
                prop_assert!(inputs.iter().all(|input| input.is_finite()));
            }
            Err(error) => prop_assert_eq!(error.to_string().lines().count(), 1, "{}", error),
        }
    }

    #[test]
    fn every_row_is_read_used_or_counted_as_dropped(
        labels in proptest::collection::vec((any::<bool>(), 0..3_u32), 2..40)
    ) {
        let row = |(row, (gap, label)): (usize, &(bool, u32))| {
            let value = if *gap { "?".to_owned() } else { row.to_string() };
            format!("{value},{label}\n")
        };
        let rows: String = labels.iter().enumerate().map(row).collect();
        let options = TableOptions { missing: Some(Missing::Drop), ..TableOptions::default() };
        let used: Vec<u32> = labels.iter().filter(|row| !row.0).map(|row| row.1).collect();
        if let Ok(data) = read_with(format!("x,l\n{rows}"), options, 1) {
            let reading = data.table.unwrap();
            prop_assert_eq!((reading.rows_read, reading.rows_used()), (labels.len(), used.len()));
            let tested = if used.len() < 5 { 0 } else { data.test.rows() };
            prop_assert_eq!(data.train.rows() + tested, used.len());
        }
    }

    #[test]
    fn numbers_of_any_size_are_read_and_remain_finite(
        rows in proptest::collection::vec((proptest::num::f64::NORMAL, 0..3_u32), 2..30)
    ) {
        let lines = rows.iter().map(|(value, label)| format!("{value:e},{label}\n"));
        let data = read_with(format!("a,b\n{}", lines.collect::<String>()), TableOptions::default(), 1);
        let classes: BTreeSet<u32> = rows.iter().map(|row| row.1).collect();
        prop_assert_eq!(data.is_ok(), classes.len() >= 2);
        let inputs = data.map(|data| data.train.inputs().to_vec()).unwrap_or_default();
        prop_assert!(inputs.iter().all(|input| input.is_finite()));
    }
}
