//! Open enumerations: an undocumented value is kept, and written back unchanged.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Unexpected};

use super::decode::Decode;
use super::decoding::Decoding;

/// An enumeration of strings.
pub trait OpenEnum: Sized {
    /// The name of the type, for error messages.
    const NAME: &'static str;

    /// The variant for a documented value.
    fn from_wire(value: &str) -> Option<Self>;

    /// The variant for any other value.
    fn unknown(value: String) -> Self;

    /// The value in JSON.
    fn as_wire(&self) -> &str;
}

/// An enumeration of integers.
pub trait OpenIntegerEnum: Sized {
    /// The name of the type, for error messages.
    const NAME: &'static str;

    /// The variant for a documented value.
    fn from_wire(value: i64) -> Option<Self>;

    /// The variant for any other value.
    fn unknown(value: i64) -> Self;

    /// The value in JSON.
    fn as_wire(&self) -> i64;
}

/// Reads an enumeration of strings.
#[doc(hidden)]
pub fn decode_open_enum<'de, T: OpenEnum, D: Deserializer<'de>>(
    from: D,
    cx: &Decoding,
) -> Result<T, D::Error> {
    let text = from.deserialize_str(TextVisitor(T::NAME, PhantomData))?;
    match T::from_wire(&text) {
        Some(known) => Ok(known),
        None if cx.is_exact() => Err(D::Error::invalid_value(Unexpected::Str(&text), &T::NAME)),
        None => Ok(T::unknown(text.into_owned())),
    }
}

/// Reads an enumeration of integers.
#[doc(hidden)]
pub fn decode_open_integer_enum<'de, T: OpenIntegerEnum, D: Deserializer<'de>>(
    from: D,
    cx: &Decoding,
) -> Result<T, D::Error> {
    let value = i64::decode(from, cx)?;
    match T::from_wire(value) {
        Some(known) => Ok(known),
        None if cx.is_exact() => Err(D::Error::invalid_value(Unexpected::Signed(value), &T::NAME)),
        None => Ok(T::unknown(value)),
    }
}

/// Borrows the text where the data allows it.
struct TextVisitor<'de>(&'static str, PhantomData<&'de ()>);

impl<'de> serde::de::Visitor<'de> for TextVisitor<'de> {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a string of {}", self.0)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}

/// Makes an [`OpenEnum`] readable, writable and printable.
#[allow(unused_macros, reason = "an API need not have enumerations")]
macro_rules! open_enum {
    ($type:ty) => {
        impl $crate::runtime::json::Decode for $type {
            fn blank() -> Self {
                <Self as $crate::runtime::json::OpenEnum>::unknown(::std::string::String::new())
            }

            fn decode<'de, D: ::serde::Deserializer<'de>>(
                from: D,
                cx: &$crate::runtime::json::Decoding,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::json::decode_open_enum(from, cx)
            }
        }

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
                to.serialize_str($crate::runtime::json::OpenEnum::as_wire(self))
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::runtime::json::OpenEnum::as_wire(self))
            }
        }

        impl ::core::convert::From<&str> for $type {
            fn from(value: &str) -> Self {
                <Self as $crate::runtime::json::OpenEnum>::from_wire(value).unwrap_or_else(|| {
                    <Self as $crate::runtime::json::OpenEnum>::unknown(
                        ::std::borrow::ToOwned::to_owned(value),
                    )
                })
            }
        }

        impl ::core::convert::From<::std::string::String> for $type {
            fn from(value: ::std::string::String) -> Self {
                <Self as $crate::runtime::json::OpenEnum>::from_wire(&value)
                    .unwrap_or_else(|| <Self as $crate::runtime::json::OpenEnum>::unknown(value))
            }
        }
    };
}
#[allow(unused_imports, reason = "an API need not have enumerations")]
pub(crate) use open_enum;

/// Makes an [`OpenIntegerEnum`] readable, writable and printable.
#[allow(unused_macros, reason = "an API need not have enumerations")]
macro_rules! open_integer_enum {
    ($type:ty) => {
        impl $crate::runtime::json::Decode for $type {
            fn blank() -> Self {
                <Self as ::core::convert::From<i64>>::from(0)
            }

            fn decode<'de, D: ::serde::Deserializer<'de>>(
                from: D,
                cx: &$crate::runtime::json::Decoding,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::json::decode_open_integer_enum(from, cx)
            }
        }

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
                to.serialize_i64($crate::runtime::json::OpenIntegerEnum::as_wire(self))
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&$crate::runtime::json::OpenIntegerEnum::as_wire(self), f)
            }
        }

        impl ::core::convert::From<i64> for $type {
            fn from(value: i64) -> Self {
                <Self as $crate::runtime::json::OpenIntegerEnum>::from_wire(value).unwrap_or_else(
                    || <Self as $crate::runtime::json::OpenIntegerEnum>::unknown(value),
                )
            }
        }
    };
}
#[allow(unused_imports, reason = "an API need not have enumerations")]
pub(crate) use open_integer_enum;
