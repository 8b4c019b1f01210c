//! Reads records: looks up keys, checks required fields and adds the paths of errors.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::mem;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Unexpected, Visitor};
use serde_json::{Map, Value};

use super::decode::{Decode, NullableSeed, Seed};
use super::decoding::{Choice, Decoding, Segment};
use super::given::Given;
use super::record::{
    Entry, Field, Named, Record, Sequence, is_documented_as_null, is_nullable, is_required,
};

/// An [`Entry`] that reads from serde.
struct MapEntry<'a, 'de, M: MapAccess<'de>> {
    map: M,
    cx: &'a Decoding,
    /// The name of the record.
    record: fn() -> &'static str,
    key: Key,
    /// Whether the value was `null`.
    null: bool,
    failure: Option<M::Error>,
}

impl<'de, M: MapAccess<'de>> Entry for MapEntry<'_, 'de, M> {
    fn read<T: Decode>(&mut self, into: &mut T) {
        match self.map.next_value_seed(NullableSeed(Seed::new(self.cx))) {
            Ok(Some(value)) => *into = value,
            Ok(None) => self.read_null(into),
            Err(error) => self.fail(error),
        }
    }

    fn read_undecided<T: Decode>(&mut self, into: &mut T) {
        let cx = self.cx;
        cx.choosing(Choice::Later, || self.read(into));
    }

    fn read_into_map<T: Decode>(&mut self, into: &mut BTreeMap<String, T>, key: String) {
        match self.map.next_value_seed(Seed::new(self.cx)) {
            Ok(value) => drop(into.insert(key, value)),
            Err(error) => {
                self.cx.step(Segment::Key(key));
                self.failure = Some(error);
            }
        }
    }

    fn read_into_map_if_fit<T: Decode>(&mut self, into: &mut BTreeMap<String, T>, key: String) {
        let steps = self.cx.path.borrow().len();
        match self.map.next_value::<Value>().map(|value| T::decode(value, self.cx)) {
            Ok(Ok(value)) => drop(into.insert(key, value)),
            Ok(Err(_)) => self.cx.path.borrow_mut().truncate(steps),
            Err(error) => self.failure = Some(error),
        }
    }

    fn skip(&mut self) {
        self.failure = self.map.next_value::<IgnoredAny>().err();
    }
}

impl<'de, M: MapAccess<'de>> MapEntry<'_, 'de, M> {
    #[cold]
    fn read_null<T: Decode>(&mut self, into: &mut T) {
        self.null = true;
        *into = T::null().unwrap_or_else(T::blank);
        if let Some(field) = self.key.field()
            && !is_nullable(field)
        {
            self.failure = absent(self.cx, (self.record)(), field, "null").err();
        }
    }

    #[cold]
    fn fail(&mut self, error: M::Error) {
        if let Some(field) = self.key.field() {
            self.cx.step(Segment::Field(field.name()));
        }
        self.failure = Some(error);
    }
}

/// Handles a required field that is missing or `null`: as a correction or an error.
fn absent<E: Error>(
    cx: &Decoding,
    record: &'static str,
    field: Field,
    cause: &'static str,
) -> Result<(), E> {
    if cx.correct(record, field.name(), cause) {
        return Ok(());
    }
    cx.step(Segment::Field(field.name()));
    Err(E::custom(format_args!("required field of {record} is {cause}")))
}

/// The mismatches that a key or item without a field counts as if it is kept.
const KEPT: usize = 2;

/// Those that it counts as if it is lost. Not many more, or a key that a server adds to one arm would select another one.
const LOST: usize = 3;

/// Those that an item counts as if the list must not have it: more than any number of kept ones in an ordinary list.
const FORBIDDEN: usize = 1 << 12;

// One implementation for all records compiles faster than one for each.
impl<R: Record> Decode for R {
    fn blank() -> Self {
        R::blank()
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, cx: &Decoding) -> Result<Self, D::Error> {
        let Some(sequence) = R::SEQUENCE else {
            return from.deserialize_map(RecordVisitor(cx, PhantomData));
        };
        let items: Vec<Value> = serde::Deserialize::deserialize(from)?;
        let fields = by_name(R::FIELDS, sequence, items);
        fields.deserialize_map(RecordVisitor(cx, PhantomData)).map_err(D::Error::custom)
    }

    fn mismatches(value: &Value) -> usize {
        if let (Some(sequence), Value::Array(items)) = (R::SEQUENCE, value) {
            return match sequence {
                Sequence::Exact => {
                    FORBIDDEN.saturating_mul(items.len().saturating_sub(R::FIELDS.len()))
                }
                Sequence::WithRest => 0,
                Sequence::Open => KEPT * (items.len() + 1).saturating_sub(R::FIELDS.len()),
            };
        }
        let entries = value.as_object().into_iter().flatten();
        let mismatches = entries.map(|(key, value)| {
            match R::FIELDS.iter().find(|field| field.name() == key.as_str()) {
                None if R::IS_OPEN => KEPT,
                None => LOST,
                // One, as an arm without the key must not be preferred.
                Some(field) => usize::from(value.is_null() && !is_documented_as_null(field)),
            }
        });
        mismatches.fold(0, usize::saturating_add)
    }

    fn is_missing_a_field(value: &Value) -> bool {
        let mut required = R::FIELDS.iter().filter(|field| is_required(field));
        match value {
            Value::Object(object) => required.any(|field| !object.contains_key(field.name())),
            Value::Array(items) => R::SEQUENCE.is_some() && items.len() < required.count(),
            _ => false,
        }
    }

    /// Whether a value is an object with at least one of the fields, or a list if the record is a list.
    fn recognises(value: &Value) -> bool {
        R::SEQUENCE.is_some() && value.is_array()
            || value.as_object().is_some_and(|object| {
                R::FIELDS.iter().any(|field| object.contains_key(field.name()))
            })
    }
}

/// The items of a list, under the names of their fields.
fn by_name(fields: &[Field], sequence: Sequence, items: Vec<Value>) -> Map<String, Value> {
    let (single, rest) = match sequence {
        Sequence::Exact => (fields, None),
        Sequence::WithRest | Sequence::Open => {
            fields.split_last().map_or((fields, None), |(rest, single)| (single, Some(rest)))
        }
    };
    let mut items = items.into_iter();
    let mut named: Map<String, Value> =
        single.iter().map(|field| field.name().to_owned()).zip(items.by_ref()).collect();
    let further: Vec<Value> = items.collect();
    if let Some(rest) = rest.filter(|_| !further.is_empty()) {
        named.insert(rest.name().to_owned(), further.into());
    }
    named
}

struct RecordVisitor<'a, R>(&'a Decoding, PhantomData<R>);

impl<'de, R: Record> Visitor<'de> for RecordVisitor<'_, R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object {}", R::name())
    }

    // A value in place of an object is not quoted: it may be a secret.
    fn visit_str<E: Error>(self, _: &str) -> Result<R, E> {
        Err(E::invalid_type(Unexpected::Other("string"), &self))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<R, E> {
        Err(E::invalid_type(Unexpected::Other("integer"), &self))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<R, E> {
        Err(E::invalid_type(Unexpected::Other("integer"), &self))
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<R, M::Error> {
        let cx = self.0;
        let mut record = R::blank();
        let mut given = Given::default();
        let key = Key { fields: R::FIELDS, next: 0, found: None, unknown: String::new() };
        let mut entry = MapEntry { map, cx, record: R::name, key, null: false, failure: None };
        while entry.map.next_key_seed(&mut entry.key)?.is_some() {
            match entry.key.found {
                Some(index) => {
                    entry.null = false;
                    record.read(index, &mut entry);
                    given.insert(index, entry.null);
                    entry.key.next = index + 1;
                }
                None => record.extra(mem::take(&mut entry.key.unknown), &mut entry),
            }
            if let Some(error) = entry.failure {
                return Err(error);
            }
        }
        let is_whole = const { required(R::FIELDS) }.is_some_and(|fields| given.holds_all(fields));
        if !is_whole {
            let held = if R::SEQUENCE.is_some() { ["list", "items"] } else { ["object", "fields"] };
            check_missing(cx, R::name, R::FIELDS, &given, held)?;
        }
        record.decide(cx, &given).map_err(M::Error::custom)?;
        Ok(record)
    }
}

/// The required fields as bits, if there are at most 64 fields.
const fn required(fields: &[Field]) -> Option<u64> {
    if fields.len() > 64 {
        return None;
    }
    let (mut bits, mut index) = (0, 0);
    while index < fields.len() {
        bits |= (is_required(fields[index]) as u64) << index;
        index += 1;
    }
    Some(bits)
}

fn check_missing<E: Error>(
    cx: &Decoding,
    record: fn() -> &'static str,
    fields: &'static [Field],
    given: &Given,
    [whole, parts]: [&str; 2],
) -> Result<(), E> {
    let (mut found, mut lacking) = (false, false);
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| is_required(field)) {
        if given.was_seen(index) {
            found = true;
        } else {
            lacking = true;
            absent(cx, record(), field, "missing")?;
        }
    }
    if lacking && !found {
        return Err(E::custom(format_args!(
            "the {whole} has none of the required {parts} of {}",
            record()
        )));
    }
    Ok(())
}

/// Looks up keys, starting with the field that comes next if the server keeps the order.
struct Key {
    fields: &'static [Field],
    next: usize,
    /// The field with the last key.
    found: Option<usize>,
    /// The last key, if no field has it.
    unknown: String,
}

impl Key {
    fn field(&self) -> Option<Field> {
        self.fields.get(self.found?).copied()
    }

    fn find(&mut self, key: &str) {
        let (before, after) = self.fields.split_at(self.next.min(self.fields.len()));
        let position = |fields: &[Field]| fields.iter().position(|field| field.name() == key);
        self.found = position(after).map(|index| index + before.len()).or_else(|| position(before));
        if self.found.is_none() {
            key.clone_into(&mut self.unknown);
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Key {
    type Value = ();

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Key {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline(always)]
    fn visit_str<E: Error>(self, key: &str) -> Result<(), E> {
        match self.fields.get(self.next) {
            Some(field) if field.name() == key => self.found = Some(self.next),
            _ => self.find(key),
        }
        Ok(())
    }
}
