//! An emitted crate against real HTTP servers on loopback.
//!
//! `server.rs` is the server, `service.rs` plays the Session service on it; the other modules are the tests, by topic.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a test fails by panicking, and has no users who read its documentation"
)]

mod leaks;
mod server;
mod service;

mod broken_responses;
mod environment;
mod errors;
mod http_client;
mod lenient;
mod redirects;
mod requests;
mod retries;
mod sans_io;
mod secrets;
mod session;
