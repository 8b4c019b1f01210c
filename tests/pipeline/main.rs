//! From pages to bytes: every intermediate result of the frozen page as a snapshot, and what holds of the pages in `spec/` too.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod all_pages;
mod defect_counts;
mod determinism;
mod report;
mod repository;
mod schemas;
mod secrets;
mod snapshots;
mod spec;
