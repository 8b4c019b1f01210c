//! [`ArmSource`]: what an arm of a union is read from: all of its data, or an object that is still coming.

use std::fmt;
use std::vec;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use serde_json::Value;

/// What an arm of a union is read from.
#[doc(hidden)]
pub trait ArmSource<'de>: Deserializer<'de> {
    /// The data, if it is there as a whole.
    fn whole(&self) -> Option<&Value> {
        None
    }
}

impl<'de> ArmSource<'de> for &'de Value {
    fn whole(&self) -> Option<&Value> {
        Some(self)
    }
}

/// Reads a key: none for the tag.
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

/// An object whose tag is known: what came before the tag, the tag, and what is still to be read.
pub(super) struct Tagged<M> {
    before: vec::IntoIter<(String, Value)>,
    tag: Option<(&'static str, Value)>,
    /// That of the key that was read last, if it was read with it.
    value: Option<Value>,
    map: M,
}

impl<'de, M: MapAccess<'de>> Tagged<M> {
    /// The object with what came before its tag, the tag and its value.
    pub(super) fn new(before: Vec<(String, Value)>, tag: (&'static str, Value), map: M) -> Self {
        Self { before: before.into_iter(), tag: Some(tag), value: None, map }
    }

    /// All of it.
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

    // Only records read maps: a union in the place of an arm, which may be this very one, gets a type of its own that does not grow.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, M::Error> {
        self.collect()?.deserialize_any(visitor).map_err(M::Error::custom)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct struct enum identifier ignored_any
    }
}
