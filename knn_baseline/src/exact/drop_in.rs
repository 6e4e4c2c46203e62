//! `knn-exact` behind linfa-nn's traits.

use std::{any::TypeId, fmt::Debug};

use classifier::Distance;
use linfa::Float;
use linfa_nn::{
    BuildError, NearestNeighbour, NearestNeighbourIndex, NnError,
    distance::{Distance as LinfaDistance, L1Dist, L2Dist, LInfDist},
};
use ndarray::{ArrayBase, ArrayView1, ArrayView2, Data, Ix2};

use super::ExactIndex;

/// A replacement for linfa-nn's `LinearSearch`, `KdTree` and `BallTree`.
///
/// The results are those of `LinearSearch`, but computed exactly and with equal distances ordered
/// by row. `L1Dist`, `L2Dist` and `LInfDist` are fast; any other distance, and points that are not
/// all finite, use a plain scan with linfa-nn's own distance. The trait takes one query at a time;
/// [`ExactIndex::nearest`] takes many and is several times faster per query.
///
/// ```
/// use knn_baseline::Exact;
/// use linfa_nn::{NearestNeighbour, distance::L2Dist};
/// use ndarray::{arr1, arr2};
///
/// let points = arr2(&[[0.0, 0.0], [3.0, 4.0], [1.0, 0.0]]);
/// let index = Exact.from_batch(&points, L2Dist).unwrap();
/// let nearest = index.k_nearest(arr1(&[1.2, 0.0]).view(), 2).unwrap();
/// assert_eq!([nearest[0].1, nearest[1].1], [2, 0]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exact;

type Point<'a, F> = ArrayView1<'a, F>;
type Found<'a, F> = std::result::Result<Vec<(Point<'a, F>, usize)>, NnError>;

impl NearestNeighbour for Exact {
    fn from_batch_with_leaf_size<'a, F: Float, DT: Data<Elem = F>, D: 'a + LinfaDistance<F>>(
        &self,
        batch: &'a ArrayBase<DT, Ix2>,
        leaf_size: usize,
        dist_fn: D,
    ) -> std::result::Result<Box<dyn 'a + Send + Sync + NearestNeighbourIndex<F>>, BuildError> {
        if leaf_size == 0 {
            return Err(BuildError::EmptyLeaf);
        }
        if batch.ncols() == 0 {
            return Err(BuildError::ZeroDimension);
        }
        let points = batch.view();
        let index = known::<D>().and_then(|distance| ExactIndex::new(points, distance).ok());
        Ok(Box::new(DropIn { points, index, distance: dist_fn }))
    }
}

/// The counterpart of linfa-nn's type `D`; `None` unless it is `L1Dist`, `L2Dist` or `LInfDist`.
fn known<D>() -> Option<Distance> {
    let distances = [
        (TypeId::of::<L1Dist>(), Distance::L1),
        (TypeId::of::<L2Dist>(), Distance::L2),
        (TypeId::of::<LInfDist>(), Distance::Linf),
    ];
    let id_of_d = typeid::of::<D>();
    distances.into_iter().find(|(id, _)| *id == id_of_d).map(|(_, distance)| distance)
}

/// The index behind [`Exact`].
struct DropIn<'a, F: Float, D> {
    points: ArrayView2<'a, F>,
    index: Option<ExactIndex<'a, F>>,
    distance: D,
}

impl<F: Float, D: LinfaDistance<F>> DropIn<'_, F, D> {
    /// The `rdistance` of linfa-nn from `point` to all points, with their rows.
    fn distances(&self, point: Point<'_, F>) -> Vec<(F, usize)> {
        let rows = self.points.rows().into_iter().enumerate();
        rows.map(|(row, other)| (self.distance.rdistance(point, other), row)).collect()
    }

    fn with_points(&self, rows: impl Iterator<Item = usize>) -> Vec<(Point<'_, F>, usize)> {
        rows.map(|row| (self.points.row(row), row)).collect()
    }

    fn check(&self, point: Point<'_, F>) -> std::result::Result<(), NnError> {
        if point.len() == self.points.ncols() { Ok(()) } else { Err(NnError::WrongDimension) }
    }
}

impl<F: Float, D: LinfaDistance<F>> NearestNeighbourIndex<F> for DropIn<'_, F, D> {
    fn k_nearest(&self, point: Point<'_, F>, k: usize) -> Found<'_, F> {
        self.check(point)?;
        let k = k.min(self.points.nrows());
        let query = point.insert_axis(ndarray::Axis(0));
        let neighbours = self.index.as_ref().map(|index| index.nearest(query, k));
        if let Some(Ok(neighbours)) = neighbours {
            let rows = neighbours.queries().flatten();
            return Ok(self.with_points(rows.map(|neighbour| neighbour.row as usize)));
        }
        let mut distances = self.distances(point);
        // NaN comes last.
        distances.sort_by(|(a, i), (b, j)| {
            a.partial_cmp(b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan())).then(i.cmp(j))
        });
        Ok(self.with_points(distances.into_iter().map(|(_, row)| row).take(k)))
    }

    /// The points within the range, ordered by row.
    fn within_range(&self, point: Point<'_, F>, range: F) -> Found<'_, F> {
        self.check(point)?;
        let limit = self.distance.dist_to_rdist(range);
        let within = self.distances(point).into_iter().filter(|(distance, _)| *distance < limit);
        Ok(self.with_points(within.map(|(_, row)| row)))
    }
}
