//! Unions without a discriminator in; a report of the arms that earlier arms hide, out.
//!
//! Decoding chooses, among the arms that match, the one with fields for the most keys, or the first of several. Required fields must be
//! present and types must match. So an arm is never chosen if all its values match an earlier arm that has all its fields.

use crate::diagnostic::Code;
use crate::ir::{Record, Type, TypeDefinition, TypeId, TypeKind, Union, Variant, decided_unions};
use crate::lower::context::Context;
use std::collections::HashSet;

/// The limit of values and fields compared in one union, plus more for each arm. All pairs of 500 small arms need fewer.
const STEPS: usize = 20_000;
const STEPS_OF_ARM: usize = 1_000;

/// Reports each arm that an earlier arm hides.
pub(in crate::lower) fn report(context: &mut Context<'_>) {
    let decided = decided_unions(&context.types);
    let mut findings = Vec::new();
    for (index, definition) in context.types.iter().enumerate() {
        let TypeKind::Union(union) = &definition.kind else { continue };
        let is_told = !union.is_untagged() && !union.is_implied;
        if is_told || decided.contains(&TypeId(index)) {
            continue;
        }
        let Some(hidden) = hidden_arms(&context.types, union) else {
            findings.push((definition.pointer.clone(), None));
            continue;
        };
        for (later, earlier, is_text) in hidden {
            let one = later.strip_prefix("an ").unwrap_or(&later);
            let message = format!(
                "every {one} fits {earlier} too, which comes before it in a union without a discriminator: it is read as {earlier}"
            );
            findings.push((definition.pointer.clone(), Some((message, is_text))));
        }
    }
    for (pointer, message) in findings {
        let Some((message, is_text)) = message else {
            let message = String::from(
                "this union has too many alternatives to compare them; some may be indistinguishable",
            );
            let help = "name the property that tells its alternatives apart in an overlay, by a `discriminator`";
            context.report(Code::ArmsNotCompared, &pointer, message, help);
            continue;
        };
        let help = if is_text {
            "nothing of the text is lost; list the more specific type first in an overlay to get it"
        } else {
            "name the property that tells them apart in an overlay, by a `discriminator`, or by `x-discriminator` for a property beside the union"
        };
        context.report(Code::AmbiguousUnion, &pointer, message, help);
    }
}

/// The names of the hidden arms, each with the first arm that hides it and whether that arm is any text; `None` if the comparison is too
/// large.
fn hidden_arms(types: &[TypeDefinition], union: &Union) -> Option<Vec<(String, String, bool)>> {
    let mut steps = STEPS + STEPS_OF_ARM * union.variants.len();
    let mut found = Vec::new();
    for (index, later) in union.variants.iter().enumerate() {
        // Arms that a property tells apart do not compete.
        let is_tried = |earlier: &&Variant| match later.tags.as_slice() {
            [] => earlier.tags.is_empty(),
            tags => tags.iter().any(|tag| earlier.tags.contains(tag)),
        };
        for earlier in union.variants[..index].iter().filter(is_tried) {
            let mut fit = Fit { types, open: HashSet::new(), steps };
            let takes = fit.accepts(&earlier.value, &later.value)
                && has_all_fields(types, &earlier.value, &later.value);
            steps = Some(fit.steps).filter(|steps| *steps > 0)?;
            if takes {
                let is_text = *earlier.value.without_null() == Type::String;
                found.push((later.label(types), earlier.label(types), is_text));
                break;
            }
        }
    }
    Some(found)
}

/// Whether one record has all fields of another: the record with fields for more keys of a value is chosen.
fn has_all_fields(types: &[TypeDefinition], wide: &Type, narrow: &Type) -> bool {
    let record = |value: &Type| match (value.without_null(), value.named()) {
        (Type::Named(_), Some(id)) => match &types[id.0].kind {
            TypeKind::Record(record) => Some(record),
            _ => None,
        },
        _ => None,
    };
    let (Some(wide), Some(narrow)) = (record(wide), record(narrow)) else { return true };
    let names: HashSet<&str> = wide.fields.iter().map(|field| field.name.as_str()).collect();
    narrow.fields.iter().all(|field| names.contains(field.name.as_str()))
}

/// Compares types.
struct Fit<'t> {
    types: &'t [TypeDefinition],
    /// The pairs under comparison: recursive types match unless something else differs.
    open: HashSet<(TypeId, TypeId)>,
    /// The number of values and fields that may still be compared.
    steps: usize,
}

impl Fit<'_> {
    /// Whether every value of one type is a value of another.
    fn accepts(&mut self, wide: &Type, narrow: &Type) -> bool {
        if !self.step(1) {
            return false;
        }
        match (wide, narrow) {
            (Type::Json, _) => true,
            (Type::Nullable(wide), narrow) => self.accepts(wide, narrow.without_null()),
            (_, Type::Nullable(_)) => false,
            (Type::Array(wide), Type::Array(narrow)) | (Type::Map(wide), Type::Map(narrow)) => {
                self.accepts(wide, narrow)
            }
            (Type::Named(wide), Type::Named(narrow)) => self.named(*wide, *narrow),
            (Type::Map(wide), Type::Named(narrow)) => match &self.types[narrow.0].kind {
                TypeKind::Record(record) => {
                    let values: Vec<&Type> =
                        record.fields.iter().map(|field| &field.value).collect();
                    record.additional.is_none()
                        && values.iter().all(|value| self.accepts(wide, value))
                }
                _ => false,
            },
            (Type::String | Type::Secret, narrow) => self.is_text(narrow),
            (Type::Number { .. }, Type::Number { .. } | Type::Integer(_)) => true,
            (wide, narrow) => wide == narrow,
        }
    }

    /// Counts steps; `false` if there are too many.
    fn step(&mut self, steps: usize) -> bool {
        self.steps = self.steps.saturating_sub(steps);
        self.steps > 0
    }

    fn is_text(&self, value: &Type) -> bool {
        match value {
            Type::Named(id) => matches!(self.types[id.0].kind, TypeKind::StringEnum(_)),
            Type::String
            | Type::Secret
            | Type::DateTime
            | Type::Date
            | Type::Uuid
            | Type::Base64 => true,
            _ => false,
        }
    }

    fn named(&mut self, wide: TypeId, narrow: TypeId) -> bool {
        if wide == narrow || !self.open.insert((wide, narrow)) {
            return true;
        }
        let types = self.types;
        match (&types[wide.0].kind, &types[narrow.0].kind) {
            (TypeKind::Record(wide), TypeKind::Record(narrow)) => self.records(wide, narrow),
            (TypeKind::StringEnum(wide), TypeKind::StringEnum(narrow)) => {
                self.step(wide.len() * narrow.len())
                    && narrow.iter().all(|value| wide.contains(value))
            }
            (TypeKind::IntegerEnum(wide), TypeKind::IntegerEnum(narrow)) => {
                self.step(wide.len() * narrow.len())
                    && narrow.iter().all(|value| wide.contains(value))
            }
            _ => false,
        }
    }

    fn records(&mut self, wide: &Record, narrow: &Record) -> bool {
        wide.sequence == narrow.sequence
            && wide.fields.iter().all(|field| {
                self.step(narrow.fields.len())
                    && match narrow.fields.iter().find(|other| other.name == field.name) {
                        Some(other) => {
                            (other.required || !field.required)
                                && self.accepts(&field.value, &other.value)
                        }
                        None => !field.required,
                    }
            })
    }
}
