//! The results of the stages before emitting, together.

use crate::document::Places;
use crate::ir::Api;
use crate::name::Names;
use crate::surface::Surface;

/// The data that the files of a crate are made from.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The content of the document.
    pub api: Api,
    /// The places of its parts.
    pub places: Places,
    /// The names of everything.
    pub names: Names,
    /// The items that the crate offers to Rust code.
    pub surface: Surface,
}
