//! Tests of the stages, each alone, and of the program around them: one binary, which links what they all need once.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod alternatives;
mod cli;
mod composition;
mod config;
mod containers;
mod customization;
mod determinism;
mod diff;
mod emitted_types;
mod exchanges;
mod explanations;
mod extract;
mod faults;
mod features;
mod files;
mod fuzz;
mod keywords;
mod kinds;
mod known_limits;
mod known_values;
mod limits;
mod link;
mod lowering;
mod merge;
mod mistakes;
mod names;
mod nearly_right;
mod newcomers;
mod operations;
mod overlay;
mod paging;
mod parts;
mod render;
mod replace;
mod response_headers;
mod responses;
mod samples;
mod schema_names;
mod secrets;
mod silence;
mod streams;
mod swagger_2;
mod transfers;
mod waiters;
mod webhooks;
mod xml_names;
mod yaml;
mod yaml_agreement;

#[path = "../fuzzing/mod.rs"]
mod fuzzing;
#[path = "../random/mod.rs"]
mod random;
