//! YAML text in, JSON values or configuration out.

use serde_json::json;
use specweave::document::yaml::{from_str, parse};
use specweave::document::{Syntax, locate};

#[test]
fn keys_are_taken_as_they_are_written() {
    let value = parse("200: a\n1.0: b\ntrue: c\n'404': d\n0x10: e\nnull: f\n").unwrap();
    assert_eq!(
        value,
        json!({"200": "a", "1.0": "b", "true": "c", "404": "d", "0x10": "e", "null": "f"})
    );
}

#[test]
fn scalars_follow_yaml_1_2() {
    let value =
        parse("[no, yes, true, ~, 1, -2, 1.5, 0o17, '1', 2024-01-01, 3.0.1, 18446744073709551615]")
            .unwrap();
    assert_eq!(
        value,
        json!([
            "no",
            "yes",
            true,
            null,
            1,
            -2,
            1.5,
            15,
            "1",
            "2024-01-01",
            "3.0.1",
            18446744073709551615_u64
        ])
    );
    assert_eq!(parse("18446744073709551616").unwrap(), json!(18446744073709551616.0_f64));
    assert_eq!(parse("a: [.nan, -.inf, .Inf]").unwrap(), json!({"a": [".nan", "-.inf", ".Inf"]}));
}

#[test]
fn nothing_is_null() {
    for text in ["", "# nothing\n", "---\n", "~"] {
        assert_eq!(parse(text).unwrap(), json!(null), "{text:?}");
    }
}

#[test]
fn the_order_of_keys_is_kept() {
    let value = parse("z: 1\na: 2\nm: 3\n").unwrap();
    assert_eq!(value.to_string(), r#"{"z":1,"a":2,"m":3}"#);
}

#[test]
fn anchors_and_merge_keys_are_resolved() {
    let text = "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\none: {<<: *b, y: 9}\ntwo:\n  <<: [*b, *m]\nagain: *m\n";
    let value = parse(text).unwrap();
    assert_eq!(value["one"], json!({"x": 1, "y": 9}));
    assert_eq!(value["two"], json!({"x": 1, "y": 2, "z": 4}));
    assert_eq!(value["again"], json!({"y": 3, "z": 4}));
    assert!(parse("a: {<<: 1}").unwrap_err().message.contains("merge key"));
}

#[test]
fn brackets_may_close_in_the_column_of_their_key() {
    let text = "a:\n  enum: [\n    \"x\",\n    'y'\n  ]\n  map: {\n    k: \"v\"\n  }\n  text: |\n    [\n    ]\n";
    let expected = json!({"a": {"enum": ["x", "y"], "map": {"k": "v"}, "text": "[\n]\n"}});
    assert_eq!(parse(text).unwrap(), expected);
    let error = parse("a:\n  b: [\n    \"x\"\n  ]\n c: d\n").unwrap_err();
    assert_eq!((error.line, error.column), (4, 3));
}

#[test]
fn quoted_texts_may_go_on_in_the_column_of_their_key() {
    let text = "a:\n  é: \"one \\\"\n  two, #\n\n  three  four\n\n\n five \\u00e9\"\n  c: 'it''s\r\n  \r\n  this\n  '\n  d: [\n    \"x\"\n  ]\n  f: \"\\x02\"\n";
    let expected = json!({"a": {"é": "one \" two, #\nthree  four\n\nfive é", "c": "it's\nthis ", "d": ["x"], "f": "\u{2}"}});
    assert_eq!(parse(text).unwrap(), expected);
    let place = locate(text, Syntax::Yaml, "/a/d/0");
    assert_eq!(&text[place], "\"x\"");
    // The first of several faults is reported; an escaped line break is not joined.
    for rest in ["b\"\n c: d\n", "b\\\n  c\"\n", "b\\x02\"\n"] {
        let error = parse(&format!("a:\n  b: \"a\n  {rest}")).unwrap_err();
        assert_eq!((error.line, error.column), (2, 6), "{rest}");
    }
    let many = |count: usize| "- a: \"b\n  c\"\n".repeat(count);
    assert!(parse(&many(200)).is_ok());
    assert!(parse(&many(201)).is_err());
}

#[test]
fn what_json_cannot_say_is_an_error() {
    for text in ["? [a, b]\n: c\n", "? {a: b}\n: c\n", "!custom {a: b}", "a: 1\n---\nb: 2\n"] {
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn errors_have_a_message_and_a_place() {
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Config {
        #[serde(default)]
        name: String,
    }
    assert_eq!(from_str::<Config>("name: x\n").unwrap().name, "x");
    let error = from_str::<Config>("name: x\n\n  nmae: y\n").unwrap_err();
    assert_eq!(error.line, 3, "{error}");
    let error = from_str::<Config>("name: x\nnmae: y\n").unwrap_err();
    assert!(error.message.contains("unknown field `nmae`"), "{error}");
    assert_eq!((error.line, error.column), (2, 1), "{error}");
    assert!(!error.message.contains("line 2"), "{error}");
    let error = from_str::<Config>("name: [é, }\n").unwrap_err();
    assert_eq!(error.line, 1, "{error}");
    assert!(from_str::<Config>("name: x\nname: y\n").is_err());
}

#[test]
fn what_yaml_1_1_reads_differently_is_written_in_quotes() {
    let value = json!({"on": "yes", "list": ["2001-01-01", "12:30:45", "1_000", "OFF", "plain", "it's", "-", "true"], "y": {"n": -1}});
    let written = specweave::document::yaml::to_string(&value).unwrap();
    assert_eq!(parse(&written).unwrap(), value);
    for text in [
        "'on': 'yes'",
        "'2001-01-01'",
        "'12:30:45'",
        "'1_000'",
        "'OFF'",
        "- plain",
        "'y':",
        "'n': -1",
    ] {
        assert!(written.contains(text), "{text}: {written}");
    }
}
