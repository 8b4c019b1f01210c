//! The arms of a union in; their names out.
//!
//! An arm is named after its reference, its title or its discriminator value. Otherwise it is named after its kind of value. An object
//! among objects is named after a property that the arms before it lack. Only the first two arms look at a later one, so a new arm at the
//! end renames none.

use super::listed::{STEPS, listed};
use crate::document::name_of_target;
use crate::ir::{Cause, SchemaId, Schemas, Type};
use crate::lower::shape::Shape;
use indexmap::{IndexMap, IndexSet};
use std::collections::HashSet;

/// The name of an arm: from its reference, its title, or the schemas that it was combined from.
pub(super) fn arm_name(schemas: &Schemas, arm: SchemaId) -> Option<String> {
    let schema = &schemas[arm];
    let title = schema.title().filter(|title| is_name(title)).map(str::to_owned);
    let reference = schema.reference.as_ref().and_then(|reference| name_of_target(&reference.uri));
    let constant = || match listed(schemas, arm).as_slice() {
        [only] if only.starts_with(char::is_alphabetic) => Some(only.clone()),
        _ => None,
    };
    schema.called.clone().or(reference).or(title).or_else(constant)
}

/// Whether a title says more than the type of the value; `array` does not tell arms apart.
fn is_name(title: &str) -> bool {
    let types = ["array", "boolean", "integer", "null", "number", "object", "string"];
    !title.trim().is_empty() && !types.iter().any(|name| title.trim().eq_ignore_ascii_case(name))
}

/// The names of arms without a name: after the kind of value, or for an object among objects after what distinguishes it. If several
/// would have the same name, only the first gets it.
pub(super) fn unnamed(
    schemas: &Schemas,
    arms: &[SchemaId],
    names: &[Option<String>],
) -> Vec<Option<String>> {
    let mut taken: HashSet<String> =
        names.iter().flatten().map(|name| name.to_lowercase()).collect();
    let objects: Vec<(usize, Keys)> = arms
        .iter()
        .enumerate()
        .filter(|(index, _)| names[*index].is_none())
        .filter_map(|(index, arm)| Some((index, Keys::of(schemas, *arm)?)))
        .collect();
    let mut words: IndexMap<usize, String> = distinguishing_words(&objects);
    let mut found = Vec::with_capacity(arms.len());
    for (index, arm) in arms.iter().enumerate() {
        let words = match names[index] {
            Some(_) => Vec::new(),
            None => match words.swap_remove(&index) {
                Some(word) => vec![word],
                None => kinds(schemas, *arm),
            },
        };
        found.push(words.into_iter().find(|word| taken.insert(word.to_lowercase())));
    }
    found
}

/// The properties of an object, the required ones first.
struct Keys {
    all: IndexSet<String>,
    required: HashSet<String>,
    /// The values of properties that have only one.
    constants: IndexMap<String, String>,
}

impl Keys {
    /// The properties of a schema, if it is an object with fields.
    fn of(schemas: &Schemas, arm: SchemaId) -> Option<Self> {
        let end = schemas.resolve(arm)?;
        if !matches!(Shape::of(schemas, end), Shape::Record) {
            return None;
        }
        let (mut own, mut required) = (IndexSet::new(), HashSet::new());
        let mut constants = IndexMap::new();
        let (mut open, mut seen) = (vec![end], HashSet::new());
        while let Some(id) = open.pop().filter(|_| seen.len() < STEPS) {
            let Some(end) = schemas.resolve(id).filter(|end| seen.insert(*end)) else { continue };
            let schema = &schemas[end];
            required.extend(schema.required().map(str::to_owned));
            for (name, property) in &schema.properties {
                own.insert(name.clone());
                if let [only] = listed(schemas, *property).as_slice() {
                    constants.entry(name.clone()).or_insert_with(|| only.clone());
                }
            }
            open.extend(schema.list("allOf").collect::<Vec<_>>().into_iter().rev());
        }
        let (mut all, optional): (IndexSet<String>, IndexSet<String>) =
            own.into_iter().partition(|name| required.contains(name));
        all.extend(optional);
        Some(Self { all, required, constants })
    }

    /// The word that distinguishes it from others: the only value of a property, or a property that none of them has, requires or has no
    /// value for.
    fn distinguishing_word(&self, others: &[&Self], taken: &HashSet<String>) -> Option<String> {
        let is_free = |word: &str| !taken.contains(&word.to_lowercase());
        let is_other = |(name, value): &(&String, &String)| {
            is_free(value)
                && value.starts_with(char::is_alphabetic)
                && others.iter().all(|other| other.constants.get(*name) != Some(*value))
                && others.iter().any(|other| other.constants.contains_key(*name))
        };
        if let Some((_, value)) = self.constants.iter().find(is_other) {
            return Some(value.clone());
        }
        let is_new =
            |name: &&String| is_free(name) && !others.iter().any(|other| other.all.contains(*name));
        let requires = |name: &&String| {
            is_free(name)
                && self.required.contains(*name)
                && !others.iter().any(|other| other.required.contains(*name))
        };
        let found = self.all.iter().find(is_new).filter(|name| self.required.contains(*name));
        let found = found.or_else(|| self.all.iter().find(requires));
        found.or_else(|| self.all.iter().find(is_new)).cloned()
    }
}

/// The names of objects without a name, by their index. Each is distinguished from those before it, the first from the second. A single
/// object needs no name but "object".
fn distinguishing_words(objects: &[(usize, Keys)]) -> IndexMap<usize, String> {
    let mut words = IndexMap::new();
    if objects.len() < 2 {
        return words;
    }
    let mut taken = HashSet::new();
    for (at, (index, keys)) in objects.iter().enumerate() {
        let others = if at == 0 { &objects[1..2] } else { &objects[..at] };
        let others: Vec<&Keys> = others.iter().map(|(_, keys)| keys).collect();
        if let Some(word) = keys.distinguishing_word(&others, &taken) {
            taken.insert(word.to_lowercase());
            words.insert(*index, word);
        }
    }
    words
}

/// Names for the kind of value that a schema describes: one word first, then longer forms, for the case that the word is taken.
fn kinds(schemas: &Schemas, arm: SchemaId) -> Vec<String> {
    let Some(word) = kind(schemas, arm, STEPS) else { return Vec::new() };
    let short = word.strip_suffix(" enum").map(str::to_owned);
    // Two tuples differ in the number of their items.
    let items = schemas.resolve(arm).map_or(0, |end| schemas[end].list("prefixItems").count());
    let long = (items > 0).then(|| format!("{word} of {items}"));
    // Two numbers differ in their formats.
    let format = schemas.resolve(arm).and_then(|end| schemas[end].format());
    let format = format.filter(|_| matches!(word.as_str(), "integer" | "number"));
    let format = format.map(str::to_owned);
    short.into_iter().chain([word]).chain(format).chain(long).collect()
}

/// The kind of value that a schema describes, with the content of a list or a map.
fn kind(schemas: &Schemas, id: SchemaId, steps: usize) -> Option<String> {
    let end = schemas.resolve(id).filter(|_| steps > 0)?;
    let inside = |id: SchemaId, word: &str| {
        let reference = schemas[id].reference.as_ref().and_then(|own| name_of_target(&own.uri));
        match reference.or_else(|| kind(schemas, id, steps - 1)) {
            Some(inside) => format!("{inside} {word}"),
            None => word.to_owned(),
        }
    };
    let word = match Shape::of(schemas, end) {
        Shape::Record => "object",
        Shape::StringEnum(_) => "string enum",
        Shape::IntegerEnum(_) => "integer enum",
        Shape::Array(Some(items)) => return Some(inside(items, "list")),
        Shape::Map(values) => return Some(inside(values, "map")),
        Shape::Sequence | Shape::Array(None) => "list",
        Shape::OpenMap(_) => "map",
        Shape::Same(arm) => return kind(schemas, arm, steps - 1),
        Shape::Plain(value) => return Some(word(&value, 0)),
        Shape::Free(Cause::Anything | Cause::AllBut) => "any",
        Shape::Union(_) | Shape::Free(_) | Shape::Malformed(_) => return None,
    };
    Some(word.to_owned())
}

/// The name of a variant without one.
pub(super) fn word(value: &Type, index: usize) -> String {
    match value.without_null() {
        Type::Boolean => "boolean",
        Type::Integer(_) => "integer",
        Type::Number { .. } => "number",
        Type::String | Type::Secret => "string",
        Type::DateTime => "date time",
        Type::Date => "date",
        Type::Uuid => "uuid",
        Type::Base64 | Type::Binary | Type::Parts => "bytes",
        Type::Array(_) => "list",
        Type::Map(_) => "map",
        Type::Json | Type::Nullable(_) | Type::Named(_) | Type::Custom(_) => {
            return format!("variant {}", index + 1);
        }
    }
    .to_owned()
}
