//! What the stages before emitting make, together.

use crate::document::Places;
use crate::ir::Api;
use crate::name::Names;
use crate::surface::Surface;

/// What the files of a crate were made of.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// What the document says.
    pub api: Api,
    /// Where it says so.
    pub places: Places,
    /// What everything is called.
    pub names: Names,
    /// What it offers to Rust.
    pub surface: Surface,
}
