//! The Rust type of a value, as data.

use super::Source;
use crate::ir::{IntegerFormat, Type};
use std::fmt;

/// A Rust type that the emitted crate shows.
///
/// Types of the crate's `models` are known by their identifier, so that types of two surfaces can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RustType {
    /// `()`.
    Unit,
    /// `bool`.
    Bool,
    /// `i64` and the like.
    Integer(IntegerFormat),
    /// `f32` or `f64`.
    Float {
        /// Whether it has 32 bits.
        single: bool,
    },
    /// `String`.
    String,
    /// A type of the crate's root.
    Runtime(Runtime),
    /// A type of the crate's `models`, by its identifier.
    Model(String),
    /// A type of another crate, by its path.
    Custom(String),
    /// `Vec<T>`.
    Vec(Box<RustType>),
    /// `BTreeMap<String, T>`.
    Map(Box<RustType>),
    /// `Option<T>`.
    Option(Box<RustType>),
    /// `Nullable<T>`: left out, `null`, or a value.
    Nullable(Box<RustType>),
    /// `Box<T>`, where a type would otherwise hold itself.
    Boxed(Box<RustType>),
    /// `impl Into<T>`; only as the type of an argument.
    Into(Box<RustType>),
    /// `Events<T>` and the like: only as the result of an operation.
    Stream(StreamKind, Box<RustType>),
}

/// The way in which a stream is cut into items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names of the types themselves")]
pub enum StreamKind {
    Events,
    JsonLines,
    JsonSequence,
}

impl StreamKind {
    /// Its identifier.
    pub fn ident(self) -> &'static str {
        match self {
            Self::Events => "Events",
            Self::JsonLines => "JsonLines",
            Self::JsonSequence => "JsonSequence",
        }
    }
}

/// A type that the runtime defines, or takes from another crate, and that the crate's root exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names of the types themselves")]
pub enum Runtime {
    Base64,
    Body,
    Bytes,
    Date,
    File,
    Form,
    Secret,
    Text,
    Timestamp,
    Uuid,
    Value,
}

impl Runtime {
    /// Its identifier.
    pub fn ident(self) -> &'static str {
        match self {
            Self::Base64 => "Base64",
            Self::Body => "Body",
            Self::Bytes => "Bytes",
            Self::Date => "Date",
            Self::File => "File",
            Self::Form => "Form",
            Self::Secret => "Secret",
            Self::Text => "Text",
            Self::Timestamp => "Timestamp",
            Self::Uuid => "Uuid",
            Self::Value => "Value",
        }
    }
}

impl RustType {
    /// The type inside `Vec`, `BTreeMap`, `Option`, `Nullable`, `Box`, `impl Into` and streams.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::Vec(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Nullable(inner)
            | Self::Boxed(inner)
            | Self::Into(inner)
            | Self::Stream(_, inner) => inner.innermost(),
            other => other,
        }
    }

    /// `Option` of it.
    #[must_use]
    pub fn option(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// The type of an argument that becomes a value of this type. Literals may be of another type, so such types become `impl Into`.
    #[must_use]
    pub fn argument(self) -> Self {
        match self {
            Self::String | Self::Runtime(Runtime::Secret | Runtime::Body) => {
                Self::Into(Box::new(self))
            }
            other => other,
        }
    }

    /// The identifier of the type of `models` that it is or holds.
    pub fn model(&self) -> Option<&str> {
        match self.innermost() {
            Self::Model(ident) => Some(ident),
            _ => None,
        }
    }
}

/// One line for people, without the modules that types are in: `Option<Vec<Pet>>`.
impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => f.write_str("()"),
            Self::Bool => f.write_str("bool"),
            Self::Integer(format) => f.write_str(integer(*format)),
            Self::Float { single } => f.write_str(if *single { "f32" } else { "f64" }),
            Self::String => f.write_str("String"),
            Self::Runtime(kind) => f.write_str(kind.ident()),
            Self::Model(ident) | Self::Custom(ident) => f.write_str(ident),
            Self::Vec(inner) => write!(f, "Vec<{inner}>"),
            Self::Map(inner) => write!(f, "BTreeMap<String, {inner}>"),
            Self::Option(inner) => write!(f, "Option<{inner}>"),
            Self::Nullable(inner) => write!(f, "Nullable<{inner}>"),
            Self::Boxed(inner) => write!(f, "Box<{inner}>"),
            Self::Into(inner) => write!(f, "impl Into<{inner}>"),
            Self::Stream(kind, inner) => write!(f, "{}<{inner}>", kind.ident()),
        }
    }
}

/// The name of an integer type.
pub fn integer(format: IntegerFormat) -> &'static str {
    match format {
        IntegerFormat::Int8 => "i8",
        IntegerFormat::Int16 => "i16",
        IntegerFormat::Int32 => "i32",
        IntegerFormat::Int64 => "i64",
        IntegerFormat::Uint8 => "u8",
        IntegerFormat::Uint16 => "u16",
        IntegerFormat::Uint32 => "u32",
        IntegerFormat::Uint64 => "u64",
    }
}

impl Source<'_> {
    /// The Rust type of a value. Bytes become the given type of the runtime.
    pub(super) fn rust(self, value: &Type, bytes: Runtime) -> RustType {
        let inner = |value| Box::new(self.rust(value, bytes));
        match value {
            Type::Boolean => RustType::Bool,
            Type::Integer(format) => RustType::Integer(*format),
            Type::Number { single } => RustType::Float { single: *single },
            Type::String => RustType::String,
            Type::Secret => RustType::Runtime(Runtime::Secret),
            Type::DateTime => RustType::Runtime(Runtime::Timestamp),
            Type::Date => RustType::Runtime(Runtime::Date),
            Type::Uuid => RustType::Runtime(Runtime::Uuid),
            Type::Base64 => RustType::Runtime(Runtime::Base64),
            Type::Binary => RustType::Runtime(bytes),
            Type::Parts => RustType::Runtime(Runtime::Form),
            Type::Json => RustType::Runtime(Runtime::Value),
            Type::Custom(path) => RustType::Custom(path.clone()),
            Type::Array(items) => RustType::Vec(inner(items)),
            Type::Map(values) => RustType::Map(inner(values)),
            Type::Nullable(value) => RustType::Option(inner(value)),
            Type::Named(id) => RustType::Model(self.names.of(*id).ident.clone()),
        }
    }
}
