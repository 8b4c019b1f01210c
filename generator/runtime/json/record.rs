//! [`Record`]: an object with known fields.
//!
//! A record is described by a table of its fields, with one line to read each field and one to write it. The code shared by all
//! records is in `record_reader` and `record_writer`.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::decode::Decode;
use super::decoding::Decoding;
use super::given::Given;

/// A field of a record: a sign, followed by its name.
///
/// - `!`: required, and not `null`.
/// - `~`: required, and may be `null`.
/// - `?`: may be absent. An undocumented `null` reads as absent.
/// - `*`: may be absent or `null`.
///
/// A string for each field compiles faster than a value of an enum.
pub type Field = &'static str;

/// A string with a name after its sign.
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

/// Whether a field is required.
pub(crate) const fn is_required(field: Field) -> bool {
    !matches!(field.as_bytes().first(), Some(b'?' | b'*'))
}

/// Whether `null` is documented for a field.
#[allow(dead_code, reason = "for APIs with unions")]
pub(crate) const fn is_documented_as_null(field: Field) -> bool {
    matches!(field.as_bytes().first(), Some(b'~' | b'*'))
}

/// An error in data.
#[doc(hidden)]
pub type DataError = serde_json::Error;

/// An object with known fields.
pub trait Record: Sized {
    /// The fields, in the order in which they are written.
    const FIELDS: &'static [Field];

    /// The kind of list that the record is in JSON, if it is one.
    const SEQUENCE: Option<Sequence> = None;

    /// Whether it keeps keys that are not in [`FIELDS`](Self::FIELDS).
    const IS_OPEN: bool = false;

    /// The name of the type, for error messages.
    ///
    /// The compiler's name for the type costs less than a constant for each record.
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

    /// Chooses the arms of unions that were read undecided, after all fields have been read.
    ///
    /// # Errors
    ///
    /// When the data does not fit.
    fn decide(&mut self, cx: &Decoding, given: &Given) -> Result<(), DataError> {
        let _ = (cx, given);
        Ok(())
    }

    /// Passes the fields to a writer, in the order of [`FIELDS`](Self::FIELDS).
    fn write(&self, to: &mut impl FieldWriter) {
        let _ = to;
    }
}

/// A record whose fields are the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sequence {
    /// Each item is a field.
    Exact,
    /// The last field holds all further items.
    WithRest,
    /// The last field holds all further items, which are not documented.
    Open,
}

// Not through `Box<T>: Decode`: `Box<T>` might be a record too.
impl<R: Record> Record for Box<R> {
    const FIELDS: &'static [Field] = R::FIELDS;
    const SEQUENCE: Option<Sequence> = R::SEQUENCE;
    const IS_OPEN: bool = R::IS_OPEN;

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
/// It remembers an error, so that the lines that read fields need not return it: those are compiled for every record.
pub trait Entry {
    /// Reads the value into a field.
    fn read<T: Decode>(&mut self, into: &mut T);

    /// Reads the value into a field, and leaves the unions in it undecided until [`Record::decide`].
    fn read_undecided<T: Decode>(&mut self, into: &mut T);

    /// Reads the value into a map of further fields.
    fn read_into_map<T: Decode>(&mut self, into: &mut BTreeMap<String, T>, key: String);

    /// The same where only keys of certain names hold such values: a value that does not fit is skipped, like undocumented fields.
    fn read_into_map_if_fit<T: Decode>(&mut self, into: &mut BTreeMap<String, T>, key: String);

    /// Skips the value.
    fn skip(&mut self);
}

/// Receives the fields of a record, one after another.
pub trait FieldWriter {
    /// Receives the next field.
    fn field<T: Serialize + fmt::Debug>(&mut self, value: &T);

    /// Receives the next field, which may be left out.
    fn optional<T: Optional>(&mut self, value: &T);

    /// Receives further fields, after all others.
    fn entries<T: Serialize + fmt::Debug>(&mut self, entries: &BTreeMap<String, T>);
}

/// A value that can be left out of a request.
pub trait Optional: Serialize + fmt::Debug {
    /// Whether it is left out.
    fn is_absent(&self) -> bool;
}

impl<T: Serialize + fmt::Debug> Optional for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}
