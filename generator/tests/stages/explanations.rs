//! The pages of the codes: each has a cause, an example and a fix, and the example raises the code.

use serde_json::{Value, json};
use specweave::Inputs;
use specweave::config::Config;
use specweave::diagnostic::{Code, Diagnostic};
use specweave::source::Source;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The blocks of a page by what stands behind their fence.
fn blocks(page: &str) -> BTreeMap<&str, String> {
    let mut found = BTreeMap::new();
    let mut open: Option<(&str, &str, String)> = None;
    for line in page.lines() {
        match &mut open {
            Some((fence, ..)) if line == *fence => {
                let (_, language, text) = open.take().unwrap();
                assert!(found.insert(language, text).is_none(), "two blocks of {language}");
            }
            Some((.., text)) => *text += &format!("{line}\n"),
            None if line.starts_with("```") || line.starts_with("~~~~") => {
                let end = line.find(|c| c != '`' && c != '~').unwrap();
                open = Some((&line[..end], &line[end..], String::new()));
            }
            None => {}
        }
    }
    assert!(open.is_none());
    found
}

/// A document with what every document has, unless the example says it.
fn whole(example: &str) -> String {
    let mut document: Value = json!({
        "openapi": "3.0.3",
        "info": {"title": "Acme", "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "paths": {"/any": {"get": {"operationId": "any", "responses": {"204": {"description": "OK"}}}}},
    });
    let keys = ["openapi", "info", "servers", "paths"];
    let own = |key: &&&str| example.lines().any(|line| line.starts_with(&format!("{key}:")));
    for key in keys.iter().filter(own) {
        document.as_object_mut().unwrap().remove(*key);
    }
    let lines = document.as_object().unwrap().iter();
    lines.map(|(key, value)| format!("{key}: {value}\n")).collect::<String>() + example
}

/// What is found where all that an example shows is read.
fn found(blocks: &BTreeMap<&str, String>) -> Vec<Diagnostic> {
    let config = blocks.get("yaml specweave.yaml").map_or("", String::as_str);
    let config = match Config::parse(&Arc::new(Source::new("specweave.yaml", config))) {
        Ok(config) => config,
        Err(found) => return found,
    };
    let page = blocks.get("markdown").map(|page| Source::new("page.md", page.as_str()));
    let document = blocks.get("yaml").map_or("", String::as_str);
    let document = || Source::new("openapi.yaml", whole(document));
    let overlay = blocks.get("yaml overlay.yaml");
    let inputs = Inputs {
        sources: vec![page.unwrap_or_else(document)],
        overlays: overlay
            .map(|text| Source::new("overlay.yaml", text.as_str()))
            .into_iter()
            .collect(),
    };
    match specweave::generate(inputs, &config, &|_| {}) {
        Ok(output) => output.diagnostics,
        Err(failure) => failure.diagnostics,
    }
}

#[test]
fn every_code_has_a_page_whose_example_raises_it() {
    let mut silent = Vec::new();
    for code in Code::ALL {
        let (page, number) = (code.explanation(), code.number());
        let (cause, rest) = page.split_once("\n\n## Example\n\n").expect(number);
        let (example, fix) = rest.split_once("\n\n## Fix\n\n").expect(number);
        assert!(cause.len() > 20 && fix.trim().len() > 10, "{number}");
        let blocks = blocks(example);
        if blocks.keys().eq(["text"].iter()) {
            // What is about files, the network or the call, or too large to be shown.
            assert!(
                !("SW099"..="SW700").contains(&number) || TOO_LARGE.contains(&number),
                "{number} can be shown"
            );
            continue;
        }
        let found = found(&blocks);
        if !found.iter().any(|found| found.code == *code) {
            let found: Vec<_> = found.iter().map(|found| found.code.number()).collect();
            silent.push(format!("{number}, but {found:?}"));
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

/// Whose examples are too large to be shown whole, or need several sources.
const TOO_LARGE: [&str; 9] =
    ["SW112", "SW340", "SW543", "SW550", "SW551", "SW552", "SW553", "SW571", "SW603"];
