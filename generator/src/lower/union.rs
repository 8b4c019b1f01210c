//! `oneOf` and `anyOf` in, unions out.

use super::context::{At, Context};
use super::schema;
use crate::document::target_name;
use crate::ir::{Discriminator, Folded, SchemaId, Schemas, Type, TypeKind, Union, Variant};
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// How many schemas are looked at for the values that tell an arm.
const STEPS: usize = 200;

/// The union of the arms under a keyword.
pub(super) fn lower(context: &mut Context<'_>, id: SchemaId, keyword: &str, at: &At) -> TypeKind {
    let schema = &context.schemas[id];
    let discriminator = schema.discriminator();
    let own = context.finished(&(id, at.form));
    let own = own.as_ref().map(Type::without_null);
    let arms: Vec<SchemaId> = schema.list(keyword).collect();
    let implied =
        discriminator.is_none().then(|| implied_property(context.schemas, &arms)).flatten();
    let property = match (&discriminator, &implied) {
        (Some(rule), _) => Some(rule.property.to_owned()),
        (None, implied) => implied.as_ref().map(|(property, _)| property.clone()),
    };
    let tags = match implied {
        Some((_, tags)) => tags,
        None => tags(context.schemas, discriminator.as_ref(), &arms),
    };
    let default = discriminator.as_ref().and_then(|rule| rule.default.map(target_name));
    let mut variants: Vec<Variant> = Vec::new();
    let mut known = HashSet::new();
    for (index, (arm, tags)) in arms.into_iter().zip(tags).enumerate() {
        let name = arm_name(context.schemas, arm);
        let name = name.or_else(|| tags.first().cloned());
        let part = name.clone().unwrap_or_else(|| format!("variant {}", index + 1));
        // The variant for what is of no other kind: it is called like the union, but its place is the base.
        let is_base = context.schemas[arm].folded == Some(Folded::Rest);
        let part = if is_base { "base" } else { &part };
        let value = schema::lower(context, arm, &at.named(part));
        // Null is no variant of a union that may be null.
        let value = if schema.is("nullable") { value.without_null().clone() } else { value };
        // An arm that is the union itself says nothing, and reading it would never end.
        let is_own = own == Some(value.without_null());
        if is_own || (property.is_none() && !known.insert(value.clone())) {
            continue;
        }
        let is_default = name.is_some() && name == default;
        let is_rest = is_base || is_default;
        let name = name.unwrap_or_else(|| word(&value, index));
        let tags = if is_base { Vec::new() } else { tags };
        variants.push(Variant { name, tags, is_rest, value, boxed: false, schema: arm });
    }
    TypeKind::Union(Union { variants, discriminator: property })
}

/// What tells arms apart where no discriminator does: a property that all of them require, with other values in each. With it, the values
/// that mean each arm.
fn implied_property(schemas: &Schemas, arms: &[SchemaId]) -> Option<(String, Vec<Vec<String>>)> {
    let told =
        arms.iter().map(|arm| listed_properties(schemas, *arm)).collect::<Option<Vec<_>>>()?;
    let (first, others) = told.split_first().filter(|(_, others)| !others.is_empty())?;
    let tells = |property: &&String| {
        let mut seen = HashSet::new();
        let mut is_new =
            |values: &Vec<String>| values.iter().all(|value| seen.insert(value.clone()));
        is_new(&first[*property])
            && others.iter().all(|arm| arm.get(*property).is_some_and(&mut is_new))
    };
    let property = first.keys().find(tells)?;
    Some((property.clone(), told.iter().map(|arm| arm[property].clone()).collect()))
}

/// The required properties of an object whose values are listed, with those; none for what is no object.
fn listed_properties(schemas: &Schemas, arm: SchemaId) -> Option<IndexMap<String, Vec<String>>> {
    let (mut required, mut listed_of) = (HashSet::new(), IndexMap::new());
    let (mut open, mut seen) = (vec![arm], HashSet::new());
    while let Some(id) = open.pop().filter(|_| seen.len() < STEPS) {
        let Some(end) = schemas.resolve(id).filter(|end| seen.insert(*end)) else { continue };
        let schema = &schemas[end];
        match schema.folded {
            Some(Folded::Same(arm)) => open.push(arm),
            Some(Folded::Rest) => return None,
            Some(Folded::Record) | None => open.extend(schema.list("allOf")),
        }
        required.extend(schema.required());
        for (name, property) in &schema.properties {
            let values = unique(listed(schemas, *property));
            if !values.is_empty() {
                // The folded schema comes before those that it was folded of, so its list counts.
                listed_of.entry(name.clone()).or_insert(values);
            }
        }
    }
    listed_of.retain(|name, _| required.contains(name.as_str()));
    (!listed_of.is_empty()).then_some(listed_of)
}

/// What an arm is called: by its reference, by its title, or by those of the schemas that it was put together of.
fn arm_name(schemas: &Schemas, arm: SchemaId) -> Option<String> {
    let schema = &schemas[arm];
    let title = schema.title().filter(|title| !title.trim().is_empty()).map(str::to_owned);
    let reference = schema.reference.as_ref().map(|reference| target_name(&reference.uri));
    let constant = || match listed(schemas, arm).as_slice() {
        [only] if only.starts_with(char::is_alphabetic) => Some(only.clone()),
        _ => None,
    };
    schema.called.clone().or(reference).or(title).or_else(constant)
}

/// The values of the discriminator that mean each arm: those that are mapped to it, or else those of its property, or else its name.
fn tags(
    schemas: &Schemas,
    discriminator: Option<&Discriminator<'_>>,
    arms: &[SchemaId],
) -> Vec<Vec<String>> {
    let Some(rule) = discriminator else { return vec![Vec::new(); arms.len()] };
    let mapped = mapped(rule);
    let names: Vec<Option<String>> = arms.iter().map(|arm| arm_name(schemas, *arm)).collect();
    let of_name = |name: &Option<String>| name.as_ref().and_then(|name| mapped.get(name)).cloned();
    let own = arms.iter().map(|arm| constants(schemas, *arm, arms, rule.property));
    let mut own: Vec<Vec<String>> = own.map(unique).collect();
    // A value that several arms allow tells none of them.
    let mut count: HashMap<String, usize> = HashMap::new();
    for value in own.iter().flatten().chain(mapped.values().flatten()) {
        *count.entry(value.clone()).or_default() += 1;
    }
    own.iter_mut().for_each(|values| values.retain(|value| count[value] == 1));
    let all = names.into_iter().zip(own);
    all.map(|(name, own)| match of_name(&name) {
        Some(mapped) => mapped,
        None if !own.is_empty() => own,
        None => name.into_iter().collect(),
    })
    .collect()
}

/// Each text once: the arms of a union inside of an arm often have the same value.
fn unique(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().collect::<IndexSet<_>>().into_iter().collect()
}

/// The discriminator values that mean each schema, sorted, as the order of keys means nothing.
fn mapped(discriminator: &Discriminator<'_>) -> HashMap<String, Vec<String>> {
    let mut mapped: HashMap<String, Vec<String>> = HashMap::new();
    for (tag, target) in &discriminator.mapping {
        mapped.entry(target_name(target)).or_default().push((*tag).to_owned());
    }
    mapped.values_mut().for_each(|tags| tags.sort());
    mapped
}

/// The values that a property of an arm may have, as text, if they are listed. What another arm or the schema that has the discriminator
/// lists is what it inherits, and tells nothing of it.
fn constants(schemas: &Schemas, arm: SchemaId, arms: &[SchemaId], property: &str) -> Vec<String> {
    let own = schemas.resolve(arm);
    let others: HashSet<SchemaId> = arms
        .iter()
        .filter_map(|arm| schemas.resolve(*arm))
        .filter(|end| Some(*end) != own)
        .collect();
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let mut open = vec![(arm, true)];
    while let Some((id, is_arm)) = open.pop().filter(|_| seen.len() < STEPS) {
        let Some(end) = schemas.resolve(id).filter(|end| seen.insert(*end)) else { continue };
        let schema = &schemas[end];
        let is_told = schema.discriminator().is_some_and(|rule| rule.property == property);
        if schema.folded == Some(Folded::Rest) || !is_arm && (others.contains(&end) || is_told) {
            continue;
        }
        match schema.properties.get(property) {
            Some(values) => found.extend(listed(schemas, *values)),
            None => {
                let inherited = schemas[end].inherited.filter(|_| !is_arm).unwrap_or(end);
                open.extend(schemas[inherited].list("allOf").map(|part| (part, false)));
                if is_arm {
                    let arms = schema.list("oneOf").chain(schema.list("anyOf"));
                    open.extend(arms.map(|arm| (arm, true)));
                }
            }
        }
    }
    found
}

/// The values that a schema lists.
fn listed(schemas: &Schemas, id: SchemaId) -> Vec<String> {
    let mut next = Some(id);
    for _ in 0..STEPS {
        let Some(end) = next.and_then(|id| schemas.resolve(id)) else { break };
        let schema = &schemas[end];
        if let Some(values) = schema.values() {
            return values.iter().filter_map(text).collect();
        }
        next = match schema.folded {
            Some(Folded::Same(arm)) => Some(arm),
            _ => None,
        };
    }
    Vec::new()
}

/// The text of a value that can name an arm.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
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
        Type::Json | Type::Nullable(_) | Type::Named(_) | Type::Custom(_) => {
            return format!("variant {}", index + 1);
        }
    }
    .to_owned()
}
