//! Schemas that are nearly right in, the types of what they mean out.

use crate::emitted_types::{generate, kinds, types};

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
