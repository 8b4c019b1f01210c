//! Values that are not valid in their place: `required: true` in a schema, `style: simple` in a query, a path item that is a string.
//!
//! Each is converted if its meaning is obvious, such as a number in place of a string, or else removed. It affects nothing else.

use super::contradictions::is_alternative;
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{
    FORM, Object, Under, is_extension, join, kind_of, meant_type, objects_mut, schemas_mut, under,
};
use serde_json::{Map, Value, json};

const HELP: &str = "nothing else is affected; correct it in an overlay";

/// The kind of value that a key requires.
#[derive(Clone, Copy)]
enum Expected {
    /// A string; a number is one without quotes.
    Text,
    /// One of some strings.
    Word(&'static [&'static str]),
    /// A string, or a list of strings.
    TextOrTexts,
    Texts,
    Flag,
    /// A flag in OpenAPI 3.0, a number in later versions.
    FlagOrNumber,
    Number,
    /// A number that counts something.
    Count,
    /// A list that is not empty.
    Values,
    /// A list of objects.
    Objects,
    Map,
    /// A schema, or a flag in its place.
    Schema,
    Any,
}

/// Corrects all objects of a document.
pub(super) fn correct(root: &mut Value, findings: &mut Findings) {
    objects_mut(root, &mut |object, pointer, value| {
        let Some(map) = value.as_object_mut() else { return };
        if object == Object::Schema {
            discriminator(map, pointer, findings);
            tuple(map, pointer, findings);
            one_direction(map, pointer, findings);
            dependencies(map, pointer, findings);
        }
        if matches!(object, Object::Parameter | Object::Header) {
            keep_one_content(map, object, pointer, findings);
            correct_location_case(map, pointer, findings);
            always_required(map, pointer, findings);
        }
        let place = map.get("in").and_then(Value::as_str).map(str::to_owned);
        let keys: Vec<String> = map.keys().cloned().collect();
        for key in keys {
            let expected = expected(object, &key, place.as_deref());
            let Some(value) = map.get_mut(&key).filter(|value| !value.is_null()) else { continue };
            let entries = matches!(under(object, &key), Under::Map(_));
            if fits(expected, value) {
                if under(object, &key) == Under::List(Object::Server) {
                    servers(value, &join(pointer, &key), findings);
                }
                if entries {
                    self::entries(value, object, &key, &join(pointer, &key), findings);
                }
                continue;
            }
            let repaired = repaired(expected, value);
            let what = wanted(expected);
            let noun = object.noun();
            let done = match &repaired {
                Some(value) => format!("it was read as {}", shown(value)),
                None => "it was ignored".to_owned(),
            };
            let given = shown(value);
            let message = format!("{key:?} in {noun} must be {what}, and this is {given}; {done}");
            findings.push(Code::MalformedKeyword, join(pointer, &key), message, HELP);
            match repaired {
                Some(repaired) => *value = repaired,
                None => findings.ignore(map, &key, pointer),
            }
        }
    });
}

/// The type of null is a string, but YAML reads `null` without quotes as null.
pub(super) fn name_null(root: &mut Value, findings: &mut Findings) {
    schemas_mut(root, &mut |pointer, schema| {
        let is_alone = schema.len() == 1;
        let Some(written) = schema.get_mut("type") else { return };
        let is_null = match written {
            Value::Array(types) => types.iter().any(Value::is_null),
            Value::Null => is_alone && is_alternative(pointer),
            _ => false,
        };
        if !is_null {
            return;
        }
        match written {
            Value::Array(types) => {
                types.iter_mut().filter(|own| own.is_null()).for_each(|own| *own = json!("null"));
            }
            own => *own = json!("null"),
        }
        let message = "null without quotes is not the name of a type; it was read as \"null\"";
        findings.push(Code::MalformedKeyword, join(pointer, "type"), message, HELP);
    });
}

/// Replaces the names of types in other languages. They are reported with the keywords.
pub(super) fn name_types(root: &mut Value) {
    schemas_mut(root, &mut |_, schema| {
        let written = match schema.get_mut("type") {
            Some(Value::Array(types)) => types.as_mut_slice(),
            Some(own) => std::slice::from_mut(own),
            None => return,
        };
        for own in written {
            if let Some(meant) = own.as_str().and_then(meant_type) {
                *own = json!(meant);
            }
        }
    });
}

/// Removes values that are not objects from a map of objects. A schema may be a boolean; any other invalid schema is free JSON.
fn entries(value: &mut Value, object: Object, key: &str, pointer: &str, findings: &mut Findings) {
    let Under::Map(kind) = under(object, key) else { return };
    let Some(map) = value.as_object_mut().filter(|_| kind != Object::Schema) else { return };
    map.retain(|name, entry| {
        let fits = entry.is_object() || is_extension(name, kind);
        if !fits {
            let message = format!(
                "{} must be an object, and this is {}; it was left out",
                kind.noun(),
                kind_of(entry)
            );
            findings.push(Code::MalformedKeyword, join(pointer, name), message, HELP);
            findings.ignored(join(pointer, name), entry.take());
        }
        fits
    });
}

/// Reports the servers that nothing reads, as they are no objects or have no URL, and gives each variable its required default.
fn servers(value: &mut Value, pointer: &str, findings: &mut Findings) {
    for (index, server) in value.as_array_mut().into_iter().flatten().enumerate() {
        let pointer = join(pointer, &index.to_string());
        let message = match server {
            Value::Object(map) if map.get("url").is_some_and(Value::is_string) => {
                variables(map, &pointer, findings);
                continue;
            }
            Value::Object(_) => "a server has no `url`; it was left out".to_owned(),
            server => format!(
                "a server must be an object, and this is {}; it was left out",
                kind_of(server)
            ),
        };
        findings.push(Code::MalformedKeyword, pointer, message, HELP);
    }
}

/// Gives each variable of a server a default: the first value of its `enum`.
fn variables(server: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    let variables = server.get_mut("variables").and_then(Value::as_object_mut);
    for (name, variable) in variables.into_iter().flatten() {
        let Some(variable) = variable.as_object_mut() else { continue };
        if variable.contains_key("default") {
            continue;
        }
        let first = variable.get("enum").and_then(|listed| listed.get(0)).cloned();
        let read = first
            .as_ref()
            .map_or("empty".to_owned(), |first| format!("{first}, the first of its `enum`"));
        let message =
            format!("the server variable {name:?} has no `default`; it was read as {read}");
        variable.insert("default".into(), first.unwrap_or_else(|| json!("")));
        let pointer = join(&join(pointer, "variables"), name);
        // It differs from the same default that is written.
        findings.ignored(join(&pointer, "default"), Value::Null);
        findings.push(Code::MalformedKeyword, pointer, message, HELP);
    }
}

/// A list of `items` describes each item, as in JSON Schema before 2020, and `additionalItems` the items after them. A list of one
/// without them applies to all items.
fn tuple(map: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    let Some(Value::Array(items)) = map.get("items") else { return };
    let items = items.clone();
    let rest = map.shift_remove("additionalItems");
    let done = match items.as_slice() {
        [] if rest.as_ref().is_some_and(|rest| *rest != json!(true)) => {
            findings.moved(join(pointer, "items"), join(pointer, "additionalItems"));
            map.extend(rest.map(|rest| ("items".to_owned(), rest)));
            "it is empty, and `additionalItems` was read as `items`"
        }
        [] => {
            findings.ignore(map, "items", pointer);
            "it was ignored"
        }
        [only] if rest.is_none() && map.get("maxItems") != Some(&json!(1)) => {
            map.insert("items".into(), only.clone());
            findings.moved(join(pointer, "items"), join(&join(pointer, "items"), "0"));
            "its only schema was read as the schema of all items"
        }
        _ => {
            if !map.contains_key("prefixItems") {
                findings.moved(join(pointer, "prefixItems"), join(pointer, "items"));
            }
            match rest {
                Some(rest) if rest != json!(true) => {
                    findings.moved(join(pointer, "items"), join(pointer, "additionalItems"));
                    map.insert("items".into(), rest);
                }
                _ => drop(map.shift_remove("items")),
            }
            map.entry("prefixItems").or_insert_with(|| items.into());
            "it was read as `prefixItems`: a schema for each item"
        }
    };
    let message = format!("`items` in a schema must be an object, and this is an array; {done}");
    findings.push_before(Code::MalformedKeyword, join(pointer, "items"), message, HELP);
}

/// Splits `dependencies` of JSON Schema before 2019 into the two keywords that replace it.
fn dependencies(map: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    if !map.get("dependencies").is_some_and(Value::is_object) {
        return;
    }
    let Some(Value::Object(all)) = map.shift_remove("dependencies") else { return };
    let from = join(pointer, "dependencies");
    for (name, value) in all {
        let key = if value.is_array() { "dependentRequired" } else { "dependentSchemas" };
        let own = map.entry(key).or_insert_with(|| json!({}));
        if let Some(own) = own.as_object_mut() {
            let place = join(&from, &name);
            match (own.get_mut(&name), value) {
                (Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
                (Some(_), value) => {
                    let message = format!(
                        "{name:?} is listed in `dependencies` and in `{key}`; its entry in `dependencies` was ignored"
                    );
                    findings.push(Code::MalformedKeyword, &place, message, HELP);
                    findings.ignored(place, value);
                }
                (None, value) => {
                    findings.moved(join(&join(pointer, key), &name), place);
                    own.insert(name, value);
                }
            }
        }
    }
}

/// Keeps one form of a parameter's value: a schema, or one media type.
fn keep_one_content(
    map: &mut Map<String, Value>,
    object: Object,
    pointer: &str,
    findings: &mut Findings,
) {
    let Some(Value::Object(content)) = map.get("content") else { return };
    let noun = object.noun();
    if map.contains_key("schema") {
        findings.ignore(map, "content", pointer);
        let message = format!("{noun} has both `schema` and `content`; `content` was ignored");
        findings.push(Code::MalformedKeyword, join(pointer, "content"), message, HELP);
        return;
    }
    if content.len() < 2 {
        return;
    }
    let is_json = |name: &&String| crate::document::MediaType::of(name).is_json();
    // Only a form can be a query string as a whole.
    let is_query_string = map.get("in") == Some(&json!("querystring"));
    let form = content.keys().find(|name| is_query_string && *name == FORM);
    let chosen = form.or_else(|| content.keys().find(is_json)).or_else(|| content.keys().next());
    let chosen = chosen.cloned();
    let Some(chosen) = chosen else { return };
    let message =
        format!("{noun} may have only one media type, and this one has several; {chosen} was used");
    findings.push(Code::MalformedKeyword, join(pointer, "content"), message, HELP);
    if let Some(Value::Object(content)) = map.get_mut("content") {
        let place = join(pointer, "content");
        content.retain(|name, other| {
            let is_chosen = *name == chosen;
            if !is_chosen {
                findings.ignored(join(&place, name), other.take());
            }
            is_chosen
        });
    }
}

/// Corrects the case of a parameter's place: `in: Query`.
fn correct_location_case(map: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    const PLACES: [&str; 7] =
        ["query", "header", "path", "cookie", "querystring", "body", "formData"];
    let Some(Value::String(written)) = map.get_mut("in") else { return };
    let meant = PLACES.into_iter().find(|place| place.eq_ignore_ascii_case(written.trim()));
    let Some(meant) = meant.filter(|meant| meant != written) else { return };
    let message = format!("a parameter cannot be in {written:?}; it was read as {meant:?}");
    findings.push(Code::MalformedKeyword, join(pointer, "in"), message, HELP);
    meant.clone_into(written);
}

/// A path parameter is required, whatever it says.
fn always_required(map: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    if map.get("in") != Some(&json!("path")) || map.get("required") != Some(&json!(false)) {
        return;
    }
    let message = "a path parameter is always required, and this one says `required: false`; it was read as required";
    let help = "write `required: true` in an overlay; a path without this variable is another path";
    findings.push(Code::MalformedKeyword, join(pointer, "required"), message, help);
    map.insert("required".into(), json!(true));
}

/// Removes `readOnly` and `writeOnly` from a property with both, since nobody could set it.
fn one_direction(map: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    const DIRECTIONS: [&str; 2] = ["readOnly", "writeOnly"];
    if DIRECTIONS.iter().all(|key| map.get(*key) == Some(&json!(true))) {
        DIRECTIONS.iter().for_each(|key| findings.ignore(map, key, pointer));
        let message = "a property with both `readOnly` and `writeOnly` would be in neither requests nor responses; both keywords were ignored";
        findings.push(Code::MalformedKeyword, pointer, message, HELP);
    }
}

/// A string in place of a discriminator is the name of its property, as in Swagger 2.0. A discriminator without a property is removed.
fn discriminator(map: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    let Some(value) = map.get_mut("discriminator").filter(|value| !value.is_null()) else { return };
    let message = match value {
        Value::Object(rule) if rule.get("propertyName").is_some_and(Value::is_string) => return,
        Value::String(property) => {
            let message = format!(
                "a discriminator must be an object, and this is a string; {property:?} was read as its `propertyName`"
            );
            *value = json!({ "propertyName": property });
            message
        }
        _ => {
            findings.ignore(map, "discriminator", pointer);
            "a discriminator without a `propertyName` has no effect; it was ignored".to_owned()
        }
    };
    findings.push(Code::MalformedKeyword, join(pointer, "discriminator"), message, HELP);
}

/// The kind of value that a key of an object requires.
fn expected(object: Object, key: &str, place: Option<&str>) -> Expected {
    use Expected::{Any, Flag, Map, Objects, Text, Texts, Word};
    use Object::{
        Encoding, Header, OpenApi, Operation, Parameter, PathItem, RequestBody, Response, Schema,
        Server, Tag,
    };
    match (object, key) {
        (_, key) if key.starts_with("x-") => Any,
        (Schema, _) => of_schema(key),
        (Parameter, "style") => Word(styles(place)),
        (Header, "style") => Word(styles(Some("header"))),
        (Encoding, "style") => Word(styles(Some("query"))),
        (Parameter | Header, "required" | "deprecated" | "explode" | "allowReserved")
        | (Parameter | Header, "allowEmptyValue")
        | (Encoding, "explode" | "allowReserved")
        | (Operation, "deprecated")
        | (RequestBody, "required") => Flag,
        (Operation, "tags") => Texts,
        (OpenApi | Operation, "security") => Objects,
        (Parameter | Header | RequestBody | Response | Operation | PathItem, "description")
        | (Operation | PathItem, "summary")
        | (Operation, "operationId")
        | (Parameter, "name" | "in")
        | (Tag, "name" | "description")
        | (Server, "url" | "description")
        | (Encoding, "contentType") => Text,
        _ => match under(object, key) {
            Under::One(Object::Schema) | Under::OneOrList(_) | Under::Data => Any,
            Under::List(_) => Objects,
            Under::One(_) | Under::Map(_) => Map,
        },
    }
}

fn of_schema(key: &str) -> Expected {
    match key {
        "type" => Expected::TextOrTexts,
        "format" | "pattern" | "title" | "description" | "$anchor" | "$id" | "contentEncoding"
        | "contentMediaType" | "$ref" => Expected::Text,
        "nullable" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" => Expected::Flag,
        "exclusiveMinimum" | "exclusiveMaximum" => Expected::FlagOrNumber,
        "multipleOf" | "minimum" | "maximum" => Expected::Number,
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => {
            Expected::Count
        }
        "required" => Expected::Texts,
        "enum" => Expected::Values,
        "properties" | "patternProperties" | "dependentSchemas" | "xml" => Expected::Map,
        "allOf" | "oneOf" | "anyOf" | "prefixItems" => Expected::Objects,
        _ => match under(Object::Schema, key) {
            Under::One(Object::Schema) | Under::OneOrList(Object::Schema) => Expected::Schema,
            _ => Expected::Any,
        },
    }
}

/// The valid styles of a parameter.
fn styles(place: Option<&str>) -> &'static [&'static str] {
    match place {
        Some("path") => &["simple", "label", "matrix"],
        Some("header") => &["simple"],
        Some("cookie") => &["form", "cookie"],
        _ => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    }
}

fn fits(expected: Expected, value: &Value) -> bool {
    let are_texts =
        |value: &Value| value.as_array().is_some_and(|items| items.iter().all(Value::is_string));
    match expected {
        Expected::Any => true,
        Expected::Text => value.is_string(),
        Expected::Word(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        Expected::TextOrTexts => value.is_string() || are_texts(value) && *value != json!([]),
        Expected::Texts => are_texts(value),
        Expected::Flag => value.is_boolean(),
        Expected::FlagOrNumber => value.is_boolean() || value.is_number(),
        Expected::Number => value.is_number(),
        Expected::Count => value.is_u64(),
        Expected::Values => value.as_array().is_some_and(|values| !values.is_empty()),
        Expected::Objects => value.is_array(),
        Expected::Map => value.is_object(),
        Expected::Schema => value.is_object() || value.is_boolean(),
    }
}

/// The obvious meaning of an invalid value, if it has one.
fn repaired(expected: Expected, value: &Value) -> Option<Value> {
    match (expected, value) {
        (Expected::Text, Value::Number(_) | Value::Bool(_)) => Some(value.to_string().into()),
        (Expected::Flag | Expected::FlagOrNumber | Expected::Schema, Value::String(text)) => {
            match text.as_str() {
                "true" | "yes" => Some(true.into()),
                "false" | "no" => Some(false.into()),
                _ => None,
            }
        }
        (Expected::Number | Expected::Count, Value::String(text)) => {
            let number: Value = serde_json::from_str(text.trim()).ok()?;
            fits(expected, &number).then_some(number)
        }
        (Expected::Count, Value::Number(number)) => {
            let number =
                number.as_f64().filter(|number| number.fract() == 0.0 && *number >= 0.0)?;
            format!("{number:.0}").parse::<u64>().ok().map(Value::from)
        }
        (Expected::Texts, Value::String(_)) => Some(json!([value])),
        (Expected::Texts | Expected::TextOrTexts, Value::Array(items)) if !items.is_empty() => {
            let texts = items.iter().filter_map(|item| match item {
                Value::Number(_) | Value::Bool(_) => Some(item.to_string()),
                other => other.as_str().map(str::to_owned),
            });
            Some(texts.collect::<Vec<_>>().into())
        }
        (Expected::Objects, Value::Object(_)) => Some(json!([value])),
        _ => None,
    }
}

/// The required kind of value, in words.
fn wanted(expected: Expected) -> String {
    match expected {
        Expected::Any => "anything",
        Expected::Text => "a string",
        Expected::Word(words) => return words.join(" or "),
        Expected::TextOrTexts => "a string or an array of strings",
        Expected::Texts => "an array of strings",
        Expected::Flag => "true or false",
        Expected::FlagOrNumber => "true, false or a number",
        Expected::Number => "a number",
        Expected::Count => "a whole number from 0",
        Expected::Objects => "an array",
        Expected::Values => "an array of values",
        Expected::Map => "an object",
        Expected::Schema => "a schema",
    }
    .to_owned()
}

/// The beginning of a value.
pub(super) fn shown(value: &Value) -> String {
    const WIDTH: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
