//! Objects: properties in, fields out. The arms of an `allOf` are folded into one record.

use super::context::{At, Context, Direction, asked_name};
use super::forms::{OneWay, one_way};
use super::{multipart, schema, secret, sibling};
use crate::diagnostic::Code;
use crate::ir::{Bounds, Cause, Field, Form, Record, Type};
use crate::name::is_value;
use indexmap::map::Entry;
use indexmap::{IndexMap, IndexSet};
use openapiv3::{
    AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind,
    Type as OpenApiType,
};
use std::cell::OnceCell;
use std::collections::HashSet;

/// The record of an object schema or of an `allOf` around several.
pub(super) fn lower(context: &mut Context<'_>, schema: &Schema, at: &At) -> Record {
    let mut parts = Parts::default();
    parts.collect(context, schema, at);
    let additional = parts.additional.take().map(|(additional, at)| match additional {
        Additional::Any(cause) => {
            context.note_free(&at.pointer, cause);
            Type::Json
        }
        Additional::Schema(schema) => value(context, &schema, &at),
    });
    parts.properties.sort_by(|_, a, _, b| a.turn.cmp(&b.turn));
    let has_value = OnceCell::new();
    let has_value =
        || *has_value.get_or_init(|| parts.properties.keys().any(|name| is_value(name)));
    let fields = parts
        .properties
        .iter()
        .filter_map(|(name, property)| {
            let field = field(context, name, property, parts.required.get_index_of(name))?;
            secret::note(context, &field.value, &property.at, secret::Target::Property, has_value);
            Some(field)
        })
        .collect();
    Record { fields, additional }
}

/// A property and where it stands.
struct Property {
    /// Its turn: of several of one name the last counts, and has the place of the last.
    turn: usize,
    schema: ReferenceOr<Schema>,
    at: At,
}

/// What an object consists of.
#[derive(Default)]
struct Parts {
    properties: IndexMap<String, Property>,
    turns: usize,
    required: IndexSet<String>,
    additional: Option<(Additional, At)>,
    seen: HashSet<String>,
}

/// What further fields hold.
enum Additional {
    Any(Cause),
    Schema(Box<ReferenceOr<Schema>>),
}

impl Parts {
    fn collect(&mut self, context: &mut Context<'_>, schema: &Schema, at: &At) {
        match &schema.schema_kind {
            SchemaKind::Type(OpenApiType::Object(object)) => {
                self.object(
                    &object.properties,
                    &object.required,
                    object.additional_properties.as_ref(),
                    at,
                );
            }
            SchemaKind::AllOf { all_of } => self.arms(context, all_of, at),
            SchemaKind::Any(any) => {
                self.arms(context, &any.all_of, at);
                self.object(&any.properties, &any.required, any.additional_properties.as_ref(), at);
                if has_substance(&any.one_of) || has_substance(&any.any_of) {
                    self.open(context, at, "alternatives beside properties");
                }
            }
            _ => self.open(context, at, "an arm of an allOf that is no object"),
        }
    }

    /// Reads what cannot be typed as further fields, so that no value is lost.
    fn open(&mut self, context: &mut Context<'_>, at: &At, what: &str) {
        let message = format!("{what} cannot be typed and became further fields of any kind");
        let help = "no value is lost; describe them in an overlay to get a type";
        context.report(Code::Untyped, &at.pointer, message, help);
        self.additional = Some((Additional::Any(Cause::Untypable(what.to_owned())), at.clone()));
    }

    fn arms(&mut self, context: &mut Context<'_>, arms: &[ReferenceOr<Schema>], at: &At) {
        for (index, arm) in arms.iter().enumerate() {
            let at = at.down("allOf").down(&index.to_string());
            match arm {
                ReferenceOr::Item(schema) => self.collect(context, schema, &at),
                ReferenceOr::Reference { reference } => {
                    let Some((pointer, schema)) = schema::follow(context, reference, &at) else {
                        continue;
                    };
                    if self.seen.insert(pointer.clone()) {
                        // What stands there is named after it, also where it is inherited.
                        let form = match at.form {
                            Form::Multipart => Form::Multipart,
                            _ => context.form(&pointer, at.direction),
                        };
                        let at = At { form, ..At::component(&pointer, at.direction) };
                        self.collect(context, &schema, &at);
                    }
                }
            }
        }
    }

    fn object(
        &mut self,
        properties: &IndexMap<String, ReferenceOr<Box<Schema>>>,
        required: &[String],
        additional: Option<&AdditionalProperties>,
        at: &At,
    ) {
        for (name, schema) in properties {
            let at = at.down("properties").down(name).named(name);
            let schema = schema.clone().unbox();
            self.turns += 1;
            let turn = self.turns;
            match self.properties.entry(name.clone()) {
                Entry::Occupied(mut known) if only_annotates(&schema) => {
                    let known = known.get_mut();
                    let inherited = std::mem::replace(&mut known.schema, nothing());
                    (known.schema, known.turn) = (annotate(inherited, schema), turn);
                }
                Entry::Occupied(mut known) => {
                    known.insert(Property { turn, schema, at });
                }
                Entry::Vacant(free) => {
                    free.insert(Property { turn, schema, at });
                }
            }
        }
        self.required.extend(required.iter().cloned());
        let additional = match additional {
            None | Some(AdditionalProperties::Any(false)) => return,
            Some(AdditionalProperties::Any(true)) => Additional::Any(Cause::AnyFields),
            Some(AdditionalProperties::Schema(schema)) => Additional::Schema(schema.clone()),
        };
        self.additional = Some((additional, at.down("additionalProperties").named("value")));
    }
}

/// Whether a schema says nothing of what a value may be.
fn only_annotates(schema: &ReferenceOr<Schema>) -> bool {
    matches!(schema, ReferenceOr::Item(schema) if schema.schema_kind == SchemaKind::Any(AnySchema::default()))
}

/// A schema that says nothing.
fn nothing() -> ReferenceOr<Schema> {
    let schema_kind = SchemaKind::Any(AnySchema::default());
    ReferenceOr::Item(Schema { schema_data: SchemaData::default(), schema_kind })
}

/// A schema with the annotations of another.
fn annotate(schema: ReferenceOr<Schema>, annotations: ReferenceOr<Schema>) -> ReferenceOr<Schema> {
    let ReferenceOr::Item(mut annotations) = annotations else { return schema };
    let schema_kind = match schema {
        ReferenceOr::Item(schema) => {
            secret::keep(&schema.schema_data.extensions, &mut annotations.schema_data.extensions);
            schema.schema_kind
        }
        reference => SchemaKind::AllOf { all_of: vec![reference] },
    };
    ReferenceOr::Item(Schema { schema_kind, ..annotations })
}

/// Whether alternatives say more than which keys are required.
fn has_substance(arms: &[ReferenceOr<Schema>]) -> bool {
    arms.iter().any(|arm| match arm {
        ReferenceOr::Reference { .. } => true,
        ReferenceOr::Item(schema) => match &schema.schema_kind {
            SchemaKind::Any(any) => {
                !any.properties.is_empty() || !any.all_of.is_empty() || any.typ.is_some()
            }
            SchemaKind::Type(OpenApiType::Object(object)) => !object.properties.is_empty(),
            _ => true,
        },
    })
}

/// One field; none if this direction does not have it.
fn field(
    context: &mut Context<'_>,
    name: &str,
    property: &Property,
    rank: Option<usize>,
) -> Option<Field> {
    let target;
    let (annotated, is_own) = match &property.schema {
        ReferenceOr::Item(schema) => (schema, true),
        ReferenceOr::Reference { reference } => {
            target = schema::annotations(context, reference);
            (target.as_ref(), false)
        }
    };
    let data = &annotated.schema_data;
    let root = &context.document.value;
    let marked = root.pointer(&property.at.pointer).map(|property| one_way(root, property));
    let OneWay { read_only, write_only } = marked.unwrap_or_default();
    let (read_only, write_only) = (read_only || data.read_only, write_only || data.write_only);
    match property.at.direction {
        Direction::Request if read_only => return None,
        Direction::Response if write_only => return None,
        _ => {}
    }
    let decided_by =
        is_own.then(|| sibling::read(context, &data.extensions, &property.at.pointer)).flatten();
    Some(Field {
        name: name.to_owned(),
        asked_name: is_own.then(|| asked_name(&data.extensions)).flatten(),
        value: value(context, &property.schema, &property.at),
        required: rank.is_some(),
        rank: rank.unwrap_or_default(),
        boxed: false,
        description: description(data),
        deprecated: data.deprecated,
        read_only,
        write_only,
        default: data.default.clone(),
        bounds: bounds(annotated),
        decided_by,
    })
}

/// The type of a property: a part of a multipart body may be a file.
fn value(context: &mut Context<'_>, schema: &ReferenceOr<Schema>, at: &At) -> Type {
    if at.form == Form::Multipart {
        multipart::part(context, schema, at)
    } else {
        multipart::report_file(context, schema, at);
        schema::lower(context, schema, at)
    }
}

fn description(data: &SchemaData) -> Option<String> {
    [&data.description, &data.title]
        .into_iter()
        .flatten()
        .map(|text| text.trim())
        .find(|text| !text.is_empty())
        .map(str::to_owned)
}

/// What values a schema allows beyond its type.
fn bounds(schema: &Schema) -> Bounds {
    let SchemaKind::Type(kind) = &schema.schema_kind else { return Bounds::default() };
    match kind {
        OpenApiType::String(string) => Bounds {
            min_length: string.min_length,
            max_length: string.max_length,
            pattern: string.pattern.clone(),
            ..Bounds::default()
        },
        OpenApiType::Number(number) => Bounds {
            minimum: number.minimum.map(|value| (value, number.exclusive_minimum)),
            maximum: number.maximum.map(|value| (value, number.exclusive_maximum)),
            multiple_of: number.multiple_of,
            ..Bounds::default()
        },
        OpenApiType::Integer(integer) => Bounds {
            minimum: integer.minimum.map(|value| (value as f64, integer.exclusive_minimum)),
            maximum: integer.maximum.map(|value| (value as f64, integer.exclusive_maximum)),
            multiple_of: integer.multiple_of.map(|value| value as f64),
            ..Bounds::default()
        },
        OpenApiType::Array(array) => Bounds {
            min_length: array.min_items,
            max_length: array.max_items,
            unique: array.unique_items,
            ..Bounds::default()
        },
        OpenApiType::Object(_) | OpenApiType::Boolean(_) => Bounds::default(),
    }
}
