//! Initial parameters, drawn once for all contenders.

use rand::Rng;
use rand_distr::{Distribution, StandardNormal, StandardUniform};

use crate::{
    Init, LayerSpec, ModelSpec, ParameterShape, Parameters, Randomness, Result, Role, Tensor,
};

/// The initial parameters of `model`: weights drawn as each layer's [`Init`] defines, biases 0,
/// batch normalisation with scale 1, shift 0, running mean 0 and running variance 1.
///
/// # Errors
/// A model that fails [`ModelSpec::check`].
pub fn initial_parameters(model: &ModelSpec, randomness: &Randomness) -> Result<Parameters> {
    model.check()?;
    let mut generator = randomness.generator("initial parameters");
    let mut parameters = Parameters::default();
    for (layer, shapes) in model.layers_with_parameters() {
        for ParameterShape { name, shape, role } in shapes {
            let values = match (layer, &shape[..], role) {
                (LayerSpec::Linear { init, .. }, &[inputs, outputs], Role::Weight) => {
                    init.draw(inputs, outputs, &mut generator)
                }
                (_, shape, Role::Scale | Role::RunningVariance) => {
                    vec![1.0; shape.iter().product()]
                }
                (_, shape, _) => vec![0.0; shape.iter().product()],
            };
            parameters.0.push(Tensor { name, shape, values });
        }
    }
    Ok(parameters)
}

impl Init {
    /// Draws a weight `[inputs, outputs]`, row-major, in `f64`, and rounds it to `f32`.
    fn draw(self, inputs: usize, outputs: usize, generator: &mut impl Rng) -> Vec<f32> {
        let (fan_in, fan_out) = (inputs as f64, outputs as f64);
        let mut values = |one: fn(&mut _) -> f64, scale: f64| {
            (0..inputs * outputs).map(|_| (scale * one(generator)) as f32).collect()
        };
        match self {
            Self::HeNormal => values(standard_normal, (2.0 / fan_in).sqrt()),
            Self::XavierNormal => values(standard_normal, (2.0 / (fan_in + fan_out)).sqrt()),
            Self::XavierUniform => values(symmetric_uniform, (6.0 / (fan_in + fan_out)).sqrt()),
            Self::SmallNormal => values(standard_normal, 0.01),
        }
    }
}

fn standard_normal<R: Rng>(generator: &mut R) -> f64 {
    StandardNormal.sample(generator)
}

/// Uniform in [−1, 1).
fn symmetric_uniform<R: Rng>(generator: &mut R) -> f64 {
    let unit: f64 = StandardUniform.sample(generator);
    2.0 * unit - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(init: Init) -> Vec<f32> {
        let model =
            ModelSpec { inputs: 300, layers: vec![LayerSpec::Linear { outputs: 200, init }] };
        let parameters = initial_parameters(&model, &Randomness::new(7, "test", 0)).unwrap();
        assert!(parameters.0[1].values.iter().all(|&bias| bias == 0.0));
        parameters.0[0].values.clone()
    }

    fn mean_and_variance(values: &[f32]) -> (f64, f64) {
        let n = values.len() as f64;
        let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
        let squares = values.iter().map(|&v| (f64::from(v) - mean).powi(2));
        (mean, squares.sum::<f64>() / n)
    }

    /// 60,000 draws: the sample variance of a normal scatters by √(2/n) = 0.6 %; 3 % is five sigma.
    #[test]
    fn each_init_has_the_variance_of_its_paper() {
        for (init, expected) in [
            (Init::HeNormal, 2.0 / 300.0),
            (Init::XavierNormal, 2.0 / 500.0),
            (Init::XavierUniform, 2.0 / 500.0), // (2·√(6/500))² / 12
            (Init::SmallNormal, 1e-4),
        ] {
            let (mean, variance) = mean_and_variance(&weight(init));
            assert!((variance / expected - 1.0).abs() < 0.03, "{init:?}: {variance}");
            assert!(mean.abs() < 5.0 * (expected / 60_000.0).sqrt(), "{init:?}: {mean}");
        }
    }

    #[test]
    fn xavier_uniform_stays_within_its_limit() {
        let limit = (6.0_f32 / 500.0).sqrt();
        assert!(weight(Init::XavierUniform).iter().all(|v| v.abs() <= limit));
    }
}
