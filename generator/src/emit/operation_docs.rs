//! Emits an operation's documentation, one function for each paragraph, and its aliases for rustdoc's search.

use super::input::Input;
use super::operation_context::OperationContext;
use super::paging::Paged;
use super::{Emitter, call_example, constraints, docs};
use crate::config::Repeat;
use crate::ir::{Asked, Content, Operation, PartEncoding, Type, TypeKind};
use crate::surface::{OperationItem, Output, RustType};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// The maximum length of an alias.
const ALIAS: usize = 80;

/// The documentation of an operation, with an example that compiles.
pub(super) fn comment(context: OperationContext<'_>) -> TokenStream {
    let OperationContext { emitter, operation, item, inputs, paged, .. } = context;
    let summary = docs::sentence(&[operation.summary.as_deref()], "");
    let description = description(operation, &summary);
    docs::comment(&[
        summary,
        description,
        route(operation, item),
        arguments(inputs),
        optional(inputs),
        paged.map(Paged::documentation).unwrap_or_default(),
        outcome(operation),
        transfer(item),
        asked(operation, item),
        headers(item),
        repeat(operation),
        choice(operation),
        part_headers(emitter, operation),
        server(emitter, operation),
        code_samples(emitter, operation),
        call_example::call(context),
    ])
}

/// The description, unless the summary says all of it. A single line becomes a sentence.
fn description(operation: &Operation, summary: &str) -> String {
    let text = operation.description.as_deref().map(docs::text).unwrap_or_default();
    if text.contains('\n') {
        return text;
    }
    let sentence = docs::sentence(&[operation.description.as_deref()], "");
    if sentence == summary { String::new() } else { sentence }
}

/// The route, the output and the error.
fn route(operation: &Operation, item: &OperationItem) -> String {
    let route = docs::code(&format!("{} {}", operation.method.name(), operation.path));
    let returned = returned(item);
    let failing = match &item.error {
        Some(error) => format!(", failing with [`{}`]", error.ident),
        None => String::new(),
    };
    format!("{route}{returned}{failing}.")
}

/// The described arguments as a list.
fn arguments(inputs: &[Input<'_>]) -> String {
    let line = |input: &Input<'_>| {
        let text = input.line();
        (!text.is_empty()).then(|| format!("- `{}`: {text}", input.member))
    };
    let required = inputs.iter().filter(|input| input.item.required);
    required.filter_map(line).collect::<Vec<_>>().join("\n")
}

/// The methods for optional inputs.
fn optional(inputs: &[Input<'_>]) -> String {
    let optional = inputs.iter().filter(|input| !input.item.required);
    let links = optional.map(|input| format!("[`{0}`](rt::Call::{0})", input.member));
    listed("Optional", links.collect())
}

/// A labelled list; empty if nothing is listed.
fn listed(label: &str, items: Vec<String>) -> String {
    if items.is_empty() { String::new() } else { format!("{label}: {}.", items.join(", ")) }
}

/// The description and the restrictions of a response whose type has no documentation of its own.
fn outcome(operation: &Operation) -> String {
    let contents = operation.successes.iter().filter_map(|response| response.contents.first());
    let texts = contents.map(|content| {
        let described = docs::sentence(&[content.description.as_deref()], "");
        let restrictions = constraints::paragraphs(&content.constraints, false);
        let all = std::iter::once(described).chain(restrictions).filter(|text| !text.is_empty());
        all.collect::<Vec<_>>().join(" ")
    });
    let mut texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    texts.dedup();
    if texts.is_empty() { String::new() } else { format!("Response: {}", texts.join(" ")) }
}

/// The way to read the response as it arrives.
fn transfer(item: &OperationItem) -> String {
    match (item.download, item.stream) {
        (true, _) => "[`download`](rt::Call::download) reads the response piece by piece.".into(),
        (_, true) => {
            "[`stream`](rt::Call::stream) reads the response item by item as it arrives.".into()
        }
        (false, false) => String::new(),
    }
}

/// The documented headers of the responses.
fn headers(item: &OperationItem) -> String {
    let links =
        item.headers.iter().map(|header| format!("[`{1}`]({0}::{1})", item.ident, header.ident));
    listed("Headers of its responses", links.collect())
}

/// Whether a retry may repeat the operation, if its method does not say so.
fn repeat(operation: &Operation) -> String {
    match &operation.repeat {
        Repeat::Keyed(name) => format!(
            "It may be sent again, as the retry policy says: each attempt of a call has the same value in the header {}.",
            docs::code(name)
        ),
        Repeat::Once if operation.method.is_idempotent() => {
            "It is sent at most once, whatever the retry policy says.".into()
        }
        Repeat::Again if !operation.method.is_idempotent() => {
            "It may be sent again, as the retry policy says.".into()
        }
        Repeat::Once | Repeat::Again => String::new(),
    }
}

/// The media type that the operation was made for, if it is one of several methods.
fn choice(operation: &Operation) -> String {
    let Some(choice) = &operation.choice else { return String::new() };
    let what = if choice.is_response { "Its response" } else { "Its body" };
    format!("{what} is {}.", docs::code(&choice.media_type))
}

/// The operation's own server.
fn server(emitter: Emitter<'_>, operation: &Operation) -> String {
    let Some(server) = emitter.api.server(operation) else { return String::new() };
    format!(
        "It is sent to {}, unless the client has another base URL than the documented one.",
        docs::code(&server)
    )
}

/// The output of a call, with a link: `, returning [`Vec<Pet>`](models::Pet)`; empty if there is none.
fn returned(item: &OperationItem) -> String {
    let (rust, text) = match &item.output {
        Output::Same(RustType::Unit) => return String::new(),
        Output::Same(rust) | Output::OrNothing(rust) => (rust, item.output.to_string()),
        Output::Enum { ident, .. } => return format!(", returning [`{ident}`]"),
    };
    let text = format!("`{text}`");
    match (rust.model(), rust.innermost()) {
        (Some(model), _) => format!(", returning [{text}](models::{model})"),
        (None, RustType::Runtime(kind)) => format!(", returning [{text}](rt::{})", kind.ident()),
        (None, _) => format!(", returning {text}"),
    }
}

/// The aliases by which rustdoc's search finds the method: the operation's id, path and summary.
pub(super) fn aliases(operation: &Operation, item: &OperationItem) -> TokenStream {
    let summary = operation.summary.as_deref().map(docs::plain);
    let mut words: Vec<String> = Vec::new();
    for word in [operation.id.clone(), Some(operation.path.clone()), summary].into_iter().flatten()
    {
        let word = word.trim().trim_end_matches('.').to_owned();
        let is_odd =
            |c: char| c.is_control() || "\"'\\".contains(c) || (c.is_whitespace() && c != ' ');
        let fits = !word.is_empty() && word.len() <= ALIAS && !word.contains(is_odd);
        if fits && word != item.method && !words.contains(&word) {
            words.push(word);
        }
    }
    match words.as_slice() {
        [] => TokenStream::new(),
        words => quote!(#[doc(alias(#(#words),*))]),
    }
}

/// The member that decides whether the response is a stream.
fn asked(operation: &Operation, item: &OperationItem) -> String {
    let Some(Asked { member, value }) = &operation.asked else { return String::new() };
    let what = if item.stream { "is a stream" } else { "is no stream" };
    format!(
        "Its response {what}: {} is sent as {}, whatever the body says.",
        docs::code(member),
        docs::code(&value.to_string())
    )
}

/// Whether a part of a body is a file, or a list of files.
fn is_file(emitter: Emitter<'_>, content: &Content, name: &str) -> bool {
    let Type::Named(id) = content.value else { return false };
    let TypeKind::Record(record) = &emitter.api.definition(id).kind else { return false };
    let field = record.fields.iter().find(|field| field.name == name);
    field.is_some_and(|field| match field.value.without_null() {
        Type::Array(item) => **item == Type::Binary,
        value => *value == Type::Binary,
    })
}

/// The media types and headers that programs can give to the files of its body.
fn part_headers(emitter: Emitter<'_>, operation: &Operation) -> String {
    let content = operation.body.as_ref().and_then(|body| body.contents.first());
    let is_file = |own: &PartEncoding| {
        content.is_some_and(|content| self::is_file(emitter, content, &own.name))
    };
    let encodings = content.into_iter().flat_map(|content| &content.encodings);
    let mut lines = Vec::new();
    for own in encodings {
        // A value is sent as text or JSON.
        if let Some(several) = own.several_media_types().filter(|_| is_file(own)) {
            let (part, several) = (docs::code(&own.name), docs::code(several));
            lines.push(format!(
                "The media type of {part} is one of {several}; [`rt::File::with_content_type`] sets it.\n"
            ));
        }
        for header in own.headers.iter().filter(|header| header.known.is_none()) {
            let must = if header.required { "must" } else { "may" };
            let text = docs::sentence(&[header.description.as_deref()], "");
            let line = format!(
                "{} {must} have the header {}, which [`rt::File::with_header`] adds. {text}",
                docs::code(&own.name),
                docs::code(&header.name)
            );
            lines.push(format!("{}\n", line.trim_end()));
        }
    }
    lines.join("\n")
}

/// The `x-codeSamples` of the operation, if the configuration enables them. They are shown as text, whatever their language.
fn code_samples(emitter: Emitter<'_>, operation: &Operation) -> String {
    if !emitter.config.documentation.code_samples {
        return String::new();
    }
    let samples = ["x-codeSamples", "x-code-samples"]
        .iter()
        .find_map(|key| operation.rest.get(*key)?.as_array());
    let samples = samples.into_iter().flatten().filter_map(code_sample);
    samples.collect::<Vec<_>>().join("\n\n")
}

fn code_sample(sample: &Value) -> Option<String> {
    let text =
        |key: &str| sample.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let source = text("source")?;
    let longest = source.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let block = docs::text(&format!("{fence}text\n{}\n{fence}", source.trim_end()));
    let label = text("label").or_else(|| text("lang")).map(docs::line);
    Some(match label {
        Some(label) => format!("{label}:\n\n{block}"),
        None => block,
    })
}
