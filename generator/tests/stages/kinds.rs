//! Kinds of documents that generators are often wrong about: a small document of each in; the types, the requests and what was reported
//! out.

use crate::emitted_types::types;
use crate::exchanges::builds;
use specweave::Inputs;
use specweave::config::Config;
use specweave::source::Source;
use std::fmt::Write;

/// What a document comes to: its types with the warnings, then how each request is put together and what its responses are.
fn outcome(paths: &str, components: &str) -> String {
    let document = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n{paths}components:\n{components}"
    );
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    let mut text = types(&output);
    if let Some(file) = output.files.get("src/operations/default_operations.rs") {
        let after =
            |beginning| file.lines().filter_map(move |line| line.trim().strip_prefix(beginning));
        let metas = after("const META: ").map(str::to_owned);
        let outputs = after("type Output = ").map(|output| format!("returns {output}"));
        for line in metas.chain(builds(&output)).chain(outputs) {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}

macro_rules! kinds {
    ($($name:ident: $paths:literal $components:literal)*) => {$(
        #[test]
        fn $name() {
            insta::assert_snapshot!(outcome($paths, $components));
        }
    )*};
}

const NONE: &str = "  schemas: {}\n";

#[test]
fn templates_of_paths_keep_what_stands_between_variables() {
    let one = |path: &str, id: &str, names: &[&str]| {
        let parameters = names.iter().map(|name| {
            format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}")
        });
        let parameters: Vec<String> = parameters.collect();
        format!(
            "  '{path}': {{get: {{operationId: {id}, parameters: [{}], responses: {{'204': {{description: d}}}}}}}}\n",
            parameters.join(", ")
        )
    };
    let paths = [
        one("/files/{name}.txt", "file", &["name"]),
        one("/jobs/{id}:stop", "stop", &["id"]),
        one("/range/{from}..{to}", "range", &["from", "to"]),
        one("/x/{a-b}/{a_b}", "both", &["a-b", "a_b"]),
        one("/a b/ö", "literal", &[]),
    ];
    insta::assert_snapshot!(outcome(&paths.concat(), NONE));
}

kinds! {
    parameters_that_keep_their_slashes: "
  /reserved/{a}: {get: {operationId: reserved, parameters: [{name: a, in: path, required: true, allowReserved: true, schema: {type: string}}], responses: {'204': {description: d}}}}
  /skipped/{a}: {get: {operationId: skipped, parameters: [{name: a, in: path, required: true, x-ms-skip-url-encoding: true, schema: {type: string}}, {name: b, in: query, x-ms-skip-url-encoding: true, schema: {type: string}}], responses: {'204': {description: d}}}}
  /plus/{+a}: {get: {operationId: plus, parameters: [{name: a, in: path, required: true, schema: {type: string}}], responses: {'204': {description: d}}}}
  /proxy/{a+}: {get: {operationId: proxy, parameters: [{name: a, in: path, required: true, schema: {type: string}}], responses: {'204': {description: d}}}}
  /glob/{a*}/b: {get: {operationId: glob, parameters: [{name: a, in: path, required: true, schema: {type: string}}], responses: {'204': {description: d}}}}
  /any/{a:.+}: {get: {operationId: any, parameters: [{name: a, in: path, required: true, schema: {type: string}}], responses: {'204': {description: d}}}}
  '/number/{a:[0-9]+}': {get: {operationId: number, parameters: [{name: a, in: path, required: true, schema: {type: integer}}], responses: {'204': {description: d}}}}
  /lonely/{rest+}: {get: {operationId: lonely, responses: {'204': {description: d}}}}
" "  schemas: {}
"
    extensions_of_other_tools:
        "  /a: {post: {operationId: post, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Port'}}}}, responses: {'200': \
         {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Event'}}}}}}}\n"
        "  schemas:
    Event: {type: object, required: [kind], discriminator: {propertyName: kind, mapping: {gone: '#/components/schemas/Removed'}}, properties: {kind: {type: string}}}
    Added: {allOf: [{$ref: '#/components/schemas/Event'}], x-ms-discriminator-value: '#Acme.Added', properties: {what: {type: string}}}
    Removed: {allOf: [{$ref: '#/components/schemas/Event'}], x-ms-discriminator-value: '#Acme.Removed', properties: {why: {type: string}}}
    AddedTwice: {allOf: [{$ref: '#/components/schemas/Added'}], x-discriminator-value: '#Acme.Twice', properties: {again: {$ref: '#/components/schemas/Level'}}}
    Level: {type: integer, enum: [0, 1], x-ms-enum: {name: Level, values: [{value: 1, name: High, description: Far too much.}, {value: 0, name: Low}]}}
    Port: {type: object, properties: {target: {type: string, format: int-or-string}, other: {x-kubernetes-int-or-string: true}}}
"
    arms_without_a_tag_hold_different_fields: "
  /a: {get: {operationId: get, responses: {'200': {description: d, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/U'}}}}}}}}
" "
  schemas:
    U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {type: object, properties: {id: {type: integer}}}]}
    A: {type: object, properties: {x: {type: string}}}
    B: {type: object, required: [y], properties: {x: {type: string}, y: {type: string}}}
"
    further_fields_of_what_is_inherited: "
  /a: {put: {operationId: put, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Open'}}}}, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Typed'}}}}}}}
" "
  schemas:
    Open: {allOf: [{$ref: '#/components/schemas/One'}, {type: object, properties: {b: {type: integer}}, additionalProperties: true}]}
    One: {type: object, properties: {a: {type: integer}}, additionalProperties: true}
    Closed: {type: object, properties: {c: {type: integer}}, additionalProperties: false}
    Typed: {allOf: [{$ref: '#/components/schemas/Closed'}, {type: object, required: [extra], properties: {extra: {type: object, additionalProperties: {type: integer}}}, additionalProperties: {type: string}}]}
"
    references_into_paths_and_with_escapes: "
  /by/{id}/x:
    get:
      operationId: first
      parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: how, in: query, schema: {type: string, enum: [foot, car]}}]
      responses: {'200': {description: d, content: {application/json: {schema: {type: object, properties: {list: {type: array, items: {type: string}}}}}}}}
  /other:
    get:
      operationId: second
      parameters: [{$ref: '#/paths/~1by~1%7Bid%7D~1x/get/parameters/1'}]
      responses:
        '200': {description: d, content: {application/json: {schema: {type: object, properties: {e: {$ref: '#/paths/~1by~1{id}~1x/get/responses/200/content/application~1json/schema/properties/list'}, t: {$ref: '#/components/schemas/A~0B'}, u: {$ref: '#/components/schemas/C%20D'}}}}}}
  /same: {$ref: '#/paths/~1other'}
" "
  schemas: {A~B: {type: object, properties: {n: {type: integer}}}, C D: {type: object, properties: {k: {type: string}}}}
"
    what_only_the_server_sets_in_inherited_schemas: "
  /a: {patch: {operationId: patch, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Team'}}}}, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Team'}}}}}}}
" "
  schemas:
    Base: {type: object, required: [id], properties: {id: {type: string, readOnly: true}, at: {allOf: [{type: string, format: date-time}], readOnly: true}, key: {type: string, writeOnly: true}}}
    Team: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, required: [name], properties: {name: {type: string}, lead: {allOf: [{$ref: '#/components/schemas/Base'}]}}}]}
"
    media_types_of_responses: "
  /a: {get: {operationId: vendor, responses: {'200': {description: d, content: {application/vnd.x.v3+json: {schema: {$ref: '#/components/schemas/X'}}}}, '404': {description: d, content: {'*/*': {schema: {$ref: '#/components/schemas/X'}}}}}}}
  /b: {post: {operationId: charset, requestBody: {required: true, content: {'application/json; charset=utf-8': {schema: {$ref: '#/components/schemas/X'}}}}, responses: {default: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/X'}}}}}}}
  /c: {get: {operationId: ranges, responses: {2XX: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/X'}}}}, 5XX: {description: d}}}}
" "
  schemas: {X: {type: object, properties: {x: {type: string}}}}
"
    parameters_of_path_items_and_operations: "
  /a/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: kind, in: query, schema: {type: string}}
      - {name: id, in: header, schema: {type: string}}
      - {name: Authorization, in: header, schema: {type: string}}
    get:
      operationId: get
      parameters: [{name: kind, in: query, required: true, schema: {type: array, items: {type: integer}}}]
      responses: {'204': {description: d}}
    put:
      operationId: put
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}, {name: body, in: query, schema: {type: string}}, {name: self, in: query, schema: {type: string}}]
      requestBody: {required: true, content: {application/json: {schema: {type: integer}}}}
      responses: {'204': {description: d}}
" "
  schemas: {}
"
    requirements_of_security: "
  /a: {get: {operationId: none, security: [], responses: {'204': {description: d}}}}
  /b: {get: {operationId: either, security: [{cookie: []}, {query: [], bearer: []}], responses: {'204': {description: d}}}}
  /c: {get: {operationId: optional, security: [{}, {bearer: []}], responses: {'204': {description: d}}}}
  /d: {get: {operationId: digest, security: [{digest: []}], responses: {'204': {description: d}}}}
  /e: {get: {operationId: missing, security: [{missing: []}], responses: {'204': {description: d}}}}
" "
  securitySchemes:
    query: {type: apiKey, in: query, name: key}
    cookie: {type: apiKey, in: cookie, name: SID}
    bearer: {type: http, scheme: bearer}
    digest: {type: http, scheme: digest}
"
    operations_without_ids_of_their_own: "
  /a: {get: {responses: {'204': {description: d}}}, post: {operationId: '', responses: {'204': {description: d}}}}
  /b: {get: {operationId: same, responses: {'204': {description: d}}}, post: {operationId: same, responses: {'204': {description: d}}}, put: {operationId: Same, responses: {'204': {description: d}}}}
  /: {get: {responses: {'204': {description: d}}}}
" "
  schemas: {}
"
    bodies_that_say_little: "
  /a: {get: {operationId: noContent, responses: {'200': {description: d, content: {}}}}}
  /b: {get: {operationId: noSchema, responses: {'200': {description: d, content: {application/json: {}}}}}}
  /c: {get: {operationId: noResponses, responses: {}}}
  /d: {get: {operationId: plain, responses: {'200': {description: d, content: {application/json: {schema: {type: boolean}}}}}}}
  /e: {post: {operationId: text, requestBody: {required: true, content: {application/json: {schema: {type: string}}}}, responses: {'202': {description: d, content: {application/json: {schema: {type: array, items: {}}}}}, '204': {description: d}}}}
" "
  schemas: {}
"
    headers_and_cookies: "
  /a:
    get:
      operationId: get
      parameters:
        - {name: X-Ids, in: header, schema: {type: array, items: {type: integer}}}
        - {name: If-Since, in: header, schema: {type: string, format: date-time}}
        - {name: X-Json, in: header, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
        - {name: prefs, in: cookie, schema: {type: array, items: {type: string}}}
        - {name: sid, in: cookie, required: true, schema: {type: string}}
        - {name: q, in: query, schema: {type: [string, 'null']}}
        - {name: list, in: query, explode: false, required: true, schema: {type: array, items: {type: string}}}
      responses: {'204': {description: d}}
" "
  schemas: {}
"
    keys_beside_references: "
  /a: {get: {operationId: get, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}
" "
  schemas:
    A:
      type: object
      required: [a, b]
      properties:
        a: {$ref: '#/components/schemas/Base', properties: {extra: {type: integer}}, required: [extra]}
        b: {$ref: '#/components/schemas/Base', oneOf: [{type: 'null'}, {type: object}]}
        c: {$ref: '#/components/schemas/Base', description: Said here.}
        d: {$ref: '#/components/schemas/Color', enum: [red]}
        e: {$ref: '#/components/schemas/Base', type: [object, 'null']}
    Base: {type: object, required: [x], properties: {x: {type: string}}}
    Color: {type: string, enum: [red, green]}
"
    plain_values_as_alternatives: "
  /a: {get: {operationId: get, parameters: [{name: id, in: query, required: true, schema: {oneOf: [{type: integer}, {type: string}]}}], responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}
" "
  schemas:
    A:
      type: object
      required: [p]
      properties:
        p: {oneOf: [{type: string}, {type: integer}, {type: boolean}]}
        l: {oneOf: [{type: array, items: {$ref: '#/components/schemas/I'}}, {$ref: '#/components/schemas/I'}]}
        s: {oneOf: [{type: string, format: date-time}, {type: string}]}
        m: {anyOf: [{type: object, additionalProperties: {type: integer}}, {$ref: '#/components/schemas/I'}]}
        tone: {anyOf: [{type: string, enum: [warm]}, {type: string}]}
        any: {anyOf: [{}, {type: string}]}
        nested: {type: object, additionalProperties: {type: array, items: {type: [number, 'null']}}}
    I: {type: object, required: [i], properties: {i: {type: integer}}}
"
    what_is_deprecated_or_never_read: "
  /a:
    post:
      operationId: post
      deprecated: true
      parameters: [{name: old, in: query, deprecated: true, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/D'}}}}
      responses: {'201': {description: d, links: {next: {operationId: post}}}}
      callbacks: {on: {'{$request.body#/url}': {post: {responses: {'200': {description: d}}}}}}
" "
  schemas: {D: {type: object, deprecated: true, properties: {a: {type: string, deprecated: true}}}}
"
}
