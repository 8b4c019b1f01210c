//! OpenAPI documents, or documentation pages with fragments of one, in; a Rust SDK crate out.
//!
//! Data flows one way, and each stage sees only the types of the stages before it:
//!
//! ```text
//! sources ─ extract ─▶ fragments ─ merge, link ─▶ document ─ overlay, select, keywords, normalize ─▶ document
//!         ─ lower ─▶ IR ─ name ─▶ names ─ surface ─▶ surface, sample ─▶ samples ─ emit ─▶ files
//! ```
//!
//! The library does no I/O, except in [`files`], [`cli`] and, with the feature `pull`, `pull` and `drift`. Every problem is a
//! [`diagnostic::Diagnostic`]; no input makes it panic.

pub mod cli;
pub mod config;
pub mod defects;
pub mod diagnostic;
pub mod diff;
pub mod document;
#[cfg(feature = "pull")]
pub mod drift;
pub mod emit;
pub mod extract;
pub mod files;
pub mod ir;
pub mod keywords;
mod link;
pub mod lower;
mod markdown;
pub mod merge;
mod model;
pub mod name;
pub mod normalize;
pub mod overlay;
mod pipeline;
#[cfg(feature = "pull")]
pub mod pull;
pub mod render;
pub mod report;
pub mod sample;
mod select;
pub mod source;
mod spelling;
mod stack;
pub mod surface;

pub use model::Model;
pub use pipeline::{Output, Progress, Stage, Summary, bundle, bundle_raw, generate, model};
pub use source::Inputs;
