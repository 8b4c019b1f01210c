//! A document full of hard names and rare features: generated, looked at, compiled and used.
//!
//! `obstacles.yaml` is the document; `usage.rs`, `composition.rs`, `lists.rs`, `transfers.rs` and `xml.rs` are copied into the emitted
//! crate and run there. `custom.yaml` with `custom_specweave.yaml` is a second one, of what can be customized; `custom_usage.rs` uses it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests stop where they fail")]

mod course;
mod custom;
mod documentation;
#[path = "../../generator/src/markdown/fuzz.rs"]
mod fuzz;
mod text;
