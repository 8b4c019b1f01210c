//! [`Server`]: a server that the documentation names, with values for its variables.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::ENCODED;

/// A server that the documentation names: made of a type of the module `servers`, for
/// [`ClientBuilder::server`](crate::runtime::ClientBuilder::server).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    replaces: Option<&'static str>,
    url: String,
}

/// What a value may not hold as it is before the path: nothing there may begin a path, or name a user.
const IN_HOST: &AsciiSet = &ENCODED.remove(b':').remove(b'[').remove(b']');

/// What a value may not hold as it is in the path.
const IN_PATH: &AsciiSet = &ENCODED.remove(b'/');

impl Server {
    /// A server of the API, or one that operations use which have this one else. The variables of the template stand in braces.
    pub(crate) fn new(
        replaces: Option<&'static str>,
        template: &str,
        values: &[(&str, &str)],
    ) -> Self {
        let mut pieces = template.split('{');
        let mut url = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
            let value = values.iter().find(|(known, _)| *known == name).map_or("", |own| own.1);
            push(&mut url, value);
            url.push_str(rest);
        }
        Self { replaces, url }
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The server that its operations use else; `None` for a server of the API as a whole.
    pub(crate) fn replaces(&self) -> Option<&'static str> {
        self.replaces
    }
}

/// Appends the value of a variable. At the beginning it may be a scheme, or a whole address.
fn push(url: &mut String, value: &str) {
    let host = url.split_once("://").map(|(_, host)| host);
    match host {
        None => url.push_str(value),
        Some(host) if host.contains('/') => url.extend(utf8_percent_encode(value, IN_PATH)),
        Some(_) => url.extend(utf8_percent_encode(value, IN_HOST)),
    }
}
