//! Emits `src/runtime/`: the files of `generator/runtime/` that the API needs, copied as they are. Only the lists of modules, the files named
//! `mod.rs`, are changed: they leave out modules that the API does not need.

use super::Emitter;
use crate::config::Repeat;
use crate::ir::{
    AccessorKind, Api, Content, Encoding, Field, Operation, PagingKind, PagingScheme, Type,
    TypeKind,
};
use std::collections::BTreeMap;

/// A file of the runtime.
pub(super) struct Part {
    /// Its room and its module.
    file: &'static str,
    text: &'static str,
    /// Whether the crate of an API needs it.
    need: fn(Emitter<'_>) -> bool,
    /// The feature of the crate that it needs; none if it is always compiled.
    pub(super) feature: Option<&'static str>,
    /// Its exports at the root of the crate, for all users.
    pub(super) root: &'static [&'static str],
    /// Its exports in the module `plumbing`, for custom transports and operations.
    pub(super) plumbing: &'static [&'static str],
    /// Its dependencies, besides those of every crate.
    pub(super) dependencies: &'static [Dependency],
    /// Its dependencies on all systems except WebAssembly.
    pub(super) native: &'static [Dependency],
}

/// The name of a crate, and its value in the manifest.
type Dependency = (&'static str, &'static str);

const HYPER: Dependency =
    ("hyper", "{ version = \"1.8\", default-features = false, optional = true }");
const REQWEST: Dependency =
    ("reqwest", "{ version = \"0.13\", default-features = false, optional = true }");
const TOWER: Dependency = ("tower-service", "{ version = \"0.3\", optional = true }");
const FUTURES: Dependency = ("futures-core", "{ version = \"0.3\", default-features = false }");
const GETRANDOM: Dependency = ("getrandom", "\"0.4\"");
const JIFF: Dependency =
    ("jiff", "{ version = \"0.2\", default-features = false, features = [\"std\", \"serde\"] }");
const QUICK_XML: Dependency = ("quick-xml", "\"0.42\"");
const TOKIO_FILES: Dependency = ("tokio", "{ version = \"1.48\", features = [\"fs\"] }");
const UUID: Dependency = ("uuid", "{ version = \"1.18\", features = [\"serde\"] }");

/// A file that by default every crate needs and that exports nothing.
macro_rules! part {
    ($file:literal $(, $field:ident: $value:expr)*) => {
        Part {
            $($field: $value,)*
            ..Part::new($file, include_str!(concat!("../../runtime/", $file, ".rs")))
        }
    };
}

/// All files except those named `mod.rs`, room by room.
const PARTS: &[Part] = &[
    part!("json/decode", root: &["Value"], plumbing: &["Decode"]),
    part!("json/decoding", plumbing: &["Decoding", "Mode"]),
    part!("json/given"),
    part!("json/open_enum", need: has_enumerations),
    part!("json/pointer", need: |emitter| has_pages(emitter) || has_waiters(emitter)),
    part!("json/record"),
    part!("json/record_reader"),
    part!("json/record_writer"),
    part!("json/sibling", need: has_siblings),
    part!("json/tagged", need: has_unions),
    part!("json/union", need: has_unions),
    part!("values/as_text", root: &["AsText"], need: has_numbers_in_text),
    part!("values/base64", root: &["Base64"], need: |emitter| holds(emitter, &Type::Base64)),
    part!("values/clock"),
    part!("values/date", root: &["Date"], need: |emitter| holds(emitter, &Type::Date), dependencies: &[JIFF]),
    part!("values/nullable", root: &["Nullable"]),
    part!("values/secret", root: &["Secret"]),
    part!("values/timestamp", root: &["Timestamp"], need: has_instants,
        dependencies: &[JIFF]),
    part!("values/uuid", root: &["Uuid"], need: |emitter| holds(emitter, &Type::Uuid), dependencies: &[UUID]),
    part!("url/base_url", plumbing: &["BaseUrl", "BaseUrlError"]),
    part!("url/percent"),
    part!("url/route"),
    part!("url/server", root: &["Server"], need: has_server_choice),
    part!("bodies/body", root: &["Body", "BodyError", "Bytes"]),
    part!("bodies/stream", need: |emitter| has_uploads(emitter) || has_downloads(emitter) || has_streams(emitter),
        dependencies: &[FUTURES]),
    part!("bodies/file", root: &["File"], need: has_uploads),
    part!("bodies/local_file", need: has_uploads, native: &[TOKIO_FILES]),
    part!("errors/api", root: &["ApiError", "UnexpectedStatus"]),
    part!("errors/build", root: &["BuildError", "BuildErrorKind"]),
    part!("errors/config", root: &["ConfigError"]),
    part!("errors/credential", root: &["CredentialError", "CredentialErrorKind"]),
    part!("errors/decode", root: &["DecodeError"]),
    part!("errors/error", root: &["Error", "NoDocumentedError"]),
    part!("errors/received"),
    part!("errors/retry_after"),
    part!("errors/transport", root: &["TransportError", "TransportErrorKind"]),
    part!("wire/charset"),
    part!("wire/form", root: &["Form"], need: |emitter| emitter.api.operations().any(|own| sends(own, &[Encoding::Multipart]))),
    part!("wire/part_style", need: has_styled_parts),
    part!("wire/key", need: has_keys, dependencies: &[GETRANDOM]),
    part!("wire/member", need: has_asked_members),
    part!("wire/meta", plumbing: &["Meta", "Method", "Security"]),
    part!("wire/operation", plumbing: &["Operation", "Output", "Success"]),
    part!("wire/part_member", need: has_asked_parts),
    part!("wire/reply", plumbing: &["Reply"]),
    part!("wire/request", plumbing: &["RequestBuilder"]),
    part!("wire/security", root: &["Credential", "Credentials"]),
    part!("wire/style", plumbing: &["Style"]),
    part!("calls/attempt", root: &["Attempt"]),
    part!("calls/budget"),
    part!("transport/transport", plumbing: &["Exchange", "Pause", "Transport", "TransportSettings"]),
    part!("transport/http_client", root: &[], plumbing: &["HttpClient"],
        feature: Some("reqwest"), dependencies: &[HYPER, REQWEST]),
    part!("transport/paced", feature: Some("reqwest")),
    part!("transport/tower", plumbing: &["Service"], feature: Some("tower"), dependencies: &[TOWER]),
    part!("calls/builder", root: &["ClientBuilder"]),
    part!("calls/call", root: &["Call", "Response", "Sending"]),
    part!("calls/client", root: &["Client"]),
    part!("calls/cookies"),
    part!("calls/download", root: &["Download"], plumbing: &["Downloadable"],
        need: |emitter| has_downloads(emitter) || has_streams(emitter), dependencies: &[FUTURES]),
    part!("calls/events"),
    part!("calls/exchange"),
    part!("calls/extra"),
    part!("calls/receive"),
    part!("calls/redirect"),
    part!("calls/repeat"),
    part!("calls/http_client", feature: Some("reqwest")),
    part!("calls/blocking", feature: Some("blocking")),
    part!("calls/blocking_download", feature: Some("blocking"), need: has_downloads),
    part!("calls/blocking_stream", root: &["Blocking"], feature: Some("blocking"),
        need: |emitter| has_pages(emitter) || has_downloads(emitter) || has_streams(emitter)),
    part!("calls/expected", feature: Some("testing")),
    part!("calls/returned", plumbing: &["Returnable"], feature: Some("testing")),
    part!("calls/answers", plumbing: &["Answers"], feature: Some("testing")),
    part!("calls/fake", root: &["Fake"], feature: Some("testing")),
    part!("calls/oauth", root: &["ClientCredentials"], feature: Some("oauth"), need: has_client_credentials),
    part!("calls/provider", root: &["CredentialProvider", "Provided"], plumbing: &["Providing"],
        feature: Some("providers")),
    part!("calls/server", need: has_server_choice),
    part!("calls/signer"),
    part!("calls/response_header", root: &["HeaderError", "ResponseHeader"], need: has_headers),
    part!("calls/retry", root: &["Retry"]),
    part!("paging/cursor", need: has_pages),
    part!("paging/error", root: &["PageError"], need: has_pages),
    part!("paging/pages", root: &["Items", "NoPosition", "Pages", "Position"], plumbing: &["Page", "Paged"],
        need: has_pages, dependencies: &[FUTURES]),
    part!("paging/pointer", need: has_pages),
    part!("paging/blocking", feature: Some("blocking"), need: has_pages),
    part!("paging/fake", feature: Some("testing"), need: has_pages),
    part!("paging/parameters", need: |emitter| has_numbered_pages(emitter) || has_page_cursors(emitter)),
    part!("paging/body_parameters", plumbing: &["BodyParameters"], need: has_body_parameters),
    part!("paging/next_cursor", plumbing: &["CursorPages"], need: has_page_cursors),
    part!("paging/next_url", plumbing: &["UrlPages"], need: has_page_urls),
    part!("paging/numbered", plumbing: &["NumberedPages"], need: has_numbered_pages),
    part!("paging/page_token", plumbing: &["PageToken"], need: has_page_tokens),
    part!("paging/range", plumbing: &["Range", "RangeHeader", "Ranged"], need: has_ranges),
    part!("xml/body", need: has_xml),
    part!("xml/read", need: has_xml),
    part!("xml/shape", plumbing: &["XmlElement", "XmlField", "XmlShape"], need: has_xml),
    part!("xml/tree", need: has_xml, dependencies: &[QUICK_XML]),
    part!("xml/write", need: has_xml),
    part!("streams/event_reader", need: has_streams),
    part!("streams/framing", need: has_streams),
    part!("streams/output", root: &["Event", "Events", "JsonLines", "JsonSequence", "Text"],
        plumbing: &["Datum", "Streamable"], need: has_streams),
    part!("streams/blocking", feature: Some("blocking"), need: has_streams),
    part!("streams/fake", feature: Some("testing"), need: has_streams),
    part!("streams/streaming", root: &["Streaming"], need: has_streams),
    part!("streams/text_reader", need: has_streams),
    part!("waiting/blocking", feature: Some("blocking"), need: has_waiters),
    part!("waiting/wait", root: &["Wait", "WaitError"], plumbing: &["Route"], need: has_waiters),
    part!("waiting/waiter", plumbing: &["Waiter"], need: has_waiters),
];

macro_rules! lists {
    ($($room:literal)*) => {
        &[("", include_str!("../../runtime/mod.rs")), $(($room, include_str!(concat!("../../runtime/", $room, "mod.rs")))),*]
    };
}

/// The lists of modules: the list of rooms, and for each room the list of its files.
const LISTS: &[(&str, &str)] = lists!("json/" "values/" "url/" "bodies/" "errors/" "wire/" "transport/" "calls/" "paging/" "streams/" "waiting/" "xml/");

impl Part {
    const fn new(file: &'static str, text: &'static str) -> Self {
        Self {
            file,
            text,
            need: |_| true,
            feature: None,
            root: &[],
            plumbing: &[],
            dependencies: &[],
            native: &[],
        }
    }
}

/// The files that the crate of an API needs.
pub(super) fn parts(emitter: Emitter<'_>) -> impl Iterator<Item = &'static Part> {
    PARTS.iter().filter(move |part| (part.need)(emitter))
}

/// The fields of all records.
fn fields(emitter: Emitter<'_>) -> impl Iterator<Item = &Field> {
    let records = emitter.api.types.iter().filter_map(|definition| match &definition.kind {
        TypeKind::Record(record) => Some(record),
        _ => None,
    });
    records.flat_map(|record| &record.fields)
}

/// Whether there are enumerations.
fn has_enumerations(emitter: Emitter<'_>) -> bool {
    let mut kinds = emitter.api.types.iter().map(|definition| &definition.kind);
    kinds.any(|kind| matches!(kind, TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_)))
}

/// Whether there are unions.
fn has_unions(emitter: Emitter<'_>) -> bool {
    emitter.api.types.iter().any(|definition| matches!(definition.kind, TypeKind::Union(_)))
}

/// Whether there are unions whose arm is named by a sibling field.
fn has_siblings(emitter: Emitter<'_>) -> bool {
    fields(emitter).any(|field| field.decided_by.is_some())
}

/// Whether any values are instants, or numbers that are read as instants.
fn has_instants(emitter: Emitter<'_>) -> bool {
    let mut accessors = fields(emitter).filter_map(|field| field.accessor.as_ref());
    holds(emitter, &Type::DateTime)
        || accessors.any(|accessor| accessor.kind == AccessorKind::UnixSeconds)
}

/// Whether any value is of this type.
fn holds(emitter: Emitter<'_>, value: &Type) -> bool {
    values(emitter.api).any(|other| other == value)
}

/// Whether any value has the type for numbers in text, which only the configuration names.
fn has_numbers_in_text(emitter: Emitter<'_>) -> bool {
    values(emitter.api)
        .any(|own| matches!(own, Type::Custom(path) if path.contains("crate::AsText<")))
}

/// The types of all values, without lists and maps around them.
fn values(api: &Api) -> impl Iterator<Item = &Type> {
    let in_types = api.types.iter().flat_map(|definition| definition.kind.values());
    let in_operations =
        api.operations().flat_map(|operation| operation.sent().chain(operation.received()));
    in_types.chain(in_operations).map(Type::innermost)
}

/// Whether any list is read in pages.
fn has_pages(emitter: Emitter<'_>) -> bool {
    !emitter.api.paging.is_empty()
}

/// Whether any list has pages of a kind.
fn has_kind(emitter: Emitter<'_>, is: fn(&PagingKind) -> bool) -> bool {
    emitter.api.paging.iter().any(|scheme| is(&scheme.kind))
}

fn has_ranges(emitter: Emitter<'_>) -> bool {
    has_kind(emitter, |kind| matches!(kind, PagingKind::Range { .. }))
}

fn has_page_tokens(emitter: Emitter<'_>) -> bool {
    has_kind(emitter, |kind| matches!(kind, PagingKind::Token { .. }))
}

fn has_numbered_pages(emitter: Emitter<'_>) -> bool {
    has_kind(emitter, |kind| matches!(kind, PagingKind::Offset(_) | PagingKind::Page { .. }))
}

fn has_page_cursors(emitter: Emitter<'_>) -> bool {
    has_kind(emitter, |kind| matches!(kind, PagingKind::Cursor { .. }))
}

/// Whether any list has its paging parameters in the body.
fn has_body_parameters(emitter: Emitter<'_>) -> bool {
    emitter.api.paging.iter().any(PagingScheme::is_in_body)
}

fn has_page_urls(emitter: Emitter<'_>) -> bool {
    has_kind(emitter, |kind| matches!(kind, PagingKind::Url(_) | PagingKind::Link))
}

/// Whether any operation is sent with an idempotency key.
fn has_keys(emitter: Emitter<'_>) -> bool {
    emitter.api.operations().any(|operation| matches!(operation.repeat, Repeat::Keyed(_)))
}

/// Whether any security scheme has the OAuth 2 flow of client credentials.
pub(super) fn has_client_credentials(emitter: Emitter<'_>) -> bool {
    emitter.api.security_schemes.iter().any(|scheme| scheme.client_credentials().is_some())
}

/// Whether any operation sends bytes or files.
pub(super) fn has_uploads(emitter: Emitter<'_>) -> bool {
    emitter.api.operations().any(is_upload)
}

/// Whether an operation sends bytes or files.
pub(super) fn is_upload(operation: &Operation) -> bool {
    sends(operation, &[Encoding::Binary, Encoding::Multipart])
}

fn sends(operation: &Operation, encodings: &[Encoding]) -> bool {
    sent(operation).is_some_and(|content| encodings.contains(&content.encoding))
}

/// The content that an operation sends.
fn sent(operation: &Operation) -> Option<&Content> {
    operation.body.as_ref()?.contents.first()
}

/// Whether any part of a multipart body has a style.
fn has_styled_parts(emitter: Emitter<'_>) -> bool {
    let mut forms = emitter.api.operations().filter(|own| sends(own, &[Encoding::Multipart]));
    forms.any(|own| {
        sent(own).is_some_and(|form| form.encodings.iter().any(|own| own.style.is_some()))
    })
}

/// Whether a member of any JSON body or form decides whether the response is a stream.
fn has_asked_members(emitter: Emitter<'_>) -> bool {
    let mut asking = emitter.api.operations().filter(|own| own.asked.is_some());
    asking.any(|own| sends(own, &[Encoding::Json, Encoding::Form]))
}

/// Whether a part of any multipart body decides this.
fn has_asked_parts(emitter: Emitter<'_>) -> bool {
    let mut asking = emitter.api.operations().filter(|own| own.asked.is_some());
    asking.any(|own| sends(own, &[Encoding::Multipart]))
}

/// Whether any operation has waiters.
fn has_waiters(emitter: Emitter<'_>) -> bool {
    emitter.api.operations().any(|operation| !operation.waiters.is_empty())
}

/// Whether programs can choose a server.
fn has_server_choice(emitter: Emitter<'_>) -> bool {
    emitter.api.known_servers().iter().any(|known| known.is_choice)
}

/// Whether any response has documented headers.
fn has_headers(emitter: Emitter<'_>) -> bool {
    emitter.api.operations().any(|operation| !operation.headers().is_empty())
}

/// Whether any body is XML of a known shape.
fn has_xml(emitter: Emitter<'_>) -> bool {
    !emitter.api.xml.bodies.is_empty()
}

/// Whether any operation returns a stream.
fn has_streams(emitter: Emitter<'_>) -> bool {
    let successes = emitter.api.operations().flat_map(|operation| &operation.successes);
    let mut contents = successes.flat_map(|response| response.contents.first());
    contents.any(|content| content.encoding.is_stream())
}

/// Whether any operation returns bytes, which can be read as they arrive.
fn has_downloads(emitter: Emitter<'_>) -> bool {
    let mut operations = emitter.surface.tags.iter().flat_map(|tag| &tag.operations);
    operations.any(|item| item.download)
}

/// The paths and texts of the files.
pub(super) fn files(emitter: Emitter<'_>) -> BTreeMap<String, String> {
    let parts: BTreeMap<&str, &Part> = parts(emitter).map(|part| (part.file, part)).collect();
    let gate = |module: &str| match parts.get(module) {
        Some(part) => part.feature.map_or(Gate::Open, Gate::Feature),
        None if parts.keys().any(|file| file.starts_with(&format!("{module}/"))) => Gate::Open,
        None => Gate::Closed,
    };
    let lists = LISTS.iter().filter(|(room, _)| parts.keys().any(|file| file.starts_with(room)));
    let lists = lists.map(|(room, text)| {
        let list = list(text, |module| gate(&format!("{room}{module}")));
        (format!("{room}mod"), list)
    });
    let files = parts.iter().map(|(file, part)| ((*file).to_owned(), part.text.to_owned()));
    let header = emitter.header();
    lists
        .chain(files)
        .map(|(file, text)| (format!("src/runtime/{file}.rs"), format!("// {header}\n\n{text}")))
        .collect()
}

/// Whether a module is in the crate.
enum Gate {
    Open,
    /// Only with this feature.
    Feature(&'static str),
    Closed,
}

/// A `mod.rs` without the modules that are left out, and with a condition on modules that need a feature. In `generator/runtime/`, a module
/// that only some crates have begins a paragraph of its own, together with its exports. The paragraph is kept, made conditional or left out.
fn list(text: &str, gate: impl Fn(&str) -> Gate) -> String {
    let of = |paragraph: &str| {
        let first = paragraph.lines().next().and_then(|line| line.strip_suffix(';'));
        first.and_then(|line| line.rsplit_once("mod ")).map_or(Gate::Open, |(_, name)| gate(name))
    };
    let kept = text.split("\n\n").filter_map(|paragraph| match of(paragraph) {
        Gate::Open => Some(paragraph.to_owned()),
        Gate::Feature(feature) => {
            let lines = paragraph.lines().filter(|line| !line.is_empty());
            let gated = lines.map(|line| format!("#[cfg(feature = {feature:?})]\n{line}"));
            Some(gated.collect::<Vec<_>>().join("\n"))
        }
        Gate::Closed => None,
    });
    kept.collect::<Vec<_>>().join("\n\n").trim_end().to_owned() + "\n"
}
