//! Sources in; OpenAPI [`Fragment`]s out.
//!
//! A source is a Markdown page with fragments in fenced blocks, or a whole OpenAPI document in JSON or YAML. The extension of its name,
//! or else its text, determines its kind. All findings are collected; none stops the other sources or fences.

mod check;
mod fences;
mod page;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{
    FaultKind, Fragment, ParseError, Parsed, Syntax, body, extension, file, parse, references,
    tokens,
};
use crate::source::{Place, Source, floor};
use serde_json::Value;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// The fragments of all sources, in the order of the sources and of their text.
///
/// A fragment without the parts that later stages need is reported and left out.
pub fn extract(sources: &[Arc<Source>], diagnostics: &mut Diagnostics) -> Vec<Fragment> {
    let mut own = Diagnostics::new();
    let fragments: Vec<Fragment> =
        sources.iter().flat_map(|source| read_source(source, &mut own)).collect();
    let is_beside = |finding: &Diagnostic| {
        let place = finding.place.as_ref();
        finding.code == Code::NoFragment && place.is_some_and(|place| place.source.is_found())
    };
    for finding in own.into_sorted() {
        let is_note = !fragments.is_empty() && is_beside(&finding);
        diagnostics.push(if is_note { left_out(finding) } else { finding });
    }
    fragments
}

/// The note on a page without a fragment, in a folder that has others.
fn left_out(finding: Diagnostic) -> Diagnostic {
    let message = "this page of a folder holds no OpenAPI fragment and was left out";
    Diagnostic { place: finding.place, ..Diagnostic::new(Code::NoFragmentInFolder, message) }
}

/// The sources that describe an API themselves, and the parsed files that other sources refer to: those that only references reach, and
/// those that are referred to and are not OpenAPI.
pub(crate) fn parted(
    sources: Vec<Arc<Source>>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Arc<Source>>, Vec<Fragment>) {
    let mut wanted: HashSet<String> = HashSet::new();
    for source in &sources {
        let references = references(&source.text);
        wanted.extend(references.iter().filter_map(|text| file(&source.name, text)));
    }
    let (mut own, mut files) = (Vec::new(), Vec::new());
    for source in sources {
        let Kind::Document(syntax) = kind(&source) else {
            own.push(source);
            continue;
        };
        if !source.is_referred() && !wanted.contains(&source.name) {
            own.push(source);
            continue;
        }
        let range = body(&source);
        let text = &source.text[range.clone()];
        let is_own =
            |value: &Value| value.get("openapi").or_else(|| value.get("swagger")).is_some();
        match parse(&source, range, text, syntax) {
            Ok(parsed) if source.is_referred() || !is_own(&parsed.fragment.value) => {
                files.push(parsed.fragment);
            }
            Err(error) if source.is_referred() => {
                diagnostics.push(unparsable(&source, syntax, &error));
            }
            _ => own.push(source),
        }
    }
    (own, files)
}

/// The kind of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Html,
    Markdown,
    Document(Syntax),
}

fn read_source(source: &Arc<Source>, diagnostics: &mut Diagnostics) -> Vec<Fragment> {
    match kind(source) {
        Kind::Html => {
            diagnostics.push(html(source));
            Vec::new()
        }
        Kind::Markdown => page::read(source, diagnostics),
        Kind::Document(syntax) => read_document(source, syntax, diagnostics),
    }
}

fn html(source: &Arc<Source>) -> Diagnostic {
    let (message, help) = if matches!(extension(&source.name).as_str(), "json" | "yaml" | "yml") {
        let help = "fetch the document itself: its address may have returned a login page, or a page that displays the document";
        ("this is an HTML page, not a document", help)
    } else {
        let help =
            "a documentation site often serves it at the page's address with `.md` at the end";
        ("this is an HTML page; its Markdown form is needed", help)
    };
    Diagnostic::new(Code::HtmlPage, message).at(Place::whole(source)).help(help)
}

fn read_document(
    source: &Arc<Source>,
    syntax: Syntax,
    diagnostics: &mut Diagnostics,
) -> Vec<Fragment> {
    let range = body(source);
    let text = &source.text[range.clone()];
    match parse(source, range, text, syntax) {
        Ok(parsed) => accept(parsed, diagnostics).into_iter().collect(),
        Err(error) => {
            diagnostics.push(unparsable(source, syntax, &error));
            Vec::new()
        }
    }
}

/// Reports the faults of a fragment or document, and returns it if the later stages can read it.
fn accept(parsed: Parsed, diagnostics: &mut Diagnostics) -> Option<Fragment> {
    let Parsed { mut fragment, duplicates, not_in_json } = parsed;
    not_in_json.into_iter().for_each(|finding| diagnostics.push(finding));
    let source = &fragment.origin.source;
    for duplicate in duplicates {
        let key = tokens(&duplicate.pointer).last().unwrap_or_default();
        let first = Place::span(source, duplicate.first).at(&*duplicate.pointer).at_key();
        diagnostics.push(
            Diagnostic::new(
                Code::DuplicateKey,
                format!("the key `{key}` is named twice in one object"),
            )
            .at(Place::span(source, duplicate.range).at(&*duplicate.pointer).at_key())
            .related(Place { pointer: String::new(), ..first }, "named here first")
            .help("programs differ on which one counts: remove one of them"),
        );
    }
    check::complete_version(&mut fragment, diagnostics);
    check::check(&fragment, diagnostics).then_some(fragment)
}

fn unparsable(source: &Arc<Source>, syntax: Syntax, error: &ParseError) -> Diagnostic {
    let (code, name) = match syntax {
        Syntax::Json => (Code::InvalidJson, "JSON"),
        Syntax::Yaml => (Code::InvalidYaml, "YAML"),
    };
    let place = Place::span(source, char_at(&source.text, error.offset));
    if error.kind == FaultKind::TooLarge {
        let message = format!("this {name} is too large to be read: {}", error.message);
        let help = "split the document, or remove the parts that do not describe the API";
        return Diagnostic::new(Code::TooManyValues, message).at(place).help(help);
    }
    let Some(start) = error.unclosed else {
        let message = format!("this {name} does not parse: {}", error.message);
        let mut finding = Diagnostic::new(code, message).at(place);
        let rest = source.text.get(error.offset..).unwrap_or_default();
        finding.help = cure(syntax, error, rest).map(str::to_owned);
        return finding;
    };
    let kind = if source.text[start..].starts_with('[') { "array" } else { "object" };
    let message = format!("this {name} does not parse: the {kind} that begins here has no end");
    let label = format!("it should end before this: {}", error.message);
    Diagnostic::new(code, message)
        .at(Place::span(source, start..start + 1))
        .related(place, label)
        .help("close it, or remove what opens it")
}

/// The help text for a fault and the remaining text, if the message of the parser is not enough.
fn cure(syntax: Syntax, error: &ParseError, rest: &str) -> Option<&'static str> {
    let (kind, message) = (error.kind, error.message.as_str());
    if rest.starts_with('\0') {
        Some("it looks like UTF-16; save it as UTF-8")
    } else if syntax == Syntax::Json && rest.starts_with(['/', '#']) {
        Some("JSON has no comments: remove them")
    } else if syntax == Syntax::Json && rest.starts_with('\'') {
        Some("JSON has strings in double quotes only")
    } else if syntax == Syntax::Json && message.contains("hex escape") {
        Some(
            "half of a character of two \\u escapes (a surrogate) stands alone: write the other half too, or the character itself",
        )
    } else if syntax == Syntax::Json && message.contains("number out of range") {
        Some("write a number of at most 1.7e308")
    } else if syntax == Syntax::Yaml && rest.starts_with(['*', '&', '@', '`', '%']) {
        Some("write a string that begins with this character in quotes")
    } else if message.contains("valid YAML whitespace") {
        Some("replace the tab by a space")
    } else if kind == FaultKind::Tab {
        Some("indent with spaces")
    } else if kind == FaultKind::Mapping {
        Some(
            "write a string that holds `: ` in quotes, and each key of an object in the same column",
        )
    } else {
        None
    }
}

/// The byte range of the character at an offset, or of the end of the text.
fn char_at(text: &str, offset: usize) -> Range<usize> {
    let start = floor(text, offset);
    start..start + text[start..].chars().next().map_or(0, char::len_utf8)
}

fn kind(source: &Source) -> Kind {
    let text = source.text[body(source)].trim_start();
    if is_html(text) {
        return Kind::Html;
    }
    match extension(&source.name).as_str() {
        "md" | "markdown" => Kind::Markdown,
        "json" => Kind::Document(Syntax::Json),
        "yaml" | "yml" => Kind::Document(Syntax::Yaml),
        _ if looks_like_json(text) => Kind::Document(Syntax::Json),
        _ if looks_like_yaml(text) => Kind::Document(Syntax::Yaml),
        _ => Kind::Markdown,
    }
}

fn is_html(text: &str) -> bool {
    let start: String = text.chars().take(14).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html")
        || start
            .strip_prefix("<html")
            .is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\r', '\t']))
}

/// Whether a text is probably JSON: `{` may also open a template tag, `[` a link and `"` a quotation, so the text after it decides.
fn looks_like_json(text: &str) -> bool {
    let mut rest = text.chars().filter(|character| !character.is_whitespace());
    match (rest.next(), rest.next()) {
        (Some('{'), next) => matches!(next, Some('"' | '}') | None),
        (Some('['), next) => matches!(next, Some('[' | '{' | ']')) || parses(text),
        (Some('"'), _) => parses(text),
        _ => false,
    }
}

fn parses(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Whether a text is probably YAML: it begins with a key, and has a top-level `openapi` or `swagger` key before any fence.
fn looks_like_yaml(text: &str) -> bool {
    let mut lines = text
        .lines()
        .filter(|line| {
            !line.trim().is_empty() && !line.starts_with(['#', '%']) && line.trim() != "---"
        })
        .peekable();
    lines.peek().is_some_and(|line| line.split_once(':').is_some_and(|(key, _)| !key.contains(' ')))
        && lines
            .take_while(|line| !line.starts_with("```") && !line.starts_with("~~~"))
            .filter_map(|line| line.split_once(':'))
            .any(|(key, _)| matches!(key.trim_matches(['"', '\'']), "openapi" | "swagger"))
}
