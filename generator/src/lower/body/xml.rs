//! The XML bodies in; the shapes of their values out.

use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{
    Content, Encoding, Field, Operation, Record, SchemaId, Type, TypeId, TypeKind, XmlBody,
    XmlField, XmlName, XmlNode, XmlShape, XmlShapes, is_xml_name,
};
use crate::lower::context::Context;
use std::collections::{BTreeMap, BTreeSet};

/// The shapes of all values that are sent or read as XML.
pub(in crate::lower) fn shapes(
    context: &mut Context<'_>,
    operations: &[(String, Operation)],
) -> XmlShapes {
    let operations = || operations.iter().map(|(_, operation)| operation);
    let sent = operations().flat_map(|own| &own.body).flat_map(|own| own.contents.first());
    let received =
        operations().flat_map(|own| own.responses().filter_map(|response| own.content(response)));
    let sent: Vec<&Content> = sent.filter(|own| own.encoding == Encoding::Xml).collect();
    let all =
        sent.iter().copied().chain(received).filter(|content| content.encoding == Encoding::Xml);
    let mut bodies = BTreeMap::new();
    let mut roots = BTreeSet::new();
    for content in all {
        bodies.insert(content.pointer.clone(), body(context, content));
        roots.extend(content.schema);
    }
    let mut open: Vec<TypeId> = bodies.values().flat_map(|body| body.shape.named()).collect();
    let mut shapes = BTreeMap::new();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let shape = of_type(context, id);
            open.extend(shape.named());
            shapes.insert(id, shape);
        }
    }
    report_unnameable(context, &seen);
    report_alike(context, &seen);
    report_sequences(context, &seen);
    report_nodes(context, &seen);
    report_chosen(context, &sent, &seen);
    let mut all = XmlShapes { shapes, bodies };
    let lost = bind(&mut all);
    report_names(context, roots, &seen, &lost);
    all
}

/// Gives each prefix without a namespace the one that it has elsewhere. Removes the prefixes that have none, and returns them.
fn bind(all: &mut XmlShapes) -> Vec<String> {
    let mut each = |call: &mut dyn FnMut(&mut XmlName)| {
        for body in all.bodies.values_mut() {
            call(&mut body.name);
            body.shape.each_name(call);
        }
        all.shapes.values_mut().for_each(|shape| shape.each_name(call));
    };
    let xml = ("xml".to_owned(), vec!["http://www.w3.org/XML/1998/namespace".to_owned()]);
    let mut known = BTreeMap::<String, Vec<String>>::from([xml]);
    each(&mut |XmlName { prefix, namespace, .. }| {
        let known = known.entry(prefix.clone()).or_default();
        if !namespace.is_empty() && !known.contains(namespace) {
            known.push(namespace.clone());
        }
    });
    let mut lost = Vec::new();
    each(&mut |name| {
        if name.prefix.is_empty() || !name.namespace.is_empty() {
            return;
        }
        match known.get(&name.prefix).map(Vec::as_slice) {
            Some([namespace]) => name.namespace.clone_from(namespace),
            // One of an element around it.
            Some([_, ..]) => {}
            _ => lost.push(std::mem::take(&mut name.prefix)),
        }
    });
    lost
}

/// Reports what cannot be used in the names of elements and attributes.
fn report_names(
    context: &mut Context<'_>,
    roots: BTreeSet<SchemaId>,
    types: &BTreeSet<TypeId>,
    lost: &[String],
) {
    let records = types.iter().filter_map(|id| match &context.types[id.0].kind {
        TypeKind::Record(record) => Some(&record.fields),
        _ => None,
    });
    let mut schemas: BTreeSet<SchemaId> = roots;
    schemas.extend(records.flatten().map(|field| field.schema));
    let items: Vec<_> =
        schemas.iter().filter_map(|id| context.schemas.part_of(*id, "items")).collect();
    schemas.extend(items);
    let faults = schemas.iter().filter_map(|id| context.schemas.xml_faults(*id, lost));
    for (pointer, message) in faults.collect::<BTreeSet<_>>() {
        let help =
            "correct it in an overlay: \"xml\": {\"name\": …, \"prefix\": …, \"namespace\": …}";
        context.report(Code::XmlName, &pointer, message, help);
    }
}

/// Reports the values whose form in XML the document leaves open.
fn report_chosen(context: &mut Context<'_>, sent: &[&Content], types: &BTreeSet<TypeId>) {
    let mut found = BTreeSet::new();
    for id in types {
        let TypeKind::Record(record) = &context.types[id.0].kind else { continue };
        for (own, field) in record.fields.iter().zip(all_fields(context, record)) {
            if field.node != XmlNode::Element && !field.shape.is_single() {
                let message = format!(
                    "the property {:?} is a list or an object, for which XML attributes and texts have no form; it is sent as JSON and cannot be read",
                    field.key
                );
                found.insert((context.schemas[own.schema].pointer.clone(), message));
            }
        }
    }
    for schema in sent.iter().filter_map(|own| own.schema) {
        if root(context, Some(schema)).is_none() {
            let message = "an XML body has no name; its element is called \"root\"".to_owned();
            found.insert((context.schemas[schema].pointer.clone(), message));
        }
    }
    for (pointer, message) in found {
        let help = "describe it as the server expects it, in an overlay: a string, or \"xml\": {\"name\": …}";
        context.report(Code::XmlForm, &pointer, message, help);
    }
}

/// The name of the element of a body, if the document gives it one.
fn root(context: &Context<'_>, schema: Option<SchemaId>) -> Option<XmlName> {
    let said = schema.map(|schema| context.schemas.xml(schema).name).unwrap_or_default();
    if is_xml_name(&said.name) {
        return Some(said);
    }
    component(context, schema).map(|name| said.or(&name))
}

fn body(context: &Context<'_>, content: &Content) -> XmlBody {
    let schema = content.schema;
    let name = root(context, schema).unwrap_or_else(|| {
        let said = schema.map(|schema| context.schemas.xml(schema).name).unwrap_or_default();
        said.or("root")
    });
    let items = schema.and_then(|schema| context.schemas.part_of(schema, "items"));
    let item = component(context, items).map(|name| XmlName { name, ..XmlName::default() });
    let shape = of_value(context, &content.value, schema, item.as_ref().unwrap_or(&name));
    XmlBody { name, shape }
}

/// The name of the component that a schema is or refers to, if it is valid for an element.
fn component(context: &Context<'_>, schema: Option<SchemaId>) -> Option<String> {
    context.schemas.component_name(schema?).filter(|name| is_xml_name(name))
}

/// The shape of a named type.
fn of_type(context: &Context<'_>, id: TypeId) -> XmlShape {
    match &context.types[id.0].kind {
        TypeKind::Record(Record { sequence: Some(_), .. }) => XmlShape::Any,
        TypeKind::Record(record) => {
            let schema = context.types[id.0].schema;
            let further = context.schemas.part_of(schema, "additionalProperties");
            let item = XmlName::default();
            XmlShape::Object {
                fields: fields(context, record).collect(),
                further: record
                    .additional
                    .as_ref()
                    .map(|own| Box::new(of_value(context, own, further, &item))),
            }
        }
        TypeKind::StringEnum(_) => XmlShape::Text,
        TypeKind::IntegerEnum(_) => XmlShape::Number,
        TypeKind::Union(union) => {
            // The arm is only known after reading, so the shape has the properties of all arms.
            let mut all: Vec<XmlField> = Vec::new();
            for arm in &union.variants {
                let Some(TypeKind::Record(record)) =
                    arm.value.named().map(|id| &context.types[id.0].kind)
                else {
                    return XmlShape::Any;
                };
                for field in fields(context, record) {
                    if !all.iter().any(|known| known.key == field.key) {
                        all.push(XmlField { required: false, ..field });
                    }
                }
            }
            XmlShape::Object { fields: all, further: None }
        }
    }
}

/// Reports the types whose shape in XML is ambiguous.
fn report_alike(context: &mut Context<'_>, types: &BTreeSet<TypeId>) {
    for id in types {
        let own = &context.types[id.0];
        if !matches!(own.kind, TypeKind::Union(_)) {
            continue;
        }
        let pointer = context.schemas[own.schema].pointer.clone();
        let message = "a value in XML is one of several alternatives: it is read with the properties of all of them";
        let help = "nothing is lost if the elements of no two of them have the same name; otherwise give them different names by `xml` in an overlay";
        context.report(Code::XmlUnion, &pointer, message.to_owned(), help);
    }
}

/// Reports the lists with a schema for each item: their items have one form.
fn report_sequences(context: &mut Context<'_>, types: &BTreeSet<TypeId>) {
    for id in types {
        let own = &context.types[id.0];
        if !matches!(own.kind, TypeKind::Record(Record { sequence: Some(_), .. })) {
            continue;
        }
        let pointer = join(&context.schemas[own.schema].pointer, "prefixItems");
        let message = "`prefixItems` of a value in XML is not supported: its items are elements of one name, and are read as strings";
        let help = "the names, attributes and texts that `xml` gives them have no effect; send and read this body as text, by a media type without XML in an overlay";
        context.report_key(Code::UnsupportedKeyword, &pointer, message.to_owned(), help);
    }
}

/// Reports each `nodeType` without an effect.
fn report_nodes(context: &mut Context<'_>, types: &BTreeSet<TypeId>) {
    let mut open: Vec<SchemaId> = types.iter().map(|id| context.types[id.0].schema).collect();
    for id in types {
        let TypeKind::Record(record) = &context.types[id.0].kind else { continue };
        open.extend(record.fields.iter().map(|field| field.schema));
    }
    let items: Vec<_> =
        open.iter().filter_map(|id| context.schemas.part_of(*id, "items")).collect();
    open.extend(items);
    let found = open.iter().filter_map(|id| context.schemas.unread_node(*id));
    let found: BTreeSet<(String, String)> =
        found.map(|(pointer, node)| (pointer.to_owned(), node.to_owned())).collect();
    for (pointer, node) in found {
        let message = if node == "none" {
            "`nodeType: none` is only supported for arrays and references; the value is an element"
                .to_owned()
        } else {
            format!("there is no `nodeType` {node:?}; the value is an element")
        };
        let help = if node == "none" {
            "the nodes in it do not stand directly in the element around it; describe them as properties of the object around it in an overlay"
        } else {
            "the types of nodes are element, attribute, text, cdata and none; correct it in an overlay"
        };
        let pointer = join(&join(&pointer, "xml"), "nodeType");
        context.report(Code::UnsupportedKeyword, &pointer, message, help);
    }
}

/// Reports the properties that XML cannot name.
fn report_unnameable(context: &mut Context<'_>, types: &BTreeSet<TypeId>) {
    let mut found = Vec::new();
    for id in types {
        let TypeKind::Record(record) = &context.types[id.0].kind else { continue };
        let both = record.fields.iter().zip(all_fields(context, record));
        let unnameable = both.filter(|(_, field)| !field.is_nameable());
        let place = |(own, field): (&Field, XmlField)| {
            (context.schemas[own.schema].pointer.clone(), field.key)
        };
        found.extend(unnameable.map(place));
    }
    found.sort();
    for (pointer, key) in found {
        let message = format!(
            "the property {key:?} has a name that XML does not allow; it is left out there"
        );
        let help = "name its element in an overlay: \"xml\": {\"name\": …}";
        context.report(Code::NotInXml, &pointer, message, help);
    }
}

/// The properties that XML can name.
fn fields<'a>(context: &'a Context<'_>, record: &'a Record) -> impl Iterator<Item = XmlField> + 'a {
    all_fields(context, record).filter(XmlField::is_nameable)
}

fn all_fields<'a>(
    context: &'a Context<'_>,
    record: &'a Record,
) -> impl Iterator<Item = XmlField> + 'a {
    record.fields.iter().map(|field| {
        let xml = context.schemas.xml(field.schema);
        let is_list = matches!(field.value.without_null(), Type::Array(_));
        let is_flat = is_list && !xml.is_wrapped && xml.node == XmlNode::Element;
        // The name of a list without an element of its own is not used.
        let said = if is_flat { XmlName::default() } else { xml.name };
        let name = said.or(&field.name);
        XmlField {
            key: field.name.clone(),
            shape: of_value(context, &field.value, Some(field.schema), &name),
            name,
            node: xml.node,
            is_flat,
            required: field.required,
        }
    })
}

/// The shape of a value with a name.
fn of_value(
    context: &Context<'_>,
    value: &Type,
    schema: Option<SchemaId>,
    name: &XmlName,
) -> XmlShape {
    match value {
        Type::Boolean => XmlShape::Boolean,
        Type::Integer(_) | Type::Number { .. } => XmlShape::Number,
        Type::String | Type::Secret | Type::Binary => XmlShape::Text,
        Type::DateTime | Type::Date | Type::Uuid | Type::Base64 => XmlShape::Token,
        Type::Parts | Type::Json | Type::Custom(_) => XmlShape::Any,
        Type::Nullable(inner) => of_value(context, inner, schema, name),
        Type::Array(inner) => {
            let items = schema.and_then(|schema| context.schemas.part_of(schema, "items"));
            let said = items.map(|items| context.schemas.xml(items).name).unwrap_or_default();
            let item = said.or(&name.name);
            let shape = Box::new(of_value(context, inner, items, &item));
            XmlShape::List { item, shape }
        }
        Type::Map(inner) => {
            let values =
                schema.and_then(|own| context.schemas.part_of(own, "additionalProperties"));
            let further = of_value(context, inner, values, &XmlName::default());
            XmlShape::Object { fields: Vec::new(), further: Some(Box::new(further)) }
        }
        Type::Named(id) => match &context.types[id.0].kind {
            TypeKind::StringEnum(_) => XmlShape::Text,
            TypeKind::IntegerEnum(_) => XmlShape::Number,
            TypeKind::Record(_) | TypeKind::Union(_) => XmlShape::Named(*id),
        },
    }
}
