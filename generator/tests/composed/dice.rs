//! A seed in; choices out, the same for a seed in every run.

use crate::random::Random;

/// A source of choices.
pub(crate) struct Dice(Random);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Random(seed))
    }

    /// A number below another.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0.below(end)
    }

    /// Whether a choice falls on one of so many.
    pub(crate) fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub(crate) fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// Some different ones of a list, in its order.
    pub(crate) fn some<'l, T>(&mut self, list: &'l [T], count: usize) -> Vec<&'l T> {
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
