//! `src/runtime/`: real Rust, tested in this repository, and copied as it is. Only the lists of modules leave out those that the
//! API does not need.

use super::Emitter;
use crate::ir::{Api, Encoding, PagingKind, Type};
use std::collections::BTreeMap;

/// A file of the runtime.
pub(super) struct Part {
    /// Its room and its module.
    file: &'static str,
    text: &'static str,
    /// Whether the crate of an API needs it.
    need: fn(&Api) -> bool,
    /// What the crate's root exports of it: what users name.
    pub(super) root: &'static [&'static str],
    /// What the crate's module `plumbing` exports of it: what only a transport or an operation of one's own needs.
    pub(super) plumbing: &'static [&'static str],
    /// Lines of the manifest, beside those that every crate has.
    pub(super) dependencies: &'static [Dependency],
}

/// The name of a crate, and what the manifest says of it.
type Dependency = (&'static str, &'static str);

const FUTURES: Dependency = ("futures-core", "{ version = \"0.3\", default-features = false }");
const HTTP_BODY: Dependency = ("http-body", "\"1.0\"");
const JIFF: Dependency =
    ("jiff", "{ version = \"0.2\", default-features = false, features = [\"std\", \"serde\"] }");
const TOKIO_FILES: Dependency = ("tokio", "{ version = \"1.48\", features = [\"fs\", \"time\"] }");
const UUID: Dependency = ("uuid", "{ version = \"1.18\", features = [\"serde\"] }");

/// A file that every crate needs, and that exports nothing, unless the row says so.
macro_rules! part {
    ($file:literal $(, $field:ident: $value:expr)*) => {
        Part {
            $($field: $value,)*
            ..Part::new($file, include_str!(concat!("../../runtime/", $file, ".rs")))
        }
    };
}

/// All files but the lists of modules, room by room, from bottom to top.
const PARTS: &[Part] = &[
    part!("json/decode", root: &["Value"], plumbing: &["Decode"]),
    part!("json/decoding", plumbing: &["Decoding", "Mode"]),
    part!("json/given"),
    part!("json/open_enum"),
    part!("json/record"),
    part!("json/record_reader"),
    part!("json/record_writer"),
    part!("json/sibling"),
    part!("json/union"),
    part!("values/base64", root: &["Base64"], need: |api| holds(api, &Type::Base64)),
    part!("values/date", root: &["Date"], need: |api| holds(api, &Type::Date), dependencies: &[JIFF]),
    part!("values/nullable", root: &["Nullable"]),
    part!("values/secret", root: &["Secret"]),
    part!("values/timestamp", root: &["Timestamp"], need: |api| holds(api, &Type::DateTime),
        dependencies: &[JIFF]),
    part!("values/uuid", root: &["Uuid"], need: |api| holds(api, &Type::Uuid), dependencies: &[UUID]),
    part!("url/base_url", plumbing: &["BaseUrl", "BaseUrlError"]),
    part!("url/percent"),
    part!("url/route"),
    part!("bodies/body", root: &["Body", "BodyError", "Bytes"]),
    part!("bodies/stream", need: |api| has_uploads(api) || has_downloads(api),
        dependencies: &[FUTURES, HTTP_BODY]),
    part!("bodies/file", root: &["File"], need: has_uploads, dependencies: &[TOKIO_FILES]),
    part!("errors/api", root: &["ApiError", "UnexpectedStatus"]),
    part!("errors/build", root: &["BuildError", "BuildErrorKind"]),
    part!("errors/config", root: &["ConfigError"]),
    part!("errors/decode", root: &["DecodeError"]),
    part!("errors/error", root: &["Error", "NoDocumentedError"]),
    part!("errors/received"),
    part!("errors/retry_after"),
    part!("errors/transport", root: &["TransportError", "TransportErrorKind"]),
    part!("wire/form", root: &["Form"], need: |api| sends(api, &[Encoding::Multipart])),
    part!("wire/meta", plumbing: &["Meta", "Method", "Security"]),
    part!("wire/operation", plumbing: &["Operation", "Output", "Success"]),
    part!("wire/reply", plumbing: &["Reply"]),
    part!("wire/request", plumbing: &["RequestBuilder"]),
    part!("wire/security", root: &["Credential", "Credentials"]),
    part!("wire/style", plumbing: &["Style"]),
    part!("calls/builder", root: &["ClientBuilder", "same_origin_redirects"]),
    part!("calls/call", root: &["Call", "Response", "Sending"]),
    part!("calls/client", root: &["Client"]),
    part!("calls/cookies"),
    part!("calls/download", root: &["Download"], plumbing: &["Downloadable"], need: has_downloads),
    part!("calls/retry", root: &["Retry"]),
    part!("calls/transport"),
    part!("paging/cursor", need: has_pages),
    part!("paging/error", root: &["PageError"], need: has_pages),
    part!("paging/pages", root: &["Items", "NoPosition", "Pages", "Position"], plumbing: &["Page", "Paged"],
        need: has_pages, dependencies: &[FUTURES]),
    part!("paging/pointer", need: has_pages),
    part!("paging/query", need: |api| has_numbered_pages(api) || has_page_cursors(api)),
    part!("paging/next_cursor", plumbing: &["CursorPages"], need: has_page_cursors),
    part!("paging/next_url", plumbing: &["UrlPages"], need: has_page_urls),
    part!("paging/numbered", plumbing: &["NumberedPages"], need: has_numbered_pages),
    part!("paging/page_token", plumbing: &["PageToken"], need: has_page_tokens),
    part!("paging/range", plumbing: &["Range", "RangeHeader", "Ranged"], need: has_ranges),
];

macro_rules! lists {
    ($($room:literal)*) => {
        &[("", include_str!("../../runtime/mod.rs")), $(($room, include_str!(concat!("../../runtime/", $room, "mod.rs")))),*]
    };
}

/// The lists of modules: of the rooms, and of the files of each.
const LISTS: &[(&str, &str)] =
    lists!("json/" "values/" "url/" "bodies/" "errors/" "wire/" "calls/" "paging/");

impl Part {
    const fn new(file: &'static str, text: &'static str) -> Self {
        Self { file, text, need: |_| true, root: &[], plumbing: &[], dependencies: &[] }
    }
}

/// The files that the crate of an API needs.
pub(super) fn parts(api: &Api) -> impl Iterator<Item = &'static Part> {
    PARTS.iter().filter(|part| (part.need)(api))
}

/// Whether any value is of this type.
fn holds(api: &Api, value: &Type) -> bool {
    let in_types = api.types.iter().flat_map(|definition| definition.kind.values());
    let in_operations =
        api.operations().flat_map(|operation| operation.sent().chain(operation.received()));
    in_types.chain(in_operations).any(|other| other.innermost() == value)
}

/// Whether any list is read in pages.
fn has_pages(api: &Api) -> bool {
    !api.paging.is_empty()
}

/// Whether the pages of any list are of a kind.
fn has_kind(api: &Api, is: fn(&PagingKind) -> bool) -> bool {
    api.paging.iter().any(|scheme| is(&scheme.kind))
}

fn has_ranges(api: &Api) -> bool {
    has_kind(api, |kind| matches!(kind, PagingKind::Range { .. }))
}

fn has_page_tokens(api: &Api) -> bool {
    has_kind(api, |kind| matches!(kind, PagingKind::Token { .. }))
}

fn has_numbered_pages(api: &Api) -> bool {
    has_kind(api, |kind| matches!(kind, PagingKind::Offset(_) | PagingKind::Page { .. }))
}

fn has_page_cursors(api: &Api) -> bool {
    has_kind(api, |kind| matches!(kind, PagingKind::Cursor { .. }))
}

fn has_page_urls(api: &Api) -> bool {
    has_kind(api, |kind| matches!(kind, PagingKind::Url(_) | PagingKind::Link))
}

/// Whether any operation sends bytes or files.
pub(super) fn has_uploads(api: &Api) -> bool {
    sends(api, &[Encoding::Binary, Encoding::Multipart])
}

fn sends(api: &Api, encodings: &[Encoding]) -> bool {
    let bodies = api.operations().flat_map(|operation| &operation.body);
    bodies.flat_map(|body| body.contents.first()).any(|body| encodings.contains(&body.encoding))
}

/// Whether any operation returns bytes.
fn has_downloads(api: &Api) -> bool {
    let successes = api.operations().flat_map(|operation| &operation.successes);
    successes
        .flat_map(|response| response.contents.first())
        .any(|content| matches!(content.encoding, Encoding::Binary | Encoding::Multipart))
}

/// The files.
pub(super) fn files(emitter: Emitter<'_>) -> BTreeMap<String, String> {
    let texts: BTreeMap<&str, &str> =
        parts(emitter.api).map(|part| (part.file, part.text)).collect();
    let is_there = |module: &str| {
        let inside = format!("{module}/");
        texts.keys().any(|file| *file == module || file.starts_with(&inside))
    };
    let lists = LISTS.iter().filter(|(room, _)| texts.keys().any(|file| file.starts_with(room)));
    let lists = lists.map(|(room, text)| {
        let list = list(text, |module| is_there(&format!("{room}{module}")));
        (format!("{room}mod"), list)
    });
    let files = texts.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
    let header = emitter.header();
    lists
        .chain(files)
        .map(|(file, text)| (format!("src/runtime/{file}.rs"), format!("// {header}\n\n{text}")))
        .collect()
}

/// A list of modules without those that are not there: what belongs to a module that only some crates have stands in a paragraph that begins
/// with it.
fn list(text: &str, is_there: impl Fn(&str) -> bool) -> String {
    let begins_with = |paragraph: &str| {
        let first = paragraph.lines().next()?.strip_suffix(';')?;
        first.rsplit_once("mod ").map(|(_, module)| is_there(module))
    };
    let kept: Vec<&str> =
        text.split("\n\n").filter(|paragraph| begins_with(paragraph).unwrap_or(true)).collect();
    kept.join("\n\n").trim_end().to_owned() + "\n"
}
