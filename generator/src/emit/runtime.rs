//! `src/runtime/`: real Rust, tested in this repository, and copied as it is. Only the list of modules grows by those that
//! some types need.

use super::Emitter;
use crate::ir::{Api, Type};
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
    /// The line that exports its type.
    reexport: &'static str,
    /// The type that it is for.
    pub(super) export: &'static str,
    /// The line of the manifest.
    pub(super) dependency: Option<(&'static str, &'static str)>,
    value: Type,
}

impl Optional {
    /// All of them.
    pub(super) const ALL: &'static [Self] = &[
        Self {
            module: "base64",
            text: include_str!("../../runtime/base64.rs"),
            reexport: "pub use self::base64::Base64;",
            export: "Base64",
            dependency: None,
            value: Type::Base64,
        },
        Self {
            module: "date",
            text: include_str!("../../runtime/date.rs"),
            reexport: "pub use jiff::civil::Date;",
            export: "Date",
            dependency: Some((
                "jiff",
                "{ version = \"0.2\", default-features = false, features = [\"std\", \"serde\"] }",
            )),
            value: Type::Date,
        },
        Self {
            module: "timestamp",
            text: include_str!("../../runtime/timestamp.rs"),
            reexport: "pub use jiff::Timestamp;",
            export: "Timestamp",
            dependency: Some((
                "jiff",
                "{ version = \"0.2\", default-features = false, features = [\"std\", \"serde\"] }",
            )),
            value: Type::DateTime,
        },
        Self {
            module: "uuid",
            text: include_str!("../../runtime/uuid.rs"),
            reexport: "pub use ::uuid::Uuid;",
            export: "Uuid",
            dependency: Some(("uuid", "{ version = \"1.18\", features = [\"serde\"] }")),
            value: Type::Uuid,
        },
    ];

    /// Whether any type of the API needs it.
    pub(super) fn is_used(&self, api: &Api) -> bool {
        let in_types = api.types.iter().flat_map(|definition| definition.kind.values());
        let in_operations =
            api.operations().flat_map(|operation| operation.sent().chain(operation.received()));
        in_types.chain(in_operations).any(|value| *value.innermost() == self.value)
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
