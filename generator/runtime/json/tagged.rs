//! [`ArmSource`]: the source of an arm of a union, which is either its whole data or an object that is still being read.

use std::fmt;
use std::vec;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use serde_json::Value;

/// The source from which an arm of a union is read.
#[doc(hidden)]
pub trait ArmSource<'de>: Deserializer<'de> {
    /// The data, if it has been read as a whole.
    fn whole(&self) -> Option<&Value> {
        None
    }
}

impl<'de> ArmSource<'de> for &'de Value {
    fn whole(&self) -> Option<&Value> {
        Some(self)
    }
}

/// Reads a key, or `None` for the tag.
pub(super) struct OtherThan(pub(super) &'static str);

impl<'de> DeserializeSeed<'de> for OtherThan {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<String>, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for OtherThan {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Option<String>, E> {
        Ok((key != self.0).then(|| key.to_owned()))
    }
}

/// An object whose tag is known: the entries before the tag, the tag, and the entries still to be read.
pub(super) struct Tagged<M> {
    before: vec::IntoIter<(String, Value)>,
    tag: Option<(&'static str, Value)>,
    /// The value of the last key, if both were read together.
    value: Option<Value>,
    map: M,
}

impl<'de, M: MapAccess<'de>> Tagged<M> {
    /// Creates it from the entries before the tag, the tag with its value, and the rest.
    pub(super) fn new(before: Vec<(String, Value)>, tag: (&'static str, Value), map: M) -> Self {
        Self { before: before.into_iter(), tag: Some(tag), value: None, map }
    }

    /// Reads the whole object.
    pub(super) fn collect(self) -> Result<Value, M::Error> {
        serde::Deserialize::deserialize(MapAccessDeserializer::new(self))
    }
}

impl<'de, M: MapAccess<'de>> MapAccess<'de> for Tagged<M> {
    type Error = M::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, M::Error> {
        if let Some((key, value)) = self.before.next() {
            self.value = Some(value);
            return seed.deserialize(key.into_deserializer()).map(Some);
        }
        if let Some((key, value)) = self.tag.take() {
            self.value = Some(value);
            return seed.deserialize(key.into_deserializer()).map(Some);
        }
        self.map.next_key_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, M::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value).map_err(M::Error::custom),
            None => self.map.next_value_seed(seed),
        }
    }
}

impl<'de, M: MapAccess<'de>> ArmSource<'de> for Tagged<M> {}

impl<'de, M: MapAccess<'de>> Deserializer<'de> for Tagged<M> {
    type Error = M::Error;

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, M::Error> {
        visitor.visit_map(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, M::Error> {
        visitor.visit_some(self)
    }

    // Only records read maps. An arm that is a union, perhaps this one, reads from a `Value`, so that types do not nest without end.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, M::Error> {
        self.collect()?.deserialize_any(visitor).map_err(M::Error::custom)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct struct enum identifier ignored_any
    }
}
