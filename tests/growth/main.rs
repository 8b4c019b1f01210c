//! What a run costs against the size of what it reads: at most linear, whatever grows.
//!
//! Each [`Shape`](shapes::Shape) grows one thing of a document. It is run at 2n, 4n and 8n; what is allocated, what is held at once, what is
//! written and the CPU time may grow from one size to the next as the [`law`] says.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests stop where they fail")]

mod law;
mod measure;
mod shapes;

#[global_allocator]
static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);
