//! `oneOf` and `anyOf` in, unions out.

use super::context::{At, Context};
use super::schema;
use crate::document::{local_pointer, tokens};
use crate::ir::{Type, TypeKind, Union, Variant};
use openapiv3::{ReferenceOr, Schema};

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
        let is_known =
            || variants.iter().any(|known| known.value == value && discriminator.is_none());
        if is_own || is_known() {
            continue;
        }
        let name = name.unwrap_or_else(|| word(&value, index));
        let tags = discriminator.map(|rule| tags(&rule.mapping, &name)).unwrap_or_default();
        variants.push(Variant { name, tags, value, boxed: false });
    }
    TypeKind::Union(Union {
        variants,
        discriminator: discriminator.map(|rule| rule.property_name.clone()),
    })
}

/// The discriminator values that mean a schema, sorted, as the order of keys means nothing: those mapped to it, or else its name.
fn tags(mapping: &indexmap::IndexMap<String, String>, name: &str) -> Vec<String> {
    let mut mapped: Vec<String> = mapping
        .iter()
        .filter(|(_, target)| target_name(target) == name)
        .map(|(tag, _)| tag.clone())
        .collect();
    mapped.sort();
    if mapped.is_empty() { vec![name.to_owned()] } else { mapped }
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
