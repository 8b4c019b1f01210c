//! Emits parts of an operation's documentation, and its aliases for rustdoc's search.

use super::{Emitter, docs};
use crate::ir::{Asked, Operation};
use crate::surface::{OperationItem, Output, RustType};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// The maximum length of an alias.
const ALIAS: usize = 80;

/// The output of a call, with a link: `, returning [`Vec<Pet>`](models::Pet)`; empty if there is none.
pub(super) fn returned(item: &OperationItem) -> String {
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
pub(super) fn asked(operation: &Operation, item: &OperationItem) -> String {
    let Some(Asked { member, value }) = &operation.asked else { return String::new() };
    let what = if item.stream { "is a stream" } else { "is no stream" };
    format!(
        "Its response {what}: {} is sent as {}, whatever the body says.",
        docs::code(member),
        docs::code(&value.to_string())
    )
}

/// The headers that programs can add to the files of its body.
pub(super) fn part_headers(operation: &Operation) -> String {
    let content = operation.body.as_ref().and_then(|body| body.contents.first());
    let encodings = content.into_iter().flat_map(|content| &content.encodings);
    let mut lines = Vec::new();
    for own in encodings {
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
pub(super) fn code_samples(emitter: Emitter<'_>, operation: &Operation) -> String {
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
