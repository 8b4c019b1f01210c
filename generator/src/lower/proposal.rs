//! Operations that are not read in pages in, proposals for `paging` of the configuration out, where the document makes it plain.

use super::context::Context;
use super::paging::{content, has_header, items, record};
use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{Method, Operation, Type, TypeDefinition};
use std::collections::BTreeMap;

const OFFSETS: &[&str] = &["offset", "skip"];
const PAGES: &[&str] = &["page", "page_number", "pageNumber"];
const SIZES: &[&str] = &[
    "limit",
    "per_page",
    "perPage",
    "page_size",
    "pageSize",
    "size",
    "count",
    "max_results",
    "maxResults",
];
const CURSORS: &[&str] = &[
    "cursor",
    "after",
    "page_token",
    "pageToken",
    "next_token",
    "nextToken",
    "continuation_token",
    "continuationToken",
    "starting_after",
];
const NEXT: &[&str] = &[
    "next_cursor",
    "nextCursor",
    "next_page_token",
    "nextPageToken",
    "next_token",
    "nextToken",
    "continuation_token",
    "continuationToken",
    "end_cursor",
    "endCursor",
];
const URLS: &[&str] =
    &["next_url", "nextUrl", "next_link", "nextLink", "@odata.nextLink", "next_page_url"];

/// Reports each entry that would fit, once, at the first operation that it is for.
pub(super) fn report(context: &mut Context<'_>, operations: &[(String, Operation)]) {
    let mut proposals: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
    for (_, operation) in operations {
        let is_open = operation.paging.is_none()
            && operation.choice.is_none()
            && operation.method == Method::Get;
        if is_open
            && items(&context.types, operation, None).is_some()
            && let Some(entry) = entry(&context.types, operation)
        {
            proposals.entry(entry).or_default().push(operation);
        }
    }
    for (entry, operations) in proposals {
        let Some(first) = operations.first() else { continue };
        let message = match operations.len() {
            1 => format!("GET {} seems to send its list in pages", first.path),
            count => format!(
                "{count} operations seem to send their lists in pages, such as GET {}",
                first.path
            ),
        };
        let help =
            format!("to read them in pages, add to `paging` of the configuration: - {{{entry}}}");
        context.report(Code::ProposedPaging, &first.pointer, message, &help);
    }
}

/// The entry that an operation with a list calls for, without its braces.
fn entry(types: &[TypeDefinition], operation: &Operation) -> Option<String> {
    let parameter = |names: &[&'static str]| {
        let is_there = |name: &&'static str| {
            let mut own = operation.parameters.iter();
            own.any(|own| own.location.name() == "query" && own.name == *name)
        };
        names.iter().copied().find(is_there)
    };
    if let Some(pointer) = text(types, operation, URLS) {
        return Some(format!("next_url: {pointer}"));
    }
    if has_header(operation, "link") {
        return Some("link: true".to_owned());
    }
    if let Some(cursor) = parameter(CURSORS)
        && let Some(pointer) = text(types, operation, NEXT)
    {
        return Some(format!("cursor: {cursor}, next: {pointer}"));
    }
    let size = parameter(SIZES)?;
    if let Some(offset) = parameter(OFFSETS) {
        return Some(format!("offset: {offset}, limit: {size}"));
    }
    parameter(PAGES).map(|page| format!("page: {page}, size: {size}"))
}

/// The pointer of the first text with one of these names, in the response or in an object that it holds.
fn text(types: &[TypeDefinition], operation: &Operation, names: &[&str]) -> Option<String> {
    let own = |value: &Type| {
        let fields = record(types, value).into_iter().flat_map(|record| &record.fields);
        let mut texts = fields.filter(|field| *field.value.without_null() == Type::String);
        texts.find(|field| names.contains(&field.name.as_str())).map(|field| field.name.clone())
    };
    let content = content(operation)?;
    if let Some(name) = own(content) {
        return Some(written(&join("", &name)));
    }
    let fields = &record(types, content)?.fields;
    fields
        .iter()
        .find_map(|field| Some(written(&join(&join("", &field.name), &own(&field.value)?))))
}

/// A pointer as it is written in a map of YAML.
fn written(pointer: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/_-.@~$".contains(c);
    match pointer.chars().all(is_plain) {
        true => pointer.to_owned(),
        false => format!("{pointer:?}"),
    }
}
