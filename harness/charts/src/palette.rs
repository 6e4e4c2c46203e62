//! Colours.

/// Text and axes.
pub const INK: &str = "#333333";
/// Grid lines.
pub const GRID: &str = "#DDDDDD";

/// The palette of Okabe and Ito (<https://jfly.uni-koeln.de/color/>), which colour-blind readers
/// can tell apart; without yellow, too light for a line on white, and with grey in place of black,
/// invisible on a dark page.
pub(crate) const COLORS: [&str; 7] =
    ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#808080"];
