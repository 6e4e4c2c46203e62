//! Every schedule.

use super::{Case, smooth};
use crate::Schedule;

/// Every schedule on a smooth model; each ends or changes within the 100 epochs.
pub fn schedules() -> Vec<Case> {
    [
        ("constant", Schedule::Constant),
        ("linear", Schedule::Linear { start: 0.25, end: 1.0, epochs: 20 }),
        ("step", Schedule::Step { every: 30, factor: 0.5 }),
        ("cosine", Schedule::Cosine { epochs: 60, end: 0.1 }),
    ]
    .into_iter()
    .map(|(name, schedule)| {
        smooth(format!("schedule-{name}")).with(|training| training.schedule = schedule)
    })
    .collect()
}
