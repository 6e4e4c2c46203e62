//! Every kernel of this machine, compared with a plain sum in `f64`.

use proptest::prelude::*;

use super::*;

const TERMS: [Term; 4] = [Term::Bytes, Term::Product, Term::Absolute, Term::Largest];

/// The score of one row for one query, and a bound on its rounding error in `f32`.
fn reference(term: Term, tile: &Tile<'_>, row: usize, query: usize) -> (f64, f64) {
    let (mut sum, mut size) = (0.0_f64, 0.0_f64);
    for (&step, lanes) in tile.steps.iter().zip(tile.queries) {
        let (t, q) = (tile.panel[step as usize].0[row], lanes[query]);
        if term == Term::Bytes {
            for (t, q) in t.to_le_bytes().into_iter().zip(q.to_le_bytes()) {
                sum -= 2.0 * f64::from(t.cast_signed()) * f64::from(q);
            }
        } else {
            let (t, q) = (f64::from(f32::from_bits(t)), f64::from(f32::from_bits(q)));
            match term {
                Term::Product => sum += t * q,
                Term::Absolute => sum += (t - q).abs(),
                _ => sum = sum.max((t - q).abs()),
            }
            size += (t * q).abs().max((t - q).abs());
        }
    }
    let offset = f64::from(tile.offsets[row]);
    let steps = tile.steps.len() as f64;
    let unit = f64::from(f32::EPSILON);
    let rounding = unit * (size * (steps + 2.0) + sum.abs() + 2.0 * offset.abs());
    (offset + sum, rounding)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn scores_are_offsets_plus_sums_and_hits_are_scores_within_the_limit(
        steps in 0_usize..40,
        seed: u64,
    ) {
        let mut state = seed | 1;
        let mut random = || {
            // Xorshift, Marsaglia 2003.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u32
        };
        for term in TERMS {
            let mut lane = || {
                let bits = random();
                let float = bits as f32 / 2_f32.powi(30) - 2.0;
                if term == Term::Bytes { bits } else { float.to_bits() }
            };
            // Every other step of the panel.
            let panel: Vec<Step> = (0..2 * steps)
                .map(|_| Step(std::array::from_fn(|_| lane())))
                .collect();
            let queries: Vec<_> = (0..steps).map(|_| std::array::from_fn(|_| lane())).collect();
            let offsets = std::array::from_fn(|row| row as f32 - 20.5);
            let limits = std::array::from_fn(|query| query as f32 * 10.0 - 60.0);
            let steps: Vec<u32> = (0..steps as u32).map(|step| 2 * step).collect();
            let tile = Tile {
                panel: &panel,
                steps: &steps,
                offsets: &offsets,
                queries: &queries,
                limits: &limits,
            };
            for (name, kernel) in available(term) {
                let mut scores = Scores([[f32::NAN; ROWS]; QUERIES]);
                let hits = kernel(&tile, &mut scores);
                for (query, scores) in scores.0.iter().enumerate() {
                    for (row, &score) in scores.iter().enumerate() {
                        let (expected, rounding) = reference(term, &tile, row, query);
                        prop_assert!(
                            (f64::from(score) - expected).abs() <= rounding,
                            "{term:?}, {name}, row {row}, query {query}: {score} for {expected}"
                        );
                    }
                    let within = scores.iter().any(|&score| score <= limits[query]);
                    prop_assert_eq!(hits >> query & 1 == 1, within, "{:?}, {}", term, name);
                }
            }
        }
    }
}
