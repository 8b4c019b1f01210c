//! Required values of which only one is right in, constructors and methods that do not ask for them out.

use crate::emitted_types::generate;
use specweave::Output;
use specweave::config::Config;
use specweave::source::Source;
use specweave::{Inputs, diagnostic::Severity};

/// What the files of some models derive, and how the structs in them are made.
fn constructors(output: &Output, models: &[&str]) -> String {
    let mut text = String::new();
    for model in models {
        let file = &output.files[&format!("src/models/{model}.rs")];
        let derived = file.lines().find(|line| line.starts_with("#[derive(")).unwrap();
        text.push_str(&format!("{model}: {derived}\n"));
        for start in ["    /// Creates a value", "    fn default() -> Self"] {
            if let Some(start) = file.find(start) {
                let length = file[start..].find("\n    }\n").unwrap();
                text.push_str(&format!("{}\n    }}\n", &file[start..start + length]));
            }
        }
    }
    let warnings = output.diagnostics.iter().filter(|own| own.severity() != Severity::Note);
    warnings.for_each(|own| text.push_str(&format!("{}: {}\n", own.code, own.message)));
    text
}

#[test]
fn constants_are_filled_in() {
    let output = generate(
        "3.1.0",
        "
A: {oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}, {$ref: '#/components/schemas/Three'}]}
One: {type: object, required: [kind, name], properties: {kind: {const: one}, name: {type: string}}}
Two: {type: object, required: [kind], properties: {kind: {type: string, enum: [two]}, name: {type: string}}}
Three:
  type: object
  required: [kind, version, ok, no, a, b, c, maybe]
  properties: {kind: {enum: [three]}, version: {const: 2}, ok: {type: boolean, enum: [true]}, no: {const: false}, a: {type: string}, b: {type: string}, c: {type: string}, maybe: {enum: [x, null]}}
",
    );
    insta::assert_snapshot!(constructors(&output, &["one", "two", "three", "one_kind"]));
}

#[test]
fn what_a_discriminator_says_of_a_component_is_filled_in() {
    let output = generate(
        "3.0.3",
        "
A:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  discriminator: {propertyName: kind, mapping: {bee: B, wasp: '#/components/schemas/C', hornet: C}}
B: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, required: [x], properties: {x: {type: string}}}]}
C: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {y: {$ref: '#/components/schemas/Listed'}}}]}
D: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {y: {$ref: '#/components/schemas/Undeclared'}}}]}
Listed:
  type: object
  required: [kind]
  properties: {kind: {type: string, enum: [e, F]}}
  discriminator: {propertyName: kind}
E: {allOf: [{$ref: '#/components/schemas/Listed'}, {type: object, required: [x], properties: {x: {type: string}}}]}
Undeclared: {type: object, required: [kind], discriminator: {propertyName: kind}}
G: {allOf: [{$ref: '#/components/schemas/Undeclared'}, {type: object, required: [x], properties: {x: {type: string}}}]}
",
    );
    insta::assert_snapshot!(constructors(&output, &["b", "c", "d", "e", "g"]));
}

#[test]
fn a_discriminator_that_may_be_left_out_is_written() {
    let output = generate(
        "3.0.3",
        "
A:
  oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]
  discriminator: {propertyName: kind, mapping: {bee: B, wasp: C, hornet: C}}
B: {type: object, properties: {kind: {type: string}, x: {type: string}}}
C: {type: object, properties: {kind: {type: string}, y: {type: string}}}
",
    );
    let file = &output.files["src/models/a.rs"];
    assert!(file.contains(r#"Self::B(value) => rt::write_tagged("kind", "bee", value, to)"#));
    // Which of the two is right, the program says.
    assert!(file.contains("Self::C(value) => rt::Serialize::serialize(value, to)"));
}

#[test]
fn parameters_of_one_value_are_no_arguments() {
    let document = "
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://x.example'}]
paths:
  /a/{version}:
    get:
      operationId: getA
      parameters:
        - {name: version, in: path, required: true, schema: {type: integer, enum: [2]}}
        - {name: Api-Version, in: header, required: true, schema: {type: string, enum: ['2022-06-28']}}
        - {name: id, in: query, required: true, schema: {type: string}}
        - {name: kind, in: query, schema: {type: string, enum: [plain]}}
      responses: {'204': {description: Done}}
";
    let sources = vec![Source::new("api.yaml", document)];
    let inputs = Inputs { sources, overlays: Vec::new() };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    let file = &output.files["src/operations/default_operations.rs"];
    let start = file.find("    pub fn get_a").unwrap();
    insta::assert_snapshot!(&file[start..start + file[start..].find("\n}\n").unwrap()]);
    assert!(file.contains("pub fn version(mut self, version: models::GetAVersion) -> Self"));
}
