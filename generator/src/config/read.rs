//! The text of a configuration in; its settings, or all faults of its keys and types, out.

use super::{Config, Fault, message_of, span_of};
use crate::document::{join, tokens, yaml};
use crate::spelling::similar::similar;
use serde_json::Value;

/// The most faults of keys and types that one run reports.
const MOST_FAULTS: usize = 50;

/// Reads a configuration; the error is its first fault.
pub(super) fn deserialize(text: &str) -> Result<Config, Fault> {
    let parsed: Result<Option<Config>, _> = yaml::from_str(text);
    parsed.map(Option::unwrap_or_default).map_err(|error| {
        let (message, help) = explained(message_of(&error.message));
        Fault {
            span: Some(span_of(text, error.line, error.column)),
            help,
            message,
            pointer: error.pointer,
            secret: false,
            is_key: false,
        }
    })
}

/// The configuration without its unknown keys and values of the wrong type, and the faults of all of these but the first. Faults that
/// only follow from what was removed are left out.
pub(super) fn without_faults(text: &str, first: &Fault) -> (Config, Vec<Fault>, Vec<String>) {
    let (mut faults, mut removed) = (Vec::new(), Vec::new());
    let Ok(mut value) = yaml::parse(text) else { return (Config::default(), faults, removed) };
    if !value.is_object() {
        return (Config::default(), faults, removed);
    }
    // Each round removes a key, so this ends; more faults than these help nobody.
    for _ in 0..MOST_FAULTS {
        let error = match yaml::from_value::<Option<Config>>(&value) {
            Ok(config) => return (config.unwrap_or_default(), faults, removed),
            Err(error) => error,
        };
        let (message, help) = explained(message_of(&error.message));
        let own = faulty(&error.pointer, &message);
        let is_new = first.message != message || first.pointer != error.pointer;
        let follows = message.starts_with("missing field") && removed.contains(&error.pointer);
        let is_empty = is_empty(&value, &error.pointer, &message);
        if is_new && !follows && !is_empty {
            faults.push(Fault {
                help,
                is_key: unknown_key(&error.message).is_some(),
                ..Fault::new(&own, message)
            });
        }
        let Some(taken) = remove(&mut value, &own) else { break };
        removed.extend(taken.rsplit_once('/').map(|(parent, _)| parent.to_owned()));
        removed.push(taken);
    }
    (Config::default(), faults, removed)
}

/// Whether a fault is that of a key without a value, as in `client:`. The text of a configuration may have it where a map or a list is
/// expected.
fn is_empty(value: &Value, pointer: &str, message: &str) -> bool {
    value.pointer(pointer).is_some_and(Value::is_null)
        && ["expected a map", "expected a sequence"].iter().any(|part| message.contains(part))
}

/// The pointer of the value with the fault of a message: that of an unknown key is inside the reported object.
fn faulty(pointer: &str, message: &str) -> String {
    match unknown_key(message) {
        Some(key) if tokens(pointer).last().as_deref() != Some(key) => join(pointer, key),
        _ => pointer.to_owned(),
    }
}

/// Removes a value, or the list that it is an item of, so that the places of the other items stay. Returns the pointer of what was removed.
fn remove(value: &mut Value, pointer: &str) -> Option<String> {
    let (parent, _) = pointer.rsplit_once('/')?;
    let key = tokens(pointer).last()?;
    match value.pointer_mut(parent)? {
        Value::Object(map) => map.shift_remove(&key).map(|_| pointer.to_owned()),
        Value::Array(_) => remove(value, parent),
        _ => None,
    }
}

/// The key that a message calls unknown.
fn unknown_key(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("unknown field `")?;
    rest.split_once('`').map(|(key, _)| key)
}

/// A message with its help text. A similar key takes the place of the list of all keys.
fn explained(message: String) -> (String, Option<String>) {
    if let Some(help) = taken_for(&message) {
        return (message, Some(help.to_owned()));
    }
    let known = message.split_once(", expected ").map_or("", |(_, known)| known);
    let names = known.split('`').skip(1).step_by(2);
    let given = message.split('`').nth(1).unwrap_or_default();
    let is_name = message.starts_with("unknown field") || message.starts_with("unknown variant");
    let meant = similar(given, names).filter(|_| is_name);
    match meant.map(|meant| format!("did you mean `{meant}`?")) {
        Some(help) => {
            let short = message.split(", expected ").next().unwrap_or_default().to_owned();
            (short, Some(help))
        }
        None => (message, None),
    }
}

/// The help text for a file that is not a configuration.
fn taken_for(message: &str) -> Option<&'static str> {
    if message.starts_with("unknown field `openapi`")
        || message.starts_with("unknown field `swagger`")
    {
        Some("this is an OpenAPI document: give it without --config")
    } else if message.starts_with("unknown field `overlay`") {
        Some("this is an overlay: give it with --overlay")
    } else {
        None
    }
}
