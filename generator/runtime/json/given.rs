//! Which fields of a record were there when it was read: [`Given`] and [`Seen`].

/// The fields that were there and not `null`: all others are as blank as one of them may be.
#[derive(Debug, Default)]
pub struct Given(Seen);

impl Given {
    /// What a field holds, if it was given.
    pub fn value<'a, T>(&self, field: usize, value: &'a T) -> Option<&'a T> {
        self.0.contains(field).then_some(value)
    }

    pub(crate) fn insert(&mut self, field: usize) {
        self.0.insert(field);
    }
}

/// The fields that were there.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    first: u64,
    rest: Vec<u64>,
}

impl Seen {
    pub(crate) fn insert(&mut self, index: usize) {
        let bit = 1 << (index % 64);
        match (index / 64).checked_sub(1) {
            None => self.first |= bit,
            Some(word) => {
                if self.rest.len() <= word {
                    self.rest.resize(word + 1, 0);
                }
                self.rest[word] |= bit;
            }
        }
    }

    pub(crate) fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => self.first,
            Some(word) => self.rest.get(word).copied().unwrap_or(0),
        };
        word & (1 << (index % 64)) != 0
    }
}
