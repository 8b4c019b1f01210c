//! A parsed fragment in; whether it is an OpenAPI object that can be merged, and its faults, out.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Fragment, kind_of};
use serde_json::{Map, Value};

/// Reports every fault that prevents a fragment from being merged.
pub(super) fn check(fragment: &Fragment, diagnostics: &mut Diagnostics) -> bool {
    let mut check = Check { fragment, diagnostics, passed: true };
    match &fragment.value {
        Value::Object(root) => check.root(root),
        Value::Null if is_blank(fragment) => check.fail(
            Code::NotOpenApi,
            "",
            "there is nothing in it but space and comments".to_owned(),
            "write the document, or name another file",
        ),
        other => check.fail(
            Code::NotOpenApi,
            "",
            format!("an OpenAPI document is an object, and this is {}", kind_of(other)),
            "name the file of an OpenAPI document",
        ),
    }
    check.passed
}

/// Whether a text holds no value.
fn is_blank(fragment: &Fragment) -> bool {
    let text = fragment.origin.source.text.get(fragment.origin.range.clone()).unwrap_or_default();
    let mut lines = text.lines().map(str::trim);
    lines.all(|line| line.is_empty() || line.starts_with('#') || line == "---")
}

/// Completes a version without its patch number, which does not affect the content: `3.0` becomes `3.0.0`.
pub(super) fn complete_version(fragment: &mut Fragment, diagnostics: &mut Diagnostics) {
    let version = fragment.value.get_mut("openapi");
    let Some((version, full)) = version.and_then(|own| completed(own).map(|full| (own, full)))
    else {
        return;
    };
    let written = std::mem::replace(version, full.into());
    let message = format!("`openapi: {written}` lacks its last number; it was read as {full:?}");
    let help = "write the version as a string of three numbers; nothing is lost";
    let place = fragment.origin.place("/openapi");
    diagnostics.push(Diagnostic::new(Code::MalformedKeyword, message).at(place).help(help));
}

/// The full form of a version without its patch number.
fn completed(version: &Value) -> Option<&'static str> {
    let text = match version {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let known = [("3", "3.0.0"), ("3.0", "3.0.0"), ("3.1", "3.1.0"), ("3.2", "3.2.0")];
    known.into_iter().find(|(short, _)| *short == text).map(|(_, full)| full)
}

struct Check<'a> {
    fragment: &'a Fragment,
    diagnostics: &'a mut Diagnostics,
    passed: bool,
}

impl Check<'_> {
    fn root(&mut self, root: &Map<String, Value>) {
        if !self.version(root) {
            return;
        }
        match root.get("paths").filter(|paths| !paths.is_null()) {
            Some(Value::Object(_)) => {}
            Some(other) => self.fail(
                Code::MissingPaths,
                "/paths",
                format!("`paths` must be an object, and this is {}", kind_of(other)),
                "make each path a key of an object; `paths: {}` says that there are none",
            ),
            None if !has_parts(root) => {
                let help = if root.contains_key("swagger") {
                    "add the operations under `paths`, or the schemas under `definitions` if only types are needed"
                } else {
                    "add the operations under `paths`, or the schemas under `components` if only types are needed"
                };
                self.fail(Code::MissingPaths, "", "there are no `paths`".into(), help);
            }
            None if must_have_paths(root) => self.diagnostics.push(
                Diagnostic::new(Code::TypesOnly, "there are no `paths`; only types are made")
                    .at(self.fragment.origin.place(""))
                    .help("no change is needed if the document is meant for its schemas alone"),
            ),
            None => {}
        }
    }

    /// Whether the version is supported; if there is one, its rules apply to the rest.
    fn version(&mut self, root: &Map<String, Value>) -> bool {
        let (key, version) = match (root.get("openapi"), root.get("swagger")) {
            (Some(version), _) => ("openapi", version),
            (None, Some(version)) => ("swagger", version),
            (None, None) => {
                let mut finding = Diagnostic::new(Code::NotOpenApi, "there is no `openapi` key")
                    .at(self.fragment.origin.place(""));
                finding.help = taken_for(root).map(str::to_owned);
                self.diagnostics.push(finding);
                self.passed = false;
                return false;
            }
        };
        let supported = match key {
            "openapi" => version.as_str().is_some_and(is_supported),
            _ => is_swagger_2(version),
        };
        if !supported {
            let message = format!(
                "`{key}: {version}` is not supported: Swagger 2.0 and OpenAPI 3.0.x, 3.1.x and 3.2.x are"
            );
            let diagnostic = Diagnostic::new(Code::UnsupportedVersion, message)
                .at(self.fragment.origin.place(&format!("/{key}")))
                .help("convert the document to one of them");
            self.diagnostics.push(diagnostic);
            self.passed = false;
        }
        supported
    }

    fn fail(&mut self, code: Code, pointer: &str, message: String, help: &str) {
        let place = self.fragment.origin.place(pointer);
        self.diagnostics.push(Diagnostic::new(code, message).at(place).help(help));
        self.passed = false;
    }
}

/// The help text for a file that is probably given by mistake.
fn taken_for(root: &Map<String, Value>) -> Option<&'static str> {
    let has = |key: &str| root.contains_key(key);
    if has("overlay") {
        Some("this is an overlay: give it with --overlay")
    } else if has("crate") || has("pages") || has("overlays") {
        Some("this is a configuration: give it with --config")
    } else if has("swaggerVersion") {
        Some("this is Swagger 1, which is not supported: convert it to OpenAPI 3")
    } else if has("asyncapi") {
        Some("this is AsyncAPI, which describes messages; only OpenAPI can be read")
    } else if root.get("info").is_some_and(is_postman) {
        Some("this is a Postman collection: export it as OpenAPI")
    } else if has("$schema") || has("$defs") || has("definitions") {
        Some("this is a JSON Schema: put it below `components.schemas` of an OpenAPI document")
    } else if has("paths") {
        Some("add the OpenAPI version of the document: `openapi: 3.0.3`")
    } else {
        None
    }
}

/// Whether this is the `info` of a Postman collection.
fn is_postman(info: &Value) -> bool {
    let schema = info.get("schema").and_then(Value::as_str).unwrap_or_default();
    info.get("_postman_id").is_some() || schema.contains("getpostman.com")
}

/// Whether a document without paths has other parts.
fn has_parts(root: &Map<String, Value>) -> bool {
    let keys: &[&str] =
        if root.contains_key("swagger") { &["definitions"] } else { &["components", "webhooks"] };
    keys.iter().any(|key| root.get(*key).is_some_and(Value::is_object))
}

/// Whether the version requires paths: since 3.1 a document may have components or webhooks instead.
fn must_have_paths(root: &Map<String, Value>) -> bool {
    root.contains_key("swagger")
        || root.get("openapi").and_then(Value::as_str).is_some_and(|text| text.starts_with("3.0."))
}

/// Whether this is 2.0, which is often written without quotes.
fn is_swagger_2(version: &Value) -> bool {
    version == "2.0" || version.as_f64() == Some(2.0)
}

/// Whether this is 3.0.x, 3.1.x or 3.2.x.
fn is_supported(version: &str) -> bool {
    let patch = ["3.0.", "3.1.", "3.2."].into_iter().find_map(|minor| version.strip_prefix(minor));
    patch.is_some_and(|patch| patch.starts_with(|first: char| first.is_ascii_digit()))
}
