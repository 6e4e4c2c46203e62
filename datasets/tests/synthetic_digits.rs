//! The generated digits: reproducible, and neither trivial nor impossible to classify.
#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

use datasets::{Dataset, DatasetName, Places, Request, load};

fn digits(seed: u64) -> Dataset {
    let request = Request {
        dataset: Some(DatasetName::SyntheticDigits.into()),
        table: datasets::TableOptions::default(),
        transposed: false,
        places: Places::default(),
        seed,
    };
    load(&request, &mut ()).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_digits_and_another_seed_others() {
    let (first, second, other) = (digits(1), digits(1), digits(2));
    assert!(first.train == second.train && first.test == second.test);
    assert_eq!(first.digest, second.digest);
    assert_ne!(first.digest, other.digest);
    assert_ne!(first.train.inputs()[..784 * 2000], *first.test.inputs());
}

#[test]
fn the_digits_of_seed_1_are_these_on_every_machine() {
    assert_eq!(
        digits(1).digest,
        "092a00b7d9761c4992c2d8471d9086c6e21567a31b5734b47fd99a3e63e0e5a1"
    );
}

#[test]
fn classes_are_equally_frequent_and_every_image_has_ink() {
    let digits = digits(3);
    for (examples, rows) in [(&digits.train, 12_000), (&digits.test, 2_000)] {
        assert_eq!((examples.rows(), examples.width()), (rows, 784));
        for class in 0..10 {
            let labels = examples.labels().iter();
            assert_eq!(labels.filter(|&&label| label == class).count(), rows / 10);
        }
        for image in examples.inputs().chunks(784) {
            let ink = image.iter().filter(|&&pixel| pixel > 0.5).count();
            assert!((15..300).contains(&ink), "{ink} pixels of ink");
        }
    }
}

#[test]
fn the_nearest_neighbour_is_right_for_90_to_98_percent() {
    let Dataset { train, test, .. } = digits(1);
    let nearest_label = |image: &[f32]| {
        let distances = train.inputs().chunks(784).map(|other| {
            let pairs = image.iter().zip(other);
            pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f32>()
        });
        let nearest = distances.zip(train.labels()).min_by(|a, b| a.0.total_cmp(&b.0));
        *nearest.unwrap().1
    };
    let images = test.inputs().chunks(784).take(500);
    let correct =
        images.zip(test.labels()).filter(|(image, label)| nearest_label(image) == **label).count();
    assert!((450..490).contains(&correct), "{correct} of 500");
}
