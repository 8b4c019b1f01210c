//! `src/runtime/`: real Rust, tested in this repository, and copied as it is. Only the list of modules grows by those that
//! only some APIs need.

use super::Emitter;
use crate::ir::{Api, PagingKind, Type};
use std::collections::BTreeMap;

macro_rules! runtime {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../../runtime/", $name, ".rs")))),*] };
}

/// What every crate has.
const ALWAYS: &[(&str, &str)] = runtime! {
    "api_error" "base_url" "body" "build_error" "builder" "call" "client" "config_error" "decode" "decode_error"
    "decoding" "error" "error_kinds" "field_writer" "nullable" "open_enum" "operation" "record" "reply" "request"
    "retry" "secret" "security" "sibling" "style" "transport" "transport_error" "union"
};

/// A part of the runtime that only some crates need, with the crate that it needs itself.
pub(super) struct Optional {
    /// The module.
    module: &'static str,
    /// Its text.
    text: &'static str,
    /// The line that exports its types.
    reexport: &'static str,
    /// Those of them that the crate exports.
    pub(super) exports: &'static [&'static str],
    /// Lines of the manifest.
    pub(super) dependencies: &'static [(&'static str, &'static str)],
    need: Need,
}

/// What makes an API need a part of the runtime.
enum Need {
    /// A value of this type.
    Value(Type),
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
        let value = match &self.need {
            Need::Value(value) => value,
            Need::Paging(fits) => return api.paging.iter().any(|header| fits(&header.kind)),
        };
        let in_types = api.types.iter().flat_map(|definition| definition.kind.values());
        let in_operations =
            api.operations().flat_map(|operation| operation.sent().chain(operation.received()));
        in_types.chain(in_operations).any(|other| other.innermost() == value)
    }
}

/// The files.
pub(super) fn files(emitter: Emitter<'_>) -> BTreeMap<String, String> {
    let header = format!("// {}\n\n", emitter.header());
    let path = |module: &str| format!("src/runtime/{module}.rs");
    let mut files: BTreeMap<String, String> =
        ALWAYS.iter().map(|(module, text)| (path(module), format!("{header}{text}"))).collect();
    let mut list = include_str!("../../runtime/mod.rs").to_owned();
    for part in Optional::ALL.iter().filter(|part| part.is_used(emitter.api)) {
        list.push_str(&format!("\nmod {};\n{}\n", part.module, part.reexport));
        files.insert(path(part.module), format!("{header}{}", part.text));
    }
    files.insert(path("mod"), format!("{header}{list}"));
    files
}
