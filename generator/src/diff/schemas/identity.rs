//! Two types in, whether they are the same thing out: on the wire, or under another name.

use super::Schemas;
use crate::ir::{Api, Field, Record, Type, TypeDefinition, TypeId, TypeKind, Union};
use std::collections::HashSet;

/// How two named types at one place relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// One thing under one name, or without a name of its own.
    Same,
    /// As [`Relation::Same`], but an object became a list of values, for example.
    OtherKind,
    /// A component with another name.
    Renamed,
    /// A component that stands where it is used now.
    Inlined,
    /// What stood where it is used and is a component now.
    Extracted,
    /// Two things.
    Replaced,
}

/// So much of two types must agree for one to be the other under another name, of 100.
const ENOUGH: usize = 50;

impl<'m> Schemas<'m> {
    /// How two named types at one place relate.
    pub(super) fn relation(&self, old_id: TypeId, new_id: TypeId) -> Relation {
        let (old, new) = (self.old.api.definition(old_id), self.new.api.definition(new_id));
        let is_same_kind = self.are_of_one_kind(old_id, new_id);
        let (was_component, is_component) = (is_component(old), is_component(new));
        if old.path == new.path || (!was_component && !is_component) {
            return if is_same_kind { Relation::Same } else { Relation::OtherKind };
        }
        let is_moved = match (was_component, is_component) {
            (true, true) => !self.has(1, &old.path[0]) && !self.has(0, &new.path[0]),
            _ => true,
        };
        if !is_moved || !is_same_kind || self.agreement(old, new) < ENOUGH {
            return Relation::Replaced;
        }
        match (was_component, is_component) {
            (true, true) => Relation::Renamed,
            (true, false) => Relation::Inlined,
            _ => Relation::Extracted,
        }
    }

    /// Whether both are objects, or lists of strings, and so on.
    pub(super) fn are_of_one_kind(&self, old: TypeId, new: TypeId) -> bool {
        let (old, new) = (self.old.api.definition(old), self.new.api.definition(new));
        std::mem::discriminant(&old.kind) == std::mem::discriminant(&new.kind)
    }

    /// Whether a component of a state (0 the old, 1 the new) has a type.
    pub(super) fn has(&self, state: usize, name: &str) -> bool {
        let api = if state == 0 { &self.old.api } else { &self.new.api };
        let names = || {
            let components = api.types.iter().filter(|definition| is_component(definition));
            components.map(|definition| definition.path[0].as_str()).collect()
        };
        self.names[state].get_or_init(names).contains(name)
    }

    /// How much of two types of one kind agrees, of 100.
    fn agreement(&self, old: &TypeDefinition, new: &TypeDefinition) -> usize {
        let (common, all) = match (&old.kind, &new.kind) {
            (TypeKind::Record(old), TypeKind::Record(new)) => {
                let is_alike = |field: &&Field| {
                    let other = new.fields.iter().find(|other| other.name == field.name);
                    other.is_some_and(|other| self.is_alike(&field.value, &other.value))
                };
                (old.fields.iter().filter(is_alike).count(), old.fields.len() + new.fields.len())
            }
            (TypeKind::StringEnum(old), TypeKind::StringEnum(new)) => {
                (old.iter().filter(|value| new.contains(value)).count(), old.len() + new.len())
            }
            (TypeKind::IntegerEnum(old), TypeKind::IntegerEnum(new)) => {
                (old.iter().filter(|value| new.contains(value)).count(), old.len() + new.len())
            }
            (TypeKind::Union(old), TypeKind::Union(new)) => {
                let is_there = |name: &String| new.variants.iter().any(|arm| arm.name == *name);
                let common = old.variants.iter().filter(|arm| is_there(&arm.name)).count();
                (common, old.variants.len() + new.variants.len())
            }
            _ => (0, 1),
        };
        (common * 200).checked_div(all).unwrap_or(100)
    }

    /// Whether two types could be the same at a glance.
    fn is_alike(&self, old: &Type, new: &Type) -> bool {
        match (old.without_null(), new.without_null()) {
            (Type::Named(old), Type::Named(new)) => {
                let kinds =
                    (&self.old.api.definition(*old).kind, &self.new.api.definition(*new).kind);
                std::mem::discriminant(kinds.0) == std::mem::discriminant(kinds.1)
            }
            (Type::Array(old), Type::Array(new)) | (Type::Map(old), Type::Map(new)) => {
                self.is_alike(old, new)
            }
            (old, new) => old == new,
        }
    }
}

/// Whether a type is that of a component.
pub(super) fn is_component(definition: &TypeDefinition) -> bool {
    definition.path.len() == 1 && definition.pointer.starts_with("/components/schemas/")
}

/// Whether two types are the same on the wire, whatever they are called. Types that hold themselves are the same until a difference is
/// found.
pub(super) fn same<'a>((api, old): (&'a Api, &'a Type), (other, new): (&'a Api, &'a Type)) -> bool {
    let (mut seen, mut open) = (HashSet::new(), vec![(old, new)]);
    while let Some((old, new)) = open.pop() {
        match (old, new) {
            (Type::Array(old), Type::Array(new))
            | (Type::Map(old), Type::Map(new))
            | (Type::Nullable(old), Type::Nullable(new)) => open.push((old, new)),
            (Type::Named(old), Type::Named(new)) => {
                if seen.insert((*old, *new))
                    && !held(&api.definition(*old).kind, &other.definition(*new).kind, &mut open)
                {
                    return false;
                }
            }
            (Type::Secret, Type::String) | (Type::String, Type::Secret) => {}
            (Type::Named(_), _) | (_, Type::Named(_)) => return false,
            (old, new) if old == new => {}
            _ => return false,
        }
    }
    true
}

/// Whether two types consist of the same, as far as can be told without the types they hold, which are left to look at.
fn held<'a>(old: &'a TypeKind, new: &'a TypeKind, open: &mut Vec<(&'a Type, &'a Type)>) -> bool {
    match (old, new) {
        (TypeKind::Record(old), TypeKind::Record(new)) => held_by_record(old, new, open),
        (TypeKind::StringEnum(old), TypeKind::StringEnum(new)) => {
            old.len() == new.len() && old.iter().all(|value| new.contains(value))
        }
        (TypeKind::IntegerEnum(old), TypeKind::IntegerEnum(new)) => {
            old.len() == new.len() && old.iter().all(|value| new.contains(value))
        }
        (TypeKind::Union(old), TypeKind::Union(new)) => held_by_union(old, new, open),
        _ => false,
    }
}

fn held_by_record<'a>(
    old: &'a Record,
    new: &'a Record,
    open: &mut Vec<(&'a Type, &'a Type)>,
) -> bool {
    if old.fields.len() != new.fields.len() || old.additional.is_some() != new.additional.is_some()
    {
        return false;
    }
    open.extend(old.additional.iter().zip(&new.additional));
    old.fields.iter().all(|field| {
        let found = new.fields.iter().find(|other| other.name == field.name);
        found.is_some_and(|other| {
            open.push((&field.value, &other.value));
            field.required == other.required
        })
    })
}

fn held_by_union<'a>(old: &'a Union, new: &'a Union, open: &mut Vec<(&'a Type, &'a Type)>) -> bool {
    let is_same =
        old.variants.len() == new.variants.len() && old.discriminator == new.discriminator;
    let is_tagged = old.discriminator.is_some();
    let pairs = old.variants.iter().zip(&new.variants);
    is_same
        && pairs.into_iter().all(|(old, new)| {
            open.push((&old.value, &new.value));
            !is_tagged || old.tags == new.tags
        })
}
