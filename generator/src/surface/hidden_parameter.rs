//! A parameter in, whether its value may be a secret out, so that `Debug` of its operation does not show it.
//!
//! What the document marks as secret has a type that is never shown. A parameter is hidden by its place and name too: better one too many
//! than a key in a log. Fields that are only called like secrets are shown, with a note (`lower::secret`, `spelling::secret_like`).

use crate::ir::{JsonLocation, Location, Parameter, Type};

/// What is in the names of headers and parameters that hold secrets, in lower case and without anything between words.
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

/// Whether the value of a parameter must not be shown: that of any cookie, and that of a header or a part of the query whose name
/// says that it proves who is calling.
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
    // An author proves nothing, but what authorizes does.
    let auth = name.replace("authori", "auth").replace("author", "");
    auth.contains("auth") || WORDS.iter().any(|word| name.contains(word))
}
