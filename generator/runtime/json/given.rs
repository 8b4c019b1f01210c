//! [`Given`]: the fields of a record that were in the object, and those that were not `null`.

/// The fields that were in the object, and those of them that were not `null`.
///
/// The record itself does not show this: a field that was absent or `null` holds its empty value.
#[derive(Debug, Default)]
pub struct Given {
    first: Bits,
    /// The bits of the fields from the 65th on.
    rest: Vec<Bits>,
}

/// The bits of 64 fields.
#[derive(Debug, Default, Clone, Copy)]
struct Bits {
    seen: u64,
    given: u64,
}

impl Given {
    /// Returns the value of a field if it was present and not `null`.
    pub fn value<'a, T>(&self, field: usize, value: &'a T) -> Option<&'a T> {
        (self.bits(field).given & bit(field) != 0).then_some(value)
    }

    /// Records a field that was present.
    #[inline]
    pub(crate) fn insert(&mut self, field: usize, is_null: bool) {
        let bits = if field < 64 { &mut self.first } else { self.further(field / 64 - 1) };
        bits.seen |= bit(field);
        bits.given |= u64::from(!is_null) << (field % 64);
    }

    #[cold]
    fn further(&mut self, index: usize) -> &mut Bits {
        if self.rest.len() <= index {
            self.rest.resize(index + 1, Bits::default());
        }
        &mut self.rest[index]
    }

    /// Whether a field was present.
    pub(crate) fn was_seen(&self, field: usize) -> bool {
        self.bits(field).seen & bit(field) != 0
    }

    /// Whether all of these fields were present, out of the first 64.
    #[inline]
    pub(crate) fn holds_all(&self, fields: u64) -> bool {
        self.first.seen & fields == fields
    }

    fn bits(&self, field: usize) -> Bits {
        match (field / 64).checked_sub(1) {
            None => self.first,
            Some(index) => self.rest.get(index).copied().unwrap_or_default(),
        }
    }
}

const fn bit(field: usize) -> u64 {
    1 << (field % 64)
}
