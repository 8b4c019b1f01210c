//! `names:` of the configuration: rules for the names of operations, types and tags where the document's own names are long.

use super::Fault;
use serde::Deserialize;

/// Rules for names. An `x-rust-name` takes precedence over all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct NameOptions {
    /// Prefixes and suffixes to remove from operationIds; the first matching entry applies.
    pub operations: Vec<Strip>,
    /// Prefixes and suffixes to remove from the names of component schemas; the first matching entry applies.
    pub schemas: Vec<Strip>,
    /// Whether an operation's name repeats the name of its tag: `pets().list_pets()` or `pets().list()`. `strip` removes the words of the
    /// tag from the beginning or the end of the name, and a class from its beginning: `PetsController_`.
    pub stutter: Redundant,
    /// Whether operationIds end with their path and method, as FastAPI writes them: `read_item_items__item_id__get` or `read_item`.
    /// `strip` removes them, also in the names of types, unless another operation has the remaining name.
    pub path_in_ids: Redundant,
    /// Whether the names of operations without an operationId contain the whole path: `get_api_v1_pets` or `get_pets`. `strip` removes
    /// `api`, `rest` and versions from the beginning of the path, unless another operation has the remaining name.
    pub path_prefix: Redundant,
    /// Whether type names contain the namespaces of component schemas: `AcmeModelsPet` or `Pet`. `strip` removes everything up to the last
    /// dot, unless another schema has the remaining name.
    pub namespaces: Redundant,
    /// The source of tags.
    pub tags: TagSource,
}

/// A prefix and a suffix to remove from a name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct Strip {
    /// The prefix: `conversations_`.
    pub strip_prefix: String,
    /// The suffix: `_v1`.
    pub strip_suffix: String,
}

/// What happens to a part of a name that repeats something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Redundant {
    /// It is kept.
    #[default]
    Keep,
    /// It is removed.
    Strip,
}

/// The source of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TagSource {
    /// Only the document.
    #[default]
    Document,
    /// For an operation without a tag, the first segment of the path that is neither a version nor a variable.
    Path,
}

impl Strip {
    /// The name without prefix and suffix; `None` if it lacks them or consists only of them.
    pub fn apply<'n>(&self, name: &'n str) -> Option<&'n str> {
        let rest = name.strip_prefix(&self.strip_prefix)?.strip_suffix(&self.strip_suffix)?;
        (!rest.is_empty() && rest.len() < name.len()).then_some(rest)
    }
}

/// The faults of the options.
pub(super) fn faults(options: &NameOptions) -> Vec<Fault> {
    let lists = [("operations", &options.operations), ("schemas", &options.schemas)];
    let entries = lists.into_iter().flat_map(|(key, list)| {
        list.iter().enumerate().map(move |(index, strip)| (format!("/names/{key}/{index}"), strip))
    });
    let is_empty = |strip: &Strip| strip.strip_prefix.is_empty() && strip.strip_suffix.is_empty();
    let fault = |pointer: String| {
        let help = "add what to remove: strip_prefix: conversations_";
        Fault::new(pointer, "this entry removes nothing from any name").help(help)
    };
    entries.filter(|(_, strip)| is_empty(strip)).map(|(pointer, _)| fault(pointer)).collect()
}
