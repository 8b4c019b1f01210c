//! A clean document in; the [IR](crate::ir) out.
//!
//! All schemas are read first, with their keywords as written, then the operations, so that a malformed schema affects only itself.
//! References are resolved, schemas become types, and a schema that differs between requests and responses becomes two types.

mod accessor;
mod body;
mod boxing;
mod client;
mod compose;
mod constraints;
mod context;
mod forms;
mod home;
mod label;
mod object;
mod operation;
mod read;
mod restriction;
mod schema;
mod secret;
mod shape;
mod union;
mod unused;
mod usage;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{ADDITIONAL_OPERATIONS, Document, join};
use crate::ir::{
    Api, Encoding, Method, Operation, PagingScheme, Rest, SchemaId, Server, Tag, Type, TypeId,
};
use crate::spelling::similar::similar;
use body::{choice, media_type, xml};
use client::{
    crate_file, custom, paging, paging_proposal, retry, short_name, stream_option, waiter,
};
use context::{Context, Direction, Located, NamingPlace};
use home::PAYLOAD;
use indexmap::IndexMap;
use operation::{misspelled_tag, response_header, security, server};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};
use union::{ambiguity, overlap, sibling};

/// Reads the whole document.
pub fn lower(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> Api {
    let nothing = Map::new();
    let root = document.value.as_object().unwrap_or(&nothing);
    let (written, ids) = read::schemas(&document.value);
    let components = components(root, &ids);
    let (schemas, findings) = compose::compose(&written, &components);
    let mut context = Context::new(document, (&schemas, ids), config, diagnostics);
    for finding in findings {
        let compose::Finding { code, pointer, message, help } = finding;
        context.report(code, &pointer, message, help);
    }
    // The order of the steps is that in which types get their names: those of operations, then components that no operation uses.
    let operations = typed_operations(&mut context, config, &components);
    let (webhook_event, error_object) = other_types(&mut context, config, &components, &operations);
    security::report_missing(&mut context, &operations);
    let mut operations = choice::add(&document.value, operations);
    let paging = behaviour(&mut context, config, &mut operations);
    let security = security::requirements(root.get("security")).unwrap_or_default();
    security::check(&mut context, "/security", &security);
    let servers = servers(&mut context, root, &operations);
    check_types(&mut context);
    context.report_unfollowed(&written);
    unused::report(&mut context, &components);
    response_header::report(&mut context, &operations);
    let xml = xml::shapes(&mut context, &operations);
    let (mut security_schemes, unusable_schemes) = security::schemes(&mut context);
    security::complete_addresses(&mut context, &servers, &mut security_schemes);
    let (mut types, untyped, left_out) = context.into_parts();
    short_name::of_schemas(&config.names, &components, &mut types);
    let root = &document.value;
    let mut api = Api {
        title: text(root, "/info/title").unwrap_or_else(|| "API".into()),
        version: text(root, "/info/version").unwrap_or_default(),
        description: text(root, "/info/description"),
        info: root.get("info").and_then(Value::as_object).cloned().unwrap_or_default(),
        servers,
        security,
        security_schemes,
        unusable_schemes,
        tags: tags(document, config, operations),
        paging,
        schemas: schemas.beginning_with(&written),
        components,
        types,
        error_object,
        webhook_event,
        xml,
        untyped,
        left_out,
        paths: paths(root),
        rest: root_rest(root),
        ignored: document.ignored.clone(),
    };
    let unused = unused_tags(root, &api.tags);
    api.rest.extend(root.as_object().and_then(server::left_out));
    api.rest.extend((!unused.is_empty()).then(|| ("tags".to_owned(), Value::Array(unused))));
    boxing::mark(&mut api.types);
    usage::mark(&mut api);
    api
}

/// Every operation with the name of its first tag, and the types it needs.
fn typed_operations(
    context: &mut Context<'_>,
    config: &Config,
    components: &IndexMap<String, SchemaId>,
) -> Vec<(String, Operation)> {
    let mut operations = operations(context);
    misspelled_tag::report(context, &operations);
    short_name::report_unused(context, components, &operations);
    short_name::of_operations(&config.names, &mut operations);
    retry::apply(context, config, &mut operations);
    schema::finish(context);
    operations
}

/// Makes the types that no operation needs. Returns the payload of any webhook, and the error object.
fn other_types(
    context: &mut Context<'_>,
    config: &Config,
    components: &IndexMap<String, SchemaId>,
    operations: &[(String, Operation)],
) -> (Option<TypeId>, Option<TypeId>) {
    lower_components(context, components);
    webhooks(context);
    let found =
        (webhook_event(context, components), error_object(context, config, components, operations));
    schema::finish(context);
    found
}

/// Applies the configured behaviour of the client to the operations: lists in pages, streams, and waiters. Returns the paging schemes.
fn behaviour(
    context: &mut Context<'_>,
    config: &Config,
    operations: &mut [(String, Operation)],
) -> Vec<PagingScheme> {
    let paging = paging::apply(context, config, operations);
    paging_proposal::report(context, operations);
    stream_option::apply(context, config, operations);
    waiter::apply(context, config, operations);
    crate_file::check(context, config, operations);
    paging
}

/// Corrects and reports types, once all are there.
fn check_types(context: &mut Context<'_>) {
    report_endless(context);
    custom::report_unused(context);
    sibling::check(context);
    ambiguity::report(context);
    overlap::keep(context);
}

/// The servers of the document. Reports a document without the address of the API; shows the line if none was left out.
fn servers(
    context: &mut Context<'_>,
    root: &Map<String, Value>,
    operations: &[(String, Operation)],
) -> Vec<Server> {
    let quotes = !server::check(context, root, "");
    let servers = server::with_usual(server::servers(root, ""), operations);
    let others =
        operations.iter().any(|(_, own)| own.servers.first().is_some_and(Server::is_whole));
    report_missing_address(context, &servers, (quotes, others));
    servers
}

/// The keywords of a value other than the known ones.
fn rest(value: Option<&Value>, known: &[&str]) -> Rest {
    let map = value.and_then(Value::as_object).into_iter().flatten();
    let others = map.filter(|(key, _)| !known.contains(&key.as_str()));
    others.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The content of the document that the other parts of the IR do not hold.
fn root_rest(root: &Value) -> Rest {
    const PARTS: [&str; 7] =
        ["openapi", "info", "servers", "security", "tags", "paths", "components"];
    let mut found = rest(Some(root), &PARTS);
    let components = rest(root.get("components"), &["schemas", "securitySchemes"]);
    if !components.is_empty() {
        found.insert("components".to_owned(), Value::Object(components));
    }
    found
}

/// The tags without operations, and invalid tags.
fn unused_tags(root: &Value, used: &[Tag]) -> Vec<Value> {
    let declared = root.get("tags").and_then(Value::as_array).into_iter().flatten();
    let used: HashSet<&str> = used.iter().filter_map(|tag| tag.pointer.as_deref()).collect();
    let is_used = |index: usize| used.contains(format!("/tags/{index}").as_str());
    declared.enumerate().filter(|(index, _)| !is_used(*index)).map(|(_, tag)| tag.clone()).collect()
}

/// The paths with their keywords other than operations, parameters and servers.
fn paths(root: &Value) -> IndexMap<String, Rest> {
    let mut beside = vec!["parameters", "servers", ADDITIONAL_OPERATIONS];
    beside.extend(Method::ALL.map(Method::key));
    let paths = root.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.map(|(path, item)| (path.clone(), rest(Some(item), &beside))).collect()
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

/// The text of a tag for readers: its summary, then its description.
fn texts(tag: &Value) -> Option<String> {
    let texts = [text(tag, "/summary"), text(tag, "/description")];
    let texts: Vec<String> = texts.into_iter().flatten().collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// Every operation with the name of its first tag, by path and method.
fn operations(context: &mut Context<'_>) -> Vec<(String, Operation)> {
    let document = context.document;
    let mut operations = Vec::new();
    let Some(paths) = document.value.get("paths").and_then(Value::as_object) else {
        return operations;
    };
    report_relative_paths(context, paths);
    report_open_braces(context, paths);
    for (path, item) in paths {
        let Some(map) = item.as_object() else { continue };
        let item = Located { map, pointer: join("/paths", path) };
        server::check(context, map, &item.pointer);
        for method in Method::ALL {
            if let Some(value) = map.get(method.key()) {
                let pointer = item.at(method.key());
                operations.extend(operation::lower(context, path, &item, (method, pointer), value));
            }
        }
        for (name, value) in item.entries(ADDITIONAL_OPERATIONS) {
            let pointer = join(&item.at(ADDITIONAL_OPERATIONS), name);
            match Method::other(name) {
                Some(method) => operations.extend(operation::lower(
                    context,
                    path,
                    &item,
                    (method, pointer),
                    value,
                )),
                None => not_a_method(context, &pointer, name),
            }
        }
    }
    operations
}

/// Reports a key of `additionalOperations` that is not another method.
fn not_a_method(context: &mut Context<'_>, pointer: &str, name: &str) {
    let message =
        format!("the operation under {name:?} was left out: that is not an additional method");
    let help = "write the method as it is sent, in capitals; the methods that OpenAPI knows have their own keys";
    context.report(Code::OperationLeftOut, pointer, message, help);
}

/// Reports paths that do not begin with a slash: appended to a server's URL, they would change its host.
fn report_relative_paths(context: &mut Context<'_>, paths: &serde_json::Map<String, Value>) {
    let is_relative = |path: &&String| !path.starts_with('/') && !path.starts_with("x-");
    for path in paths.keys().filter(is_relative) {
        let message = format!(
            "the path {path:?} does not begin with a slash: appended to the address of the API, it could lead to another server"
        );
        let around = Method::of(path).and_then(|_| empty_path_before(context.document, path));
        let help = match around {
            Some(around) => format!(
                "it is a method: indent it more than {around}, so that it belongs to that path"
            ),
            None => format!("write /{path}; if it is not a path, remove it in an overlay"),
        };
        context.report_key(Code::RelativePath, &join("/paths", path), message, &help);
    }
}

/// Reports the paths in which a brace opens or closes nothing.
fn report_open_braces(context: &mut Context<'_>, paths: &Map<String, Value>) {
    for path in paths.keys().filter(|path| !path.starts_with("x-") && !has_pairs(path)) {
        let message =
            format!("a brace in the path {path:?} has no counterpart; it is sent as it is");
        let help = "write a variable as {name} in an overlay, with its parameter; write %7B or %7D if a brace is meant";
        context.report_key(Code::OpenBrace, &join("/paths", path), message, help);
    }
}

/// Whether each brace of a path has its counterpart.
fn has_pairs(path: &str) -> bool {
    let mut depth = 0_usize;
    for char in path.chars() {
        match char {
            '{' => depth += 1,
            '}' if depth == 0 => return false,
            '}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// The path without a path item that is written last before another key of the paths.
fn empty_path_before(document: &Document, key: &str) -> Option<String> {
    let start = |pointer: &str| {
        let place = document.place(pointer)?;
        Some((place.source.name.clone(), place.span?.start))
    };
    let (source, end) = start(&join("/paths", key))?;
    let empty = document.ignored.iter().filter(|(_, value)| value.is_null());
    let before = empty.filter_map(|(pointer, _)| {
        let path = pointer.strip_prefix("/paths/").filter(|path| !path.contains('/'))?;
        let (own, at) = start(pointer)?;
        (own == source && at < end).then(|| (at, path.replace("~1", "/").replace("~0", "~")))
    });
    before.max().map(|(_, path)| path)
}

/// The component schemas by name.
fn components(root: &Map<String, Value>, ids: &read::Ids) -> IndexMap<String, SchemaId> {
    let schemas = root.get("components").and_then(|components| components.get("schemas"));
    let schemas = schemas.and_then(Value::as_object).into_iter().flatten();
    let id = |name: &String| ids.get(&join("/components/schemas", name)).copied();
    schemas.filter_map(|(name, _)| Some((name.clone(), id(name)?))).collect()
}

/// Makes a type of every component schema in its response form, whether or not an operation uses it. So operations only add types.
fn lower_components(context: &mut Context<'_>, components: &IndexMap<String, SchemaId>) {
    for &id in components.values() {
        context.is_only_form = context.is_form(id);
        schema::component(context, id, Direction::Response, false);
        schema::finish(context);
    }
    context.is_only_form = false;
}

/// Makes types of the requests that the server sends to webhooks, so that programs can read them.
fn webhooks(context: &mut Context<'_>) {
    let document = context.document;
    let webhooks = document.value.get("webhooks").and_then(Value::as_object);
    for (name, item) in webhooks.into_iter().flatten() {
        let pointer = join("/webhooks", name);
        let Ok(item) = context.object(item, pointer) else { continue };
        for (key, operation) in item.objects_of(Method::ALL.map(Method::key)) {
            let name = context.webhook(&operation.pointer, key, name);
            let Some(body) = operation.map.get("requestBody") else { continue };
            let from = operation.at("requestBody");
            let Ok(body) = context.object(body, from.clone()) else { continue };
            let at = NamingPlace::operation(&name, Direction::Response).named(PAYLOAD);
            let at = context.place_of_object(at, &body, &from, PAYLOAD);
            let listed = media_type::read(context, &body);
            media_type::contents(context, &listed, &at);
            schema::finish(context);
        }
    }
}

/// The type of any webhook's payload: an added schema whose origin is the webhooks.
fn webhook_event(
    context: &mut Context<'_>,
    components: &IndexMap<String, SchemaId>,
) -> Option<TypeId> {
    let places = &context.document.places;
    let stands_for_webhooks = |id: &&SchemaId| {
        let pointer = &context.schemas[**id].pointer;
        places.origin(pointer).is_some_and(|(_, from)| from == "/webhooks")
    };
    let id = *components.values().find(stands_for_webhooks)?;
    schema::component(context, id, Direction::Response, false).named()
}

/// The error schema from the configuration, or else the only schema of failing responses.
fn error_object(
    context: &mut Context<'_>,
    config: &Config,
    components: &IndexMap<String, SchemaId>,
    operations: &[(String, Operation)],
) -> Option<TypeId> {
    if let Some(name) = &config.client.error_schema {
        let Some(&id) = components.get(name) else {
            let message = format!(
                "`client.error_schema` names {name:?}, which is not a schema of the document"
            );
            let help = match similar(name, components.keys().map(String::as_str)) {
                Some(meant) => format!("did you mean {meant:?}?"),
                None => "name one of `components/schemas`".to_owned(),
            };
            let place = config.place("/client/error_schema");
            let finding = Diagnostic::new(Code::InvalidConfig, message).help(help);
            context.report_elsewhere(Diagnostic { place, ..finding });
            return None;
        };
        return schema::component(context, id, Direction::Response, false).named();
    }
    let mut types = operations
        .iter()
        .flat_map(|(_, operation)| &operation.failures)
        .flat_map(|response| response.contents.first())
        .map(|content| match &content.value {
            Type::Named(id) if content.encoding != Encoding::Xml => Some(*id),
            _ => None,
        });
    let first = types.next()??;
    types.all(|other| other == Some(first)).then_some(first)
}

/// Makes types finite that require themselves, and reports where.
fn report_endless(context: &mut Context<'_>) {
    for (index, name) in boxing::make_optional(&mut context.types) {
        let pointer = join(&format!("{}/properties", context.types[index].pointer), &name);
        let message = format!(
            "the required property {name:?} always contains its own type, so every value would be infinite; the property was made optional"
        );
        context.report(
            Code::EndlessType,
            &pointer,
            message,
            "make a field on the way optional or nullable in an overlay",
        );
    }
}

/// Reports a document without the address of the API; shows the line if that is allowed. `others` says that some operations have an
/// address of their own.
fn report_missing_address(
    context: &mut Context<'_>,
    servers: &[Server],
    (quotes, others): (bool, bool),
) {
    let url = servers.first().map(|server| server.url.as_str());
    if url.is_some_and(|url| url.starts_with("https://") || url.starts_with("http://")) {
        return;
    }
    let origin = context.document.places.origin("/openapi");
    let is_swagger_2 = origin.is_some_and(|(_, from)| from == "/swagger");
    let written = context.document.value.get("servers").and_then(Value::as_array);
    let has_servers = written.is_some_and(|servers| !servers.is_empty());
    let (message, help) = match url {
        _ if is_swagger_2 => (
            "the document does not say where the API is served".to_owned(),
            "write `host`, `basePath` and `schemes` in an overlay; without them, each program must set `base_url`".to_owned(),
        ),
        None if has_servers => (
            "the document does not say where the API is served: none of its servers can be used".to_owned(),
            "correct the servers in an overlay; without them, each program must set `base_url`".to_owned(),
        ),
        None => (
            "the document does not say where the API is served: it has no server".to_owned(),
            "add the server in an overlay, as in `servers: [{url: https://…}]`; without it, each program must set `base_url`".to_owned(),
        ),
        Some(url) if server::lacks_scheme(url) => (
            format!("the document does not say where the API is served: the URL {url:?} of its server has no scheme"),
            format!("write https://{url} in an overlay"),
        ),
        Some(url) => (
            format!("the document does not say where the API is served: the URL {url:?} of its server has no host"),
            "add the server in an overlay, as in `servers: [{url: https://…}]`; without it, each program must set `base_url`".to_owned(),
        ),
    };
    let message = if others {
        message.replacen(
            "where the API is served",
            "where operations without `servers` of their own are served",
            1,
        )
    } else {
        message
    };
    if quotes {
        context.report(Code::NoAddress, "/servers", message, &help)
    } else {
        context.report_unquoted(Code::NoAddress, "/servers", message, &help)
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
            let pointer = format!("/tags/{index}");
            tags.push(Tag {
                rust_name: text(tag, "/x-rust-name"),
                description: texts(tag),
                name,
                address: address(document, config, &pointer),
                operations,
                rest: rest(Some(tag), &["name", "x-rust-name", "summary", "description"]),
                pointer: Some(pointer),
            });
        }
    }
    for (name, operations) in groups {
        let address =
            operations.first().and_then(|operation| address(document, config, &operation.pointer));
        tags.push(Tag { name, address, operations, ..Tag::default() });
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
    let page = config.pages.iter().find(matches)?;
    page.address.clone().filter(|_| !page.is_document)
}
