//! The arms of a union with a discriminator in; the discriminator values of each arm out.

use super::inherited::{self, Spelled, Tag};
use super::listed::{STEPS, listed, unique};
use super::missing_property;
use super::name::arm_name;
use crate::diagnostic::Code;
use crate::document::{UNIONS, join, target_name};
use crate::ir::{Discriminator, Folded, SchemaId, Schemas};
use crate::lower::context::Context;
use indexmap::IndexMap;
use std::collections::{HashMap, HashSet};

/// The help text for telling alternatives apart.
const HELP: &str = "give each value its alternative by a `mapping` in an overlay, or list in each alternative only its own values";

/// The discriminator values of each arm: those mapped to it or to an alternative in it, or else those that its property lists, or else
/// its name. If several arms share a value, the rest of the object decides.
pub(super) fn tags(
    context: &mut Context<'_>,
    id: SchemaId,
    rule: &Discriminator<'_>,
    arms: &[SchemaId],
) -> Vec<Vec<String>> {
    let schemas = context.schemas;
    let names: Vec<Option<String>> = arms.iter().map(|arm| arm_name(schemas, *arm)).collect();
    let mapped = mapped(context, rule, arms, &names);
    report_unknown(context, id, rule, &names, &mapped);
    missing_property::report(context, id, rule, arms);
    let ends = arms.iter().filter_map(|arm| schemas.resolve(*arm)).collect();
    let own = arms.iter().map(|arm| constants(schemas, *arm, &ends, rule.property));
    let own: Vec<Vec<String>> = own.map(unique).collect();
    let mut all = own_values(&own, &mapped);
    let shared = inherited::values(schemas, id);
    let mut taken: HashSet<String> = all.iter().flatten().cloned().collect();
    // The variant for all other kinds has no value of its own.
    let is_base = |index: usize| schemas[arms[index]].folded == Some(Folded::Rest);
    let named_only = |index: usize| {
        let listed = if own[index].is_empty() { &shared } else { &own[index] };
        let name = names[index].as_deref().filter(|_| !is_base(index))?;
        Some(NamedOnly { arm: arms[index], name, listed })
    };
    for (index, tags) in all.iter_mut().enumerate().filter(|(_, tags)| tags.is_empty()) {
        let Some(arm) = named_only(index) else { continue };
        // The value that is sent for it: one property has one value.
        let inherited = schemas.resolve(arm.arm).and_then(|end| inherited::inherited(schemas, end));
        let is_told = |own: &Tag<'_>| own.property == rule.property && own.teller != id;
        let inherited = inherited.filter(is_told);
        let inherited = inherited.and_then(|own| own.value).filter(|own| taken.insert(own.clone()));
        if let Some(value) = inherited.filter(|value| value != arm.name) {
            tags.push(value);
        }
        tags.extend(arm.by_name(context, rule.property, &taken));
        taken.extend(tags.iter().cloned());
    }
    let direct = mapped.values().flatten().filter(|target| !target.is_inside);
    let direct: HashSet<usize> = direct.map(|target| target.arm).collect();
    let mut count: HashMap<&String, usize> = HashMap::new();
    own.iter().flatten().for_each(|value| *count.entry(value).or_default() += 1);
    for (index, tags) in all.iter_mut().enumerate() {
        // Beside those that are mapped, a value that only this arm may have means it: another would not fit.
        let means = |value: &&String| {
            !taken.contains(*value) && (count[*value] == 1 || !direct.contains(&index))
        };
        tags.extend(own[index].iter().filter(means).cloned());
        if let Some(arm) = named_only(index).filter(|_| tags.is_empty()) {
            tags.push(arm.by_name_unlisted(context, rule.property));
        }
    }
    report_shared(context, rule, arms, &all);
    all
}

/// The values of each arm alone: the mapped ones, or else its own values that no other arm has.
fn own_values(own: &[Vec<String>], mapped: &IndexMap<&str, Option<Target>>) -> Vec<Vec<String>> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for value in own.iter().flatten().map(String::as_str).chain(mapped.keys().copied()) {
        *count.entry(value).or_default() += 1;
    }
    let mut tags: Vec<(Vec<String>, Vec<String>)> = vec![Default::default(); own.len()];
    for (tag, target) in mapped {
        let Some(Target { arm, is_inside }) = *target else { continue };
        let (direct, inside) = &mut tags[arm];
        (if is_inside { inside } else { direct }).push((*tag).to_owned());
    }
    let all = own.iter().zip(tags).map(|(own, (mut direct, mut inside))| {
        // The order of keys is not significant.
        direct.sort();
        inside.sort();
        if !direct.is_empty() {
            return [direct, inside].concat();
        }
        let own = own.iter().filter(|value| count[value.as_str()] == 1).cloned();
        unique(own.chain(inside).collect())
    });
    all.collect()
}

/// Reports the arms without a value of their own.
fn report_shared(
    context: &mut Context<'_>,
    rule: &Discriminator<'_>,
    arms: &[SchemaId],
    tags: &[Vec<String>],
) {
    let mut count: HashMap<&str, usize> = HashMap::new();
    tags.iter().flatten().for_each(|tag| *count.entry(tag).or_default() += 1);
    for (arm, tags) in arms.iter().zip(tags) {
        let is_shared = |tag: &String| count[tag.as_str()] > 1;
        if let Some(first) = tags.first().filter(|_| tags.iter().all(is_shared)) {
            let message = format!(
                "the value {first:?} of the discriminator {:?} means several alternatives; the rest of a value tells which one it is",
                rule.property
            );
            let pointer = context.schemas[*arm].pointer.clone();
            context.report(Code::AlternativeWithoutValue, &pointer, message, HELP);
        }
    }
}

/// An arm of which only the name is known.
struct NamedOnly<'a> {
    arm: SchemaId,
    name: &'a str,
    /// The values that its property lists.
    listed: &'a [String],
}

impl NamedOnly<'_> {
    /// The value that the name stands for. If the property lists values without the name, it is the one that is spelled with the same
    /// letters.
    fn by_name(
        &self,
        context: &mut Context<'_>,
        property: &str,
        taken: &HashSet<String>,
    ) -> Option<String> {
        match inherited::spelled_like(self.name, self.listed) {
            Spelled::Same => Some(self.name.to_owned()),
            Spelled::Like(value) if !taken.contains(&value) => {
                self.report(
                    context,
                    property,
                    &format!("{value:?} was taken to mean this alternative"),
                );
                Some(value)
            }
            Spelled::Like(_) | Spelled::Unlike => None,
        }
    }

    /// The value of an arm without a listed value: its name, according to the specification.
    fn by_name_unlisted(&self, context: &mut Context<'_>, property: &str) -> String {
        self.report(context, property, "no listed value is read as this alternative");
        self.name.to_owned()
    }

    fn report(&self, context: &mut Context<'_>, property: &str, done: &str) {
        let message = format!(
            "the values listed for the discriminator {property:?} do not include the name {}; {done}",
            self.name
        );
        let pointer = context.schemas[self.arm].pointer.clone();
        context.report(Code::AlternativeWithoutValue, &pointer, message, HELP);
    }
}

/// The target of a discriminator value: an arm of a union, or an alternative inside one.
#[derive(Clone, Copy)]
struct Target {
    arm: usize,
    is_inside: bool,
}

/// The target of each value of a mapping; `None` if it is not among the alternatives.
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
        // Several names can refer to one schema.
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
            open.extend(UNIONS.iter().flat_map(|key| schemas[end].list(key)));
        }
    }
    seen
}

/// Reports the values of a written mapping that refer to none of the alternatives.
fn report_unknown(
    context: &mut Context<'_>,
    id: SchemaId,
    rule: &Discriminator<'_>,
    names: &[Option<String>],
    mapped: &IndexMap<&str, Option<Target>>,
) {
    let pointer = join(&join(&context.schemas[id].pointer, "discriminator"), "mapping");
    for (tag, target) in &rule.mapping {
        let pointer = join(&pointer, tag);
        let is_written = context.document.value.pointer(&pointer).is_some();
        if is_written && mapped[tag].is_none() {
            let message = format!(
                "the value {tag:?} of a discriminator means {:?}, which is not one of the alternatives; values with it are read as any JSON",
                target_name(target)
            );
            let help = mapping_help(context, &target_name(target), names);
            context.report(Code::UnknownMapping, &pointer, message, &help);
        }
    }
}

/// The help text for a value that means none of the alternatives with these names.
fn mapping_help(context: &mut Context<'_>, target: &str, names: &[Option<String>]) -> String {
    if context.schema_at(&join("/components/schemas", target)).is_some() {
        return "list that schema as an alternative too, or remove the value, in an overlay"
            .to_owned();
    }
    match context.similar(target, names.iter().flatten().map(String::as_str)) {
        Some(known) => format!("did you mean {known}? Correct it in an overlay"),
        None => {
            "there is no such schema; correct the reference, or remove the value, in an overlay"
                .to_owned()
        }
    }
}

/// The listed values of an arm's property, as text. Values that another arm or the schema with the discriminator lists are inherited and
/// do not count. `ends` holds the schemas that the arms of the union refer to.
fn constants(
    schemas: &Schemas,
    arm: SchemaId,
    ends: &HashSet<SchemaId>,
    property: &str,
) -> Vec<String> {
    let own = schemas.resolve(arm);
    let is_other = |end: SchemaId| Some(end) != own && ends.contains(&end);
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let mut open = vec![(arm, true)];
    while let Some((id, is_arm)) = open.pop().filter(|_| seen.len() < STEPS) {
        let Some(end) = schemas.resolve(id).filter(|end| seen.insert(*end)) else { continue };
        let schema = &schemas[end];
        let is_told = schema.discriminator().is_some_and(|rule| rule.property == property);
        if schema.folded == Some(Folded::Rest) || !is_arm && (is_other(end) || is_told) {
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
