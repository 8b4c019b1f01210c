//! `src/runtime/`: real Rust, tested in this repository, and copied as it is. Only the list of modules grows by those that
//! only some APIs need.

use super::Emitter;
use crate::ir::{Api, Encoding, PagingKind, Type};
use std::collections::BTreeMap;

macro_rules! runtime {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../../runtime/", $name, ".rs")))),*] };
}

/// What every crate has.
const ALWAYS: &[(&str, &str)] = runtime! {
    "api_error" "base_url" "body" "build_error" "builder" "call" "client" "config_error" "cookies" "decode" "decode_error"
    "decoding" "error" "field_writer" "nullable" "open_enum" "operation" "percent" "received" "record" "reply" "request"
    "retry" "retry_after" "route" "secret" "security" "sibling" "style" "transport" "transport_error" "union"
};

/// A part of the runtime that only some crates need, with what it needs itself.
pub(super) struct Optional {
    /// The module.
    module: &'static str,
    /// Its text.
    text: &'static str,
    /// The line that exports its types, if it has some.
    reexport: &'static str,
    /// Those of them that the crate exports.
    pub(super) exports: &'static [&'static str],
    /// Lines of the manifest, which go before those that every crate has.
    pub(super) dependencies: &'static [(&'static str, &'static str)],
    need: Need,
}

/// What makes an API need a part of the runtime.
enum Need {
    /// A value of this type.
    Value(Type),
    /// Bodies of bytes, whichever way they go.
    Bytes,
    /// Bodies of bytes or files in requests.
    Uploads,
    /// Forms with files.
    Forms,
    /// Bytes in responses.
    Downloads,
    /// Lists that are read in pages, by headers of this kind.
    Paging(fn(&PagingKind) -> bool),
}

const JIFF: &[(&str, &str)] =
    &[("jiff", "{ version = \"0.2\", default-features = false, features = [\"std\", \"serde\"] }")];

impl Optional {
    /// All of them.
    pub(super) const ALL: &'static [Self] = &[
        Self {
            module: "base64",
            text: include_str!("../../runtime/base64.rs"),
            reexport: "pub use self::base64::Base64;",
            exports: &["Base64"],
            dependencies: &[],
            need: Need::Value(Type::Base64),
        },
        Self {
            module: "date",
            text: include_str!("../../runtime/date.rs"),
            reexport: "pub use jiff::civil::Date;",
            exports: &["Date"],
            dependencies: JIFF,
            need: Need::Value(Type::Date),
        },
        Self {
            module: "download",
            text: include_str!("../../runtime/download.rs"),
            reexport: "pub use download::{Download, Downloadable};",
            exports: &["Download", "Downloadable"],
            dependencies: &[],
            need: Need::Downloads,
        },
        Self {
            module: "file",
            text: include_str!("../../runtime/file.rs"),
            reexport: "pub use file::File;",
            exports: &["File"],
            dependencies: &[("tokio", "{ version = \"1.48\", features = [\"fs\", \"time\"] }")],
            need: Need::Uploads,
        },
        Self {
            module: "form",
            text: include_str!("../../runtime/form.rs"),
            reexport: "pub use form::Form;",
            exports: &["Form"],
            dependencies: &[],
            need: Need::Forms,
        },
        Self {
            module: "stream",
            text: include_str!("../../runtime/stream.rs"),
            reexport: "",
            exports: &[],
            dependencies: &[
                ("futures-core", "{ version = \"0.3\", default-features = false }"),
                ("http-body", "\"1.0\""),
            ],
            need: Need::Bytes,
        },
        Self {
            module: "paging",
            text: include_str!("../../runtime/paging.rs"),
            reexport: "pub use self::paging::{Cursor, Items, Page, PageFailure, Paged, Pages, Step};",
            exports: &["Items", "Page", "PageFailure", "Paged", "Pages"],
            dependencies: &[("futures-core", "{ version = \"0.3\", default-features = false }")],
            need: Need::Paging(|_| true),
        },
        Self {
            module: "page_token",
            text: include_str!("../../runtime/page_token.rs"),
            reexport: "pub use self::page_token::{PageError, PageToken};\n\
                       #[allow(unused_imports, reason = \"for tags that are features\")]\npub(crate) use self::page_token::page_tokens;",
            exports: &["PageError", "PageToken"],
            dependencies: &[],
            need: Need::Paging(|kind| matches!(kind, PagingKind::Token { .. })),
        },
        Self {
            module: "range",
            text: include_str!("../../runtime/range.rs"),
            reexport: "pub use self::range::{Range, RangeHeader, Ranged};\n\
                       #[allow(unused_imports, reason = \"for tags that are features\")]\npub(crate) use self::range::ranged;",
            exports: &["Range", "RangeHeader", "Ranged"],
            dependencies: &[],
            need: Need::Paging(|kind| matches!(kind, PagingKind::Range { .. })),
        },
        Self {
            module: "timestamp",
            text: include_str!("../../runtime/timestamp.rs"),
            reexport: "pub use jiff::Timestamp;",
            exports: &["Timestamp"],
            dependencies: JIFF,
            need: Need::Value(Type::DateTime),
        },
        Self {
            module: "uuid",
            text: include_str!("../../runtime/uuid.rs"),
            reexport: "pub use ::uuid::Uuid;",
            exports: &["Uuid"],
            dependencies: &[("uuid", "{ version = \"1.18\", features = [\"serde\"] }")],
            need: Need::Value(Type::Uuid),
        },
    ];

    /// Whether the API needs it.
    pub(super) fn is_used(&self, api: &Api) -> bool {
        match &self.need {
            Need::Value(value) => {
                let in_types = api.types.iter().flat_map(|definition| definition.kind.values());
                let in_operations = api
                    .operations()
                    .flat_map(|operation| operation.sent().chain(operation.received()));
                in_types.chain(in_operations).any(|other| other.innermost() == value)
            }
            Need::Paging(fits) => api.paging.iter().any(|header| fits(&header.kind)),
            Need::Bytes => has_uploads(api) || has_downloads(api),
            Need::Uploads => has_uploads(api),
            Need::Forms => sends(api, &[Encoding::Multipart]),
            Need::Downloads => has_downloads(api),
        }
    }
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
pub(super) fn has_downloads(api: &Api) -> bool {
    let successes = api.operations().flat_map(|operation| &operation.successes);
    successes
        .flat_map(|response| response.contents.first())
        .any(|content| matches!(content.encoding, Encoding::Binary | Encoding::Multipart))
}

/// The files.
pub(super) fn files(emitter: Emitter<'_>) -> BTreeMap<String, String> {
    let header = format!("// {}\n\n", emitter.header());
    let path = |module: &str| format!("src/runtime/{module}.rs");
    let mut files: BTreeMap<String, String> =
        ALWAYS.iter().map(|(module, text)| (path(module), format!("{header}{text}"))).collect();
    let mut list = include_str!("../../runtime/mod.rs").to_owned();
    for part in Optional::ALL.iter().filter(|part| part.is_used(emitter.api)) {
        list.push_str(&format!("\nmod {};\n", part.module));
        if !part.reexport.is_empty() {
            list.extend([part.reexport, "\n"]);
        }
        files.insert(path(part.module), format!("{header}{}", part.text));
    }
    files.insert(path("mod"), format!("{header}{list}"));
    files
}
