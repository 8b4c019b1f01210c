//! A schema with an `x-rust-type`, or with a format that the configuration has a type for, in; that type out.

use super::context::Context;
use super::shape::Shape;
use crate::config::rust_type_path;
use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{SchemaId, Type};
use serde_json::Value;

const KEY: &str = "x-rust-type";

/// The shape of a schema, or of the type that replaces it.
pub(super) fn shape(context: &mut Context<'_>, id: SchemaId, shape: Shape) -> Shape {
    let schema = &context.schemas[id];
    if let Some(asked) = schema.keywords.get(KEY) {
        if let Some(path) = asked.as_str().filter(|path| is_known(context, path)) {
            return Shape::Plain(Type::Custom(path.to_owned()));
        }
        report(context, &join(&schema.pointer, KEY), asked);
    }
    let format = match &shape {
        Shape::Plain(Type::DateTime) => "date-time",
        Shape::Plain(Type::Date) => "date",
        Shape::Plain(Type::Uuid) => "uuid",
        Shape::Plain(Type::Base64) => "byte",
        _ => return shape,
    };
    match context.config.formats.get(format).filter(|path| is_known(context, path)) {
        Some(path) => Shape::Plain(Type::Custom(path.clone())),
        None => shape,
    }
}

fn is_known(context: &Context<'_>, path: &str) -> bool {
    rust_type_path(path, &context.config.package.dependencies).is_some()
}

fn report(context: &mut Context<'_>, pointer: &str, asked: &Value) {
    let message = format!(
        "`{KEY}: {asked}` was ignored: it is no path of a type of a crate in `crate.dependencies` of the configuration"
    );
    let help = "write it from the crate on, rust_decimal::Decimal, and list the crate there";
    context.report(Code::InvalidRustType, pointer, message, help);
}
