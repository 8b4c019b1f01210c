//! The properties of an object in, including those of its `allOf`; fields out. [`super::compose`] has already narrowed properties that
//! several arms declare.

use super::body::multipart;
use super::compose::only_annotates;
use super::context::{Context, Direction, NamingPlace, rust_name};
use super::forms::{OneWay, one_way};
use super::union::inherited::{self, Tag};
use super::union::sibling;
use super::{accessor, constraints, schema, secret};
use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{
    Bounds, Cause, Constraints, Each, Field, Folded, Form, Record, Schema, SchemaId, Schemas,
    Sequence, Type,
};
use crate::spelling::is_value;
use indexmap::map::Entry;
use indexmap::{IndexMap, IndexSet};
use std::cell::OnceCell;
use std::collections::HashSet;

/// The record of an object schema or of an `allOf` around several.
pub(super) fn lower(context: &mut Context<'_>, id: SchemaId, at: &NamingPlace) -> Record {
    let mut parts = Parts::default();
    parts.collect(context, id, at);
    let additional = parts.additional.take().map(|additional| match additional {
        Additional::Any(id, cause) => {
            context.note_free(&context.schemas[id].pointer, cause);
            Type::Json
        }
        Additional::Schema(id, at) => value(context, id, &at),
    });
    parts.properties.sort_by(|_, a, _, b| a.position.cmp(&b.position));
    let has_value = OnceCell::new();
    let has_value =
        || *has_value.get_or_init(|| parts.properties.keys().any(|name| is_value(name)));
    let fields = parts.properties.iter().filter_map(|(name, property)| {
        let field = field(context, name, property, parts.required.get_index_of(name))?;
        let named = secret::Named::property(context, property.schema, &property.at.path);
        secret::note(context, &field.value, &named, has_value);
        Some(field)
    });
    let mut fields: Vec<Field> = fields.collect();
    let tag = inherited::inherited(context.schemas, id);
    if let Some(Tag { property, value: Some(value), .. }) = &tag {
        put_tag(&mut fields, property, value, &parts, id);
    }
    if additional.is_none() {
        parts.required.retain(|name| tag.as_ref().is_none_or(|tag| tag.property != *name));
        undeclared(context, id, &parts);
    }
    Record { fields, additional, has_others: parts.has_others, sequence: None }
}

/// Notes the discriminator value of a component. Its property is a string even if no schema says so.
fn put_tag(fields: &mut Vec<Field>, property: &str, value: &str, parts: &Parts<'_>, id: SchemaId) {
    let Some(rank) = parts.required.get_index_of(property) else { return };
    let tag = Some(value.to_owned());
    match fields.iter_mut().find(|field| field.name == property) {
        Some(field) => field.tag = tag,
        None if parts.properties.contains_key(property) => {}
        None => {
            let field = Field::undescribed(property, Type::String, id);
            fields.push(Field { tag, required: true, rank, ..field });
        }
    }
}

/// The only value that a boolean may have.
fn only_flag(context: &Context<'_>, schema: SchemaId, value: &Type) -> Option<String> {
    let end = context.schemas.resolve(schema).filter(|_| *value == Type::Boolean)?;
    match context.schemas[end].values()?.as_slice() {
        [only] => only.as_bool().map(|flag| flag.to_string()),
        _ => None,
    }
}

/// Reports the required properties that an object does not declare.
fn undeclared(context: &mut Context<'_>, id: SchemaId, parts: &Parts<'_>) {
    let names = parts.required.iter().filter(|name| !parts.properties.contains_key(*name));
    let names: Vec<String> = names.map(|name| format!("{name:?}")).collect();
    if names.is_empty() || parts.properties.is_empty() {
        return;
    }
    let schemas = context.schemas;
    let own = std::iter::once(id).chain(schemas[id].list("allOf"));
    let is_named =
        |own: &SchemaId| schemas[*own].required().any(|name| !parts.properties.contains_key(name));
    let place = match own.into_iter().find(is_named) {
        Some(own) => join(&schemas[own].pointer, "required"),
        None => schemas[id].pointer.clone(),
    };
    let (are, them) = if names.len() == 1 { ("is", "it") } else { ("are", "them") };
    let message = format!(
        "`required` lists {}, which {are} not in `properties`; the type has no field for {them}",
        names.join(", ")
    );
    let help = "correct the name, or add the property, in an overlay";
    context.report(Code::MalformedKeyword, &place, message, help);
}

/// The record of a list with a schema for each item (`prefixItems`), with all further items in one more field. A list may be shorter,
/// unless `minItems` forbids it, and longer, unless something forbids it.
pub(super) fn sequence(context: &mut Context<'_>, id: SchemaId, at: &NamingPlace) -> Record {
    let schemas = context.schemas;
    let schema = &schemas[id];
    let least = schema.min_items().unwrap_or(0);
    let mut fields: Vec<Field> = Vec::new();
    for (index, item) in schema.list("prefixItems").enumerate() {
        let at = at.named(&format!("item {}", index + 1));
        let property = Property { position: index, schema: item, annotations: None, at };
        let rank = u64::try_from(index).is_ok_and(|index| index < least).then_some(index);
        fields.extend(field(context, &index.to_string(), &property, rank));
    }
    let sequence = match further_items(schemas, schema) {
        Further::None => Sequence::Exact,
        Further::Items(items) => {
            let at = at.named("item");
            let property = Property { position: 0, schema: items, annotations: None, at };
            let rest = field(context, "rest", &property, None);
            fields.extend(rest.map(all_of));
            Sequence::WithRest
        }
        Further::Any => {
            fields.push(Field::undescribed("rest", Type::Array(Box::new(Type::Json)), id));
            Sequence::Open
        }
    };
    Record { fields, sequence: Some(sequence), ..Record::default() }
}

/// The field for all further items, from the field of one of them: what restricts an item does not restrict their number.
fn all_of(item: Field) -> Field {
    let value = Type::Array(Box::new(item.value));
    let is_counted = item.constraints.bounds.of_items;
    let of_each = (Each::Item, item.constraints.bounds);
    let of_each = Some(of_each).filter(|(_, bounds)| !is_counted && *bounds != Bounds::default());
    let constraints = Constraints { of_each, ..Constraints::default() };
    Field { value, constraints, ..item }
}

/// The items after those with their own schemas.
enum Further {
    None,
    Items(SchemaId),
    Any,
}

fn further_items(schemas: &Schemas, schema: &Schema) -> Further {
    let forbids = |part: SchemaId| schemas.forbids_all(part);
    let count = schema.list("prefixItems").count();
    let is_full = schema.max_items().is_some_and(|most| most <= count as u64);
    match schema.part("items") {
        Some(items) if forbids(items) => Further::None,
        _ if is_full => Further::None,
        Some(items) => Further::Items(items),
        None if schema.part("unevaluatedItems").is_some_and(forbids) && !evaluates(schema) => {
            Further::None
        }
        None => Further::Any,
    }
}

/// Whether a schema describes items in other ways than one by one. `unevaluatedItems` does not apply to those items.
pub(super) fn evaluates(schema: &Schema) -> bool {
    const KEYS: [&str; 6] = ["if", "then", "else", "contains", "oneOf", "anyOf"];
    KEYS.iter().any(|key| schema.part(key).is_some())
}

/// A property and its place.
struct Property {
    /// Its position: of several with one name, the last applies, at its own position.
    position: usize,
    /// The schema of its value.
    schema: SchemaId,
    /// A later schema that only annotates it.
    annotations: Option<SchemaId>,
    at: NamingPlace,
}

/// The parts of an object.
#[derive(Default)]
struct Parts<'a> {
    properties: IndexMap<&'a str, Property>,
    turns: usize,
    required: IndexSet<&'a str>,
    additional: Option<Additional>,
    has_others: bool,
    seen: HashSet<SchemaId>,
}

/// The values of additional fields.
enum Additional {
    Any(SchemaId, Cause),
    Schema(SchemaId, NamingPlace),
}

impl<'a> Parts<'a> {
    fn collect(&mut self, context: &mut Context<'a>, id: SchemaId, at: &NamingPlace) {
        let schema = &context.schemas[id];
        if let Some(fault) = &schema.fault {
            context.malformed(&schema.pointer, fault);
            return;
        }
        self.arms(context, schema, at);
        self.object(context, schema, at);
    }

    fn arms(&mut self, context: &mut Context<'a>, schema: &Schema, at: &NamingPlace) {
        // A single alternative besides null is not part of an `allOf`.
        let alone = match schema.folded {
            Some(Folded::Same(arm)) => Some(arm),
            _ => None,
        };
        let alone = alone.filter(|arm| schema.list("allOf").all(|other| other != *arm));
        for arm in schema.list("allOf").chain(alone) {
            if context.schemas[arm].reference.is_none() {
                self.collect(context, arm, at);
            } else if let Some(end) = context.follow(arm)
                && self.seen.insert(end)
            {
                // Its content is named after the component, even where it is inherited.
                let component = context.place_of_schema(end, at.direction);
                let form = match at.form {
                    Form::Multipart => {
                        context.note_form_part(end);
                        Form::Multipart
                    }
                    _ => context.form(end, at.direction),
                };
                let inherited = context.schemas[end].inherited.unwrap_or(end);
                self.collect(context, inherited, &NamingPlace { form, ..component });
            }
        }
    }

    fn object(&mut self, context: &Context<'a>, schema: &'a Schema, at: &NamingPlace) {
        for (name, &schema) in &schema.properties {
            self.turns += 1;
            let (position, at) = (self.turns, at.named(name));
            let property = Property { position, schema, annotations: None, at };
            match self.properties.entry(name) {
                Entry::Occupied(mut known) if only_annotates(&context.schemas[schema]) => {
                    known.get_mut().annotations = Some(schema);
                    known.get_mut().position = position;
                }
                Entry::Occupied(mut known) => drop(known.insert(property)),
                Entry::Vacant(free) => drop(free.insert(property)),
            }
        }
        self.required.extend(schema.required());
        if let Some(additional) = schema.part("additionalProperties") {
            self.additional = match context.schemas[additional].boolean {
                Some(false) => return,
                Some(true) if matches!(self.additional, Some(Additional::Schema(..))) => return,
                Some(true) => Some(Additional::Any(additional, Cause::AnyFields)),
                None => Some(Additional::Schema(additional, at.named("value"))),
            };
            self.has_others = schema.has_others;
        }
    }
}

/// A field; none if this direction lacks it.
fn field(
    context: &mut Context<'_>,
    name: &str,
    property: &Property,
    rank: Option<usize>,
) -> Option<Field> {
    let schemas = context.schemas;
    // A forbidden property has no field, so that a value with it matches another arm of a union.
    if schemas.forbids_all(property.schema) {
        return None;
    }
    let own = property.annotations.unwrap_or(property.schema);
    let is_own = !schemas[own].is_plain_reference();
    let empty = Schema::default();
    let end = if is_own { Some(own) } else { schemas.resolve(own) };
    let marked = end.map_or(&empty, |id| &schemas[id]);
    let OneWay { mut read_only, mut write_only } = one_way(schemas, property.schema);
    read_only |= marked.is("readOnly");
    write_only |= marked.is("writeOnly");
    match property.at.direction {
        Direction::Request if read_only => return None,
        Direction::Response if write_only => return None,
        _ => {}
    }
    let described: Vec<&Schema> = [property.annotations, Some(property.schema)]
        .into_iter()
        .flatten()
        .flat_map(|id| constraints::described(schemas, id))
        .collect();
    let (own, keywords) = (&schemas[own], &schemas[own].keywords);
    let value = annotated_value(context, property);
    let tag = only_flag(context, property.schema, &value);
    if rank.is_some() && property.at.form == Form::Multipart {
        multipart::report_null(context, name, property.schema);
    }
    Some(Field {
        accessor: accessor::read(context, keywords, &value, &own.pointer),
        hidden: secret::is_hidden(keywords, &value),
        name: name.to_owned(),
        rust_name: rust_name(keywords),
        constraints: constraints::of(context, property.schema, &value, &described),
        value,
        required: rank.is_some(),
        rank: rank.unwrap_or_default(),
        boxed: false,
        description: constraints::description(&described),
        deprecated: constraints::is(&described, "deprecated"),
        read_only,
        write_only,
        tag,
        decided_by: sibling::read(context, keywords, &own.pointer),
        schema: property.schema,
        annotations: property.annotations,
    })
}

/// The type of a property with its inherited annotations.
fn annotated_value(context: &mut Context<'_>, property: &Property) -> Type {
    let value = value(context, property.schema, &property.at);
    match property.annotations {
        Some(annotations) => schema::annotated(context, annotations, value),
        None => value,
    }
}

/// The type of a property: a part of a multipart body may be a file.
fn value(context: &mut Context<'_>, id: SchemaId, at: &NamingPlace) -> Type {
    if at.form == Form::Multipart {
        multipart::part(context, id, at)
    } else {
        multipart::report_file(context, id);
        schema::lower(context, id, at)
    }
}
