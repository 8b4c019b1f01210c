//! Whole documents in, emitted models out: what real documents did to the stages between.

use specweave::config::Config;
use specweave::diagnostic::{Code, Failure};
use specweave::source::Source;
use specweave::{Inputs, Output};

/// Generates from a document with these components and one operation that returns `A`.
fn generate(components: &str) -> Result<Output, Failure> {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a/{{id}}:\n    get:\n      operationId: getA\n      \
         parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]\n      responses:\n        \
         '200': {{description: OK, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}\n{components}"
    );
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {})
}

/// The fields of an emitted struct, with their types.
fn fields(output: &Output, module: &str) -> Vec<String> {
    let text = &output.files[&format!("src/models/{module}.rs")];
    let fields = text
        .lines()
        .filter_map(|line| line.strip_prefix("    pub "))
        .filter(|line| !line.starts_with("fn "));
    fields.map(|line| line.trim_end_matches(',').to_owned()).collect()
}

fn codes(output: &Output) -> Vec<Code> {
    output.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn arms_that_only_annotate_make_no_type_of_their_own() {
    let output = generate(
        "components:\n  schemas:\n    A: {type: object, properties: {b: {allOf: [{$ref: '#/components/schemas/B'}, {description: Mine}]}}}\n    \
         B: {type: object, properties: {a: {type: integer}}}\n",
    )
    .unwrap();
    assert_eq!(fields(&output, "a"), ["b: Option<B>"]);
    assert!(output.files["src/models/a.rs"].contains("/// Mine."));
    assert_eq!(output.summary.types, 2);
    assert_eq!(codes(&output), [Code::AnnotationArm]);
}

#[test]
fn a_schema_that_holds_itself_with_additions_ends() {
    let output = generate(
        "components:\n  schemas:\n    A:\n      type: object\n      properties:\n        child:\n          allOf:\n            \
         - $ref: '#/components/schemas/A'\n            - {type: object, properties: {extra: {type: string}}}\n",
    )
    .unwrap();
    assert_eq!(fields(&output, "a"), ["child: Option<AChild>"]);
    assert_eq!(fields(&output, "a_child"), ["child: Option<Box<AChild>>", "extra: Option<String>"]);
}

#[test]
fn what_is_inherited_is_one_type() {
    let output = generate(
        "components:\n  schemas:\n    A: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {c: {type: string}}, type: object}]}\n    \
         B: {type: object, properties: {meta: {type: object, properties: {x: {type: integer}}}}}\n",
    )
    .unwrap();
    assert_eq!(fields(&output, "a"), ["meta: Option<BMeta>", "c: Option<String>"]);
    assert_eq!(fields(&output, "b"), ["meta: Option<BMeta>"]);
    assert_eq!(output.summary.types, 3);
}

#[test]
fn references_may_be_percent_encoded() {
    let path = "#/paths/~1a~1%7Bid%7D/get/responses/200/content/application~1json/schema";
    let output = generate(&format!(
        "components:\n  schemas:\n    A: {{type: object, properties: {{again: {{$ref: '{path}'}}}}}}\n"
    ))
    .unwrap();
    assert_eq!(fields(&output, "a"), ["again: Option<Box<A>>"]);
}

#[test]
fn requests_do_not_have_what_only_the_server_sets() {
    let output = generate(
        "  /b:\n    post:\n      operationId: makeA\n      requestBody: {content: {application/json: {schema: {$ref: \
         '#/components/schemas/A'}}}}\n      responses: {'204': {description: Made}}\ncomponents:\n  schemas:\n    \
         A: {type: object, required: [id, name, b], properties: {id: {type: integer, readOnly: true}, name: {type: string}, b: \
         {$ref: '#/components/schemas/B'}}}\n    \
         B: {type: object, required: [at, size], properties: {at: {type: integer, readOnly: true}, size: {type: integer}}}\n",
    )
    .unwrap();
    assert_eq!(fields(&output, "a"), ["id: i64", "name: String", "b: B"]);
    assert_eq!(fields(&output, "b"), ["at: i64", "size: i64"]);
    assert_eq!(fields(&output, "a_request"), ["name: String", "b: BRequest"]);
    assert_eq!(fields(&output, "b_request"), ["size: i64"]);
    assert!(
        output.files["src/models/a_request.rs"]
            .contains("pub fn new(name: impl Into<String>, b: BRequest) -> Self")
    );
}

/// The message and help of every finding.
fn messages(output: &Output) -> Vec<String> {
    output.diagnostics.iter().map(|found| format!("{}: {}", found.code, found.message)).collect()
}

#[test]
fn required_stays_required_on_a_cycle_that_can_end() {
    let output = generate(
        "components:\n  schemas:\n    A: {type: object, required: [left, next], properties: {left: {$ref: '#/components/schemas/U'}, \
         next: {allOf: [{$ref: '#/components/schemas/A'}], nullable: true}}}\n    \
         U: {oneOf: [{$ref: '#/components/schemas/A'}, {type: integer}]}\n",
    )
    .unwrap();
    assert_eq!(fields(&output, "a"), ["left: Box<U>", "next: Option<Box<A>>"]);
    let text = &output.files["src/models/a.rs"];
    assert!(text.contains("\"!left\"") && text.contains("\"~next\""), "{text}");
    assert!(!codes(&output).contains(&Code::EndlessType));
}

#[test]
fn a_record_that_requires_itself_is_made_possible_and_reported() {
    let output = generate(
        "components:\n  schemas:\n    A: {type: object, required: [a], properties: {a: {$ref: '#/components/schemas/A'}}}\n",
    )
    .unwrap();
    assert_eq!(fields(&output, "a"), ["a: Option<Box<A>>"]);
    assert_eq!(codes(&output), [Code::EndlessType]);
}

#[test]
fn a_schema_of_an_operation_that_another_refers_to_has_both_forms() {
    let at = "#/paths/~1a~1{id}~1c/post/responses/200/content/application~1json/schema";
    let output = generate(&format!(
        "  /a/{{id}}/c:\n    post:\n      operationId: addC\n      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]\n      \
         requestBody: {{content: {{application/json: {{schema: {{$ref: '{at}'}}}}}}}}\n      responses: {{'200': {{description: d, content: \
         {{application/json: {{schema: {{type: object, properties: {{id: {{type: integer, readOnly: true}}, n: {{type: string}}}}}}}}}}}}}}\n\
         components: {{schemas: {{A: {{type: string}}}}}}\n"
    ))
    .unwrap();
    let operations = &output.files["src/operations/default_operations.rs"];
    let fields = |module: &str| fields(&output, module);
    assert!(operations.contains("body: models::AddCResponseRequest"), "{operations}");
    assert_eq!(fields("add_c_response_request"), ["n: Option<String>"]);
    assert_eq!(fields("add_c_response"), ["id: Option<i64>", "n: Option<String>"]);
}

#[test]
fn a_name_that_is_asked_for_holds_for_both_forms() {
    let output = generate(
        "  /b:\n    post:\n      operationId: makeA\n      requestBody: {content: {application/json: {schema: {$ref: \
         '#/components/schemas/A'}}}}\n      responses: {'204': {description: Made}}\ncomponents:\n  schemas:\n    \
         A: {type: object, x-rust-name: Person, properties: {id: {type: integer, readOnly: true}, name: {type: string}}}\n",
    )
    .unwrap();
    assert_eq!(fields(&output, "person"), ["id: Option<i64>", "name: Option<String>"]);
    assert_eq!(fields(&output, "person_request"), ["name: Option<String>"]);
}

#[test]
fn an_arm_that_only_annotates_a_property_keeps_its_type() {
    let output = generate(
        "components:\n  schemas:\n    A: {allOf: [{$ref: '#/components/schemas/B'}, {type: object, properties: {s: {description: Mine}, \
         b: {description: Too}}}]}\n    \
         B: {type: object, properties: {s: {type: string}, b: {$ref: '#/components/schemas/B'}}}\n",
    )
    .unwrap();
    assert_eq!(fields(&output, "a"), ["s: Option<String>", "b: Option<B>"]);
    let text = &output.files["src/models/a.rs"];
    assert!(text.contains("/// Mine.") && text.contains("/// Too."), "{text}");
}

#[test]
fn an_all_of_that_contradicts_itself_is_what_it_says_last() {
    let output = generate(
        "components:\n  schemas:\n    A: {type: object, properties: {name: {$ref: '#/components/schemas/Name'}, odd: {allOf: [{$ref: \
         '#/components/schemas/Text'}, {$ref: '#/components/schemas/B'}]}}}\n    \
         Name: {allOf: [{$ref: '#/components/schemas/Text'}, {maxLength: 5}]}\n    Text: {type: string}\n    B: {type: object, additionalProperties: true}\n",
    )
    .unwrap();
    assert_eq!(
        fields(&output, "a"),
        ["name: Option<String>", "odd: Option<std::collections::BTreeMap<String, rt::Value>>"]
    );
    assert_eq!(
        messages(&output),
        [
            "SW570: this schema contradicts a schema that it inherits: it is both of type string and of type object; the last statement counts"
        ]
    );
}

#[test]
fn path_items_may_be_references_and_answers_terse() {
    let output = generate(
        "  /c: {$ref: '#/x-items/c'}\nx-items:\n  c: {get: {operationId: getC, responses: {'200': {content: {application/json: {schema: \
         {$ref: '#/components/schemas/A'}}}}}}, put: {operationId: putC}}\ncomponents:\n  schemas:\n    \
         A: {type: object, properties: {n: {type: integer, exclusiveMinimum: 0}}}\n",
    )
    .unwrap();
    assert_eq!(output.summary.operations, 3);
    assert_eq!(messages(&output), [""; 0]);
    assert!(output.files["src/models/a.rs"].contains("Allowed: more than 0."));
}

#[test]
fn what_has_no_body_is_not_read() {
    let output = generate(
        "  /c: {delete: {operationId: dropC, responses: {'204': {description: Gone, content: {application/json: {schema: {type: \
         object}}}}}}}\ncomponents: {schemas: {A: {type: object}}}\n",
    )
    .unwrap();
    let operations = &output.files["src/operations/default_operations.rs"];
    // 204 without content is the usual success of such an operation.
    assert!(operations.contains("type Output = ();") && !operations.contains("SUCCESS"));
}

#[test]
fn a_requirement_for_no_scheme_is_reported() {
    let output = generate(
        "  /c: {get: {operationId: getC, security: [{Nope: []}], responses: {'204': {description: OK}}}}\n\
         components: {schemas: {A: {type: object}}}\n",
    )
    .unwrap();
    assert_eq!(
        messages(&output),
        ["SW506: the security requirement names \"Nope\", which is not a security scheme"]
    );
}

#[test]
fn a_malformed_object_costs_what_it_describes_and_names_its_key() {
    let document = "openapi: 3.0.3
info: {title: T, version: '1'}
servers:
- url: 'https://x.example:{port}/{version}'
  variables: {port: {default: 8443, enum: [443, 8443]}, version: {default: v1, enum: all}}
security: [{token: []}]
paths:
  /style:
    get:
      parameters: [{name: a, in: query, style: matrix, schema: {type: string}}]
      responses: {'204': {}}
  /body:
    put:
      requestBody: {required: 'yes', content: {text/plain: {}}}
      responses: {'204': {}}
  /header:
    get: {responses: {'204': {headers: {X-A: {deprecated: 1}}}}}
  /ok:
    get:
      parameters: [{name: a, in: query, required: null, description: null, schema: {type: 5}}]
      responses: {'204': {description: null, headers: {X-A: {}}}}
components:
  securitySchemes:
    token: {type: oauth2, flows: {clientCredentials: {scopes: none}}}
    other: {type: oauth2}
";
    let sources = vec![Source::new("api.yaml", document)];
    let inputs = Inputs { sources, overlays: Vec::new() };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    let told = messages(&output).join("\n");
    for part in [
        "\"style\" in a parameter must be form or spaceDelimited or pipeDelimited or deepObject, and this is \"matrix\"; it was ignored",
        "\"required\" in a request body must be true or false, and this is \"yes\"; it was read as true",
        "\"deprecated\" in a header must be true or false, and this is 1; it was ignored",
        "\"type\" in a schema must be a string or an array of strings, and this is 5; it was ignored",
        "the security scheme \"other\" has no `flows`; the program gets its token elsewhere",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(!told.contains("was left out") && !told.contains("scheme \"token\""), "{told}");
    let code: String = output.files.values().map(String::as_str).collect();
    assert!(code.contains("https://x.example:8443/v1"));
}

#[test]
fn tags_do_not_hide_methods_of_the_client() {
    let output = generate(
        "  /c: {get: {operationId: getC, tags: [Exchange], responses: {'204': {description: OK}}}}\n\
         components: {schemas: {A: {type: object}}}\n",
    )
    .unwrap();
    assert!(
        output.files["src/operations/exchange.rs"].contains("pub fn exchange_operations(&self)")
    );
}

/// Every method of the types that emitted code adds methods to is a name that it must not use.
#[test]
fn the_methods_of_the_runtime_are_reserved() {
    let reserved = include_str!("../../src/name/taken.rs");
    let lists = |name: &str| {
        reserved.split(&format!("const {name}: ")).nth(1).unwrap().split("];").next().unwrap()
    };
    let runtime = [
        include_str!("../../runtime/calls/client.rs"),
        include_str!("../../runtime/calls/blocking.rs"),
        include_str!("../../runtime/calls/builder.rs"),
        include_str!("../../runtime/calls/http_client.rs"),
        include_str!("../../runtime/calls/oauth.rs"),
        include_str!("../../runtime/calls/call.rs"),
    ]
    .concat();
    for (name, list) in [
        (" Client {", lists("CLIENT_METHODS")),
        (" ClientBuilder {", lists("BUILDER_METHODS")),
        (" Call<'_, Op> {", lists("CALL_METHODS")),
    ] {
        let blocks =
            runtime.split("\nimpl").filter(|block| block.lines().next().unwrap().ends_with(name));
        let lines = blocks.flat_map(str::lines);
        let methods: Vec<&str> = lines
            .filter(|line| line.starts_with("    ") && !line.starts_with("     "))
            .filter_map(|line| line.split_once("fn ")?.1.split(['(', '<']).next())
            .collect();
        assert!(methods.len() > 3, "{name}: {methods:?}");
        let missing: Vec<_> = methods
            .iter()
            .filter(|name| **name != "fmt" && !list.contains(&format!("\"{name}\"")))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn a_union_that_is_its_own_arm_is_its_other_arms() {
    let output = generate(
        "components:\n  schemas:\n    A: {oneOf: [{$ref: '#/components/schemas/A'}, {type: string}, {type: integer}]}\n    \
         V: {nullable: true, oneOf: [{$ref: '#/components/schemas/V'}, {type: string}, {type: array, items: {$ref: '#/components/schemas/V'}}]}\n",
    )
    .unwrap();
    let [a, v] = ["a", "v"].map(|name| output.files[&format!("src/models/{name}.rs")].as_str());
    assert!(
        !a.contains("Box") && a.contains("String(String)") && a.contains("Integer(i64)"),
        "{a}"
    );
    assert!(!v.contains("Box") && v.contains("List(Vec<Option<V>>)"), "{v}");
}

#[test]
fn each_link_of_a_loop_of_references_is_reported_once_where_it_stands() {
    let to = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    let output = generate(&format!(
        "components:\n  schemas:\n    A: {{type: object, properties: {{x: {}, y: {}, l: {}}}}}\n    X: {}\n    Y: {}\n    L: {}\n    M: {}\n    N: {}\n",
        to("X"), to("Y"), to("L"), to("L"), to("X"), to("M"), to("N"), to("L"),
    ))
    .unwrap();
    let untyped = output.model.api.untyped.iter().map(|untyped| untyped.pointer.as_str());
    let loops: Vec<&str> =
        untyped.filter(|pointer| pointer.len() == "/components/schemas/L".len()).collect();
    assert_eq!(loops, ["L", "M", "N"].map(|name| format!("/components/schemas/{name}")));
}

#[test]
fn a_crate_carries_what_its_kinds_of_types_stand_on_and_no_more() {
    for (schema, expected) in [
        ("{type: object, properties: {a: {type: string}}}", [false, false, false]),
        ("{type: string, enum: [a, b]}", [true, false, false]),
        ("{oneOf: [{type: string}, {type: integer}]}", [false, true, false]),
    ] {
        let output = generate(&format!("components:\n  schemas:\n    A: {schema}\n")).unwrap();
        let has = |file| output.files.contains_key(&format!("src/runtime/json/{file}.rs"));
        assert_eq!(["open_enum", "union", "sibling"].map(has), expected, "{schema}");
    }
}
