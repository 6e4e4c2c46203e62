//! The kernels in portable Rust.

use super::{Kernel, QUERIES, ROWS, Scores, Term, Tile};

/// Rows and queries per block, whose sums fit sixteen vector registers of four lanes.
const SOME_ROWS: usize = 12;
const SOME_QUERIES: usize = 4;

pub(super) fn kernel(term: Term) -> Kernel {
    match term {
        Term::Bytes => |tile, scores| {
            let add = |sum: i32, t: u32, q: u32| {
                let (t, q) = (t.to_le_bytes().map(u8::cast_signed), q.to_le_bytes());
                let product = |i: usize| i32::from(t[i]) * i32::from(q[i]);
                sum + product(0) + product(1) + product(2) + product(3)
            };
            score(tile, scores, add, |offset, sum| offset - 2.0 * sum as f32)
        },
        Term::Product => |tile, scores| score(tile, scores, floats(|sum, t, q| sum + t * q), plus),
        Term::Absolute => {
            |tile, scores| score(tile, scores, floats(|sum, t, q| sum + (t - q).abs()), plus)
        }
        Term::Largest => |tile, scores| {
            let larger = |a: f32, b: f32| if a > b { a } else { b };
            let add = floats(|sum, t, q| larger(sum, (t - q).abs()));
            score(tile, scores, add, plus)
        },
    }
}

fn plus(offset: f32, sum: f32) -> f32 {
    offset + sum
}

#[inline(always)]
fn floats(add: impl Fn(f32, f32, f32) -> f32) -> impl Fn(f32, u32, u32) -> f32 {
    move |sum, t, q| add(sum, f32::from_bits(t), f32::from_bits(q))
}

#[inline(always)]
fn score<S: Copy + Default>(
    tile: &Tile<'_>,
    scores: &mut Scores,
    add: impl Fn(S, u32, u32) -> S,
    score: impl Fn(f32, S) -> f32,
) -> u8 {
    for queries in (0..QUERIES).step_by(SOME_QUERIES) {
        for rows in (0..ROWS).step_by(SOME_ROWS) {
            let mut sums = [[S::default(); SOME_ROWS]; SOME_QUERIES];
            for (&step, lanes) in tile.steps.iter().zip(tile.queries) {
                let step = &tile.panel[step as usize];
                for (query, sums) in sums.iter_mut().enumerate() {
                    for (row, sum) in sums.iter_mut().enumerate() {
                        *sum = add(*sum, step.0[rows + row], lanes[queries + query]);
                    }
                }
            }
            for (query, sums) in sums.iter().enumerate() {
                for (row, &sum) in sums.iter().enumerate() {
                    scores.0[queries + query][rows + row] = score(tile.offsets[rows + row], sum);
                }
            }
        }
    }
    let mut hits = 0;
    for (query, (scores, &limit)) in scores.0.iter().zip(tile.limits).enumerate() {
        let hit = scores.iter().fold(false, |hit, &score| hit | (score <= limit));
        hits |= u8::from(hit) << query;
    }
    hits
}
