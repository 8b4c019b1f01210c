//! `streams:` of the configuration: values in, their faults out.

use super::Fault;
use crate::document::join;
use crate::source::Place;
use serde::Deserialize;
use serde_json::Value;

/// The property of a request body that selects a stream or a single response, for operations with both.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a map of keys")]
pub struct Stream {
    /// The name of the property.
    pub member: String,
    /// Its value for a stream; default `true`.
    #[serde(default = "yes")]
    pub value: Value,
    /// Its value for a single response; default `false`.
    #[serde(default = "no")]
    pub otherwise: Value,
    /// The operations, by operationId or by method and path; default: those that have both responses and the property.
    #[serde(default)]
    pub operations: Vec<String>,
    /// The place of the entry.
    #[serde(skip)]
    pub place: Option<Place>,
}

fn yes() -> Value {
    Value::Bool(true)
}

fn no() -> Value {
    Value::Bool(false)
}

/// The faults of the entries.
pub(super) fn faults(entries: &[Stream]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let pointer = join("/streams", &index.to_string());
        let mut fault = |key: &str, message: String, help| {
            faults.push(Fault::new(join(&pointer, key), message).help(help));
        };
        if entry.member.is_empty() {
            let help = "name a property of the body: member: stream";
            fault("member", "the name of the property is empty".to_owned(), help);
        }
        for (key, value) in [("value", &entry.value), ("otherwise", &entry.otherwise)] {
            let is_one = value.is_boolean() || value.is_string() || value.is_number();
            if !is_one {
                let help = "write a single value: true, a number or a string";
                fault(key, format!("{value} is not a single value"), help);
            }
        }
        if entry.value == entry.otherwise {
            let help = "give one value that asks for a stream, and another one that does not";
            fault("otherwise", format!("{} is given for both", entry.value), help);
        }
    }
    faults
}
