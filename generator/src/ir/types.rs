//! The types of values.

use super::{Limit, SchemaId};
use serde_json::{Number, Value};
use std::collections::HashSet;

/// An index into [`super::Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// `boolean`.
    Boolean,
    /// `integer`.
    Integer(IntegerFormat),
    /// `number`; `true` for `format: float`.
    Number {
        /// Whether 32 bits are enough.
        single: bool,
    },
    /// `string` without a known format.
    String,
    /// `format: password`: never shown.
    Secret,
    /// `format: date-time` (RFC 3339).
    DateTime,
    /// `format: date` (RFC 3339 full-date).
    Date,
    /// `format: uuid`.
    Uuid,
    /// `format: byte`: base64 text.
    Base64,
    /// `format: binary`: raw bytes; only as a whole body or a part of a multipart body.
    Binary,
    /// Unknown parts; only as a whole multipart body.
    Parts,
    /// Any JSON.
    Json,
    /// `array`.
    Array(Box<Type>),
    /// An object used as a map from names to values.
    Map(Box<Type>),
    /// The value or `null`.
    Nullable(Box<Type>),
    /// A type from the document (`x-rust-type`) or from the configuration for its format: a path, as written.
    Custom(String),
    /// A named type.
    Named(TypeId),
}

impl Type {
    /// The type with null; never nested.
    #[must_use]
    pub fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) | Self::Json => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// The type without null.
    pub fn without_null(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner,
            other => other,
        }
    }

    /// Whether null is a valid value.
    pub fn is_nullable(&self) -> bool {
        matches!(self, Self::Nullable(_))
    }

    /// The named type inside arrays, maps and null, if any.
    pub fn named(&self) -> Option<TypeId> {
        match self.innermost() {
            Self::Named(id) => Some(*id),
            _ => None,
        }
    }

    /// The number of nested arrays and maps.
    pub fn depth(&self) -> usize {
        match self {
            Self::Array(inner) | Self::Map(inner) => 1 + inner.depth(),
            Self::Nullable(inner) => inner.depth(),
            _ => 0,
        }
    }

    /// The type inside arrays, maps and null.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.innermost(),
            other => other,
        }
    }
}

/// The width of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum IntegerFormat {
    Int8,
    Int16,
    Int32,
    Int64,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
}

/// A named type.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDefinition {
    /// The source of its name: a component's name, or for an inline schema the names on the path to it
    /// (`["SessionUser", "details"]`).
    pub path: Vec<String>,
    /// Its name in Rust, if the document gives one (`x-rust-name`).
    pub rust_name: Option<String>,
    /// The form of its schema.
    pub form: Form,
    /// Whether requests or responses use it.
    pub usage: Usage,
    /// `title`, if it says more than the name.
    pub title: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Its structure.
    pub kind: TypeKind,
    /// The restrictions that its Rust type does not enforce, as sentences.
    pub restrictions: Vec<String>,
    /// The labels of an enumeration's values, in the same order; empty if there are none.
    pub labels: Vec<Label>,
    /// Its schema.
    pub schema: SchemaId,
    /// The JSON pointer of its schema in the merged document.
    pub pointer: String,
}

/// The name and description of an enumeration's value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// Its name (`x-enum-varnames`, or the title of an alternative).
    pub name: Option<String>,
    /// Its description (`x-enum-descriptions`, or the description of an alternative).
    pub description: Option<String>,
}

/// The form of a schema. Requests omit read-only fields, and responses omit write-only ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The same form in requests and responses.
    Shared,
    /// Without read-only fields.
    Request,
    /// Without write-only fields.
    Response,
    /// For a multipart body: without read-only fields, and with files.
    Multipart,
}

/// The use of a type in requests and responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Whether a request contains it.
    pub request: bool,
    /// Whether a response contains it.
    pub response: bool,
}

/// The structure of a named type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// An object with known fields.
    Record(Record),
    /// One of some strings; others may be added later.
    StringEnum(Vec<String>),
    /// One of some integers; others may be added later.
    IntegerEnum(Vec<i64>),
    /// One of several types.
    Union(Union),
}

impl TypeKind {
    /// The types of its fields or variants.
    pub fn values(&self) -> impl Iterator<Item = &Type> {
        let (record, union) = match self {
            Self::Record(record) => (Some(record), None),
            Self::Union(union) => (None, Some(union)),
            Self::StringEnum(_) | Self::IntegerEnum(_) => (None, None),
        };
        let fields = record.into_iter().flat_map(|record| {
            record.fields.iter().map(|field| &field.value).chain(&record.additional)
        });
        let variants =
            union.into_iter().flat_map(|union| &union.variants).map(|variant| &variant.value);
        fields.chain(variants)
    }
}

/// An object with known fields.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// The fields, in the document's order.
    pub fields: Vec<Field>,
    /// The type of additional fields, if the schema allows them explicitly.
    pub additional: Option<Type>,
    /// Whether that type applies only to names that match a pattern; other additional fields may be anything.
    pub has_others: bool,
    /// Set if it is a list in JSON (`prefixItems`), with each item as a field.
    pub sequence: Option<Sequence>,
}

/// The length of a list whose items are the fields of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sequence {
    /// No other items.
    Exact,
    /// More items after them, in the last field.
    WithRest,
    /// More items that the document does not describe, in the last field.
    Open,
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// Its name in Rust, if the document gives one (`x-rust-name`).
    pub rust_name: Option<String>,
    /// The type of its value, null included.
    pub value: Type,
    /// Whether it is always present.
    pub required: bool,
    /// Its index in the schema's `required` list. The order of that list is significant in JSON; the order of properties is not.
    pub rank: usize,
    /// Whether it must be boxed, since its type contains this type.
    pub boxed: bool,
    /// Whether `Debug` hides it, although its type is not a secret.
    pub hidden: bool,
    /// The method that converts its value.
    pub accessor: Option<Accessor>,
    /// Its description.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Only the server sets it.
    pub read_only: bool,
    /// Only the client sends it.
    pub write_only: bool,
    /// The default, the bounds and other restrictions of its values.
    pub constraints: Constraints,
    /// Its fixed value for this component: that of the discriminator of an extended component, of which other components have others, or
    /// the only one of a boolean.
    pub tag: Option<String>,
    /// The sibling property that names the arm of the union in its value.
    pub decided_by: Option<Sibling>,
    /// The schema of its value.
    pub schema: SchemaId,
    /// A schema without a type that annotates the inherited property.
    pub annotations: Option<SchemaId>,
}

impl Field {
    /// An optional field that the document does not describe. Its schema is that of the object it belongs to.
    pub fn undescribed(name: &str, value: Type, schema: SchemaId) -> Self {
        Self {
            name: name.to_owned(),
            rust_name: None,
            value,
            required: false,
            rank: 0,
            boxed: false,
            hidden: false,
            accessor: None,
            description: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            constraints: Constraints::default(),
            tag: None,
            decided_by: None,
            schema,
            annotations: None,
        }
    }
}

/// A property next to a union that names the union's arm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sibling {
    /// The property, a field of the same record.
    pub property: String,
    /// The values of the property as text, sorted, each with the name of its arm. Other values have no arm.
    pub arms: Vec<(String, String)>,
}

/// A method next to a field that converts its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accessor {
    /// The meaning of the value.
    pub kind: AccessorKind,
    /// Its name in Rust, if the document gives one.
    pub rust_name: Option<String>,
}

/// The meaning of a number or text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessorKind {
    /// True, unless it is 0.
    Flag,
    /// An instant, in seconds since 1970.
    UnixSeconds,
    /// Money, in its smallest unit.
    Cents,
}

/// Bounds of values beyond the type (JSON Schema validation keywords).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bounds {
    /// `minimum`.
    pub minimum: Option<Limit>,
    /// `maximum`.
    pub maximum: Option<Limit>,
    /// `multipleOf`.
    pub multiple_of: Option<Number>,
    /// `minLength` or `minItems`.
    pub min_length: Option<usize>,
    /// `maxLength` or `maxItems`.
    pub max_length: Option<usize>,
    /// `pattern`.
    pub pattern: Option<String>,
    /// Whether the lengths are numbers of items.
    pub of_items: bool,
    /// `uniqueItems`.
    pub unique: bool,
}

/// The default, the bounds and other restrictions of a value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Constraints {
    /// The value that applies if it is absent.
    pub default: Option<Value>,
    /// The bounds of the values.
    pub bounds: Bounds,
    /// The bounds of what the values hold.
    pub of_each: Option<(Each, Bounds)>,
    /// Other restrictions, as sentences. Those of a named type are with that type.
    pub restrictions: Vec<String>,
}

/// What a list or a map holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// The items of a list.
    Item,
    /// The values of a map.
    Value,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The types, in the document's order.
    pub variants: Vec<Variant>,
    /// The property that tells them apart.
    pub discriminator: Option<String>,
    /// Whether no discriminator names that property: its values in the arms tell them apart.
    pub is_implied: bool,
}

/// The unions whose arm a sibling property names in every field that holds them.
pub fn decided_unions(types: &[TypeDefinition]) -> HashSet<TypeId> {
    let records = types.iter().filter_map(|definition| match &definition.kind {
        TypeKind::Record(record) => Some(record),
        _ => None,
    });
    let (decided, others): (Vec<&Field>, Vec<&Field>) =
        records.flat_map(|record| &record.fields).partition(|field| field.decided_by.is_some());
    let others: HashSet<TypeId> = others.iter().filter_map(|field| field.value.named()).collect();
    decided
        .iter()
        .filter_map(|field| field.value.named())
        .filter(|id| !others.contains(id))
        .collect()
}

impl Union {
    /// Whether only the shape of a value determines its arm.
    pub fn is_untagged(&self) -> bool {
        self.discriminator.is_none()
    }
}

/// One type of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The source of its name.
    pub name: String,
    /// Its values of the discriminator. If variants share one, the other properties of a value tell them apart.
    pub tags: Vec<String>,
    /// Whether all discriminator values that no other variant has select it.
    pub is_rest: bool,
    /// The type.
    pub value: Type,
    /// Whether it must be boxed, since its type contains this type.
    pub boxed: bool,
    /// Its description, if its type has no name.
    pub description: Option<String>,
    /// Whether it is deprecated, if its type has no name.
    pub deprecated: bool,
    /// The bounds and other restrictions of its values, if its type has no name.
    pub constraints: Constraints,
    /// The schema of the arm.
    pub schema: SchemaId,
}

impl Variant {
    /// Whether its name is generic, or that of one of its fields.
    fn is_called_by_its_fields(&self, record: &Record) -> bool {
        self.name == "object"
            || self.name.starts_with("variant ")
            || record.fields.iter().any(|field| field.name == self.name)
    }

    /// Its name in messages: its component's name, or else a list of its fields or its own name.
    pub fn label(&self, types: &[TypeDefinition]) -> String {
        const SHOWN: usize = 3;
        let Type::Named(id) = self.value.without_null() else { return self.name.clone() };
        let definition = &types[id.0];
        match (definition.path.as_slice(), &definition.kind) {
            ([component], _) => component.clone(),
            (_, TypeKind::Record(record)) if self.is_called_by_its_fields(record) => {
                let fields = record.fields.iter().take(SHOWN);
                let names: Vec<String> = fields.map(|field| format!("`{}`", field.name)).collect();
                let more = if record.fields.len() > SHOWN { ", …" } else { "" };
                match names.as_slice() {
                    [] => "an object".to_owned(),
                    _ => format!("an object with {}{more}", names.join(", ")),
                }
            }
            _ => self.name.clone(),
        }
    }
}
