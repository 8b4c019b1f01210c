//! [`FieldWriter`]: how the fields of a record are written.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::record::{Field, Record};

/// Writes the fields of a record.
#[derive(Debug)]
pub struct FieldWriter<'a, M> {
    map: &'a mut M,
    fields: &'static [Field],
}

impl<M: SerializeMap> FieldWriter<'_, M> {
    /// Writes a field.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.map.serialize_entry(name, value)
    }

    /// Writes a field if it is set.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn optional<T: Optional + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        if value.is_absent() { Ok(()) } else { self.map.serialize_entry(name, value) }
    }

    /// Writes further fields. A key that is the name of a field of the record is left out.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn entries<T: Serialize>(&mut self, entries: &BTreeMap<String, T>) -> Result<(), M::Error> {
        for (key, value) in entries {
            if !self.fields.iter().any(|field| field.name() == key) {
                self.map.serialize_entry(key, value)?;
            }
        }
        Ok(())
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
    record.write(&mut FieldWriter { map: &mut map, fields: R::FIELDS })?;
    map.end()
}
