//! [`Record`]: an object with known fields.
//!
//! A record is described by a table of its fields, one line to read each field and one to write it. The rest is written once for
//! all records: reading in `record_reader`, writing in `record_writer`.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::decode::Decode;
use super::decoding::Decoding;
use super::given::Given;

/// A field of a record: a sign, and the name behind it.
///
/// - `!`: it must be there and is not `null`.
/// - `~`: it must be there and may be `null`.
/// - `?`: it may be absent. `null` is read the same way, though it is not documented.
/// - `*`: it may be absent or `null`.
///
/// A text for each costs less to compile than a value of an enum.
pub type Field = &'static str;

/// What has a name behind a sign.
pub(crate) trait Named {
    /// The name.
    fn name(self) -> &'static str;
}

impl Named for Field {
    #[inline]
    fn name(self) -> &'static str {
        self.get(1..).unwrap_or_default()
    }
}

/// Whether a field may be `null`.
pub(crate) const fn is_nullable(field: Field) -> bool {
    !matches!(field.as_bytes().first(), Some(b'!'))
}

/// Whether a field must be there.
pub(crate) const fn is_required(field: Field) -> bool {
    !matches!(field.as_bytes().first(), Some(b'?' | b'*'))
}

/// Whether `null` is documented for a field.
#[allow(dead_code, reason = "for APIs with unions")]
pub(crate) const fn is_documented_as_null(field: Field) -> bool {
    matches!(field.as_bytes().first(), Some(b'~' | b'*'))
}

/// What is wrong with data.
#[doc(hidden)]
pub type DataError = serde_json::Error;

/// An object with known fields.
pub trait Record: Sized {
    /// The fields, in the order in which they are written.
    const FIELDS: &'static [Field];

    /// Whether it is a list in JSON.
    const SEQUENCE: Option<Sequence> = None;

    /// The name of the type, for messages.
    ///
    /// That of the compiler costs less than a constant for each record.
    fn name() -> &'static str {
        let path = std::any::type_name::<Self>();
        let path = path.split('<').next().unwrap_or(path);
        path.rsplit("::").next().unwrap_or(path)
    }

    /// A record with every field empty.
    fn blank() -> Self;

    /// Reads the field with this index in [`FIELDS`](Self::FIELDS).
    fn read(&mut self, field: usize, from: &mut impl Entry) {
        let _ = field;
        from.skip();
    }

    /// Reads a field that is not in [`FIELDS`](Self::FIELDS).
    fn extra(&mut self, key: String, from: &mut impl Entry) {
        let _ = key;
        from.skip();
    }

    /// Decides on the unions that were read undecided, when everything has been read.
    ///
    /// # Errors
    ///
    /// When the data does not fit.
    fn decide(&mut self, cx: &Decoding, given: &Given) -> Result<(), DataError> {
        let _ = (cx, given);
        Ok(())
    }

    /// Hands over the fields, in the order of [`FIELDS`](Self::FIELDS).
    fn write(&self, to: &mut impl FieldWriter) {
        let _ = to;
    }
}

/// A record whose fields are the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sequence {
    /// Each item is a field.
    Exact,
    /// The last field holds all items that come after those of the others.
    WithRest,
    /// The same, and the document does not say what they are.
    Open,
}

// Not through `Box<T>: Decode`, which might be a record too.
impl<R: Record> Record for Box<R> {
    const FIELDS: &'static [Field] = R::FIELDS;
    const SEQUENCE: Option<Sequence> = R::SEQUENCE;

    fn name() -> &'static str {
        R::name()
    }

    fn blank() -> Self {
        Box::new(R::blank())
    }

    fn read(&mut self, field: usize, from: &mut impl Entry) {
        R::read(self, field, from);
    }

    fn extra(&mut self, key: String, from: &mut impl Entry) {
        R::extra(self, key, from);
    }

    fn decide(&mut self, cx: &Decoding, given: &Given) -> Result<(), DataError> {
        R::decide(self, cx, given)
    }

    fn write(&self, to: &mut impl FieldWriter) {
        R::write(self, to);
    }
}

/// The value of one key of an object that is being read.
///
/// It remembers that it does not fit, so that the lines that read fields need not hand that on: they are compiled for every
/// record.
pub trait Entry {
    /// Reads the value into a field.
    fn read<T: Decode>(&mut self, into: &mut T);

    /// Reads the value into a field, and leaves the unions in it as they are until [`Record::decide`].
    fn read_undecided<T: Decode>(&mut self, into: &mut T);

    /// Reads the value into a map of further fields.
    fn read_into_map<T: Decode>(&mut self, into: &mut BTreeMap<String, T>, key: String);

    /// The same where only fields with certain names hold such a value: one that does not fit is passed over, as fields that are not
    /// documented are.
    fn read_into_map_if_fit<T: Decode>(&mut self, into: &mut BTreeMap<String, T>, key: String);

    /// Passes over the value.
    fn skip(&mut self);
}

/// Takes the fields of a record, one after another.
pub trait FieldWriter {
    /// Takes the next field.
    fn field<T: Serialize + fmt::Debug>(&mut self, value: &T);

    /// Takes the next field, which may be left out.
    fn optional<T: Optional>(&mut self, value: &T);

    /// Takes further fields, after all others.
    fn entries<T: Serialize + fmt::Debug>(&mut self, entries: &BTreeMap<String, T>);
}

/// A value that can be left out of what is sent.
pub trait Optional: Serialize + fmt::Debug {
    /// Whether it is left out.
    fn is_absent(&self) -> bool;
}

impl<T: Serialize + fmt::Debug> Optional for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}
