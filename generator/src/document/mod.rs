//! JSON and YAML texts in; their values with positions, and common ways to read them, out.
//!
//! - `parse` and [`yaml`] read texts; `Index` holds the position of each value.
//! - A [`Fragment`] is read from one text, and a [`Document`] is merged from several; both record their origins.
//! - [`join`], `push` and `tokens` write and read JSON pointers; [`local_pointer`] reads the text of references.
//! - `resolve` follows references; [`file`] and `references` handle references to other files.
//! - [`Method`] is an HTTP method, `MediaType` the media type of a body, `Format` the format of a value; [`operations`] visits the
//!   operations of a document.
//! - [`under`] is the table of the objects in a document; [`keys`] and [`objects_mut`] use it to visit them.

mod address;
mod format;
mod media_type;
mod method;
mod object;
mod operation;
mod origin;
mod parse;
mod pointer;
mod reference;
mod text;
mod version;
mod walk;
pub mod yaml;

pub(crate) use address::{file, is_absolute, parts, references, resolved};
pub(crate) use format::Format;
pub(crate) use media_type::{BYTES, FORM, IGNORED_HEADERS, MediaType, is_token};
pub use method::Method;
pub(crate) use object::{COMPOSERS, SCHEMA_LISTS, SUBSCHEMAS, UNIONS, is_annotation, meant_type};
pub use object::{Object, Under, under};
pub(crate) use operation::{
    ADDITIONAL_OPERATIONS, operations_mut, parameter_lists, path_items_mut, response_maps,
};
pub use operation::{OperationPlace, operations, operations_of, path_items};
pub(crate) use origin::Lost;
pub use origin::{Document, Fragment, FragmentOrigin, Places};
pub(crate) use parse::{ParseError, Parsed, body, extension, kind_of, parse, parse_any, syntax};
pub use pointer::{join, local_pointer};
pub(crate) use pointer::{push, tokens};
pub(crate) use reference::{MAX_CHAIN, name_of_target, resolve, target, target_name, targets};
pub(crate) use text::FaultKind;
pub use text::{Syntax, locate};
pub(crate) use version::Version;
pub use walk::{Key, is_extension, is_reference, keys, objects_mut};
pub(crate) use walk::{objects_in, schemas_mut};
