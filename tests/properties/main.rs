//! Laws of decoding and encoding that hold for every schema of a document, whatever the value.
//!
//! Random values are made from the schemas of the normalized document, read and written by the emitted crate, and judged by a JSON
//! Schema validator that knows nothing of this project. See `laws.rs`, `composed` and `requests` for the laws, `openapi.rs` for how OpenAPI's schemas are said
//! in JSON Schema, and `subject.rs` for the documents.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    missing_docs,
    reason = "tests stop where they fail"
)]

mod agreement;
mod composed;
mod creation;
mod laws;
mod openapi;
mod plain;
#[path = "../../generator/tests/random/mod.rs"]
mod random;
mod refusals;
mod requests;
mod responses;
mod seeds;
mod sites;
mod subject;
mod values;
mod view;
