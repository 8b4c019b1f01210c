//! `names:` of the configuration: how operations, types and tags are called where the document's own names are long.

use super::Fault;
use serde::Deserialize;

/// How things are called. What an `x-rust-name` asks for goes before all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct NameOptions {
    /// What is taken from the ids of operations; the first that fits counts.
    pub operations: Vec<Strip>,
    /// What is taken from the names of component schemas; the first that fits counts.
    pub schemas: Vec<Strip>,
    /// Whether the name of an operation repeats that of its tag: `pets().list_pets()` or `pets().list()`.
    pub stutter: Stutter,
    /// Whether ids of operations end with their path and method, as FastAPI makes them: `read_item_items__item_id__get` or `read_item`.
    pub path_in_ids: PathInIds,
    /// Where tags come from.
    pub tags: TagSource,
}

/// What is taken from a name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct Strip {
    /// From its beginning: `conversations_`.
    pub strip_prefix: String,
    /// From its end: `_v1`.
    pub strip_suffix: String,
}

/// Whether names of operations repeat those of their tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stutter {
    /// They are kept as they are.
    #[default]
    Keep,
    /// The words of the tag are taken from the beginning or the end of the name.
    Strip,
}

/// Whether ids of operations end with their path and method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PathInIds {
    /// They are kept as they are.
    #[default]
    Keep,
    /// Path and method are taken from the end of the id, also in the names of types, where no other operation has the rest.
    Strip,
}

/// Where tags come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TagSource {
    /// The document.
    #[default]
    Document,
    /// The first segment of the path that is neither a version nor a variable, where an operation has no tag.
    Path,
}

impl Strip {
    /// The name without it; `None` if it is not there, or nothing else is.
    pub fn apply<'n>(&self, name: &'n str) -> Option<&'n str> {
        let rest = name.strip_prefix(&self.strip_prefix)?.strip_suffix(&self.strip_suffix)?;
        (!rest.is_empty() && rest.len() < name.len()).then_some(rest)
    }
}

/// What is wrong with it.
pub(super) fn faults(options: &NameOptions) -> Vec<Fault> {
    let lists = [("operations", &options.operations), ("schemas", &options.schemas)];
    let entries = lists.into_iter().flat_map(|(key, list)| {
        list.iter().enumerate().map(move |(index, strip)| (format!("/names/{key}/{index}"), strip))
    });
    let is_empty = |strip: &Strip| strip.strip_prefix.is_empty() && strip.strip_suffix.is_empty();
    let fault = |pointer: String| {
        let help = "say what: strip_prefix: conversations_";
        Fault::new(pointer, "nothing is taken from any name").help(help)
    };
    entries.filter(|(_, strip)| is_empty(strip)).map(|(pointer, _)| fault(pointer)).collect()
}
