//! `oneOf` and `anyOf` in, unions out.

use super::arm_name::{arm_name, unnamed, word};
use super::context::{At, Context};
use super::schema;
use super::tag::{self, Spelled};
use crate::diagnostic::Code;
use crate::document::{join, target_name};
use crate::ir::{Discriminator, Folded, SchemaId, Schemas, Type, TypeKind, Union, Variant};
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// How many schemas are looked at for the values that tell an arm.
pub(super) const STEPS: usize = 200;

/// The union of the arms under a keyword.
pub(super) fn lower(context: &mut Context<'_>, id: SchemaId, keyword: &str, at: &At) -> TypeKind {
    let schema = &context.schemas[id];
    let discriminator = schema.discriminator();
    let own = context.finished(&(id, at.form));
    let own = own.as_ref().map(Type::without_null);
    let arms: Vec<SchemaId> = schema.list(keyword).collect();
    let implied =
        discriminator.is_none().then(|| implied_property(context.schemas, &arms)).flatten();
    let is_implied = implied.is_some();
    let property = match (&discriminator, &implied) {
        (Some(rule), _) => Some(rule.property.to_owned()),
        (None, implied) => implied.as_ref().map(|(property, _)| property.clone()),
    };
    let tags = match (implied, &discriminator) {
        (Some((_, tags)), _) => tags,
        (None, Some(rule)) => tags(context, id, rule, &arms),
        (None, None) => vec![Vec::new(); arms.len()],
    };
    let default = discriminator.as_ref().and_then(|rule| rule.default.map(target_name));
    let mut variants: Vec<Variant> = Vec::new();
    let mut known = HashSet::new();
    let called = Called::of(context.schemas, &arms, &tags);
    for (index, (arm, tags)) in arms.into_iter().zip(tags).enumerate() {
        let (name, kind) = (called.names[index].clone(), called.kinds[index].clone());
        let part = called.part(index);
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
        let name = name.or(kind).unwrap_or_else(|| word(&value, index));
        let tags = if is_base { Vec::new() } else { tags };
        variants.push(Variant { name, tags, is_rest, value, boxed: false, schema: arm });
    }
    if property.is_none() {
        integers_first(&mut variants);
    }
    TypeKind::Union(Union { variants, discriminator: property, is_implied })
}

/// What the arms of a union are called: by a name, or else by what they are.
struct Called {
    names: Vec<Option<String>>,
    kinds: Vec<Option<String>>,
}

impl Called {
    fn of(schemas: &Schemas, arms: &[SchemaId], tags: &[Vec<String>]) -> Self {
        let name = |(arm, tags): (&SchemaId, &Vec<String>)| {
            arm_name(schemas, *arm).or_else(|| tags.first().cloned())
        };
        let names: Vec<Option<String>> = arms.iter().zip(tags).map(name).collect();
        let kinds = unnamed(schemas, arms, &names);
        Self { names, kinds }
    }

    /// What an arm is called on the way to what is in it.
    fn part(&self, index: usize) -> String {
        let word = self.names[index].as_ref().or(self.kinds[index].as_ref());
        word.cloned().unwrap_or_else(|| format!("variant {}", index + 1))
    }
}

/// What the arm of a union under a keyword is called on the way to what is in it; a sole arm is the whole and is not called.
pub(super) fn part(
    context: &mut Context<'_>,
    union: SchemaId,
    keyword: &str,
    index: usize,
) -> Option<String> {
    let schemas = context.schemas;
    let parts = context.parts.entry((union, keyword.to_owned())).or_insert_with(|| {
        let arms: Vec<SchemaId> = schemas[union].list(keyword).collect();
        let implied = schemas[union].discriminator().is_none();
        let implied = implied.then(|| implied_property(schemas, &arms)).flatten();
        let tags = implied.map_or_else(|| vec![Vec::new(); arms.len()], |(_, tags)| tags);
        let called = Called::of(schemas, &arms, &tags);
        (0..arms.len()).map(|index| called.part(index)).collect()
    });
    parts.get(index).filter(|_| parts.len() > 1).cloned()
}

/// An integer is a number too, of which not every number type keeps all digits: it is tried before those.
fn integers_first(variants: &mut Vec<Variant>) {
    let is_number = |variant: &Variant| matches!(variant.value, Type::Number { .. });
    let Some(number) = variants.iter().position(is_number) else { return };
    let is_integer = |variant: &Variant| matches!(variant.value, Type::Integer(_));
    if let Some(integer) = variants.iter().rposition(is_integer).filter(|own| *own > number) {
        let integer = variants.remove(integer);
        variants.insert(number, integer);
    }
}

/// What tells arms apart where no discriminator does: a property that all of them require, with other values in each, or one that has a
/// single value in each, which many servers always write and need not read. With it, the values that mean each arm.
fn implied_property(schemas: &Schemas, arms: &[SchemaId]) -> Option<(String, Vec<Vec<String>>)> {
    let told =
        arms.iter().map(|arm| listed_properties(schemas, *arm)).collect::<Option<Vec<_>>>()?;
    let (first, others) = told.split_first().filter(|(_, others)| !others.is_empty())?;
    let tells = |property: &str, counts: fn(&Listed) -> bool| {
        let mut seen = HashSet::new();
        let mut is_new =
            |own: &Listed| counts(own) && own.values.iter().all(|value| seen.insert(value.clone()));
        is_new(&first[property])
            && others.iter().all(|arm| arm.get(property).is_some_and(&mut is_new))
    };
    let find = |counts| first.keys().find(|property| tells(property, counts));
    let property = find(|own| own.is_required).or_else(|| find(|own| own.values.len() == 1))?;
    Some((property.clone(), told.iter().map(|arm| arm[property].values.clone()).collect()))
}

/// A property whose values are listed.
struct Listed {
    values: Vec<String>,
    is_required: bool,
}

/// The properties of an object whose values are listed; none for what is no object.
fn listed_properties(schemas: &Schemas, arm: SchemaId) -> Option<IndexMap<String, Listed>> {
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
                listed_of.entry(name.clone()).or_insert(Listed { values, is_required: false });
            }
        }
    }
    for (name, own) in &mut listed_of {
        own.is_required = required.contains(name.as_str());
    }
    (!listed_of.is_empty()).then_some(listed_of)
}

/// The values of the discriminator that mean each arm: those that are mapped to it or to an alternative in it, or else those of its
/// property, or else its name.
fn tags(
    context: &mut Context<'_>,
    id: SchemaId,
    rule: &Discriminator<'_>,
    arms: &[SchemaId],
) -> Vec<Vec<String>> {
    let schemas = context.schemas;
    let names: Vec<Option<String>> = arms.iter().map(|arm| arm_name(schemas, *arm)).collect();
    let mapped = mapped(context, rule, arms, &names);
    report_unknown(context, id, rule, &mapped);
    let own = arms.iter().map(|arm| constants(schemas, *arm, arms, rule.property));
    let mut own: Vec<Vec<String>> = own.map(unique).collect();
    let (listed, shared) = (own.clone(), tag::values(schemas, id));
    // A value that several arms allow tells none of them.
    let mut count: HashMap<String, usize> = HashMap::new();
    let mapped_values = mapped.keys().map(|value| (*value).to_owned());
    for value in own.iter().flatten().cloned().chain(mapped_values) {
        *count.entry(value).or_default() += 1;
    }
    own.iter_mut().for_each(|values| values.retain(|value| count[value] == 1));
    let mut tags: Vec<(Vec<String>, Vec<String>)> = vec![Default::default(); arms.len()];
    for (tag, target) in &mapped {
        let Some(Target { arm, is_inside }) = *target else { continue };
        let (direct, inside) = &mut tags[arm];
        (if is_inside { inside } else { direct }).push((*tag).to_owned());
    }
    let all = own.into_iter().zip(tags).map(|(own, (mut direct, mut inside))| {
        // The order of keys means nothing.
        direct.sort();
        inside.sort();
        match direct.is_empty() {
            true => unique([own, inside].concat()),
            false => [direct, inside].concat(),
        }
    });
    let mut all: Vec<Vec<String>> = all.collect();
    let mut taken: HashSet<String> = all.iter().flatten().cloned().collect();
    for (index, tags) in all.iter_mut().enumerate() {
        // The variant for what is of no other kind has no value of its own.
        let is_base = context.schemas[arms[index]].folded == Some(Folded::Rest);
        if tags.is_empty()
            && let Some(name) = names[index].as_ref().filter(|_| !is_base)
        {
            let own = if listed[index].is_empty() { &shared } else { &listed[index] };
            let tag = named_tag(context, arms[index], rule.property, name, own, &taken);
            taken.insert(tag.clone());
            tags.push(tag);
        }
    }
    all
}

/// The value that means an arm of which only the name is known. Where its property lists values and the name is none of them, it is the
/// one that is spelled with the same letters.
fn named_tag(
    context: &mut Context<'_>,
    arm: SchemaId,
    property: &str,
    name: &str,
    listed: &[String],
    taken: &HashSet<String>,
) -> String {
    let alike = match tag::spelled_like(name, listed) {
        Spelled::Same => return name.to_owned(),
        Spelled::Like(value) => Some(value).filter(|value| !taken.contains(value)),
        Spelled::Unlike => None,
    };
    let done = match &alike {
        Some(value) => format!("{value:?} was taken to mean it"),
        None => "values with one of those are not read as it".to_owned(),
    };
    let message = format!(
        "no value of the discriminator {property:?} is said to mean {name}, and that name is none of those listed; {done}"
    );
    let help = "say what each value means by a `mapping` in an overlay, or list in each alternative only its own";
    let pointer = context.schemas[arm].pointer.clone();
    context.report(Code::UntoldAlternative, &pointer, message, help);
    alike.unwrap_or_else(|| name.to_owned())
}

/// What a value of a discriminator is mapped to: an arm of a union, or an alternative inside of one.
#[derive(Clone, Copy)]
struct Target {
    arm: usize,
    is_inside: bool,
}

/// What each value of a mapping means; nothing if that is none of the alternatives.
fn mapped<'r>(
    context: &Context<'_>,
    rule: &Discriminator<'r>,
    arms: &[SchemaId],
    names: &[Option<String>],
) -> IndexMap<&'r str, Option<Target>> {
    let schemas = context.schemas;
    let (mut named, mut ends) = (HashMap::new(), HashMap::new());
    for (arm, name) in names.iter().enumerate() {
        let direct = Target { arm, is_inside: false };
        if let Some(name) = name {
            named.entry(name.as_str()).or_insert(direct);
        }
        // Several names can lead to one schema.
        if let Some(end) = schemas.resolve(arms[arm]) {
            ends.entry(end).or_insert(direct);
        }
    }
    for (arm, id) in arms.iter().enumerate() {
        for end in alternatives(schemas, *id) {
            ends.entry(end).or_insert(Target { arm, is_inside: true });
        }
    }
    let target = |(tag, target): &(&'r str, &'r str)| {
        let name = target_name(target);
        let end = || {
            let id = context.schema_at(&join("/components/schemas", &name))?;
            ends.get(&schemas.resolve(id)?)
        };
        (*tag, named.get(&*name).or_else(end).copied())
    };
    rule.mapping.iter().map(target).collect()
}

/// The alternatives in a schema, at any depth.
fn alternatives(schemas: &Schemas, id: SchemaId) -> HashSet<SchemaId> {
    let (mut open, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = open.pop().filter(|_| seen.len() < STEPS) {
        if let Some(end) = schemas.resolve(id).filter(|end| seen.insert(*end)) {
            open.extend(["oneOf", "anyOf"].iter().flat_map(|key| schemas[end].list(key)));
        }
    }
    seen
}

/// Reports the values of a mapping that mean none of the alternatives, where the mapping is written.
fn report_unknown(
    context: &mut Context<'_>,
    id: SchemaId,
    rule: &Discriminator<'_>,
    mapped: &IndexMap<&str, Option<Target>>,
) {
    let pointer = join(&join(&context.schemas[id].pointer, "discriminator"), "mapping");
    for (tag, target) in &rule.mapping {
        let pointer = join(&pointer, tag);
        let is_written = context.document.value.pointer(&pointer).is_some();
        if is_written && mapped[tag].is_none() {
            let message = format!(
                "the value {tag:?} of a discriminator means {:?}, which is none of the alternatives; values with it are read as any JSON",
                target_name(target)
            );
            let help = "list that schema as an alternative too, or remove the value, in an overlay";
            context.report(Code::UnknownMapping, &pointer, message, help);
        }
    }
}

/// Each text once: the arms of a union inside of an arm often have the same value.
fn unique(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().collect::<IndexSet<_>>().into_iter().collect()
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
pub(super) fn listed(schemas: &Schemas, id: SchemaId) -> Vec<String> {
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
