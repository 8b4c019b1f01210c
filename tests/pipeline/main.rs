//! From the pages in `spec/` to the bytes in `generated/`: every intermediate result as a snapshot, and what holds of all of them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod all_pages;
mod defect_counts;
mod determinism;
mod report;
mod repository;
mod secrets;
mod snapshots;
mod spec;
