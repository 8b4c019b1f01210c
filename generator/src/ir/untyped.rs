//! What has no type of its own: values that are free JSON, and operations that are not there.

use super::Method;
use serde_json::Value;
use std::fmt;

/// A place where a value may be any JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Untyped {
    /// The JSON pointer of its schema in the merged document.
    pub pointer: String,
    /// Why it has no type.
    pub cause: Cause,
}

/// Why a value may be any JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// `{}`: the document says nothing of it.
    Anything,
    /// `type: object` without properties.
    AnyObject,
    /// `additionalProperties: true`.
    AnyFields,
    /// `not: {…}` alone: the document says only what a value is not.
    AllBut,
    /// Null is its only value.
    OnlyNull,
    /// What an object may hold that is of other alternatives of a union besides.
    OtherArms,
    /// A media type or a parameter without a schema.
    NoSchema,
    /// Something that no type can say, in words that read on with "cannot be typed".
    Untypable(String),
}

impl Cause {
    /// Whether the document leaves the value open, so that there is nothing to put right.
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

/// An operation that could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: String,
    /// The JSON pointer of the operation in the merged document.
    pub pointer: String,
    /// Why.
    pub reason: String,
    /// `operationId`.
    pub id: Option<String>,
    /// The operation as it is written.
    pub written: Value,
}
