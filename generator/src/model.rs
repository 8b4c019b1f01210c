//! What the stages before emitting make, together.

use crate::document::Document;
use crate::ir::Api;
use crate::name::Names;

/// What the files of a crate were made of.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The merged document, put right.
    pub document: Document,
    /// What it means.
    pub api: Api,
    /// What everything is called.
    pub names: Names,
}
