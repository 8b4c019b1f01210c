//! Every field that holds a secret: a table for people, and `Debug` of values that are filled with one.

use crate::{output, passes, whole, written};
use specweave::Output;
use specweave::ir::{Api, Record, Type, TypeKind};
use specweave_tests::frozen;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

/// A field whose value is never shown.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Field {
    /// The type of `models`.
    ident: String,
    name: String,
    /// An object with a secret in it.
    json: String,
    /// How it is kept.
    how: &'static str,
}

const SECRET: &str = "\"hunter2\"";

fn filled(value: &Type) -> String {
    match value {
        Type::Array(inner) => format!("[{}]", filled(inner)),
        Type::Map(inner) => format!("{{\"key\": {}}}", filled(inner)),
        Type::Nullable(inner) => filled(inner),
        Type::Json => format!("{{\"key\": [{SECRET}]}}"),
        _ => SECRET.to_owned(),
    }
}

/// An object with these values, and others in the fields that are required.
fn object(api: &Api, record: &Record, values: &[(&str, String)]) -> String {
    let is_given = |name: &str| values.iter().any(|(own, _)| *own == name);
    let required = record.fields.iter().filter(|field| field.required && !is_given(&field.name));
    let required = required.filter_map(|field| Some((&*field.name, sample(api, &field.value)?)));
    let pairs = values.iter().cloned().chain(required);
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name:?}: {value}")).collect();
    format!("{{{}}}", pairs.join(", "))
}

/// A value without a secret.
fn sample(api: &Api, value: &Type) -> Option<String> {
    let text = match value {
        Type::Integer(_) => "1",
        Type::Number { .. } => "1.5",
        Type::Boolean => "true",
        Type::String | Type::Secret => "\"x\"",
        Type::Array(_) => "[]",
        Type::Named(id) => match &api.types[id.0].kind {
            TypeKind::Record(record) => return Some(object(api, record, &[])),
            _ => return None,
        },
        _ => return None,
    };
    Some(text.to_owned())
}

/// The fields of all types that are JSON.
fn fields(output: &Output) -> BTreeSet<Field> {
    let (api, names) = (&output.model.api, &output.model.names);
    let mut found = BTreeSet::new();
    for (definition, names) in api.types.iter().zip(&names.types) {
        let TypeKind::Record(record) = &definition.kind else { continue };
        for field in &record.fields {
            let how = match field.value.innermost() {
                Type::Secret => "`Secret`",
                _ if field.hidden => "not shown by `Debug`",
                _ => continue,
            };
            found.insert(Field {
                ident: names.ident.clone(),
                name: field.name.clone(),
                json: object(api, record, &[(&field.name, filled(&field.value))]),
                how,
            });
        }
    }
    found
}

/// A test that reads each type with its secrets, and looks for them in what `Debug` shows.
fn program(fields: &BTreeSet<Field>) -> String {
    let mut text =
        String::from("//! No secret is shown.\n\n#[test]\nfn nothing_secret_is_shown() {\n");
    for Field { ident, name, json, .. } in fields {
        writeln!(text, "    shows::<i3dnet::models::{ident}>({json:?}, {name:?});").unwrap();
    }
    text + "}\n\nfn shows<T: serde::de::DeserializeOwned + serde::Serialize + std::fmt::Debug>(json: &str, name: &str) {\n    \
        let value: T = serde_json::from_str(json).unwrap();\n    let shown = format!(\"{value:?} {value:#?}\");\n    \
        assert!(!shown.contains(\"hunter2\"), \"{name}: {shown}\");\n    \
        assert!(serde_json::to_string(&value).unwrap().contains(\"hunter2\"), \"{name}\");\n}\n"
}

#[test]
fn no_secret_of_a_part_of_the_api_is_shown() {
    let output = output();
    let fields = fields(&output);
    assert!(fields.len() > 2, "{fields:#?}");
    let folder = written(output, "secrets", &[("secrets", program(&fields))]);
    passes(&folder, &["test", "--offline", "--quiet", "--test", "secrets"]);
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn the_table_lists_every_secret_of_all_pages() {
    let path = frozen::root().join("spec/SECRETS.md");
    let text = fs::read_to_string(&path).unwrap();
    let head = "|---|---|---|\n";
    let (introduction, _) = text.split_once(head).unwrap();
    let rows = fields(&whole())
        .into_iter()
        .map(|field| format!("| `{}` | `{}` | {} |\n", field.ident, field.name, field.how));
    let expected = format!("{introduction}{head}{}", rows.collect::<String>());
    if std::env::var_os("UPDATE_PAGES").is_some() {
        fs::write(path, &expected).unwrap();
    } else {
        assert!(text == expected, "run this test with UPDATE_PAGES=1");
    }
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn no_secret_of_all_pages_is_shown() {
    let output = whole();
    let program = program(&fields(&output));
    let folder = written(output, "all_secrets", &[("secrets", program)]);
    passes(&folder, &["test", "--offline", "--quiet", "--test", "secrets"]);
    passes(
        &folder,
        &["clippy", "--offline", "--quiet", "--lib", "--examples", "--", "-D", "warnings"],
    );
}
