use classifier::*;
use std::time::Instant;
fn main() { drop(std::hint::black_box(vec![1u8; 32 * 1024 * 1024 - 8192])); if std::env::var("POOL").is_ok() { candle_core::utils::with_threadpool(go) } else { go() } }
fn go() {
    let mut s = 1u64;
    let mut r = || { s = s.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407); ((s >> 40) as f32) / 16777216.0 };
    let rows = 4096;
    let inputs: Vec<f32> = (0..rows * 784).map(|_| r()).collect();
    let labels: Vec<u32> = (0..rows).map(|_| (r() * 10.0) as u32).collect();
    let ex = Examples::new(inputs, 784, labels, 10).unwrap();
    let training = TrainSpec { epochs: 1, batch: 512, last_batch: LastBatch::Keep, loss: Loss::default(), optimizer: OptimizerSpec::adam(1e-3), schedule: Schedule::default() };
    let all: Vec<u32> = (0..rows as u32).collect();
    for (m, batch, n) in [("784-512-512-10", 512, 60), ("784-128-64-10", 64, 400)] {
        let model: ModelSpec = m.parse().unwrap();
        let p = initial_parameters(&model, &Randomness::new(1, "x", 0)).unwrap();
        let mut m = candle_impl::CandleMlp::new(&model, &training, &p, candle_impl::Device::Cpu).unwrap();
        let mut times = vec![];
        for i in 0..n {
            let at = (i * batch) % (rows - batch + 1);
            let b = Batch::new(&ex, &all[at..at + batch]).unwrap();
            let t = Instant::now();
            m.train_step(b, 1e-3).unwrap();
            times.push(t.elapsed().as_secs_f64());
        }
        times.sort_by(f64::total_cmp);
        print!("{batch}: median {:.2} ms min {:.2} ms;  ", times[times.len() / 2] * 1e3, times[0] * 1e3);
    }
    println!();
}
