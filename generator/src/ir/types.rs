//! Types: what a value may be.

use super::{Limit, SchemaId};
use serde_json::{Number, Value};
use std::collections::HashSet;

/// An index into [`super::Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// What a value may be.
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
    /// `string` without a format that is known.
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
    /// Parts of which nothing is known; only as a whole multipart body.
    Parts,
    /// Any JSON.
    Json,
    /// `array`.
    Array(Box<Type>),
    /// An object used as a map from names to values.
    Map(Box<Type>),
    /// The value or `null`.
    Nullable(Box<Type>),
    /// A type that the document asks for (`x-rust-type`), or the configuration for its format: a path, as it is written.
    Custom(String),
    /// A type with a name.
    Named(TypeId),
}

impl Type {
    /// The type, or null; never nested.
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

    /// Whether null is a value.
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

    /// How many arrays and maps are inside each other.
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

/// A type with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDefinition {
    /// What it is called after: a component's name, or for an inline schema the names on the way to it
    /// (`["SessionUser", "details"]`).
    pub path: Vec<String>,
    /// A name that the document asks for (`x-rust-name`).
    pub asked_name: Option<String>,
    /// Which form of its schema it is.
    pub form: Form,
    /// Who uses it.
    pub usage: Usage,
    /// `title`, if it says more than the name.
    pub title: Option<String>,
    /// What it means.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What it consists of.
    pub kind: TypeKind,
    /// What it forbids that its Rust type does not, in sentences.
    pub restrictions: Vec<String>,
    /// What the document says of the values of an enumeration, parallel to them, if anything.
    pub labels: Vec<Label>,
    /// Its schema.
    pub schema: SchemaId,
    /// The JSON pointer of its schema in the merged document.
    pub pointer: String,
}

/// What a document says of a value of an enumeration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// What it is called (`x-enum-varnames`, or the title of an alternative).
    pub name: Option<String>,
    /// What it means (`x-enum-descriptions`, or the description of an alternative).
    pub description: Option<String>,
}

/// Which form of a schema a type is. Requests leave out read-only fields, responses leave out write-only ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Requests and responses use the same form.
    Shared,
    /// Without read-only fields.
    Request,
    /// Without write-only fields.
    Response,
    /// As a multipart body: without read-only fields, and with files.
    Multipart,
}

/// Who uses a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Whether a request holds it.
    pub request: bool,
    /// Whether a response holds it.
    pub response: bool,
}

/// What a named type consists of.
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
    /// The types of the values that a value of this type holds.
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
    /// The type of further fields that the schema allows expressly.
    pub additional: Option<Type>,
    /// Whether only those of them have it whose names match a pattern, while others may hold anything.
    pub has_others: bool,
    /// Whether it is a list in JSON (`prefixItems`), of which each item is a field.
    pub sequence: Option<Sequence>,
}

/// What a list holds whose items are fields of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sequence {
    /// No more than they.
    Exact,
    /// Others after them, in the last field.
    WithRest,
    /// Others of which the document says nothing, in the last field.
    Open,
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// A name that the document asks for (`x-rust-name`).
    pub asked_name: Option<String>,
    /// The type of its value, null included.
    pub value: Type,
    /// Whether it is always there.
    pub required: bool,
    /// Where it stands in the schema's list of required properties. The order of that list means something in JSON, other than that of
    /// the properties, which may be any.
    pub rank: usize,
    /// Whether it must be boxed since its type holds this type.
    pub boxed: bool,
    /// Whether `Debug` does not show it, although its type does not keep it secret.
    pub hidden: bool,
    /// The method beside it that reads it as what it means.
    pub accessor: Option<Accessor>,
    /// What it means.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Only the server sets it.
    pub read_only: bool,
    /// Only the client sends it.
    pub write_only: bool,
    /// What is meant where it is left out.
    pub default: Option<Value>,
    /// What the discriminator of a component that this one extends says of it: values of other components have another.
    pub tag: Option<String>,
    /// What values are allowed.
    pub bounds: Bounds,
    /// What else is not allowed, in sentences; of a type with a name it is said there.
    pub restrictions: Vec<String>,
    /// What names the arm of the union that the value is or holds.
    pub decided_by: Option<Sibling>,
    /// The schema that says what its values are.
    pub schema: SchemaId,
    /// A schema without a type that annotates it where it is inherited.
    pub annotations: Option<SchemaId>,
}

impl Field {
    /// An optional field of which the document says nothing. What it belongs to is its schema.
    pub fn undescribed(name: &str, value: Type, schema: SchemaId) -> Self {
        Self {
            name: name.to_owned(),
            asked_name: None,
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
            tag: None,
            default: None,
            bounds: Bounds::default(),
            restrictions: Vec::new(),
            decided_by: None,
            schema,
            annotations: None,
        }
    }
}

/// A property beside a union that names its arm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sibling {
    /// The property, a field of the same record.
    pub property: String,
    /// The values of the property, as text and sorted, each with the name of the arm that it means. Any other value means none.
    pub arms: Vec<(String, String)>,
}

/// A method beside a field that reads its value as what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accessor {
    /// What the value means.
    pub kind: AccessorKind,
    /// A name that the document asks for.
    pub asked_name: Option<String>,
}

/// What a number or text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessorKind {
    /// Yes, unless it is 0.
    Flag,
    /// An instant, in seconds since 1970.
    UnixSeconds,
    /// Money, in its smallest unit.
    Cents,
}

/// What values are allowed, beyond the type (JSON Schema validation keywords).
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
    /// Whether the lengths are those of a list.
    pub of_items: bool,
    /// `uniqueItems`.
    pub unique: bool,
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

/// The unions whose arm is named beside them wherever a field holds them.
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
    /// Whether nothing but the shape of a value tells which arm it is.
    pub fn is_untagged(&self) -> bool {
        self.discriminator.is_none()
    }
}

/// One type of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// What it is called after.
    pub name: String,
    /// The values of the discriminator that mean it. What else a value holds tells it from others that share one.
    pub tags: Vec<String>,
    /// Whether it is meant by every value of the discriminator that means no other.
    pub is_rest: bool,
    /// The type.
    pub value: Type,
    /// Whether it must be boxed since its type holds this type.
    pub boxed: bool,
    /// Its schema: the arm.
    pub schema: SchemaId,
}

impl Variant {
    /// Whether it has no name but what the object that it is says of itself.
    fn is_called_by_its_fields(&self, record: &Record) -> bool {
        self.name == "object"
            || self.name.starts_with("variant ")
            || record.fields.iter().any(|field| field.name == self.name)
    }

    /// What it is called in a message: by its schema, or else by what it holds.
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
