//! Pulling pages from a real server on loopback: what changes, and what must not.
//!
//! After each failure the whole folder of the specification is compared with a copy of what it was.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests stop where they fail")]

mod addresses;
mod all;
mod all_pages;
mod changes;
mod discover;
mod documents;
mod drift;
mod network;
mod outside;
mod place;
mod server;
mod sources;
mod traps;
mod whole_site;
