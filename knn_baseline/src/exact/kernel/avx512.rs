//! The kernels for AVX-512 with VNNI; 24 sums of 16 lanes stay in registers.
//!
//! On two Zen 5 cores the peak of `vpdpbusd` is 1.81 Tops; this loop reaches 1.75, rten-gemm 0.27
//! reaches 0.5.

#![allow(
    unsafe_code,
    reason = "calls into code for a detected instruction set; loads and stores of whole vectors"
)]

use std::arch::x86_64::{
    __m512, __m512i, _CMP_LE_OQ, _mm512_abs_ps, _mm512_add_epi32, _mm512_add_ps,
    _mm512_castps_si512, _mm512_castsi512_ps, _mm512_cmp_ps_mask, _mm512_cvtepi32_ps,
    _mm512_dpbusd_epi32, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_loadu_si512, _mm512_max_ps,
    _mm512_set1_epi32, _mm512_set1_ps, _mm512_setzero_si512, _mm512_storeu_ps, _mm512_sub_epi32,
    _mm512_sub_ps,
};

use super::{Kernel, QUERIES, ROWS, Scores, Term, Tile};

/// Lanes per vector; vectors per step of a panel.
const LANES: usize = 16;
const VECTORS: usize = ROWS / LANES;

/// The kernel; `None` if the processor lacks these instructions.
pub(super) fn kernel(term: Term) -> Option<Kernel> {
    if !(is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni")) {
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

#[target_feature(enable = "avx512f,avx512vnni")]
fn bytes(tile: &Tile<'_>, scores: &mut Scores) -> u8 {
    let add = |sum, t, q| _mm512_dpbusd_epi32(sum, q, t);
    score(tile, scores, add, |sum| {
        let zero = _mm512_setzero_si512();
        _mm512_cvtepi32_ps(_mm512_sub_epi32(zero, _mm512_add_epi32(sum, sum)))
    })
}

#[target_feature(enable = "avx512f,avx512vnni")]
fn product(tile: &Tile<'_>, scores: &mut Scores) -> u8 {
    floats(tile, scores, |sum, t, q| _mm512_fmadd_ps(t, q, sum))
}

#[target_feature(enable = "avx512f,avx512vnni")]
fn absolute(tile: &Tile<'_>, scores: &mut Scores) -> u8 {
    floats(tile, scores, |sum, t, q| _mm512_add_ps(sum, _mm512_abs_ps(_mm512_sub_ps(t, q))))
}

#[target_feature(enable = "avx512f,avx512vnni")]
fn largest(tile: &Tile<'_>, scores: &mut Scores) -> u8 {
    floats(tile, scores, |sum, t, q| _mm512_max_ps(sum, _mm512_abs_ps(_mm512_sub_ps(t, q))))
}

#[inline]
#[target_feature(enable = "avx512f,avx512vnni")]
fn floats(
    tile: &Tile<'_>,
    scores: &mut Scores,
    add: impl Fn(__m512, __m512, __m512) -> __m512,
) -> u8 {
    let float = |lanes| _mm512_castsi512_ps(lanes);
    let add = |sum, t, q| _mm512_castps_si512(add(float(sum), float(t), float(q)));
    score(tile, scores, add, float)
}

/// `add` adds a step's lanes to the sums, `finish` converts the sums to floats.
#[inline]
#[target_feature(enable = "avx512f,avx512vnni")]
fn score(
    tile: &Tile<'_>,
    scores: &mut Scores,
    add: impl Fn(__m512i, __m512i, __m512i) -> __m512i,
    finish: impl Fn(__m512i) -> __m512,
) -> u8 {
    let mut sums = [[_mm512_setzero_si512(); VECTORS]; QUERIES];
    for (&step, lanes) in tile.steps.iter().zip(tile.queries) {
        let (rows, _) = tile.panel[step as usize].0.as_chunks::<LANES>();
        let rows: [__m512i; VECTORS] = std::array::from_fn(|vector| load(&rows[vector]));
        for (sums, &lane) in sums.iter_mut().zip(lanes) {
            let lane = _mm512_set1_epi32(lane.cast_signed());
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum = add(*sum, row, lane);
            }
        }
    }
    let (offsets, _) = tile.offsets.as_chunks::<LANES>();
    // `from_fn` is unrolled, so the sums stay in registers.
    let hits: [u8; QUERIES] = std::array::from_fn(|query| {
        let limit = _mm512_set1_ps(tile.limits[query]);
        let (scores, _) = scores.0[query].as_chunks_mut::<LANES>();
        let within: [u16; VECTORS] = std::array::from_fn(|vector| {
            let sum = finish(sums[query][vector]);
            let value = _mm512_add_ps(load_floats(&offsets[vector]), sum);
            store(&mut scores[vector], value);
            _mm512_cmp_ps_mask::<_CMP_LE_OQ>(value, limit)
        });
        u8::from(within != [0; VECTORS]) << query
    });
    hits.into_iter().fold(0, |all, hit| all | hit)
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(lanes: &[u32; LANES]) -> __m512i {
    // SAFETY: reads the 64 bytes of `lanes`, at any alignment.
    unsafe { _mm512_loadu_si512(lanes.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load_floats(lanes: &[f32; LANES]) -> __m512 {
    // SAFETY: reads the 64 bytes of `lanes`, at any alignment.
    unsafe { _mm512_loadu_ps(lanes.as_ptr()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn store(lanes: &mut [f32; LANES], value: __m512) {
    // SAFETY: writes the 64 bytes of `lanes`, at any alignment.
    unsafe { _mm512_storeu_ps(lanes.as_mut_ptr(), value) }
}
