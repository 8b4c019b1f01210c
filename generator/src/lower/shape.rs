//! What kind of type a schema describes, decided on the schema alone.

use crate::ir::{Cause, IntegerFormat, Type};
use openapiv3::{
    AdditionalProperties, AnySchema, IntegerFormat as OpenApiInteger, NumberFormat, ReferenceOr,
    Schema, SchemaKind, StringFormat, StringType, Type as OpenApiType, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

const NEGATION: &str = "a schema that only says what a value is not";

/// What kind of type a schema describes.
pub(super) enum Shape<'s> {
    /// A type without parts.
    Plain(Type),
    /// A list of items; free JSON if nothing is said of them.
    Array(Option<ReferenceOr<Box<Schema>>>),
    /// An object used as a map.
    Map(&'s ReferenceOr<Schema>),
    /// An object used as a map, of whose values nothing is known.
    OpenMap(Cause),
    /// An object with fields, its own or from the arms of an `allOf`.
    Record,
    /// One of some strings.
    StringEnum(Vec<String>),
    /// One of some integers.
    IntegerEnum(Vec<i64>),
    /// Exactly what its only arm describes.
    Same(&'s ReferenceOr<Schema>, &'static str),
    /// One of several arms, under the given keyword.
    Union(&'s [ReferenceOr<Schema>], &'static str),
    /// Nothing that can be typed, and why.
    Free(Cause),
}

impl<'s> Shape<'s> {
    /// Looks at a schema.
    pub(super) fn of(schema: &'s Schema) -> Self {
        match &schema.schema_kind {
            SchemaKind::Type(OpenApiType::String(string)) => Self::string(string),
            SchemaKind::Type(OpenApiType::Number(number)) => Self::Plain(Type::Number {
                single: number.format == VariantOrUnknownOrEmpty::Item(NumberFormat::Float),
            }),
            SchemaKind::Type(OpenApiType::Integer(integer)) => {
                let values: Vec<i64> = integer.enumeration.iter().flatten().copied().collect();
                if values.is_empty() {
                    Self::Plain(Type::Integer(width(&integer.format)))
                } else {
                    Self::IntegerEnum(values)
                }
            }
            SchemaKind::Type(OpenApiType::Boolean(_)) => Self::Plain(Type::Boolean),
            SchemaKind::Type(OpenApiType::Array(array)) => Self::Array(array.items.clone()),
            SchemaKind::Type(OpenApiType::Object(object)) => {
                Self::object(!object.properties.is_empty(), object.additional_properties.as_ref())
            }
            SchemaKind::AllOf { all_of } => Self::all_of(all_of),
            SchemaKind::OneOf { one_of } => Self::one_of(one_of, "oneOf"),
            SchemaKind::AnyOf { any_of } => Self::one_of(any_of, "anyOf"),
            SchemaKind::Not { .. } => Self::untypable(NEGATION),
            SchemaKind::Any(any) => Self::any(any),
        }
    }

    /// Whether the type gets a name.
    pub(super) fn is_nominal(&self) -> bool {
        matches!(self, Self::Record | Self::StringEnum(_) | Self::IntegerEnum(_) | Self::Union(..))
    }

    fn string(string: &StringType) -> Self {
        let values: Vec<String> = string.enumeration.iter().flatten().cloned().collect();
        if !values.is_empty() {
            return Self::StringEnum(values);
        }
        Self::Plain(match &string.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Type::Date,
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Type::DateTime,
            VariantOrUnknownOrEmpty::Item(StringFormat::Password) => Type::Secret,
            VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => Type::Base64,
            // Bytes are no JSON; where a whole body is binary, its media type says so.
            VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => Type::String,
            VariantOrUnknownOrEmpty::Unknown(format) if format == "uuid" => Type::Uuid,
            VariantOrUnknownOrEmpty::Unknown(_) | VariantOrUnknownOrEmpty::Empty => Type::String,
        })
    }

    fn object(has_properties: bool, additional: Option<&'s AdditionalProperties>) -> Self {
        match additional {
            _ if has_properties => Self::Record,
            Some(AdditionalProperties::Any(false)) => Self::Record,
            Some(AdditionalProperties::Schema(schema)) => Self::Map(schema),
            Some(AdditionalProperties::Any(true)) => Self::OpenMap(Cause::AnyFields),
            None => Self::OpenMap(Cause::AnyObject),
        }
    }

    fn all_of(arms: &'s [ReferenceOr<Schema>]) -> Self {
        match arms {
            [] => Self::Free(Cause::Anything),
            [only] => Self::Same(only, "allOf"),
            _ => Self::Record,
        }
    }

    fn one_of(arms: &'s [ReferenceOr<Schema>], keyword: &'static str) -> Self {
        match arms {
            [] => Self::Free(Cause::Anything),
            [only] => Self::Same(only, keyword),
            _ => Self::Union(arms, keyword),
        }
    }

    fn any(any: &'s AnySchema) -> Self {
        let strings: Vec<String> =
            any.enumeration.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        match any.typ.as_deref() {
            _ if !any.properties.is_empty() || any.all_of.len() > 1 => Self::Record,
            None | Some("object") if !any.one_of.is_empty() => Self::one_of(&any.one_of, "oneOf"),
            None | Some("object") if !any.any_of.is_empty() => Self::one_of(&any.any_of, "anyOf"),
            None | Some("object") if !any.all_of.is_empty() => Self::all_of(&any.all_of),
            None | Some("array") if any.items.is_some() => Self::Array(any.items.clone()),
            None | Some("string")
                if !strings.is_empty() && strings.len() == any.enumeration.len() =>
            {
                Self::StringEnum(strings)
            }
            Some("string") => Self::Plain(Type::String),
            Some("integer") => Self::Plain(Type::Integer(IntegerFormat::Int64)),
            Some("number") => Self::Plain(Type::Number { single: false }),
            Some("boolean") => Self::Plain(Type::Boolean),
            Some("array") => Self::Array(None),
            Some("object") => Self::object(false, any.additional_properties.as_ref()),
            None if any.additional_properties.is_some() => {
                Self::object(false, any.additional_properties.as_ref())
            }
            Some(_) => Self::untypable("a type that OpenAPI does not define"),
            None if any.not.is_some() => Self::untypable(NEGATION),
            None if !any.enumeration.is_empty() => {
                Self::untypable("an enumeration of values of several kinds")
            }
            None => Self::Free(Cause::Anything),
        }
    }

    fn untypable(reason: &str) -> Self {
        Self::Free(Cause::Untypable(reason.to_owned()))
    }
}

/// The width of an integer; 64 bits unless its format says otherwise, since timestamps outlive 32.
fn width(format: &VariantOrUnknownOrEmpty<OpenApiInteger>) -> IntegerFormat {
    match format {
        VariantOrUnknownOrEmpty::Item(OpenApiInteger::Int32) => IntegerFormat::Int32,
        VariantOrUnknownOrEmpty::Unknown(format) => match format.as_str() {
            "int8" => IntegerFormat::Int8,
            "int16" => IntegerFormat::Int16,
            "uint8" => IntegerFormat::Uint8,
            "uint16" => IntegerFormat::Uint16,
            "uint32" => IntegerFormat::Uint32,
            "uint64" => IntegerFormat::Uint64,
            _ => IntegerFormat::Int64,
        },
        _ => IntegerFormat::Int64,
    }
}
