//! From neighbours to a class.

/// The outcome of a vote.
#[derive(Debug, Clone, PartialEq)]
pub struct Vote {
    /// The class with the most votes; among equals, the one with the nearest neighbour.
    pub class: u32,
    /// Share of the votes for each class.
    pub shares: Vec<f32>,
}

/// Counts one vote for each neighbour's class; `neighbours` come nearest first.
///
/// Without neighbours it is class 0, with no votes.
pub fn vote(neighbours: &[u32], classes: usize) -> Vote {
    let mut votes = vec![0_u32; classes];
    for &class in neighbours {
        votes[class as usize] += 1;
    }
    let most = votes.iter().copied().max().unwrap_or(0);
    let wins = |class: &&u32| votes[**class as usize] == most;
    let voters = neighbours.len().max(1) as f32;
    Vote {
        class: neighbours.iter().find(wins).copied().unwrap_or(0),
        shares: votes.iter().map(|&votes| votes as f32 / voters).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_wins_even_against_the_nearest() {
        assert_eq!(vote(&[2, 1, 1], 3).class, 1);
    }

    #[test]
    fn a_tie_goes_to_the_class_with_the_nearest_neighbour() {
        let result = vote(&[2, 0, 0, 2], 3);
        assert_eq!(result.class, 2);
        assert_eq!(result.shares, [0.5, 0.0, 0.5]);
    }
}
