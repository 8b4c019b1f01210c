//! Texts that try to break out of comments and strings: the emitted files hold the items of a harmless text, and no others.

use crate::run::{Place, document, files};
use specweave::cli::{Exit, MessageFormat};
use std::collections::BTreeMap;

/// As JSON text, between quotes.
const EVIL: [&str; 22] = [
    r#"*/ } pub fn evil() {"#,
    r#"*/ pub fn evil() {} /*"#,
    r##"\"#"##,
    r###"\"##; pub fn evil() {} r##\""###,
    r#"\"; pub fn evil() {} //"#,
    r#"\n#[doc]"#,
    r#"\n#![allow(warnings)]\npub fn evil() {}"#,
    r#"\r\npub fn evil() {}"#,
    r#"\rpub fn evil() {}"#,
    r#"\u2028pub fn evil() {}\u2029pub fn evil() {}"#,
    r#"\u0085pub fn evil() {}\u000bpub fn evil() {}\u000cpub fn evil() {}"#,
    r#"\u202eevil\u202c \u2066evil\u2069"#,
    r#"\u0000 \u0007 \u001b[31m \ufeff \u200b"#,
    r#"```rust\npanic!(\"ran\");\n```"#,
    r#"~~~rust\npanic!(\"ran\");\n~~~"#,
    r#"```\npanic!(\"ran\");"#,
    r#"    panic!(\"ran\");"#,
    r#"[x]: javascript:alert(1)"#,
    r#"[x](javascript:alert(1)) <script>alert(1)</script>"#,
    r#"\\"#,
    r#"{} {0} {evil} {{"#,
    r#"$crate $($x:tt)* concat!(\"a\")"#,
];

/// A document with a text wherever a text can be.
fn with(text: &str) -> String {
    let schema = format!(
        r#"{{"type":"object","title":"{text}","description":"{text}","properties":{{"a":{{"type":"string","description":"{text}","default":"{text}","pattern":"{text}"}},"b":{{"type":"string","deprecated":true}}}}}}"#
    );
    let operation = format!(
        r#"{{"operationId":"get","tags":["T"],"summary":"{text}","description":"{text}","deprecated":true,"parameters":[{{"name":"p","in":"query","description":"{text}","schema":{{"type":"string"}}}},{{"name":"r","in":"query","required":true,"description":"{text}","schema":{{"type":"string"}}}}],"requestBody":{{"required":true,"description":"{text}","content":{{"application/json":{{"schema":{{"$ref":"\u0023/components/schemas/S"}}}}}}}},"responses":{{"200":{{"description":"{text}"}},"404":{{"description":"{text}","content":{{"application/json":{{"schema":{{"$ref":"\u0023/components/schemas/S"}}}}}}}}}}}}"#
    );
    let document = document(&format!(r#""/a":{{"put":{operation}}}"#), &format!(r#""S":{schema}"#));
    let info = format!(
        r#""info":{{"title":"{text}","version":"1.0.0","description":"{text}"}},"tags":[{{"name":"T","description":"{text}"}}],"servers":[{{"url":"https://x.example","description":"{text}"}}]"#
    );
    let info = document.replace(r#""info":{"title":"Acme","version":"1.0.0"}"#, &info);
    let schemes = format!(
        r#""components":{{"securitySchemes":{{"K":{{"type":"apiKey","in":"header","name":"X","description":"{text}"}}}},"#
    );
    info.replace(r#""components":{"#, &schemes)
}

/// The items of each file: kind and name, those inside of others included.
fn items(place: &Place) -> BTreeMap<String, Vec<String>> {
    let rust = files(&place.out()).into_iter().filter(|(path, _)| path.ends_with(".rs"));
    rust.map(|(path, text)| {
        let text = String::from_utf8(text).unwrap();
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        let mut names = Vec::new();
        file.items.iter().for_each(|item| name(item, &mut names));
        (path, names)
    })
    .collect()
}

fn name(item: &syn::Item, names: &mut Vec<String>) {
    match item {
        syn::Item::Fn(item) => names.push(format!("fn {}", item.sig.ident)),
        syn::Item::Struct(item) => names.push(format!("struct {}", item.ident)),
        syn::Item::Enum(item) => names.push(format!("enum {}", item.ident)),
        syn::Item::Mod(item) => names.push(format!("mod {}", item.ident)),
        syn::Item::Impl(block) => {
            names.push("impl".into());
            for member in &block.items {
                if let syn::ImplItem::Fn(function) = member {
                    names.push(format!("  fn {}", function.sig.ident));
                }
            }
        }
        syn::Item::Macro(call) => {
            names.push(format!("macro of {} tokens", call.mac.tokens.clone().into_iter().count()));
        }
        _ => names.push("other".into()),
    }
}

/// The lines that open a block of code, in comments and in the README.
fn fences(place: &Place) -> Vec<String> {
    let files = files(&place.out()).into_iter().filter(|(path, _)| !path.contains("runtime"));
    let mut found = Vec::new();
    for (_, text) in files {
        let text = String::from_utf8(text).unwrap();
        let mut open = false;
        for line in text.lines().map(|line| line.trim().trim_start_matches(['/', '!', ' '])) {
            // With more backticks on its line it is a code span.
            let is_fence = line.strip_prefix("```").is_some_and(|rest| !rest.contains('`'));
            if is_fence || line.starts_with("~~~") {
                open = !open;
                if open {
                    found.push(line.to_owned());
                }
            }
        }
        assert!(!open, "{text}");
    }
    found
}

#[test]
fn no_text_breaks_out_of_comments_and_strings() {
    let place = Place::empty();
    assert_eq!(place.generate_text("a.json", with("Harmless")).exit, Exit::Done);
    let expected = items(&place);
    for evil in EVIL {
        let run = place.generate_text("a.json", with(evil));
        assert_eq!(run.exit, Exit::Done, "{evil}: {}", run.stderr);
        assert_eq!(items(&place), expected, "{evil}");
    }
}

#[test]
fn no_text_becomes_a_test_or_leaves_signs_that_cannot_be_seen() {
    let place = Place::empty();
    place.generate_text("a.json", with("Harmless"));
    let examples = fences(&place);
    assert!(!examples.is_empty());
    for evil in EVIL {
        place.generate_text("a.json", with(evil));
        let mut found = fences(&place);
        found.retain(|fence| fence != "```text");
        assert_eq!(found, examples, "{evil}");
        for (path, text) in files(&place.out()) {
            let text = String::from_utf8(text).unwrap();
            assert!(!text.contains(is_hidden), "{evil}: {path}");
        }
    }
}

fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[test]
fn no_text_reaches_a_terminal_with_signs_that_it_would_act_on() {
    const SIGNS: &str = r#"\u001b[31m\u009b31m\u0007\u007f\u0085\u202e\u2066\u2028\ufeff\u0008"#;
    let place = Place::empty();
    for (text, format, verbose) in [
        (with(SIGNS), MessageFormat::Human, true),
        (with(SIGNS), MessageFormat::Json, true),
        (
            document(
                &format!(
                    r#""/{SIGNS}":{{"get":{{"operationId":"{SIGNS}","{SIGNS}":1,"responses":{{"{SIGNS}":{{"description":"{SIGNS}"}}}}}}}}"#
                ),
                &format!(r#""{SIGNS}":{{"type":"{SIGNS}","enum":["{SIGNS}"],"$ref":"{SIGNS}"}}"#),
            ),
            MessageFormat::Human,
            true,
        ),
        (format!(r#"{{"openapi":"{SIGNS}"}}"#), MessageFormat::Human, false),
    ] {
        std::fs::write(place.path().join("a.json"), &text).unwrap();
        let mut options = Place::to(&place.out(), &[]);
        options.input.paths = vec![place.path().join("a.json")];
        options.input.verbose = verbose;
        (options.report, options.message_format) = (true, format);
        let run = place.generate(&options);
        assert!(!run.stdout.contains(is_hidden), "{text}\n{:?}", run.stdout);
        assert!(!run.stderr.contains(is_hidden), "{text}\n{:?}", run.stderr);
        assert!(!(run.stdout + &run.stderr).is_empty(), "{text}");
    }
}

#[test]
fn no_name_breaks_out_of_code() {
    let object = r#"{"type":"object","properties":{"a":{"type":"string"}}}"#;
    for evil in EVIL {
        let schema = format!(
            r#"{{"type":"object","properties":{{"{evil}":{{"type":"string","enum":["{evil}","x"]}}}}}}"#
        );
        let path = format!(
            r#""/{evil}":{{"get":{{"operationId":"{evil}","tags":["{evil}"],"parameters":[{{"name":"{evil}","in":"query","schema":{{"type":"string"}}}}],"responses":{{"200":{{"description":"","content":{{"application/json":{{"schema":{schema}}}}}}}}}}}}}"#
        );
        let place = Place::empty();
        let schemas = format!(r#""{evil}":{schema},"S":{object}"#);
        let run = place.generate_text("a.json", document(&path, &schemas));
        assert_eq!(run.exit, Exit::Done, "{evil}: {}", run.stderr);
        for (path, items) in items(&place) {
            assert!(!items.contains(&"fn evil".to_owned()), "{evil}: {path}");
        }
    }
}
