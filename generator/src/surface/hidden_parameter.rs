//! A parameter in; whether `Debug` of its operation hides its value, since it may be a secret, out.
//!
//! A value that the document marks as secret has a type that is never shown. A parameter is also hidden by its place and name: better one too
//! many than a key in a log. Fields with names like secrets are shown, with a note (`lower::secret`, `spelling::secret_like`).

use crate::ir::{JsonLocation, Location, Parameter, Type};

/// Words in the names of headers and parameters that hold secrets, in lower case and without separators.
const WORDS: &[&str] = &[
    "apikey",
    "cookie",
    "credential",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "session",
    "signature",
    "token",
];

/// Whether the value of a parameter must not be shown: any cookie, and a header or query parameter whose name says that it identifies the
/// caller.
pub(super) fn is_hidden(parameter: &Parameter) -> bool {
    let is_secret_already = *parameter.value.innermost() == Type::Secret;
    let hides = match parameter.location {
        Location::Cookie(..) | Location::Json(JsonLocation::Cookie) => true,
        Location::Path(..) | Location::Json(JsonLocation::Path) => false,
        Location::Header(..)
        | Location::Query(..)
        | Location::Json(JsonLocation::Header | JsonLocation::Query) => is_secret(&parameter.name),
    };
    hides && !is_secret_already
}

fn is_secret(name: &str) -> bool {
    let name: String =
        name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    // An author proves nothing, an authorization does.
    let auth = name.replace("authori", "auth").replace("author", "");
    auth.contains("auth") || WORDS.iter().any(|word| name.contains(word))
}
