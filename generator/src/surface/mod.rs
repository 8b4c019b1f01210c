//! The [IR](crate::ir) and its [names](crate::name) in, the API as a Rust programmer will see it out, as data.
//!
//! All that decides what users of the emitted crate see is decided here: types, fields and their presence, constructors, setters,
//! methods and their arguments, what calls return and why they fail, features. [`crate::emit`] prints it, [`crate::report`] reads
//! it, and [`crate::diff`] compares two of it to tell what breaks.

mod item;
mod rust_type;

pub use item::*;
pub use rust_type::{Runtime, RustType, integer};
