//! Addresses, names and values at the edge of what can be emitted: what is used is safe, and what is left out is told.

use crate::run::{Place, Run, document, files};
use specweave::cli::{Exit, GenerateOptions};
use std::collections::BTreeSet;
use std::fs;

const SECRET: &str = "hunter2";

/// Generates from a document of one operation with these keys in front, all notes listed.
fn generate(place: &Place, keys: &str, components: &str) -> Run {
    let paths =
        r#""/a":{"get":{"operationId":"get","tags":["T"],"responses":{"204":{"description":""}}}}"#;
    let document = document(paths, "").replacen('{', &format!("{{{keys}"), 1);
    let document =
        document.replace(r#""components":{"#, &format!(r#""components":{{{components}"#));
    let page = place.path().join("a.json");
    fs::write(&page, document).unwrap();
    let mut options = Place::to(&place.out(), &[page.to_str().unwrap()]);
    options.input.verbose = true;
    place.generate(&options)
}

/// All that a run made and said.
fn everything(place: &Place, run: &Run) -> String {
    let files = files(&place.out()).into_iter();
    let texts = files.map(|(path, text)| format!("{path}\n{}", String::from_utf8(text).unwrap()));
    texts.collect::<String>() + &run.stdout + &run.stderr
}

fn with_config(place: &Place, config: &str) -> GenerateOptions {
    let path = place.path().join("specweave.yaml");
    fs::write(&path, config).unwrap();
    let mut options = Place::to(&place.out(), &["bad_input/fixtures/good"]);
    options.input.config = Some(path);
    options
}

#[test]
fn a_server_is_a_host_and_a_path() {
    for (url, code, base) in [
        ("https://user:hunter2@a.test/v1", "SW532", "https://a.test/v1"),
        ("HTTPS://hunter2@a.test", "SW532", "https://a.test"),
        ("https://a.test/v1?key=hunter2", "SW532", "https://a.test/v1"),
        ("https://a.test/v1#hunter2", "SW532", "https://a.test/v1"),
        ("https://u:hunter2@a.test/x?hunter2#hunter2", "SW532", "https://a.test/x"),
        ("javascript:alert('hunter2')", "SW533", ""),
        ("file:///hunter2", "SW533", ""),
        ("https:user:hunter2@a.test", "SW533", ""),
        ("user:hunter2@a.test", "SW533", ""),
        (r"https://a.test\\@hunter2/", "SW533", ""),
        (r"https://a.test/\r\nX-Key: hunter2", "SW533", ""),
        (r"https://a.test/\u0000hunter2", "SW533", ""),
    ] {
        let place = Place::empty();
        let run = generate(&place, &format!(r#""servers":[{{"url":"{url}"}}],"#), "");
        assert_eq!(run.exit, Exit::Done, "{url}: {}", run.stderr);
        assert!(run.stderr.contains(code), "{url}: {}", run.stderr);
        let text = everything(&place, &run);
        assert!(!text.contains(SECRET), "{url}: {}", run.stderr);
        let api = fs::read_to_string(place.out().join("src/api.rs")).unwrap();
        let expected = if base.is_empty() { "None".into() } else { format!("Some({base:?})") };
        assert!(api.contains(&format!("base_url: {expected}")), "{url}: {api}");
    }
}

#[test]
fn a_variable_of_a_server_makes_no_user_either() {
    for variable in [
        r#"{"default":"user:hunter2@a.test"}"#,
        r#"{"default":"a.test","enum":["a.test","user:hunter2@b.test"]}"#,
    ] {
        let server = r#"{"url":"https://{host}/v1","variables":{"host":"#.to_owned() + variable;
        let keys = format!(r#""servers":[{server}}}}}],"#);
        let place = Place::empty();
        let run = generate(&place, &keys, "");
        assert!(run.stderr.contains("SW532"), "{}", run.stderr);
        assert!(!everything(&place, &run).contains(SECRET), "{}", run.stderr);
    }
}

#[test]
fn a_key_is_sent_by_a_name_that_can_be_sent() {
    for (location, name) in [
        ("header", r"X-Key\r\nX-Evil: 1"),
        ("header", "X Key"),
        ("header", "X-Key:"),
        ("header", ""),
        ("header", "größe"),
        ("header", "Host"),
        ("header", "content-length"),
        ("header", "Transfer-Encoding"),
        ("cookie", "a=b; evil"),
        ("cookie", r"a\u0000"),
        ("query", r"a\r\n"),
        ("query", ""),
    ] {
        let scheme = format!(
            r#""securitySchemes":{{"K":{{"type":"apiKey","in":"{location}","name":"{name}"}}}},"#
        );
        let place = Place::empty();
        let run = generate(&place, r#""security":[{"K":[]}],"#, &scheme);
        assert_eq!(run.exit, Exit::Done, "{name}: {}", run.stderr);
        assert!(run.stderr.contains("SW506"), "{location} {name}: {}", run.stderr);
        let api = fs::read_to_string(place.out().join("src/api.rs")).unwrap();
        assert!(api.contains("security_schemes: &[]"), "{location} {name}: {api}");
    }
    let place = Place::empty();
    let scheme = r#""securitySchemes":{"K":{"type":"apiKey","in":"query","name":"a[b]"}},"#;
    let run = generate(&place, r#""security":[{"K":[]}],"#, scheme);
    assert!(!run.stderr.contains("SW506"), "{}", run.stderr);
}

#[test]
fn addresses_of_schemes_are_of_the_web() {
    for (url, told) in [
        ("https://a.test/token", false),
        ("/token", true),
        ("javascript:alert(1)", true),
        ("file:///etc/passwd", true),
        (r"https://a.test/\r\nX: y", true),
    ] {
        let flows = format!(
            r#"{{"clientCredentials":{{"tokenUrl":"{url}","scopes":{{}}}},"authorizationCode":{{"authorizationUrl":"{url}","tokenUrl":"https://a.test","scopes":{{}}}}}}"#
        );
        let schemes = format!(
            r#""securitySchemes":{{"O":{{"type":"oauth2","flows":{flows}}},"C":{{"type":"openIdConnect","openIdConnectUrl":"{url}"}}}},"#
        );
        let place = Place::empty();
        let run = generate(&place, "", &schemes);
        assert_eq!(run.exit, Exit::Done, "{url}: {}", run.stderr);
        assert_eq!(run.stderr.contains("SW534"), told, "{url}: {}", run.stderr);
    }
}

#[test]
fn the_command_in_the_headers_is_one_line_and_ends_no_comment() {
    let place = Place::new();
    for command in [
        r#""make\npub fn evil() {}""#,
        r#""make\r[package]""#,
        r#""make\u2028evil""#,
        r#""make\u202eevil""#,
        "make --> <script>alert(1)</script>",
        "make --!> <script>alert(1)</script>",
        "''",
    ] {
        let options = with_config(&place, &format!("crate:\n  regenerate: {command}\n"));
        let run = place.fails(&options, Exit::Input);
        assert!(run.stderr.contains("SW006"), "{command}: {}", run.stderr);
    }
    let options = with_config(&place, "crate:\n  regenerate: cargo xtask codegen --quiet\n");
    assert_eq!(place.generate(&options).exit, Exit::Done);
}

#[test]
fn an_address_of_a_page_is_one_of_the_web_and_holds_no_user() {
    let place = Place::new();
    for address in [
        r#""https://a.test/x\\""#,
        "https://a.test/a b",
        r#""https://a.test/a>b""#,
        r#""https://a.test/a\nb""#,
        "javascript:alert(1)",
        "file:///etc/passwd",
        "a.test",
        "https://user:hunter2@a.test/",
        "https://",
    ] {
        let config = format!("pages:\n  - path: pets.md\n    address: {address}\n");
        let run = place.fails(&with_config(&place, &config), Exit::Input);
        assert!(run.stderr.contains("SW006"), "{address}: {}", run.stderr);
        assert!(!run.stderr.contains(SECRET), "{address}: {}", run.stderr);
    }
}

/// A library's caller has no file that would have been checked.
#[test]
fn what_a_program_configures_is_written_as_safely() {
    use specweave::config::{Config, Page};
    let text = fs::read_to_string("bad_input/fixtures/good/pets.md").unwrap();
    let mut config = Config::default();
    config.package.regenerate = "make\n--> <script>".into();
    let address = Some("https://a.test/\\".to_owned());
    config.pages.push(Page { path: "pets.md".into(), address, is_document: false });
    let sources = vec![specweave::source::Source::new("pets.md", text)];
    let inputs = specweave::Inputs { sources, overlays: Vec::new() };
    let output = specweave::generate(inputs, &config, &|_| {}).unwrap();
    for (path, text) in &output.files {
        assert!(!text.contains("<script>") && !text.contains("a.test/\\"), "{path}");
    }
}

/// Names of 300 letters of everything that has one, two of each that differ at their end only.
#[test]
fn names_of_any_length_make_files_and_features_of_a_bounded_length() {
    let name = |start: &str, end: &str| format!("{start}{}{end}", "x".repeat(300));
    let long = |start: &str, end: &str| {
        let (id, tag, schema) = (name(start, end), name("tag", end), name("Schema", end));
        let (field, parameter) = (name("field", end), name("parameter", end));
        let path = format!(
            r#""/{end}":{{"get":{{"operationId":"{id}","tags":["{tag}"],"parameters":[{{"name":"{parameter}","in":"query","schema":{{"type":"string"}}}}],"responses":{{"200":{{"description":"","content":{{"application/json":{{"schema":{{"$ref":"\u0023/components/schemas/{schema}"}}}}}}}}}}}}}}"#
        );
        let value = name("value", end);
        let schema = format!(
            r#""{schema}":{{"type":"object","properties":{{"{field}":{{"type":"string","enum":["{value}","x"]}}}}}}"#
        );
        (path, schema)
    };
    let ((path, schema), (other_path, other_schema)) = (long("id", "a"), long("id", "b"));
    let document = document(&format!("{path},{other_path}"), &format!("{schema},{other_schema}"));
    let place = Place::empty();
    fs::write(place.path().join("a.json"), &document).unwrap();
    let page = place.path().join("a.json");
    let mut options = Place::to(&place.out(), &[page.to_str().unwrap()]);
    options.input.verbose = true;
    let run = place.generate(&options);
    assert_eq!(run.exit, Exit::Done, "{}", run.stderr);
    for what in ["tag", "schema", "operation", "property", "parameter", "value"] {
        assert!(run.stderr.contains(&format!("the name of the {what} ")), "{what}: {}", run.stderr);
    }
    let before = files(&place.out());
    for path in before.keys() {
        assert!(path.split('/').all(|part| part.len() <= 120), "{path}");
    }
    let manifest: toml::Table =
        String::from_utf8(before["Cargo.toml"].clone()).unwrap().parse().unwrap();
    let features: BTreeSet<&String> = manifest["features"].as_table().unwrap().keys().collect();
    let of_tags = features.iter().filter(|feature| feature.starts_with("tag"));
    assert_eq!(of_tags.count(), 2, "{features:?}");
    assert!(features.iter().all(|feature| feature.len() <= 120), "{features:?}");
    // The same again, whatever the order.
    let turned = document.replace(&format!("{path},{other_path}"), &format!("{other_path},{path}"));
    assert_eq!(place.generate_text("a.json", turned).exit, Exit::Done);
    assert!(files(&place.out()) == before);
}

#[test]
fn a_name_of_any_length_cannot_be_asked_for() {
    let long = "a".repeat(300);
    let paths = format!(
        r#""/a":{{"get":{{"operationId":"get","x-rust-name":"{long}","tags":["T"],"responses":{{"204":{{"description":""}}}}}}}}"#
    );
    let place = Place::empty();
    let run = place.generate_text("a.json", document(&paths, ""));
    assert_eq!(run.exit, Exit::Input);
    assert!(run.stderr.contains("SW602"), "{}", run.stderr);
}

/// Whatever stands in the configuration, the manifest says that and nothing else.
#[test]
fn the_manifest_holds_the_texts_of_the_configuration() {
    let texts = [
        r#"plain"#,
        r#"a "quoted" text"#,
        r#"a \ backslash, and one at the end \"#,
        r#"""""#,
        r#"'''"#,
        "]\n[dependencies]\nevil = \"1\"",
        "\"\nevil = true\n\"",
        "# no comment",
        "tab\tand \u{7f} and \u{85} and \u{2028}",
        "\u{0}\u{1}\u{8}\u{1b}",
        "ü 名前 \u{1f600} \u{202e}",
        "\\u0041 \\n \\x41",
        "a\r\nb\rc",
    ];
    for text in texts {
        let place = Place::empty();
        let quoted: String = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
        let quoted = format!("\"{quoted}\"");
        let config = format!(
            "crate:\n  name: acme\n  description: {quoted}\n  license: {quoted}\n  repository: {quoted}\n  authors: [{quoted}, b]\n"
        );
        let run = place.generate(&with_config(&place, &config));
        assert_eq!(run.exit, Exit::Done, "{text:?}: {}", run.stderr);
        let manifest = fs::read_to_string(place.out().join("Cargo.toml")).unwrap();
        let manifest: toml::Table =
            manifest.parse().unwrap_or_else(|error| panic!("{text:?}: {error}"));
        let package = manifest["package"].as_table().unwrap();
        let seen = |text: &str| {
            let mut seen: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
            seen.retain(|c| !c.is_control());
            seen
        };
        for key in ["description", "license", "repository"] {
            assert_eq!(seen(package[key].as_str().unwrap()), seen(text), "{text:?}");
        }
        assert_eq!(package["authors"].as_array().unwrap().len(), 2, "{text:?}");
        assert!(!manifest["dependencies"].as_table().unwrap().contains_key("evil"), "{text:?}");
        assert!(!package.contains_key("evil"), "{text:?}");
    }
}
