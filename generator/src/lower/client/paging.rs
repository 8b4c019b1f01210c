//! Operations and `paging` of the configuration in; the paging of each operation out.

use super::meant_operation;
use crate::config::{Config, Paging as Entry};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::tokens;
use crate::ir::{
    Encoding, Field, JsonLocation, Location, NextPage, Operation, PageSize, Paging, PagingKind,
    PagingScheme, Parameter, Record, Type, TypeDefinition, TypeKind,
};
use crate::lower::context::Context;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// Marks the operations that can be read in pages, and returns their paging schemes. The parameter of a range becomes a part of
/// [`Paging`]. A token or cursor parameter stays as the page to start with; it is optional, since the first page has none.
pub(in crate::lower) fn apply(
    context: &mut Context<'_>,
    config: &Config,
    operations: &mut [(String, Operation)],
) -> Vec<PagingScheme> {
    let mut schemes = Vec::new();
    for entry in &config.paging {
        let scheme = scheme(entry);
        let (mut named, mut used) = (false, false);
        let mut lacking = IndexMap::new();
        for (_, operation) in operations.iter_mut() {
            if !applies_to(&context.types, operation, entry, &scheme) {
                continue;
            }
            named = true;
            // An earlier entry takes precedence.
            if operation.paging.is_some() {
                continue;
            }
            if is_in_body(&context.types, operation, &scheme) {
                report_in_body(context, operation, &scheme);
            } else if scheme.is_in_body() && json_body(operation).is_none() {
                report_no_body(context, operation, &scheme);
            } else if let Some(items) = items(&context.types, operation, entry.items.as_deref()) {
                used = true;
                for (key, pointer) in entry.pointers() {
                    if !may_have(&context.types, operation, pointer) {
                        lacking
                            .entry((key, pointer))
                            .or_insert_with(Vec::new)
                            .push(route(operation));
                    }
                }
                let required = mark(operation, &scheme);
                operation.paging = Some(Paging { scheme: schemes.len(), required, items });
            } else if operation.choice.is_none() {
                report_no_list(context, operation, &scheme);
            }
        }
        if used {
            schemes.push(scheme);
        }
        report_lacking(context, entry, &lacking);
        report_unknown(context, entry, operations);
        if !named && entry.operations.is_empty() {
            report_unused(context, entry);
        }
    }
    schemes
}

fn scheme(entry: &Entry) -> PagingScheme {
    let results = entry.results;
    let size = |parameter: &Option<String>| {
        parameter.clone().map(|parameter| PageSize { parameter, results })
    };
    let last = |pointer: &String| tokens(pointer).last().unwrap_or_default();
    let (name, kind) = match entry {
        Entry { header: Some(name), range: Some(value), .. } => {
            let kind = PagingKind::Range { value: value.clone(), results: results.unwrap_or(1) };
            (name.clone(), kind)
        }
        Entry { header: Some(name), .. } => {
            (name.clone(), PagingKind::Token { expired: entry.expired })
        }
        Entry { offset: Some(name), .. } => (name.clone(), PagingKind::Offset(size(&entry.limit))),
        Entry { page: Some(name), .. } => {
            let first = entry.first.unwrap_or(1);
            (name.clone(), PagingKind::Page { first, size: size(&entry.size) })
        }
        Entry { cursor: Some(name), .. } => {
            let next = match &entry.next_header {
                Some(header) => NextPage::Header(header.clone()),
                None => NextPage::Body(entry.next.clone().unwrap_or_default()),
            };
            let (more, expired) = (entry.more.clone(), entry.expired);
            (name.clone(), PagingKind::Cursor { next, more, expired })
        }
        Entry { next_url: Some(pointer), .. } => (last(pointer), PagingKind::Url(pointer.clone())),
        _ => ("link".to_owned(), PagingKind::Link),
    };
    PagingScheme { name, kind }
}

/// Whether an entry applies to an operation: it lists the operation, or the operation has everything that the entry names.
fn applies_to(
    types: &[TypeDefinition],
    operation: &Operation,
    entry: &Entry,
    scheme: &PagingScheme,
) -> bool {
    if !entry.operations.is_empty() {
        return entry.operations.iter().any(|name| operation.is_called(name));
    }
    let has = |name: &str| {
        if name.starts_with('/') {
            json_body(operation).is_some_and(|body| leads_to(types, body, name))
        } else {
            operation.parameters.iter().any(|own| is_in_query(own, name))
        }
    };
    let has_size = |size: &Option<PageSize>| size.as_ref().is_none_or(|own| has(&own.parameter));
    match &scheme.kind {
        PagingKind::Range { .. } => operation.parameters.iter().any(|own| is_of(own, scheme)),
        PagingKind::Token { .. } => {
            operation.parameters.iter().any(|own| is_of(own, scheme))
                || has_header(operation, &scheme.name)
        }
        PagingKind::Offset(size) | PagingKind::Page { size, .. } => {
            has(&scheme.name) && has_size(size)
        }
        PagingKind::Cursor { .. } => has(&scheme.name),
        PagingKind::Url(pointer) => is_text_at(types, operation, pointer),
        PagingKind::Link => has_header(operation, "link"),
    }
}

fn is_in_query(parameter: &Parameter, name: &str) -> bool {
    parameter.location.name() == "query" && parameter.name == name
}

/// The type of the request body, if it is JSON.
pub(super) fn json_body(operation: &Operation) -> Option<&Type> {
    let content = operation.body.as_ref()?.contents.first()?;
    (content.encoding == Encoding::Json).then_some(&content.value)
}

/// Whether a JSON pointer leads to a property.
fn leads_to(types: &[TypeDefinition], from: &Type, pointer: &str) -> bool {
    at(types, from, &tokens(pointer).collect::<Vec<_>>()).is_some()
}

/// Whether a scheme names a query parameter that is a property of the request body instead.
fn is_in_body(types: &[TypeDefinition], operation: &Operation, scheme: &PagingScheme) -> bool {
    let kind = &scheme.kind;
    let is_asked =
        matches!(kind, PagingKind::Offset(_) | PagingKind::Page { .. } | PagingKind::Cursor { .. });
    let body = operation.body.iter().flat_map(|body| &body.contents);
    let mut records = body.filter_map(|content| record(types, &content.value));
    is_asked
        && !operation.parameters.iter().any(|own| is_in_query(own, &scheme.name))
        && records.any(|record| record.fields.iter().any(|field| field.name == scheme.name))
}

/// Whether a success has a header.
pub(super) fn has_header(operation: &Operation, name: &str) -> bool {
    let mut headers = operation.successes.iter().flat_map(|response| &response.headers);
    headers.any(|own| own.name.eq_ignore_ascii_case(name))
}

/// Whether a parameter is the header of a scheme.
fn is_of(parameter: &Parameter, scheme: &PagingScheme) -> bool {
    matches!(parameter.location, Location::Header(_) | Location::Json(JsonLocation::Header))
        && parameter.name.eq_ignore_ascii_case(&scheme.name)
}

/// The type that all successes with content have in common, if it is JSON.
pub(super) fn content(operation: &Operation) -> Option<&Type> {
    let mut contents =
        operation.successes.iter().filter_map(|response| operation.content(response));
    let first = contents.next().filter(|first| first.encoding == Encoding::Json)?;
    let is_same =
        contents.all(|other| other.encoding == first.encoding && other.value == first.value);
    is_same.then_some(&first.value)
}

/// The record of a value, if it is an object.
pub(super) fn record<'t>(types: &'t [TypeDefinition], value: &Type) -> Option<&'t Record> {
    let Type::Named(id) = value.without_null() else { return None };
    match &types.get(id.0)?.kind {
        TypeKind::Record(record) if record.sequence.is_none() => Some(record),
        _ => None,
    }
}

/// Lists next to the items of a page that contain no items.
const BESIDE: [&str; 2] = ["errors", "warnings"];

/// The path to the items of a response: the one in the entry, or an empty one if the response is the list, or else the path to the only
/// list in it or, if it has none, in an object in it.
pub(super) fn items(
    types: &[TypeDefinition],
    operation: &Operation,
    pointer: Option<&str>,
) -> Option<Vec<String>> {
    let content = content(operation)?;
    let is_list = |value: &Type| matches!(value.without_null(), Type::Array(_));
    if let Some(pointer) = pointer {
        let path: Vec<String> = tokens(pointer).collect();
        return is_list(at(types, content, &path)?).then_some(path);
    }
    if is_list(content) {
        return Some(Vec::new());
    }
    let is_item_list =
        |field: &&Field| is_list(&field.value) && !BESIDE.contains(&field.name.as_str());
    let lists = |record: &Record| -> Vec<String> {
        let fields = record.fields.iter().filter(is_item_list);
        fields.map(|field| field.name.clone()).collect()
    };
    let own = record(types, content)?;
    let mut found: Vec<Vec<String>> = lists(own).into_iter().map(|name| vec![name]).collect();
    if found.is_empty() {
        // A page may be an object in the response: `{judges: {results: […], next: …}}`.
        let inside =
            own.fields.iter().filter_map(|field| Some((field, record(types, &field.value)?)));
        let paths = |(field, inner): (&Field, &Record)| -> Vec<Vec<String>> {
            lists(inner).into_iter().map(|name| vec![field.name.clone(), name]).collect()
        };
        found = inside.flat_map(paths).collect();
    }
    match found.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The type of the property at a path.
pub(super) fn at<'t>(
    types: &'t [TypeDefinition],
    from: &'t Type,
    path: &[String],
) -> Option<&'t Type> {
    path.iter().try_fold(from, |value, name| {
        let fields = &record(types, value)?.fields;
        fields.iter().find(|field| field.name == *name).map(|field| &field.value)
    })
}

/// Whether the response may have a value at a JSON pointer, as far as its schema says.
pub(super) fn may_have(types: &[TypeDefinition], operation: &Operation, pointer: &str) -> bool {
    let path: Vec<String> = tokens(pointer).collect();
    content(operation).is_some_and(|content| {
        let known = |length: usize| at(types, content, &path[..length]);
        let lost = (1..=path.len()).find(|&length| known(length).is_none());
        lost.is_none_or(|length| known(length - 1).is_some_and(|last| is_open(types, last)))
    })
}

/// The type of the value at a JSON pointer of the response.
pub(super) fn value_at<'t>(
    types: &'t [TypeDefinition],
    operation: &'t Operation,
    pointer: &str,
) -> Option<&'t Type> {
    let path: Vec<String> = tokens(pointer).collect();
    at(types, content(operation)?, &path)
}

/// Whether a value may have properties that its type does not show. The content of lists, maps and unions is not examined.
fn is_open(types: &[TypeDefinition], value: &Type) -> bool {
    match value.without_null() {
        Type::Array(_) | Type::Map(_) | Type::Json => true,
        Type::Named(_) => record(types, value).is_none_or(|record| record.additional.is_some()),
        _ => false,
    }
}

fn is_text_at(types: &[TypeDefinition], operation: &Operation, pointer: &str) -> bool {
    let path: Vec<String> = tokens(pointer).collect();
    let found = content(operation).and_then(|content| at(types, content, &path));
    found.is_some_and(|value| *value.without_null() == Type::String)
}

/// Adapts the parameters of an operation for paging, and returns whether every request must have a range.
fn mark(operation: &mut Operation, scheme: &PagingScheme) -> bool {
    let mut required = false;
    match scheme.kind {
        PagingKind::Range { .. } => {
            required = operation.parameters.iter().any(|own| is_of(own, scheme) && own.required);
            operation.parameters.retain(|own| !is_of(own, scheme));
        }
        PagingKind::Token { .. } => {
            let own = operation.parameters.iter_mut().filter(|own| is_of(own, scheme));
            own.for_each(|own| own.required = false);
        }
        PagingKind::Cursor { .. } => {
            let own = operation.parameters.iter_mut();
            own.filter(|own| is_in_query(own, &scheme.name)).for_each(|own| own.required = false);
        }
        PagingKind::Offset(_) | PagingKind::Page { .. } | PagingKind::Url(_) | PagingKind::Link => {
        }
    }
    required
}

fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method.name(), operation.path)
}

/// Reports the pointers of an entry that lead to no property of a response.
fn report_lacking(
    context: &mut Context<'_>,
    entry: &Entry,
    lacking: &IndexMap<(&str, &str), Vec<String>>,
) {
    for ((key, pointer), calls) in lacking {
        let others = match calls.len() - 1 {
            0 => String::new(),
            others => format!(" (and {others} more)"),
        };
        let message = format!(
            "`{key}` of a paging entry leads to {pointer:?}, which the response of {}{others} does not have",
            calls[0]
        );
        let effect = match *key {
            "more" => "it has no effect",
            _ => "the list ends after its first page",
        };
        let help = format!(
            "correct the pointer, or add the property to the response in an overlay; otherwise {effect}"
        );
        let mut diagnostic = Diagnostic::new(Code::PagingSeesNothing, message).help(help);
        diagnostic.place = entry.place.clone();
        context.report_elsewhere(diagnostic);
    }
}

fn report_no_list(context: &mut Context<'_>, operation: &Operation, scheme: &PagingScheme) {
    let message = format!(
        "{} {} is not read in pages by {:?}: it is unclear which list of its response holds the items",
        operation.method.name(),
        operation.path,
        scheme.name
    );
    let help = "to get pages, point to the list by `items` of the entry, or correct the response in an overlay";
    context.report(Code::NotAList, &operation.pointer, message, help);
}

fn report_in_body(context: &mut Context<'_>, operation: &Operation, scheme: &PagingScheme) {
    let (method, path, name) = (operation.method.name(), &operation.path, &scheme.name);
    let message = format!(
        "{method} {path} is not read in pages by {name:?}, which is not a query parameter but a property of its request body"
    );
    let help =
        &format!("add an entry for it that names the property by a JSON pointer: \"/{name}\"");
    context.report(Code::NotAList, &operation.pointer, message, help);
}

fn report_no_body(context: &mut Context<'_>, operation: &Operation, scheme: &PagingScheme) {
    let (method, path, name) = (operation.method.name(), &operation.path, &scheme.name);
    let message = format!(
        "{method} {path} is not read in pages by {name:?}, as it has no JSON request body that could hold it"
    );
    let help = "write the name of a query parameter without a slash, or remove the operation from the entry";
    context.report(Code::NotAList, &operation.pointer, message, help);
}

fn report_unused(context: &mut Context<'_>, entry: &Entry) {
    let scheme = scheme(entry);
    let is_in_body = scheme.is_in_body();
    let PagingScheme { name, kind } = scheme;
    let what = match kind {
        _ if is_in_body => {
            format!(
                "the property {name:?} in its request body, and the others that the entry names"
            )
        }
        PagingKind::Range { .. } | PagingKind::Token { .. } => format!("the header {name:?}"),
        PagingKind::Offset(_) | PagingKind::Page { .. } | PagingKind::Cursor { .. } => {
            format!("the query parameter {name:?}, and the others that the entry names")
        }
        PagingKind::Url(pointer) => format!("a string at {pointer:?} in its response"),
        PagingKind::Link => "the header \"link\" in its response".to_owned(),
    };
    let message = format!("no operation has {what}; the entry has no effect");
    let help = "no change is needed if the pages that have it are not among the inputs; otherwise correct its name";
    let mut diagnostic = Diagnostic::new(Code::UnusedPaging, message).help(help);
    diagnostic.place = entry.place.clone();
    context.report_elsewhere(diagnostic);
}

/// Reports the names in an entry that are not operations. Operations that were left out are reported as such.
fn report_unknown(context: &mut Context<'_>, entry: &Entry, operations: &[(String, Operation)]) {
    let left_out: BTreeSet<String> = context
        .left_out
        .iter()
        .flat_map(|own| [Some(format!("{} {}", own.method.name(), own.path)), own.id.clone()])
        .flatten()
        .collect();
    for name in &entry.operations {
        let is_known = operations.iter().any(|(_, operation)| operation.is_called(name));
        if is_known || left_out.contains(name) {
            continue;
        }
        let message =
            format!("`paging` of the configuration names {name:?}, which is not an operation");
        let help = meant_operation::of_operation(operations, name);
        let mut diagnostic = Diagnostic::new(Code::UnknownPagedOperation, message).help(help);
        diagnostic.place = entry.place.clone();
        context.report_elsewhere(diagnostic);
    }
}
