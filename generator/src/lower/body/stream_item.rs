//! The media type of a streamed response in; the type of one item out.

use super::media_type::Described;
use crate::diagnostic::Code;
use crate::ir::{Cause, Encoding, SchemaId, Type};
use crate::lower::context::{Context, NamingPlace};
use crate::lower::schema;

/// Whether a JSON response is a stream of gRPC-Gateway, which writes one JSON text per line and describes one of them. Only the title of the
/// schema shows this.
pub(super) fn is_of_gateway(context: &Context<'_>, body: &Described<'_>) -> bool {
    body.schema.is_some_and(|schema| {
        let schema = &context.schemas[schema];
        let is_titled = schema.title().is_some_and(|title| title.starts_with("Stream result of "));
        let has = |name: &str| schema.properties.contains_key(name);
        is_titled && schema.properties.len() == 2 && has("result") && has("error")
    })
}

/// Reports how such a response is read.
pub(super) fn note_gateway(context: &mut Context<'_>, body: &Described<'_>) {
    let message = "a response is a stream of gRPC-Gateway; it is read as one JSON text per line";
    let help = "if it is one object, remove the title of its schema in an overlay";
    context.report(Code::GatewayStream, &body.written.pointer, message.to_owned(), help);
}

/// The type of an event or of a JSON text: from `itemSchema`, or else from the schema, which may describe a list of items. `known` is the
/// type of the same schema in another media type.
pub(super) fn item(
    context: &mut Context<'_>,
    body: &Described<'_>,
    encoding: Encoding,
    known: Option<Type>,
    at: &NamingPlace,
) -> Type {
    let is_events = encoding == Encoding::Events;
    if let Some(item) = body.item {
        return match event_data(context, item).filter(|_| is_events) {
            Some(Some(data)) => schema::lower(context, data, at),
            Some(None) => Type::String,
            None => schema::lower(context, item, at),
        };
    }
    let whole = known.or_else(|| body.schema.map(|schema| schema::lower(context, schema, at)));
    match whole {
        Some(Type::Array(items)) => *items,
        // A schema for text or bytes does not describe the items of a stream.
        Some(Type::String | Type::Binary) | None if !is_events => {
            context.free(&body.written.pointer, Cause::NoSchema)
        }
        Some(Type::Binary) | None => Type::String,
        Some(value) => value,
    }
}

/// The schema of an event's data, if it is more than text. None if the schema does not describe a whole event (OpenAPI 3.2, "Special
/// Considerations for Server-Sent Events").
fn event_data(context: &mut Context<'_>, item: SchemaId) -> Option<Option<SchemaId>> {
    const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];
    let event = &context.schemas[context.follow(item)?];
    let is_event = event.properties.keys().all(|name| FIELDS.contains(&name.as_str()));
    let data = *event.properties.get("data").filter(|_| is_event)?;
    let data = &context.schemas[context.follow(data)?];
    let content = data.parts.iter().find(|part| part.keyword == "contentSchema");
    Some(content.map(|part| part.schema))
}
