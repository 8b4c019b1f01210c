//! [`Decode`]: how a type is read, and its implementations for the plain types.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value;

use super::decoding::{Decoding, Fault, Mode, Segment};

/// A type that can be read from a response, leniently or strictly.
///
/// Like [`serde::Deserialize`], with a [`Decoding`] as context.
pub trait Decode: Sized {
    /// The empty value, which absent fields hold; in lenient mode also required ones.
    fn blank() -> Self;

    /// The value of `null`, if the type has one.
    #[must_use]
    fn null() -> Option<Self> {
        None
    }

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// When the data has another type.
    fn decode<'de, D: Deserializer<'de>>(from: D, cx: &Decoding) -> Result<Self, D::Error>;

    /// Reads a value, or `None` for `null`.
    ///
    /// # Errors
    ///
    /// When the data has another type.
    #[doc(hidden)]
    fn decode_nullable<'de, D: Deserializer<'de>>(
        from: D,
        cx: &Decoding,
    ) -> Result<Option<Self>, D::Error> {
        from.deserialize_option(NullableVisitor(cx, PhantomData))
    }

    /// Counts the mismatches between a value and the type: two for each key or item without a field that is kept, three for each that
    /// is lost, many for each item that the list must not have, one for each undocumented `null`.
    #[doc(hidden)]
    #[must_use]
    fn mismatches(value: &Value) -> usize {
        let _ = value;
        0
    }

    /// Whether the value is an object without one of the required fields.
    #[doc(hidden)]
    #[must_use]
    fn is_missing_a_field(value: &Value) -> bool {
        let _ = value;
        false
    }

    /// Whether the value looks like one of this type: for a record, an object with at least one of its fields.
    #[doc(hidden)]
    #[must_use]
    fn recognises(value: &Value) -> bool {
        let _ = value;
        true
    }
}

/// The empty value of a type.
#[doc(hidden)]
#[must_use]
pub fn blank<T: Decode>() -> T {
    T::blank()
}

/// Reads JSON text. `call` is the call that responded with it, for the event about corrections.
pub(crate) fn from_json<T: Decode>(
    text: &[u8],
    mode: Mode,
    call: Option<&dyn fmt::Display>,
) -> Result<T, Fault> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let text = checked(text);
    let cx = Decoding::new(mode);
    // Faster than checking each string by itself.
    let mut from = serde_json::Deserializer::from_str(&text);
    match T::decode(&mut from, &cx).and_then(|value| from.end().map(|()| value)) {
        Ok(value) => {
            cx.report(call);
            Ok(value)
        }
        Err(error) if error.is_syntax() && matches!(text, Cow::Owned(_)) => {
            Err(Fault { path: cx.path(), message: "the text is not UTF-8".to_owned() })
        }
        Err(error) => Err(cx.fault(&error)),
    }
}

/// Reads JSON text of no particular type, for lookups beside its type. Bytes that are not UTF-8 are replaced. None if it is not JSON.
pub(crate) fn any_json(text: &[u8]) -> Option<Value> {
    let text = String::from_utf8_lossy(text);
    serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(&text)).ok()
}

/// A text in which an invalid escape replaces every piece that is not UTF-8. It is an error in strings that are read, and ignored in
/// those that are skipped.
fn checked(text: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = str::from_utf8(text) {
        return Cow::Borrowed(text);
    }
    let pieces = text
        .utf8_chunks()
        .flat_map(|chunk| [chunk.valid(), if chunk.invalid().is_empty() { "" } else { "\\udfff" }]);
    Cow::Owned(pieces.collect())
}

/// Reads a value leniently for [`serde::Deserialize`], with the path in the message of an error.
#[doc(hidden)]
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let cx = Decoding::new(Mode::Lenient);
    match T::decode(from, &cx) {
        Ok(value) => {
            cx.report(None);
            Ok(value)
        }
        Err(error) => match cx.path() {
            path if path.is_empty() => Err(error),
            path => Err(D::Error::custom(format_args!("{path}: {error}"))),
        },
    }
}

/// Carries the [`Decoding`] through serde.
pub(crate) struct Seed<'a, T>(&'a Decoding, PhantomData<T>);

impl<'a, T> Seed<'a, T> {
    pub(crate) fn new(cx: &'a Decoding) -> Self {
        Self(cx, PhantomData)
    }
}

impl<'de, T: Decode> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::decode(from, self.0)
    }
}

/// Reads a value, or `None` for `null`.
pub(crate) struct NullableSeed<'a, T>(pub(crate) Seed<'a, T>);

impl<'de, T: Decode> DeserializeSeed<'de> for NullableSeed<'_, T> {
    type Value = Option<T>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<T>, D::Error> {
        T::decode_nullable(from, self.0.0)
    }
}

struct NullableVisitor<'a, T>(&'a Decoding, PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for NullableVisitor<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Option<T>, D::Error> {
        T::decode(from, self.0).map(Some)
    }
}

/// Reads plain values and `null` in one step, as most fields hold these. Outside such fields `null` is an error.
macro_rules! plain {
    ($type:ty, $blank:expr, $visitor:expr) => {
        impl Decode for $type {
            fn blank() -> Self {
                $blank
            }

            fn decode<'de, D: Deserializer<'de>>(from: D, cx: &Decoding) -> Result<Self, D::Error> {
                let value = Self::decode_nullable(from, cx)?;
                value.ok_or_else(|| D::Error::invalid_type(Unexpected::Unit, &$visitor))
            }

            fn decode_nullable<'de, D: Deserializer<'de>>(
                from: D,
                _: &Decoding,
            ) -> Result<Option<Self>, D::Error> {
                from.deserialize_any($visitor)
            }
        }
    };
}

/// JSON has one type of number, so an integer may be written as `5`, `5.0` or `5e0`.
struct IntegerVisitor<T>(&'static str, PhantomData<T>);

impl<T: TryFrom<i64> + TryFrom<u64>> Visitor<'_> for IntegerVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<T>, E> {
        match T::try_from(value) {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(E::invalid_value(Unexpected::Signed(value), &self)),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<T>, E> {
        match T::try_from(value) {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(value), &self)),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<T>, E> {
        match integral(value) {
            Some(whole) => self.visit_i64(whole),
            None => Err(E::invalid_value(Unexpected::Float(value), &self)),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

/// The integer that equals a float, if the float is small enough to be exact.
pub(super) fn integral(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation, reason = "the range is checked")]
    (value.fract() == 0.0 && value.abs() < EXACT).then_some(value as i64)
}

macro_rules! integers {
    ($($type:ident)*) => {
        $(plain!($type, 0, IntegerVisitor::<$type>(stringify!($type), PhantomData));)*
    };
}

integers!(i8 i16 i32 i64 u8 u16 u32 u64);

struct FloatVisitor(&'static str);

impl Visitor<'_> for FloatVisitor {
    type Value = Option<f64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    #[allow(clippy::cast_precision_loss, reason = "a number in JSON is a float to begin with")]
    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<f64>, E> {
        Ok(Some(value as f64))
    }

    #[allow(clippy::cast_precision_loss, reason = "a number in JSON is a float to begin with")]
    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<f64>, E> {
        Ok(Some(value as f64))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<f64>, E> {
        Ok(Some(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Option<f64>, E> {
        Ok(None)
    }
}

plain!(f64, 0.0, FloatVisitor("f64"));

struct StringVisitor;

impl Visitor<'_> for StringVisitor {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<String>, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Option<String>, E> {
        Ok(Some(text))
    }

    fn visit_unit<E: Error>(self) -> Result<Option<String>, E> {
        Ok(None)
    }
}

plain!(String, String::new(), StringVisitor);

impl Decode for f32 {
    fn blank() -> Self {
        0.0
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, _: &Decoding) -> Result<Self, D::Error> {
        let value = from.deserialize_any(FloatVisitor("f32"))?;
        let value = value.ok_or_else(|| D::Error::invalid_type(Unexpected::Unit, &"f32"))?;
        #[allow(clippy::cast_possible_truncation, reason = "the range is checked")]
        let narrow = value as f32;
        if narrow.is_finite() {
            Ok(narrow)
        } else {
            Err(D::Error::invalid_value(Unexpected::Float(value), &"f32"))
        }
    }
}

impl Decode for bool {
    fn blank() -> Self {
        false
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, _: &Decoding) -> Result<Self, D::Error> {
        serde::Deserialize::deserialize(from)
    }
}

impl Decode for Value {
    fn blank() -> Self {
        Value::Null
    }

    fn null() -> Option<Self> {
        Some(Value::Null)
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, _: &Decoding) -> Result<Self, D::Error> {
        serde::Deserialize::deserialize(from)
    }

    // `null` is one of its values: an optional value that is `null` counts as present, and is written again.
    fn decode_nullable<'de, D: Deserializer<'de>>(
        from: D,
        cx: &Decoding,
    ) -> Result<Option<Self>, D::Error> {
        Self::decode(from, cx).map(Some)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn blank() -> Self {
        None
    }

    fn null() -> Option<Self> {
        Some(None)
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, cx: &Decoding) -> Result<Self, D::Error> {
        T::decode_nullable(from, cx)
    }

    fn decode_nullable<'de, D: Deserializer<'de>>(
        from: D,
        cx: &Decoding,
    ) -> Result<Option<Self>, D::Error> {
        Ok(T::decode_nullable(from, cx)?.map(Some))
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, cx: &Decoding) -> Result<Self, D::Error> {
        from.deserialize_seq(ListVisitor(Seed::new(cx)))
    }
}

struct ListVisitor<'a, T>(Seed<'a, T>);

impl<'de, T: Decode> Visitor<'de> for ListVisitor<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let cx = self.0.0;
        let mut list = Vec::new();
        loop {
            match items.next_element_seed(Seed::<T>::new(cx)) {
                Ok(Some(item)) => list.push(item),
                Ok(None) => return Ok(list),
                Err(error) => {
                    cx.step(Segment::Index(list.len()));
                    return Err(error);
                }
            }
        }
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn blank() -> Self {
        BTreeMap::new()
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, cx: &Decoding) -> Result<Self, D::Error> {
        from.deserialize_map(MapVisitor(Seed::new(cx)))
    }
}

struct MapVisitor<'a, T>(Seed<'a, T>);

impl<'de, T: Decode> Visitor<'de> for MapVisitor<'_, T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let cx = self.0.0;
        let mut map = BTreeMap::new();
        while let Some(key) = entries.next_key::<String>()? {
            match entries.next_value_seed(Seed::new(cx)) {
                Ok(value) => drop(map.insert(key, value)),
                Err(error) => {
                    cx.step(Segment::Key(key));
                    return Err(error);
                }
            }
        }
        Ok(map)
    }
}
