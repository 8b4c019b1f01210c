//! The rules for readable files, and the errors of unreadable ones.

use super::Fault;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Place, Source};
use std::path::Path;
use std::sync::Arc;

/// The extensions of the files that a folder stands for.
const ENDINGS: [&str; 4] = ["md", "json", "yaml", "yml"];

/// The file name of the configuration's JSON Schema, where editors look for it; it is not a document of an API.
pub(crate) const SCHEMA_FILE: &str = "specweave.schema.json";

/// Some files or folders cannot be read.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{} file(s) or folder(s) cannot be read", .diagnostics.len())]
pub struct Unread {
    /// The cause: an incorrect call if it names something that does not exist.
    pub fault: Fault,
    /// All findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether a folder includes a file of this name.
pub(super) fn is_readable(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
        && path.file_name().is_some_and(|name| name != SCHEMA_FILE)
}

/// Whether a document may refer to a file of this name: JSON or YAML that is not hidden.
pub(super) fn may_be_referred_to(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    !name.starts_with('.') && [".json", ".yaml", ".yml"].iter().any(|ending| name.ends_with(ending))
}

pub(super) fn not_utf8(name: &str, bytes: &[u8], offset: usize) -> Diagnostic {
    let message = format!("`{name}` is not UTF-8 text: byte {offset} does not belong there");
    let source = Arc::new(Source::new(name, String::from_utf8_lossy(bytes)));
    let help = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it looks like UTF-16; save it as UTF-8",
        [0x1f, 0x8b, ..] | [b'P', b'K', 3, 4, ..] => "it looks compressed; unpack it first",
        _ => "save it as UTF-8",
    };
    let end = offset + char::REPLACEMENT_CHARACTER.len_utf8();
    Diagnostic::new(Code::NotUtf8, message).at(Place::span(&source, offset..end)).help(help)
}
