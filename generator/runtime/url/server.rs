//! [`Server`]: a documented server, with values for its variables.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::ENCODED;

/// A documented server, created from a type of the module `servers` and used with
/// [`ClientBuilder::server`](crate::runtime::ClientBuilder::server).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    replaces: Option<&'static str>,
    url: String,
}

/// The characters to encode in a value before the path: no value may start a path or name a user.
const IN_HOST: &AsciiSet = &ENCODED.remove(b':').remove(b'[').remove(b']');

/// The characters to encode in a value within the path.
const IN_PATH: &AsciiSet = &ENCODED.remove(b'/');

impl Server {
    /// A server of the whole API, or a replacement for a server that only some operations have. Template variables are in braces.
    pub(crate) fn new(
        replaces: Option<&'static str>,
        template: &str,
        values: &[(&str, &str)],
    ) -> Self {
        let mut address = Address { url: String::new(), part: Part::Scheme };
        let mut pieces = template.split('{');
        address.push(pieces.next().unwrap_or_default());
        for piece in pieces {
            let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
            let value = values.iter().find(|(known, _)| *known == name).map_or("", |own| own.1);
            address.push_value(value);
            address.push(rest);
        }
        let url = address.url;
        Self { replaces, url }
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The documented server that it replaces; `None` for a server of the whole API.
    pub(crate) fn replaces(&self) -> Option<&'static str> {
        self.replaces
    }
}

/// An address under construction, and the part that its end is in.
struct Address {
    url: String,
    part: Part,
}

#[derive(Clone, Copy)]
enum Part {
    Scheme,
    Host,
    Path,
}

impl Address {
    /// Appends a text as it is.
    fn push(&mut self, text: &str) {
        // The end of the URL may hold the start of `://`.
        let mut rest = self.url.len().saturating_sub(2);
        while !self.url.is_char_boundary(rest) {
            rest -= 1;
        }
        let seen = self.url.len();
        self.url.push_str(text);
        if matches!(self.part, Part::Scheme) {
            let Some(end) = self.url[rest..].find("://") else { return };
            (self.part, rest) = (Part::Host, rest + end + 3);
        } else {
            rest = seen;
        }
        if matches!(self.part, Part::Host) && self.url[rest..].contains('/') {
            self.part = Part::Path;
        }
    }

    /// Appends the value of a variable. At the beginning it may be a scheme, or a whole address.
    fn push_value(&mut self, value: &str) {
        match self.part {
            Part::Scheme => self.push(value),
            Part::Host => self.url.extend(utf8_percent_encode(value, IN_HOST)),
            Part::Path => self.url.extend(utf8_percent_encode(value, IN_PATH)),
        }
    }
}
