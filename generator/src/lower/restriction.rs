//! A schema in, what it forbids that no type says, as sentences for people, out.

use super::context::Context;
use crate::ir::SchemaId;
use serde_json::{Map, Value};

/// Longer conditions are not shown: nobody reads them in one line.
const LENGTH: usize = 300;

/// What a schema and what it inherits where it stands forbid. Each sentence holds the JSON of the document as code.
pub(super) fn restrictions(context: &Context<'_>, id: SchemaId) -> Vec<String> {
    let schema = &context.schemas[id];
    let Some(map) = context.document.value.pointer(&schema.pointer).and_then(Value::as_object)
    else {
        return Vec::new();
    };
    // What is put together of several schemas stands in the place of another.
    if schema.called.is_some() {
        return Vec::new();
    }
    let mut found = own(map);
    let arms = map.get("allOf").and_then(Value::as_array).into_iter().flatten();
    found.extend(arms.filter_map(Value::as_object).flat_map(own));
    found
}

fn own(map: &Map<String, Value>) -> Vec<String> {
    let code = |value: &Value| {
        let text = value.to_string();
        if text.len() <= LENGTH {
            crate::markdown::code(&text, false)
        } else {
            "what the document says".into()
        }
    };
    let one = |key: &str, sentence: &dyn Fn(String) -> String| {
        map.get(key).map(|value| sentence(code(value)))
    };
    let mut found: Vec<String> = Vec::new();
    found.extend(one("not", &|value| format!("It must not fit {value}.")));
    if let Some(condition) = map.get("if") {
        let branch = |key: &str, word: &str| {
            map.get(key).map(|value| format!("{word} it must fit {}", code(value)))
        };
        let branches = [branch("then", "if so"), branch("else", "if not")];
        let branches: Vec<String> = branches.into_iter().flatten().collect();
        found.push(format!("It may fit {}: {}.", code(condition), branches.join("; ")));
    }
    for (key, verb) in
        [("dependentSchemas", "fit"), ("dependentRequired", "have"), ("dependencies", "fit")]
    {
        for (name, value) in map.get(key).and_then(Value::as_object).into_iter().flatten() {
            let name = crate::markdown::code(name, false);
            found.push(format!("With {name} it must {verb} {}.", code(value)));
        }
    }
    found.extend(one("propertyNames", &|value| {
        format!("The names of its properties must fit {value}.")
    }));
    found.extend(one("minProperties", &|value| format!("It has at least {value} properties.")));
    found.extend(one("maxProperties", &|value| format!("It has at most {value} properties.")));
    found.extend(one("unevaluatedProperties", &|value| {
        format!("Any other properties must fit {value}.")
    }));
    found.extend(one("contains", &|value| format!("Some items must fit {value}.")));
    found.extend(one("minContains", &|value| format!("At least {value} items must do so.")));
    found.extend(one("maxContains", &|value| format!("At most {value} items may do so.")));
    found.extend(one("unevaluatedItems", &|value| format!("Any other items must fit {value}.")));
    if let Some(patterns) = map.get("patternProperties").and_then(Value::as_object) {
        let names: Vec<String> =
            patterns.keys().map(|name| crate::markdown::code(name, false)).collect();
        found.push(format!("The names of further properties match {}.", names.join(" or ")));
    }
    found
}
