//! No two texts of a chart touch, and none leaves the picture, in a font as wide as DejaVu Sans and
//! as tall as Noto Sans.

use proptest::{collection::vec, prelude::*};
use roxmltree::{Document, Node};

use super::number;
use crate::{Axis, Point, Scale, Series, bars, lines, scatter, text::width};

/// Advance widths of printable ASCII in DejaVu Sans 2.37, in thousandths of an em (`hmtx` table of
/// DejaVuSans.ttf).
#[rustfmt::skip]
const ADVANCES: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
    1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
    603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
    500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];
/// Height above and below the baseline in em (`hhea` table of NotoSans-Regular.ttf; DejaVu Sans has
/// 0.928 and 0.236), and that of an x (DejaVu Sans).
const ASCENT: f64 = 1.069;
const DESCENT: f64 = 0.293;
const EX: f64 = 0.547;

fn advance(letter: char) -> f64 {
    let thousandths = match letter {
        ' '..='~' => ADVANCES[letter as usize - ' ' as usize],
        '−' | '±' | '×' => 838,
        '…' | '—' => 1000,
        'µ' => 636,
        '–' => 500,
        '·' => 318,
        _ => panic!("no advance width of {letter:?}"),
    };
    f64::from(thousandths) / 1000.0
}

/// The rectangle of a text.
struct Rectangle {
    text: String,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Rectangle {
    fn of(node: Node<'_, '_>) -> Self {
        let text = node.text().unwrap().trim().to_owned();
        let size = number(node, "font-size");
        let (x, y) = (number(node, "x"), number(node, "y"));
        let width = size * text.chars().map(advance).sum::<f64>();
        let start = match node.attribute("text-anchor").unwrap() {
            "start" => 0.0,
            "middle" => -width / 2.0,
            "end" => -width,
            other => panic!("unknown anchor {other}"),
        };
        let baseline = size
            * match node.attribute("dy").unwrap() {
                "0.76em" => 0.76,
                "0.5ex" => 0.5 * EX,
                other => panic!("unknown offset {other}"),
            };
        let (top, bottom) = (baseline - size * ASCENT, baseline + size * DESCENT);
        let (end, text) = (start + width, text);
        match node.attribute("transform") {
            None => {
                Self { text, left: x + start, top: y + top, right: x + end, bottom: y + bottom }
            }
            Some(turn) => {
                assert_eq!(turn, format!("rotate(270, {x}, {y})"));
                Self { text, left: x + top, top: y - end, right: x + bottom, bottom: y - start }
            }
        }
    }

    fn touches(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// The texts that touch another or leave the picture.
fn faults(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let view = document.root_element().attribute("viewBox").unwrap();
    let view: Vec<f64> = view.split(' ').map(|edge| edge.parse().unwrap()).collect();
    let texts: Vec<Rectangle> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(Rectangle::of)
        .collect();
    let mut faults = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        if text.left < view[0]
            || text.top < view[1]
            || text.right > view[2]
            || text.bottom > view[3]
        {
            faults.push(format!("{:?} leaves the picture", text.text));
        }
        for other in &texts[index + 1..] {
            if text.touches(other) {
                faults.push(format!("{:?} touches {:?}", text.text, other.text));
            }
        }
    }
    faults
}

#[test]
fn no_character_is_wider_than_the_layout_takes_it_to_be() {
    for letter in (' '..='~').chain("−±×…—µ–·".chars()) {
        let taken = width(&letter.to_string(), 1.0);
        assert!(taken >= advance(letter), "{letter}: {taken} < {}", advance(letter));
    }
}

#[test]
fn the_first_labels_of_both_axes_do_not_touch() {
    let point = |x, y| Point { x, y, low: y, high: y };
    let series = [
        Series { label: "knn-exact".to_owned(), points: vec![point(0.62, 96.65)] },
        Series { label: "scratch".to_owned(), points: vec![point(41.0, 98.1)] },
    ];
    let x = Axis { label: "time (s)", scale: Scale::Log };
    let y = Axis { label: "test accuracy (%)", scale: Scale::Linear };
    for svg in [lines("", "", &x, &y, &series), scatter("", "", &x, &y, &series, &[])] {
        let faults = faults(&svg);
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

/// Numbers of every size and sign.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0..200).prop_map(f64::from),
        (-20_000_000..20_000_000).prop_map(f64::from),
        0.0..100.0,
        (1.0..10.0, -12..12).prop_map(|(digits, power): (f64, i32)| digits * 10_f64.powi(power)),
        (-10.0..10.0, -300..300)
            .prop_map(|(digits, power): (f64, i32)| digits * 10_f64.powi(power)),
    ]
}

/// Values of one axis: anywhere, or close to each other somewhere.
fn values(count: usize) -> impl Strategy<Value = Vec<f64>> {
    let close = (value(), value(), vec(0.0..1.0, count))
        .prop_map(|(start, size, parts)| parts.iter().map(|part| start + size * part).collect());
    let closer = (value(), -9..0, vec(0..50, count)).prop_map(|(start, power, parts)| {
        let step = start * 10_f64.powi(power);
        parts.iter().map(|&part| start + step * f64::from(part)).collect()
    });
    let counted = (0..8, vec(1..60, count)).prop_map(|(power, parts)| {
        parts.iter().map(|&part| f64::from(part) * 10_f64.powi(power)).collect()
    });
    prop_oneof![vec(value(), count), close, closer, counted]
}

fn points() -> impl Strategy<Value = Vec<Point>> {
    (1_usize..16).prop_flat_map(|count| {
        (values(count), values(count), 0.0..2.0).prop_map(|(xs, ys, spread)| {
            let point = |(&x, &y): (&f64, &f64)| Point { x, y, low: y - spread, high: y + spread };
            xs.iter().zip(&ys).map(point).collect()
        })
    })
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{2,8}-[a-z]{2,6}", "[ -~−±×…—µ–·]{0,60}"]
}

fn scale() -> impl Strategy<Value = Scale> {
    prop_oneof![Just(Scale::Linear), Just(Scale::Log)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_two_texts_touch_and_none_leaves_the_picture(
        head in [name(), name()],
        labels in [name(), name()],
        scales in [scale(), scale()],
        points in points(),
        names in vec(name(), 1..10),
        parts in vec(name(), 1..4),
        unit in name(),
    ) {
        let [title, note] = &head;
        let [x, y] = [0, 1].map(|axis| Axis { label: &labels[axis], scale: scales[axis] });
        // All points of one series, and some for each name.
        let one = [Series { label: names[0].clone(), points: points.clone() }];
        let several: Vec<Series> = names
            .iter()
            .zip(points.chunks(points.len().div_ceil(names.len())))
            .map(|(label, points)| Series { label: label.clone(), points: points.to_vec() })
            .collect();
        let front: Vec<(f64, f64)> = points.iter().map(|point| (point.x, point.y)).collect();
        let rows: Vec<(String, Vec<f64>)> = names
            .iter()
            .zip(points.iter().cycle())
            .map(|(label, point)| (label.clone(), vec![point.y, point.x, point.y]))
            .collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        for svg in [
            lines(title, note, &x, &y, &one),
            lines(title, note, &x, &y, &several),
            scatter(title, note, &x, &y, &one, &front),
            scatter(title, note, &x, &y, &several, &[]),
            bars(title, note, &unit, &parts, &rows),
        ] {
            let faults = faults(&svg);
            prop_assert!(faults.is_empty(), "{faults:#?}\n{svg}");
        }
    }
}
