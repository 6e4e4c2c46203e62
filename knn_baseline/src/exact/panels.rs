//! The training set in the kernel's layout, and the blocked product with a block of queries.

use rayon::prelude::*;

use super::{
    candidates::Candidates,
    encoding::Encoding,
    kernel::{self, Kernel, QUERIES, ROWS, Scores, Step, Tile},
};

/// All training rows in panels of [`ROWS`] rows; the last panel is padded with zeros.
///
/// The steps of a panel are contiguous. The kernel reads a panel front to back for each group of
/// queries, while the panel stays in the first-level cache.
pub(crate) struct Panels {
    encoding: Box<dyn Encoding>,
    kernel: Kernel,
    rows: usize,
    steps: Vec<Step>,
    offsets: Vec<[f32; ROWS]>,
}

impl Panels {
    /// `row` returns the values of a training row in multiples of the encoding's unit.
    pub(crate) fn new(
        encoding: Box<dyn Encoding>,
        rows: usize,
        row: impl Fn(usize) -> Vec<f64> + Sync,
    ) -> Self {
        let panels = rows.div_ceil(ROWS);
        let length = encoding.steps();
        let mut steps = vec![Step([0; ROWS]); panels * length];
        let mut offsets = vec![[0.0; ROWS]; panels];
        let fill = |panel: usize, offsets: &mut [f32; ROWS], steps: &mut [Step]| {
            for (place, index) in (panel * ROWS..rows).take(ROWS).enumerate() {
                let (lanes, offset) = encoding.row(&row(index));
                offsets[place] = offset;
                for (step, lane) in steps.iter_mut().zip(lanes) {
                    step.0[place] = lane;
                }
            }
        };
        // A panel without steps still has offsets.
        let mut steps_by_panel: Vec<&mut [Step]> = steps.chunks_mut(length.max(1)).collect();
        steps_by_panel.resize_with(panels, Default::default);
        steps_by_panel
            .into_par_iter()
            .zip(offsets.par_iter_mut())
            .enumerate()
            .for_each(|(panel, (steps, offsets))| fill(panel, offsets, steps));
        Self { kernel: kernel::fastest(encoding.term()), encoding, rows, steps, offsets }
    }

    /// For each query a set of rows that includes its `k` nearest; `None` if it needs a plain scan.
    pub(crate) fn candidates(&self, queries: &[&[f64]], k: usize) -> Vec<Option<Vec<u32>>> {
        let mut results: Vec<Option<Vec<u32>>> = vec![None; queries.len()];
        let encode = |(index, values): (usize, &&[f64])| {
            let (lanes, slack) = self.encoding.query(values)?;
            Some((index, lanes, Candidates::new(k, slack)))
        };
        let mut encoded: Vec<_> = queries.iter().enumerate().filter_map(encode).collect();
        // Similar numbers of nonzero lanes in a group let it skip more steps.
        encoded.sort_by_cached_key(|(_, lanes, _)| lanes.iter().filter(|&&lane| lane != 0).count());
        let mut groups: Vec<Group<'_>> = encoded
            .chunks_mut(QUERIES)
            .map(|queries| Group::new(queries, self.encoding.as_ref()))
            .collect();
        let length = self.encoding.steps();
        for (panel, offsets) in self.offsets.iter().enumerate() {
            let steps = &self.steps[panel * length..][..length];
            let rows = panel * ROWS..self.rows.min((panel + 1) * ROWS);
            for group in &mut groups {
                group.offer(self.kernel, steps, offsets, rows.clone());
            }
        }
        for (index, _, candidates) in encoded {
            results[index] = Some(candidates.into_rows().collect());
        }
        results
    }
}

/// The queries of one kernel call with their candidates.
///
/// Steps in which all queries are zero are skipped if zeros add nothing to the sum. For MNIST as
/// bytes 56 % of the steps remain, because `Panels::candidates` groups images with similar ink.
struct Group<'a> {
    steps: Vec<u32>,
    lanes: Vec<[u32; QUERIES]>,
    limits: [f32; QUERIES],
    candidates: Vec<&'a mut Candidates>,
    scores: Scores,
}

impl<'a> Group<'a> {
    fn new(queries: &'a mut [(usize, Vec<u32>, Candidates)], encoding: &dyn Encoding) -> Self {
        let (mut steps, mut lanes) = (Vec::new(), Vec::new());
        for step in 0..encoding.steps() {
            let lane = |query: usize| queries.get(query).map_or(0, |(_, lanes, _)| lanes[step]);
            let of_queries: [u32; QUERIES] = std::array::from_fn(lane);
            if of_queries != [0; QUERIES] || !encoding.term().ignores_zeros() {
                steps.push(step as u32);
                lanes.push(of_queries);
            }
        }
        // Unused places never hit.
        let mut limits = [f32::NEG_INFINITY; QUERIES];
        for (limit, (_, _, candidates)) in limits.iter_mut().zip(queries.iter()) {
            *limit = candidates.limit();
        }
        Self {
            steps,
            lanes,
            limits,
            candidates: queries.iter_mut().map(|(_, _, candidates)| candidates).collect(),
            scores: Scores([[0.0; ROWS]; QUERIES]),
        }
    }

    fn offer(
        &mut self,
        kernel: Kernel,
        panel: &[Step],
        offsets: &[f32; ROWS],
        rows: std::ops::Range<usize>,
    ) {
        let tile =
            Tile { panel, steps: &self.steps, offsets, queries: &self.lanes, limits: &self.limits };
        let mut hits = kernel(&tile, &mut self.scores);
        while hits != 0 {
            let query = hits.trailing_zeros() as usize;
            hits &= hits - 1;
            let scores = &self.scores.0[query][..rows.len()];
            self.candidates[query].offer(rows.start as u32, scores);
            self.limits[query] = self.candidates[query].limit();
        }
    }
}
