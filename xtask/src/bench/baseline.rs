//! The schemas of a document in; a crate with bare structs for them, with or without serde's derives, out.
//!
//! This is roughly the types that any generator emits, so multiples of its compile cost are meaningful. It is not meant for use: all
//! properties have one type, and there are no formats, enumerations or requests.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The derives of the structs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `Debug`, `Clone` and `Default`: the floor.
    Plain,
    /// Also serde's `Serialize` and `Deserialize`.
    Derive,
}

/// The files of the crate.
pub(super) fn files(document: &Value, style: Style) -> BTreeMap<String, String> {
    let none = Map::new();
    let schemas =
        document.pointer("/components/schemas").and_then(Value::as_object).unwrap_or(&none);
    let mut text = match style {
        Style::Plain => String::new(),
        Style::Derive => "use serde::{Deserialize, Serialize};\n".to_owned(),
    };
    for (name, schema) in schemas {
        push_struct(&mut text, schemas, name, schema, style);
    }
    let name = if style == Style::Plain { "plain" } else { "derive" };
    let manifest = format!(
        "[package]\nname = \"baseline_{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n"
    );
    BTreeMap::from([("Cargo.toml".to_owned(), manifest), ("src/lib.rs".to_owned(), text)])
}

fn push_struct(
    text: &mut String,
    schemas: &Map<String, Value>,
    name: &str,
    schema: &Value,
    style: Style,
) {
    let serde = style == Style::Derive;
    text.push_str("#[derive(Debug, Clone, Default");
    text.push_str(if serde { ", Serialize, Deserialize)]\n#[serde(default)]\n" } else { ")]\n" });
    let _ = writeln!(text, "pub struct {} {{", type_name(name));
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    let required = |name: &str| {
        schema["required"].as_array().is_some_and(|names| names.iter().any(|known| known == name))
    };
    let mut members = BTreeSet::new();
    for (wire, property) in properties {
        let mut rust = rust_type(property);
        if holds(schemas, property, name, &mut BTreeSet::new()) {
            rust = format!("Box<{rust}>");
        }
        let optional = !required(wire) || property["nullable"] == true;
        if serde {
            let skip = if optional { ", skip_serializing_if = \"Option::is_none\"" } else { "" };
            let _ = writeln!(text, "    #[serde(rename = {wire:?}{skip})]");
        }
        let rust = if optional { format!("Option<{rust}>") } else { rust };
        let mut member = member_name(wire);
        while !members.insert(member.clone()) {
            member.push('_');
        }
        let _ = writeln!(text, "    pub {member}: {rust},");
    }
    text.push_str("}\n");
}

fn rust_type(schema: &Value) -> String {
    if let Some(name) = reference(schema) {
        return type_name(name);
    }
    match schema["type"].as_str() {
        Some("array") if schema["items"].as_object().is_some_and(|items| !items.is_empty()) => {
            format!("Vec<{}>", rust_type(&schema["items"]))
        }
        Some("array") => "Vec<serde_json::Value>".into(),
        Some("integer") => "i64".into(),
        Some("number") => "f64".into(),
        Some("boolean") => "bool".into(),
        Some("string") => "String".into(),
        _ => "serde_json::Value".into(),
    }
}

/// The schema that this one refers to or combines first.
fn reference(schema: &Value) -> Option<&str> {
    let direct = schema["$ref"].as_str().and_then(|pointer| pointer.rsplit('/').next());
    direct.or_else(|| reference(schema["allOf"].get(0)?))
}

/// Whether a value of this schema contains `wanted` without an array in between.
fn holds<'a>(
    schemas: &'a Map<String, Value>,
    schema: &'a Value,
    wanted: &str,
    seen: &mut BTreeSet<&'a str>,
) -> bool {
    let Some(name) = reference(schema) else { return false };
    if name == wanted {
        return true;
    }
    let properties = schemas.get(name).and_then(|schema| schema["properties"].as_object());
    seen.insert(name)
        && properties
            .is_some_and(|all| all.values().any(|property| holds(schemas, property, wanted, seen)))
}

fn type_name(name: &str) -> String {
    format!("T{}", plain(name))
}

fn member_name(name: &str) -> String {
    format!("f_{}", plain(name).to_lowercase())
}

fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}
