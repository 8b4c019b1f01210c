//! Laws of the comparison of two states: what means the same is no change, one edit is exactly its change, and no difference in the
//! emitted code goes without one.
//!
//! - `additions.rs`: what operations, tags and pages that come later leave as it is.
//! - `metamorphic.rs`: states that are written differently and mean the same, with the `transformations.rs` that make them.
//! - `edits.rs`: single edits at places that are found by what they are (`state.rs`), and what each must be reported as.
//! - `soundness.rs`: edits at random (`random_edits.rs`), and what they do to the emitted code.
//! - `rust.rs`: the same edits, and whether what is said of Rust is so: `public/` reads in the emitted files what users can write.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod additions;
#[path = "../../generator/tests/composed/mod.rs"]
mod composed;
mod edits;
mod fixtures;
mod metamorphic;
mod pages;
mod public;
mod random;
mod random_edits;
mod rust;
mod soundness;
mod state;
mod transformations;
