//! Whole documents in, emitted models out: what real documents did to the stages between.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use specweave::config::Config;
use specweave::diagnostic::{Code, Failure};
use specweave::source::Source;
use specweave::{Inputs, Output};

/// Generates from a document with these components and one operation that returns `A`.
fn generate(components: &str) -> Result<Output, Failure> {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a/{{id}}:\n    get:\n      operationId: getA\n      \
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
fn a_property_that_refers_to_nothing_is_an_error() {
    let failure =
        generate("components:\n  schemas:\n    A: {type: object, properties: {b: {$ref: '#/components/schemas/Gone'}}}\n").unwrap_err();
    let found: Vec<_> = failure
        .diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.code, diagnostic.message.as_str()))
        .collect();
    assert_eq!(
        found,
        [(
            Code::DanglingReference,
            "the reference \"#/components/schemas/Gone\" points to nothing"
        )]
    );
    let place = failure.diagnostics[0].place.as_ref().unwrap();
    assert_eq!(place.pointer, "/components/schemas/A/properties/b/$ref");
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
