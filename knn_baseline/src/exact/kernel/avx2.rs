//! The kernels for AVX2 with FMA; 12 sums of 8 lanes stay in registers.

#![allow(
    unsafe_code,
    reason = "calls into code for a detected instruction set; loads and stores of whole vectors"
)]

use std::arch::x86_64::{
    __m256, __m256i, _CMP_LE_OQ, _mm256_add_epi32, _mm256_add_ps, _mm256_and_si256,
    _mm256_andnot_ps, _mm256_castps_si256, _mm256_castsi256_ps, _mm256_cmp_ps, _mm256_cvtepi32_ps,
    _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_max_ps,
    _mm256_movemask_ps, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_set1_ps, _mm256_setzero_si256,
    _mm256_slli_epi16, _mm256_srai_epi16, _mm256_srli_epi16, _mm256_storeu_ps, _mm256_sub_epi32,
    _mm256_sub_ps,
};

use super::{Kernel, QUERIES, ROWS, Scores, Term, Tile};

/// Lanes per vector; vectors of rows and queries per block of sums.
const LANES: usize = 8;
const VECTORS: usize = 3;
const SOME_QUERIES: usize = 4;

/// The kernel; `None` if the processor lacks these instructions.
pub(super) fn kernel(term: Term) -> Option<Kernel> {
    if !(is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")) {
        return None;
    }
    // SAFETY: the target features of these four functions were just detected.
    Some(match term {
        Term::Bytes => |tile, scores| unsafe { bytes(tile, scores) },
        Term::Product => |tile, scores| unsafe { product(tile, scores) },
        Term::Absolute => |tile, scores| unsafe { absolute(tile, scores) },
        Term::Largest => |tile, scores| unsafe { largest(tile, scores) },
    })
}

/// Even and odd bytes separately as 16-bit integers; `vpmaddwd` sums two products at once.
#[target_feature(enable = "avx2,fma")]
fn bytes(tile: &Tile<'_>, scores: &mut Scores) -> u8 {
    let add = |sum, t, q| {
        let even_t = _mm256_srai_epi16::<8>(_mm256_slli_epi16::<8>(t));
        let odd_t = _mm256_srai_epi16::<8>(t);
        let even_q = _mm256_and_si256(q, _mm256_set1_epi16(0xff));
        let odd_q = _mm256_srli_epi16::<8>(q);
        let even = _mm256_madd_epi16(even_t, even_q);
        let odd = _mm256_madd_epi16(odd_t, odd_q);
        _mm256_add_epi32(sum, _mm256_add_epi32(even, odd))
    };
    score(tile, scores, add, |sum| {
        let zero = _mm256_setzero_si256();
        _mm256_cvtepi32_ps(_mm256_sub_epi32(zero, _mm256_add_epi32(sum, sum)))
    })
}

#[target_feature(enable = "avx2,fma")]
fn product(tile: &Tile<'_>, scores: &mut Scores) -> u8 {
    floats(tile, scores, |sum, t, q| _mm256_fmadd_ps(t, q, sum))
}

#[target_feature(enable = "avx2,fma")]
fn absolute(tile: &Tile<'_>, scores: &mut Scores) -> u8 {
    floats(tile, scores, |sum, t, q| _mm256_add_ps(sum, abs(_mm256_sub_ps(t, q))))
}

#[target_feature(enable = "avx2,fma")]
fn largest(tile: &Tile<'_>, scores: &mut Scores) -> u8 {
    floats(tile, scores, |sum, t, q| _mm256_max_ps(sum, abs(_mm256_sub_ps(t, q))))
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn abs(lanes: __m256) -> __m256 {
    _mm256_andnot_ps(_mm256_set1_ps(-0.0), lanes)
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn floats(
    tile: &Tile<'_>,
    scores: &mut Scores,
    add: impl Fn(__m256, __m256, __m256) -> __m256,
) -> u8 {
    let float = |lanes| _mm256_castsi256_ps(lanes);
    let add = |sum, t, q| _mm256_castps_si256(add(float(sum), float(t), float(q)));
    score(tile, scores, add, float)
}

/// `add` adds a step's lanes to the sums, `finish` converts the sums to floats.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn score(
    tile: &Tile<'_>,
    scores: &mut Scores,
    add: impl Fn(__m256i, __m256i, __m256i) -> __m256i,
    finish: impl Fn(__m256i) -> __m256,
) -> u8 {
    let mut hits = 0;
    for first in (0..ROWS).step_by(VECTORS * LANES) {
        for queries in (0..QUERIES).step_by(SOME_QUERIES) {
            let mut sums = [[_mm256_setzero_si256(); VECTORS]; SOME_QUERIES];
            for (&step, lanes) in tile.steps.iter().zip(tile.queries) {
                let (rows, _) = tile.panel[step as usize].0[first..].as_chunks::<LANES>();
                let rows: [__m256i; VECTORS] = std::array::from_fn(|vector| load(&rows[vector]));
                for (sums, &lane) in sums.iter_mut().zip(&lanes[queries..]) {
                    let lane = _mm256_set1_epi32(lane.cast_signed());
                    for (sum, row) in sums.iter_mut().zip(rows) {
                        *sum = add(*sum, row, lane);
                    }
                }
            }
            let (offsets, _) = tile.offsets[first..].as_chunks::<LANES>();
            for (query, sums) in (queries..).zip(sums) {
                let limit = _mm256_set1_ps(tile.limits[query]);
                let (scores, _) = scores.0[query][first..].as_chunks_mut::<LANES>();
                for ((sum, offset), score) in sums.into_iter().zip(offsets).zip(scores) {
                    let value = _mm256_add_ps(load_floats(offset), finish(sum));
                    let within = _mm256_cmp_ps::<_CMP_LE_OQ>(value, limit);
                    hits |= u8::from(_mm256_movemask_ps(within) != 0) << query;
                    store(score, value);
                }
            }
        }
    }
    hits
}

#[inline]
#[target_feature(enable = "avx2")]
fn load(lanes: &[u32; LANES]) -> __m256i {
    // SAFETY: reads the 32 bytes of `lanes`, at any alignment.
    unsafe { _mm256_loadu_si256(lanes.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn load_floats(lanes: &[f32; LANES]) -> __m256 {
    // SAFETY: reads the 32 bytes of `lanes`, at any alignment.
    unsafe { _mm256_loadu_ps(lanes.as_ptr()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn store(lanes: &mut [f32; LANES], value: __m256) {
    // SAFETY: writes the 32 bytes of `lanes`, at any alignment.
    unsafe { _mm256_storeu_ps(lanes.as_mut_ptr(), value) }
}
