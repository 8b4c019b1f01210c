//! A schema with an `x-rust-type`, or with a format that the configuration has a type for, in; that type out.

use crate::config::rust_type_path;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Format, join};
use crate::ir::{SchemaId, Type};
use crate::lower::context::Context;
use crate::lower::shape::Shape;
use crate::source::Place;
use serde_json::Value;

const KEY: &str = "x-rust-type";

/// The shape of a schema, or of the type that replaces it.
pub(in crate::lower) fn shape(context: &mut Context<'_>, id: SchemaId, shape: Shape) -> Shape {
    let schema = &context.schemas[id];
    if let Some(asked) = schema.keywords.get(KEY) {
        if let Some(path) = asked.as_str().filter(|path| is_known(context, path)) {
            return Shape::Plain(Type::Custom(path.to_owned()));
        }
        report(context, &join(&schema.pointer, KEY), asked);
    }
    let format = match &shape {
        Shape::Plain(Type::DateTime) => Format::DateTime.name(),
        Shape::Plain(Type::Date) => Format::Date.name(),
        Shape::Plain(Type::Uuid) => Format::Uuid.name(),
        Shape::Plain(Type::Base64) => Format::Byte.name(),
        Shape::Plain(Type::String) => schema.format().unwrap_or_default(),
        _ => return shape,
    };
    match context.config.formats.get(format).filter(|path| is_known(context, path)) {
        Some(path) => Shape::Plain(Type::Custom(path.clone())),
        None => shape,
    }
}

/// Reports each format of which no schema is, of those that only the document knows.
pub(in crate::lower) fn report_unused(context: &mut Context<'_>) {
    let is_known = |format: &&String| Format::named(format).is_some_and(Format::is_checked);
    let is_unused =
        |format: &&String| !context.schemas.iter().any(|(_, own)| own.format() == Some(format));
    let formats = context.config.formats.keys();
    let unused: Vec<&String> =
        formats.filter(|format| !is_known(format)).filter(is_unused).collect();
    for format in unused {
        let message = format!("no schema has the format {format:?}, which `formats` lists");
        let help = "correct the format, or remove it";
        let diagnostic = Diagnostic::new(Code::UnusedPattern, message).help(help);
        let place = context.config.place(&join("/formats", format)).map(Place::at_key);
        context.report_elsewhere(Diagnostic { place, ..diagnostic });
    }
}

fn is_known(context: &Context<'_>, path: &str) -> bool {
    rust_type_path(path, &context.config.package.dependencies).is_some()
}

fn report(context: &mut Context<'_>, pointer: &str, asked: &Value) {
    let message = format!(
        "`{KEY}: {asked}` was ignored: it is not a full Rust path, or its crate is not in `crate.dependencies` of the configuration"
    );
    let help = "write the whole path, beginning with the crate, such as rust_decimal::Decimal, and list the crate there";
    context.report(Code::InvalidRustType, pointer, message, help);
}
