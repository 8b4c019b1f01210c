//! Operations without paging in; proposals for `paging` of the configuration out, where the document makes paging obvious.

use super::paging::{at, content, has_header, items, json_body, record};
use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{Method, Operation, Type, TypeDefinition};
use crate::lower::context::Context;
use std::collections::BTreeMap;

const OFFSETS: &[&str] = &[
    "offset",
    "skip",
    "start_at",
    "startAt",
    "page[offset]",
    "$skip",
    "start_index",
    "startIndex",
];
const PAGES: &[&str] = &["page", "page_number", "pageNumber", "page[number]"];
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
    "page[size]",
    "page[limit]",
    "$top",
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
    "after_id",
    "marker",
    "start_cursor",
    "page_cursor",
    "page[cursor]",
    "continue",
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
    "next_marker",
    "nextMarker",
    "next_page_cursor",
    "last_id",
    "continue",
    "cursor",
];
const MORE: &[&str] = &["has_more", "hasMore", "has_next", "has_next_page", "hasNextPage"];
const URLS: &[&str] =
    &["next_url", "nextUrl", "next_link", "nextLink", "@odata.nextLink", "next_page_url"];

/// Reports each suitable entry once, at the first operation that it applies to.
pub(in crate::lower) fn report(context: &mut Context<'_>, operations: &[(String, Operation)]) {
    let mut proposals: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
    for (_, operation) in operations {
        let is_open = operation.paging.is_none()
            && operation.choice.is_none()
            && matches!(operation.method, Method::Get | Method::Post | Method::Query);
        if is_open
            && items(&context.types, operation, None).is_some()
            && let Some(entry) = entry(&context.types, operation)
        {
            proposals.entry(entry).or_default().push(operation);
        }
    }
    for (entry, operations) in proposals {
        let Some(first) = operations.first() else { continue };
        let name = format!("{} {}", first.method.name(), first.path);
        let message = match operations.len() {
            1 => format!("{name} seems to send its list in pages"),
            count => {
                format!("{count} operations seem to send their lists in pages, such as {name}")
            }
        };
        let help =
            format!("to read them in pages, add to `paging` of the configuration: - {{{entry}}}");
        context.report(Code::ProposedPaging, &first.pointer, message, &help);
    }
}

/// The entry that suits an operation with a list, without its braces.
fn entry(types: &[TypeDefinition], operation: &Operation) -> Option<String> {
    let is_read = operation.method == Method::Get;
    // Paging parameters are in the query of a GET request, and in the body of a search.
    let parameter = |names: &[&'static str]| {
        let is_there = |name: &&'static str| {
            let mut own = operation.parameters.iter();
            own.any(|own| own.location.name() == "query" && own.name == *name)
        };
        if is_read {
            names.iter().copied().find(is_there).map(written)
        } else {
            property(types, json_body(operation)?, names, is_value)
        }
    };
    let content = content(operation)?;
    let text = |names| property(types, content, names, |own| *own == Type::String);
    if let Some(pointer) = text(URLS).filter(|_| is_read) {
        return Some(format!("next_url: {pointer}"));
    }
    if is_read && has_header(operation, "link") {
        return Some("link: true".to_owned());
    }
    if let Some(cursor) = parameter(CURSORS) {
        let more = property(types, content, MORE, |own| *own == Type::Boolean);
        // If nothing else identifies the next page, but the response says whether there is one, it starts after the last item.
        let last = || more.as_ref().and_then(|_| last_item(types, operation));
        if let Some(next) = text(NEXT).or_else(last) {
            let more = more.map(|more| format!(", more: {more}")).unwrap_or_default();
            return Some(format!("cursor: {cursor}, next: {next}{more}"));
        }
    }
    let size = parameter(SIZES)?;
    if let Some(offset) = parameter(OFFSETS) {
        return Some(format!("offset: {offset}, limit: {size}"));
    }
    parameter(PAGES).map(|page| format!("page: {page}, size: {size}"))
}

/// Whether a value can identify a page or count items.
fn is_value(value: &Type) -> bool {
    matches!(value, Type::String | Type::Integer(_) | Type::Number { .. } | Type::Uuid)
}

/// The pointer of the first property with one of these names and a suitable type, in a body or in a nested object.
fn property(
    types: &[TypeDefinition],
    content: &Type,
    names: &[&str],
    is_meant: fn(&Type) -> bool,
) -> Option<String> {
    let own = |value: &Type| {
        let fields = record(types, value).into_iter().flat_map(|record| &record.fields);
        let mut meant = fields.filter(|field| is_meant(field.value.without_null()));
        meant.find(|field| names.contains(&field.name.as_str())).map(|field| field.name.clone())
    };
    if let Some(name) = own(content) {
        return Some(written(&join("", &name)));
    }
    let fields = &record(types, content)?.fields;
    fields
        .iter()
        .find_map(|field| Some(written(&join(&join("", &field.name), &own(&field.value)?))))
}

/// The pointer of the `id` of the last item.
fn last_item(types: &[TypeDefinition], operation: &Operation) -> Option<String> {
    let path = items(types, operation, None)?;
    let Type::Array(item) = at(types, content(operation)?, &path)?.without_null() else {
        return None;
    };
    let mut fields = record(types, item)?.fields.iter();
    let is_name = |own: &Type| matches!(own, Type::String | Type::Integer(_) | Type::Uuid);
    fields.find(|own| own.name == "id" && is_name(own.value.without_null()))?;
    let list = path.iter().fold(String::new(), |pointer, name| join(&pointer, name));
    Some(written(&join(&join(&list, "-"), "id")))
}

/// A pointer or a name in the notation of a YAML map.
fn written(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/_-.@~$".contains(c);
    if text.chars().all(is_plain) { text.to_owned() } else { format!("{text:?}") }
}
