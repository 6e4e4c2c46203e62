//! The vote of the neighbours.

use classifier::VoteWeight;

/// The outcome of a vote.
#[derive(Debug, Clone, PartialEq)]
pub struct Vote {
    /// The class with the most votes; a tie goes to the class with the nearest neighbour.
    pub class: u32,
    /// The fraction of the votes for each class.
    pub fractions: Vec<f32>,
}

/// Counts the votes of `neighbours`, pairs of class and distance, nearest first.
///
/// Without neighbours the result is class 0 with all fractions 0.
pub fn vote(neighbours: &[(u32, f64)], classes: usize, weight: VoteWeight) -> Vote {
    let exact_hits = neighbours.iter().any(|&(_, distance)| distance == 0.0);
    let mut votes = vec![0.0_f64; classes];
    for &(class, distance) in neighbours {
        votes[class as usize] += match weight {
            VoteWeight::Majority => 1.0,
            VoteWeight::Distance if exact_hits => f64::from(u8::from(distance == 0.0)),
            VoteWeight::Distance => distance.recip(),
        };
    }
    let most = votes.iter().copied().fold(0.0, f64::max);
    let winner = neighbours.iter().find(|&&(class, _)| votes[class as usize] == most);
    let sum = votes.iter().sum::<f64>();
    let total = if sum > 0.0 { sum } else { 1.0 };
    Vote {
        class: winner.map_or(0, |&(class, _)| class),
        fractions: votes.iter().map(|votes| (votes / total) as f32).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_wins_even_against_the_nearest() {
        let neighbours = [(2, 0.1), (1, 5.0), (1, 6.0)];
        assert_eq!(vote(&neighbours, 3, VoteWeight::Majority).class, 1);
        assert_eq!(vote(&neighbours, 3, VoteWeight::Distance).class, 2);
    }

    #[test]
    fn a_tie_goes_to_the_class_with_the_nearest_neighbour() {
        let neighbours = [(2, 1.0), (0, 2.0), (0, 2.0), (2, 3.0)];
        let result = vote(&neighbours, 3, VoteWeight::Majority);
        assert_eq!(result.class, 2);
        assert_eq!(result.fractions, [0.5, 0.0, 0.5]);
        let neighbours = [(2, 1.0), (0, 2.0), (0, 2.0)];
        assert_eq!(vote(&neighbours, 3, VoteWeight::Distance).class, 2);
    }

    #[test]
    fn a_vote_by_distance_weighs_one_over_the_distance() {
        let result = vote(&[(0, 2.0), (1, 4.0)], 2, VoteWeight::Distance);
        assert_eq!(result.fractions, [2.0 / 3.0, 1.0 / 3.0]);
    }

    #[test]
    fn if_any_distance_is_0_only_the_exact_hits_vote() {
        let neighbours = [(1, 0.0), (0, 0.0), (0, 0.0), (1, 1e-9), (1, 1e-9)];
        let result = vote(&neighbours, 2, VoteWeight::Distance);
        assert_eq!(result.class, 0);
        assert_eq!(result.fractions, [2.0 / 3.0, 1.0 / 3.0]);
    }
}
