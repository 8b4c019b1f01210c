//! A Markdown page in; the fragments of its fences out.

use super::fences::{Fence, Page};
use super::{accept, fences, unparsable};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Fragment, Parsed, Syntax, body, parse};
use crate::source::{Place, Source};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The content of a fence.
enum Found {
    /// A valid fragment, or one that was reported.
    OpenApi(Option<Fragment>),
    /// Text that should be a fragment or should parse, but does not; reported.
    Broken,
    /// Other JSON or YAML, to be reported if the page has no fragment.
    Other(Parsed),
    /// Unrelated text.
    Nothing,
}

/// The fragments of a page.
pub(super) fn read(source: &Arc<Source>, diagnostics: &mut Diagnostics) -> Vec<Fragment> {
    let range = body(source);
    let text = &source.text[range.clone()];
    let page = fences::read(text);
    let mut fragments = Vec::new();
    let mut others = Vec::new();
    let mut found = Diagnostics::new();
    let mut settled = false;
    for fence in &page.fences {
        match read_fence(source, range.start, fence, &mut found) {
            Found::OpenApi(fragment) => {
                settled = true;
                fragments.extend(fragment);
            }
            Found::Broken => settled = true,
            Found::Other(parsed) => others.push(parsed),
            Found::Nothing => {}
        }
    }
    if fragments.is_empty()
        && let Some(diagnostic) = not_found(source, range.start, &page)
    {
        diagnostics.push(diagnostic);
        return fragments;
    }
    diagnostics.extend(found.into_sorted());
    if settled {
        return fragments;
    }
    // One block is enough to show the missing parts.
    match others.into_iter().next() {
        Some(parsed) => drop(accept(parsed, diagnostics)),
        None => diagnostics.push(without_fragment(source, text, &page)),
    }
    fragments
}

fn read_fence(
    source: &Arc<Source>,
    start: usize,
    fence: &Fence,
    diagnostics: &mut Diagnostics,
) -> Found {
    if !fence.closed {
        diagnostics.push(unfinished(source, start, fence));
        return Found::Broken;
    }
    let Some(syntax) = syntax(fence) else { return Found::Nothing };
    let range = start + fence.range.start..start + fence.range.end;
    match parse(source, range, &fence.text, syntax) {
        Ok(parsed) if is_candidate(&parsed.fragment.value) => {
            Found::OpenApi(accept(parsed, diagnostics))
        }
        Ok(parsed) => Found::Other(parsed),
        // A block without a language may contain anything in braces.
        Err(_) if fence.language.is_empty() && !fence.text.contains("openapi") => Found::Nothing,
        Err(error) => {
            diagnostics.push(unparsable(source, syntax, &error));
            Found::Broken
        }
    }
}

/// The declared syntax of a fence, if it may contain a fragment.
fn syntax(fence: &Fence) -> Option<Syntax> {
    let looks_like_json = fence.text.trim_start().starts_with('{');
    match fence.language.as_str() {
        "json" => Some(Syntax::Json),
        "yaml" | "yml" => Some(Syntax::Yaml),
        // JSON with comments, which are reported.
        "jsonc" | "json5" => is_openapi(&fence.text).then_some(Syntax::Json),
        "" if looks_like_json => Some(Syntax::Json),
        "" => super::looks_like_yaml(&unindented(&fence.text)).then_some(Syntax::Yaml),
        language if language.starts_with("openapi") || language.starts_with("vnd.oai.openapi") => {
            let json =
                language.ends_with("json") || (looks_like_json && !language.ends_with("yaml"));
            Some(if json { Syntax::Json } else { Syntax::Yaml })
        }
        _ => None,
    }
}

/// Whether a text in a form of JSON has a key of OpenAPI's version.
fn is_openapi(text: &str) -> bool {
    ["openapi", "swagger"].iter().any(|key| {
        let keys = text.match_indices(key).map(|(at, key)| &text[at + key.len()..]);
        keys.map(|rest| rest.trim_start_matches(['"', '\'', ' '])).any(|rest| rest.starts_with(':'))
    })
}

/// A text without the indentation of its first line.
fn unindented(text: &str) -> String {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let indent = first.len() - first.trim_start().len();
    let lines = text.lines().map(|line| line.get(indent..).unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a value is intended as OpenAPI, valid or not.
fn is_candidate(value: &Value) -> bool {
    ["openapi", "swagger"].iter().any(|key| value.get(key).is_some())
        || value.get("paths").is_some_and(Value::is_object)
}

fn unfinished(source: &Arc<Source>, start: usize, fence: &Fence) -> Diagnostic {
    let line = source.text[start + fence.block.start..].lines().next().unwrap_or_default();
    let at = start + fence.block.start;
    Diagnostic::new(Code::UnfinishedFence, "this fenced block is not closed before the page ends")
        .at(Place::span(source, at..at + line.len()))
        .help("the page was probably cut off: save it again")
}

fn not_found(source: &Arc<Source>, start: usize, page: &Page) -> Option<Diagnostic> {
    let heading = page.heading.as_ref()?;
    let letters = |c: char| if c.is_alphabetic() { c.to_ascii_lowercase() } else { ' ' };
    let text: String = heading.text.chars().map(letters).collect();
    if text.split_whitespace().collect::<Vec<_>>() != ["page", "not", "found"] {
        return None;
    }
    let span = start + heading.range.start..start + heading.range.end;
    let message = "the documentation responded that this page does not exist";
    let place = Place::span(source, span);
    let help = "correct the page's address, or remove the page from the inputs";
    Some(Diagnostic::new(Code::PageNotFound, message).at(place).help(help))
}

fn without_fragment(source: &Arc<Source>, text: &str, page: &Page) -> Diagnostic {
    if page.heading.is_none() && page.fences.is_empty() && is_rendered(text) {
        let message =
            "this is the rendered page, as a browser shows it; its Markdown form is needed";
        return Diagnostic::new(Code::RenderedPage, message).at(Place::whole(source)).help(
            "a documentation site often serves it at the page's address with `.md` at the end",
        );
    }
    Diagnostic::new(Code::NoFragment, "this page holds no OpenAPI fragment")
        .at(Place::whole(source))
        .help("a fragment is a fenced block of JSON or YAML with an `openapi` key")
}

/// Whether a text has at least two of the lines that documentation sites render around an operation.
fn is_rendered(text: &str) -> bool {
    const SIGNS: [&str; 16] = [
        "Authorizations",
        "Body",
        "Responses",
        "Response",
        "Request",
        "Path parameters",
        "Query parameters",
        "Header parameters",
        "application/json",
        "chevron-right",
        "Test it",
        "Try it",
        "Show properties",
        "Last updated",
        "Was this helpful?",
        "No content",
    ];
    let found: BTreeSet<&str> = text
        .lines()
        .map(str::trim)
        .filter_map(|line| SIGNS.into_iter().find(|sign| sign.eq_ignore_ascii_case(line)))
        .collect();
    found.len() >= 2
}
