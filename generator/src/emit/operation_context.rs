//! [`OperationContext`]: an operation with all that its code is emitted from.

use super::Emitter;
use super::input::Input;
use super::paging::Paged;
use crate::ir::Operation;
use crate::surface::{OperationItem, TagItem};

/// An operation with all that its code is emitted from.
#[derive(Clone, Copy)]
pub(super) struct OperationContext<'a> {
    pub(super) emitter: Emitter<'a>,
    pub(super) tag: &'a TagItem,
    pub(super) operation: &'a Operation,
    pub(super) item: &'a OperationItem,
    pub(super) inputs: &'a [Input<'a>],
    /// Its paging, if it is read in pages.
    pub(super) paged: Option<&'a Paged<'a>>,
}
