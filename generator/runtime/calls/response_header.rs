//! [`ResponseHeader`]: a header that responses are documented to have, as a value of its type.
//!
//! It is a constant of the operation, and read from where headers are: `response.get(&GetPets::X_TOTAL)`.

use std::fmt;

use http::HeaderMap;

use super::call::Response;
use crate::runtime::json::{Decode, Fault, Mode, from_json};

/// A header that responses are documented to have.
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
    /// What is wrong.
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
    /// A header that holds values with commas between them.
    #[must_use]
    pub const fn list(name: &'static str) -> Self {
        Self { name, read: list }
    }
}

impl<T> ResponseHeader<T> {
    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its value in some headers: those of a response, or of an error. None if it is not there.
    ///
    /// # Errors
    ///
    /// When it is there and does not hold a value of its type.
    pub fn read(&self, headers: &HeaderMap) -> Result<Option<T>, HeaderError> {
        (self.read)(headers, self.name)
            .map_err(|fault| HeaderError { name: self.name, message: fault.message })
    }
}

impl<R> Response<R> {
    /// The value of a header that the operation documents. None if it is not there.
    ///
    /// # Errors
    ///
    /// When it is there and does not hold a value of its type.
    pub fn get<T>(&self, header: &ResponseHeader<T>) -> Result<Option<T>, HeaderError> {
        header.read(&self.headers)
    }
}

/// The first value by a name.
fn one<T: Decode>(headers: &HeaderMap, name: &str) -> Result<Option<T>, Fault> {
    headers.get(name).map(|value| decode(&String::from_utf8_lossy(value.as_bytes()))).transpose()
}

/// The first value by a name, as JSON.
fn json<T: Decode>(headers: &HeaderMap, name: &str) -> Result<Option<T>, Fault> {
    headers.get(name).map(|value| from_json(value.as_bytes(), Mode::Lenient)).transpose()
}

/// All values by a name.
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

/// A value of a text: as a text if its type is one, and else as JSON, in which numbers and flags are written alike.
fn decode<T: Decode>(text: &str) -> Result<T, Fault> {
    let text = text.trim();
    let quoted = serde_json::Value::from(text).to_string();
    from_json(quoted.as_bytes(), Mode::Lenient)
        .or_else(|_| from_json(text.as_bytes(), Mode::Lenient))
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
