//! Every chart is well-formed, named, complete and inside its picture.

use std::collections::BTreeSet;

use roxmltree::Document;

use super::{marker::style, *};

mod layout;

const LINEAR: Axis<'static> = Axis { label: "epoch", scale: Scale::Linear };
const LOG: Axis<'static> = Axis { label: "seconds", scale: Scale::Log };

fn series(label: &str, points: &[(f64, f64)]) -> Series {
    let point = |&(x, y): &(f64, f64)| Point { x, y, low: y - 0.1, high: y + 0.1 };
    Series { label: label.to_owned(), points: points.iter().map(point).collect() }
}

/// All three kinds of charts of these series, on all scales.
fn charts(title: &str, note: &str, series: &[Series]) -> Vec<String> {
    let labels: Vec<&str> = series.iter().map(|series| series.label.as_str()).collect();
    let values = |series: &Series| series.points.iter().map(|point| point.y).collect();
    let rows: Vec<_> = series.iter().map(|series| (series.label.clone(), values(series))).collect();
    let points = series.iter().flat_map(|series| &series.points);
    let front: Vec<_> = points.map(|point| (point.x, point.y)).collect();
    let mut charts = vec![bars(title, note, "s", &labels, &rows)];
    for x in [LINEAR, LOG] {
        for y in [LINEAR, LOG] {
            charts.push(lines(title, note, &x, &y, series));
            charts.push(scatter(title, note, &x, &y, series, &front));
        }
    }
    charts
}

/// The number in an attribute of an element, 0 if it is absent.
fn number(node: roxmltree::Node<'_, '_>, attribute: &str) -> f64 {
    node.attribute(attribute).unwrap_or("0").parse().unwrap()
}

/// The texts of a chart, after checks that hold for every chart.
fn read(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    assert!(!root.attribute("aria-label").unwrap().is_empty());
    let (width, height) = (number(root, "width"), number(root, "height"));
    assert_eq!(
        root.attribute("viewBox").unwrap(),
        format!("0 0 {} {}", 10.0 * width, 10.0 * height)
    );
    let (width, height) = (10.0 * width, 10.0 * height);
    let inside = |x: f64, y: f64| (0.0..=width).contains(&x) && (0.0..=height).contains(&y);
    for node in document.descendants() {
        let pairs = node.attribute("points").unwrap_or_default();
        for pair in pairs.split_whitespace() {
            let (x, y) = pair.split_once(',').unwrap();
            assert!(inside(x.parse().unwrap(), y.parse().unwrap()), "{pair}");
        }
        if let Some(text) = node.text().filter(|_| node.has_tag_name("text")) {
            let size = number(node, "font-size");
            let length = text::width(text.trim(), size);
            let (x, y) = (number(node, "x"), number(node, "y"));
            let upright = node.has_attribute("transform");
            let along = if upright { y } else { x };
            let (start, end) = match node.attribute("text-anchor") {
                Some("start") => (along, along + length),
                Some("end") => (along - length, along),
                _ => (along - length / 2.0, along + length / 2.0),
            };
            let room = if upright { height } else { width };
            assert!(start >= 0.0 && end <= room && inside(x, y), "{text}: {start}–{end}");
        }
    }
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.filter_map(|node| Some(node.text()?.trim().to_owned())).collect()
}

#[test]
fn text_from_data_is_escaped_and_cut() {
    let script = "<script>alert(\"1\")</script> & 'co' \u{0}\u{1b}\n]]>";
    let long = "W".repeat(1000);
    let many = [series(script, &[(1.0, 2.0)]), series(&long, &[(2.0, 1.0)])];
    for svg in charts(script, &long, &many) {
        assert!(!svg.contains("<script"));
        let texts = read(&svg);
        assert!(texts[0].starts_with("<script>alert(\"1\")</script> & 'co'"), "{texts:?}");
        assert!(texts.iter().any(|text| text.starts_with("WWW") && text.ends_with('…')));
    }
    let axis = Axis { label: &long, scale: Scale::Linear };
    read(&lines("", "", &axis, &axis, &many));
    let row = (long.clone(), vec![1.0, 1e280]);
    read(&bars("", "", &long, &[&long, &long], &[row]));
}

#[test]
fn any_values_can_be_drawn() {
    let (nan, inf) = (f64::NAN, f64::INFINITY);
    let cases: &[&[(f64, f64)]] = &[
        &[],
        &[(0.0, 0.0)],
        &[(1.0, 97.5)],
        &[(3.0, 3.0), (3.0, 3.0)],
        &[(nan, 1.0), (1.0, nan), (inf, -inf), (-inf, inf)],
        &[(0.0, nan), (-1.0, 5.0), (1e300, 1e-300), (f64::MAX, f64::MIN)],
        &[(1e-290, 1e290), (1e290, 1e-290)],
        &[(5e-324, 5e-324), (1.0, 1.0)],
        &[(1e15, 1e15), (1e15 + 1.0, 1e15 + 1.0)],
    ];
    for points in cases {
        for svg in charts("values", "", &[series("all of them", points)]) {
            read(&svg);
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{points:?}: {svg}");
        }
    }
}

#[test]
fn a_chart_of_nothing_says_so() {
    let nothing = |svg: &str| read(svg).contains(&"no values to draw".to_owned());
    for svg in charts("nothing", "", &[]) {
        assert!(nothing(&svg), "{svg}");
    }
    let left_out = [series("log of zero", &[(0.0, 1.0), (1.0, f64::NAN)])];
    assert!(nothing(&lines("", "", &LOG, &LINEAR, &left_out)));
}

#[test]
fn forty_series_have_forty_looks_and_names() {
    let name = |index: usize| format!("contender-{index}");
    let many: Vec<Series> =
        (0..40).map(|index| series(&name(index), &[(1.0, index as f64), (2.0, 3.0)])).collect();
    for svg in charts("many", "note", &many) {
        let texts = read(&svg);
        for index in 0..40 {
            assert!(texts.contains(&name(index)), "{index}");
        }
    }
    let looks: Vec<_> = (0..40).map(style).collect();
    for (index, look) in looks.iter().enumerate() {
        assert!(!looks[..index].contains(look), "{index} looks like another");
    }
}

#[test]
fn names_stand_beside_their_points_or_all_in_the_legend() {
    let apart = [series("fast", &[(1.0, 90.0)]), series("good", &[(9.0, 98.0)])];
    let one = |svg: &str, name: &str| read(svg).iter().filter(|text| *text == name).count() == 1;
    let svg = scatter("", "", &LINEAR, &LINEAR, &apart, &[]);
    let height = |svg: &str| number(Document::parse(svg).unwrap().root_element(), "height");
    assert!(one(&svg, "fast") && one(&svg, "good"));
    let crowd: Vec<Series> =
        (0..30).map(|index| series(&format!("contender-{index}"), &[(5.0, 5.0)])).collect();
    let crowded = scatter("", "", &LINEAR, &LINEAR, &crowd, &[]);
    assert!((0..30).all(|index| one(&crowded, &format!("contender-{index}"))));
    assert!(height(&crowded) > height(&svg));
}

#[test]
fn bars_are_as_long_as_their_parts_and_end_with_their_total() {
    let rows = [
        ("one".to_owned(), vec![1.0, 3.0, f64::NAN]),
        ("two".to_owned(), vec![2.0, -5.0, 0.0, 99.0]),
    ];
    let svg = bars("", "", "s", &["load", "train", "predict"], &rows);
    let texts = read(&svg);
    assert!(texts.contains(&"4 s".to_owned()) && texts.contains(&"2 s".to_owned()));
    let document = Document::parse(&svg).unwrap();
    let widths = |color: &str| -> Vec<f64> {
        let pieces = document
            .descendants()
            .filter(|node| node.has_tag_name("rect") && node.attribute("fill") == Some(color));
        // The first is in the legend.
        pieces.skip(1).map(|node| number(node, "width")).collect()
    };
    let (first, second) = (widths("#0072B2"), widths("#D55E00"));
    assert!((first[1] - 2.0 * first[0]).abs() <= 20.0, "{first:?}");
    assert!((second[0] - 3.0 * first[0]).abs() <= 20.0 && second[1] == 0.0, "{second:?}");
}

#[test]
fn of_too_many_bars_the_first_are_drawn_and_the_others_counted() {
    let rows: Vec<_> = (0..1300).map(|row| (format!("class {row}"), vec![1.0])).collect();
    let texts = read(&bars("", "", "rows", &["train"], &rows));
    assert!(texts.contains(&"class 99".to_owned()) && !texts.contains(&"class 100".to_owned()));
    assert!(texts.contains(&"and 1,200 more".to_owned()), "{texts:?}");
}

#[test]
fn neutral_colours_are_two_and_the_background_is_the_page_s() {
    let svg = lines("title", "note", &LINEAR, &LINEAR, &[series("a", &[(1.0, 2.0)])]);
    let document = Document::parse(&svg).unwrap();
    let colors = document.descendants().flat_map(|node| {
        let colors = ["fill", "stroke"].map(|name| node.attribute(name));
        colors.into_iter().flatten().collect::<Vec<_>>()
    });
    let colors: BTreeSet<&str> = colors.collect();
    assert_eq!(colors, [INK, GRID, "#0072B2", "none"].into());
    let white = on_white(&svg);
    let document = Document::parse(&white).unwrap();
    let ground = document.root_element().first_element_child().unwrap();
    assert_eq!(ground.attribute("fill"), Some("#FFFFFF"));
}

#[test]
fn without_a_title_the_axes_name_the_chart_and_no_room_is_kept() {
    let one = [series("a", &[(1.0, 2.0)])];
    let svg = |title| lines(title, "", &LINEAR, &LOG, &one);
    let (without, with) = (svg(""), svg("Loss"));
    let read = |svg: &str| {
        let document = Document::parse(svg).unwrap();
        let root = document.root_element();
        let name = root.attribute("aria-label").unwrap().to_owned();
        (name, number(root, "height"))
    };
    assert_eq!(read(&without).0, "seconds by epoch");
    assert_eq!(read(&with).0, "Loss");
    assert!(read(&without).1 < read(&with).1);
}
