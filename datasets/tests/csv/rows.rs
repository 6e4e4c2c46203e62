//! Quotes, white space, line ends and rows of the wrong length.

use super::{error_of, read};

#[test]
fn white_space_quotes_empty_lines_crlf_and_a_byte_order_mark_change_nothing() {
    let plain = read("a,größe,c\n1,2.5,x\n3,-4e1,\"y, z\"\n").unwrap();
    let text = "\u{feff}\r\n a ,größe,\"c\"\r\n\r\n1, +2.5 , x\r\n\"3\",-40.,\"y, z\"";
    let other = read(text).unwrap();
    assert_eq!(plain.train, other.train);
    assert_eq!(plain.class_names, other.class_names);
    assert_eq!(plain.class_names, ["x", "y, z"]);
}

#[test]
fn an_unclosed_quote_is_reported_where_it_begins() {
    assert_eq!(
        error_of("a,b,l\n1,2,x\n3,4,y\n5,6,\"z\n7,8,x\n9,10,y\n11,2,x\n"),
        "line 4, column 3: the quote that begins here is never closed: remove it, or close it"
    );
    let rows = "1,2,x\n3,4,y\n".repeat(300);
    let error = error_of(format!("a,b,l\n{rows}5,6,\"z\n{rows}"));
    assert!(error.starts_with("line 602, column 3: the quote"), "{error}");
    let error = error_of("\"a,b\n1,2\n");
    assert!(error.starts_with("line 1, column 1: the quote"), "{error}");
}

#[test]
fn text_after_a_closing_quote_is_reported() {
    assert_eq!(
        error_of("a,l\n1,x\n2,\"z\"oops\n3,x\n"),
        "line 3, column 2: \"oops\" follows a closing quote: write a quote within quotes twice"
    );
}

#[test]
fn lines_are_counted_within_quotes_and_long_cells_are_truncated() {
    let error = error_of("grade,age,l\n1,\"a\nb\",1\n2,\"c\n\nd\",old\n1,2,3\n");
    assert!(error.contains("first in line 2, column 2 (\"age\"): \"a\\nb\""), "{error}");
    let error = error_of("grade,age,l\n\"1\n\",3,1\n\"\n\n2\",old,2\n1,2,1\n");
    assert!(error.contains("line 6, column 2 (\"age\"): \"old\""), "{error}");
    let error = error_of(format!("age,grade\n\"{}\",a\n", "€\n".repeat(10_000)));
    assert!(error.contains("\\n€\\n\"…: "), "{error}");
    assert!(error.len() < 400, "{error}");
}

#[test]
fn a_row_of_the_wrong_length_is_reported_with_both_lengths() {
    let words = "fields, expected 3: one per column";
    let short = error_of("a,b,c\n1,2,x\n1,2\n");
    assert_eq!(short, format!("line 3 has 2 {words}"));
    let long = error_of("a,b,c\r\n1,2,x\r\n\r\n1,2,x,\r\n");
    assert_eq!(long, format!("line 4 has 4 {words}"));
}
