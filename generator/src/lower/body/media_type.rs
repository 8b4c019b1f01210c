//! Media types in; encodings out.

use super::{multipart, part, stream_item};
use crate::diagnostic::Code;
use crate::document::{BYTES, FORM, MediaType, join};
use crate::ir::{Cause, Constraints, Content, Encoding, PartEncoding, Rest, SchemaId, Type};
use crate::lower::context::{Context, Direction, Located, NamingPlace};
use crate::lower::shape::Shape;
use crate::lower::{compose, constraints, schema};
use serde_json::Value;
use std::collections::HashSet;

/// A media type of a body, as written.
pub(in crate::lower) struct Described<'a> {
    pub(in crate::lower) name: &'a str,
    pub(in crate::lower) written: Located<'a>,
    pub(in crate::lower) schema: Option<SchemaId>,
    /// The schema of an item of a stream.
    pub(in crate::lower) item: Option<SchemaId>,
    encodings: Vec<PartEncoding>,
}

impl Described<'_> {
    /// Its schemas, as written.
    fn schema(&self) -> [Option<&Value>; 2] {
        ["schema", "itemSchema"].map(|key| self.written.map.get(key))
    }
}

/// The media types in the `content` of an object, the plainest first. Their order in the document matters only among equally plain ones.
/// A reference to nothing is reported here; a value that is not an object was reported before.
pub(in crate::lower) fn read<'a>(
    context: &mut Context<'a>,
    body: &Located<'a>,
) -> Vec<Described<'a>> {
    let mut listed = Vec::new();
    for (name, value) in body.entries("content") {
        let Ok(written) = context.object(value, join(&body.at("content"), name)) else {
            continue;
        };
        let Some(name) = sent(context, name, &written.pointer) else { continue };
        let schema = context.schema_at(&written.at("schema"));
        let item = context.schema_at(&written.at("itemSchema"));
        let encodings = written.objects("encoding").map(part::read).collect();
        listed.push(Described { name, written, schema, item, encodings });
    }
    listed.sort_by_key(|own| {
        let is_plainest = matches!(own.name, "application/json" | "text/plain");
        let is_last = is_range(own.name) || is_no_patch(context, own);
        (rank(known_encoding(own.name)), is_last, !is_plainest)
    });
    listed
}

/// Whether a body has the media type of a JSON Patch, which is a list of operations (RFC 6902), but the schema of an object.
fn is_no_patch(context: &Context<'_>, body: &Described<'_>) -> bool {
    let end = body.schema.and_then(|schema| context.schemas.resolve(schema));
    MediaType::of(body.name).essence() == "application/json-patch+json"
        && end.is_some_and(|end| compose::kind(&context.schemas[end]) == Some("object"))
}

/// A media type in the form to send. JSON and XML are sometimes given by name only.
fn sent<'a>(context: &mut Context<'_>, name: &'a str, pointer: &str) -> Option<&'a str> {
    if let Some(first) = first_of_list(name) {
        let message =
            format!("{name:?} is a list of media types; only the first was read, {first}");
        let help = "describe each media type by a key of its own in an overlay";
        context.report(Code::MalformedKeyword, pointer, message, help);
        return Some(first);
    }
    if name.contains(['/', '*']) {
        return Some(name);
    }
    let meant = match name.to_ascii_lowercase().as_str() {
        "json" => Some("application/json"),
        "xml" => Some("application/xml"),
        _ => None,
    };
    let help = "write the whole media type in an overlay, such as application/json";
    let (code, done) = match meant {
        Some(meant) => (Code::MalformedKeyword, format!("it was read as {meant}")),
        None => (Code::UnsupportedMediaType, "it was left out".to_owned()),
    };
    context.report(code, pointer, format!("{name:?} is not a media type; {done}"), help);
    meant
}

/// The first of several media types in one key. A comma may also be part of a parameter.
fn first_of_list(name: &str) -> Option<&str> {
    let mut items = name.split(',').map(str::trim);
    let first = items.next().filter(|first| first.contains('/') && !first.contains('"'))?;
    let is_media_type = |item: &str| item.split(';').next().is_some_and(|own| own.contains('/'));
    items.any(is_media_type).then_some(first)
}

/// Reports a media type range that does not include the media type in which the body is sent: that of plain bytes, or a documented one.
fn report_range(context: &mut Context<'_>, listed: &[Described<'_>], body: &Described<'_>) {
    let described = MediaType::of(body.name);
    let essence = described.essence();
    // Bytes, and JSON, are in these.
    if !described.is_wild() || essence.starts_with('*') || essence == "application/*" {
        return;
    }
    let sent = if described.is_json() { "application/json" } else { BYTES };
    let is_sent = |other: &&Described<'_>| {
        !is_range(other.name)
            && other.schema() == body.schema()
            && match described.is_json() {
                true => known_encoding(other.name) == Encoding::Json,
                false => matches!(known_encoding(other.name), Encoding::Text | Encoding::Binary),
            }
    };
    let message = match listed.iter().find(is_sent) {
        Some(other) => format!(
            "a request body may have any media type in {essence}; it is sent as {} unless the program sets another",
            other.name
        ),
        None => format!(
            "a request body may have any media type in {essence}; it is sent as {sent}, which is not in that range"
        ),
    };
    let help = "set the header content-type on each call (`.header(\"content-type\", …)`), or name the media types in an overlay";
    context.report(Code::MediaRange, &body.written.pointer, message, help);
}

/// The media types that can be sent or read, the preferred one first, and the other ones as written.
pub(in crate::lower) fn contents(
    context: &mut Context<'_>,
    listed: &[Described<'_>],
    at: &NamingPlace,
) -> (Vec<Content>, Rest) {
    let (mut contents, mut rest) = (Vec::<Content>::new(), Rest::new());
    let is_upload = |body: &&Described<'_>| {
        at.direction == Direction::Request
            && MediaType::of(body.name).is_multipart()
            && multipart::has_files(context, body)
    };
    let uploads: Vec<&Described<'_>> = listed.iter().filter(is_upload).collect();
    let upload_names: HashSet<&str> = uploads.iter().map(|own| own.name).collect();
    for (index, body) in listed.iter().enumerate() {
        let is_same = |other: &&Described<'_>| other.schema() == body.schema();
        let before = &listed[..index];
        let upload = uploads.first().copied().filter(|_| !upload_names.contains(body.name));
        let value = match upload.filter(is_same) {
            Some(sent) if multipart::needs_files(context, sent) => {
                skip(context, body, &format!("it cannot hold the files that {} holds", sent.name));
                None
            }
            _ => {
                // Equal content has the same type; different content is named after its media type.
                let known = before.iter().find(is_same).map(|own| own.name);
                let known = contents.iter().find(|own| known == Some(own.media_type.as_str()));
                let known = known.map(|own| (own.encoding, own.value.clone()));
                let is_first = before.is_empty() || known.is_some();
                let named = if is_first { at.clone() } else { at.named(&word(body.name)) };
                value(context, listed, body, known, &named)
            }
        };
        match value {
            Some((encoding, value)) => {
                if at.direction == Direction::Request
                    && matches!(encoding, Encoding::Binary | Encoding::Json)
                {
                    report_range(context, listed, body);
                }
                if at.direction == Direction::Request && encoding == Encoding::Form {
                    multipart::report_null_fields(context, body);
                }
                contents.push(content(context, body, encoding, value));
            }
            None => drop(rest.insert(body.name.to_owned(), body.written.map.clone().into())),
        }
    }
    contents.sort_by_key(|content| {
        let is_upload = upload_names.contains(content.media_type.as_str());
        (!is_upload, rank(content.encoding), is_range(&content.media_type))
    });
    (contents, rest)
}

fn content(
    context: &mut Context<'_>,
    body: &Described<'_>,
    encoding: Encoding,
    value: Type,
) -> Content {
    let mut encodings = body.encodings.clone();
    if encoding == Encoding::Multipart {
        part::complete(context, body, &mut encodings);
    }
    if matches!(encoding, Encoding::Form | Encoding::Multipart) {
        multipart::drop_xml(context, body, &mut encodings);
    }
    let item = body.item.filter(|_| encoding.is_stream());
    if body.item.is_some() && item.is_none() {
        let message = format!("\"itemSchema\" of {} is not supported; it was ignored", body.name);
        let help = match known_encoding(body.name) {
            known if known.is_stream() => {
                "the type of the items has no effect: the stream is sent as the program passes it"
            }
            _ => "the type of the parts without names has no effect",
        };
        let pointer = body.written.at("itemSchema");
        context.report(Code::UnsupportedKeyword, &pointer, message, help);
    }
    let (description, constraints) = documentation(context, body, encoding, &value);
    Content {
        description,
        constraints,
        media_type: body.name.to_owned(),
        encoding,
        value,
        encodings,
        schema: item.or(body.schema),
        rest: body.written.rest(match item {
            Some(_) => &["itemSchema", "encoding"],
            None => &["schema", "encoding"],
        }),
        pointer: body.written.pointer.clone(),
    }
}

/// The description and the restrictions of a body whose type has no name, and no documentation of its own.
fn documentation(
    context: &Context<'_>,
    body: &Described<'_>,
    encoding: Encoding,
    value: &Type,
) -> (Option<String>, Constraints) {
    let is_named = matches!(value.without_null(), Type::Named(_));
    let is_read = matches!(encoding, Encoding::Json | Encoding::Xml);
    let Some(schema) = body.schema.filter(|_| is_read && !is_named) else {
        return (None, Constraints::default());
    };
    let described = constraints::described(context.schemas, schema);
    let mut texts = described.iter().filter_map(|schema| schema.description()).map(str::trim);
    let description = texts.find(|text| !text.is_empty()).map(str::to_owned);
    // A body is either sent or not: it has no default.
    let constraints =
        Constraints { default: None, ..constraints::of(context, schema, value, &described) };
    (description, constraints)
}

/// The encoding and type of a body; none if it is not sent. Text and bytes ignore the schema.
fn value(
    context: &mut Context<'_>,
    listed: &[Described<'_>],
    body: &Described<'_>,
    known: Option<(Encoding, Type)>,
    at: &NamingPlace,
) -> Option<(Encoding, Type)> {
    let encoding = encoding(context, body, at.direction);
    if encoding == Encoding::JsonLines && known_encoding(body.name) == Encoding::Json {
        stream_item::note_gateway(context, body);
    }
    let is_typed = |encoding| matches!(encoding, Encoding::Json | Encoding::Form | Encoding::Xml);
    let known = known.filter(|(own, _)| is_typed(*own)).map(|(_, value)| value);
    let value = match encoding {
        Encoding::Multipart => multipart_body(context, listed, body, at)?,
        Encoding::Xml => return Some(xml(context, body, known, at)),
        Encoding::Form if is_no_object(context, body, at.direction) => {
            let message = format!(
                "a request body is {}, and its schema does not describe an object; it is sent as the text that the program passes",
                body.name
            );
            let help =
                "describe an object in an overlay, whose properties are the fields of the form";
            context.report(Code::UntypedBody, &body.written.pointer, message, help);
            return Some((Encoding::Text, Type::String));
        }
        Encoding::Json | Encoding::Form => match (known, body.schema) {
            (Some(known), _) => known,
            (None, Some(schema)) => schema::lower(context, schema, at),
            (None, None) => context.free(&body.written.pointer, Cause::NoSchema),
        },
        Encoding::Events | Encoding::JsonLines | Encoding::JsonSequence => {
            stream_item::item(context, body, encoding, known, at)
        }
        Encoding::Text => Type::String,
        Encoding::Binary => Type::Binary,
    };
    Some((encoding, value))
}

/// Whether the schema of a form to send describes something other than an object.
fn is_no_object(context: &Context<'_>, body: &Described<'_>, direction: Direction) -> bool {
    const MAX_CHAIN: usize = 8;
    let mut next = body.schema.filter(|_| direction == Direction::Request);
    for _ in 0..MAX_CHAIN {
        let Some(end) = next.and_then(|id| context.schemas.resolve(id)) else { return false };
        match Shape::of(context.schemas, end) {
            Shape::Same(arm) => next = Some(arm),
            Shape::Plain(_)
            | Shape::Array(_)
            | Shape::Sequence
            | Shape::StringEnum(_)
            | Shape::IntegerEnum(_) => return true,
            _ => return false,
        }
    }
    false
}

/// XML whose schema describes the content, or else text or bytes.
fn xml(
    context: &mut Context<'_>,
    body: &Described<'_>,
    known: Option<Type>,
    at: &NamingPlace,
) -> (Encoding, Type) {
    let value = known.or_else(|| Some(schema::lower(context, body.schema?, at)));
    let is_structured = |value: &Type| {
        matches!(value.without_null(), Type::Named(_) | Type::Array(_) | Type::Map(_))
    };
    match value.filter(is_structured) {
        Some(value) => (Encoding::Xml, value),
        None if MediaType::of(body.name).is_text() => (Encoding::Text, Type::String),
        None => (Encoding::Binary, Type::Binary),
    }
}

/// Reports a media type that is left out in favour of another.
fn skip(context: &mut Context<'_>, body: &Described<'_>, reason: &str) {
    let message = format!("the media type {} of a request body was left out: {reason}", body.name);
    let help = "remove the other media type in an overlay if this one is meant";
    context.report(Code::SeveralMediaTypes, &body.written.pointer, message, help);
}

/// The type of a multipart body. None for one that cannot be sent, and for one without files if JSON or a form is equivalent.
fn multipart_body(
    context: &mut Context<'_>,
    listed: &[Described<'_>],
    body: &Described<'_>,
    at: &NamingPlace,
) -> Option<Type> {
    let is_other = |other: &&Described<'_>| {
        other.schema() == body.schema()
            && matches!(encoding(context, other, at.direction), Encoding::Json | Encoding::Form)
    };
    if let Some(other) = listed.iter().find(is_other)
        && !multipart::has_files(context, body)
    {
        skip(context, body, &format!("it holds no files, and {} is sent instead", other.name));
        return None;
    }
    Some(multipart::lower(context, body, at))
}

/// Whether a media type is a range of them.
fn is_range(media_type: &str) -> bool {
    MediaType::of(media_type).is_wild()
}

/// Whether a media type may be anything.
fn is_wild(media_type: &str) -> bool {
    matches!(media_type, "*/*" | "application/*")
}

/// The encoding of a body.
fn encoding(context: &Context<'_>, body: &Described<'_>, direction: Direction) -> Encoding {
    let is_binary = || body.schema.is_some_and(|schema| multipart::is_binary(context, schema));
    // An undescribed response may be anything.
    let is_unknown =
        direction == Direction::Response && body.schema.is_none() && body.item.is_none();
    if is_wild(body.name) && (is_unknown || is_binary()) {
        return Encoding::Binary;
    }
    match known_encoding(body.name) {
        // Text of any charset, or a file of another type than the media type says.
        Encoding::Text if is_of_bytes(context, body) => Encoding::Binary,
        Encoding::Json
            if direction == Direction::Response && stream_item::is_of_gateway(context, body) =>
        {
            Encoding::JsonLines
        }
        // Multipart responses are not parsed.
        Encoding::Multipart if direction == Direction::Response => Encoding::Binary,
        // Streams are only read, never sent.
        Encoding::Events if direction == Direction::Request => Encoding::Text,
        Encoding::JsonLines | Encoding::JsonSequence if direction == Direction::Request => {
            Encoding::Binary
        }
        encoding => encoding,
    }
}

/// Whether the schema of a body says in so many words that it is bytes.
fn is_of_bytes(context: &Context<'_>, body: &Described<'_>) -> bool {
    let end = body.schema.and_then(|schema| context.schemas.resolve(schema));
    end.map(|end| &context.schemas[end]).is_some_and(|schema| {
        schema.types().next() == Some("string") && schema.format() == Some("binary")
    })
}

fn known_encoding(media_type: &str) -> Encoding {
    let media_type = MediaType::of(media_type);
    match media_type.essence() {
        "*/*" | "application/*" => Encoding::Json,
        FORM => Encoding::Form,
        _ if media_type.is_events() => Encoding::Events,
        _ if media_type.is_json_lines() => Encoding::JsonLines,
        _ if media_type.is_json_sequence() => Encoding::JsonSequence,
        _ if media_type.is_json() => Encoding::Json,
        _ if media_type.is_xml() => Encoding::Xml,
        _ if media_type.is_multipart() => Encoding::Multipart,
        _ if media_type.is_text() => Encoding::Text,
        _ => Encoding::Binary,
    }
}

/// The name of a media type: `csv`, `merge patch`.
pub(super) fn word(media_type: &str) -> String {
    let media_type = MediaType::of(media_type);
    let essence = media_type.essence();
    let subtype = essence.split_once('/').map_or(essence, |(_, subtype)| subtype);
    match (essence, subtype) {
        (FORM, _) => "form".to_owned(),
        (BYTES, _) => "bytes".to_owned(),
        ("text/plain", _) => "text".to_owned(),
        _ if media_type.is_multipart() => "multipart".to_owned(),
        ("*/*", _) => "any".to_owned(),
        (_, "*") => format!("any {}", essence.trim_end_matches("/*")),
        (_, subtype) => {
            let plain =
                subtype.trim_start_matches("x-").trim_end_matches("+json").trim_end_matches("+xml");
            plain.replace(|char: char| !char.is_ascii_alphanumeric(), " ")
        }
    }
}

fn rank(encoding: Encoding) -> u8 {
    match encoding {
        Encoding::Json => 0,
        Encoding::Form => 1,
        Encoding::Multipart => 2,
        Encoding::Xml => 3,
        Encoding::Events => 4,
        Encoding::JsonLines => 5,
        Encoding::JsonSequence => 6,
        Encoding::Text => 7,
        Encoding::Binary => 8,
    }
}
