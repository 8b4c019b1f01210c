//! Schemas that are nearly right in, the types of what they mean out.

use crate::emitted_types::{generate, kinds, types};
use specweave::Inputs;
use specweave::config::Config;
use specweave::source::Source;

kinds! {
    a_type_beside_a_reference_to_another_one_is_ignored_as_openapi_3_0_says: "3.0.3" "
A: {type: object, properties: {rate: {$ref: '#/components/schemas/Amount', type: number, description: Per hour.}, kind: {$ref: '#/components/schemas/Kind', type: string}, many: {$ref: '#/components/schemas/Many', type: object, properties: {x: {type: string}}}, one: {$ref: '#/components/schemas/One', type: number}}}
Amount: {type: object, properties: {currency: {type: string}, value: {type: number}}}
Kind: {type: string, enum: [hour, day]}
Many: {type: array, items: {type: string}}
One: {type: integer}
"
    a_keyword_among_the_properties_alone_is_the_keyword: "3.0.3" "
A: {type: object, properties: {volumes: {type: object, properties: {additionalProperties: {type: object, enum: [{}]}}}, both: {type: object, properties: {additionalProperties: {type: string}, b: {type: string}}}, flag: {type: object, properties: {additionalProperties: true}}}}
"
    a_type_beside_a_reference_to_another_one_counts_since_3_1: "3.1.0" "
A: {type: object, properties: {rate: {$ref: '#/components/schemas/Amount', type: number}}}
Amount: {type: object, properties: {currency: {type: string}}}
"
}

#[test]
fn numbers_that_may_be_written_as_text_are_noted_and_other_texts_are_not() {
    let output = generate(
        "3.1.1",
        r"
A:
  type: object
  properties:
    digits: {type: [integer, string], format: int32, pattern: '^-?(?:0|[1-9]\d*)$'}
    maybe: {type: ['null', number, string], format: double, pattern: '^-?(?:0|[1-9]\d*)(?:\.\d+)?$'}
    words: {type: [integer, string], format: int32, pattern: '^[a-z0-9]+$'}
    any: {type: [integer, string], format: int32}
    both: {type: [integer, string]}
",
    );
    let noted = output.diagnostics.iter().filter(|own| own.code.number() == "SW430");
    let places: Vec<&str> =
        noted.map(|own| own.place.as_ref().unwrap().pointer.rsplit('/').next().unwrap()).collect();
    assert_eq!(places, ["digits", "maybe"]);
}

#[test]
fn that_there_are_no_properties_says_nothing_of_a_text_and_is_not_noted() {
    let told = |properties: &str| {
        let schema = format!(
            "A: {{type: object, properties: {{a: {{type: string, properties: {properties}}}}}}}"
        );
        let output = generate("3.0.3", &schema);
        output.diagnostics.iter().any(|own| own.code.number() == "SW580")
    };
    assert!(!told("{}"));
    assert!(told("{b: {type: string}}"));
}

/// What is emitted for a document with these paths: what each operation returns or sends, then all types and warnings.
fn exchanged(paths: &str) -> String {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n{paths}\ncomponents:\n  \
         parameters: {{P: {{name: p, in: query, schema: {{type: integer}}}}}}\n  responses:\n    R: {{description: r, content: \
         {{application/json: {{schema: {{$ref: '#/components/schemas/X'}}}}}}}}\n    None: {{description: nothing}}\n  schemas:\n    X: \
         {{type: object, required: [x], properties: {{x: {{type: string}}}}}}\n    S: {{type: string}}\n"
    );
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    let operations = output.files.iter().filter(|(path, _)| path.starts_with("src/operations/"));
    let lines = operations.flat_map(|(_, text)| text.lines()).map(str::trim);
    let lines = lines.filter(|line| {
        line.starts_with("type Output")
            || line.starts_with("pub body")
            || line.starts_with("request.path(")
            || line.contains(".query(")
            || line.contains("ResponseHeader<")
            || line.contains("Success::")
    });
    lines.map(|line| format!("{line}\n")).chain([types(&output)]).collect()
}

#[test]
fn a_reference_to_another_kind_of_object_means_what_it_plainly_says_or_is_reported() {
    insta::assert_snapshot!(exchanged(
        "  /a: {get: {operationId: a, responses: {'200': {$ref: '#/components/schemas/X'}}}}
  /b: {post: {operationId: b, requestBody: {$ref: '#/components/schemas/X'}, responses: {'204': {description: ok}}}}
  /c: {get: {operationId: c, parameters: [{$ref: '#/components/schemas/S'}], responses: {'204': {description: ok}}}}
  /d: {get: {operationId: d, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/responses/R'}}}}}}}
  /e: {get: {operationId: e, responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/responses/None'}}}}}}}}
  /f: {get: {operationId: f, responses: {'200': {description: ok, content: {application/json: {$ref: '#/components/schemas/X'}}}}}}
  /g: {get: {operationId: g, responses: {'204': {description: ok, headers: {X-A: {$ref: '#/components/schemas/S'}}}}}}
  /h: {get: {operationId: h, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/parameters/P'}}}}}}}"
    ));
}

kinds! {
    alternatives_of_one_type_are_that_type: "3.1.0" "
A: {type: object, properties: {k: {anyOf: [{type: string}, {type: string, format: uri}]}, l: {anyOf: [{type: string, title: A}, {type: string, title: B}, {type: 'null'}]}, m: {oneOf: [{$ref: '#/components/schemas/S'}, {type: string}]}, n: {oneOf: [{type: array, items: {type: string}}, {type: array, items: {type: string}, minItems: 2}]}, o: {anyOf: [{$ref: '#/components/schemas/Y'}, {$ref: '#/components/schemas/Alias'}]}, p: {oneOf: [{const: 1.5, title: a}, {const: 2.5}]}, q: {type: boolean, oneOf: [{const: true, title: Yes}, {const: false, title: No}]}, r: {oneOf: [{type: [string, 'null']}, {type: string}]}, s: {anyOf: [{type: string, x-secret: true}, {type: string}]}, t: {type: object, patternProperties: {'^a': {type: [string, 'null']}, '^b': {type: string}}, additionalProperties: false}, u: {oneOf: [{type: integer}, {type: integer, format: int32}]}}}
Y: {type: object, required: [y], properties: {y: {type: string}}}
Alias: {$ref: '#/components/schemas/Y'}
S: {type: string, maxLength: 5}
"
    alternatives_that_an_all_of_rules_out_are_none: "3.1.0" "
A: {type: object, properties: {e: {allOf: [{anyOf: [{type: string}, {type: integer}]}, {type: integer}]}, f: {allOf: [{oneOf: [{type: string}, {$ref: '#/components/schemas/Y'}]}, {type: object, properties: {z: {type: string}}}]}, g: {allOf: [{type: [string, integer]}, {type: [integer, boolean]}]}, h: {type: [string, integer], allOf: [{type: [integer, 'null']}]}, i: {type: [object, string], allOf: [{$ref: '#/components/schemas/Y'}]}, j: {type: object, properties: {z: {type: string}}, oneOf: [{$ref: '#/components/schemas/Y'}, {type: string}]}}}
Y: {type: object, required: [y], properties: {y: {type: string}}}
"
}

kinds! {
    a_mapping_and_a_constant_of_an_alternative_both_mean_it: "3.1.0" "
A: {type: object, properties: {u: {oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}], discriminator: {propertyName: kind, mapping: {one: One, two: Two}}}, v: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Bird'}], discriminator: {propertyName: kind, mapping: {cat: Cat, bird: Bird}}}}}
One: {type: object, required: [kind], properties: {kind: {const: n-one}, a: {type: string}}}
Two: {type: object, required: [kind], properties: {kind: {const: n-two}, a: {type: string}}}
Kind: {type: string, enum: [cat, bird, fish]}
Cat: {type: object, required: [kind], properties: {kind: {$ref: '#/components/schemas/Kind'}}}
Bird: {type: object, required: [kind], properties: {kind: {$ref: '#/components/schemas/Kind'}, wings: {type: integer}}}
"
    types_of_other_languages_are_those_that_they_mean: "3.1.0" "
A: {type: Object, properties: {a: {type: int}, b: {type: [Bool, 'null']}, c: {type: list, items: {type: str}}, d: {type: date}, e: {type: float, format: double}, f: {type: map, additionalProperties: {type: long}}, g: {type: any}, h: {type: String, enum: [x]}, i: {type: dict}}}
"
    numbers_in_a_list_of_texts_are_read_as_they_are_written: "3.0.3" "
A: {type: object, properties: {codes: {type: string, enum: [0x1F, 0o17, 0123, 1.10, 1e3, 12, true]}, only: {type: string, enum: [true]}, words: {type: string, enum: [yes, no, true, null]}, urls: {format: uri}, mails: {type: array, items: {format: email}}, own: {format: acme}}}
"
}

#[test]
fn the_place_of_a_parameter_is_read_in_any_letters() {
    insta::assert_snapshot!(exchanged(
        "  /a: {post: {operationId: a, parameters: [{name: q, in: Query, schema: {type: string}}, {name: h, in: HEADER, schema: {type: string}}], responses: {'204': {description: ok}}}}"
    ));
}

#[test]
fn a_reference_in_place_of_several_objects_means_those_of_its_target() {
    insta::assert_snapshot!(exchanged(
        "  /a/{id}: {parameters: {$ref: '#/x-own'}, get: {operationId: a, parameters: {$ref: '#/components/parameters'}, responses: {$ref: '#/x-responses'}}}
  /b: {post: {operationId: b, parameters: [{name: first, in: query, schema: {type: string}}, {$ref: '#/x-more'}, {name: last, in: query, schema: {type: string}}], requestBody: {content: {$ref: '#/x-content'}}, responses: {'204': {description: ok}, $ref: '#/x-responses'}}}
  /c: {get: {operationId: c, parameters: {$ref: '#/paths/~1b/post/parameters'}, responses: {'200': {description: ok, content: {application/json: {schema: {allOf: {$ref: '#/x-arms'}}}}}}}}
  /d: {get: {operationId: d, parameters: {$ref: '#/x-nothing'}, responses: {'204': {description: ok, headers: {$ref: '#/x-headers'}}}}}
x-own: [{name: id, in: path, required: true, schema: {type: integer}}]
x-more: [{$ref: '#/components/parameters/P'}, {$ref: '#/x-own-more'}]
x-own-more: [{name: size, in: query, schema: {type: integer}}]
x-content: {application/json: {schema: {$ref: '#/components/schemas/X'}}}
x-responses: {'200': {description: ok, content: {$ref: '#/x-content'}}, '204': {description: nothing}}
x-headers: {X-A: {schema: {type: string}}}
x-arms: [{$ref: '#/components/schemas/X'}, {type: object, properties: {y: {type: string}}}]"
    ));
}

#[test]
fn what_is_said_of_several_paths_is_said_once() {
    let parameter = |name: &str, kind: &str| {
        format!(
            "parameters: [{{name: {name}, in: path, required: true, schema: {{type: {kind}}}}}]"
        )
    };
    let nothing = "responses: {'204': {description: ok}}";
    let mut paths = String::new();
    for path in ["/a/:id", "/b/:id", "/c/:id"] {
        let parameter = parameter("id", "string");
        paths += &format!("  {path}: {{get: {{{parameter}, {nothing}}}}}\n");
    }
    for (path, kind) in [("/d/{id}", "integer"), ("/d/{id}/e", "string"), ("/d/{id}/f", "string")] {
        let parameter = parameter("id", kind);
        paths += &format!("  {path}: {{get: {{{parameter}, {nothing}}}}}\n");
    }
    let (shared, own) = (parameter("i", "string"), parameter("i", "integer"));
    paths += &format!("  /i/{{i}}: {{{shared}, get: {{{own}, {nothing}}}}}\n");
    paths += &format!("  /g?x=1: {{get: {{{nothing}}}}}\n  /h?x=1: {{get: {{{nothing}}}}}\n");
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n{paths}"
    );
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    let style = specweave::render::Style { color: false, verbose: true };
    let text = specweave::render::human(&output.diagnostics, style);
    for (code, more) in
        [("SW433", "2 more places"), ("SW411", "1 more place"), ("SW583", "1 more place")]
    {
        let found: Vec<&str> = text.split("\n\n").filter(|own| own.contains(code)).collect();
        assert!(matches!(found.as_slice(), [only] if only.contains(more)), "{text}");
    }
}

/// What is reported of a document with these members, each with its code.
fn reported(version: &str, members: &str) -> (specweave::Output, Vec<String>) {
    let document = format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\n{members}");
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    let told = output.diagnostics.iter();
    let told = told.map(|own| format!("{} {}", own.code.number(), own.message)).collect();
    (output, told)
}

const SERVERS: &str = "servers: [{url: 'https://x.example'}]\n";

#[test]
fn what_stands_beside_a_path_item_that_is_missing_is_kept() {
    let paths = "paths: {/a: {$ref: '#/components/pathItems/No', get: {operationId: kept, responses: {'204': {description: ok}}}}, /b: {$ref: '#/components/pathItems/No'}}\n";
    let (output, told) = reported("3.1.0", &format!("{SERVERS}{paths}"));
    assert_eq!(output.summary.operations, 1);
    let told: Vec<&String> = told.iter().filter(|own| own.starts_with("SW501")).collect();
    assert!(told[0].ends_with("it was ignored, and what stands beside it is kept"), "{told:?}");
    assert!(told[1].ends_with("the object that it stands for was left out"), "{told:?}");
}

#[test]
fn servers_without_what_they_must_have_are_told() {
    let members = "servers: [{description: x}, {url: 'https://{v}.x.example', variables: {v: {enum: [one, two]}}}]\npaths: {}\n";
    let (output, told) = reported("3.1.0", members);
    assert!(output.files["src/api.rs"].contains("https://one.x.example"));
    let told: Vec<&str> = told.iter().filter_map(|own| own.strip_prefix("SW580 ")).collect();
    assert_eq!(
        told,
        [
            "a server has no `url`; it was left out",
            "the server variable \"v\" has no `default`; it was read as \"one\", the first of its `enum`",
        ]
    );
}

#[test]
fn a_query_string_is_a_form_wherever_that_is() {
    let schema = "schema: {type: object, properties: {a: {type: string}}}";
    let parameter = |content: &str| {
        format!(
            "{SERVERS}paths: {{/a: {{get: {{parameters: [{{name: q, in: querystring, content: {{{content}}}}}], responses: {{'204': {{description: ok}}}}}}}}}}\ncomponents: \
             {{mediaTypes: {{F: {{{schema}}}}}}}\n"
        )
    };
    for content in [
        "application/x-www-form-urlencoded: {$ref: '#/components/mediaTypes/F'}".to_owned(),
        format!("application/json: {{}}, application/x-www-form-urlencoded: {{{schema}}}"),
    ] {
        let (output, told) = reported("3.2.0", &parameter(&content));
        assert_eq!(output.summary.operations, 1, "{told:?}");
        assert!(!told.iter().any(|own| own.starts_with("SW50")), "{told:?}");
    }
}

#[test]
fn an_empty_list_of_items_leaves_them_to_those_after_it() {
    let output = generate(
        "3.0.3",
        "A: {type: object, properties: {l: {type: array, items: [], additionalItems: {type: string}}}, dependencies: [l]}",
    );
    assert!(output.files["src/models/a.rs"].contains("pub l: Option<Vec<String>>"));
    let told: Vec<&str> = output.diagnostics.iter().map(|own| own.message.as_str()).collect();
    assert!(
        told.iter().any(|own| own.contains("`additionalItems` was read as `items`")),
        "{told:?}"
    );
    assert!(told.iter().any(|own| own.contains("dependencies")), "{told:?}");
}

#[test]
fn addresses_that_begin_with_a_host_are_those_of_its_scheme_and_name_no_user() {
    let scheme = "components: {securitySchemes: {O: {type: oauth2, flows: {clientCredentials: {tokenUrl: //auth.example/token, scopes: {}}}}}}\n";
    let (output, _) = reported("3.1.0", &format!("{SERVERS}paths: {{}}\n{scheme}"));
    assert!(output.files["src/api.rs"].contains("https://auth.example/token"));
    let (_, told) = reported("3.1.0", "servers: [{url: hunter2@x.example/v1}]\npaths: {}\n");
    assert!(!told.iter().any(|own| own.contains("hunter2")), "{told:?}");
}

#[test]
fn booleans_in_a_list_of_texts_are_read_as_they_are_written() {
    let output = generate(
        "3.0.3",
        "A: {type: object, properties: {a: {type: string, enum: [TRUE, False, x]}}}",
    );
    let models = output.files.iter().filter(|(path, _)| path.starts_with("src/models/"));
    let text: String = models.map(|(_, text)| text.as_str()).collect();
    assert!(text.contains("\"TRUE\"") && text.contains("\"False\""), "{text}");
}
