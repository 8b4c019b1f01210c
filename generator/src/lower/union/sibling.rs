//! `x-discriminator` on a property in; the checked rule by which a sibling property names the arm of its union out.
//!
//! ```yaml
//! properties:
//!   kind: {type: integer}
//!   rule:
//!     anyOf: [{$ref: "#/components/schemas/MemoryRule"}, {$ref: "#/components/schemas/TimeRule"}]
//!     x-discriminator:
//!       property: kind
//!       mapping: {"1": MemoryRule, "2": "#/components/schemas/TimeRule"}
//! ```

use crate::diagnostic::Code;
use crate::document::{join, target_name};
use crate::ir::{Record, Sibling, Type, TypeDefinition, TypeKind, Union};
use crate::lower::context::Context;
use serde_json::{Map, Value};
use std::collections::HashSet;

const KEY: &str = "x-discriminator";

/// The rule in the extensions of a property; reports a malformed one.
pub(in crate::lower) fn read(
    context: &mut Context<'_>,
    extensions: &Map<String, Value>,
    pointer: &str,
) -> Option<Sibling> {
    let rule = extensions.get(KEY)?;
    let property = rule.get("property").and_then(Value::as_str);
    let mapping = rule.get("mapping").and_then(Value::as_object);
    let arms = mapping.map(|mapping| {
        let arm = |(value, target): (&String, &Value)| {
            Some((value.clone(), target_name(target.as_str()?)))
        };
        let mut arms = mapping.iter().map(arm).collect::<Option<Vec<_>>>()?;
        // The order of keys is not significant.
        arms.sort();
        Some(arms)
    });
    match (property, arms.flatten()) {
        (Some(property), Some(arms)) => Some(Sibling { property: property.to_owned(), arms }),
        _ => {
            let message = "it needs `property`, the name of a property beside it, and `mapping` from that property's \
                           values to schemas";
            report(context, pointer, message);
            None
        }
    }
}

/// Checks all rules once all types are known. Unusable ones are reported and dropped.
pub(in crate::lower) fn check(context: &mut Context<'_>) {
    for index in 0..context.types.len() {
        let TypeKind::Record(record) = &context.types[index].kind else { continue };
        let mut findings = Vec::new();
        for (number, field) in record.fields.iter().enumerate() {
            let Some(sibling) = &field.decided_by else { continue };
            let pointer =
                join(&format!("{}/properties", context.types[index].pointer), &field.name);
            let (kept, faults) = checked(&context.types, record, &field.value, sibling);
            findings.push((number, pointer, kept, faults));
        }
        for (number, pointer, kept, faults) in findings {
            faults.iter().for_each(|fault| report(context, &pointer, fault));
            if let TypeKind::Record(record) = &mut context.types[index].kind {
                record.fields[number].decided_by = kept;
            }
        }
    }
}

/// The usable part of a rule, and its faults.
fn checked(
    types: &[TypeDefinition],
    record: &Record,
    value: &Type,
    rule: &Sibling,
) -> (Option<Sibling>, Vec<String>) {
    let fail = |fault: String| (None, vec![fault]);
    let Some(sibling) = record.fields.iter().find(|field| field.name == rule.property) else {
        return fail(format!("there is no property {:?} beside it", rule.property));
    };
    if !can_name(types, &sibling.value) {
        return fail(format!(
            "the property {:?} is not a string, a number or a boolean",
            rule.property
        ));
    }
    if rule.arms.is_empty() {
        return fail("its `mapping` is empty".into());
    }
    let Some(union) = union(types, value) else {
        return fail("it is not a union of several types".into());
    };
    // A rule in the document takes precedence over an implied discriminator.
    let is_found = union.is_implied && union.variants.iter().all(|own| own.tags.len() <= 1);
    if !union.is_untagged() && !is_found {
        return fail("its union has a discriminator of its own".into());
    }
    let names: HashSet<&str> = union.variants.iter().map(|variant| variant.name.as_str()).collect();
    let is_arm = |name: &str| names.contains(name);
    let (arms, others): (Vec<_>, Vec<_>) =
        rule.arms.iter().cloned().partition(|(_, target)| is_arm(target));
    let mut faults: Vec<String> =
        others.iter().map(|(_, target)| format!("{target} is not one of its types")).collect();
    let listed = listed(types, &sibling.value);
    let is_listed = |key: &str| listed.as_ref().is_none_or(|values| values.contains(key));
    let (arms, never): (Vec<_>, Vec<_>) =
        arms.into_iter().partition(|(key, _)| is_listed(key) && can_be(&sibling.value, key));
    faults.extend(
        never.iter().map(|(key, _)| format!("the property {:?} is never {key}", rule.property)),
    );
    let kept = Sibling { property: rule.property.clone(), arms };
    ((!kept.arms.is_empty()).then_some(kept), faults)
}

fn can_name(types: &[TypeDefinition], value: &Type) -> bool {
    match value.without_null() {
        Type::String | Type::Integer(_) | Type::Boolean => true,
        Type::Named(id) => {
            matches!(types[id.0].kind, TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_))
        }
        _ => false,
    }
}

/// Whether a property can have a value, by its type.
fn can_be(value: &Type, key: &str) -> bool {
    match value.without_null() {
        Type::Integer(_) => key.parse::<i128>().is_ok_and(|number| number.to_string() == key),
        Type::Boolean => matches!(key, "true" | "false"),
        _ => true,
    }
}

/// The values of a property, if they are listed.
fn listed(types: &[TypeDefinition], value: &Type) -> Option<HashSet<String>> {
    let Type::Named(id) = value.without_null() else { return None };
    match &types[id.0].kind {
        TypeKind::StringEnum(values) => Some(values.iter().cloned().collect()),
        TypeKind::IntegerEnum(values) => Some(values.iter().map(i64::to_string).collect()),
        _ => None,
    }
}

/// The union of a value or of its items.
pub(in crate::lower) fn union<'t>(types: &'t [TypeDefinition], value: &Type) -> Option<&'t Union> {
    match &types[value.named()?.0].kind {
        TypeKind::Union(union) => Some(union),
        _ => None,
    }
}

fn report(context: &mut Context<'_>, pointer: &str, fault: &str) {
    let message = format!("{KEY} cannot be used and was ignored: {fault}");
    let help =
        "see the documentation of x-discriminator; without it the type that fits best is taken";
    context.report(Code::InvalidDiscriminator, pointer, message, help);
}
