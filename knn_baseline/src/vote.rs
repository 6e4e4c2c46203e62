//! From neighbours to a class.

use classifier::VoteWeight;

/// The outcome of a vote.
#[derive(Debug, Clone, PartialEq)]
pub struct Vote {
    /// The class with the most votes; among equals, the one with the nearest neighbour.
    pub class: u32,
    /// Share of the votes for each class.
    pub shares: Vec<f32>,
}

/// Counts the votes of neighbours: the class of each and its distance, nearest first.
///
/// Without neighbours it is class 0, with no votes.
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
    let wins = |&&(class, _): &&(u32, f64)| votes[class as usize] == most;
    let winner = neighbours.iter().find(wins);
    let all = votes.iter().sum::<f64>();
    let all = if all > 0.0 { all } else { 1.0 };
    Vote {
        class: winner.map_or(0, |&(class, _)| class),
        shares: votes.iter().map(|votes| (votes / all) as f32).collect(),
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
        assert_eq!(result.shares, [0.5, 0.0, 0.5]);
        let neighbours = [(2, 1.0), (0, 2.0), (0, 2.0)];
        assert_eq!(vote(&neighbours, 3, VoteWeight::Distance).class, 2);
    }

    #[test]
    fn a_vote_by_distance_weighs_one_over_the_distance() {
        let result = vote(&[(0, 2.0), (1, 4.0)], 2, VoteWeight::Distance);
        assert_eq!(result.shares, [2.0 / 3.0, 1.0 / 3.0]);
    }

    #[test]
    fn at_distance_0_only_the_exact_hits_vote() {
        let neighbours = [(1, 0.0), (0, 0.0), (0, 0.0), (1, 1e-9), (1, 1e-9)];
        let result = vote(&neighbours, 2, VoteWeight::Distance);
        assert_eq!(result.class, 0);
        assert_eq!(result.shares, [2.0 / 3.0, 1.0 / 3.0]);
    }
}
