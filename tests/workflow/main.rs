//! What GitHub runs: the shell of the workflows in a repository with a remote, and the workflows' own text.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests stop where they fail")]

mod drift;
mod files;
mod place;
