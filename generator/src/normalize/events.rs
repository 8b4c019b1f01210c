//! Streams of events whose schema describes whole events (`data`, `event`, `id`, `retry`) in; streams of the data out, which is what is
//! read from the field `data` (OpenAPI 3.2, "Special Considerations for Server-Sent Events").

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{MediaType, Object, join, keys, local_pointer, objects_mut, resolve, tokens};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// The fields of an event, and the name that some frameworks give a comment.
const FIELDS: [&str; 5] = ["data", "event", "id", "retry", "comment"];

/// How many schemas a description of one event may have.
const MOST: usize = 256;

/// Replaces every schema of a whole event by that of its data.
pub(super) fn read_data(root: &mut Value, findings: &mut Findings) {
    let mut found = Vec::new();
    objects_mut(root, &mut |object, pointer, value| {
        let name = tokens(pointer).last().unwrap_or_default();
        if object == Object::MediaType && MediaType::of(&name).is_events() && value.is_object() {
            found.push(pointer.to_owned());
        }
    });
    let mut read = HashSet::new();
    let data = found.into_iter().filter_map(|pointer| {
        let media_type = root.pointer(&pointer)?.as_object()?;
        let key = if media_type.contains_key("itemSchema") { "itemSchema" } else { "schema" };
        let data = data_of(root, media_type.get(key)?, key == "itemSchema", &mut read)?;
        Some((pointer, key, data))
    });
    let data: Vec<_> = data.collect();
    report_unread(root, &read, findings);
    for (pointer, key, data) in data {
        let at = join(&pointer, key);
        report(&data, key, &at, findings);
        let item = item(data);
        let Some(own) = root.pointer_mut(&pointer).and_then(Value::as_object_mut) else { continue };
        findings.ignore(own, key, &pointer);
        let to = join(&pointer, "itemSchema");
        if to != at {
            findings.moved(to, at);
        }
        own.insert("itemSchema".to_owned(), item);
    }
}

/// Reports each `contentSchema` that does not describe the data of an event.
fn report_unread(root: &Value, read: &HashSet<*const Value>, findings: &mut Findings) {
    let (mut first, mut count) = (None, 0);
    keys(root, &mut |key| {
        let is_unread = key.object == Object::Schema
            && key.name == "contentSchema"
            && *key.value != json!({})
            && !read.contains(&std::ptr::from_ref(key.value));
        if is_unread {
            first.get_or_insert_with(|| join(key.parent, key.name));
            count += 1;
        }
        !is_unread
    });
    let Some(first) = first else { return };
    let more =
        if count > 1 { format!(" ({count} places, this is the first)") } else { String::new() };
    let message = format!("\"contentSchema\" in a schema is not supported; it was ignored{more}");
    let help =
        "the schema has no effect: the content is a string, which the program parses or writes";
    findings.push_key(Code::UnsupportedKeyword, first, message, help);
}

/// The schemas of the data of one kind of event each, without repetitions; `None` if the schema does not describe whole events. Each
/// `contentSchema` among them is added to those that are read.
fn data_of<'r>(
    root: &'r Value,
    schema: &'r Value,
    is_item: bool,
    read: &mut HashSet<*const Value>,
) -> Option<Vec<Value>> {
    let resolved = resolve(root, schema)?;
    let is_list = !is_item && resolved.get("type").and_then(Value::as_str) == Some("array");
    let schema = if is_list { resolved.get("items")? } else { schema };
    let mut reader = Reader { root, is_item, left: MOST, read: HashSet::new() };
    let mut data: Vec<Value> = Vec::new();
    for own in reader.data(schema, &[], &[])? {
        if !data.contains(&own) {
            data.push(own);
        }
    }
    read.extend(reader.read);
    (!data.is_empty()).then_some(data)
}

/// Text is described in one way, whatever else its schema says.
fn text() -> Value {
    json!({"type": "string"})
}

fn item(mut data: Vec<Value>) -> Value {
    match data.len() {
        1 => data.remove(0),
        _ if data.contains(&text()) => text(),
        _ => json!({"oneOf": data}),
    }
}

fn report(data: &[Value], key: &str, at: &str, findings: &mut Findings) {
    if data.len() > 1 && data.contains(&text()) {
        let message =
            "the data of some events is text and that of others is JSON; all of it is read as text";
        let help = "read `data` as JSON in the program, depending on the name of the event";
        findings.push(Code::MixedEvents, at, message, help);
    } else if key == "schema" {
        let message = "the schema of a stream of events has the fields of an event; each item is read as the `data` of an event";
        let help = "no change is needed, unless the whole object is the data of an event: then add `additionalProperties: true` in an overlay";
        findings.push(Code::WholeEvent, at, message, help);
    }
}

/// What reads the descriptions of whole events.
struct Reader<'r> {
    root: &'r Value,
    /// Whether OpenAPI says that the schema describes whole events.
    is_item: bool,
    left: usize,
    /// Each `contentSchema` that was read.
    read: HashSet<*const Value>,
}

impl<'r> Reader<'r> {
    /// The data of each kind of event. `outer` holds the schemas of `data` that apply to all of them.
    /// `others` are the other groups of alternatives that do.
    fn data(
        &mut self,
        schema: &'r Value,
        outer: &[&'r Value],
        others: &[&'r Vec<Value>],
    ) -> Option<Vec<Value>> {
        let mut layers = Vec::new();
        self.layers(schema, &mut layers)?;
        let mut known = outer.to_vec();
        for layer in &layers {
            let properties = layer.get("properties").and_then(Value::as_object);
            for (name, own) in properties.into_iter().flatten() {
                if !FIELDS.contains(&name.as_str()) {
                    return None;
                }
                known.extend((name == "data").then_some(own));
            }
            let others = layer.get("additionalProperties");
            if !self.is_item && others.is_some_and(|others| *others != json!(false)) {
                return None;
            }
        }
        let groups = layers.iter().flat_map(|layer| {
            ["oneOf", "anyOf"].iter().filter_map(|key| layer.get(*key).and_then(Value::as_array))
        });
        let groups: Vec<&'r Vec<Value>> = groups.chain(others.iter().copied()).collect();
        match groups.split_first() {
            Some((arms, others)) => {
                let mut all = Vec::new();
                for arm in *arms {
                    all.extend(self.data(arm, &known, others)?);
                }
                Some(all)
            }
            None => {
                let is_event = layers.iter().any(|layer| layer.contains_key("properties"));
                let found = self.content(&known);
                (found.is_some() || is_event).then(|| found.into_iter().collect())
            }
        }
    }

    /// The objects whose keywords apply together: a schema, the target of its reference, and the arms of its `allOf`.
    fn layers(
        &mut self,
        schema: &'r Value,
        layers: &mut Vec<&'r Map<String, Value>>,
    ) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        let own = schema.as_object()?;
        layers.push(own);
        if let Some(reference) = own.get("$ref") {
            let target = reference.as_str().and_then(local_pointer)?;
            self.layers(self.root.pointer(&target)?, layers)?;
        }
        for arm in own.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.layers(arm, layers)?;
        }
        Some(())
    }

    /// The schema of the data: that of its content, or its own. `None` if there is no data.
    fn content(&mut self, known: &[&'r Value]) -> Option<Value> {
        let root = self.root;
        let followed = |own: &&'r Value| resolve(root, own);
        let contents = known.iter().rev().filter_map(followed);
        let media_type = contents.clone().find_map(|own| own.get("contentMediaType")?.as_str());
        let is_json = media_type.is_none_or(|name| MediaType::of(name).is_json());
        if let Some(content) = contents.clone().find_map(|own| own.get("contentSchema")) {
            if !is_json {
                return Some(text());
            }
            self.read.insert(std::ptr::from_ref(content));
            return Some(content.clone());
        }
        let is_text = |own: &Value| match own.get("type") {
            Some(Value::Array(types)) => types.contains(&json!("string")),
            kind => kind == Some(&json!("string")),
        };
        let last = (*known.last()?).clone();
        Some(if contents.clone().any(is_text) { text() } else { last })
    }
}
