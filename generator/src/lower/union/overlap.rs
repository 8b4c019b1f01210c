//! In: unions whose alternatives are overlapping objects. Out: the records of these objects, which now keep unknown keys.
//!
//! A value of an `anyOf` may match several arms. It is read as the arm with fields for most of its keys. That arm keeps the other keys,
//! and writes them back. A new arm at the end changes no other arm. The arms of a `oneOf` exclude each other, so additional fields are as
//! unknown as in any object.

use super::listed::listed;
use crate::diagnostic::Code;
use crate::ir::{
    Cause, Field, Form, Record, SchemaId, Schemas, Type, TypeDefinition, TypeId, TypeKind, Union,
    Variant, decided_unions,
};
use crate::lower::context::Context;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The limit of fields compared in one union. Beyond it, all arms are treated as overlapping.
const STEPS: usize = 200_000;

/// The limit of schemas examined to find out whether an object is closed.
const PARTS: usize = 200;

const SENTENCE: &str = "A value may fit several of these at once: it is read as the one with fields for most of its keys, which keeps the others.";

/// Makes each record that is an arm of a union and overlaps with other arms keep unknown fields.
pub(in crate::lower) fn keep(context: &mut Context<'_>) {
    let decided = decided_unions(&context.types);
    let (mut all, mut unions) = (BTreeSet::new(), Vec::new());
    for (index, definition) in context.types.iter().enumerate() {
        let TypeKind::Union(union) = &definition.kind else { continue };
        let is_told =
            is_tagged(context, definition.schema, union) || decided.contains(&TypeId(index));
        if is_told || definition.form == Form::Multipart {
            continue;
        }
        if !is_any_of(context.schemas, definition.schema) {
            continue;
        }
        let found = Arms::of(context, union).overlapping();
        if !found.is_empty() {
            unions.push((index, names(&context.types, &found)));
            all.extend(found);
        }
    }
    for (index, names) in unions {
        report(context, index, &names);
    }
    for id in all {
        let TypeKind::Record(record) = &mut context.types[id.0].kind else { continue };
        if record.additional.is_none() {
            record.additional = Some(Type::Json);
            let pointer = context.types[id.0].pointer.clone();
            context.note_free(&pointer, Cause::OtherArms);
        }
    }
}

fn report(context: &mut Context<'_>, index: usize, names: &str) {
    let definition = &mut context.types[index];
    definition.restrictions.push(SENTENCE.to_owned());
    let pointer = definition.pointer.clone();
    let message = format!(
        "a value may fit several alternatives of this `anyOf` at once: the alternative with the most matching properties is used; the other properties are kept too ({names})"
    );
    let help = "if only one alternative can hold, write `oneOf` or name a `discriminator` in an overlay; if all can, list their properties in \
                one object";
    context.report(Code::SeveralArms, &pointer, message, help);
}

/// The names of types in a message.
fn names(types: &[TypeDefinition], ids: &BTreeSet<TypeId>) -> String {
    const SHOWN: usize = 4;
    let names = ids.iter().take(SHOWN).map(|id| format!("`{}`", types[id.0].path.join(" ")));
    let names: Vec<String> = names.collect();
    let more = if ids.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}

/// Whether every value of a union names its arm: by a discriminator, or by a property that all arms require.
fn is_tagged(context: &Context<'_>, id: SchemaId, union: &Union) -> bool {
    let Some(property) = &union.discriminator else { return false };
    let requires = |variant: &Variant| match variant.value.without_null() {
        Type::Named(id) => match &context.types[id.0].kind {
            TypeKind::Record(record) => {
                record.fields.iter().any(|field| field.name == *property && field.required)
            }
            _ => true,
        },
        _ => true,
    };
    context.schemas[id].discriminator().is_some() || union.variants.iter().all(requires)
}

/// Whether a schema is a union whose arms do not exclude each other.
fn is_any_of(schemas: &Schemas, id: SchemaId) -> bool {
    schemas[id].list("oneOf").next().is_none() && schemas[id].list("anyOf").nth(1).is_some()
}

/// The objects of a union, including those of nested unions.
struct Arms<'c> {
    types: &'c [TypeDefinition],
    schemas: &'c Schemas,
    list: Vec<Arm<'c>>,
}

/// An object of a union.
struct Arm<'c> {
    /// The index of its arm, or of the arm that contains it.
    index: usize,
    id: TypeId,
    fields: HashMap<&'c str, &'c Field>,
}

impl<'c> Arms<'c> {
    fn of(context: &'c Context<'_>, union: &'c Union) -> Self {
        let types = &context.types;
        let mut arms = Self { types, schemas: context.schemas, list: Vec::new() };
        for (index, variant) in union.variants.iter().enumerate() {
            let (mut open, mut seen) = (vec![&variant.value], HashSet::new());
            while let Some(value) = open.pop() {
                let Type::Named(id) = value.without_null() else { continue };
                if !seen.insert(*id) {
                    continue;
                }
                match &types[id.0].kind {
                    TypeKind::Union(inner) => {
                        open.extend(inner.variants.iter().map(|variant| &variant.value));
                    }
                    TypeKind::Record(record) => arms.add(index, *id, record),
                    TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => {}
                }
            }
        }
        arms
    }

    /// Adds an object that may have additional fields: a closed one has none of the others' fields.
    fn add(&mut self, index: usize, id: TypeId, record: &'c Record) {
        let fields: HashMap<&str, &Field> =
            record.fields.iter().map(|field| (field.name.as_str(), field)).collect();
        if record.sequence.is_none() && !self.is_closed(self.types[id.0].schema, &fields) {
            self.list.push(Arm { index, id, fields });
        }
    }

    /// Whether an object allows no additional fields, by itself or by inheritance. A schema that would forbid the object's own fields
    /// does not count.
    fn is_closed(&self, id: SchemaId, fields: &HashMap<&str, &Field>) -> bool {
        let (mut open, mut seen) = (vec![id], HashSet::new());
        while let Some(id) = open.pop().filter(|_| seen.len() < PARTS) {
            let Some(end) = self.schemas.resolve(id).filter(|end| seen.insert(*end)) else {
                continue;
            };
            let schema = &self.schemas[end];
            let forbids = |part: SchemaId| self.schemas[part].boolean == Some(false);
            let has_all = || fields.keys().all(|name| schema.properties.contains_key(*name));
            if schema.part("unevaluatedProperties").is_some_and(forbids)
                || schema.part("additionalProperties").is_some_and(forbids) && has_all()
            {
                return true;
            }
            open.extend(schema.list("allOf"));
        }
        false
    }

    /// The objects that overlap with another one while each has fields that the other lacks. If one object has all fields of the other, a
    /// value that matches both is read as that one.
    fn overlapping(&self) -> BTreeSet<TypeId> {
        let mut steps = STEPS;
        let mut found = BTreeSet::new();
        for (at, first) in self.list.iter().enumerate() {
            for second in &self.list[at + 1..] {
                if first.index == second.index || first.id == second.id {
                    continue;
                }
                steps = steps.saturating_sub(first.fields.len() + second.fields.len());
                if steps == 0 {
                    return self.list.iter().map(|arm| arm.id).collect();
                }
                let lacks = |one: &Arm<'_>, other: &Arm<'_>| {
                    other.fields.keys().any(|name| !one.fields.contains_key(name))
                };
                let is_mutual = lacks(first, second) && lacks(second, first);
                if is_mutual && !self.are_apart(first, second) {
                    found.extend([first.id, second.id]);
                }
            }
        }
        found
    }

    /// Whether no value matches both: they require the same property with different values.
    fn are_apart(&self, first: &Arm<'_>, second: &Arm<'_>) -> bool {
        let (few, many) = if first.fields.len() <= second.fields.len() {
            (first, second)
        } else {
            (second, first)
        };
        few.fields.iter().any(|(name, one)| {
            let other = many.fields.get(name);
            other.is_some_and(|other| {
                one.required && other.required && self.have_nothing_in_common(one, other)
            })
        })
    }

    fn have_nothing_in_common(&self, one: &Field, other: &Field) -> bool {
        if one.value.is_nullable() && other.value.is_nullable() {
            return false;
        }
        if let (Some(one), Some(other)) = (self.kind(&one.value), self.kind(&other.value))
            && one != other
        {
            return true;
        }
        let [one, other] = [one, other].map(|field| listed(self.schemas, field.schema));
        !one.is_empty() && !other.is_empty() && one.iter().all(|value| !other.contains(value))
    }

    /// The JSON type of all values of a type, except null.
    fn kind(&self, value: &Type) -> Option<&'static str> {
        Some(match value.without_null() {
            Type::Boolean => "boolean",
            Type::Integer(_) | Type::Number { .. } => "number",
            Type::String
            | Type::Secret
            | Type::DateTime
            | Type::Date
            | Type::Uuid
            | Type::Base64 => "string",
            Type::Array(_) => "list",
            Type::Map(_) => "object",
            Type::Named(id) => match &self.types[id.0].kind {
                TypeKind::Record(record) if record.sequence.is_some() => "list",
                TypeKind::Record(_) => "object",
                TypeKind::StringEnum(_) => "string",
                TypeKind::IntegerEnum(_) => "number",
                TypeKind::Union(_) => return None,
            },
            Type::Binary | Type::Parts | Type::Json | Type::Custom(_) | Type::Nullable(_) => {
                return None;
            }
        })
    }
}
