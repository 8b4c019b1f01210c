//! The media type of a streamed response in; the type of one item out.

use super::media_type::Described;
use crate::diagnostic::Code;
use crate::ir::{Cause, Encoding, Type};
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
        return match schema::lower(context, item, at) {
            Type::Binary if is_events => Type::String,
            item => item,
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
