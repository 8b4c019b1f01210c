//! Operations and `streams` of the configuration in; the property with which each operation selects a stream or a single response out.
//! Also proposals, where the document makes them obvious.
//!
//! In many APIs, one operation responds with JSON or with a stream of events, depending on a property of the body (`stream: true`). Here
//! each response has its own operation. It always sends the property with its own value, whatever a program sets.

use super::meant_operation;
use super::paging::record;
use super::waiter::is_left_out;
use crate::config::{Config, Stream as Entry};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Asked, Content, Encoding, Operation, Type, TypeDefinition, TypeKind};
use crate::lower::context::Context;
use serde_json::Value;
use std::collections::HashMap;

/// The limit of nested unions to search.
const DEPTH: u32 = 8;

/// The name of the property in nearly all APIs.
const USUAL: &str = "stream";

/// Whether an operation responds with a stream, and whether with a single response, by its pointer. Copies for several media types count
/// together.
struct ResponseKinds(HashMap<String, [bool; 2]>);

impl ResponseKinds {
    fn of(operations: &[(String, Operation)]) -> Self {
        let mut kinds: HashMap<String, [bool; 2]> = HashMap::new();
        for (_, operation) in operations {
            let own = kinds.entry(operation.pointer.clone()).or_default();
            own[usize::from(is_stream(operation))] = true;
        }
        Self(kinds)
    }

    fn has_stream(&self, operation: &Operation) -> bool {
        self.0.get(&operation.pointer).is_some_and(|kinds| kinds[1])
    }

    fn has_both(&self, operation: &Operation) -> bool {
        self.0.get(&operation.pointer) == Some(&[true, true])
    }
}

fn is_stream(operation: &Operation) -> bool {
    let mut successes = operation.successes.iter();
    successes.any(|own| operation.content(own).is_some_and(|held| held.encoding.is_stream()))
}

/// Sets the property that each operation sends.
pub(in crate::lower) fn apply(
    context: &mut Context<'_>,
    config: &Config,
    operations: &mut [(String, Operation)],
) {
    let kinds = ResponseKinds::of(operations);
    for entry in &config.streams {
        let mut used = false;
        for (_, operation) in operations.iter_mut() {
            let is_listed = entry.operations.iter().any(|name| operation.is_called(name));
            let is_meant = if entry.operations.is_empty() {
                kinds.has_both(operation)
                    && member(&context.types, operation, &entry.member).is_some()
            } else {
                is_listed
            };
            if !is_meant {
                continue;
            }
            used = true;
            // An earlier entry takes precedence.
            if operation.asked.is_some() {
                continue;
            }
            let value = if is_stream(operation) { &entry.value } else { &entry.otherwise };
            if let Some((reason, help)) = obstacle(&context.types, &kinds, operation, entry, value)
            {
                report_no_member(context, operation, entry, &reason, &help);
                continue;
            }
            operation.asked = Some(Asked { member: entry.member.clone(), value: value.clone() });
        }
        report_unknown(context, entry, operations);
        if !used && entry.operations.is_empty() {
            report_unused(context, entry);
        }
    }
    propose(context, operations, &kinds);
}

/// The body that a call sends.
fn sent(operation: &Operation) -> Option<&Content> {
    operation.body.as_ref()?.contents.first().filter(|content| {
        matches!(content.encoding, Encoding::Json | Encoding::Form | Encoding::Multipart)
    })
}

/// The type of a property of that body.
fn member<'t>(types: &'t [TypeDefinition], operation: &Operation, name: &str) -> Option<&'t Type> {
    property(types, &sent(operation)?.value, name, DEPTH)
}

fn property<'t>(
    types: &'t [TypeDefinition],
    value: &Type,
    name: &str,
    depth: u32,
) -> Option<&'t Type> {
    if let Some(record) = record(types, value) {
        return record.fields.iter().find(|field| field.name == name).map(|field| &field.value);
    }
    let Type::Named(id) = value.without_null() else { return None };
    let TypeKind::Union(union) = &types.get(id.0)?.kind else { return None };
    let depth = depth.checked_sub(1)?;
    union.variants.iter().find_map(|variant| property(types, &variant.value, name, depth))
}

/// Whether that body may be an object.
fn takes_members(types: &[TypeDefinition], operation: &Operation) -> bool {
    sent(operation).is_some_and(|content| match content.value.without_null() {
        Type::Map(_) | Type::Json | Type::Parts => true,
        Type::Named(id) => types.get(id.0).is_some_and(|own| match &own.kind {
            TypeKind::Record(record) => record.sequence.is_none(),
            TypeKind::Union(_) => true,
            TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => false,
        }),
        _ => false,
    })
}

/// Why an operation cannot send a value as its property, and what to do.
fn obstacle(
    types: &[TypeDefinition],
    kinds: &ResponseKinds,
    operation: &Operation,
    entry: &Entry,
    value: &Value,
) -> Option<(String, String)> {
    let name = &entry.member;
    if !takes_members(types, operation) {
        let help =
            "describe its body in an overlay, or remove the operation from the entry of `streams`";
        return Some(("it has no body that is an object".into(), help.into()));
    }
    if !kinds.has_stream(operation) {
        let help = "describe the stream in an overlay, or remove the operation from the entry of `streams`";
        return Some(("none of its responses is a stream".into(), help.into()));
    }
    let Some(declared) = member(types, operation, name) else {
        return if is_open(types, operation) {
            None
        } else {
            let help = "correct `member`, or declare the property in an overlay";
            Some(("its body does not declare this property".into(), help.into()))
        };
    };
    (!fits(types, declared, value, DEPTH)).then(|| {
        let help = "correct `member`, or give `value` and `otherwise` of the property's type";
        (format!("the property is not of a type that has the value {value}"), help.into())
    })
}

/// Whether the body is an object that may have undeclared properties.
fn is_open(types: &[TypeDefinition], operation: &Operation) -> bool {
    sent(operation).is_some_and(|content| match content.value.without_null() {
        Type::Map(_) | Type::Json | Type::Parts => true,
        own => record(types, own)
            .is_some_and(|record| record.fields.is_empty() || record.additional.is_some()),
    })
}

/// Whether a type has a single value, as far as is known.
fn fits(types: &[TypeDefinition], own: &Type, value: &Value, depth: u32) -> bool {
    match own.without_null() {
        Type::Boolean => value.is_boolean(),
        Type::Integer(_) => value.is_i64() || value.is_u64(),
        Type::Number { .. } => value.is_number(),
        Type::Json | Type::Custom(_) => true,
        Type::Array(_) | Type::Map(_) | Type::Parts => false,
        Type::Named(id) => types.get(id.0).is_none_or(|own| match &own.kind {
            TypeKind::Record(_) => false,
            TypeKind::StringEnum(known) => {
                value.as_str().is_some_and(|value| known.iter().any(|own| own == value))
            }
            TypeKind::IntegerEnum(_) => value.is_i64() || value.is_u64(),
            TypeKind::Union(union) => depth.checked_sub(1).is_none_or(|depth| {
                union.variants.iter().any(|variant| fits(types, &variant.value, value, depth))
            }),
        }),
        _ => value.is_string(),
    }
}

fn report_no_member(
    context: &mut Context<'_>,
    operation: &Operation,
    entry: &Entry,
    reason: &str,
    help: &str,
) {
    let message = format!(
        "{} {} does not send {:?}, as {reason}",
        operation.method.name(),
        operation.path,
        entry.member
    );
    context.report(Code::NoStreamMember, &operation.pointer, message, help);
}

fn report_unknown(context: &mut Context<'_>, entry: &Entry, operations: &[(String, Operation)]) {
    for name in &entry.operations {
        let is_known = operations.iter().any(|(_, operation)| operation.is_called(name));
        if is_known || is_left_out(context, name) {
            continue;
        }
        let message =
            format!("`streams` of the configuration names {name:?}, which is not an operation");
        let help = meant_operation::of_operation(operations, name);
        report_entry(context, entry, Code::UnknownStreamedOperation, message, &help);
    }
}

fn report_unused(context: &mut Context<'_>, entry: &Entry) {
    let message = format!(
        "no operation that can respond with a stream or with something else has the property {:?} in its body",
        entry.member
    );
    let help = "no change is needed if the pages that have it are not among the inputs; otherwise correct its name, or list the operations";
    report_entry(context, entry, Code::UnusedStreams, message, help);
}

fn report_entry(context: &mut Context<'_>, entry: &Entry, code: Code, message: String, help: &str) {
    let mut diagnostic = Diagnostic::new(code, message).help(help);
    diagnostic.place = entry.place.clone();
    context.report_elsewhere(diagnostic);
}

/// Reports a suitable entry once, at the first operation that it applies to.
fn propose(context: &mut Context<'_>, operations: &[(String, Operation)], kinds: &ResponseKinds) {
    let is_open = |operation: &&Operation| {
        let value = || member(&context.types, operation, USUAL);
        operation.asked.is_none()
            && operation.choice.is_none()
            && kinds.has_both(operation)
            && value().is_some_and(|value| *value.without_null() == Type::Boolean)
    };
    let open: Vec<&Operation> =
        operations.iter().map(|(_, operation)| operation).filter(is_open).collect();
    let Some(first) = open.first() else { return };
    let call = format!("{} {}", first.method.name(), first.path);
    let message = match open.len() {
        1 => format!("{call} seems to respond with a stream where {USUAL:?} in its body is true"),
        count => format!(
            "{count} operations seem to respond with a stream where {USUAL:?} in their body is true, such as {call}"
        ),
    };
    let help = format!(
        "to let each method set the property itself, add to `streams` of the configuration: - {{member: {USUAL}}}"
    );
    context.report(Code::ProposedStreams, &first.pointer, message, &help);
}
