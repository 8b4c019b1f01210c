//! The contents of request bodies and responses: media types in; their types and encodings out.

pub(super) mod choice;
pub(super) mod media_type;
pub(super) mod multipart;
mod part;
mod stream_item;
pub(super) mod xml;
