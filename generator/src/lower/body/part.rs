//! The encodings of the parts of a multipart body, or of the fields of a form, in; the encodings of the IR out.

use super::media_type::Described;
use super::multipart;
use crate::diagnostic::Code;
use crate::document::{BYTES, MediaType, is_token, join};
use crate::ir::{AllowReserved, Explode, PartEncoding, PartHeader, QueryStyle, SchemaId, Type};
use crate::lower::context::{Context, Located};
use crate::lower::shape::Shape;
use serde_json::Value;
use std::collections::HashMap;

/// Reads the encoding of a part or field, without its headers.
pub(super) fn read((name, own): (&String, Located<'_>)) -> PartEncoding {
    let style = own.map.get("style").and_then(Value::as_str);
    let joined = own.map.get("x-collection-format").and_then(Value::as_str).and_then(joined);
    let explode = own.map.get("explode").and_then(Value::as_bool);
    // Any of these three keywords makes the property a query parameter in style (OpenAPI 3.1.1, "Encoding Object").
    let reserved = own.map.get("allowReserved").and_then(Value::as_bool);
    let is_styled = style.is_some() || explode.is_some() || reserved.is_some();
    let style = QueryStyle::of(style.unwrap_or_default());
    PartEncoding {
        name: name.clone(),
        content_type: own.map.get("contentType").and_then(Value::as_str).map(str::to_owned),
        style: joined.or(is_styled.then(|| {
            let explode = explode.unwrap_or(style.is_exploded());
            (style, explode, reserved.unwrap_or_default())
        })),
        headers: Vec::new(),
        rest: own.rest(&[
            "contentType",
            "style",
            "explode",
            "allowReserved",
            "x-collection-format",
        ]),
    }
}

/// The style of a joined list in Swagger 2.0.
fn joined(format: &str) -> Option<(QueryStyle, Explode, AllowReserved)> {
    let style = match format {
        "csv" => QueryStyle::Form,
        "ssv" => QueryStyle::SpaceDelimited,
        "pipes" => QueryStyle::PipeDelimited,
        _ => return None,
    };
    Some((style, false, false))
}

/// A part of a multipart body with an encoding.
struct Part<'p> {
    body: &'p Described<'p>,
    name: &'p str,
    /// The JSON pointer of the encoding.
    pointer: String,
    kind: Kind,
}

/// The kind of a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Files,
    /// A value, or a list of values, none of which may be an object.
    Value,
    Object,
    /// The schema has no such part.
    Unknown,
}

impl Part<'_> {
    fn said(&self) -> String {
        format!("the part {:?} of a {} body", self.name, self.body.name)
    }

    fn is_file(&self) -> bool {
        matches!(self.kind, Kind::File | Kind::Files)
    }
}

/// Completes the encodings of a multipart body's parts: media types that only the schemas name, and headers.
pub(super) fn complete(
    context: &mut Context<'_>,
    body: &Described<'_>,
    encodings: &mut Vec<PartEncoding>,
) {
    let mut known: HashMap<String, usize> = HashMap::new();
    for (index, own) in encodings.iter().enumerate() {
        known.insert(own.name.clone(), index);
    }
    let properties: HashMap<String, SchemaId> =
        multipart::properties(context, body).into_iter().rev().collect();
    for (name, media_type) in multipart::media_types(context, body) {
        let index = *known.entry(name).or_insert_with_key(|name| {
            encodings.push(PartEncoding { name: name.clone(), ..PartEncoding::default() });
            encodings.len() - 1
        });
        encodings[index].content_type.get_or_insert(media_type);
    }
    let further = body.schema.and_then(|own| context.schemas.part_of(own, "additionalProperties"));
    further.into_iter().for_each(|further| report_further(context, body, further));
    for own in encodings {
        let pointer = join(&body.written.at("encoding"), &own.name);
        let kind = kind(context, properties.get(&own.name).copied().or(further));
        let name = own.name.clone();
        let part = Part { body, name: &name, pointer, kind };
        style(context, &part, own);
        media_types(context, &part, own);
        headers(context, &part, own);
    }
}

/// Reports a media type of parts that the document does not name: those are sent without it.
fn report_further(context: &mut Context<'_>, body: &Described<'_>, further: SchemaId) {
    let depth = multipart::MAX_DEPTH;
    let is_file = multipart::file(context, further, depth).is_some();
    if !is_file && let Some(media_type) = multipart::media_type(context, further, depth) {
        let message = format!(
            "the parts that a {} body does not name are {media_type}; they are sent without this media type",
            body.name
        );
        let help = "their media type has no effect; name the parts in an overlay";
        let pointer = context.schemas[further].pointer.clone();
        context.report(Code::UnsupportedKeyword, &pointer, message, help);
    }
}

fn kind(context: &Context<'_>, property: Option<SchemaId>) -> Kind {
    let Some(property) = property else { return Kind::Unknown };
    match multipart::file(context, property, multipart::MAX_DEPTH) {
        Some(Type::Binary) => return Kind::File,
        Some(_) => return Kind::Files,
        None => {}
    }
    let end = context.schemas.resolve(property);
    match end.map(|end| Shape::of(context.schemas, end)) {
        Some(Shape::Record | Shape::Map(_) | Shape::OpenMap(_)) => Kind::Object,
        _ => Kind::Value,
    }
}

/// Drops the style of a file, which is not text that a style could apply to. In a part nothing is percent-encoded.
fn style(context: &mut Context<'_>, part: &Part<'_>, own: &mut PartEncoding) {
    own.style = own.style.map(|(style, explode, _)| (style, explode, false));
    let Some((style, explode, _)) = own.style.filter(|_| part.is_file()) else { return };
    own.style = None;
    if style == QueryStyle::Form && (explode || part.kind == Kind::File) {
        return;
    }
    let message = format!("{} has a style, which files cannot have; it was ignored", part.said());
    let help = "the style has no effect: each file is sent as a part of its own";
    context.report(Code::UnsupportedKeyword, &part.pointer, message, help);
}

/// Reports that a file may have any of several media types, as only the program knows which one it is.
fn media_types(context: &mut Context<'_>, part: &Part<'_>, own: &PartEncoding) {
    let Some(several) = own.several_media_types().filter(|_| part.is_file()) else { return };
    let message = format!(
        "{} may have any media type of {several}; it is sent as {BYTES} unless the program sets its media type",
        part.said()
    );
    let help =
        "set it on each file (`File::with_content_type`), or name one media type in an overlay";
    // The media type may be that of a schema.
    let written = join(&part.pointer, "contentType");
    let is_written = context.document.value.pointer(&written).is_some();
    let place = if is_written { &written } else { &part.body.written.pointer };
    context.report(Code::MediaRange, place, message, help);
}

/// Reads the headers of a part, and removes those that are sent from the rest.
fn headers(context: &mut Context<'_>, part: &Part<'_>, own: &mut PartEncoding) {
    let Some(Value::Object(mut written)) = own.rest.shift_remove("headers") else { return };
    let base = join(&part.pointer, "headers");
    let Some(Value::Object(all)) = context.document.value.pointer(&base) else { return };
    for (name, value) in all {
        let pointer = join(&base, name);
        let Ok(header) = context.object(value, pointer.clone()) else { continue };
        let Some(header) = self::header(context, part, own, (name, &header), &pointer) else {
            continue;
        };
        if header.known.is_some() {
            written.shift_remove(name);
        }
        own.headers.push(header);
    }
    if !written.is_empty() {
        own.rest.insert("headers".to_owned(), written.into());
    }
}

/// A header that is sent, or that a program can set. None for any other header, which is reported if information is lost.
fn header<'a>(
    context: &mut Context<'a>,
    part: &Part<'_>,
    own: &PartEncoding,
    (name, header): (&str, &Located<'a>),
    pointer: &str,
) -> Option<PartHeader> {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    // `contentType` replaces it (OpenAPI 3.0, "Encoding Object").
    if is("content-type") {
        return None;
    }
    let known = known(context, header).filter(|_| is_token(name));
    let is_form = !matches!(
        MediaType::of(part.body.name).essence(),
        "multipart/mixed" | "multipart/related" | "multipart/alternative"
    );
    let is_split = part.kind == Kind::Object
        && own.style.is_some_and(|(style, explode, _)| explode || style == QueryStyle::DeepObject);
    let is_identity = |value: &String| {
        ["7bit", "8bit", "binary"].iter().any(|own| value.eq_ignore_ascii_case(own))
    };
    const LOST: &str = "what the document says of this header has no effect";
    let (reason, help) = if is("content-disposition") && (is_form || part.is_file()) {
        // It is sent anyway, with the names of the part and of its file.
        known.as_ref()?;
        ("is written as RFC 7578 requires, and not as described here", LOST)
    } else if is("content-transfer-encoding")
        && part.is_file()
        && !known.as_ref().is_some_and(is_identity)
    {
        ("is not sent, as a file is sent without an encoding", LOST)
    } else if is_split {
        ("is not sent, as each property of the part is a part of its own", LOST)
    } else if !is_token(name) {
        ("is not sent, as its name is not a valid header name", LOST)
    } else if known.is_some() || part.is_file() || part.kind == Kind::Unknown {
        let (required, description) = (header.is("required"), header.text("description"));
        return Some(PartHeader { name: name.to_owned(), known, required, description });
    } else {
        (
            "is not sent: its value can vary, and only a file can be given such a header",
            "to send it, give its schema one value (`enum: [X]`) in an overlay",
        )
    };
    let message = format!("the header {name:?} of {} {reason}", part.said());
    context.report(Code::UnsupportedKeyword, pointer, message, help);
    None
}

/// The fixed value of a header.
fn known<'a>(context: &mut Context<'a>, header: &Located<'a>) -> Option<String> {
    let json = header.objects("content").find(|(name, _)| MediaType::of(name).is_json());
    let text = header.objects("content").find(|(name, _)| MediaType::of(name).is_text());
    let is_json = json.is_some();
    let holder = json.or(text).map_or_else(|| header.clone(), |(_, content)| content);
    let schema = context.object(holder.map.get("schema")?, holder.at("schema")).ok()?;
    let value = match (schema.map.get("const"), schema.map.get("enum")) {
        (Some(value), _) => value,
        (None, Some(values)) => match values.as_array()?.as_slice() {
            [only] => only,
            _ => return None,
        },
        (None, None) => return None,
    };
    let value = match value {
        value if is_json => value.to_string(),
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return None,
    };
    // A value that no header can hold does not count.
    value.chars().all(|c| c == '\t' || !c.is_control()).then_some(value)
}
