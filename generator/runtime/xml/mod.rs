//! Conversion between values and XML, in both directions (OpenAPI 3.0, "XML Object").
//!
//! Types read and write only JSON. An [`XmlShape`], which is emitted for each type that is sent as XML, describes the same value in XML, so
//! that one can be converted to the other.

mod body;
mod read;
mod shape;
mod tree;
mod write;

pub use shape::{XmlElement, XmlField, XmlShape};
