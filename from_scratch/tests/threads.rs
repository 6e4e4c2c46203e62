//! Threads share matrices by columns or rows and never split a sum, so that the number of threads
//! does not change a bit of any result.

// Clippy knows that a test may unwrap, not that its helpers may.
#![allow(clippy::unwrap_used)]

use classifier::{
    Batch, Differentiable, Examples, Init, LastBatch, LayerSpec, Loss, ModelSpec, OptimizerSpec,
    Parameters, Randomness, RunningVariance, Schedule, TrainSpec, initial_parameters,
};
use from_scratch::ScratchMlp;

const ROWS: usize = 130;

fn linear(outputs: usize) -> LayerSpec {
    LayerSpec::Linear { outputs, init: Init::HeNormal }
}

/// Parameters after three steps on so many threads, of a network large enough that every layer uses
/// all of them.
fn trained(threads: usize, optimizer: OptimizerSpec) -> Parameters {
    let batch_norm = LayerSpec::BatchNorm {
        epsilon: 1e-5,
        momentum: 0.1,
        running_variance: RunningVariance::Unbiased,
    };
    let layers =
        vec![linear(257), batch_norm, LayerSpec::Relu, linear(300), LayerSpec::Tanh, linear(10)];
    let inputs = 300;
    let model = ModelSpec { inputs, layers };
    let training = TrainSpec {
        epochs: 1,
        batch: ROWS,
        last_batch: LastBatch::Keep,
        loss: Loss::SoftmaxCrossEntropy,
        optimizer,
        schedule: Schedule::default(),
        clip_norm: None,
    };
    let values = (0..ROWS * inputs).map(|i| (3.1 * i as f32).sin()).collect();
    let labels = (0..ROWS as u32).map(|row| row % 10).collect();
    let examples = Examples::new(values, inputs, labels, 10).unwrap();
    let start = initial_parameters(&model, &Randomness::new(5, "threads", 0)).unwrap();
    let mut network = ScratchMlp::new(&model, &training, &start).unwrap();
    let rows: Vec<u32> = (0..ROWS as u32).rev().collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.unwrap().install(|| {
        for _ in 0..3 {
            let batch = Batch::new(&examples, &rows).unwrap();
            network.train_step(batch, 0.01).unwrap();
        }
    });
    network.parameters().unwrap()
}

#[test]
fn any_number_of_threads_computes_the_same_bits() {
    for optimizer in [OptimizerSpec::sgd(0.01), OptimizerSpec::adam(0.01)] {
        let alone = trained(1, optimizer.clone());
        for threads in [2, 3, 7] {
            assert_eq!(alone, trained(threads, optimizer.clone()), "{threads}");
        }
    }
}
