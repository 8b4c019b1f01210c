//! A header of a response in; its type out, and a report of headers that are read as text.

use crate::diagnostic::Code;
use crate::document::MediaType;
use crate::ir::{Header, HeaderForm, Operation, Type};
use crate::lower::context::{Context, Located, NamingPlace};
use crate::lower::{schema, secret};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The headers of an operation so far: equally described headers share a type.
#[derive(Default)]
pub(super) struct Alike<'a>(HashMap<String, Vec<(Written<'a>, Type)>>);

/// The schema or the content of a header.
type Written<'a> = [Option<&'a Value>; 2];

/// Lowers a header.
pub(super) fn lower<'a>(
    context: &mut Context<'a>,
    name: &str,
    own: &Located<'a>,
    at: &NamingPlace,
    alike: &mut Alike<'a>,
) -> Header {
    let json = own.objects("content").find(|(name, _)| MediaType::of(name).is_json());
    let holder = json.as_ref().map_or(own, |(_, content)| content);
    let schema = context.schema_at(&holder.at("schema"));
    let written = ["schema", "content"].map(|key| own.map.get(key));
    let alike = alike.0.entry(name.to_ascii_lowercase()).or_default();
    let known = alike.iter().find(|(other, _)| *other == written);
    let value = match (known, schema) {
        (Some((_, known)), _) => known.clone(),
        (None, Some(schema)) => schema::lower(context, schema, at),
        (None, None) => Type::String,
    };
    alike.push((written, value.clone()));
    let value = secret::marked(context, own.map, value, &own.pointer);
    let named = secret::Named::header(own, schema, at, name);
    secret::note(context, &value, &named, || false);
    Header {
        name: name.to_owned(),
        required: own.is("required"),
        deprecated: own.is("deprecated"),
        description: own.text("description"),
        value,
        is_json: json.is_some(),
        rest: own.rest(&["required", "deprecated", "description", "schema"]),
        pointer: own.pointer.clone(),
        schema,
    }
}

/// Reports the headers that are read as text although the document describes more.
pub(in crate::lower) fn report(context: &mut Context<'_>, operations: &[(String, Operation)]) {
    let mut seen = HashSet::new();
    for (_, operation) in operations.iter().filter(|(_, own)| own.choice.is_none()) {
        for header in operation.headers() {
            let is_text = operation.header_form(header, &context.types) == HeaderForm::Text;
            let says_more = !matches!(header.value.without_null(), Type::String | Type::Secret);
            if is_text && says_more && seen.insert(&header.pointer) {
                let message = format!(
                    "the header {:?} of a response is read as text: it is neither a single value nor a list of single values, or the responses of one operation describe it differently",
                    header.name
                );
                let help = "parse the text in the program";
                context.report(Code::TextHeader, &header.pointer, message, help);
            }
        }
    }
}
