//! Each defect of the input as a small fixture, run through the whole command.
//!
//! What people read is a snapshot; the exit code is asserted, and that the output of an earlier run is as it was.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests stop where they fail")]

mod bytes;
mod defects;
mod depth;
mod edges;
mod escape;
mod fixtures;
mod folders;
mod hostile;
mod messages;
mod outside;
mod run;
