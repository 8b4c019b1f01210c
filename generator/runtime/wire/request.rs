//! [`RequestBuilder`]: creates the request of an operation.

use std::borrow::Cow;
use std::fmt;

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use super::charset;
use super::meta::Meta;
use super::style::{self, Style};
use crate::runtime::bodies::Body;
use crate::runtime::errors::{BuildError, BuildErrorKind};
use crate::runtime::json::to_json;
use crate::runtime::url::{BaseUrl, Route, encode_path_literal};

/// Builds the request of an operation.
///
/// The first problem is kept, and reported by [`finish`](Self::finish), so calls can be chained.
pub struct RequestBuilder {
    route: Route,
    base: BaseUrl,
    path: Cow<'static, str>,
    /// The part of the path template after a question mark.
    fixed_query: Cow<'static, str>,
    query: String,
    cookies: String,
    headers: HeaderMap,
    body: Body,
    error: Option<BuildErrorKind>,
}

impl RequestBuilder {
    /// The request of an operation, without its parameters.
    #[must_use]
    pub fn new(meta: &Meta, base: &BaseUrl) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(meta.accept_header()));
        // Some documents put a query, or a fragment, which is never sent, into the path to distinguish operations.
        let template = meta.path().split('#').next().unwrap_or_default();
        let (path, fixed_query) = template.split_once('?').unwrap_or((template, ""));
        Self {
            route: meta.route(),
            base: meta.base_url(base),
            path: encode_path_literal(path),
            fixed_query: encode_path_literal(fixed_query),
            query: String::new(),
            cookies: String::new(),
            headers,
            body: Body::default(),
            error: None,
        }
    }

    /// Fills a variable of the path.
    #[must_use]
    pub fn path<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.path_styled(name, value, Style::SIMPLE)
    }

    /// Fills a variable of the path in a given style.
    #[must_use]
    pub fn path_styled<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
        style: Style,
    ) -> Self {
        self.parameter(name, to_json(value), style, Self::put_path)
    }

    /// Adds a parameter to the query.
    #[must_use]
    pub fn query<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.query_styled(name, value, Style::FORM)
    }

    /// Adds a parameter to the query in a given style.
    #[must_use]
    pub fn query_styled<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
        style: Style,
    ) -> Self {
        self.parameter(name, to_json(value), style, Self::put_query)
    }

    /// Adds a header.
    #[must_use]
    pub fn header<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.header_styled(name, value, Style::SIMPLE)
    }

    /// Adds a header in a given style.
    #[must_use]
    pub fn header_styled<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
        style: Style,
    ) -> Self {
        self.parameter(name, to_json(value), style, Self::put_header)
    }

    /// Adds a cookie.
    #[must_use]
    pub fn cookie<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.cookie_styled(name, value, Style::FORM)
    }

    /// Adds a cookie in a given style.
    #[must_use]
    pub fn cookie_styled<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
        style: Style,
    ) -> Self {
        self.parameter(name, to_json(value), style, Self::put_cookie)
    }

    /// Sends a JSON body.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(self, media_type: &'static str, body: Option<&T>) -> Self {
        self.content(media_type, body.map(serde_json::to_vec))
    }

    /// Sends a body of `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn form<T: Serialize + ?Sized>(self, body: Option<&T>) -> Self {
        self.form_styled(&[], body)
    }

    /// Sends a body of `application/x-www-form-urlencoded` with some fields in a given style.
    #[must_use]
    pub fn form_styled<T: Serialize + ?Sized>(
        self,
        styles: &'static [(&'static str, Style)],
        body: Option<&T>,
    ) -> Self {
        self.form_value(styles, body.map(to_json))
    }

    /// Sends a text.
    #[must_use]
    pub fn text(self, media_type: &'static str, body: Option<&str>) -> Self {
        let mut request = self;
        if let Some(text) = body {
            let (label, bytes) = charset::written(media_type, text);
            request.put_body(&label, Body::from(bytes));
        }
        request
    }

    /// Sends bytes or a stream.
    #[must_use]
    pub fn body(mut self, media_type: &'static str, body: Option<&Body>) -> Self {
        if let Some(body) = body {
            self.put_body(media_type, body.clone());
        }
        self
    }

    /// Returns the request.
    ///
    /// # Errors
    ///
    /// The first problem, if there was one.
    pub fn finish(self) -> Result<http::Request<Body>, BuildError> {
        let route = self.route.clone();
        self.request().map_err(|kind| BuildError::from(kind).in_call(&route))
    }

    fn request(mut self) -> Result<http::Request<Body>, BuildErrorKind> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if let Some((_, rest)) = self.path.split_once('{') {
            let name = rest.split('}').next().unwrap_or(rest);
            return Err(BuildErrorKind::MissingPathParameter { name: name.into() });
        }
        if self.path.split('/').any(is_dots) {
            return Err(BuildErrorKind::UnsafePath { name: None });
        }
        if !self.cookies.is_empty() {
            // A header parameter may hold others.
            add_cookies(&mut self.headers, &self.cookies)
                .ok_or(BuildErrorKind::InvalidHeader { name: "cookie".into() })?;
        }
        let mut query = String::new();
        // A pair whose variable has no value is left out.
        let fixed = self.fixed_query.split('&').filter(|pair| !pair.contains('{'));
        for text in fixed.chain([self.query.as_str()]).filter(|text| !text.is_empty()) {
            push(&mut query, "&", text);
        }
        let uri = [self.base.as_str(), &self.path, if query.is_empty() { "" } else { "?" }, &query]
            .concat();
        let uri = http::Uri::try_from(uri).map_err(|_| BuildErrorKind::InvalidUrl)?;
        if !self.base.is_server_of(&uri) {
            return Err(BuildErrorKind::ForeignUrl);
        }
        // Otherwise the path would extend the last segment of the base URL.
        if !self.path.starts_with('/') {
            return Err(BuildErrorKind::InvalidUrl);
        }
        let mut request = http::Request::new(self.body);
        *request.method_mut() = self.route.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    /// Adds any parameter, whatever its type.
    fn parameter(
        mut self,
        name: &'static str,
        value: Result<Value, serde_json::Error>,
        style: Style,
        put: fn(&mut Self, &'static str, &Value, Style) -> Result<(), BuildErrorKind>,
    ) -> Self {
        if self.error.is_none() {
            let done = match value {
                Ok(value) => put(&mut self, name, &value, style),
                Err(error) => {
                    Err(BuildErrorKind::InvalidParameter { name, reason: error.to_string().into() })
                }
            };
            self.error = done.err();
        }
        self
    }

    fn put_path(
        &mut self,
        name: &'static str,
        value: &Value,
        style: Style,
    ) -> Result<(), BuildErrorKind> {
        if style.omits(value) {
            return Err(BuildErrorKind::MissingPathParameter { name: name.into() });
        }
        let text = style::path(name, value, style).map_err(|reason| unfit(name, reason))?;
        // A triplet that the program gives is kept, and some servers read `%2F` as a slash.
        let leads_away =
            |text: &str| text.replace("%2f", "/").replace("%2F", "/").split('/').any(is_dots);
        if text.is_empty() || is_dots(&text) || (style.is_reserved() && leads_away(&text)) {
            return Err(BuildErrorKind::UnsafePath { name: Some(name) });
        }
        let variable = format!("{{{}}}", encode_path_literal(name));
        self.path = self.path.replace(&variable, &text).into();
        self.fixed_query = self.fixed_query.replace(&variable, &text).into();
        Ok(())
    }

    fn put_query(
        &mut self,
        name: &'static str,
        value: &Value,
        style: Style,
    ) -> Result<(), BuildErrorKind> {
        if style.omits(value) {
            return Ok(());
        }
        if let Some(text) =
            style::query(name, value, style).map_err(|reason| unfit(name, reason))?
        {
            push(&mut self.query, "&", &text);
        }
        Ok(())
    }

    fn put_header(
        &mut self,
        name: &'static str,
        value: &Value,
        style: Style,
    ) -> Result<(), BuildErrorKind> {
        if style.omits(value) {
            return Ok(());
        }
        if let Some(text) = style::header(value, style).map_err(|reason| unfit(name, reason))? {
            let (name, mut value) = header(name, &text)?;
            // The value may be a secret.
            value.set_sensitive(true);
            self.headers.insert(name, value);
        }
        Ok(())
    }

    fn put_cookie(
        &mut self,
        name: &'static str,
        value: &Value,
        style: Style,
    ) -> Result<(), BuildErrorKind> {
        if style.omits(value) {
            return Ok(());
        }
        if let Some(text) =
            style::cookie(name, value, style).map_err(|reason| unfit(name, reason))?
        {
            push(&mut self.cookies, "; ", &text);
        }
        Ok(())
    }

    fn form_value(
        mut self,
        styles: style::Styles,
        body: Option<Result<Value, serde_json::Error>>,
    ) -> Self {
        let text = match body {
            None => return self,
            Some(Ok(value)) => {
                let text = style::form(&value, styles).unwrap_or(Err("is not an object"));
                text.map_err(|reason| format!("the form {reason}").into())
            }
            Some(Err(error)) => Err(error.to_string().into()),
        };
        match text {
            Ok(text) => self.put_body("application/x-www-form-urlencoded", Body::from(text)),
            Err(reason) => self.fail(BuildErrorKind::InvalidBody { reason }),
        }
        self
    }

    fn content(
        mut self,
        media_type: &'static str,
        body: Option<Result<Vec<u8>, serde_json::Error>>,
    ) -> Self {
        match body {
            None => {}
            Some(Ok(body)) => self.put_body(&charset::in_utf8(media_type), Body::from(body)),
            Some(Err(error)) => {
                self.fail(BuildErrorKind::InvalidBody { reason: error.to_string().into() });
            }
        }
        self
    }

    pub(crate) fn put_body(&mut self, media_type: &str, body: Body) {
        if body.is_spent() {
            self.fail(BuildErrorKind::SpentBody);
        }
        match HeaderValue::try_from(media_type) {
            Ok(value) => drop(self.headers.insert(CONTENT_TYPE, value)),
            Err(_) => self.fail(BuildErrorKind::InvalidHeader { name: "content-type".into() }),
        }
        self.body = body;
    }

    pub(crate) fn fail(&mut self, error: BuildErrorKind) {
        self.error.get_or_insert(error);
    }
}

/// Shows no values: they may be secrets.
impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBuilder")
            .field("route", &self.route)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

/// A header, or an error that names it without its value.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), BuildErrorKind> {
    let invalid = || BuildErrorKind::InvalidHeader { name: name.into() };
    let key = HeaderName::try_from(name).map_err(|_| invalid())?;
    let value = HeaderValue::try_from(value).map_err(|_| invalid())?;
    Ok((key, value))
}

/// Adds cookies to the existing ones; `None` if they cannot be in a header.
pub(crate) fn add_cookies(headers: &mut HeaderMap, cookies: &str) -> Option<()> {
    let mut value = match headers.get(COOKIE) {
        Some(old) => {
            HeaderValue::try_from([old.as_bytes(), b"; ", cookies.as_bytes()].concat()).ok()?
        }
        None => HeaderValue::try_from(cookies).ok()?,
    };
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Some(())
}

/// Whether a server or URL parser would read the segment as `.` or `..`, and so address another resource. A dot may be written as `%2e`.
fn is_dots(segment: &str) -> bool {
    let mut rest = segment;
    let mut dots = 0;
    while let Some(after) = [".", "%2e", "%2E"].iter().find_map(|dot| rest.strip_prefix(dot)) {
        rest = after;
        dots += 1;
    }
    rest.is_empty() && matches!(dots, 1 | 2)
}

fn unfit(name: &'static str, reason: &'static str) -> BuildErrorKind {
    BuildErrorKind::InvalidParameter { name, reason: reason.into() }
}

fn push(list: &mut String, separator: &str, text: &str) {
    if !list.is_empty() {
        list.push_str(separator);
    }
    list.push_str(text);
}
