//! Emits the sections of the README about files, other bytes and streams.

use super::{Emitter, docs, runtime};
use crate::ir::Type;

const UPLOADS: &str = "\
Files to send are `File`s. `File::from_bytes` holds the content in memory. `File::open` reads a local file while it is sent, and
`File::from_stream` any stream; these can be sent only once. A body of bytes is a `Body`; `into()` converts a `File`, bytes and text to it.";

const FORMS: &str = "\
A form whose parts are not documented is a `Form`: `value` and `file` add its parts.";

const DOWNLOADS: &str = "\
Operations whose response is bytes hold them in memory, up to the limit of the client. With `download()` they return a
`Download` as soon as the response begins. It is read piece by piece, in any size: with `chunk()`, or as a stream.";

const STREAMS: &str = "\
Operations whose response is a stream of events (`Events`) or of JSON texts (`JsonLines`, `JsonSequence`) read it completely. With
`stream()` they return a `Streaming` as soon as the response begins. It is read item by item as it arrives: with `next()`, or as a
stream. An item that cannot be read is an error, and the next item follows. An item of more than 8 MiB ends the stream, unless
`max_item_bytes` allows it. If the operation is idempotent, `reconnect(n)` requests a stream of events again when it ends, after the
last event. Dropping the `Streaming` closes the connection.";

const ASKED: &str = "\
If a member of the request body decides whether the response is a stream, the operation sets this member, whatever the body holds:";

/// The section about files and bytes; empty if the API has none.
pub(super) fn section(emitter: Emitter<'_>) -> String {
    let mut parts = Vec::new();
    if runtime::has_uploads(emitter) {
        parts.push(UPLOADS.to_owned());
    }
    let mut bodies = emitter.api.operations().flat_map(|operation| &operation.body);
    let is_open = |content: &crate::ir::Content| content.value == Type::Parts;
    if bodies.any(|body| body.contents.first().is_some_and(is_open)) {
        parts.push(FORMS.to_owned());
    }
    if emitter.surface.operations().any(|(_, item)| item.download) {
        parts.push(DOWNLOADS.to_owned());
    }
    parts.extend(example(emitter));
    if parts.is_empty() { String::new() } else { format!("## Files\n\n{}", parts.join("\n\n")) }
}

/// The section about streams; empty if the API has none.
pub(super) fn streams(emitter: Emitter<'_>) -> String {
    if !emitter.surface.operations().any(|(_, item)| item.stream) {
        return String::new();
    }
    let operations = emitter.api.operations().zip(emitter.surface.operations());
    let mut asking = operations.filter(|(_, (_, item))| item.stream);
    let asked = asking.find_map(|(operation, _)| operation.asked.as_ref()).map(|asked| {
        let value = docs::code(&asked.value.to_string());
        format!("\n\n{ASKED}\n{} is {value} for a stream.", docs::code(&asked.member))
    });
    format!("## Streams\n\n{STREAMS}{}", asked.unwrap_or_default())
}

/// A function that downloads from the first operation that needs no arguments.
fn example(emitter: Emitter<'_>) -> Option<String> {
    let mut operations = emitter.surface.operations();
    let (tag, item) = operations.find(|(_, item)| item.download && item.is_simple())?;
    Some(format!(
        "```rust\nasync fn download(client: {}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let mut download = client.{}().{}().download().await?;\n    while let Some(piece) = download.chunk().await? {{\n        \
         println!(\"{{}} bytes\", piece.len());\n    }}\n    Ok(())\n}}\n```",
        emitter.crate_ident(),
        tag.method,
        item.method
    ))
}
