//! The rows of the ledger, one file for each region of a document.

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

const REFUSED_2: Effect =
    Effect::None("a Swagger 2.0 document is refused (SW109); in OpenAPI 3 it means nothing");
const LINKED: Effect = Effect::Unshown("the address of further documentation");
