//! The types of the IR in; the items of `models` out.

use super::{
    AccessorItem, ArgumentItem, Constructor, EnumItem, FieldItem, Known, NewArgument, Runtime,
    RustType, Source, StructItem, TypeItem, TypeItemKind, VariantItem, conversion, features,
};
use crate::document::join;
use crate::ir::{Field, IntegerFormat, Record, Type, TypeDefinition, TypeId, TypeKind, Union};
use crate::name::TypeNames;

/// The most required fields that are arguments of `new`; more become a struct of their own.
const MAX_ARGUMENTS: usize = 2;

/// The items of all types.
pub(super) fn types(source: Source<'_>) -> Vec<TypeItem> {
    let Source { api, names, .. } = source;
    let defaults = defaults(source);
    let parts = api.types.iter().zip(&names.types).zip(defaults).enumerate();
    let kinds = parts.map(|(index, ((definition, names), default))| {
        Structure { source, id: TypeId(index), definition, names }.kind(default)
    });
    let kinds: Vec<TypeItemKind> = kinds.collect();
    let sources = conversion::sources(source, &kinds);
    let features = features::of_types(source, &sources);
    let parts = api.types.iter().zip(&names.types).zip(kinds).zip(sources).zip(features);
    let items = parts.map(|((((definition, own), kind), from), features)| TypeItem {
        ident: own.ident.clone(),
        module: own.module.clone(),
        features,
        kind,
        from: from.map(|id| names.of(id).ident.clone()),
        pointer: definition.pointer.clone(),
    });
    items.collect()
}

fn enumeration(names: &TypeNames, unknown: RustType) -> TypeItemKind {
    TypeItemKind::Enum(EnumItem { variants: names.members.clone(), unknown })
}

/// A type to make an item from.
#[derive(Clone, Copy)]
struct Structure<'a> {
    source: Source<'a>,
    id: TypeId,
    definition: &'a TypeDefinition,
    names: &'a TypeNames,
}

impl Structure<'_> {
    fn kind(self, default: bool) -> TypeItemKind {
        match &self.definition.kind {
            TypeKind::Record(record) => TypeItemKind::Struct(self.of(record, default)),
            TypeKind::StringEnum(_) => enumeration(self.names, RustType::String),
            TypeKind::IntegerEnum(_) => {
                enumeration(self.names, RustType::Integer(IntegerFormat::Int64))
            }
            TypeKind::Union(union) => TypeItemKind::Union(self.variants(union)),
        }
    }

    fn of(self, record: &Record, default: bool) -> StructItem {
        let fields = record.fields.iter().enumerate();
        let further = record.additional.as_ref().map(|value| {
            Box::new(FieldItem {
                ident: self.names.additional.clone(),
                rust: RustType::Map(Box::new(self.rust(value))),
                setter: None,
                accessor: None,
                known: None,
                deprecated: false,
                pointer: join(&self.definition.pointer, "additionalProperties"),
            })
        });
        StructItem {
            fields: fields.map(|(index, field)| self.field(index, field)).collect(),
            further,
            constructor: self.constructor(record),
            default,
        }
    }

    fn rust(self, value: &Type) -> RustType {
        self.source.rust(value, Runtime::File)
    }

    fn field(self, index: usize, field: &Field) -> FieldItem {
        let is_sent = self.definition.usage.request;
        let value = field.value.without_null();
        let bare = self.rust(value);
        let inner =
            if field.boxed { RustType::Boxed(Box::new(bare.clone())) } else { bare.clone() };
        let (rust, argument) = match (field.required, field.value.is_nullable()) {
            (true, false) => (inner, self.source.argument(value, bare)),
            (false, true) => {
                let argument = RustType::Nullable(Box::new(bare));
                (RustType::Nullable(Box::new(inner)), RustType::Into(Box::new(argument)))
            }
            _ => (inner.option(), self.source.argument(value, bare)),
        };
        let setter = (is_sent && !field.required)
            .then(|| ArgumentItem { ident: self.names.setters[index].clone(), rust: argument });
        let accessor = field.accessor.as_ref().filter(|_| self.definition.usage.response);
        let accessor = accessor.map(|accessor| AccessorItem {
            ident: self.names.accessors[index].clone(),
            kind: accessor.kind,
        });
        FieldItem {
            ident: self.names.members[index].clone(),
            rust,
            accessor,
            known: filled_in(self.source, self.definition, field),
            deprecated: field.deprecated && setter.is_some(),
            setter,
            pointer: join(&format!("{}/properties", self.definition.pointer), &field.name),
        }
    }

    fn constructor(self, record: &Record) -> Constructor {
        let required = self.given(record);
        if required.is_empty() || !self.definition.usage.request {
            return Constructor::None;
        }
        if required.len() > MAX_ARGUMENTS {
            let fields = required.into_iter().map(|(field, _)| field).collect();
            return Constructor::Required { ident: self.names.required.clone(), fields };
        }
        let argument = |(index, field): (usize, &Field)| NewArgument {
            field: index,
            rust: self.source.argument(&field.value, self.rust(&field.value)),
        };
        Constructor::New(required.into_iter().map(argument).collect())
    }

    /// The fields that a value needs: required ones that are not known, in the order of `required` in the schema. Arguments follow that order,
    /// since authors change the order of keys without care.
    fn given(self, record: &Record) -> Vec<(usize, &Field)> {
        let is_given = |field: &Field| {
            field.required && filled_in(self.source, self.definition, field).is_none()
        };
        let fields = record.fields.iter().enumerate().filter(|(_, field)| is_given(field));
        let mut fields: Vec<(usize, &Field)> = fields.collect();
        fields.sort_by_key(|(_, field)| field.rank);
        fields
    }

    fn variants(self, union: &Union) -> Vec<VariantItem> {
        let variants =
            union.variants.iter().zip(&self.names.members).zip(&self.source.made[self.id.0]);
        variants
            .map(|((variant, ident), &has_from)| {
                let rust = self.rust(&variant.value);
                let rust = if variant.boxed { RustType::Boxed(Box::new(rust)) } else { rust };
                let pointer = self.definition.pointer.clone();
                VariantItem { ident: ident.clone(), rust: Some(rust), has_from, pointer }
            })
            .collect()
    }
}

/// The only correct value: the only one of an enumeration, or the one that a discriminator names.
pub(super) fn known(source: Source<'_>, value: &Type, tag: Option<&str>) -> Option<Known> {
    let id = match (value, tag) {
        (Type::String, Some(tag)) => return Some(Known::Text(tag.to_owned())),
        (Type::Boolean, Some(tag)) => return tag.parse().ok().map(Known::Flag),
        (Type::Named(id), _) => *id,
        _ => return None,
    };
    let is_tag = |value: &str| tag == Some(value);
    let (count, tagged) = match &source.api.definition(id).kind {
        TypeKind::StringEnum(values) => {
            (values.len(), values.iter().position(|value| is_tag(value)))
        }
        TypeKind::IntegerEnum(values) => {
            (values.len(), values.iter().position(|value| is_tag(&value.to_string())))
        }
        TypeKind::Record(_) | TypeKind::Union(_) => return None,
    };
    let index = if count == 1 { 0 } else { tagged? };
    let names = source.names.of(id);
    Some(Known::Variant { of: names.ident.clone(), ident: names.members[index].clone() })
}

/// For each type, whether it is a struct with a `Default`: either nothing must be given, or responses hold it and everything required in it
/// has a `Default` too. Use in requests does not matter.
fn defaults(source: Source<'_>) -> Vec<bool> {
    let count = source.api.types.len();
    let mut found = vec![None; count];
    (0..count).map(|index| has_default(source, index, &mut found)).collect()
}

fn has_default(source: Source<'_>, index: usize, found: &mut [Option<bool>]) -> bool {
    if let Some(found) = found[index] {
        return found;
    }
    let definition = &source.api.types[index];
    let value = match &definition.kind {
        TypeKind::Record(record) => {
            record.fields.iter().filter(|field| field.required).all(|field| {
                filled_in(source, definition, field).is_some()
                    || definition.usage.response
                        && match &field.value {
                            Type::Named(id) => has_default(source, id.0, found),
                            _ => true,
                        }
            })
        }
        _ => false,
    };
    found[index] = Some(value);
    value
}

/// The value of a required field of a sent type, if it need not be given.
fn filled_in(source: Source<'_>, definition: &TypeDefinition, field: &Field) -> Option<Known> {
    let is_sent = field.required && definition.usage.request;
    if is_sent { known(source, &field.value, field.tag.as_deref()) } else { None }
}
