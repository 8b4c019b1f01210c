//! The API as a whole: its name, servers, tags, and ways to authenticate.

use super::{Edit, edit, edit_in};
use crate::state::{Done, State};
use serde_json::{Value, json};

/// Every fragment has the same security schemes, servers and information.
pub(super) const EDITS: &[Edit] = &[
    edit(
        "the title of the API",
        |s| s.root(|root| root["info"]["title"] = json!("Another")),
        &["api-title-changed D D"],
        &["api-title-changed D D"],
    ),
    edit(
        "the version of the API",
        |s| s.root(|root| root["info"]["version"] = json!("9.9.9")),
        &["api-version-changed D D"],
        &["api-version-changed D D"],
    ),
    edit(
        "a description of the API",
        |s| s.root(|root| root["info"]["description"] = json!("What it is.")),
        &["api-description-changed D D"],
        &["api-description-changed D D"],
    ),
    edit(
        "one more server",
        |s| s.root(|root| push(&mut root["servers"], json!({"url": "https://other.example"}))),
        &["server-added C C"],
        &["server-removed P B", "server-rust-changed D B"],
    ),
    edit(
        "another first server",
        |s| s.root(|root| root["servers"][0]["url"] = json!("https://other.example")),
        &["server-default-changed P P"],
        &["server-default-changed P P"],
    ),
    edit(
        "a description of a server",
        |s| s.root(|root| root["servers"][0]["description"] = json!("The first.")),
        &["server-description-changed D D"],
        &["server-description-changed D D"],
    ),
    edit(
        "one more scheme",
        |s| s.root(|root| schemes(root)["Token"] = bearer()),
        &["security-scheme-added C C"],
        &["unused-security-scheme-removed D B"],
    ),
    edit(
        "another name of a scheme",
        renamed_scheme,
        &["security-scheme-renamed C P"],
        &["security-scheme-renamed C P"],
    ),
    edit(
        "another name of a key",
        |s| s.root(|root| scheme(root)["name"] = json!("X-Other")),
        &["security-scheme-place-changed B C"],
        &["security-scheme-place-changed B C"],
    ),
    edit(
        "a key in the query",
        |s| s.root(|root| scheme(root)["in"] = json!("query")),
        &["security-scheme-place-changed B C"],
        &["security-scheme-place-changed B C"],
    ),
    edit(
        "a token instead of a key",
        |s| s.root(|root| *scheme(root) = json!({"type": "http", "scheme": "basic"})),
        &["security-scheme-kind-changed B B"],
        &["security-scheme-kind-changed B B"],
    ),
    edit_in(
        "a token from elsewhere",
        |s| s.root(|root| *scheme(root) = bearer()),
        |s| {
            s.root(|root| {
                *scheme(root) = json!({"type": "openIdConnect", "openIdConnectUrl": "https://a.example/openid"});
            })
        },
        &["security-scheme-token-source-changed P B"],
        &["security-scheme-token-source-changed P B"],
    ),
    edit(
        "a description of a scheme",
        |s| s.root(|root| scheme(root)["description"] = json!("Ask for one.")),
        &["security-scheme-description-changed D D"],
        &["security-scheme-description-changed D D"],
    ),
    edit_in(
        "another method for a credential",
        renamed_scheme,
        |s| {
            s.root(|root| {
                schemes(root)["Other"] =
                    json!({"type": "apiKey", "in": "header", "name": "X-Other"});
            })
        },
        &["security-scheme-added C C", "security-scheme-rust-name-changed C B"],
        &["security-scheme-rust-name-changed C B", "unused-security-scheme-removed D B"],
    ),
    edit(
        "no credentials by default",
        |s| s.root(|root| root["security"] = json!([])),
        &["api-security-removed C C"],
        &["api-security-added B P"],
    ),
    edit_in(
        "other credentials too by default",
        |s| s.root(|root| schemes(root)["Token"] = bearer()),
        |s| s.root(|root| push(&mut root["security"], json!({"Token": []}))),
        &["api-security-alternative-added C C"],
        &["api-security-alternative-removed B P"],
    ),
    edit(
        "the description of a tag",
        |s| tag(s, |tag| tag["description"] = json!("Another.")),
        &["tag-description-changed D D"],
        &["tag-description-changed D D"],
    ),
    edit("another name of a tag", renamed_tag, &["tag-renamed C B"], &["tag-renamed C B"]),
    edit(
        "a tag under a name of its own in Rust",
        |s| tag(s, |tag| tag["x-rust-name"] = json!("elsewhere")),
        &["tag-rust-name-changed C B"],
        &["tag-rust-name-changed C B"],
    ),
];

fn push(list: &mut Value, value: Value) {
    list.as_array_mut().unwrap().push(value);
}

fn bearer() -> Value {
    json!({"type": "http", "scheme": "bearer"})
}

fn schemes(root: &mut Value) -> &mut Value {
    &mut root["components"]["securitySchemes"]
}

/// The first scheme.
fn scheme(root: &mut Value) -> &mut Value {
    schemes(root).as_object_mut().unwrap().values_mut().next().unwrap()
}

fn renamed_scheme(state: &mut State) -> Option<Done> {
    state.root(|root| {
        let schemes = schemes(root).as_object_mut().unwrap();
        let scheme = schemes.values().next().unwrap().clone();
        schemes.clear();
        schemes.insert("Credential".into(), scheme);
        root["security"] = json!([{"Credential": []}]);
    })
}

/// Edits the first tag of the first page wherever it is declared.
fn tag(state: &mut State, change: fn(&mut Value)) -> Option<Done> {
    let first = state.fragments().next()?.1["tags"][0]["name"].clone();
    state.each(|root| {
        let tags = root["tags"].as_array_mut().into_iter().flatten();
        tags.filter(|tag| tag["name"] == first).for_each(change);
    });
    let page = state.pages[0].name.clone();
    Some(Done { pages: vec![page], pointer: "/tags".into(), operations: Vec::new() })
}

fn renamed_tag(state: &mut State) -> Option<Done> {
    let first = state.fragments().next()?.1["tags"][0]["name"].clone();
    state.each(|root| {
        let items = root["paths"].as_object_mut().unwrap().values_mut();
        let operations = items.flat_map(|item| item.as_object_mut().unwrap().values_mut());
        for operation in operations.filter(|operation| operation["tags"][0] == first) {
            operation["tags"][0] = json!("Renamed");
        }
    });
    tag(state, |tag| tag["name"] = json!("Renamed"))
}
