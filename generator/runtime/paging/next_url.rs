//! [`UrlPages`]: lists whose responses hold the URL of the next page, in the body or in the header `link` (RFC 8288).
//!
//! The code emitted for an operation is `rt::paged!(GetPets, NEXT);`. The next page is requested with the same request and that URL. The
//! URL may be relative to that of the last request. It must be on the server of the API, as the credentials are for no other: a URL
//! elsewhere is [`BuildErrorKind::ForeignUrl`].
//!
//! The list ends with the page that has no such URL. A page with the items and the URL of the previous page is no progress: it is not
//! yielded, and the list ends. A page with those of an earlier page is an error.

use std::fmt;

use http::header::LINK;
use http::{HeaderMap, HeaderValue, Uri};

use super::cursor::{Cursor, Repetition, Seen, Step};
use super::pointer;
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;

/// The place in a response that holds the URL of the next page.
#[derive(Debug)]
pub struct UrlPages {
    /// A JSON pointer; `None` for the header `link`.
    pointer: Option<&'static str>,
}

impl UrlPages {
    /// The JSON pointer to the URL.
    #[must_use]
    pub const fn in_body(pointer: &'static str) -> Self {
        Self { pointer: Some(pointer) }
    }

    /// The header `link` with `rel="next"`.
    #[must_use]
    pub const fn link() -> Self {
        Self { pointer: None }
    }

    /// The cursor before the first page. `items` is the JSON pointer to the list in each page.
    #[doc(hidden)]
    #[must_use]
    pub fn cursor(&'static self, items: &'static str) -> Box<dyn Cursor> {
        let seen = Seen::default();
        Box::new(UrlCursor { pages: self, items, requested: None, next: None, seen })
    }
}

/// The URL of the next page, and the earlier pages.
struct UrlCursor {
    pages: &'static UrlPages,
    items: &'static str,
    /// The URL of the last request.
    requested: Option<Uri>,
    next: Option<Uri>,
    seen: Seen,
}

impl Cursor for UrlCursor {
    fn write_reference(&self, page: usize, headers: &mut HeaderMap) {
        let link = HeaderValue::from_str(&format!("<?page={page}>; rel=\"next\""));
        if let (None, Ok(link)) = (self.pages.pointer, link) {
            headers.insert(LINK, link);
        }
    }

    fn prepare(&mut self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind> {
        if let Some(next) = &self.next {
            *request.uri_mut() = next.clone();
        }
        self.requested = Some(request.uri().clone());
        Ok(())
    }

    fn advance(&mut self, _: usize, headers: &HeaderMap, body: &Body) -> Step {
        let next = match self.pages.pointer {
            Some(pointer) => pointer::json(body)
                .and_then(|json| Ok(pointer::reference(&json, pointer)?.map(pointer::text))),
            None => Ok(link(headers)),
        };
        let next = match next {
            Ok(Some(next)) => next,
            Ok(None) => return Step::LastPage,
            Err(pointer::InvalidReference) => return Step::Unreadable,
        };
        let repetition = self.seen.record(&[next.as_bytes(), &pointer::items(body, self.items)]);
        self.next = self.requested.as_ref().and_then(|requested| resolve(requested, &next));
        match repetition {
            _ if self.next.is_none() => Step::Unreadable,
            Repetition::None => Step::Page,
            Repetition::PreviousPage => Step::NoProgress,
            Repetition::EarlierPage => Step::Cycle,
        }
    }

    fn position(&self) -> String {
        self.next.as_ref().map(Uri::to_string).unwrap_or_default()
    }

    fn go_to(&mut self, position: &str) -> Result<(), BuildErrorKind> {
        self.next = Some(position.parse().map_err(|_| BuildErrorKind::InvalidUrl)?);
        Ok(())
    }
}

/// Does not show URLs.
impl fmt::Debug for UrlCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UrlCursor").field("pages", &self.pages).finish_non_exhaustive()
    }
}

/// Resolves a URL in a response relative to the URL of its request (RFC 3986, 5.2).
fn resolve(base: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.split('#').next()?.trim();
    if reference.contains(['\\', '\t', '\n', '\r']) {
        return None;
    }
    let (scheme, authority) = (base.scheme_str()?, base.authority()?);
    let is_whole = |prefix: &str| {
        reference.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if is_whole("http://") || is_whole("https://") {
        return reference.parse().ok();
    }
    if reference.starts_with("//") {
        return format!("{scheme}:{reference}").parse().ok();
    }
    let (path, query) = match reference.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (reference, None),
    };
    // `mailto:a` is not a path.
    if path.split('/').next()?.contains(':') {
        return None;
    }
    let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    let (path, query) = match path {
        "" => (base.path().to_owned(), query.or(base.query())),
        whole if whole.starts_with('/') => (without_dots(whole), query),
        relative => (without_dots(&format!("{folder}/{relative}")), query),
    };
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}://{authority}{path}{query}").parse().ok()
}

/// A path without `.` and `..` (RFC 3986, 5.2.4).
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            segment => kept.push(segment),
        }
    }
    let is_folder = path.ends_with("/.") || path.ends_with("/..");
    format!("/{}{}", kept.join("/"), if is_folder && !kept.is_empty() { "/" } else { "" })
}

/// The first link in the headers with the relation `next` to the response itself.
fn link(headers: &HeaderMap) -> Option<String> {
    headers.get_all(LINK).into_iter().find_map(|value| {
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let mut rest = text.as_str();
        while let Some((link, after)) = next_link(rest) {
            if link.is_next {
                return Some(link.target.to_owned());
            }
            rest = after;
        }
        None
    })
}

struct Link<'h> {
    target: &'h str,
    is_next: bool,
}

/// The first link of a header, and the rest after it.
fn next_link(text: &str) -> Option<(Link<'_>, &str)> {
    let start = text.find('<')?;
    let (target, mut rest) = text[start + 1..].split_once('>')?;
    let (mut relation, mut has_anchor) = (None, false);
    loop {
        rest = rest.trim_start();
        match rest.as_bytes().first() {
            Some(b';') => rest = rest[1..].trim_start(),
            _ => break,
        }
        let end = rest.find(['=', ';', ',']).unwrap_or(rest.len());
        let name = rest[..end].trim();
        let (value, after) = match rest[end..].strip_prefix('=') {
            Some(after) => parameter(after.trim_start()),
            None => (String::new(), &rest[end..]),
        };
        // Only the first one counts.
        if name.eq_ignore_ascii_case("rel") && relation.is_none() {
            relation = Some(value);
        } else if name.eq_ignore_ascii_case("anchor") {
            has_anchor = true;
        }
        rest = after;
    }
    let relation = relation.unwrap_or_default();
    let is_named = relation.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("next"));
    Some((Link { target, is_next: is_named && !has_anchor }, rest))
}

/// The value of a parameter, quoted or not, and the rest after it.
fn parameter(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',']).unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let (mut value, mut chars) = (String::new(), quoted.char_indices());
    while let Some((index, c)) = chars.next() {
        match c {
            '"' => return (value, &quoted[index + 1..]),
            '\\' => value.extend(chars.next().map(|(_, c)| c)),
            c => value.push(c),
        }
    }
    (value, "")
}
