//! Values that may be any JSON, and operations that are not generated.

use super::Method;
use serde_json::Value;
use std::fmt;

/// A place where a value may be any JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Untyped {
    /// The JSON pointer of its schema in the merged document.
    pub pointer: String,
    /// The reason.
    pub cause: Cause,
}

/// The reason why a value may be any JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// `{}`: the document does not restrict it.
    Anything,
    /// `type: object` without properties.
    AnyObject,
    /// `additionalProperties: true`.
    AnyFields,
    /// `not: {…}` alone: the document only excludes values.
    AllBut,
    /// Null is its only value.
    OnlyNull,
    /// Properties of other alternatives of a union, which an object may also have.
    OtherArms,
    /// A media type or a parameter without a schema.
    NoSchema,
    /// A schema that no type can express, in words that "cannot be typed" follows.
    Untypable(String),
}

impl Cause {
    /// Whether the document deliberately leaves the value open, so that nothing needs correction.
    pub fn is_deliberate(&self) -> bool {
        !matches!(self, Self::Untypable(_))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anything => "the schema allows any value",
            Self::AnyObject => "an object without properties",
            Self::AnyFields => "additionalProperties: true",
            Self::AllBut => "the schema says only what a value is not",
            Self::OnlyNull => "null is the only value",
            Self::OtherArms => "what other alternatives of a union name",
            Self::NoSchema => "there is no schema",
            Self::Untypable(reason) => reason,
        })
    }
}

/// An operation that could not be generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: String,
    /// The JSON pointer of the operation in the merged document.
    pub pointer: String,
    /// The reason.
    pub reason: String,
    /// `operationId`.
    pub id: Option<String>,
    /// The operation as written.
    pub written: Value,
}
