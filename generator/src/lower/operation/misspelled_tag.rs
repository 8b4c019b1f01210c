//! The tags of operations in; reports of those that were probably meant to be a tag that the document lists, out.

use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::Operation;
use crate::lower::context::Context;
use crate::lower::text;
use crate::normalize::are_alike;
use indexmap::IndexSet;
use serde_json::Value;
use std::collections::HashSet;

/// The most tags that each other tag is compared with, and the most letters of each.
const COMPARED: usize = 100;
const LETTERS: usize = 64;

/// Reports each tag that the document does not list although a listed one has nearly its spelling: the two are separate modules.
pub(in crate::lower) fn report(context: &mut Context<'_>, operations: &[(String, Operation)]) {
    let list = context.document.value.get("tags").and_then(Value::as_array).into_iter().flatten();
    let listed: IndexSet<String> = list.filter_map(|tag| text(tag, "/name")).collect();
    let mut seen = HashSet::new();
    for (tag, operation) in operations {
        if listed.contains(tag) || !seen.insert(tag) {
            continue;
        }
        let mut compared = listed.iter().take(COMPARED);
        let Some(meant) = compared.find(|known| is_near(known, tag)) else { continue };
        let message = format!(
            "the tag {tag:?} is not one of the document's `tags`, which list {meant:?}; its operations are in a module of their own"
        );
        let help = format!("write {meant:?} in an overlay, or list {tag:?} too if it is another");
        let pointer = join(&join(&operation.pointer, "tags"), "0");
        context.report(Code::NearlyListedTag, &pointer, message, &help);
    }
}

/// Whether two names differ in few letters, and in no number: `v1` and `v2` are different on purpose.
fn is_near(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    one.len().max(other.len()) <= LETTERS && digits(one) == digits(other) && are_alike(one, other)
}
