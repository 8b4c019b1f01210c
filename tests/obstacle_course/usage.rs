//! What a user does with the crate.
