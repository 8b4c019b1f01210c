//! YAML text in; JSON values, or any type that deserializes, out.
//!
//! This is the only module that knows `serde_yaml`. Keys are taken as they are written (`200:` is `"200"`), merge keys (`<<`)
//! are resolved, and aliases that would expand to many times the size of the text are refused.

use crate::document::join;
use crate::extract::{Index, events};
use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_path_to_error::Segment;
use std::fmt;

/// A text that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} at line {line}, column {column}")]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The JSON pointer of the value that does not fit; empty where the text itself is at fault.
    pub pointer: String,
}

/// Reads a document as a JSON value. Where a mapping names a key twice, the last one counts.
///
/// # Errors
///
/// The text is not one YAML document that can be said in JSON.
pub fn parse(text: &str) -> Result<Value, Error> {
    parse_indexed(text).map(|(value, _)| value)
}

/// The same, with the positions of all values. A byte order mark counts.
pub(crate) fn parse_indexed(text: &str) -> Result<(Value, Index), Error> {
    let index = check(text)?;
    let Json(value) = serde_yaml::from_str(text).map_err(Error::from)?;
    Ok((value, index))
}

/// Reads a document as a type.
///
/// # Errors
///
/// The text is not one YAML document, or not of that type.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    check(text)?;
    serde_path_to_error::deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let pointer = pointer(error.path());
        Error { pointer, ..error.into_inner().into() }
    })
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => join(&pointer, &index.to_string()),
        Segment::Map { key } => join(&pointer, key),
        Segment::Enum { variant } => join(&pointer, variant),
        Segment::Unknown => pointer,
    })
}

/// Writes a value.
///
/// # Errors
///
/// The value cannot be said in YAML.
pub fn to_string<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_yaml::to_string(value).map_err(Error::from)
}

/// Reads the events of a text and refuses aliases that would expand to much more than the text.
fn check(text: &str) -> Result<Index, Error> {
    let (index, size) = events::read(text);
    let size = size.map_err(|error| Error {
        message: error.info().to_owned(),
        line: error.marker().line(),
        column: error.marker().col() + 1,
        pointer: String::new(),
    })?;
    if size > 1_000_000 + 20 * text.len() as u64 {
        let message = "the aliases of this document expand to too much".to_owned();
        return Err(Error { message, line: 1, column: 1, pointer: String::new() });
    }
    Ok(index)
}

impl From<serde_yaml::Error> for Error {
    fn from(error: serde_yaml::Error) -> Self {
        let full = error.to_string();
        let pointer = String::new();
        let Some(location) = error.location() else {
            return Self { message: full, line: 1, column: 1, pointer };
        };
        let suffix = format!(" at line {} column {}", location.line(), location.column());
        let message = full.replacen(&suffix, "", 1);
        Self { message, line: location.line(), column: location.column(), pointer }
    }
}

/// A JSON value read from YAML.
struct Json(Value);

impl<'de> serde::Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor).map(Json)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that can be said in JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value);
        number.map(Value::Number).ok_or_else(|| E::custom("JSON has no such number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Json(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let Json(value) = entries.next_value()?;
            object.insert(key, value);
        }
        if let Some(merged) = object.shift_remove("<<") {
            inherit(&mut object, merged).map_err(A::Error::custom)?;
        }
        Ok(Value::Object(object))
    }
}

/// Adds what a merge key brings: keys that are there win, and earlier mappings win over later ones.
fn inherit(object: &mut Map<String, Value>, merged: Value) -> Result<(), &'static str> {
    let parents = match merged {
        Value::Array(parents) => parents,
        parent => vec![parent],
    };
    for parent in parents {
        let Value::Object(parent) = parent else {
            return Err("a merge key (<<) wants a mapping or a list of mappings");
        };
        for (key, value) in parent {
            object.entry(key).or_insert(value);
        }
    }
    Ok(())
}
