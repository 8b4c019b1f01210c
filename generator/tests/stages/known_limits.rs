//! The known limits of the README: each is reported where a document strikes it, and what is reported no more is no limit.

use specweave::config::Config;
use specweave::document::yaml;
use specweave::source::Source;
use specweave::{Inputs, generate};
use std::collections::BTreeSet;

/// A code, a document that strikes its limit, and where.
const LIMITS: &[(&str, &str, &str)] = &[
    (
        "SW503",
        "paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {type: string}}}}}}}",
        BODY,
    ),
    (
        "SW503",
        "paths: {/a: {post: {requestBody: {content: {multipart/mixed: {schema: {type: array, items: {type: object, properties: {b: {}}}}}}}}}}",
        "/paths/~1a/post/requestBody/content/multipart~1mixed/schema",
    ),
    (
        "SW588",
        "paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {required: [b], properties: {b: {type: [string, 'null']}, c: {type: string}}}}}}}}}",
        "/paths/~1a/post/requestBody/content/multipart~1form-data/schema/properties/b",
    ),
    (
        "SW424",
        "paths: {/a: {get: {responses: {'200': {description: d, content: {text/csv: {schema: {type: array, items: {type: string}}}}}}}}}",
        "/paths/~1a/get/responses/200/content/text~1csv",
    ),
    (
        "SW535",
        "paths: {/a: {get: {responses: {'200': {description: d, headers: {X-A: {schema: {type: object, properties: {a: {type: string}}}}}}}}}}",
        "/paths/~1a/get/responses/200/headers/X-A",
    ),
    (
        "SW423",
        "paths: {/a: {get: {responses: {'404': {description: d, content: {application/json: {schema: {type: integer}}, application/problem+json: {schema: {type: string}}}}}}}}",
        "/paths/~1a/get/responses/404/content",
    ),
    (
        "SW594",
        "paths: {/a: {post: {requestBody: {content: {text/csv: {schema: {type: array, items: {type: string}}}}}}}}",
        "/paths/~1a/post/requestBody/content/text~1csv",
    ),
    (
        "SW561",
        "paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {properties: {b: {type: string}}}, encoding: {b: {headers: {X-C: {schema: {type: string}}}}}}}}}}}",
        "/paths/~1a/post/requestBody/content/multipart~1form-data/encoding/b/headers/X-C",
    ),
    (
        "SW589",
        "paths: {/a: {get: {responses: {'200': {description: d, content: {application/xml: {schema: {$ref: '#/components/schemas/U'}}}}}}}}\ncomponents: {schemas: {U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}, A: {type: object, properties: {a: {type: string}}}, B: {type: object, properties: {b: {type: string}}}}}",
        "/components/schemas/U",
    ),
    (
        "SW561",
        "paths: {/a: {post: {requestBody: {content: {application/xml: {schema: {type: array, prefixItems: [{type: string}, {type: integer}]}}}}}}}",
        "/paths/~1a/post/requestBody/content/application~1xml/schema/prefixItems",
    ),
    (
        "SW561",
        "paths: {/a: {post: {requestBody: {content: {application/xml: {schema: {type: object, properties: {a: {type: object, xml: {nodeType: none}, properties: {b: {type: string}}}}}}}}}}}",
        "/paths/~1a/post/requestBody/content/application~1xml/schema/properties/a/xml/nodeType",
    ),
    (
        "SW506",
        "paths: {/a: {post: {security: [{'a.yaml#/key': []}], responses: {'204': {description: d}}}}}",
        "/paths/~1a/post/security/0/a.yaml#~1key",
    ),
    (
        "SW576",
        "paths: {/a: {post: {requestBody: {content: {application/xml: {schema: {$ref: '#/components/schemas/A'}}}}}}}\ncomponents: {schemas: {A: {type: object, properties: {a: {type: array, items: {type: string}, xml: {attribute: true}}}}}}",
        "/components/schemas/A/properties/a",
    ),
    (
        "SW423",
        "paths: {/a: {post: {requestBody: {content: {application/xml: {schema: {$ref: '#/components/schemas/A'}}, application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}\ncomponents: {schemas: {A: {type: object, properties: {a: {type: string}}}}}",
        "/paths/~1a/post/requestBody/content",
    ),
    (
        "SW501",
        "paths: {/a: {get: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: 'https://x.example/a.json#/A'}}}}}}}}",
        "/paths/~1a/get/responses/200/content/application~1json/schema/$ref",
    ),
    (
        "SW561",
        "paths: {/a: {post: {callbacks: {c: {'{$request.body#/u}': {post: {responses: {'204': {description: d}}}}}}}}}",
        "/paths/~1a/post/callbacks",
    ),
    (
        "SW561",
        "paths: {/a: {get: {responses: {'204': {description: d, links: {l: {operationId: b}}}}}}}",
        "/paths/~1a/get/responses/204/links",
    ),
    ("SW561", "jsonSchemaDialect: https://x.example/d\npaths: {}", "/jsonSchemaDialect"),
    (
        "SW561",
        "paths: {}\nwebhooks: {w: {post: {requestBody: {content: {application/json: {schema: {type: string}}}}}}}",
        "/webhooks",
    ),
];

const BODY: &str = "/paths/~1a/post/requestBody/content/multipart~1form-data/schema";

/// The codes that are reported of a document, with their places.
fn reported(document: &str) -> BTreeSet<(String, String)> {
    let head =
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\n";
    let text = format!("{head}{document}\n");
    yaml::parse(&text).unwrap();
    let inputs = Inputs { sources: vec![Source::new("d.yaml", text)], overlays: Vec::new() };
    let found = match generate(inputs, &Config::default(), &|_| {}) {
        Ok(output) => output.diagnostics,
        Err(failure) => failure.diagnostics,
    };
    let place = |place: Option<specweave::source::Place>| {
        place.map_or(String::new(), |place| place.pointer)
    };
    let told = found.into_iter().inspect(|found| assert!(found.help.is_some(), "{found:?}"));
    told.map(|found| (found.code.number().to_owned(), place(found.place))).collect()
}

#[test]
fn a_dialect_in_which_schemas_are_read_is_no_limit() {
    let codes = |dialect: &str| {
        let document = format!(
            "jsonSchemaDialect: {dialect}\npaths: {{}}\ncomponents: {{schemas: {{A: {{$schema: {dialect}, type: string}}}}}}"
        );
        let found = reported(&document).into_iter();
        found.filter(|(code, _)| code == "SW561").map(|(_, place)| place).collect::<Vec<_>>()
    };
    for dialect in [
        "https://spec.openapis.org/oas/3.1/dialect/base",
        "https://spec.openapis.org/oas/3.1/dialect/2024-11-10",
        "https://spec.openapis.org/oas/3.2/dialect/2025-09-17",
        "https://json-schema.org/draft/2020-12/schema",
    ] {
        assert!(codes(dialect).is_empty(), "{dialect}: {:?}", codes(dialect));
    }
    let places = ["/components/schemas/A/$schema", "/jsonSchemaDialect"];
    assert_eq!(codes("http://json-schema.org/draft-07/schema"), places);
}

/// The text of each message with this code, and its line.
fn told(code: &str, document: &str) -> Vec<(String, String, Option<usize>)> {
    let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{document}\n");
    let inputs = Inputs { sources: vec![Source::new("d.yaml", text)], overlays: Vec::new() };
    let output = generate(inputs, &Config::default(), &|_| {}).unwrap();
    let told = output.diagnostics.into_iter().filter(|found| found.code.number() == code);
    told.map(|found| {
        let line = found.place.and_then(|place| place.position()).map(|position| position.line);
        (found.message, found.help.unwrap_or_default(), line)
    })
    .collect()
}

#[test]
fn a_reference_to_nothing_says_what_is_read() {
    for (reference, what, cure) in [
        ("#/components/schemas/A", "points to nothing", "correct the reference"),
        ("https://x.example/a.yaml", "leads to the web", "save the file"),
        ("../a.yaml", "leads to a file that was not read", "outside of it as an input"),
    ] {
        let document = format!(
            "paths: {{/a: {{$ref: '{reference}'}}, /b: {{get: {{requestBody: {{$ref: '{reference}'}}}}}}}}"
        );
        let told = told("SW501", &document);
        assert_eq!(told.len(), 2, "{told:?}");
        for (message, help, line) in told {
            assert!(message.contains(what) && help.contains(cure), "{message}: {help}");
            assert_eq!(line, Some(3), "{message}");
        }
    }
}

#[test]
fn a_fragment_in_a_path_needs_no_query() {
    let get = "{get: {responses: {'204': {description: d}}}}";
    let helps = |path: &str| {
        let told = told("SW583", &format!("paths: {{'{path}': {get}}}"));
        told.into_iter().map(|(_, help, _)| help).collect::<Vec<_>>()
    };
    assert!(matches!(&helps("/a#b")[..], [help] if help.starts_with("no change")));
    assert!(matches!(&helps("/a?b=c")[..], [help] if help.contains("query parameter")));
    assert!(matches!(&helps("/a?b=c#d")[..], [help] if help.contains("query parameter")));
}

#[test]
fn each_is_reported_where_it_strikes() {
    for &(code, document, pointer) in LIMITS {
        let reported = reported(document);
        assert!(
            reported.contains(&(code.to_owned(), pointer.to_owned())),
            "{code}: {reported:?} of {document}"
        );
    }
}

#[test]
fn the_readme_names_each_and_no_other() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("### Known limits\n").unwrap();
    let (limits, _) = rest.split_once("\n## ").unwrap();
    let rows = limits.lines().filter_map(|line| line.strip_suffix("` |")?.rsplit_once("| `"));
    let named: BTreeSet<&str> = rows.map(|(_, code)| code).collect();
    let struck: BTreeSet<&str> = LIMITS.iter().map(|(code, ..)| *code).collect();
    assert_eq!(named, struck);
}
