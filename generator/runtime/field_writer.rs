//! [`FieldWriter`]: how the fields of a record are written.

use std::collections::BTreeMap;
use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::record::{Field, Record};

/// Writes the fields of a record.
///
/// The first error is kept and nothing is written after it.
pub struct FieldWriter<'a, M: SerializeMap> {
    map: &'a mut M,
    fields: &'static [Field],
    done: Result<(), M::Error>,
}

impl<M: SerializeMap> FieldWriter<'_, M> {
    /// Writes a field.
    pub fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if self.done.is_ok() {
            self.done = self.map.serialize_entry(name, value);
        }
    }

    /// Writes a field if it is set.
    pub fn optional<T: Optional + ?Sized>(&mut self, name: &str, value: &T) {
        if !value.is_absent() {
            self.field(name, value);
        }
    }

    /// Writes further fields. A key that is the name of a field of the record is left out.
    pub fn entries<T: Serialize>(&mut self, entries: &BTreeMap<String, T>) {
        for (key, value) in entries {
            if !self.fields.iter().any(|field| field.name() == key) {
                self.field(key, value);
            }
        }
    }
}

/// Shows no values: they may be secrets.
impl<M: SerializeMap> fmt::Debug for FieldWriter<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldWriter").finish_non_exhaustive()
    }
}

/// A value that can be left out of what is sent.
pub trait Optional: Serialize {
    /// Whether it is left out.
    fn is_absent(&self) -> bool;
}

impl<T: Serialize> Optional for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// Writes a record.
#[doc(hidden)]
pub fn encode_record<R: Record, S: Serializer>(record: &R, to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    let mut writer = FieldWriter { map: &mut map, fields: R::FIELDS, done: Ok(()) };
    record.write(&mut writer);
    writer.done?;
    map.end()
}
