//! Pages and documents in, fragments and diagnostics out.

use specweave::diagnostic::{Code, Diagnostic, Diagnostics};
use specweave::document::{Fragment, Syntax, locate};
use specweave::extract::extract;
use specweave::source::{Position, Source};
use std::sync::Arc;

const FRAGMENT: &str = r#"{"openapi":"3.0.1","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{"responses":{}}}}}"#;

fn run(name: &str, text: &str) -> (Vec<Fragment>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::new();
    let fragments = extract(&[Arc::new(Source::new(name, text))], &mut diagnostics);
    (fragments, diagnostics.into_sorted())
}

fn codes(name: &str, text: &str) -> Vec<Code> {
    run(name, text).1.iter().map(|diagnostic| diagnostic.code).collect()
}

/// The only diagnostic of a page that has no fragment.
fn only(name: &str, text: &str) -> Diagnostic {
    let (fragments, mut diagnostics) = run(name, text);
    assert_eq!((fragments.len(), diagnostics.len()), (0, 1), "{diagnostics:#?}");
    diagnostics.remove(0)
}

fn position(diagnostic: &Diagnostic) -> (usize, usize) {
    let Position { line, column } = diagnostic.place.as_ref().unwrap().position().unwrap();
    (line, column)
}

/// Fragments that passed without a finding.
fn clean(name: &str, text: &str) -> Vec<Fragment> {
    let (fragments, diagnostics) = run(name, text);
    assert_eq!(diagnostics, [], "{name}");
    fragments
}

fn page(fence: &str) -> String {
    format!(
        "# Tag\n\nAbout.\n\n## GET /a\n\n> Quote\n\n{fence}\n\n\n---\n\n# Trailer\n\n```\nGET https://x.example/a.md?ask=<question>\n```\n"
    )
}

#[test]
fn a_page_has_one_fragment_per_fence_and_its_trailer_is_ignored() {
    let fence = format!("```json\n{FRAGMENT}\n```");
    let text = page(&format!("{fence}\n\n## Two\n\n{fence}"));
    let fragments = clean("p.md", &text);
    assert_eq!(fragments.len(), 2);
    for fragment in &fragments {
        assert_eq!(text[fragment.origin.range.clone()].trim(), FRAGMENT);
        assert_eq!(fragment.value["openapi"], "3.0.1");
    }
    assert!(fragments[0].origin.range.end < fragments[1].origin.range.start);
}

#[test]
fn the_forms_a_fence_comes_in_are_all_read() {
    let yaml =
        "openapi: 3.0.1\npaths:\n  /a:\n    get:\n      responses:\n        200: {description: OK}";
    for fence in [
        format!("```json\n{FRAGMENT}\n```"),
        format!("```JSON title=\"x\"\n{FRAGMENT}\n```"),
        format!("```json,ignore\n{FRAGMENT}\n```"),
        format!("```\n{FRAGMENT}\n```"),
        format!("~~~~ openapi+json\n{FRAGMENT}\n~~~~"),
        format!("```openapi\n{FRAGMENT}\n```"),
        format!("```openapi\n{yaml}\n```"),
        format!("```yaml\n{yaml}\n```"),
        format!("```yml\n{yaml}\n```"),
        format!("```openapi+yaml\n{yaml}\n```"),
        format!("```application/vnd.oai.openapi+json\n{FRAGMENT}\n```"),
    ] {
        let fragments = clean("p.md", &page(&fence));
        assert_eq!(fragments.len(), 1, "{fence}");
        assert!(fragments[0].value["paths"]["/a"]["get"].is_object(), "{fence}");
    }
}

#[test]
fn byte_order_mark_line_ends_banner_front_matter_and_missing_newline_do_not_matter() {
    let plain = page(&format!("```json\n{FRAGMENT}\n```"));
    let end = plain.find("\n\n\n---").unwrap();
    for text in [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        format!("> For the index, see [llms.txt](https://x.example/llms.txt)\n\n{plain}"),
        format!("---\ntitle: Tag\n---\n\n{plain}"),
        plain[..end].to_owned(),
    ] {
        let fragments = clean("p.md", &text);
        assert_eq!(fragments.len(), 1, "{text}");
        let place = fragments[0].origin.place("/openapi");
        assert_eq!(&text[place.span.unwrap()], r#""3.0.1""#);
    }
}

#[test]
fn fences_in_quotes_and_lists_keep_their_positions() {
    let pretty = "{\n  \"openapi\": \"3.0.1\",\n  \"paths\": {\"/é\": {}}\n}";
    let yaml = "openapi: 3.1.0\npaths:\n  /é:\n    summary: S";
    for (mark, language, body) in [
        ("> ", "json", pretty),
        ("> ", "yaml", yaml),
        ("   ", "json", pretty),
        ("   ", "yaml", yaml),
    ] {
        let fence = format!("```{language}\n{body}\n```").replace('\n', &format!("\n{mark}"));
        for newline in ["\n", "\r\n"] {
            let first = if mark == "> " { "> " } else { "1. " };
            let text = format!("# T\n\n{first}{fence}\n").replace('\n', newline);
            let fragments = clean("p.md", &text);
            let place = fragments[0].origin.place("/openapi");
            let found = &text[place.span.clone().unwrap()];
            assert!(found.trim_matches('"').starts_with("3."), "{found:?} in {text:?}");
            assert!(fragments[0].value["paths"]["/é"].is_object());
        }
    }
}

#[test]
fn a_fence_without_a_language_is_read_if_it_holds_openapi() {
    let yaml =
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {responses: {}}}}\n";
    let listed: String = yaml.lines().map(|line| format!("  {line}\n")).collect();
    for fence in [
        format!("```\n{yaml}```"),
        format!("~~~\n# A comment.\n{yaml}~~~"),
        format!("- Item\n\n  ```\n{listed}  ```"),
        format!("```jsonc\n{FRAGMENT}\n```"),
    ] {
        assert_eq!(clean("p.md", &page(&fence)).len(), 1, "{fence}");
    }
    let found = only("p.md", "```jsonc\n{\"openapi\": \"3.0.3\", // Why.\n\"paths\": {}}\n```\n");
    assert!(found.help.unwrap().contains("remove them"));
    for other in ["```\nGET /openapi: yes\n```", "```\nkey: value\n```", "```jsonc\n// {}\n```"] {
        assert_eq!(only("p.md", &page(other)).code, Code::NoFragment, "{other}");
    }
}

#[test]
fn a_page_without_fragments_says_so() {
    assert_eq!(only("p.md", "# Guide\n\nText.\n\n```sh\ncurl x\n```\n").code, Code::NoFragment);
    assert_eq!(only("p.md", "").code, Code::NoFragment);
    assert_eq!(only("p.md", "# Guide\n\n```\n{id} is a variable\n```\n").code, Code::NoFragment);
}

#[test]
fn other_json_is_named_only_if_the_page_has_nothing_better() {
    let example = "```json\n{\"id\": 1}\n```";
    let diagnostic = only("p.md", &page(example));
    assert_eq!((diagnostic.code, position(&diagnostic)), (Code::NotOpenApi, (10, 1)));
    assert_eq!(codes("p.md", &page(&format!("{example}\n\n{example}"))), [Code::NotOpenApi]);
    let fragments = clean("p.md", &page(&format!("{example}\n\n```json\n{FRAGMENT}\n```")));
    assert_eq!(fragments.len(), 1);
    let lost = format!("```json\n{FRAGMENT}\n```\n\n```json\n{{\"paths\":{{}}}}\n```");
    assert_eq!(codes("p.md", &page(&lost)), [Code::NotOpenApi], "a fragment that lost its version");
}

#[test]
fn a_rendered_page_is_recognised() {
    let text = "Session\n\nLog in\n\npost\nAuthorizations\nTOKENstringRequired\nResponses\n200\n\nOK\n\napplication/json\n";
    for name in ["s.txt", "s.md", "s"] {
        let diagnostic = only(name, text);
        assert_eq!(diagnostic.code, Code::RenderedPage);
        assert!(diagnostic.help.unwrap().contains(".md"));
    }
    assert_eq!(only("s.md", "Responses come later.\n").code, Code::NoFragment);
    assert_eq!(only("s.md", "Responses\n\nThey come later.\n").code, Code::NoFragment);
    assert_eq!(only("s.md", &format!("# Session\n\n{text}")).code, Code::NoFragment);
}

#[test]
fn a_missing_page_is_recognised_before_anything_else() {
    let trailer = "\n\n```json\n{\"ask\": 1}\n```\n\n```\nGET https://x.example\n```\n";
    for heading in
        ["# Page Not Found", "# page not found", "# PAGE NOT FOUND!", "# 404: *Page* not found"]
    {
        let diagnostic = only("p.md", &format!("> Banner\n\n{heading}{trailer}"));
        assert_eq!(
            (diagnostic.code, position(&diagnostic)),
            (Code::PageNotFound, (3, 1)),
            "{heading}"
        );
    }
    let front_matter = "---\ntitle: T\n---\n\n# Page Not Found\n";
    assert_eq!(only("p.md", front_matter).code, Code::PageNotFound);
    assert_eq!(codes("p.md", "# Errors\n\n## Page Not Found\n"), [Code::NoFragment]);
}

#[test]
fn html_is_recognised_whatever_it_is_called() {
    for text in ["<!DOCTYPE html><html></html>", "\u{feff}\n <!doctype HTML>\n", "<html lang=en>"] {
        for name in ["p.md", "p.json", "p.yaml", "p"] {
            assert_eq!(only(name, text).code, Code::HtmlPage, "{name}");
        }
    }
    assert_eq!(only("p.md", "<htmlish>").code, Code::NoFragment);
}

#[test]
fn broken_json_is_reported_at_its_byte_and_stops_nothing() {
    let broken = "```json\n{\"openapi\": \"3.0.1\",\n  \"é\": tru, \"paths\": {}}\n```";
    let text = page(&format!("{broken}\n\n```json\n{FRAGMENT}\n```"));
    let (fragments, diagnostics) = run("p.md", &text);
    assert_eq!((fragments.len(), diagnostics.len()), (1, 1));
    assert_eq!((diagnostics[0].code, position(&diagnostics[0])), (Code::InvalidJson, (11, 11)));
    let span = diagnostics[0].place.clone().unwrap().span.unwrap();
    assert_eq!(&text[span], ",");
    assert!(!diagnostics[0].message.contains("line"), "{}", diagnostics[0].message);
}

#[test]
fn json_that_ends_too_early_is_reported_where_what_has_no_end_begins() {
    let diagnostic = only("d.json", "{\"openapi\": {\"a\": \"3.0.1\"\n");
    assert_eq!((diagnostic.code, position(&diagnostic)), (Code::InvalidJson, (1, 13)));
    let end = diagnostic.related[0].0.position().unwrap();
    assert_eq!((end.line, end.column), (1, 26));
    assert_eq!(only("d.json", "").code, Code::InvalidJson);
    // Nothing is a document in YAML: null.
    assert_eq!(only("d.yaml", "").code, Code::NotOpenApi);
}

#[test]
fn broken_yaml_is_reported_with_its_place() {
    let diagnostic = only("p.md", &page("```yaml\nopenapi: 3.0.1\npaths: [\n```"));
    assert_eq!(diagnostic.code, Code::InvalidYaml);
    assert!((11..=12).contains(&position(&diagnostic).0), "{diagnostic:?}");
    let diagnostic = only("d.yaml", "openapi: 3.0.1\nkey: [1, 2}\n");
    assert_eq!((diagnostic.code, position(&diagnostic).0), (Code::InvalidYaml, 2));
}

#[test]
fn a_page_cut_off_in_a_fence_is_recognised() {
    for (end, expected) in [("", 2), ("\n``", 2), ("\n~~~", 2), ("\n```", 0)] {
        let half = if expected == 0 { FRAGMENT } else { &FRAGMENT[..40] };
        let text = format!("# T\n\n```json\n{FRAGMENT}\n```\n\n```json\n{half}{end}");
        let (fragments, diagnostics) = run("p.md", &text);
        let codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        if expected == 0 {
            assert_eq!((fragments.len(), codes.len()), (2, 0));
        } else {
            assert_eq!((fragments.len(), codes), (1, vec![Code::UnfinishedFence]), "{end:?}");
            assert_eq!(position(&diagnostics[0]), (7, 1));
        }
    }
    assert_eq!(only("p.md", "# T\n\n````json\n{}\n```\n").code, Code::UnfinishedFence);
    assert_eq!(only("p.md", "# T\n\n```json").code, Code::UnfinishedFence);
}

#[test]
fn the_shape_of_a_fragment_is_checked() {
    for (json, code) in [
        (r#"{"openapi":"3.0.1"}"#, Code::MissingPaths),
        (r#"{"openapi":"3.0.1","paths":[]}"#, Code::MissingPaths),
        (r#"{"openapi":"2.0.0","paths":{}}"#, Code::UnsupportedVersion),
        (r#"{"openapi":"3.3.0","paths":{}}"#, Code::UnsupportedVersion),
        (r#"{"openapi":"3.1.0"}"#, Code::MissingPaths),
        (r#"{"openapi":"3.01","paths":{}}"#, Code::UnsupportedVersion),
        (r#"{"openapi":4,"paths":{}}"#, Code::UnsupportedVersion),
        (r#"{"openapi":null,"paths":{}}"#, Code::UnsupportedVersion),
        (r#"{"swagger":"1.2","paths":{}}"#, Code::UnsupportedVersion),
    ] {
        assert_eq!(only("d.json", json).code, code, "{json}");
        assert_eq!(only("p.md", &page(&format!("```json\n{json}\n```"))).code, code, "{json}");
    }
    assert_eq!(clean("d.json", r#"{"swagger":"2.0","paths":{}}"#).len(), 1);
    for version in ["3.0.0", "3.0.4", "3.1.0", "3.1.2", "3.2.0", "3.0.0-rc2"] {
        let json = format!(r#"{{"openapi":"{version}","paths":{{}}}}"#);
        assert_eq!(clean("d.json", &json).len(), 1);
    }
}

#[test]
fn a_version_without_its_last_number_is_read_as_the_first_of_its_kind() {
    for (written, read) in [
        ("3.0", "3.0.0"),
        ("'3.0'", "3.0.0"),
        ("3.1", "3.1.0"),
        ("\"3.2\"", "3.2.0"),
        ("3", "3.0.0"),
    ] {
        let (fragments, found) = run("d.yaml", &format!("openapi: {written}\npaths: {{}}\n"));
        assert_eq!(fragments[0].value["openapi"], read, "{written}");
        let [found] = found.as_slice() else { panic!("{found:#?}") };
        assert_eq!(found.code, Code::MalformedKeyword);
        assert_eq!(found.place.as_ref().unwrap().pointer, "/openapi");
        assert!(found.message.ends_with(&format!("it was read as {read:?}")), "{}", found.message);
    }
}

#[test]
fn what_a_parser_says_of_yaml_has_a_cure_where_its_words_do_not_tell() {
    for (text, cure) in [
        ("openapi: 3.0.3\ninfo:\n  title: A: B\n", "in quotes"),
        ("openapi: 3.0.3\npaths:\n\t/a:\n", "indent with spaces"),
        ("openapi: 3.0.3\ninfo:\n  title:\tA\n", "replace the tab by a space"),
    ] {
        let found = only("d.yaml", text);
        assert_eq!(found.code, Code::InvalidYaml);
        assert!(found.help.as_ref().is_some_and(|help| help.contains(cure)), "{found:#?}");
    }
}

#[test]
fn a_document_may_describe_types_alone() {
    for (json, is_said) in [
        (r#"{"openapi":"3.0.3","components":{"schemas":{}}}"#, true),
        (r#"{"openapi":"3.0.3","paths":null,"components":{}}"#, true),
        (r#"{"swagger":"2.0","definitions":{}}"#, true),
        (r#"{"openapi":"3.1.0","components":{}}"#, false),
        (r#"{"openapi":"3.1.0","paths":null,"webhooks":{}}"#, false),
    ] {
        let (fragments, found) = run("d.json", json);
        assert_eq!(fragments.len(), 1, "{json}");
        let codes: Vec<_> = found.iter().map(|found| found.code).collect();
        assert_eq!(
            codes,
            [Code::TypesOnly].iter().take(is_said.into()).copied().collect::<Vec<_>>()
        );
    }
    for json in [r#"{"openapi":"3.0.3","paths":null}"#, r#"{"openapi":"3.1.0","components":null}"#]
    {
        assert_eq!(only("d.json", json).code, Code::MissingPaths, "{json}");
    }
}

#[test]
fn a_document_that_is_no_object_with_a_version_is_not_openapi() {
    for (name, text) in [
        ("d.json", "[]"),
        ("d.json", "\"text\""),
        ("d.json", "{\"info\": {}}"),
        ("d", "[{\"openapi\": \"3.0.1\"}]"),
        ("d", "\"text\""),
        ("d", "{}"),
        ("d.yaml", "- a\n"),
        ("d.yaml", "just text\n"),
    ] {
        assert_eq!(only(name, text).code, Code::NotOpenApi, "{name} {text}");
    }
}

#[test]
fn the_kind_of_a_source_follows_from_its_text_if_its_name_does_not_say() {
    let yaml = "# A comment\nopenapi: 3.0.1\npaths: {}\n";
    let quoted = "---\ninfo:\n  title: T\n\"openapi\": 3.0.1\npaths: {}\n";
    for text in [FRAGMENT, &format!("\u{feff}\n{FRAGMENT}"), yaml, quoted] {
        assert_eq!(clean("download", text).len(), 1, "{text}");
    }
    assert_eq!(clean("d.JSON", FRAGMENT)[0].origin.syntax, Syntax::Json);
    assert_eq!(clean("d.YML", yaml)[0].origin.syntax, Syntax::Yaml);
    assert_eq!(clean("d.yaml", FRAGMENT)[0].origin.syntax, Syntax::Yaml, "JSON is YAML");
    let page = page("```yaml\nopenapi: 3.0.1\npaths: {}\n```");
    assert_eq!(clean("a.b/page", &page).len(), 1);
    assert_eq!(clean("page", &format!("[link](x)\n\n{page}")).len(), 1);
    assert_eq!(clean("page", &format!("{{% tag %}}\n\n{page}")).len(), 1);
    assert_eq!(clean("page", &format!("Note:\n\n{page}")).len(), 1);
}

#[test]
fn a_key_named_twice_is_reported_with_its_pointer() {
    let json = r#"{"openapi":"3.0.1","paths":{"/a b/~":{"get":{"x":1,"y":{"x":2},"x":3}}}}"#;
    let yaml = "openapi: 3.0.1\npaths:\n  /a b/~:\n    get:\n      x: 1\n      y: {x: 2}\n      \"x\": 3\n";
    for (name, text) in [("d.json", json), ("d.yaml", yaml)] {
        let (_, diagnostics) = run(name, text);
        assert_eq!(diagnostics.len(), 1, "{diagnostics:#?}");
        let place = diagnostics[0].place.clone().unwrap();
        assert_eq!(diagnostics[0].code, Code::DuplicateKey);
        assert_eq!(place.pointer, "/paths/~1a b~1~0/get/x");
        let (own, first) = (place.span.unwrap(), diagnostics[0].related[0].0.span.clone().unwrap());
        assert_eq!((&text[own.clone()], &text[first.clone()]), ("x", "x"));
        assert!(text[..first.end].len() < text.find("\"y\"").or(text.find("y:")).unwrap());
        assert_eq!(text.rfind('x'), Some(own.start));
    }
    assert_eq!(
        codes("d.json", r#"{"openapi":"3.0.1","paths":{},"\u0070aths":{}}"#),
        [Code::DuplicateKey]
    );
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    let deep = "[".repeat(10_000);
    let objects = "{\"a\":".repeat(10_000);
    let closed = format!("{deep}{}", "]".repeat(10_000));
    for text in [&deep, &closed, &objects] {
        assert_eq!(codes("d.json", text), [Code::InvalidJson]);
        assert_eq!(codes("d.yaml", text), [Code::InvalidYaml]);
        assert_eq!(codes("p.md", &page(&format!("```json\n{text}\n```"))), [Code::InvalidJson]);
        assert!(!run("d", text).1.is_empty());
        locate(text, Syntax::Json, "/0/0/0");
        locate(text, Syntax::Yaml, "/0/0/0");
    }
    let block = format!("openapi: 3.0.1\npaths:\n  {}x\n", "- ".repeat(10_000));
    assert_eq!(codes("d.yaml", &block), [Code::InvalidYaml]);
    assert!(!run("p.md", &"> ".repeat(10_000)).1.is_empty());
    assert!(!run("p.md", &"- ".repeat(10_000)).1.is_empty());
}

#[test]
fn aliases_that_explode_are_refused() {
    let mut laughs = String::from(
        "openapi: 3.0.1\npaths: {}\na0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n",
    );
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        laughs += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    assert_eq!(codes("d.yaml", &laughs), [Code::InvalidYaml]);
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 1000].join(", "));
    assert_eq!(codes("d.yaml", &long), [Code::InvalidYaml]);
    assert_eq!(
        codes("d.yaml", "openapi: 3.0.1\npaths: {}\nx-a: &a [*a, *a]\n"),
        [Code::InvalidYaml]
    );
}

#[test]
fn every_source_is_read_whatever_is_wrong_with_the_others() {
    let sources: Vec<_> =
        [("a.md", "# Page Not Found"), ("b.json", "{"), ("c.json", FRAGMENT), ("d.md", "#")]
            .map(|(name, text)| Arc::new(Source::new(name, text)))
            .into();
    let mut diagnostics = Diagnostics::new();
    let fragments = extract(&sources, &mut diagnostics);
    let codes: Vec<Code> = diagnostics.into_sorted().iter().map(|d| d.code).collect();
    assert_eq!(
        (fragments.len(), codes),
        (1, vec![Code::PageNotFound, Code::InvalidJson, Code::NoFragment])
    );
}

#[test]
fn json_values_are_located() {
    let text = "{ \"a\" : [ 1 , {\"b/c\": \"x\\\"}\", \"\\u00e9\": true} ], \"\": null }";
    for (pointer, expected) in [
        ("", text),
        ("/a", "[ 1 , {\"b/c\": \"x\\\"}\", \"\\u00e9\": true} ]"),
        ("/a/0", "1"),
        ("/a/1/b~1c", "\"x\\\"}\""),
        ("/a/1/é", "true"),
        ("/", "null"),
        ("/a/1/missing/deeper", "{\"b/c\": \"x\\\"}\", \"\\u00e9\": true}"),
        ("/missing", text),
    ] {
        assert_eq!(&text[locate(text, Syntax::Json, pointer)], expected, "{pointer}");
    }
}

#[test]
fn yaml_values_are_located() {
    let text = "# é\na: &x\n  - 1\n  - 'b/c': |\n      lines\n      more\n    é: [t, {u: v}]\n\nd: *x\n200: y # c\n";
    for (pointer, expected) in [
        ("/a/0", "1"),
        ("/a/1/é", "[t, {u: v}]"),
        ("/a/1/é/1/u", "v"),
        ("/200", "y"),
        ("/d", "*x"),
        ("/d/0", "*x"),
    ] {
        assert_eq!(&text[locate(text, Syntax::Yaml, pointer)], expected, "{pointer}");
    }
    assert!(text[locate(text, Syntax::Yaml, "/a/1/b~1c")].contains("lines"));
    assert!(text[locate(text, Syntax::Yaml, "/a")].ends_with("{u: v}]"));
}

#[test]
fn locating_in_broken_text_does_not_fail() {
    for text in [
        "",
        "}",
        "]]",
        "{\"a",
        "{\"a\":",
        "[1,",
        "{1:2}",
        "\\",
        "{\"a\\é\":\"\\",
        "? [a]\n: b\n",
        "é: [",
        "*x",
    ] {
        for syntax in [Syntax::Json, Syntax::Yaml] {
            for pointer in ["", "/a", "/0/b", "x", "/"] {
                let range = locate(text, syntax, pointer);
                assert!(text.get(range).is_some(), "{text:?} {pointer}");
            }
        }
    }
}

#[test]
fn many_places_in_a_large_document_are_found_quickly() {
    let paths: Vec<String> = (0..20_000)
        .map(|n| {
            format!(r#""/path/{n}":{{"get":{{"summary":"{}","responses":{{}}}}}}"#, "s".repeat(200))
        })
        .collect();
    let text = format!(r#"{{"openapi":"3.0.1","paths":{{{}}}}}"#, paths.join(","));
    assert!(text.len() > 5_000_000);
    for name in ["d.json", "d.yaml"] {
        let fragments = clean(name, &text);
        let start = std::time::Instant::now();
        for n in 0..1000 {
            let place = fragments[0].origin.place(&format!("/paths/~1path~1{n}/get/responses"));
            assert_eq!(&text[place.span.unwrap()], "{}");
        }
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    }
}
