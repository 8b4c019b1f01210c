//! A schema in; the kind of type that it describes out, from the schema alone.

use super::compose;
use crate::document::{Format, UNIONS};
use crate::ir::{Cause, Folded, IntegerFormat, Schema, SchemaId, Schemas, Type};
use serde_json::Value;

/// The depth to which lists, maps and references of two schemas are compared.
const ALIKE_DEPTH: usize = 8;

/// The kind of type that a schema describes.
pub(super) enum Shape {
    /// A type without parts.
    Plain(Type),
    /// A list of items; free JSON if they are not described.
    Array(Option<SchemaId>),
    /// An object used as a map.
    Map(SchemaId),
    /// An object used as a map with unknown values.
    OpenMap(Cause),
    /// An object with fields, its own or from the arms of an `allOf`.
    Record,
    /// A list with a field for each item.
    Sequence,
    /// One of some strings.
    StringEnum(Vec<String>),
    /// One of some integers.
    IntegerEnum(Vec<i64>),
    /// The same as its only arm.
    Same(SchemaId),
    /// One of the arms under the given keyword.
    Union(&'static str),
    /// A value that cannot be typed, and the cause.
    Free(Cause),
    /// An invalid schema, and its fault.
    Malformed(String),
}

impl Shape {
    /// The shape of a schema.
    pub(super) fn of(schemas: &Schemas, id: SchemaId) -> Self {
        Self::looked_at(schemas, id, true)
    }

    /// The shape of a schema; whether its alternatives have one type is only examined if `is_deep`.
    fn looked_at(schemas: &Schemas, id: SchemaId, is_deep: bool) -> Self {
        let schema = &schemas[id];
        if let Some(fault) = &schema.fault {
            return Self::Malformed(fault.clone());
        }
        if let Some(is_any) = schema.boolean {
            return Self::Free(if is_any { Cause::Anything } else { Cause::AllBut });
        }
        match schema.folded {
            Some(Folded::Same(arm)) => return Self::Same(arm),
            Some(Folded::Record | Folded::Rest) => return Self::Record,
            None if !schema.properties.is_empty() => return Self::Record,
            None => {}
        }
        let kind = compose::kind(schema);
        if let (None | Some("object"), Some(shape)) =
            (kind, Self::alternatives(schemas, schema, is_deep))
        {
            return shape;
        }
        match kind {
            Some("string") => Self::string(schema),
            Some("integer") => Self::integer(schema),
            // The format of an integer marks a number as one.
            Some("number") => Self::Plain(match width(schema.format()) {
                Some(width) => Type::Integer(width),
                None => Type::Number { single: schema.format() == Some("float") },
            }),
            Some("boolean") => Self::Plain(Type::Boolean),
            Some("array") if schema.part("prefixItems").is_some() => Self::Sequence,
            Some("array") => Self::Array(schema.part("items")),
            Some("object") => Self::object(schemas, schema),
            Some(_) => Self::untypable("a type that OpenAPI does not define"),
            None => Self::untyped(schemas, schema),
        }
    }

    /// Whether the type gets a name.
    pub(super) fn is_nominal(&self) -> bool {
        matches!(
            self,
            Self::Record
                | Self::Sequence
                | Self::StringEnum(_)
                | Self::IntegerEnum(_)
                | Self::Union(..)
        )
    }

    /// The union of alternatives; the first of them if it is the only one, or if all others have its type.
    fn alternatives(schemas: &Schemas, schema: &Schema, is_deep: bool) -> Option<Self> {
        UNIONS.into_iter().find_map(|keyword| {
            let mut arms = schema.list(keyword);
            let first = arms.next()?;
            let mut arms = arms.peekable();
            let is_sole = arms.peek().is_none();
            let is_untold = is_deep && schema.discriminator().is_none();
            let are_one =
                is_sole || is_untold && arms.all(|arm| are_one(schemas, first, arm, ALIKE_DEPTH));
            Some(if are_one { Self::Same(first) } else { Self::Union(keyword) })
        })
    }

    fn string(schema: &Schema) -> Self {
        if let Some(values) = listed(schema, |value| value.as_str().map(str::to_owned)) {
            return Self::StringEnum(values);
        }
        Self::Plain(match schema.format().and_then(Format::named) {
            Some(Format::Date) => Type::Date,
            Some(Format::DateTime) => Type::DateTime,
            Some(Format::Password) => Type::Secret,
            Some(Format::Byte) => Type::Base64,
            Some(Format::Uuid) => Type::Uuid,
            // JSON cannot hold bytes; a binary body is marked by its media type.
            _ => Type::String,
        })
    }

    fn integer(schema: &Schema) -> Self {
        match listed(schema, Value::as_i64) {
            Some(values) => Self::IntegerEnum(values),
            None => Self::Plain(Type::Integer(width(schema.format()).unwrap_or_else(|| {
                let is_large = [schema.minimum(), schema.maximum()].into_iter().flatten();
                let listed = schema.values().into_iter().flatten().filter_map(Value::as_number);
                let mut all = is_large.map(|limit| limit.value).chain(listed.cloned());
                // 64 bits, since timestamps outlive 32.
                if all.any(|number| number.is_u64() && !number.is_i64()) {
                    IntegerFormat::Uint64
                } else {
                    IntegerFormat::Int64
                }
            }))),
        }
    }

    fn object(schemas: &Schemas, schema: &Schema) -> Self {
        match schema.part("additionalProperties") {
            None => Self::OpenMap(Cause::AnyObject),
            Some(additional) => match schemas[additional].boolean {
                Some(false) => Self::Record,
                Some(true) => Self::OpenMap(Cause::AnyFields),
                // A map would have to hold the properties of other names too.
                None if schema.has_others => Self::Record,
                None => Self::Map(additional),
            },
        }
    }

    /// The shape of a schema without a `type`.
    fn untyped(schemas: &Schemas, schema: &Schema) -> Self {
        let has_values = schema.values().is_some_and(|values| !values.is_empty());
        let is_null = || schema.values().is_some_and(|values| values.iter().all(Value::is_null));
        match () {
            () if schema.part("additionalProperties").is_some() => Self::object(schemas, schema),
            () if schema.part("not").is_some() => Self::Free(Cause::AllBut),
            () if ["then", "else"].iter().any(|key| schema.part(key).is_some()) => {
                Self::untypable("a value whose type depends on a condition")
            }
            () if has_values && is_null() => Self::Free(Cause::OnlyNull),
            () if has_values => Self::untypable("an enumeration of values of several kinds"),
            () => Self::Free(Cause::Anything),
        }
    }

    fn untypable(reason: &str) -> Self {
        Self::Free(Cause::Untypable(reason.to_owned()))
    }
}

/// Whether two schemas have one type without a name, or are one schema. Alternatives inside them are not compared, as there could be many.
fn are_one(schemas: &Schemas, one: SchemaId, other: SchemaId, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let end = |id: SchemaId| plain_end(schemas, id, ALIKE_DEPTH);
    let Some((one, other)) = end(one).zip(end(other)) else { return false };
    let shape = |id: SchemaId| Shape::looked_at(schemas, id, false);
    one == other
        || match (shape(one), shape(other)) {
            (Shape::Plain(one), Shape::Plain(other)) => one == other,
            (Shape::Array(Some(one)), Shape::Array(Some(other)))
            | (Shape::Map(one), Shape::Map(other)) => are_one(schemas, one, other, depth),
            _ => false,
        }
}

/// The end of a schema's references, unless an extension, such as `x-secret`, may change its type.
fn plain_end(schemas: &Schemas, id: SchemaId, depth: usize) -> Option<SchemaId> {
    let is_plain = |id: SchemaId| schemas[id].keywords.keys().all(|key| !key.starts_with("x-"));
    let end = schemas.resolve(id).filter(|end| is_plain(id) && is_plain(*end))?;
    match schemas[end].folded {
        Some(Folded::Same(arm)) => plain_end(schemas, arm, depth.checked_sub(1)?),
        _ => Some(end),
    }
}

/// The values of an `enum` except null, if there are any and all are of one kind.
fn listed<T>(schema: &Schema, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    let values = schema.values()?.iter().filter(|value| !value.is_null());
    let values: Vec<T> = values.map(read).collect::<Option<_>>()?;
    (!values.is_empty()).then_some(values)
}

/// Whether an enum lists null too.
pub(super) fn lists_null(schema: &Schema) -> bool {
    schema.values().is_some_and(|values| values.contains(&Value::Null) && values.len() > 1)
}

/// The width of an integer, if its format sets one.
fn width(format: Option<&str>) -> Option<IntegerFormat> {
    Some(match Format::named(format?)? {
        Format::Int8 => IntegerFormat::Int8,
        Format::Int16 => IntegerFormat::Int16,
        Format::Int32 => IntegerFormat::Int32,
        Format::Int64 => IntegerFormat::Int64,
        Format::Uint8 => IntegerFormat::Uint8,
        Format::Uint16 => IntegerFormat::Uint16,
        Format::Uint32 => IntegerFormat::Uint32,
        Format::Uint64 => IntegerFormat::Uint64,
        _ => return None,
    })
}
