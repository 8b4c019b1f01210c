//! A seed in; choices out, the same for a seed in every run.

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// A source of choices.
pub(super) struct Dice(TestRng);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let seed = seed.to_le_bytes().repeat(4);
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
    }

    /// A number below another.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0.next_u32() as usize % end
    }

    /// Whether a choice falls on one of so many.
    pub(super) fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub(super) fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// Some different ones of a list, in its order.
    pub(super) fn some<'l, T>(&mut self, list: &'l [T], count: usize) -> Vec<&'l T> {
        let mut left = count.min(list.len());
        let mut chosen = Vec::new();
        for (index, one) in list.iter().enumerate() {
            if self.below(list.len() - index) < left {
                chosen.push(one);
                left -= 1;
            }
        }
        chosen
    }
}
