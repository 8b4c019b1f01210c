//! [`Nullable`]: a field that can be left out, `null`, or a value.

use std::fmt;

use serde::de::Deserializer;
use serde::ser::{Serialize, Serializer};

use super::secret::Secret;
use crate::runtime::json::{Decode, Decoding, Optional};

/// A field that is optional and nullable: leaving it out and sending `null` mean different things.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nullable<T> {
    /// The field is left out.
    #[default]
    Unset,
    /// The field is `null`.
    Null,
    /// The field has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if there is one.
    pub fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Unset | Self::Null => None,
        }
    }

    /// The value for changes, if there is one.
    pub fn as_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Unset | Self::Null => None,
        }
    }

    /// The value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Unset | Self::Null => None,
        }
    }

    /// The value dereferenced, if there is one: a string as `&str`, a list as a slice.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: std::ops::Deref,
    {
        self.as_option().map(|value| &**value)
    }

    /// Converts the value, if there is one.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Nullable<U> {
        match self {
            Self::Unset => Nullable::Unset,
            Self::Null => Nullable::Null,
            Self::Value(value) => Nullable::Value(make(value)),
        }
    }

    /// Whether the field is left out.
    pub const fn is_unset(&self) -> bool {
        matches!(self, Self::Unset)
    }

    /// Whether the field is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the field has a value.
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` is `null`. To leave the field out, use [`Nullable::Unset`].
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(to),
            Self::Unset | Self::Null => to.serialize_none(),
        }
    }
}

impl<T: Serialize + fmt::Debug> Optional for Nullable<T> {
    fn is_absent(&self) -> bool {
        self.is_unset()
    }
}

impl<T: Decode> Decode for Nullable<T> {
    fn blank() -> Self {
        Self::Unset
    }

    fn null() -> Option<Self> {
        Some(Self::Null)
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, cx: &Decoding) -> Result<Self, D::Error> {
        Option::decode(from, cx).map(Self::from)
    }

    fn decode_nullable<'de, D: Deserializer<'de>>(
        from: D,
        cx: &Decoding,
    ) -> Result<Option<Self>, D::Error> {
        Ok(T::decode_nullable(from, cx)?.map(Self::Value))
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl From<&str> for Nullable<Secret> {
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}
