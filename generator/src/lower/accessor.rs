//! `x-rust-accessor` of a property in; the method next to its field that converts the value out.
//!
//! ```yaml
//! x-rust-accessor: flag                    # an integer that is a flag: `is_trial()` next to `trial`
//! x-rust-accessor: unix-seconds            # an integer that is an instant: `created_at_time()` next to `created_at`
//! x-rust-accessor: cents                   # a number or string, money in its smallest unit: `amount_cents()` next to `amount`
//! x-rust-accessor: { flag: sends_reports } # the same, with a name for the method
//! ```
//!
//! The field does not change. An accessor that does not fit the type of the property is reported ([`Code::InvalidAccessor`]).

use super::context::Context;
use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{Accessor, AccessorKind, Type};
use serde_json::{Map, Value};

const KEY: &str = "x-rust-accessor";

const HELP: &str = "write `flag` or `unix-seconds` at an integer, `cents` at an integer or a string, alone or with the name of the method: \
                    x-rust-accessor: { flag: is_active }";

/// Reads the accessor of a property.
pub(super) fn read(
    context: &mut Context<'_>,
    keywords: &Map<String, Value>,
    value: &Type,
    pointer: &str,
) -> Option<Accessor> {
    let written = keywords.get(KEY)?;
    let read = match written {
        Value::String(kind) => kind_of(kind).map(|kind| (kind, None)),
        Value::Object(map) => match map.iter().next() {
            Some((kind, Value::String(name))) if map.len() == 1 => {
                kind_of(kind).map(|kind| (kind, Some(name.clone())))
            }
            _ => None,
        },
        _ => None,
    };
    let fits = |kind: AccessorKind| match value.without_null() {
        Type::Integer(_) => true,
        Type::String => kind == AccessorKind::Cents,
        _ => false,
    };
    match read {
        Some((kind, rust_name)) if fits(kind) => Some(Accessor { kind, rust_name }),
        _ => {
            let reason = if read.is_some() {
                "the property has another type"
            } else {
                "there is no such accessor"
            };
            let message = format!("`{KEY}: {written}` was ignored: {reason}");
            context.report(Code::InvalidAccessor, &join(pointer, KEY), message, HELP);
            None
        }
    }
}

fn kind_of(text: &str) -> Option<AccessorKind> {
    match text {
        "flag" => Some(AccessorKind::Flag),
        "unix-seconds" => Some(AccessorKind::UnixSeconds),
        "cents" => Some(AccessorKind::Cents),
        _ => None,
    }
}
