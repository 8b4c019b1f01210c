//! Writes records, shows them in `Debug` output, and defines the macro that implements serde's traits for them.

use std::collections::BTreeMap;
use std::fmt;
use std::slice;
use std::str::Split;

use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::record::{Field, FieldWriter, Named, Optional, Record, Sequence};

/// Writes a record.
#[doc(hidden)]
pub fn encode_record<R: Record, S: Serializer>(record: &R, to: S) -> Result<S::Ok, S::Error> {
    if let Some(sequence) = R::SEQUENCE {
        return items(record, sequence).map_err(S::Error::custom)?.serialize(to);
    }
    encode_fields(record, None, to)
}

/// Converts a value to JSON that is inspected before it is sent. It goes through text: otherwise a 32-bit float gets further digits.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(&serde_json::to_vec(value)?)
}

/// Writes the fields of a record, after an additional first one.
pub(super) fn encode_fields<R: Record, S: Serializer>(
    record: &R,
    first: Option<(&str, &str)>,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    if let Some((name, value)) = first {
        map.serialize_entry(name, value)?;
    }
    let next = R::FIELDS.iter();
    let mut writer = MapWriter { map: &mut map, fields: R::FIELDS, next, done: Ok(()) };
    record.write(&mut writer);
    writer.done?;
    map.end()
}

/// The items of a record that is a list. An item that is left out before another is `null`.
fn items<R: Record>(record: &R, sequence: Sequence) -> Result<Vec<Value>, serde_json::Error> {
    let mut fields = encode_fields(record, None, serde_json::value::Serializer)?;
    let mut take = |field: &Field| fields.get_mut(field.name()).map(Value::take);
    let mut items: Vec<Option<Value>> = R::FIELDS.iter().map(&mut take).collect();
    let rest = if sequence == Sequence::Exact { None } else { items.pop().flatten() };
    let further = rest.and_then(|rest| rest.as_array().cloned()).unwrap_or_default();
    while further.is_empty() && items.last().is_some_and(Option::is_none) {
        items.pop();
    }
    Ok(items.into_iter().map(Option::unwrap_or_default).chain(further).collect())
}

/// Writes fields as serde does. Further fields are skipped if their key is the name of a field.
///
/// The first error is kept, and nothing is written after it.
struct MapWriter<'a, M: SerializeMap> {
    map: &'a mut M,
    fields: &'static [Field],
    next: slice::Iter<'static, Field>,
    done: Result<(), M::Error>,
}

impl<M: SerializeMap> MapWriter<'_, M> {
    #[inline]
    fn name(&mut self) -> &'static str {
        self.next.next().map_or("", |field| field.name())
    }

    fn write<T: Serialize>(&mut self, name: &str, value: &T) {
        if self.done.is_ok() {
            self.done = self.map.serialize_entry(name, value);
        }
    }
}

impl<M: SerializeMap> FieldWriter for MapWriter<'_, M> {
    fn field<T: Serialize + fmt::Debug>(&mut self, value: &T) {
        let name = self.name();
        self.write(name, value);
    }

    fn optional<T: Optional>(&mut self, value: &T) {
        let name = self.name();
        if !value.is_absent() {
            self.write(name, value);
        }
    }

    fn entries<T: Serialize + fmt::Debug>(&mut self, entries: &BTreeMap<String, T>) {
        for (key, value) in entries {
            if !self.fields.iter().any(|field| field.name() == key) {
                self.write(key, value);
            }
        }
    }
}

/// Shows a record as `#[derive(Debug)]` does, which would compile more slowly. `members` are their names, separated by commas.
#[doc(hidden)]
pub fn show_record<R: Record>(
    record: &R,
    members: &'static str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut shown = Shown { to: f.debug_struct(R::name()), members: members.split(',') };
    record.write(&mut shown);
    shown.to.finish()
}

/// Shows fields under the names of their members, which come in the same order.
struct Shown<'a, 'f> {
    to: fmt::DebugStruct<'a, 'f>,
    members: Split<'static, char>,
}

impl Shown<'_, '_> {
    fn show(&mut self, value: &dyn fmt::Debug) {
        let mut words = self.members.next().unwrap_or_default().split_whitespace();
        let (member, value) = match (words.next(), words.next()) {
            (Some(_), Some(member)) => (member, hide(value)),
            (Some(member), None) => (member, value),
            // A value without a name may be a secret.
            (None, _) => ("", hide(value)),
        };
        self.to.field(member.strip_prefix("r#").unwrap_or(member), value);
    }
}

impl FieldWriter for Shown<'_, '_> {
    fn field<T: Serialize + fmt::Debug>(&mut self, value: &T) {
        self.show(value);
    }

    fn optional<T: Optional>(&mut self, value: &T) {
        self.show(value);
    }

    fn entries<T: Serialize + fmt::Debug>(&mut self, entries: &BTreeMap<String, T>) {
        self.show(entries);
    }
}

/// Replaces a value that may hold a secret in `Debug` output.
struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The `Debug` output for a value that may hold a secret.
#[doc(hidden)]
pub fn hide<T: ?Sized>(_: &T) -> &'static dyn fmt::Debug {
    &Hidden
}

/// Implements `Deserialize`, `Serialize` and `Debug` for a [`Record`] with these members. `Debug` hides those marked `hidden`.
#[allow(unused_macros, reason = "an API need not have records")]
macro_rules! record {
    ($type:ty { $($($member:ident)+),* }) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::json::deserialize(from)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::json::encode_record(self, to)
            }
        }

        impl ::core::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::runtime::json::show_record(self, stringify!($($($member)+),*), f)
            }
        }
    };
}
#[allow(unused_imports, reason = "an API need not have records")]
pub(crate) use record;
