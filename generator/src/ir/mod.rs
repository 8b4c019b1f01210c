//! The intermediate representation: what an API means, before any Rust.
//!
//! [`crate::lower`] makes it, and every later stage reads it. It holds no Rust text and no identifiers: names are
//! those of the document. References are resolved to [`TypeId`]s. Request and response forms of a schema are separate types
//! where they differ. Every list has a fixed order.

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

/// The keywords of an object of the document that the IR has no field for, as written: known but not generated ones (callbacks, links,
/// webhooks, examples, `externalDocs`), `x-` keywords and unknown ones. If a field holds a part of a keyword, the rest is here.
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
    /// `info` as written.
    pub info: Rest,
    /// The servers of the API, with absolute or relative URLs; the first is the default.
    pub servers: Vec<Server>,
    /// The security requirements of operations without their own.
    pub security: Security,
    /// The ways to authenticate, sorted by name.
    pub security_schemes: Vec<SecurityScheme>,
    /// The security schemes that cannot be used, by name.
    pub unusable_schemes: Rest,
    /// The tags that have operations, in the document's order.
    pub tags: Vec<Tag>,
    /// The paging schemes of the operations.
    pub paging: Vec<PagingScheme>,
    /// Every schema of the components and the operations; a [`SchemaId`] is an index into it.
    pub schemas: Schemas,
    /// The component schemas by name.
    pub components: IndexMap<String, SchemaId>,
    /// Every named type; a [`TypeId`] is an index into it.
    pub types: Vec<TypeDefinition>,
    /// The error object that any failing response may hold.
    pub error_object: Option<TypeId>,
    /// The payload of any webhook, if a property tells the webhooks apart.
    pub webhook_event: Option<TypeId>,
    /// The XML forms of values.
    pub xml: XmlShapes,
    /// The places where a value may be any JSON, sorted by pointer.
    pub untyped: Vec<Untyped>,
    /// The operations that could not be generated, sorted by path and method.
    pub left_out: Vec<LeftOut>,
    /// The paths of the document, each with its keywords other than operations, parameters and servers.
    pub paths: IndexMap<String, Rest>,
    /// The other content of the document: webhooks, components that are not schemas.
    pub rest: Rest,
    /// The ignored keywords, by JSON pointer: they say nothing about the values at their place.
    pub ignored: Rest,
}

impl Api {
    /// The address of the first server, if it is absolute.
    pub fn base_url(&self) -> Option<&str> {
        let url = self.servers.first()?.url.as_str();
        (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
    }

    /// The definition behind an id.
    pub fn definition(&self, id: TypeId) -> &TypeDefinition {
        &self.types[id.0]
    }

    /// The type of a failing response in JSON or XML, if it is known and not the API's error object.
    pub fn failure<'a>(&self, response: &'a Response) -> Option<&'a Type> {
        let content = response.contents.first()?;
        let value = content.value.without_null();
        let is_error_object = matches!(value, Type::Named(id) if Some(*id) == self.error_object);
        let known =
            matches!(content.encoding, Encoding::Json | Encoding::Xml) && *value != Type::Json;
        (known && !is_error_object).then_some(value)
    }

    /// An operation's own server, if it differs from the API's: an absolute URL, or a path on the API's server.
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

    /// All servers in the document, each once: the API's, then those of operations with their own servers.
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
            let several = servers.len() > 1;
            servers.into_values().map(move |server| KnownServer {
                server,
                replaces: replaces.clone(),
                is_choice: server.is_whole() && (several || !server.variables.is_empty()),
            })
        });
        all.collect()
    }

    /// The operations that the document describes, without their copies for other media types.
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
    /// The URL with the variables' defaults, without the parts that an API's address may not have.
    pub url: String,
    /// Its description.
    pub description: Option<String>,
    /// Its variables.
    pub variables: IndexMap<String, ServerVariable>,
    /// Its other keywords. Its `url` with the names of variables is among them, unless it contains a user.
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

/// A server and its scope.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownServer<'a> {
    /// The server.
    pub server: &'a Server,
    /// The default server of its operations, as [`Api::server`] returns it; none for a server of the whole API.
    pub replaces: Option<String>,
    /// Whether programs can choose it: its URL has a host, and it has variables or alternatives.
    pub is_choice: bool,
}

/// A group of operations.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tag {
    /// Its name, empty for operations without a tag.
    pub name: String,
    /// Its name in Rust, if the document gives one (`x-rust-name`).
    pub rust_name: Option<String>,
    /// The description of the group.
    pub description: Option<String>,
    /// The public address of its documentation page.
    pub address: Option<String>,
    /// Its operations, sorted by path and method.
    pub operations: Vec<Operation>,
    /// Its other keywords: `externalDocs`.
    pub rest: Rest,
    /// The JSON pointer of its declaration in the merged document, if any.
    pub pointer: Option<String>,
}
