//! Depth, cycles and size: no crash and no hang, on the stack of a test thread.

use crate::run::{Place, document};
use specweave::cli::Exit;

const GET: &str = r#""/a":{"get":{"responses":{"200":{"description":"","content":{"application/json":{"schema":{"$ref":"\u0023/components/schemas/S"}}}}}}}"#;

fn nested(open: &str, inner: &str, close: &str, depth: usize) -> String {
    [&open.repeat(depth), inner, &close.repeat(depth)].concat()
}

#[test]
fn arrays_nested_ten_thousand_deep() {
    let place = Place::new();
    for (name, text) in [
        ("a.json", nested("[", "", "]", 10_000)),
        ("a.yaml", nested("[", "", "]", 10_000)),
        ("a.md", format!("# A\n\n```json\n{}\n```\n", nested("[", "", "]", 10_000))),
        ("b.json", nested("[", "", "", 10_000)),
        ("c.json", nested(r#"{"paths":"#, "1", "}", 10_000)),
        ("c.md", nested("> ", "x", "", 10_000)),
        ("d.md", nested("- ", "x", "", 2_000)),
    ] {
        let run = place.generate_text(name, text);
        assert_eq!(run.exit, Exit::Input, "{name}");
        assert!(run.stderr.len() < 4_000, "{name}: {}", run.stderr);
    }
}

/// Schemas that hold schemas: what stands before and after the one inside.
const WRAPPERS: [(&str, &str); 6] = [
    (r#"{"type":"object","properties":{"a":"#, "}}"),
    (r#"{"type":"array","items":"#, "}"),
    (r#"{"type":"object","additionalProperties":"#, "}"),
    (r#"{"allOf":["#, "]}"),
    (r#"{"oneOf":[{"type":"integer"},"#, "]}"),
    (r#"{"not":"#, "}"),
];

/// Runs on each kind of schema nested so deep; either it is generated, or it is said that it is too deep.
fn inline_schemas(depth: usize) {
    for (open, close) in WRAPPERS {
        let schema = nested(open, r#"{"type":"string"}"#, close, depth);
        let text = document(GET, &format!(r#""S":{schema}"#));
        for name in ["a.json", "a.yaml"] {
            let run = Place::empty().generate_text(name, &text);
            assert!(matches!(run.exit, Exit::Done | Exit::Input), "{open}: {}", run.stderr);
            assert!(depth < 1_000 || run.stderr.len() < 4_000, "{open}: {}", run.stderr);
        }
    }
}

#[test]
fn a_schema_nested_thirty_levels() {
    inline_schemas(30);
}

#[test]
fn a_schema_nested_sixty_levels() {
    inline_schemas(60);
}

#[test]
fn a_schema_nested_three_thousand_levels() {
    inline_schemas(3_000);
}

#[test]
fn a_chain_of_a_thousand_references() {
    let links: Vec<String> = (0..1_000)
        .map(|index| format!(r#""S{index}":{{"$ref":"\u0023/components/schemas/S{}"}}"#, index + 1))
        .collect();
    let start = r#""S":{"$ref":"\u0023/components/schemas/S0"}"#;
    let end = r#""S1000":{"type":"object","properties":{"a":{"type":"string"}}}"#;
    let text = document(GET, &format!("{start},{},{end}", links.join(",")));
    let run = Place::empty().generate_text("a.json", text);
    assert_eq!(run.exit, Exit::Done, "{}", run.stderr);
}

#[test]
fn a_chain_of_a_thousand_objects() {
    for property in ["\"$ref\":\"N\"", "\"type\":\"array\",\"items\":{\"$ref\":\"N\"}"] {
        let link = |index: usize| {
            let next = format!("\\u0023/components/schemas/S{}", index + 1);
            let property = property.replace('N', &next);
            format!(
                r#""S{index}":{{"type":"object","required":["a"],"properties":{{"a":{{{property}}}}}}}"#
            )
        };
        let links: Vec<String> = (0..1_000).map(link).collect();
        let start = r#""S":{"$ref":"\u0023/components/schemas/S0"},"S1000":{"type":"string"}"#;
        let run = Place::empty()
            .generate_text("a.json", document(GET, &format!("{start},{}", links.join(","))));
        assert_eq!(run.exit, Exit::Done, "{}", run.stderr);
    }
}

#[test]
fn schemas_that_lead_back_to_themselves() {
    let to = |name: &str| format!(r#"{{"$ref":"\u0023/components/schemas/{name}"}}"#);
    let (s, t) = (to("S"), to("T"));
    for schemas in [
        format!(r#""S":{s}"#),
        format!(r#""S":{t},"T":{s}"#),
        format!(r#""S":{{"allOf":[{s}]}}"#),
        format!(r#""S":{{"allOf":[{s},{s}]}}"#),
        format!(r#""S":{{"allOf":[{t},{{"type":"object"}}]}},"T":{{"allOf":[{s},{{"type":"object"}}]}}"#),
        format!(r#""S":{{"oneOf":[{s}]}}"#),
        format!(r#""S":{{"oneOf":[{s},{s}]}}"#),
        format!(r#""S":{{"oneOf":[{s},{t}]}},"T":{{"anyOf":[{s},{t}]}}"#),
        format!(r#""S":{{"type":"array","items":{s}}}"#),
        format!(r#""S":{{"type":"array","items":{t}}},"T":{{"type":"array","items":{s}}}"#),
        format!(r#""S":{{"type":"object","additionalProperties":{s}}}"#),
        format!(r#""S":{{"not":{s}}}"#),
        format!(r#""S":{{"type":"object","properties":{{"s":{s}}},"required":["s"]}}"#),
        format!(r#""S":{{"nullable":true,"allOf":[{t}]}},"T":{{"type":"array","items":{s}}}"#),
        r#""S":{"$ref":"\u0023/components/schemas/S/properties/a","properties":{"a":{"$ref":"\u0023/components/schemas/S"}}}"#.to_owned(),
        r#""S":{"$ref":"\u0023"}"#.to_owned(),
        r#""S":{"$ref":"\u0023/components/schemas"}"#.to_owned(),
        r#""S":{"$ref":"\u0023/paths"}"#.to_owned(),
    ] {
        let run = Place::empty().generate_text("a.json", document(GET, &schemas));
        assert!(matches!(run.exit, Exit::Done | Exit::Input), "{schemas}");
    }
}

#[test]
fn parameters_and_answers_that_lead_back_to_themselves() {
    let me = |pointer: &str| format!(r#"{{"$ref":"\u0023{pointer}"}}"#);
    let paths = format!(
        r#""/a":{{"get":{{"parameters":[{}],"responses":{{"200":{}}}}},"put":{{"requestBody":{},"responses":{{}}}}}}"#,
        me("/paths/~1a/get/parameters/0"),
        me("/paths/~1a/get/responses/200"),
        me("/paths/~1a/put/requestBody"),
    );
    let run = Place::empty().generate_text("a.json", document(&paths, ""));
    assert!(matches!(run.exit, Exit::Done | Exit::Input), "{}", run.stderr);
}

#[test]
fn yaml_aliases_that_multiply() {
    let mut text =
        "openapi: 3.0.1\ninfo: {title: A, version: '1'}\npaths: {}\nx-0: &a0 [x]\n".to_owned();
    for level in 1..40 {
        let before = level - 1;
        text.push_str(&format!("x-{level}: &a{level} [*a{before}, *a{before}]\n"));
    }
    let run = Place::empty().generate_text("a.yaml", text);
    assert_eq!(run.exit, Exit::Input, "{}", run.stderr);
}

#[test]
fn a_page_of_five_megabytes() {
    let schema = |index: usize| {
        format!(
            r#""Schema{index}":{{"type":"object","description":"{}","required":["id"],"properties":{{"id":{{"type":"integer"}},"next":{{"$ref":"\u0023/components/schemas/Schema{}"}}}}}}"#,
            "Lorem ipsum dolor sit amet. ".repeat(100),
            (index + 1) % 1_700,
        )
    };
    let schemas: Vec<String> = (0..1_700).map(schema).collect();
    let get = GET.replace("schemas/S\"", "schemas/Schema0\"");
    let page = format!("# Big\n\n```json\n{}\n```\n", document(&get, &schemas.join(",")));
    assert!(page.len() > 5_000_000, "{}", page.len());
    let run = Place::empty().generate_text("big.md", page);
    assert_eq!(run.exit, Exit::Done, "{}", run.stderr);
}
