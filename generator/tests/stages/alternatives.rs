//! Alternatives, conditions and patterns: what tells the arms of a union, what conditions add, what only tests, and what other names than
//! those of a pattern hold; the emitted types out.

use crate::emitted_types::{generate, kinds, types};

#[test]
fn alternatives_that_only_test_are_documented() {
    let long = "p".repeat(150);
    let output = generate(
        "3.1.0",
        &format!(
            "A:
  type: object
  properties:
    one: {{type: object, properties: {{a: {{type: string}}}}, oneOf: [{{required: [a], not: {{required: [b]}}}}, {{required: [b]}}]}}
    two: {{type: string, anyOf: [{{pattern: '^a'}}, {{maxLength: 3}}]}}
    three: {{type: object, properties: {{a: {{type: string}}}}, oneOf: [{{required: [{long}]}}, {{required: [{long}], not: {{required: [{long}]}}}}]}}
"
        ),
    );
    for (file, sentence) in [
        (
            "a_one",
            r#"It must fit exactly one of these: `{"required":["a"],"not":{"required":["b"]}}`; `{"required":["b"]}`."#,
        ),
        ("a", r#"It must fit at least one of these: `{"pattern":"^a"}`; `{"maxLength":3}`."#),
        ("a_three", "It must fit exactly one of 2 alternatives, which the document lists."),
    ] {
        let text = &output.files[&format!("src/models/{file}.rs")];
        assert!(text.contains(sentence), "{text}");
    }
}

kinds! {
    constants_that_may_be_left_out_tell_arms_apart: "3.1.0" "
A:
  type: object
  properties:
    pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
    any: {anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
    states: {oneOf: [{type: object, properties: {s: {enum: [a, b]}, x: {type: string}}}, {type: object, properties: {s: {enum: [c, d]}, y: {type: string}}}]}
    inline: {oneOf: [{type: object, properties: {k: {const: One, default: One}, x: {type: string}}}, {type: object, properties: {k: {const: Two, default: Two}, x: {type: string}}}]}
Cat: {type: object, required: [name], properties: {type: {type: string, const: cat, default: cat}, name: {type: string}}}
Dog: {type: object, required: [name], properties: {type: {type: string, const: dog, default: dog}, name: {type: string}, age: {type: integer}}}
"
    alternatives_that_no_value_of_a_discriminator_means_are_tried: "3.1.0" "
A:
  oneOf:
    - $ref: '#/components/schemas/Cat'
    - {type: string}
    - {type: object, required: [kind, bark], properties: {kind: {type: string}, bark: {type: boolean}}}
  discriminator: {propertyName: kind}
Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
"
    titles_that_are_names_of_types_name_nothing: "3.0.3" "
A:
  oneOf:
    - {type: string, title: string}
    - {type: array, title: array, items: {type: string}}
    - {type: array, title: array, items: {type: integer}}
    - {type: array, title: Array, items: {type: array, items: {type: integer}}}
    - {type: object, title: object, properties: {a: {type: string}}}
"
    alternatives_that_share_a_tag_are_told_by_what_else_they_hold: "3.0.3" "
A:
  oneOf: [{$ref: '#/components/schemas/System'}, {$ref: '#/components/schemas/User'}, {$ref: '#/components/schemas/Call'}, {$ref: '#/components/schemas/Sum'}]
  discriminator: {propertyName: type}
System: {type: object, required: [type, role], properties: {type: {type: string, enum: [message]}, role: {type: string, enum: [system]}}}
User: {type: object, required: [type, role], properties: {type: {type: string, enum: [message]}, role: {type: string, enum: [user]}}}
Call: {type: object, required: [type, name], properties: {type: {type: string, enum: [call]}, name: {type: string}}}
Sum: {type: object, required: [type, sum], properties: {type: {type: string, enum: [message, sum]}, sum: {type: integer}}}
Mapped:
  oneOf: [{$ref: '#/components/schemas/System'}, {$ref: '#/components/schemas/User'}]
  discriminator: {propertyName: type, mapping: {message: System}}
"
    values_listed_as_alternatives_are_narrowed_and_keep_their_names: "3.1.0" "
A:
  type: object
  required: [type, part]
  properties:
    type: {$ref: '#/components/schemas/Kind'}
    part: {oneOf: [{$ref: '#/components/schemas/Button'}, {$ref: '#/components/schemas/Text'}]}
    some: {type: array, items: {type: string, enum: [a, c], allOf: [{$ref: '#/components/schemas/Letter'}]}}
    all: {allOf: [{$ref: '#/components/schemas/Letter'}]}
    numbers: {enum: [3, 1], allOf: [{$ref: '#/components/schemas/Kind'}]}
    listed: {enum: [y], allOf: [{$ref: '#/components/schemas/Listed'}]}
Kind:
  type: integer
  format: int32
  oneOf: [{title: ROW, const: 1, description: A row.}, {title: BUTTON, const: 2}, {title: TEXT, const: 3}]
Letter: {type: string, anyOf: [{const: a, title: First}, {const: b, title: Second}, {const: c, title: Third}]}
Listed: {type: string, enum: [x, y], x-enum-varnames: [Ex, Why]}
Button: {type: object, required: [type, label], properties: {type: {type: integer, enum: [2], allOf: [{$ref: '#/components/schemas/Kind'}]}, label: {type: string}}}
Text: {type: object, required: [type], properties: {type: {type: integer, enum: [3], allOf: [{$ref: '#/components/schemas/Kind'}]}, text: {type: string}}}
"
    the_empty_text_adds_nothing_to_what_holds_it: "3.0.3" "
A:
  type: object
  properties:
    state: {nullable: true, oneOf: [{$ref: '#/components/schemas/State'}, {$ref: '#/components/schemas/Blank'}, {$ref: '#/components/schemas/None'}]}
    blank: {oneOf: [{$ref: '#/components/schemas/State'}, {$ref: '#/components/schemas/Blank'}]}
    state_again: {$ref: '#/components/schemas/State'}
    text: {anyOf: [{type: string, maxLength: 5}, {type: string, enum: ['']}]}
    plain: {anyOf: [{type: string}, {type: string, enum: ['']}]}
    own: {anyOf: [{type: string, enum: [a, b]}, {type: string, enum: ['']}]}
    known: {anyOf: [{type: string, enum: [a, b]}, {type: string}, {type: string, enum: ['']}]}
    date: {anyOf: [{type: string, format: date}, {type: string, enum: ['']}]}
    map: {anyOf: [{type: object, additionalProperties: {type: string}}, {type: string, enum: ['']}]}
    empty: {$ref: '#/components/schemas/Blank'}
State: {type: string, enum: [on, off]}
Blank: {enum: ['']}
None: {enum: [null]}
"
    what_tells_arms_is_found_in_unions_among_them_and_beside_what_is_no_object: "3.0.3" "
A:
  type: object
  properties:
    widget: {oneOf: [{$ref: '#/components/schemas/Note'}, {$ref: '#/components/schemas/Map'}, {$ref: '#/components/schemas/List'}]}
    source: {anyOf: [{$ref: '#/components/schemas/Note'}, {$ref: '#/components/schemas/List'}, {type: array, items: {$ref: '#/components/schemas/Note'}}, {type: string}]}
    other: {oneOf: [{$ref: '#/components/schemas/Note'}, {$ref: '#/components/schemas/List'}, {type: object, properties: {x: {type: string}}}]}
    turning: {oneOf: [{$ref: '#/components/schemas/Note'}, {$ref: '#/components/schemas/Circle'}]}
    shared: {oneOf: [{$ref: '#/components/schemas/Note'}, {$ref: '#/components/schemas/Streams'}, {$ref: '#/components/schemas/Services'}]}
    taken: {oneOf: [{$ref: '#/components/schemas/Note'}, {$ref: '#/components/schemas/Streams'}, {$ref: '#/components/schemas/Rivers'}]}
    same: {oneOf: [{$ref: '#/components/schemas/Streams'}, {$ref: '#/components/schemas/Services'}]}
Note: {type: object, required: [type], properties: {type: {type: string, enum: [note]}, title: {type: string}}}
List: {type: object, required: [type], properties: {type: {type: string, enum: [list]}, title: {type: string}}}
Map: {oneOf: [{$ref: '#/components/schemas/Streams'}, {$ref: '#/components/schemas/Services'}]}
Streams: {type: object, required: [type, a], properties: {type: {type: string, enum: [map]}, a: {type: string}}}
Rivers: {type: object, required: [type, a], properties: {type: {type: string, enum: [map]}, a: {type: string}}}
Services: {type: object, required: [type, b], properties: {type: {type: string, enum: [map]}, b: {type: string}}}
Circle: {oneOf: [{$ref: '#/components/schemas/List'}, {$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Streams'}]}
"
    conditions_add_to_what_is_declared: "3.1.0" "
A:
  type: object
  required: [type]
  properties:
    type: {type: string}
    value: {description: Depends.}
    only: {}
    place: {type: object, properties: {zip: {type: string}}}
    pair: {type: array, prefixItems: [{type: string}], if: {prefixItems: [{const: a}]}, then: {prefixItems: [true, {type: integer}]}, else: {prefixItems: [true, {type: string}, {type: boolean}]}}
    shut: {type: array, if: {prefixItems: [{const: a}]}, then: {prefixItems: [{const: a}, {type: integer}], items: false}, else: {prefixItems: [{type: string}], items: false}}
    seen: {type: array, prefixItems: [true], contains: {type: string}, unevaluatedItems: false}
    tail: {type: array, prefixItems: [{const: foo}], if: {prefixItems: [true, {const: bar}]}, then: {prefixItems: [true, true, {const: then}]}, unevaluatedItems: false}
    list: {type: array, items: {type: string}, if: {minItems: 2}, then: {prefixItems: [{const: a}]}, else: {prefixItems: [{const: b}]}}
    at: {oneOf: [{type: array, prefixItems: [{type: number}, {type: number}], minItems: 2, items: false}, {type: array, prefixItems: [{type: string}, {type: integer}, {type: boolean}], minItems: 3}]}
  allOf:
    - {if: {properties: {type: {const: num}}}, then: {properties: {value: {type: number}, place: {properties: {town: {type: string}}}}}}
    - {if: {properties: {type: {const: txt}}}, then: {properties: {value: {type: string}, only: {type: string}, place: {required: [street], properties: {street: {type: string}, zip: {const: x}}}}}}
"
    conditions_on_what_holds_itself_come_to_an_end: "3.1.0" "
A:
  type: object
  properties: {kind: {type: string}, child: {$ref: '#/components/schemas/A'}}
  if: {properties: {kind: {const: a}}}
  then: {properties: {child: {type: object, properties: {more: {type: string}, next: {$ref: '#/components/schemas/A'}}}}}
"
    what_an_alternative_forbids_is_no_part_of_it: "3.1.0" "
A:
  type: object
  properties: {a: {type: string}, b: {type: string}}
  oneOf: [{required: [a], not: {required: [b]}}, {required: [b], properties: {a: false}}]
"
}

#[test]
fn that_a_text_may_be_empty_is_documented() {
    let output = generate(
        "3.0.3",
        "
A:
  type: object
  properties:
    state: {oneOf: [{$ref: '#/components/schemas/State'}, {$ref: '#/components/schemas/Blank'}]}
    text: {anyOf: [{type: string, maxLength: 5}, {type: string, enum: ['']}]}
    never: {$ref: '#/components/schemas/State'}
State: {type: string, enum: [on, off]}
Blank: {enum: ['']}
",
    );
    let file = &output.files["src/models/a.rs"];
    assert_eq!(file.matches("    /// It may be empty (`\"\"`).\n").count(), 2, "{file}");
}

#[test]
fn properties_that_match_no_pattern_may_hold_anything() {
    let output = generate(
        "3.1.0",
        "
A:
  type: object
  properties:
    open: {type: object, properties: {id: {type: string}}, patternProperties: {'^x-': {type: integer}}}
    closed: {type: object, properties: {id: {type: string}}, patternProperties: {'^x-': {type: integer}}, additionalProperties: false}
    typed: {type: object, properties: {id: {type: string}}, patternProperties: {'^x-': {type: integer}}, additionalProperties: {minimum: 3}}
    inherited: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {z: {type: string}}}]}
P: {type: object, properties: {id: {type: integer}}, patternProperties: {'^x-': {type: string}}}
",
    );
    let passes_over =
        |name: &str| output.files[&format!("src/models/a_{name}.rs")].contains("if_fit(");
    assert_eq!(
        ["open", "closed", "typed", "inherited"].map(passes_over),
        [true, false, false, true]
    );
}

#[test]
fn what_one_variant_alone_holds_becomes_the_union() {
    let output = generate(
        "3.1.0",
        "
A:
  type: object
  required: [content]
  properties: {content: {$ref: '#/components/schemas/Content'}, more: {$ref: '#/components/schemas/Content'}, got: {$ref: '#/components/schemas/Got', readOnly: true}}
Content:
  oneOf:
    - {type: string}
    - {type: array, items: {$ref: '#/components/schemas/Part'}}
    - {title: Inner, type: object, required: [content], properties: {content: {$ref: '#/components/schemas/Content'}}}
    - {title: Anything}
Got: {oneOf: [{$ref: '#/components/schemas/Part'}, {type: string}]}
Part: {type: object, required: [x], properties: {x: {type: string}}}
",
    );
    let file = |name: &str| &output.files[&format!("src/models/{name}.rs")];
    let made = |name: &str| -> Vec<&str> {
        let lines = file(name).lines();
        lines.filter_map(|line| line.strip_prefix("impl From<")?.split("> for ").next()).collect()
    };
    assert_eq!(made("content"), ["String", "&str", "Vec<Part>", "ContentInner"]);
    // Nobody makes what is only received.
    assert_eq!(made("got"), [""; 0]);
    let request = file("a_request");
    assert!(request.contains("pub fn new(content: impl Into<Content>) -> Self"), "{request}");
    assert!(request.contains("with_more(mut self, more: impl Into<Content>) -> Self"), "{request}");
}

#[test]
fn what_is_said_beside_a_reference_and_in_a_single_arm_is_documented() {
    let output = generate(
        "3.1.0",
        "
Port: {type: integer, minimum: 1, maximum: 65535, description: A port, default: 80, deprecated: true}
A:
  type: object
  properties:
    size: {anyOf: [{type: integer, minimum: 1, maximum: 100}, {type: 'null'}]}
    port: {$ref: '#/components/schemas/Port', minimum: 1024}
    low: {allOf: [{$ref: '#/components/schemas/Port'}, {maximum: 80}], deprecated: false}
    e: {allOf: [{type: integer}, {minimum: 2}, {maximum: 10}]}
    names: {type: array, items: {type: string, maxLength: 5}}
    m: {type: object, additionalProperties: {type: integer, minimum: 5}}
    either: {anyOf: [{type: string, maxLength: 6, description: A name}, {type: integer, minimum: 7}]}
    o: {$ref: '#/components/schemas/Port', description: Own words}
    n: {anyOf: [{$ref: '#/components/schemas/Port'}, {type: 'null'}]}
    tuple: {type: array, prefixItems: [{type: string}], items: {type: array, items: {type: integer}, minItems: 2}}
    choice: {oneOf: [{const: a, deprecated: true}, {const: b, description: The other}]}
",
    );
    let file = &output.files["src/models/a.rs"];
    let docs = |file: &str, item: &str| {
        let end = file.find(item).unwrap();
        let lines = file[..end].lines().rev();
        let lines = lines.skip_while(|line| !line.trim().starts_with("///"));
        let lines = lines.map_while(|line| line.trim().strip_prefix("///").map(str::trim));
        let mut lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        lines.reverse();
        lines.join(" ")
    };
    for (field, said) in [
        ("size", "`size`. Allowed: at least 1, at most 100."),
        (
            "port",
            "A port. If left out, it means `80`. Allowed: at least 1024, at most 65535. **Deprecated.**",
        ),
        ("low", "A port. If left out, it means `80`. Allowed: at least 1, at most 80."),
        ("e", "`e`. Allowed: at least 2, at most 10."),
        ("names", "`names`. Allowed for each item: at most 5 characters."),
        ("m", "`m`. Allowed for each value: at least 5."),
        (
            "o",
            "Own words. If left out, it means `80`. Allowed: at least 1, at most 65535. **Deprecated.**",
        ),
        (
            "n",
            "A port. If left out, it means `80`. Allowed: at least 1, at most 65535. **Deprecated.**",
        ),
    ] {
        assert_eq!(docs(file, &format!("    pub {field}: ")), said);
    }
    let file = |name: &str| &output.files[&format!("src/models/a_{name}.rs")];
    assert_eq!(
        docs(file("either"), " String(String)"),
        "`string`. A name. Allowed: at most 6 characters."
    );
    assert_eq!(docs(file("either"), " Integer(i64)"), "`integer`. Allowed: at least 7.");
    assert_eq!(docs(file("tuple"), "pub rest: "), "The remaining items.");
    assert_eq!(docs(file("choice"), " A,"), "`\"a\"`. **Deprecated.**");
}

#[test]
fn the_names_of_further_properties_are_documented_as_they_are_meant() {
    let output = generate(
        "3.1.0",
        "
A:
  type: object
  properties:
    alone: {type: object, patternProperties: {'^x-': {type: string}}}
    closed: {type: object, patternProperties: {'^x-': {type: string}}, additionalProperties: false}
    none: {allOf: [{$ref: '#/components/schemas/B'}], properties: {c: {type: string}}, unevaluatedProperties: false}
B: {type: object, properties: {b: {type: string}}}
",
    );
    let file = |name: &str| &output.files[&format!("src/models/{name}.rs")];
    let alone = file("a_alone");
    assert!(
        alone.contains("read_into_map_if_fit(&mut self.additional_properties, key)"),
        "{alone}"
    );
    assert!(alone.contains("those are documented whose names match `^x-`"), "{alone}");
    assert!(file("a").contains("The names of further properties match `^x-`."), "{}", file("a"));
    let says_none = output.files.values().any(|file| file.contains("It has no other properties."));
    assert!(says_none, "{:?}", output.files.keys());
}

#[test]
fn a_list_or_map_that_is_a_body_or_a_response_is_documented_with_its_operation() {
    let document = "openapi: 3.1.0
info: {title: T, version: '1'}
servers: [{url: 'https://x.example'}]
paths:
  /a:
    post:
      operationId: addA
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Names'}}}
      responses:
        '200':
          description: OK
          content:
            application/json: {schema: {type: object, description: Counts by name., minProperties: 1, additionalProperties: {type: integer, minimum: 0}}}
components:
  schemas:
    Names: {type: array, title: Names of all, description: The names to count., minItems: 2, items: {type: string, maxLength: 5}}
";
    let output = crate::exchanges::generate(document);
    let text = &output.files["src/operations/default_operations.rs"];
    for line in [
        "/// - `body`: The names to count. Allowed: at least 2 items. Allowed for each item: at most 5 characters.",
        "/// Response: Counts by name. Allowed for each value: at least 0. It has at least `1` properties.",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}
