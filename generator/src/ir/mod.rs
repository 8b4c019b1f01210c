//! The intermediate representation: what an API means, before any Rust.
//!
//! Made by [`crate::lower`], read by every stage after it. It holds no Rust text and no identifiers: names are
//! those of the document. References are resolved to [`TypeId`]s, request and response forms of a schema are types of their own
//! where they differ, and every list has a fixed order.

mod operation;
mod paging;
mod schema;
mod security;
mod types;
mod untyped;
mod xml;

pub use openapiv3::ServerVariable;
pub use operation::*;
pub use paging::*;
pub use schema::*;
pub use security::*;
pub use types::*;
pub use untyped::*;
pub use xml::*;

use indexmap::IndexMap;
use serde_json::{Map, Value};

/// What an object of the document says beyond the fields of the IR, as it is written: what is known and not generated (callbacks,
/// links, webhooks, examples, `externalDocs`), `x-` keywords and unknown ones. A keyword of which a part is in a field holds the rest.
pub type Rest = Map<String, Value>;

/// A whole API.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// `info` as it is written.
    pub info: Rest,
    /// Where the API is served, as absolute or relative URLs; the first is the default.
    pub servers: Vec<Server>,
    /// What an operation needs that does not say so itself.
    pub security: Security,
    /// The ways to authenticate, sorted by name.
    pub security_schemes: Vec<SecurityScheme>,
    /// The security schemes that cannot be used, by name.
    pub unusable_schemes: Rest,
    /// The tags in the document's order, each with its operations; tags without operations are left out.
    pub tags: Vec<Tag>,
    /// The ways in which operations are read in pages.
    pub paging: Vec<PagingScheme>,
    /// Every schema of the components and of what operations hold; a [`SchemaId`] is an index into it.
    pub schemas: Schemas,
    /// The component schemas by name.
    pub components: IndexMap<String, SchemaId>,
    /// Every type that has a name; a [`TypeId`] is an index into it.
    pub types: Vec<TypeDefinition>,
    /// The error object that any failing response may hold.
    pub error_object: Option<TypeId>,
    /// What any webhook holds, where a property tells them apart.
    pub webhook_event: Option<TypeId>,
    /// How values stand in XML.
    pub xml: XmlShapes,
    /// Where values are free JSON, sorted by pointer.
    pub untyped: Vec<Untyped>,
    /// The operations that could not be made, by path and method.
    pub left_out: Vec<LeftOut>,
    /// The paths that the document lists, each with what it says beside operations, parameters and servers.
    pub paths: IndexMap<String, Rest>,
    /// What else the document says: webhooks, components that are no schemas.
    pub rest: Rest,
    /// What was ignored where it stands, as it says nothing of the values there, by its JSON pointer.
    pub ignored: Rest,
}

impl Api {
    /// The definition behind an id.
    pub fn definition(&self, id: TypeId) -> &TypeDefinition {
        &self.types[id.0]
    }

    /// What a failing response holds in JSON or XML, if it is known and not the API's error object.
    pub fn failure<'a>(&self, response: &'a Response) -> Option<&'a Type> {
        let content = response.contents.first()?;
        let value = content.value.without_null();
        let is_error_object = matches!(value, Type::Named(id) if Some(*id) == self.error_object);
        let known =
            matches!(content.encoding, Encoding::Json | Encoding::Xml) && *value != Type::Json;
        (known && !is_error_object).then_some(value)
    }

    /// Where an operation is sent instead of where the API is: an absolute URL, or a path on the server of the API.
    pub fn server(&self, operation: &Operation) -> Option<String> {
        let of_api = self.servers.first().map_or("/", |server| &server.url);
        let plain = |url: &str| url.trim_end_matches('/').to_owned();
        let own = &operation.servers.first().filter(|own| plain(&own.url) != plain(of_api))?.url;
        Some(match own.as_str() {
            whole if whole.starts_with("https://") || whole.starts_with("http://") => whole.into(),
            host if host.starts_with("//") => format!("https:{host}"),
            path => format!("/{}", path.trim_start_matches('/')),
        })
    }

    /// All servers that the document names: those of the API, then those of operations with servers of their own, each once.
    pub fn known_servers(&self) -> Vec<KnownServer<'_>> {
        let mut groups: IndexMap<Option<String>, IndexMap<&str, &Server>> = IndexMap::new();
        let own = self.operations().filter_map(|operation| {
            Some((Some(self.server(operation)?), operation.servers.as_slice()))
        });
        for (replaces, servers) in std::iter::once((None, self.servers.as_slice())).chain(own) {
            let known = groups.entry(replaces).or_default();
            for server in servers {
                known.entry(server.template()).or_insert(server);
            }
        }
        let all = groups.into_iter().flat_map(|(replaces, servers)| {
            let several = servers.values().filter(|server| server.is_whole()).count() > 1;
            servers.into_values().map(move |server| KnownServer {
                server,
                replaces: replaces.clone(),
                is_choice: server.is_whole() && (several || !server.variables.is_empty()),
            })
        });
        all.collect()
    }

    /// The operations that the document describes, without those that offer one of them in another media type.
    pub fn described(&self) -> impl Iterator<Item = &Operation> {
        self.operations().filter(|operation| operation.choice.is_none())
    }

    /// All operations, in the order of the tags.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.tags.iter().flat_map(|tag| &tag.operations)
    }
}

/// One entry of `servers`.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// The URL, its variables replaced by their defaults, without what no address of an API may hold.
    pub url: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its variables.
    pub variables: IndexMap<String, ServerVariable>,
    /// What else it says; its `url` with names of variables is there if it holds no user.
    pub rest: Rest,
    /// The JSON pointer in the merged document.
    pub pointer: String,
}

impl Server {
    /// Its URL with variables in braces.
    pub fn template(&self) -> &str {
        self.rest.get("url").and_then(serde_json::Value::as_str).unwrap_or(&self.url)
    }

    /// Its name, which OpenAPI has since 3.2.
    pub fn name(&self) -> Option<&str> {
        self.rest.get("name").and_then(serde_json::Value::as_str)
    }

    /// Whether its URL names a host.
    pub fn is_whole(&self) -> bool {
        self.url.starts_with("https://") || self.url.starts_with("http://")
    }
}

/// A server, and whom it is for.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownServer<'a> {
    /// The server.
    pub server: &'a Server,
    /// Where the operations are sent else that it is for, as [`Api::server`] has it; none for a server of the API as a whole.
    pub replaces: Option<String>,
    /// Whether programs can choose it: it is one of several, or has variables, and its URL names a host.
    pub is_choice: bool,
}

/// A group of operations.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tag {
    /// Its name, empty for operations without a tag.
    pub name: String,
    /// A name that the document asks for (`x-rust-name`).
    pub asked_name: Option<String>,
    /// What the group is about.
    pub description: Option<String>,
    /// The public address of the page that documents it.
    pub address: Option<String>,
    /// Its operations, sorted by path and method.
    pub operations: Vec<Operation>,
    /// What else the document says of it: `externalDocs`.
    pub rest: Rest,
    /// The JSON pointer in the merged document, if it is declared there.
    pub pointer: Option<String>,
}
