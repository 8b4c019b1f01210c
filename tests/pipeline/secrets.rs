//! What is secret is secret whether pages or the whole document is given, and is emitted as such.

use crate::spec;
use specweave::config::Config;
use specweave::ir::{Api, Type, TypeKind};
use specweave::source::Source;
use specweave::{Inputs, Output};
use specweave_tests::frozen;
use std::collections::BTreeSet;
use std::fs;

/// The type and name of everything that is secret.
pub(crate) fn secrets(api: &Api) -> BTreeSet<(String, String)> {
    let is_secret = |value: &Type| *value.innermost() == Type::Secret;
    let mut found = BTreeSet::new();
    for definition in &api.types {
        let owner = format!("{} ({:?})", definition.path.join("."), definition.form);
        if let TypeKind::Record(record) = &definition.kind {
            let fields = record.fields.iter().filter(|field| is_secret(&field.value));
            found.extend(fields.map(|field| (owner.clone(), field.name.clone())));
            found.extend(
                record
                    .additional
                    .iter()
                    .filter(|value| is_secret(value))
                    .map(|_| (owner.clone(), "*".to_owned())),
            );
        } else if definition.kind.values().any(is_secret) {
            found.insert((owner, "|".to_owned()));
        }
    }
    for operation in api.operations() {
        let owner = format!("{} {}", operation.method.key(), operation.path);
        let parameters =
            operation.parameters.iter().map(|parameter| (&parameter.name, &parameter.value));
        let headers = operation
            .responses()
            .flat_map(|response| &response.headers)
            .map(|header| (&header.name, &header.value));
        let named = parameters.chain(headers).filter(|(_, value)| is_secret(value));
        found.extend(named.map(|(name, _)| (owner.clone(), name.clone())));
    }
    found
}

/// Whether every secret of the models is a `Secret` in the emitted struct.
pub(crate) fn assert_emitted(output: &Output) {
    let (api, names) = (&output.model.api, &output.model.names);
    for (definition, names) in api.types.iter().zip(&names.types) {
        let TypeKind::Record(record) = &definition.kind else { continue };
        let text = &output.files[&format!("src/models/{}.rs", names.module)];
        for (field, member) in record.fields.iter().zip(&names.members) {
            let declared =
                text.lines().find(|line| line.starts_with(&format!("    pub {member}: ")));
            let declared = declared.unwrap_or_else(|| panic!("{}.{member}\n{text}", names.ident));
            let is_secret = *field.value.innermost() == Type::Secret;
            assert_eq!(declared.contains("rt::Secret"), is_secret, "{}: {declared}", names.ident);
        }
    }
}

/// Generates from pages, and from the document that they are pages of, with the same overlay and configuration.
pub(crate) fn both_ways(pages: Vec<Source>, overlays: Vec<Source>, config: &Config) -> [Output; 2] {
    let raw = Inputs { sources: pages.clone(), overlays: Vec::new() };
    let (document, _) = specweave::bundle_raw(raw, &|_| {}).unwrap();
    [pages, vec![Source::new("whole.json", document.to_string())]].map(|sources| {
        let inputs = Inputs { sources, overlays: overlays.clone() };
        specweave::generate(inputs, config, &|_| {}).unwrap()
    })
}

fn page(name: &str, schema: &str, properties: &str) -> Source {
    let text = format!(
        r##"{{"openapi":"3.0.1","info":{{"title":"T","version":"1"}},"tags":[{{"name":"{name}"}}],"servers":[{{"url":"https://x.example"}}],
"components":{{"schemas":{{"{schema}":{{"type":"object","properties":{{{properties}}}}}}}}},
"paths":{{"/{name}":{{"post":{{"tags":["{name}"],"operationId":"{name}","requestBody":{{"content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/{schema}"}}}}}}}},"responses":{{"204":{{"description":"ok"}}}}}}}}}}}}"##
    );
    Source::new(
        format!("pages/{name}.md"),
        format!("# {name}\n\n## POST /{name}\n\n```json\n{}\n```\n", text.replace('\n', "")),
    )
}

const OVERLAY: &str = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n\
    - {target: $.components.schemas.Login.properties.code, x-page: login, description: why, update: {format: password}}\n\
    - {target: $.components.schemas.Keys.properties.all, x-page: [keys, other], description: why, update: {x-secret: true}}\n";

fn pages() -> Vec<Source> {
    vec![
        page(
            "login",
            "Login",
            r#""code":{"type":"string"},"user":{"type":"string"},"token":{"type":"string","format":"password"}"#,
        ),
        page("keys", "Keys", r#""all":{"type":"array","items":{"type":"string"}}"#),
    ]
}

fn expected() -> BTreeSet<(String, String)> {
    [("Keys (Shared)", "all"), ("Login (Shared)", "code"), ("Login (Shared)", "token")]
        .map(|(owner, name)| (owner.to_owned(), name.to_owned()))
        .into()
}

#[test]
fn pages_and_their_document_have_the_same_secrets() {
    for output in both_ways(pages(), vec![Source::new("overlay.yaml", OVERLAY)], &Config::default())
    {
        assert_eq!(secrets(&output.model.api), expected());
        assert_emitted(&output);
        assert_eq!(output.diagnostics, []);
    }
}

#[test]
fn a_document_that_the_call_names_replaces_the_pages_and_not_the_overlays() {
    let folder = tempfile::tempdir().unwrap();
    let raw = Inputs { sources: pages(), overlays: Vec::new() };
    let (document, _) = specweave::bundle_raw(raw, &|_| {}).unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("document.json"), document.to_string()).unwrap();
    fs::write(path("overlay.yaml"), OVERLAY).unwrap();
    let config = "crate: {name: t}\npages: [{path: pages/login.md}, {path: pages/keys.md}]\noverlays: [overlay.yaml]\n";
    fs::write(path("specweave.yaml"), config).unwrap();
    let file = specweave::files::load_config(&path("specweave.yaml")).unwrap();
    let inputs = specweave::files::read_inputs(&[path("document.json")], &[], Some(&file)).unwrap();
    let output = specweave::generate(inputs, &file.config, &|_| {}).unwrap();
    assert_eq!(secrets(&output.model.api), expected());
}

#[test]
fn secrets_are_emitted_as_secrets() {
    assert_emitted(&spec::output());
    let frozen = frozen::output();
    assert_emitted(&frozen);
    assert_eq!(secrets(&frozen.model.api).len(), 2);
}
