//! Numbers that are sent as text, such as `type: string, format: int64`.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// A number that is sent as text (`"12"`), as JSON of gRPC holds numbers of 64 bits. A number that is not in text is read too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsText<T>(pub T);

impl<T> From<T> for AsText<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: fmt::Display> fmt::Display for AsText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Display> Serialize for AsText<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de, T: FromStr> Deserialize<'de> for AsText<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AsTextVisitor(PhantomData))
    }
}

struct AsTextVisitor<T>(PhantomData<T>);

impl<T: FromStr> Visitor<'_> for AsTextVisitor<T> {
    type Value = AsText<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number in text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<AsText<T>, E> {
        let value = text.parse().map_err(|_| E::custom("text that is not such a number"))?;
        Ok(AsText(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<AsText<T>, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<AsText<T>, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<AsText<T>, E> {
        self.visit_str(&value.to_string())
    }
}
