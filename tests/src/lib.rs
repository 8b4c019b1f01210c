//! The tests that need more than one crate of the workspace.
//!
//! - `frozen/`: a page with its configuration, independent of `spec/`, and the crate generated from it. It shows each change's effect on
//!   emitted code. `cargo xtask codegen` generates it again.
//! - `wire/`: that crate against a real HTTP server on loopback in the role of the Session service.
//! - `pipeline/`: snapshots of the merged document and the IR of the frozen page; the same output for any order of inputs; properties of
//!   every state of `spec/` and `generated/`.
//! - `bad_input/`: each defect as a small fixture, with the rendered diagnostic as a snapshot.
//! - `obstacle_course/`: a document with many difficult names and rare features, generated and compiled.
//! - `drift/`: the comparison of two states: equivalent forms are no change, one edit is exactly one change, and every change in the
//!   emitted code is reported.
//! - `effects/`: programs that depend on an emitted crate, compiled after each kind of change, to verify the effects that `diff` reports.
//! - `pull/`: pages fetched from a server on loopback, by `specweave` and `xtask`, and the command `drift`.
//! - `workflow/`: the workflows, the script that maintains the pull request of drift, and the permitted dependencies.
//! - `growth/`: the cost of a run relative to the size of its input, for inputs with one growing part each.
//! - `properties/`: laws of decoding and encoding that hold for every schema, with values generated from the schemas; code that must not
//!   compile.

pub mod frozen;
pub mod package;

// The programs of the README, which use the crate in `generated`.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
