//! Matrix product libraries on the shapes of the exercises: `cargo bench -p benches --bench matmul`.
//!
//! Ids are `EXERCISE PRODUCT m×k×n/LIBRARY`, throughput is in floating-point operations, so
//! criterion's `Gelem/s` are GFLOP/s. `ceiling` is a large square product; its best time is the
//! machine's peak. `gemm` is measured through Candle, which allocates the result.

#![allow(clippy::unwrap_used, reason = "a failed set-up ends the benchmark")]

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use faer::{Accum, MatMut, MatRef, Par, linalg::matmul::matmul};
use ndarray::{Array2, ArrayView2, linalg::general_mat_mul};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions};

/// A matrix product of a linear layer; ᵀ marks the factor stored in transposed order.
#[derive(Clone, Copy, PartialEq)]
enum Product {
    /// `y = x·W`
    Forward,
    /// `dW = xᵀ·dy`
    Weights,
    /// `dx = dy·Wᵀ`
    Inputs,
}

/// Rows, inputs and outputs of the ceiling and of the exercises' linear layers.
const LAYERS: [(&str, [usize; 3]); 7] = [
    ("ceiling", [1024, 1024, 1024]),
    ("complex", [512, 784, 512]),
    ("complex", [512, 512, 512]),
    ("library", [128, 784, 256]),
    ("default", [64, 784, 128]),
    ("simple", [512, 784, 10]),
    ("edges", [16, 25, 8]),
];

fn bench_products(criterion: &mut Criterion) {
    for (exercise, [rows, inputs, outputs]) in LAYERS {
        for product in [Product::Forward, Product::Weights, Product::Inputs] {
            let (name, [m, k, n]) = match product {
                Product::Forward => ("x·W", [rows, inputs, outputs]),
                Product::Weights => ("xᵀ·dy", [inputs, rows, outputs]),
                Product::Inputs => ("dy·Wᵀ", [rows, outputs, inputs]),
            };
            let group = format!("{exercise} {name} {m}×{k}×{n}");
            measure(criterion, &group, product, [m, k, n]);
        }
    }
}

fn measure(criterion: &mut Criterion, group: &str, product: Product, [m, k, n]: [usize; 3]) {
    let fill = |rows, columns| {
        Array2::from_shape_fn((rows, columns), |(i, j)| ((i * 31 + j * 17) as f32).sin())
    };
    // Stored in the order of training, viewed as the product needs them.
    let (stored_a, stored_b) = match product {
        Product::Forward => (fill(m, k), fill(k, n)),
        Product::Weights => (fill(k, m), fill(k, n)),
        Product::Inputs => (fill(m, k), fill(n, k)),
    };
    let a = if product == Product::Weights { stored_a.t() } else { stored_a.view() };
    let b = if product == Product::Inputs { stored_b.t() } else { stored_b.view() };
    let mut c = Array2::<f32>::zeros((m, n));

    let mut group = criterion.benchmark_group(group);
    group.throughput(Throughput::Elements((2 * m * k * n) as u64));
    group.warm_up_time(Duration::from_millis(100));
    group.measurement_time(Duration::from_millis(250));
    group.sample_size(10);
    for (name, par) in [("faer-1", Par::Seq), ("faer", Par::rayon(0))] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let c = MatMut::from_row_major_slice_mut(c.as_slice_mut().unwrap(), m, n);
                matmul(c, Accum::Replace, faer(a), faer(b), 1.0, par);
            });
        });
    }
    group.bench_function("ndarray", |bencher| {
        bencher.iter(|| general_mat_mul(1.0, &a, &b, 0.0, &mut c));
    });
    let rten = GemmExecutor::<f32, f32, f32>::default();
    group.bench_function("rten-gemm", |bencher| {
        let (a, b) = (GemmInputA::Unpacked(nd(a)), GemmInputB::Unpacked(nd(b)));
        let c = c.as_slice_mut().unwrap();
        bencher.iter(|| rten.gemm(c, a, b, GemmOptions::default()).unwrap());
    });
    let (a, b) = (candle(a), candle(b));
    group.bench_function("gemm", |bencher| bencher.iter(|| a.matmul(&b).unwrap()));
    group.finish();
}

/// The view as faer's type.
fn faer(view: ArrayView2<'_, f32>) -> MatRef<'_, f32> {
    match view.to_slice() {
        Some(rows) => MatRef::from_row_major_slice(rows, view.nrows(), view.ncols()),
        None => faer(view.reversed_axes()).transpose(),
    }
}

/// The view as rten's type.
fn nd(view: ArrayView2<'_, f32>) -> rten_tensor::NdTensorView<'_, f32, 2> {
    match view.to_slice() {
        Some(rows) => rten_tensor::NdTensorView::from_data([view.nrows(), view.ncols()], rows),
        None => nd(view.reversed_axes()).permuted([1, 0]),
    }
}

/// A copy as Candle's tensor, stored in the same order.
fn candle(view: ArrayView2<'_, f32>) -> candle_core::Tensor {
    match view.to_slice() {
        Some(rows) => {
            candle_core::Tensor::from_slice(rows, view.dim(), &candle_core::Device::Cpu).unwrap()
        }
        None => candle(view.reversed_axes()).t().unwrap(),
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = bench_products
}
criterion_main!(benches);
