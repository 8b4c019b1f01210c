//! [`Form`]: a body of `multipart/form-data`, or of another multipart type.
//!
//! The parts are written as specified by RFC 7578 and OpenAPI 3.0 ("Special Considerations for multipart Content"). Names are
//! escaped as in browsers (HTML, "Multipart form data"). A form of values and files in memory is one piece of memory, which can be
//! inspected, sent again and redirected like any other body. A form that holds a stream is a stream. Values that have a style are
//! split into parts in `part_style`.

use std::borrow::Cow;
use std::fmt;
use std::hash::{BuildHasher, RandomState};

use serde::Serialize;
use serde_json::Value;

use super::charset;
use super::reply::is_json;
use super::request::{RequestBuilder, header};
use super::style::{digits, items};
use crate::runtime::bodies::{Body, File};
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::json::to_json;

/// The parts of a body of `multipart/form-data`. `Debug` shows their names only.
#[derive(Clone, Default, PartialEq)]
pub struct Form {
    pub(super) parts: Vec<(Cow<'static, str>, Part)>,
    headers: Headers,
}

#[derive(Clone, PartialEq)]
pub(super) enum Part {
    /// A value, or a list of values, each of which is a part.
    Value(Value),
    File(File),
    /// Text that is written as it is, without a media type.
    #[allow(dead_code, reason = "for APIs whose parts have a style")]
    Text(String),
    /// The reason why a value cannot be JSON.
    Unfit(String),
}

impl Form {
    /// A form without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value: a string, number or boolean as text, an object as JSON, a list as one part for each item, and
    /// `None` as no part.
    #[must_use]
    pub fn value<T: Serialize + ?Sized>(
        self,
        name: impl Into<Cow<'static, str>>,
        value: &T,
    ) -> Self {
        self.add(name.into(), to_json(value))
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, name: impl Into<Cow<'static, str>>, file: &File) -> Self {
        self.parts.push((name.into(), Part::File(file.clone())));
        self
    }

    /// Adds files, all under one name.
    #[must_use]
    pub fn files<'f>(
        mut self,
        name: impl Into<Cow<'static, str>>,
        files: impl IntoIterator<Item = &'f File>,
    ) -> Self {
        let name = name.into();
        let files = files.into_iter();
        self.parts.extend(files.map(|file| (name.clone(), Part::File(file.clone()))));
        self
    }

    fn add(mut self, name: Cow<'static, str>, value: Result<Value, serde_json::Error>) -> Self {
        match value {
            Ok(Value::Null) => {}
            Ok(value) => self.parts.push((name, Part::Value(value))),
            Err(error) => self.parts.push((name, Part::Unfit(error.to_string()))),
        }
        self
    }

    /// Sets constant headers of parts: the name of the part, and the name and value of the header. A file's own header replaces them.
    #[must_use]
    pub fn with_headers(mut self, headers: Headers) -> Self {
        self.headers = headers;
        self
    }
}

/// The names of parts, and the names and values of their headers.
type Headers = &'static [(&'static str, &'static str, &'static str)];

/// The names of parts, and their documented media types.
type MediaTypes = &'static [(&'static str, &'static str)];

struct Writer<'a> {
    boundary: &'a str,
    /// Whether parts have names, as in `multipart/form-data`.
    is_form: bool,
    headers: Headers,
    text: Vec<u8>,
    done: Vec<Body>,
    /// The media type of the first part.
    root: Option<String>,
}

impl Writer<'_> {
    fn write(&mut self, form: &Form, media_types: MediaTypes) -> Result<(), BuildErrorKind> {
        for (name, part) in &form.parts {
            let documented = media_types.iter().find(|(part, _)| part == name);
            let documented = documented.map(|(_, media_type)| *media_type);
            match part {
                Part::Value(value) => {
                    for item in items(value) {
                        self.value(name, item, documented)?;
                    }
                }
                Part::File(file) => self.file(name, file, documented)?,
                Part::Text(text) => {
                    self.head(name, None, None, &[])?;
                    self.push(&[text, "\r\n"]);
                }
                Part::Unfit(reason) => {
                    let reason = format!("part `{name}`: {reason}").into();
                    return Err(BuildErrorKind::InvalidBody { reason });
                }
            }
        }
        Ok(())
    }

    fn value(
        &mut self,
        name: &str,
        value: &Value,
        documented: Option<&str>,
    ) -> Result<(), BuildErrorKind> {
        let nested = value.is_array() || value.is_object();
        let media_type = documented.or(nested.then_some("application/json"));
        let is_json = media_type.is_some_and(is_json);
        let text = match value {
            Value::String(text) if !is_json => Cow::Borrowed(text.as_str()),
            Value::Number(number) if !is_json => Cow::Owned(digits(number)),
            value => Cow::Owned(value.to_string()),
        };
        // Without a media type, a part of another multipart type is US-ASCII (RFC 2046, 5.2).
        let is_plain = self.is_form || text.is_ascii();
        let media_type = media_type.or((!is_plain).then_some("text/plain; charset=utf-8"));
        let (label, bytes) = match media_type {
            Some(own) if is_json || nested => {
                (Some(charset::in_utf8(own)), text.as_bytes().to_vec())
            }
            Some(own) => {
                let (label, bytes) = charset::written(own, &text);
                (Some(label), bytes)
            }
            None => (None, text.as_bytes().to_vec()),
        };
        self.head(name, None, label.as_deref(), &[])?;
        self.text.extend_from_slice(&bytes);
        self.push(&["\r\n"]);
        Ok(())
    }

    fn file(
        &mut self,
        name: &str,
        file: &File,
        documented: Option<&str>,
    ) -> Result<(), BuildErrorKind> {
        let media_type = file.content_type().or(documented).unwrap_or("application/octet-stream");
        self.head(name, Some(file.name()), Some(media_type), file.headers())?;
        let content = file.content();
        match content.as_bytes() {
            Some(bytes) => self.text.extend_from_slice(bytes),
            None if content.is_spent() => return Err(BuildErrorKind::SpentBody),
            None => {
                self.done.push(std::mem::take(&mut self.text).into());
                self.done.push(content.clone());
            }
        }
        self.push(&["\r\n"]);
        Ok(())
    }

    fn head(
        &mut self,
        name: &str,
        file: Option<&str>,
        media_type: Option<&str>,
        headers: &[(String, String)],
    ) -> Result<(), BuildErrorKind> {
        let boundary = self.boundary;
        if self.root.is_none() {
            let root = media_type.unwrap_or("text/plain").split(';').next().unwrap_or_default();
            self.root = Some(root.trim_end().to_owned());
        }
        self.push(&["--", boundary, "\r\n"]);
        let disposition = match (self.is_form, file) {
            (true, Some(file)) => {
                format!("form-data; name=\"{}\"; filename=\"{}\"", escape(name), escape(file))
            }
            (true, None) => format!("form-data; name=\"{}\"", escape(name)),
            (false, Some(file)) => format!("attachment; filename=\"{}\"", quoted(file)),
            (false, None) => String::new(),
        };
        if !disposition.is_empty() {
            self.push(&["Content-Disposition: ", &disposition, "\r\n"]);
        }
        let media_type = media_type.map(|media_type| ("Content-Type", media_type));
        let own = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let is_own = |name: &str| headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let documented = self.headers.iter().filter(|(part, own, _)| *part == name && !is_own(own));
        let documented = documented.map(|(_, name, value)| (*name, *value));
        for (name, value) in media_type.into_iter().chain(documented).chain(own) {
            // Checked, since a line feed would start another header.
            header(name, value)?;
            self.push(&[name, ": ", value, "\r\n"]);
        }
        self.push(&["\r\n"]);
        Ok(())
    }

    fn push(&mut self, texts: &[&str]) {
        texts.iter().for_each(|text| self.text.extend_from_slice(text.as_bytes()));
    }

    fn finish(mut self) -> Body {
        let boundary = self.boundary;
        self.push(&["--", boundary, "--\r\n"]);
        let rest = Body::from(self.text);
        if self.done.is_empty() {
            return rest;
        }
        self.done.push(rest);
        Body::chain(self.done)
    }
}

/// Escapes a name for use between quotes, as browsers do.
fn escape(name: &str) -> String {
    name.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

/// Escapes a name for use between quotes in MIME (RFC 2045).
fn quoted(name: &str) -> String {
    let name = name.replace('\r', "%0D").replace('\n', "%0A");
    name.replace('\\', r"\\").replace('"', "\\\"")
}

/// A boundary of 128 random bits, so that no file holds it. Every `RandomState` has its own keys.
fn boundary() -> String {
    let chance = || RandomState::new().hash_one("boundary");
    format!("boundary-{:016x}{:016x}", chance(), chance())
}

impl RequestBuilder {
    /// Sends a form, with the documented media types of its parts.
    #[must_use]
    pub fn multipart(self, media_types: MediaTypes, body: Option<Form>) -> Self {
        self.multipart_as("multipart/form-data", media_types, body)
    }

    /// Sends the parts of a form as another multipart type, in which parts have no names: `multipart/related` or `multipart/mixed`.
    #[must_use]
    pub fn multipart_as(
        mut self,
        media_type: &'static str,
        media_types: MediaTypes,
        body: Option<Form>,
    ) -> Self {
        let Some(form) = body else { return self };
        let boundary = boundary();
        let mut writer = Writer {
            boundary: &boundary,
            is_form: media_type.starts_with("multipart/form-data"),
            headers: form.headers,
            text: Vec::new(),
            done: Vec::new(),
            root: None,
        };
        if let Err(error) = writer.write(&form, media_types) {
            self.fail(error);
            return self;
        }
        // The first part of a related body is its root (RFC 2387).
        let root = writer.root.take().filter(|_| media_type.starts_with("multipart/related"));
        let root = root.map(|root| format!("; type=\"{}\"", escape(&root))).unwrap_or_default();
        let body = writer.finish();
        self.put_body(&format!("{media_type}; boundary={boundary}{root}"), body);
        self
    }
}

impl From<&Form> for Form {
    fn from(form: &Form) -> Self {
        form.clone()
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Form ")?;
        f.debug_list().entries(self.parts.iter().map(|(name, _)| name)).finish()
    }
}
