//! [`ResponseHeader`]: a documented header of responses, as a value of its type.
//!
//! It is a constant of the operation, and reads a value from headers: `response.get(&GetPets::X_TOTAL)`.

use std::fmt;

use http::HeaderMap;

use super::call::Response;
use crate::runtime::json::{Decode, Fault, Mode, from_json};

/// A documented header of responses.
pub struct ResponseHeader<T> {
    name: &'static str,
    read: fn(&HeaderMap, &str) -> Result<Option<T>, Fault>,
}

/// A header that does not hold a value of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderError {
    /// The name of the header.
    pub name: &'static str,
    /// A description of the fault.
    pub message: String,
}

impl<T: Decode> ResponseHeader<T> {
    /// A header that holds one value.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, read: one }
    }

    /// A header that holds JSON.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self { name, read: json }
    }
}

impl<T: Decode> ResponseHeader<Vec<T>> {
    /// A header that holds values separated by commas.
    #[must_use]
    pub const fn list(name: &'static str) -> Self {
        Self { name, read: list }
    }
}

impl<T> ResponseHeader<T> {
    /// The name of the header.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Reads its value from the headers of a response or of an error. None if the header is absent.
    ///
    /// # Errors
    ///
    /// When the header is present but does not hold a value of its type.
    pub fn read(&self, headers: &HeaderMap) -> Result<Option<T>, HeaderError> {
        (self.read)(headers, self.name)
            .map_err(|fault| HeaderError { name: self.name, message: fault.message })
    }
}

impl<R> Response<R> {
    /// Reads the value of a documented header. None if the header is absent.
    ///
    /// # Errors
    ///
    /// When the header is present but does not hold a value of its type.
    pub fn get<T>(&self, header: &ResponseHeader<T>) -> Result<Option<T>, HeaderError> {
        header.read(&self.headers)
    }
}

/// The value of the first header of this name.
fn one<T: Decode>(headers: &HeaderMap, name: &str) -> Result<Option<T>, Fault> {
    headers.get(name).map(|value| decode(&String::from_utf8_lossy(value.as_bytes()))).transpose()
}

/// The value of the first header of this name, as JSON.
fn json<T: Decode>(headers: &HeaderMap, name: &str) -> Result<Option<T>, Fault> {
    headers.get(name).map(|value| from_json(value.as_bytes(), Mode::Lenient, None)).transpose()
}

/// All values of the headers of this name.
fn list<T: Decode>(headers: &HeaderMap, name: &str) -> Result<Option<Vec<T>>, Fault> {
    if !headers.contains_key(name) {
        return Ok(None);
    }
    let mut all = Vec::new();
    for value in headers.get_all(name) {
        let text = String::from_utf8_lossy(value.as_bytes());
        for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
            all.push(decode(item)?);
        }
    }
    Ok(Some(all))
}

/// Reads a value from text: as a string if its type is one, otherwise as JSON, for numbers and booleans.
fn decode<T: Decode>(text: &str) -> Result<T, Fault> {
    let text = text.trim();
    let quoted = serde_json::Value::from(text).to_string();
    from_json(quoted.as_bytes(), Mode::Lenient, None)
        .or_else(|_| from_json(text.as_bytes(), Mode::Lenient, None))
}

impl<T> fmt::Debug for ResponseHeader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResponseHeader").field(&self.name).finish()
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the header {:?} cannot be read: {}", self.name, self.message)
    }
}

impl std::error::Error for HeaderError {}
