//! What GitHub runs: the shell of the workflows in a repository with a remote, the workflows' own text, and
//! what the workspace depends on.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests stop where they fail")]

mod dependencies;
mod drift;
mod files;
mod place;
mod release;
