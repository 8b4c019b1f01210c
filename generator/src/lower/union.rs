//! `oneOf` and `anyOf` in, unions out.

use super::context::{At, Context};
use super::schema;
use crate::document::{local_pointer, tokens};
use crate::ir::{Type, TypeKind, Union, Variant};
use openapiv3::{Discriminator, ReferenceOr, Schema};
use std::collections::{HashMap, HashSet};

/// The union of several arms.
pub(super) fn lower(
    context: &mut Context<'_>,
    schema: &Schema,
    arms: &[ReferenceOr<Schema>],
    keyword: &str,
    at: &At,
) -> TypeKind {
    let discriminator = schema.schema_data.discriminator.as_ref();
    let own = context.finished(&(at.pointer.clone(), at.form));
    let own = own.as_ref().map(Type::without_null);
    let mut variants: Vec<Variant> = Vec::new();
    let mut known = HashSet::new();
    let mapped = mapped(discriminator);
    for (index, arm) in arms.iter().enumerate() {
        let place = at.down(keyword).down(&index.to_string());
        let (name, value) = match arm {
            ReferenceOr::Reference { reference } => {
                (Some(target_name(reference)), schema::reference(context, reference, &place))
            }
            ReferenceOr::Item(inner) => {
                let title =
                    inner.schema_data.title.clone().filter(|title| !title.trim().is_empty());
                let part = title.clone().unwrap_or_else(|| format!("variant {}", index + 1));
                (title, schema::lower(context, arm, &place.named(&part)))
            }
        };
        // That a value may be what it is says nothing, and reading it would never end.
        let is_own = own == Some(value.without_null());
        if is_own || (discriminator.is_none() && !known.insert(value.clone())) {
            continue;
        }
        let name = name.unwrap_or_else(|| word(&value, index));
        let tags = discriminator.map(|_| mapped.get(&name).cloned());
        let tags = tags.map(|tags| tags.unwrap_or_else(|| vec![name.clone()])).unwrap_or_default();
        variants.push(Variant { name, tags, value, boxed: false });
    }
    TypeKind::Union(Union {
        variants,
        discriminator: discriminator.map(|rule| rule.property_name.clone()),
    })
}

/// The discriminator values that mean each schema, sorted, as the order of keys means nothing. One that none is mapped to is meant by its
/// name.
fn mapped(discriminator: Option<&Discriminator>) -> HashMap<String, Vec<String>> {
    let mut mapped: HashMap<String, Vec<String>> = HashMap::new();
    for (tag, target) in discriminator.into_iter().flat_map(|rule| &rule.mapping) {
        mapped.entry(target_name(target)).or_default().push(tag.clone());
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
