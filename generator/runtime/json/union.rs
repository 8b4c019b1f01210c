//! Unions: `oneOf` and `anyOf`.
//!
//! A union is an enum with a variant for each arm, and `Unknown`, which keeps JSON that fits no arm. The code emitted for a union with a
//! discriminator, where several tags may select one arm:
//!
//! ```text
//! impl rt::Union for Pet {
//!     const NAME: &'static str = "Pet";
//!     const TAG: Option<&'static str> = Some("petType");
//!     const ARMS: &'static [Option<&'static str>] = &[Some("cat"), Some("dog")];
//!     fn read<'de, F: rt::ArmSource<'de>>(
//!         arm: usize,
//!         from: F,
//!         cx: &rt::Decoding,
//!     ) -> Result<Self, F::Error> {
//!         match arm {
//!             0 => rt::arm(from, cx).map(Self::Cat),
//!             _ => rt::arm(from, cx).map(Self::Dog),
//!         }
//!     }
//!     fn unknown(value: rt::Value) -> Self {
//!         Self::Unknown(value)
//!     }
//!     fn write<S: rt::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
//!         match self {
//!             Self::Cat(value) => rt::Serialize::serialize(value, to),
//!             Self::Dog(value) => rt::Serialize::serialize(value, to),
//!             Self::Unknown(value) => rt::Serialize::serialize(value, to),
//!         }
//!     }
//! }
//! rt::union!(Pet);
//! ```
//!
//! Without a discriminator, `TAG` is left out and the arms are `None`.
//!
//! - The tag, a string, number or boolean, names the arm: data that does not fit that arm is an error. If it names several arms, one that
//!   fits is chosen, as without a tag. A tag that names no arm selects the arm [`REST`](Union::REST) if there is one, else an arm without a
//!   tag that fits, else `Unknown`. Entries before the tag are kept until the arm is known. Entries after it are read directly.
//! - Without a tag, an arm that fits strictly is chosen: a wrong type, a missing or `null` required field and an unknown value of an
//!   enumeration do not fit. If none fits, unknown values of enumerations are allowed. If still none fits, an arm may fit leniently if the
//!   data has one of its fields. Otherwise the value is `Unknown`. If several arms fit equally, the one with fields for most keys is
//!   chosen, then the one with the fewest undocumented `null`s, then [`REST`](Union::REST), then the first.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;
use std::slice;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::decode::{Decode, integral};
use super::decoding::{Choice, Decoding, Fit, Mode, Unions};
use super::record::{Field, FieldWriter, Named, Optional, Record};
use super::record_writer::{encode_fields, encode_record};
use super::tagged::{ArmSource, OtherThan, Tagged};

/// A value of one of several types.
pub trait Union: Sized + 'static {
    /// The name of the type, for error messages.
    const NAME: &'static str;

    /// The property that names the arm.
    const TAG: Option<&'static str> = None;

    /// The tag of each arm, in the order in which arms are tried; `None` for arms that are found by trying. Several may have the same tag.
    const ARMS: &'static [Option<&'static str>] = &[];

    /// The arm of every tag that names no other.
    const REST: Option<usize> = None;

    /// Reads the arm with this index in [`ARMS`](Self::ARMS).
    ///
    /// # Errors
    ///
    /// When the data does not fit the arm.
    fn read<'de, F: ArmSource<'de>>(arm: usize, from: F, cx: &Decoding) -> Result<Self, F::Error> {
        let _ = (from, cx);
        Err(F::Error::custom(format_args!("{} has no type {arm}", Self::NAME)))
    }

    /// The variant for a value that fits no arm.
    fn unknown(value: Value) -> Self;

    /// Writes the value.
    ///
    /// # Errors
    ///
    /// When the serializer fails.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
}

/// The number of arms tried for one value of a union, including the arms of unions within it.
const MAX_TRIALS: u32 = 10_000;

/// The number of unions that may be around a value. JSON within the parser's depth limit does not reach it, even with unions of unions.
const MAX_UNIONS: u32 = 200;

impl Decoding {
    /// A decoding that tries one arm of a union; `None` if too many were tried.
    fn trial(&self, fit: Fit, trials: &Rc<Cell<u32>>) -> Option<Self> {
        trials.set(trials.get().checked_sub(1)?);
        let mode = if fit == Fit::Lenient { Mode::Lenient } else { Mode::Strict };
        let (left, depth) = (Some(trials.clone()), self.unions.depth.clone());
        let unions = Unions { fit, left, depth, ..Unions::default() };
        Some(Self { mode, unions, ..Self::default() })
    }

    /// The number of arms that may still be tried. Without a limit, nested unions would take exponential time.
    fn trials(&self) -> Rc<Cell<u32>> {
        self.unions.left.clone().unwrap_or_else(|| Rc::new(Cell::new(MAX_TRIALS)))
    }

    /// Enters a union; `false` if it is nested too deeply, as happens if a union is its own arm.
    fn enter_union(&self) -> bool {
        self.unions.depth.set(self.unions.depth.get() + 1);
        self.unions.depth.get() <= MAX_UNIONS
    }

    /// Leaves the union.
    fn leave_union(&self) {
        self.unions.depth.set(self.unions.depth.get() - 1);
    }

    /// Whether this tries an arm leniently, where any object would fit any record.
    fn is_lenient_trial(&self) -> bool {
        self.unions.left.is_some() && self.unions.fit == Fit::Lenient
    }

    /// Whether a value that fits no arm is an error. With an undocumented tag it may be a new kind of value.
    fn refuses(&self, has_tag: bool) -> bool {
        self.is_exact() || self.unions.fit == Fit::Complete && !has_tag
    }

    /// Takes over the corrections of a trial.
    fn adopt(&self, trial: Decoding) {
        for correction in trial.corrections.into_inner() {
            self.note(correction);
        }
    }
}

/// Reads an arm of a union.
#[doc(hidden)]
pub fn arm<'de, T: Decode, F: ArmSource<'de>>(from: F, cx: &Decoding) -> Result<T, F::Error> {
    if let Some(value) = from.whole() {
        if cx.is_lenient_trial() && !T::recognises(value) {
            return Err(F::Error::custom("the object has none of the fields"));
        }
        // Found before the rest is read.
        if cx.unions.fit > Fit::Lenient && T::is_missing_a_field(value) {
            return Err(F::Error::custom("a required field is missing"));
        }
        cx.unions.mismatches.set(T::mismatches(value));
    }
    T::decode(from, cx)
}

/// The text of a value, if it can name an arm.
pub(crate) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(match number.as_f64().and_then(integral) {
            // `1.0` is the integer 1.
            Some(whole) if number.is_f64() => whole.to_string(),
            _ => number.to_string(),
        })),
        Value::Bool(_) => Some(Cow::Owned(value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Writes an arm whose own schema lacks the tag or makes it optional. Its further fields may hold the tag that was read.
#[doc(hidden)]
pub fn write_tagged<R: Record, S: Serializer>(
    tag: &'static str,
    name: &'static str,
    record: &R,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut search =
        Search { key: tag, fields: R::FIELDS.iter(), is_field: false, is_written: false };
    record.write(&mut search);
    if search.is_written || R::SEQUENCE.is_some() {
        return encode_record(record, to);
    }
    encode_fields(record, Some((tag, name)), to)
}

/// Determines whether a record writes a key.
struct Search {
    key: &'static str,
    fields: slice::Iter<'static, Field>,
    is_field: bool,
    is_written: bool,
}

impl Search {
    /// Whether the next field has the key.
    fn is_next(&mut self) -> bool {
        let is_next = self.fields.next().is_some_and(|field| field.name() == self.key);
        self.is_field |= is_next;
        is_next
    }
}

impl FieldWriter for Search {
    fn field<T: Serialize + fmt::Debug>(&mut self, _: &T) {
        self.is_written |= self.is_next();
    }

    fn optional<T: Optional>(&mut self, value: &T) {
        self.is_written |= self.is_next() && !value.is_absent();
    }

    // Entries with the name of a field are not written.
    fn entries<T: Serialize + fmt::Debug>(&mut self, entries: &BTreeMap<String, T>) {
        self.is_written |= !self.is_field && entries.contains_key(self.key);
    }
}

/// Reads a union.
#[doc(hidden)]
pub fn decode_union<'de, U: Union, D: Deserializer<'de>>(
    from: D,
    cx: &Decoding,
) -> Result<U, D::Error> {
    match U::TAG {
        Some(tag) if cx.choice.get() == Choice::Free => {
            from.deserialize_any(UnionVisitor { tag, cx, union: PhantomData })
        }
        _ => read_whole(serde::Deserialize::deserialize(from)?, cx).map_err(D::Error::custom),
    }
}

/// Reads an object entry by entry, once its tag is known.
struct UnionVisitor<'a, U> {
    tag: &'static str,
    cx: &'a Decoding,
    union: PhantomData<U>,
}

impl<U: Union> UnionVisitor<'_, U> {
    fn whole<E: Error>(&self, value: impl Into<Value>) -> Result<U, E> {
        read_whole(value.into(), self.cx).map_err(E::custom)
    }
}

impl<'de, U: Union> Visitor<'de> for UnionVisitor<'_, U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(U::NAME)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<U, E> {
        self.whole(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<U, E> {
        self.whole(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<U, E> {
        self.whole(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<U, E> {
        self.whole(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<U, E> {
        self.whole(value)
    }

    fn visit_unit<E: Error>(self) -> Result<U, E> {
        self.whole(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<U, A::Error> {
        let mut list = Vec::<Value>::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        self.whole(list)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<U, M::Error> {
        let mut before = Vec::new();
        while let Some(key) = map.next_key_seed(OtherThan(self.tag))? {
            let value = map.next_value()?;
            let Some(key) = key else {
                let named = text(&value).map(|tag| NamedArms::of::<U>(&tag));
                let tagged = Tagged::new(before, (self.tag, value), map);
                return match named {
                    Some(NamedArms::One(arm)) => self.arm(arm, tagged),
                    _ => self.whole(tagged.collect()?),
                };
            };
            before.push((key, value));
        }
        self.whole(before.into_iter().collect::<Map<_, _>>())
    }
}

impl<U: Union> UnionVisitor<'_, U> {
    fn arm<'de, M: MapAccess<'de>>(self, arm: usize, from: Tagged<M>) -> Result<U, M::Error> {
        let is_within = self.cx.enter_union();
        let read =
            if is_within { U::read(arm, from, self.cx) } else { self.whole(from.collect()?) };
        self.cx.leave_union();
        read
    }
}

/// Reads a union from its whole data.
fn read_whole<U: Union>(value: Value, cx: &Decoding) -> Result<U, serde_json::Error> {
    match cx.choice.get() {
        Choice::Free => {}
        Choice::Later => return Ok(U::unknown(value)),
        Choice::Arm(index) if index < U::ARMS.len() => {
            return cx.choosing(Choice::Free, || U::read(index, &value, cx));
        }
        Choice::Arm(_) => return Ok(U::unknown(value)),
    }
    let found = if cx.enter_union() { read_arms(&value, cx) } else { Ok(None) };
    cx.leave_union();
    match found? {
        Some(found) => Ok(found),
        None if cx.refuses(tag::<U>(&value).is_some()) => {
            Err(serde_json::Error::custom(format_args!("the value fits no type of {}", U::NAME)))
        }
        None => Ok(U::unknown(value)),
    }
}

/// Reads the arm that the tag names, or else the best-fitting arm without a tag.
fn read_arms<U: Union>(value: &Value, cx: &Decoding) -> Result<Option<U>, serde_json::Error> {
    let Some(tag) = tag::<U>(value) else { return Ok(try_arms(value, cx, |_| true)) };
    match NamedArms::of::<U>(&tag) {
        NamedArms::One(arm) => U::read(arm, value, cx).map(Some),
        NamedArms::Several => Ok(try_arms(value, cx, |arm| U::ARMS[arm] == Some(&*tag))),
        NamedArms::None => Ok(try_arms(value, cx, |arm| U::ARMS[arm].is_none())),
    }
}

/// The tag of a value.
fn tag<U: Union>(value: &Value) -> Option<Cow<'_, str>> {
    U::TAG.and_then(|name| value.get(name)).and_then(text)
}

/// The arms that a tag names.
enum NamedArms {
    None,
    One(usize),
    Several,
}

impl NamedArms {
    fn of<U: Union>(tag: &str) -> Self {
        let mut arms = (0..U::ARMS.len()).filter(|arm| U::ARMS[*arm] == Some(tag));
        match (arms.next(), arms.next()) {
            (Some(arm), None) => Self::One(arm),
            (Some(_), Some(_)) => Self::Several,
            (None, _) => U::REST.map_or(Self::None, Self::One),
        }
    }
}

fn try_arms<U: Union>(
    value: &Value,
    cx: &Decoding,
    is_candidate: impl Fn(usize) -> bool,
) -> Option<U> {
    let trials = cx.trials();
    let best = |fit| {
        let mut best: Option<(usize, Decoding, U)> = None;
        // The arm of all other tags claims least of a value without a tag.
        let others = (0..U::ARMS.len()).filter(|arm| Some(*arm) != U::REST);
        for arm in U::REST.into_iter().chain(others).filter(|arm| is_candidate(*arm)) {
            let Some(trial) = cx.trial(fit, &trials) else { break };
            let Ok(found) = U::read(arm, value, &trial) else { continue };
            let mismatches = trial.unions.mismatches.get();
            if best.as_ref().is_none_or(|(fewest, ..)| mismatches < *fewest) {
                best = Some((mismatches, trial, found));
            }
            if mismatches == 0 {
                break;
            }
        }
        let (_, trial, found) = best?;
        cx.adopt(trial);
        Some(found)
    };
    let fits = [Fit::Exact, Fit::Complete, Fit::Lenient];
    fits.into_iter().take_while(|fit| *fit >= cx.unions.fit).find_map(best)
}

/// Makes a [`Union`] readable and writable.
#[allow(unused_macros, reason = "an API need not have unions")]
macro_rules! union {
    ($type:ty) => {
        impl $crate::runtime::json::Decode for $type {
            fn blank() -> Self {
                <Self as $crate::runtime::json::Union>::unknown(::serde_json::Value::Null)
            }

            fn decode<'de, D: ::serde::Deserializer<'de>>(
                from: D,
                cx: &$crate::runtime::json::Decoding,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::json::decode_union(from, cx)
            }
        }

        impl $crate::runtime::json::Decode for ::std::boxed::Box<$type> {
            fn blank() -> Self {
                Self::new($crate::runtime::json::blank())
            }

            fn decode<'de, D: ::serde::Deserializer<'de>>(
                from: D,
                cx: &$crate::runtime::json::Decoding,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::json::decode_union(from, cx).map(Self::new)
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
                $crate::runtime::json::Union::write(self, to)
            }
        }
    };
}
#[allow(unused_imports, reason = "an API need not have unions")]
pub(crate) use union;
