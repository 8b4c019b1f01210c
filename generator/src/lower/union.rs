//! `oneOf` and `anyOf` in, unions out.

use super::context::{At, Context};
use super::schema;
use crate::document::{local_pointer, tokens};
use crate::ir::{Discriminator, SchemaId, Type, TypeKind, Union, Variant};
use std::collections::{HashMap, HashSet};

/// The union of the arms under a keyword.
pub(super) fn lower(context: &mut Context<'_>, id: SchemaId, keyword: &str, at: &At) -> TypeKind {
    let schema = &context.schemas[id];
    let discriminator = schema.discriminator();
    let own = context.finished(&(id, at.form));
    let own = own.as_ref().map(Type::without_null);
    let mut variants: Vec<Variant> = Vec::new();
    let mut known = HashSet::new();
    let mapped = mapped(discriminator.as_ref());
    for (index, arm) in schema.list(keyword).enumerate() {
        let written = &context.schemas[arm];
        let (name, value) = match &written.reference {
            Some(reference) => (Some(target_name(&reference.uri)), schema::lower(context, arm, at)),
            None => {
                let title = written.title().filter(|title| !title.trim().is_empty());
                let part = title.map_or_else(|| format!("variant {}", index + 1), str::to_owned);
                (title.map(str::to_owned), schema::lower(context, arm, &at.named(&part)))
            }
        };
        // That a value may be what it is says nothing, and reading it would never end.
        let is_own = own == Some(value.without_null());
        if is_own || (discriminator.is_none() && !known.insert(value.clone())) {
            continue;
        }
        let name = name.unwrap_or_else(|| word(&value, index));
        let tags = discriminator.as_ref().map(|_| mapped.get(&name).cloned());
        let tags = tags.map(|tags| tags.unwrap_or_else(|| vec![name.clone()])).unwrap_or_default();
        variants.push(Variant { name, tags, value, boxed: false, schema: arm });
    }
    TypeKind::Union(Union {
        variants,
        discriminator: discriminator.map(|rule| rule.property.to_owned()),
    })
}

/// The discriminator values that mean each schema, sorted, as the order of keys means nothing. One that none is mapped to is meant by its
/// name.
fn mapped(discriminator: Option<&Discriminator<'_>>) -> HashMap<String, Vec<String>> {
    let mut mapped: HashMap<String, Vec<String>> = HashMap::new();
    for (tag, target) in discriminator.into_iter().flat_map(|rule| &rule.mapping) {
        mapped.entry(target_name(target)).or_default().push((*tag).to_owned());
    }
    mapped.values_mut().for_each(|tags| tags.sort());
    mapped
}

/// The name of the schema that a reference, or a bare name in a mapping, stands for.
pub(super) fn target_name(reference: &str) -> String {
    let pointer = local_pointer(reference).unwrap_or_else(|| reference.to_owned());
    tokens(&pointer).last().unwrap_or(pointer)
}

/// What a variant without a name is called.
fn word(value: &Type, index: usize) -> String {
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
        Type::Json | Type::Nullable(_) | Type::Named(_) => return format!("variant {}", index + 1),
    }
    .to_owned()
}
