//! Conversion between JSON and Rust types, in both directions.
//!
//! The [`Decode`] of a type reads it, with a [`Decoding`] that holds the [`Mode`]. The code emitted for records, unions and open
//! enumerations only describes them; the code that reads and writes them is here.

mod decode;
mod decoding;
mod given;
mod record;
mod record_reader;
mod record_writer;

pub use decode::{Decode, blank, deserialize};
pub use decoding::{Decoding, Mode};
pub use given::Given;
pub use record::{DataError, Entry, Field, FieldWriter, Optional, Record, Sequence};
pub use record_writer::{encode_record, hide, show_record};
pub use serde::{Serialize, Serializer};
pub use serde_json::Value;

pub(crate) use decode::{any_json, from_json};
pub(crate) use decoding::{Fault, shorten};
#[allow(unused_imports, reason = "an API need not have records")]
pub(crate) use record_writer::record;
pub(crate) use record_writer::to_json;

mod open_enum;
pub use open_enum::{OpenEnum, OpenIntegerEnum, decode_open_enum, decode_open_integer_enum};
#[allow(unused_imports, reason = "an API need not have both kinds")]
pub(crate) use open_enum::{open_enum, open_integer_enum};

mod union;
#[allow(unused_imports, reason = "emitted for unions")]
pub(crate) use union::union;
pub use union::{Union, arm, decode_union, write_tagged};

mod tagged;
pub use tagged::ArmSource;

mod sibling;
pub use sibling::decide;

mod pointer;
#[allow(unused_imports, reason = "not every kind of pages looks into the body")]
pub(crate) use pointer::find;
