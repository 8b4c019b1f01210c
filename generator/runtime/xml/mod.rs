//! Values in, XML out; XML in, values out (OpenAPI 3.0, "XML Object").
//!
//! Types know only JSON. A [`XmlShape`], which is emitted for each type that travels as XML, says how the same value stands in XML, so that
//! what is read and written is turned from one into the other.

mod body;
mod read;
mod shape;
mod tree;
mod write;

pub use shape::{XmlElement, XmlField, XmlShape};
