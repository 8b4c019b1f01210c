//! `specweave.yaml`: the settings that the documents themselves do not contain.
//!
//! In: the text of the file. Out: [`Config`], or diagnostics with the line and column of each fault. An unknown key is an error,
//! so that a misspelling does not go unnoticed. Every key is optional, and so is the file.
//!
//! ```yaml
//! crate:                          # the emitted package
//!   name: acme                    # lower case letters, digits, - and _; default: derived from the document's title; `--name` overrides it
//!   version: 0.1.0                # Semantic Versioning; default 0.1.0
//!   license: MIT OR Apache-2.0    # default: no licence field
//!   repository: https://…         # default: no repository field
//!   description: …                # default: the document's title
//!   authors: [Acme]               # default: none
//!   regenerate: cargo xtask …     # the command in the header of each file; default specweave generate
//!   examples: false               # no programs in `examples/`; default true
//!   extra_files: [LICENSE-MIT]    # files and folders of the output folder that people maintain
//!   dependencies:                 # additional dependencies of the emitted crate, for paths in `types` and `x-rust-type`
//!     schemars: "1"
//!     acme-types: { version: "0.3", features: [serde], default_features: false, path: ../types }
//!   files:                        # hand-written files, stored with this one and copied into the crate
//!     - from: extra/servers.rs    # relative to this file
//!       to: src/servers.rs        # a module; examples/NAME.rs is an example, docs/… any other file
//!       when: [createServer]      # the operations that it uses, by operationId or by method and path; if one is missing, the file is left out
//!       page: servers             # the page or pages of these operations; if no such page is among the inputs, they may be missing
//! pages:                          # the inputs if no PATH is given, relative to this file; a folder stands for its pages
//!   - path: pages/session.md
//!     address: https://docs.acme.example/session   # linked from the emitted documentation
//!   - document: documents/acme.json                # a whole document; `address` is the URL that it is fetched from
//!     address: https://acme.example/openapi.json
//! prefer: [pages, documents]      # where sources disagree, these take precedence, in this order; then all others
//! overlays: [overlay.yaml]        # relative to this file, applied in this order, before those of `--overlay`
//! client:
//!   cookies: true                 # the client keeps cookies between calls; default false
//!   error_schema: Error           # the schema of the error object that any failing response may hold
//!   environment: ACME             # prefix of the variables that `from_env` reads; default: the crate's name
//! select:                         # the operations to generate, by patterns in which `*` stands for any characters; default: all
//!   tags: [Pets]
//!   paths: [/v1/customers*]
//!   operations: [listPets, "get*"]
//!   without: { tags: [Beta], paths: [], operations: [] }   # exceptions from these
//!   types_only: true              # no operations, and all component schemas
//! names:                          # rules for names; an `x-rust-name` takes precedence over all of them
//!   operations:                   # prefixes and suffixes to remove from operationIds; the first matching entry applies
//!     - strip_prefix: conversations_
//!     - { strip_prefix: api_, strip_suffix: _v1 }
//!   schemas: [{ strip_prefix: com.acme. }]   # the same for the names of component schemas
//!   stutter: strip                # removes the words of the tag, singular or plural, from the beginning or end of an operation's name, and a class from its beginning (`PetsController_`); default keep
//!   path_in_ids: strip            # `read_item_items__item_id__get`, FastAPI's name for this method and path, becomes `read_item`; default keep
//!   path_prefix: strip            # `GET /api/v1/pets` without an operationId becomes `get_pets` instead of `get_api_v1_pets`; default keep
//!   namespaces: strip             # the schema `Acme.Models.Pet` becomes `Pet`, unless another schema has this name; default keep
//!   tags: path                    # operations without a tag get one: the first segment of the path that is neither a version nor a variable
//! types:                          # additional derives and attributes of types, by patterns of their Rust names
//!   - match: Session*
//!     derive: [schemars::JsonSchema]
//!     attributes: ["#[cfg_attr(feature = \"x\", y)]"]
//! formats:                        # the types of strings with these formats; the rules of `x-rust-type` apply to them
//!   date-time: chrono::DateTime<chrono::Utc>
//! documentation:
//!   code_samples: true            # shows the `x-codeSamples` of operations; default false
//! paging:                         # how lists are read in pages; the first entry that matches an operation applies
//!   - header: RANGED-DATA         # a request header that selects a range of a list
//!     range: start={start},results={results}   # its value: the index of the first item, counted from 0, and the number of items
//!     results: 25                 # the default number of items
//!   - header: PAGE-TOKEN          # a response header with a token for the next page; the next request sends it under the same name
//!     token: true
//!     expired: 410                # the status code that means that a token has expired; default: none
//!   - offset: offset              # a query parameter: the index of the first item, counted from 0
//!     limit: limit                # the query parameter for the number of items
//!     results: 100                # the default number of items; default: left to the server
//!     items: /data/servers        # the items; default: the response, or its only list (also in an object), but not `errors` or `warnings`
//!   - page: page                  # a query parameter: the number of the page
//!     first: 1                    # the number of the first page; default 1
//!     size: per_page              # the query parameter for the number of items; `results` as above
//!   - cursor: cursor              # a query parameter that identifies the page
//!     next: /meta/next_cursor     # the place of the next cursor in the response; `/data/-/id` for the id of the last item
//!     more: /has_more             # a value that is `false` on the last page; default: the last page has no next cursor
//!     expired: 410                # as above
//!   - cursor: after
//!     next_header: X-Next         # the response header that holds the next cursor
//!   - cursor: /page/cursor        # a JSON pointer: a property of the request body; also allowed for `offset`, `limit`, `page` and `size`
//!     next: /next_cursor
//!   - next_url: /links/next       # the URL of the next page in the response
//!   - link: true                  # the header `Link` with rel="next" (RFC 8288)
//!     operations: [listPets]      # the operations, by operationId or by method and path; default: those with everything that the entry names
//! retry:                          # whether operations may be sent twice, by operationId or by method and path
//!   allocateServer: { idempotent: false }         # sent only once, although its method is idempotent
//!   POST /servers/{id}/tag: { idempotent: true }  # may be sent again, although its method is not idempotent
//!   createOrder: { idempotency-key: Idempotency-Key }   # may be sent again with the same value of this header, which is new for each call
//! streams:                        # the property of the request body that selects a stream or a single response, for operations with both
//!   - member: stream              # the property; each of the two methods always sends its own value
//!     value: true                 # the value for a stream; default true
//!     otherwise: false            # the value for a single response; default false
//!     operations: [createChat]    # by operationId or by method and path; default: those that have both responses and the property
//! waiters:                        # states to wait for, each a method `wait_until_` plus the name
//!   - name: delivered
//!     operation: getServer        # the operation to poll, by operationId or by method and path
//!     at: /status                 # the value in its response to check
//!     done: [delivered]           # the values that mean that the state is reached
//!     failed: [failed]            # the values that mean failure; default: none
//!     going_on: [ordered]         # the values with which polling continues, all others being failures; default: all others
//!     gone: [404]                 # the status codes that mean that the resource is gone, if that ends the wait; default: none
//!     pass_over: [500]            # further status codes to ignore, beside common temporary ones; default: none
//!     every: [15, 30]             # the shortest and the longest time between two calls, in seconds
//!     narrows: true               # from the longest time down to the shortest; default: at random between them
//!     timeout: 2700               # the total time limit, in seconds
//!     page: servers               # the page or pages of the operation; if no such page is among the inputs, the operation may be missing
//! pull:                           # how `specweave pull` fetches the pages that have an address
//!   suffix: .md                   # appended to a page's address for its Markdown form; default .md
//!   index: https://…/llms.txt     # the list of the site's pages; default: /llms.txt on the server of the pages
//!   below: https://…/api/         # the common beginning of the addresses of the API's pages; default: that of the addresses in `pages`
//!   known: [{ path: …, address: … }]   # pages that `pull --all` adds even if the index lacks them, with the names of their files
//! ```
//!
//! An operation can be read in pages if its response holds a list, and if an entry lists it or it has what the entry names: the header
//! or the parameters, the header of a success, or the value in the response. An entry in `retry` takes precedence over the `x-retry` of an
//! operation, which has the same form in a document or an overlay.
//!
//! Paths have `/` between folders on every system; a leading `./` is dropped, so that a page has the same name everywhere.

mod check;
mod fault;
mod files;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod json_schema_test;
mod names;
mod page;
mod paging;
mod pattern;
mod pull;
mod read;
mod retry;
mod select;
mod streams;
mod types;
mod waiters;

pub(crate) use self::check::{check_address, check_command};
pub use self::check::{check_crate_name, crate_name};
use self::fault::{Fault, invalid, locate, place};
pub(crate) use self::fault::{message_of, span_of};
pub use self::files::CrateFile;
pub use self::names::{NameOptions, Redundant, Strip, TagSource};
pub use self::page::Page;
pub use self::paging::Paging;
pub use self::pattern::Pattern;
pub use self::pull::PullOptions;
pub use self::retry::{Repeat, Retry};
pub use self::select::{Select, Without};
pub use self::streams::Stream;
pub use self::types::{Dependency, DetailedDependency, TypeOptions};
pub(crate) use self::types::{rust_attributes, rust_path, rust_type_path};
pub use self::waiters::Waiter;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::join;
use crate::source::{Place, Source};
use crate::spelling::similar::similar;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a map of keys")]
pub struct Config {
    /// The emitted package.
    #[serde(rename = "crate", default)]
    pub package: Package,
    /// The pages and documents, or folders of them, in any order.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<page::Keys>"))]
    pub pages: Vec<Page>,
    /// Pages, documents and folders of them that take precedence where sources disagree.
    #[serde(default)]
    pub prefer: Vec<String>,
    /// Paths of overlay files, relative to the configuration, applied in this order.
    #[serde(default)]
    pub overlays: Vec<String>,
    /// The behaviour of the emitted client.
    #[serde(default)]
    pub client: ClientOptions,
    /// The operations of the crate.
    #[serde(default)]
    pub select: Select,
    /// The rules for names.
    #[serde(default)]
    pub names: NameOptions,
    /// Additional derives and attributes of types.
    #[serde(default)]
    pub types: Vec<TypeOptions>,
    /// The types that replace the default ones of strings, by format.
    #[serde(default)]
    pub formats: BTreeMap<String, String>,
    /// The options of the crate's documentation.
    #[serde(default)]
    pub documentation: Documentation,
    /// The paging schemes of lists.
    #[serde(default)]
    pub paging: Vec<Paging>,
    /// Whether operations may be sent twice, by operationId or by method and path.
    #[serde(default, deserialize_with = "retry::entries")]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, retry::Keys>"))]
    pub retry: BTreeMap<String, Retry>,
    /// The properties of request bodies that select a stream or a single response.
    #[serde(default)]
    pub streams: Vec<Stream>,
    /// The states that a program can wait for.
    #[serde(default)]
    pub waiters: Vec<Waiter>,
    /// The options of `specweave pull`.
    #[serde(default)]
    pub pull: PullOptions,
    /// The file, for the places of its entries.
    #[serde(skip)]
    #[cfg_attr(test, schemars(skip))]
    pub file: ConfigText,
}

/// The file of a configuration. It is no setting, so two configurations are equal whatever their files.
#[derive(Debug, Clone, Default)]
pub struct ConfigText(Option<Arc<Source>>);

impl PartialEq for ConfigText {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for ConfigText {}

/// The emitted package's manifest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct Package {
    /// The crate's name, valid as [`check_crate_name`] requires; if empty, it is derived from the document's title.
    pub name: String,
    /// Its version, according to Semantic Versioning.
    pub version: String,
    /// An SPDX expression.
    pub license: Option<String>,
    /// The URL of its source.
    pub repository: Option<String>,
    /// Its description, in one line.
    pub description: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// The command that generates it again, for the header of every file.
    pub regenerate: String,
    /// Whether the crate has example programs.
    pub examples: bool,
    /// Files and folders in the output folder that people maintain. They are neither written nor removed; a generated file of the same
    /// name is left out.
    pub extra_files: Vec<String>,
    /// Its additional dependencies, by name, for derive macros and hand-written types.
    pub dependencies: BTreeMap<String, Dependency>,
    /// Hand-written files, stored with the configuration, that are copied into the crate.
    pub files: Vec<CrateFile>,
}

impl Default for Package {
    fn default() -> Self {
        Self {
            name: String::new(),
            version: "0.1.0".into(),
            license: None,
            repository: None,
            description: None,
            authors: Vec::new(),
            regenerate: "specweave generate".into(),
            examples: true,
            extra_files: Vec::new(),
            dependencies: BTreeMap::new(),
            files: Vec::new(),
        }
    }
}

/// The behaviour of the emitted client.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct ClientOptions {
    /// Whether the client keeps cookies between calls.
    pub cookies: bool,
    /// The schema of the error object that any failing response may hold.
    pub error_schema: Option<String>,
    /// Prefix of the environment variables that `Client::from_env` reads: upper case letters, digits and `_`.
    pub environment: Option<String>,
}

/// The options of the crate's documentation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct Documentation {
    /// Whether the `x-codeSamples` of operations are shown.
    pub code_samples: bool,
}

impl Config {
    /// The prefix of the environment variables that the client reads: the configured one, or else the name of the crate in capitals.
    pub fn environment(&self) -> String {
        let own = self.client.environment.clone();
        own.unwrap_or_else(|| self.package.name.replace('-', "_").to_uppercase())
    }

    /// The number of preferred sources before a source of this name. Its folder may be inside any other folders.
    #[must_use]
    pub fn rank(&self, name: &str) -> usize {
        self.prefer.iter().position(|own| is_in(name, own)).unwrap_or(self.prefer.len())
    }

    /// The place of a value of the configuration.
    pub(crate) fn place(&self, pointer: &str) -> Option<Place> {
        self.file.0.as_ref().map(|source| place(source, pointer))
    }

    /// Reports the preferred sources that are neither among the inputs nor among the pages, if one of these has nearly that name. Others
    /// may be the names of sources that are only sometimes among the inputs.
    pub(crate) fn unused_preferences(&self, inputs: &[Source]) -> Vec<Diagnostic> {
        let pages = self.pages.iter().map(|page| page.path.as_str());
        let names: Vec<&str> =
            inputs.iter().map(|source| source.name.as_str()).chain(pages).collect();
        let parts: Vec<&str> = names.iter().flat_map(|name| name.split('/')).collect();
        let finding = |(index, own): (usize, &String)| {
            if names.iter().any(|name| is_in(name, own)) {
                return None;
            }
            let meant = similar(own, parts.iter().copied())?;
            let message =
                format!("no page or document is {own:?} of `prefer`, or in a folder of that name");
            let place = self.place(&format!("/prefer/{index}"));
            let help = format!("did you mean {meant:?}?");
            Some(Diagnostic { place, ..Diagnostic::new(Code::UnusedPattern, message).help(help) })
        };
        self.prefer.iter().enumerate().filter_map(finding).collect()
    }

    /// Reports the patterns of `types` that no type has, if there are types.
    pub(crate) fn unused_types(&self, names: &[&str]) -> Vec<Diagnostic> {
        let is_unused = |own: &TypeOptions| !names.iter().any(|name| own.pattern.fits(name));
        let entries =
            self.types.iter().enumerate().filter(|(_, own)| !names.is_empty() && is_unused(own));
        entries
            .map(|(index, own)| {
                let message = format!("no type has a name like {:?} in `types`", own.pattern.0);
                let help = match similar(&own.pattern.0, names.iter().copied()) {
                    Some(meant) => format!("did you mean {meant:?}?"),
                    None => "correct the pattern, in which `*` stands for any characters, or remove the entry".to_owned(),
                };
                let place = self.place(&format!("/types/{index}/match"));
                Diagnostic { place, ..Diagnostic::new(Code::UnusedPattern, message).help(help) }
            })
            .collect()
    }

    /// Reads a configuration. An empty text is the default configuration.
    ///
    /// # Errors
    ///
    /// All its faults, each with line and column; only the first fault of the syntax is reported.
    pub fn parse(source: &Arc<Source>) -> Result<Self, Vec<Diagnostic>> {
        let text = source.text.trim_start_matches('\u{feff}');
        let mut config = match read::deserialize(text) {
            Ok(config) => config,
            Err(fault) => {
                let (config, faults, removed) = read::without_faults(text, &fault);
                // A fault of a value may only follow from what was removed beside it.
                let beside = |own: &Fault| {
                    own.message == waiters::NO_END
                        && removed.iter().any(|gone| parent(gone) == parent(&own.pointer))
                };
                let is_new = |own: &Fault| !removed.contains(&own.pointer) && !beside(own);
                let values = config.faults().into_iter().filter(is_new);
                let others = faults.into_iter().chain(values).map(|fault| locate(source, fault));
                let skipped = source.text.len() - text.len();
                let span = fault.span.map(|span| span.start + skipped..span.end + skipped);
                let place = Place { span, ..Place::whole(source).at(fault.pointer) };
                let mut first = invalid(fault.message).at(place);
                first.help = fault.help;
                let mut all: Vec<Diagnostic> = [first].into_iter().chain(others).collect();
                let start = |own: &Diagnostic| Some(own.place.as_ref()?.span.as_ref()?.start);
                all.sort_by_key(start);
                return Err(all);
            }
        };
        config.file = ConfigText(Some(source.clone()));
        config.normalize();
        for (pointer, own) in config.places() {
            *own = Some(place(source, &pointer));
        }
        let faults = config.faults();
        if faults.is_empty() {
            return Ok(config);
        }
        Err(faults.into_iter().map(|fault| locate(source, fault)).collect())
    }

    /// The places of the entries that record them, by their pointers.
    pub(crate) fn places(&mut self) -> impl Iterator<Item = (String, &mut Option<Place>)> {
        let paging = self.paging.iter_mut().map(|entry| &mut entry.place).enumerate();
        let streams = self.streams.iter_mut().map(|entry| &mut entry.place).enumerate();
        let waiters = self.waiters.iter_mut().map(|entry| &mut entry.place).enumerate();
        let files = self.package.files.iter_mut().map(|entry| &mut entry.place).enumerate();
        let retry = self.retry.iter_mut();
        let numbered = |list| move |(index, place)| (format!("{list}/{index}"), place);
        paging
            .map(numbered("/paging"))
            .chain(streams.map(numbered("/streams")))
            .chain(waiters.map(numbered("/waiters")))
            .chain(files.map(numbered("/crate/files")))
            .chain(retry.map(|(name, entry)| (join("/retry", name), &mut entry.place)))
    }

    /// The configuration with a name for the crate, derived from the title if it has none.
    pub(crate) fn named(&self, title: &str) -> Cow<'_, Self> {
        if !self.package.name.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut config = self.clone();
        config.package.name = crate_name(title);
        Cow::Owned(config)
    }

    /// Drops the parts of paths that do not distinguish them: `./` and final slashes.
    fn normalize(&mut self) {
        let pages = self.pages.iter_mut().map(|page| &mut page.path);
        let known = self.pull.known.iter_mut().map(|page| &mut page.path);
        let others = self.overlays.iter_mut().chain(&mut self.prefer);
        for path in pages.chain(known).chain(others).chain(&mut self.package.extra_files) {
            while let Some(rest) = path.strip_prefix("./") {
                *path = rest.trim_start_matches('/').to_owned();
            }
            path.truncate(path.trim_end_matches('/').len().max(1).min(path.len()));
        }
    }

    /// The faults of the values, each with its JSON pointer and perhaps a help text.
    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Err(reason) = check_crate_name(&self.package.name)
            && !self.package.name.is_empty()
        {
            let message = format!("the crate name {:?} {reason}", self.package.name);
            faults.push(Fault::new("/crate/name", message));
        }
        if let Err(reason) = semver::Version::parse(&self.package.version) {
            let message = format!("the version {:?} is not valid: {reason}", self.package.version);
            faults.push(Fault::new("/crate/version", message).help("write three numbers: 0.1.0"));
        }
        if let Err(reason) = check_command(&self.package.regenerate) {
            let message = format!("the command {:?} {reason}", self.package.regenerate);
            let help = "write one line: it is put into a comment at the top of every file";
            faults.push(Fault::new("/crate/regenerate", message).help(help));
        }
        faults.extend(page::faults(&self.pages, "/pages"));
        faults.extend(files::faults(&self.package.files));
        faults.extend(self.extra_file_faults());
        faults.extend(self.input_faults());
        faults.extend(self.environment_fault());
        faults.extend(types::dependency_faults(&self.package.dependencies));
        faults.extend(names::faults(&self.names));
        faults.extend(types::faults(&self.types, &self.package.dependencies));
        faults.extend(types::format_faults(&self.formats, &self.package.dependencies));
        faults.extend(paging::faults(&self.paging));
        faults.extend(streams::faults(&self.streams));
        faults.extend(waiters::faults(&self.waiters));
        faults.extend(pull::faults(&self.pull));
        faults
    }

    fn extra_file_faults(&self) -> impl Iterator<Item = Fault> {
        self.package.extra_files.iter().enumerate().filter_map(|(index, path)| {
            let reason = match crate::source::check_path(path) {
                Err(reason) => reason,
                Ok(()) if path.eq_ignore_ascii_case("Cargo.toml") => {
                    "is the manifest, which marks the folder as generated"
                }
                Ok(()) => return None,
            };
            let message = format!("the extra file {path:?} {reason}");
            let help = "name a file inside the output folder, relative to it";
            Some(Fault::new(join("/crate/extra_files", &index.to_string()), message).help(help))
        })
    }

    fn input_faults(&self) -> Vec<Fault> {
        let pages = self
            .pages
            .iter()
            .enumerate()
            .map(|(index, page)| ("page", page.path.as_str(), page.pointer("/pages", index)));
        let overlays = self
            .overlays
            .iter()
            .enumerate()
            .map(|(index, path)| ("overlay", path.as_str(), format!("/overlays/{index}")));
        let preferred =
            self.prefer.iter().enumerate().map(|(index, path)| {
                ("preferred source", path.as_str(), format!("/prefer/{index}"))
            });
        let mut seen = BTreeSet::new();
        let mut faults = Vec::new();
        for (what, path, pointer) in pages.chain(overlays).chain(preferred) {
            if path.is_empty() {
                faults.push(Fault::new(pointer, format!("the path of the {what} is empty")));
            } else if !seen.insert((what, path)) {
                let message = format!("the {what} {path:?} is listed twice");
                faults.push(Fault::new(pointer, message));
            }
        }
        faults
    }

    fn environment_fault(&self) -> Option<Fault> {
        let prefix = self.client.environment.as_deref()?;
        let starts_well = prefix.starts_with(|first: char| first.is_ascii_uppercase());
        let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if starts_well && prefix.bytes().all(allowed) {
            return None;
        }
        let message = format!("{prefix:?} cannot start the name of an environment variable");
        let help = "use upper case letters, digits and `_`, starting with a letter: ACME";
        Some(Fault::new("/client/environment", message).help(help))
    }
}

/// Whether a source has a name, or is in a folder of that name inside any other folders.
fn is_in(source: &str, name: &str) -> bool {
    format!("/{source}/").contains(&format!("/{name}/"))
}

/// The pointer of the value that contains another one.
fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}
