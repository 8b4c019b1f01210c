//! A clean document in, the [IR](crate::ir) out.
//!
//! Each operation and each schema is read with `openapiv3` on its own, so that a malformed one costs only itself. References
//! are resolved, schemas become types, and a schema that requests and responses see differently becomes two.

mod ambiguity;
mod boxing;
mod context;
mod forms;
mod media_type;
mod multipart;
mod object;
mod operation;
mod paging;
mod parameter;
mod retry;
mod schema;
mod secret;
mod security;
mod server;
mod shape;
mod sibling;
mod union;
mod usage;

pub(crate) use server::servers;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Document, join};
use crate::ir::{Api, Method, Operation, Server, Tag, Type};
use context::{At, Context, Direction};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads the whole document.
pub fn lower(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> Api {
    let mut context = Context::new(document, diagnostics);
    let mut operations = operations(&mut context);
    let paging = paging::apply(&mut context, config, &mut operations);
    retry::apply(&mut context, config, &mut operations);
    schema::finish(&mut context);
    components(&mut context);
    let error_object = error_object(&mut context, config, &operations);
    schema::finish(&mut context);
    let root = &document.value;
    let security = security::requirements(root.get("security")).unwrap_or_default();
    security::check(&mut context, "/security", &security);
    let quotes = !server::check(&mut context, root);
    report_missing_address(&mut context, &servers(root), quotes);
    report_endless(&mut context);
    sibling::check(&mut context);
    ambiguity::report(&mut context);
    let security_schemes = security::schemes(&mut context);
    let (types, untyped, left_out) = context.into_parts();
    let mut api = Api {
        title: text(root, "/info/title").unwrap_or_else(|| "API".into()),
        version: text(root, "/info/version").unwrap_or_default(),
        description: text(root, "/info/description"),
        servers: servers(root),
        security,
        security_schemes,
        tags: tags(document, config, operations),
        paging,
        types,
        error_object,
        untyped,
        left_out,
    };
    boxing::mark(&mut api.types);
    usage::mark(&mut api);
    api
}

/// A text of the document that is not blank.
fn text(value: &Value, pointer: &str) -> Option<String> {
    // YAML reads `version: 1.0` as a number.
    let text = match value.pointer(pointer)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Every operation with the name of its first tag, by path and method.
fn operations(context: &mut Context<'_>) -> Vec<(String, Operation)> {
    let document = context.document;
    let mut operations = Vec::new();
    let Some(paths) = document.value.get("paths").and_then(Value::as_object) else {
        return operations;
    };
    report_relative_paths(context, paths);
    for (path, item) in paths {
        for method in Method::ALL {
            if item.get(method.key()).is_some() {
                let pointer = join(&join("/paths", path), method.key());
                operations.extend(operation::lower(context, path, item, method, &pointer));
            }
        }
    }
    operations
}

/// Reports paths that do not begin with a slash: behind the address of a server, their beginning would be a part of its host.
fn report_relative_paths(context: &mut Context<'_>, paths: &serde_json::Map<String, Value>) {
    let is_relative = |path: &&String| !path.starts_with('/') && !path.starts_with("x-");
    for path in paths.keys().filter(is_relative) {
        let message = format!(
            "the path {path:?} does not begin with a slash: behind the address of the API it could lead to another server"
        );
        let help = "write it as it follows the address of the API, beginning with a slash: /servers/{id}; remove it in an overlay if \
                    it is none";
        context.report(Code::RelativePath, &join("/paths", path), message, help);
    }
}

/// Makes a type of every component schema in the form of responses, whether or not an operation uses it: what operations do with a schema
/// only adds types to it.
fn components(context: &mut Context<'_>) {
    let schemas = context.document.value.pointer("/components/schemas").and_then(Value::as_object);
    for name in schemas.into_iter().flat_map(|schemas| schemas.keys()) {
        let pointer = join("/components/schemas", name);
        let at = At::component(&pointer, Direction::Response);
        schema::reference(context, &format!("#{pointer}"), &at);
        schema::finish(context);
    }
}

/// The schema that the configuration names; without one, the only schema that failing answers hold.
fn error_object(
    context: &mut Context<'_>,
    config: &Config,
    operations: &[(String, Operation)],
) -> Option<crate::ir::TypeId> {
    if let Some(name) = &config.client.error_schema {
        let pointer = join("/components/schemas", name);
        let at = At::component(&pointer, Direction::Response);
        return schema::reference(context, &format!("#{pointer}"), &at).named();
    }
    let mut types = operations
        .iter()
        .flat_map(|(_, operation)| &operation.failures)
        .flat_map(|response| response.contents.first())
        .map(|content| match &content.value {
            Type::Named(id) => Some(*id),
            _ => None,
        });
    let first = types.next()??;
    types.all(|other| other == Some(first)).then_some(first)
}

/// Makes types that require themselves possible, and reports where.
fn report_endless(context: &mut Context<'_>) {
    for (index, name) in boxing::make_optional(&mut context.types) {
        let pointer = join(&format!("{}/properties", context.types[index].pointer), &name);
        let message = format!(
            "the field {name:?} requires what holds it, so that no value would end; it was made optional"
        );
        context.report(
            Code::EndlessType,
            &pointer,
            message,
            "make a field on the way optional or nullable in an overlay",
        );
    }
}

/// Reports a document from which the address of the API cannot be told; shows the line if it may.
fn report_missing_address(context: &mut Context<'_>, servers: &[Server], quotes: bool) {
    let url = servers.first().map_or("/", |server| &server.url);
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        let message =
            format!("the document does not say where the API is served: its server is {url:?}");
        let help =
            "every client must be given the whole address; name it under `servers` in an overlay";
        match quotes {
            true => context.report(Code::NoAddress, "/servers", message, help),
            false => context.report_unquoted(Code::NoAddress, "/servers", message, help),
        }
    }
}

/// The document's tags in its order, then those that only operations name, by name.
fn tags(document: &Document, config: &Config, operations: Vec<(String, Operation)>) -> Vec<Tag> {
    let mut groups: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    for (tag, operation) in operations {
        groups.entry(tag).or_default().push(operation);
    }
    let mut tags = Vec::new();
    let declared =
        document.value.get("tags").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (index, tag) in declared.iter().enumerate() {
        let Some(name) = text(tag, "/name") else { continue };
        if let Some(operations) = groups.remove(&name) {
            let address = address(document, config, &format!("/tags/{index}"));
            tags.push(Tag {
                asked_name: text(tag, "/x-rust-name"),
                description: text(tag, "/description"),
                name,
                address,
                operations,
            });
        }
    }
    for (name, operations) in groups {
        let address =
            operations.first().and_then(|operation| address(document, config, &operation.pointer));
        tags.push(Tag { name, asked_name: None, description: None, address, operations });
    }
    tags
}

/// The public address of the page that a part of the document came from.
fn address(document: &Document, config: &Config, pointer: &str) -> Option<String> {
    let source = document.place(pointer)?.source;
    let matches = |page: &&crate::config::Page| {
        let path = page.path.trim_start_matches("./");
        source.name == path
            || source.name.ends_with(&format!("/{path}"))
            || path.ends_with(&format!("/{}", source.name))
    };
    config.pages.iter().find(matches)?.address.clone()
}
