//! `specweave.yaml`: what cannot be read from the documents themselves.
//!
//! In: the text of the file. Out: [`Config`], or diagnostics with the line and column of each fault. Unknown keys are errors,
//! so that a misspelling does not pass silently. Every key may be left out, and so may the whole file.
//!
//! ```yaml
//! crate:                          # the emitted package
//!   name: acme                    # lower case letters, digits, - and _; default: made of the document's title; `--name` overrides it
//!   version: 0.1.0                # Semantic Versioning; default 0.1.0
//!   license: MIT OR Apache-2.0    # default: no licence field
//!   repository: https://…         # default: no repository field
//!   description: …                # default: the document's title
//!   authors: [Acme]               # default: none
//!   regenerate: cargo xtask …     # the command that the header of each file names; default specweave generate
//!   examples: false               # no programs in `examples/`; default true
//!   extra_files: [LICENSE-MIT]    # files and folders of the output folder that people maintain
//!   dependencies:                 # crates that the emitted one uses beside its own, for what `types` and `x-rust-type` name
//!     schemars: "1"
//!     acme-types: { version: "0.3", features: [serde], default_features: false, path: ../types }
//!   files:                        # files that people maintain beside this one, which are copied into the crate
//!     - from: extra/servers.rs    # relative to this file
//!       to: src/servers.rs        # a module; examples/NAME.rs is an example, docs/… any other file
//!       when: [createServer]      # the operations that it uses, by operationId or by method and path: without one it is left out
//!       page: servers             # the page, or pages, of these: where none is among the inputs, they need not be there
//! pages:                          # what is read when no PATH is given, relative to this file; a folder stands for its pages
//!   - path: pages/session.md
//!     address: https://docs.acme.example/session   # linked from the emitted documentation
//!   - document: documents/acme.json                # a whole document; `address` is where it is fetched from, as it is
//!     address: https://acme.example/openapi.json
//! prefer: [pages, documents]      # where sources say different things, those here count, the first before the second; then all others
//! overlays: [overlay.yaml]        # relative to this file, applied in this order, before those of `--overlay`
//! client:
//!   cookies: true                 # the client keeps cookies between calls; default false
//!   error_schema: Error           # the schema of the error object that any failing response may hold
//!   environment: ACME             # prefix of the variables that `from_env` reads; default: the crate's name
//! select:                         # which operations are made, by patterns in which `*` stands for any characters; default: all
//!   tags: [Pets]
//!   paths: [/v1/customers*]
//!   operations: [listPets, "get*"]
//!   without: { tags: [Beta], paths: [], operations: [] }   # those that are left out of these
//!   types_only: true              # no operation, and all component schemas
//! names:                          # what things are called; an `x-rust-name` goes before all of it
//!   operations:                   # what is taken from operationIds; the first entry that fits counts
//!     - strip_prefix: conversations_
//!     - { strip_prefix: api_, strip_suffix: _v1 }
//!   schemas: [{ strip_prefix: com.acme. }]   # likewise from the names of component schemas
//!   stutter: strip                # the words of the tag, in the singular or plural, are taken from the beginning or end of the name of an operation; default keep
//!   path_in_ids: strip            # `read_item_items__item_id__get`, as FastAPI calls what is at this path, is `read_item`; default keep
//!   tags: path                    # operations without a tag get one: the first segment of the path that is neither a version nor a variable
//! types:                          # what types have beside what the generator gives them, by patterns of their names in Rust
//!   - match: Session*
//!     derive: [schemars::JsonSchema]
//!     attributes: ["#[cfg_attr(feature = \"x\", y)]"]
//! formats:                        # the types of texts of these formats: byte, date, date-time, uuid; what an `x-rust-type` must be, they must
//!   date-time: chrono::DateTime<chrono::Utc>
//! documentation:
//!   code_samples: true            # the `x-codeSamples` of operations are shown; default false
//! paging:                         # how lists are read in pages; the first entry that fits an operation counts
//!   - header: RANGED-DATA         # a request header that asks for a part of a list
//!     range: start={start},results={results}   # its value: the first item, counted from 0, and how many
//!     results: 25                 # how many where the user does not say
//!   - header: PAGE-TOKEN          # a response's header that names the next page; sent back by the same name to get it
//!     token: true
//!     expired: 410                # the status that says that a token is no longer valid; default: none
//!   - offset: offset              # a parameter in the query: the number of the first item, counted from 0
//!     limit: limit                # the one beside it: how many items
//!     results: 100                # how many where the user does not say; default: what the server sends then
//!     items: /data/servers        # the items in the response; default: the response, or the only list in it or in an object in it, apart from `errors` and `warnings`
//!   - page: page                  # a parameter in the query: the number of the page
//!     first: 1                    # the number of the first page; default 1
//!     size: per_page              # the one beside it: how many items; `results` as above
//!   - cursor: cursor              # a parameter in the query that names the page
//!     next: /meta/next_cursor     # where the response names the next page; `/data/-/id` for the id of the last item
//!     more: /has_more             # what says, by `false`, that a page is the last one; default: that no next one is named
//!     expired: 410                # as above
//!   - cursor: after
//!     next_header: X-Next         # the header of the response that names the next page
//!   - cursor: /page/cursor        # a JSON pointer: a property of the request body; so may `offset`, `limit`, `page` and `size` be
//!     next: /next_cursor
//!   - next_url: /links/next       # the URL of the next page in the response
//!   - link: true                  # the header `Link` with rel="next" (RFC 8288)
//!     operations: [listPets]      # what is read so, by operationId or by method and path; default: what has all that is named
//! retry:                          # what is known of sending operations twice, by operationId or by method and path
//!   allocateServer: { idempotent: false }         # sent once, although its method promises that twice is the same as once
//!   POST /servers/{id}/tag: { idempotent: true }  # may be sent again, although its method does not promise it
//!   createOrder: { idempotency-key: Idempotency-Key }   # may be sent again with the same value of this header, made for each call
//! streams:                        # what says in the body whether the response is a stream, of operations that respond in both ways
//!   - member: stream              # a property of the body; each of both methods sends it, whatever a program gives
//!     value: true                 # its value where a stream is asked for; default true
//!     otherwise: false            # its value where none is; default false
//!     operations: [createChat]    # by operationId or by method and path; default: what responds in both ways and has the property
//! waiters:                        # what can be waited for, each a method `wait_until_` and its name
//!   - name: delivered
//!     operation: getServer        # what is called again and again, by operationId or by method and path
//!     at: /status                 # the value of its response to look at
//!     done: [delivered]           # the values that say that it is done
//!     failed: [failed]            # that it has failed; default: none
//!     going_on: [ordered]         # that it goes on, any other being a failure; default: any other
//!     gone: [404]                 # the statuses that say that it is gone, where that is waited for; default: none
//!     pass_over: [500]            # the statuses that say nothing, beside what mostly passes; default: none
//!     every: [15, 30]             # the shortest and the longest time between two calls, in seconds
//!     narrows: true               # begins with the longest and narrows to the shortest; default: at random between them
//!     timeout: 2700               # the time for all of it, in seconds
//!     page: servers               # the page, or pages, of the operation: where none is among the inputs, it need not be there
//! pull:                           # how `specweave pull` fetches the pages that have an address
//!   suffix: .md                   # at the end of a page's address it names its Markdown form; default .md
//!   index: https://…/llms.txt     # what lists the site's pages; default: /llms.txt on the server of the pages
//!   below: https://…/api/         # what the addresses of pages of the API begin with; default: what those of `pages` have in common
//!   known: [{ path: …, address: … }]   # pages that `pull --all` adds even if the index lacks them, and what their files are called
//! ```
//!
//! An operation can be read in pages if it has what an entry names (the header or the parameters; the header of a success; the text in
//! the response), or is listed by it, and if its response holds a list. What `retry` says goes before the `x-retry` of an operation, which says the same in a document or an overlay.
//!
//! Paths have `/` between folders on every system; a leading `./` is dropped, so that a page is called the same everywhere.

mod check;
mod files;
mod names;
mod page;
mod paging;
mod pattern;
mod pull;
mod retry;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod schema;
mod select;
mod streams;
mod types;
mod waiters;

pub(crate) use self::check::{check_address, check_command};
pub use self::check::{check_crate_name, crate_name};
pub use self::files::CrateFile;
pub use self::names::{NameOptions, PathInIds, Strip, Stutter, TagSource};
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
use crate::document::{Syntax, join, yaml};
use crate::source::{Place, Source};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
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
    /// Pages, documents and folders of them, which count before the others where sources say different things.
    #[serde(default)]
    pub prefer: Vec<String>,
    /// Paths of overlay files, relative to the configuration, applied in this order.
    #[serde(default)]
    pub overlays: Vec<String>,
    /// How the emitted client behaves.
    #[serde(default)]
    pub client: ClientOptions,
    /// Which operations the crate has.
    #[serde(default)]
    pub select: Select,
    /// How things are called.
    #[serde(default)]
    pub names: NameOptions,
    /// What types have beside what the generator gives them.
    #[serde(default)]
    pub types: Vec<TypeOptions>,
    /// The types of texts of some formats, by the formats, instead of those that the generator gives them.
    #[serde(default)]
    pub formats: BTreeMap<String, String>,
    /// What the documentation of the crate holds.
    #[serde(default)]
    pub documentation: Documentation,
    /// How lists are read in pages.
    #[serde(default)]
    pub paging: Vec<Paging>,
    /// What is known of sending operations twice, by their operationId, or by their method and path.
    #[serde(default, deserialize_with = "retry::entries")]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, retry::Keys>"))]
    pub retry: BTreeMap<String, Retry>,
    /// What says in bodies whether responses are to be streams.
    #[serde(default)]
    pub streams: Vec<Stream>,
    /// What can be waited for.
    #[serde(default)]
    pub waiters: Vec<Waiter>,
    /// How pages are fetched.
    #[serde(default)]
    pub pull: PullOptions,
}

/// The emitted package's manifest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct Package {
    /// The crate's name, valid as [`check_crate_name`] says; if empty, it is made of the document's title.
    pub name: String,
    /// Its version, valid as Semantic Versioning says.
    pub version: String,
    /// An SPDX expression.
    pub license: Option<String>,
    /// Where its source is.
    pub repository: Option<String>,
    /// One line on what it is.
    pub description: Option<String>,
    /// Who made it.
    pub authors: Vec<String>,
    /// The command that makes it again, named in the header of every file.
    pub regenerate: String,
    /// Whether the crate has example programs.
    pub examples: bool,
    /// Files and folders in the output folder that people maintain; neither written nor removed, and a generated file of
    /// the same name is left out.
    pub extra_files: Vec<String>,
    /// Crates that it depends on beside those that it needs itself, for derived macros and types of one's own, by their names.
    pub dependencies: BTreeMap<String, Dependency>,
    /// Files that people maintain beside the configuration, and that are copied into the crate.
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

/// How the emitted client behaves.
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

/// What the documentation of the crate holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct Documentation {
    /// Whether the `x-codeSamples` of operations are shown.
    pub code_samples: bool,
}

impl Config {
    /// How many of the preferred sources go before a source of this name, whose folder may have any folders above it.
    #[must_use]
    pub fn rank(&self, name: &str) -> usize {
        let is_in = |preferred: &String| format!("/{name}/").contains(&format!("/{preferred}/"));
        self.prefer.iter().position(is_in).unwrap_or(self.prefer.len())
    }

    /// Reads a configuration. An empty text is the default one.
    ///
    /// # Errors
    ///
    /// All that is wrong with it, each with its line and column; only the first fault of the syntax or of the keys is known.
    pub fn parse(source: &Arc<Source>) -> Result<Self, Vec<Diagnostic>> {
        let text = source.text.trim_start_matches('\u{feff}');
        let mut config = deserialize(text).map_err(|fault| {
            let skipped = source.text.len() - text.len();
            let span = fault.span.map(|span| span.start + skipped..span.end + skipped);
            let place = Place { source: source.clone(), span, pointer: fault.pointer };
            let mut finding = invalid(fault.message).at(place);
            finding.help = fault.help.map(str::to_owned);
            vec![finding]
        })?;
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

    /// Where the entries stand that know it, by their pointers.
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

    /// The same, with a name for the crate: made of the title where there is none.
    pub(crate) fn named(&self, title: &str) -> Cow<'_, Self> {
        if !self.package.name.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut config = self.clone();
        config.package.name = crate_name(title);
        Cow::Owned(config)
    }

    /// Drops what does not tell two paths apart.
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

    /// What is wrong with the values: JSON pointer, finding, help.
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
            let help = "write one line, which stands in a comment at the top of every file";
            faults.push(Fault::new("/crate/regenerate", message).help(help));
        }
        faults.extend(page::faults(&self.pages, "/pages"));
        faults.extend(files::faults(&self.package.files));
        faults.extend(self.extra_file_faults());
        faults.extend(self.input_faults());
        faults.extend(self.environment_fault());
        faults.extend(types::dependency_faults(&self.package.dependencies));
        faults.extend(names::faults(&self.names));
        faults.extend(types::faults(&self.types));
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
                    "is the manifest, which tells that the folder is generated"
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

/// A value that is not valid.
struct Fault {
    pointer: String,
    message: String,
    span: Option<Range<usize>>,
    help: Option<&'static str>,
    /// Whether the line may hold a password, and is not shown.
    secret: bool,
}

impl Fault {
    fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            message: message.into(),
            span: None,
            help: None,
            secret: false,
        }
    }

    fn help(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }

    /// The line of an address is shown only if no user and no query is in it.
    fn secret(mut self, address: Option<&str>) -> Self {
        self.secret = address.is_some_and(|address| address.contains(['@', '?']));
        self
    }

    fn at(mut self, pointer: String) -> Self {
        self.pointer = pointer;
        self
    }
}

fn invalid(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::InvalidConfig, message)
}

/// The diagnostic of a fault, at the value that its pointer names.
fn locate(source: &Arc<Source>, fault: Fault) -> Diagnostic {
    let mut place = place(source, &fault.pointer);
    if fault.secret {
        place.span = None;
    }
    let mut diagnostic = invalid(fault.message).at(place);
    diagnostic.help = fault.help.map(str::to_owned);
    diagnostic
}

/// Where the value that a pointer names is written.
fn place(source: &Arc<Source>, pointer: &str) -> Place {
    let span = crate::document::locate(&source.text, Syntax::Yaml, pointer);
    Place::span(source, span).at(pointer)
}

fn deserialize(text: &str) -> Result<Config, Fault> {
    let parsed: Result<Option<Config>, _> = yaml::from_str(text);
    parsed.map(Option::unwrap_or_default).map_err(|error| {
        let message = message_of(&error.message);
        Fault {
            span: Some(span_of(text, error.line, error.column)),
            help: taken_for(&message),
            message,
            pointer: error.pointer,
            secret: false,
        }
    })
}

/// What to do with a file that is no configuration at all.
fn taken_for(message: &str) -> Option<&'static str> {
    if message.starts_with("unknown field `openapi`")
        || message.starts_with("unknown field `swagger`")
    {
        Some("this is an OpenAPI document: give it without --config")
    } else if message.starts_with("unknown field `overlay`") {
        Some("this is an overlay: give it with --overlay")
    } else {
        None
    }
}

/// The library's words without the path before them and the position after them: both are said elsewhere.
pub(crate) fn message_of(text: &str) -> String {
    let text = text.split_once(" at line ").map_or(text, |(before, _)| before);
    let start = ["unknown field", "invalid type", "invalid value", "missing field", "duplicate"];
    let cut = start.iter().filter_map(|words| text.find(words)).min().unwrap_or(0);
    text[cut..].to_owned()
}

/// The bytes of the word that stands at a line and column, both counted from 1.
pub(crate) fn span_of(text: &str, line: usize, column: usize) -> Range<usize> {
    let lines = text.split_inclusive('\n');
    let start: usize = lines.clone().take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    let start =
        start + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
    let word = text[start..].find([':', ',', '\n', '\r', '}', ']']);
    start..word.map_or(text.len(), |length| start + length.max(1).min(text.len() - start))
}
