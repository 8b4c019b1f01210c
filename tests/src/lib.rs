//! Every test that needs more than one crate of the workspace.
//!
//! - `frozen/`: a page with its configuration that never changes, whatever is in `spec/`, and the crate that is emitted of it, which
//!   shows in each change what becomes of emitted code. `cargo xtask codegen` makes it again.
//! - `wire/`: that crate against a real HTTP server on loopback that plays the Session service.
//! - `pipeline/`: snapshots of the merged document and the IR of the frozen page; the same bytes whatever the order; what holds of every
//!   state of `spec/` and `generated/`.
//! - `bad_input/`: each defect as a small fixture, with the rendered diagnostic as a snapshot.
//! - `obstacle_course/`: a document full of hard names and rare features, generated and compiled.
//! - `drift/`: the comparison of two states: what means the same is no change, one edit is exactly its change, and what shows in the
//!   emitted code is reported.
//! - `effects/`: programs that depend on an emitted crate, compiled after each kind of change: what `diff` says of code is what happens.
//! - `pull/`: pages fetched from a server on loopback, by `specweave` and `xtask`, and the command `drift`.
//! - `workflow/`: the workflows, the script that keeps the pull request of drift, and which crates may be depended on.
//! - `growth/`: what a run costs against the size of what it reads, over shapes that grow one thing each.
//! - `properties/`: laws of decoding and encoding that hold for every schema, with values made from the schemas; what the compiler
//!   refuses.

pub mod frozen;
pub mod package;

// The programs of the README, which use the crate in `generated`.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
