//! The rows of the ledger, with a file for each area of a document.

mod document;
mod operation;
mod schema;
mod security;

use super::{Effect, Keyword, Versions};
use crate::document::Object;

/// All rows.
pub(super) const TABLES: &[&[Keyword]] = &[
    document::ROWS,
    operation::PATH_ITEM,
    operation::OPERATION,
    operation::PARAMETER,
    operation::BODIES,
    operation::RESPONSE,
    operation::LINK,
    schema::TYPE,
    schema::BOUNDS,
    schema::COMPOSITION,
    schema::ANNOTATIONS,
    schema::JSON_SCHEMA,
    schema::PARTS,
    security::ROWS,
];

const fn row(object: Object, name: &'static str, versions: Versions, effect: Effect) -> Keyword {
    Keyword { object, name, versions, effect, lenient: false }
}

const LINKED: Effect = Effect::Unshown("the address of further documentation");
