//! What the tests of drift ask of numbers that look random and are the same in every run.

use std::hash::{DefaultHasher, Hash, Hasher};

#[path = "../../generator/tests/random/mod.rs"]
mod numbers;

pub(crate) use numbers::Random;

/// How many cases a law is tried with: so many, or as many times that as `DRIFT_TIMES` says. Each compares whole states or makes whole
/// crates, so that CI takes few.
pub(crate) fn cases(cases: u64) -> u64 {
    let times = std::env::var("DRIFT_TIMES").map_or(1, |times| times.parse().unwrap());
    cases * times
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The seed of further numbers.
    pub(crate) fn next(&mut self) -> u64 {
        self.below(usize::MAX) as u64
    }

    /// True once in so many times.
    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// Shuffles equal lists alike, wherever they are repeated, as long as the seed is that of one transformation.
    pub(crate) fn shuffle_alike<T: Hash>(seed: u64, items: &mut [T]) {
        let mut hasher = DefaultHasher::new();
        items.hash(&mut hasher);
        Self::new(seed ^ hasher.finish()).shuffle(items);
    }
}
