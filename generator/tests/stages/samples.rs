//! Sample values of the emitted contract tests: valid against the schema, and everything in them that a request may hold.

use serde_json::{Value, from_str, json};
use specweave::Inputs;
use specweave::config::Config;
use specweave::source::Source;

/// The emitted test of an operation that sends a body of this schema.
fn test_of(schema: &str, components: &str) -> String {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n  /a/{{id}}:\n    parameters:\n      \
         - {{name: id, in: path, required: true, schema: {{type: integer, minimum: 7}}}}\n      \
         - {{name: name, in: query, schema: {{type: string, maxLength: 2}}}}\n    post:\n      tags: [t]\n      operationId: send\n      \
         requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}\n      responses: {{'204': {{description: ok}}}}\n\
         components:\n  schemas:\n    Any: {{type: object, properties: {{a: {{type: string}}}}}}\n{components}"
    );
    let inputs =
        Inputs { sources: vec![Source::new("a.yaml", text.as_str())], overlays: Vec::new() };
    let output =
        specweave::generate(inputs, &Config::default(), &|_| {}).unwrap_or_else(|failure| {
            panic!("{}", specweave::render::human(&failure.diagnostics, Default::default()))
        });
    output.files["tests/contract/t.rs"].clone()
}

/// The sample of a body.
fn sample(schema: &str, components: &str) -> Value {
    let test = test_of(schema, components);
    let json = test.split("r#\"").nth(1).unwrap_or_else(|| panic!("no sample in\n{test}"));
    from_str(json.split("\"#").next().unwrap()).unwrap()
}

/// The sample of a property that alone is in a body.
fn property(schema: &str) -> Value {
    sample(&format!("{{type: object, properties: {{p: {schema}}}}}"), "")["p"].clone()
}

#[test]
fn a_test_sends_every_parameter_and_the_body() {
    let test = test_of("{$ref: '#/components/schemas/Any'}", "");
    let plain: String = test.split_whitespace().collect();
    assert!(
        plain.contains(r##"client.t().send(7,super::sample(r#"{"a":"text"}"#)).name("te"));"##),
        "{test}"
    );
    assert!(test.contains("#[ignore = \"needs a server: see A_CONTRACT_URL\"]"), "{test}");
}

#[test]
fn values_keep_to_type_format_and_bounds() {
    for (schema, expected) in [
        ("{type: string}", json!("text")),
        ("{type: string, minLength: 6}", json!("textte")),
        ("{type: string, maxLength: 3}", json!("tex")),
        ("{type: string, example: given}", json!("given")),
        ("{type: string, default: given, minLength: 9}", json!("texttextt")),
        ("{type: string, example: ''}", json!("text")),
        ("{type: string, enum: [b, a], example: a}", json!("b")),
        ("{type: string, examples: ['', longest, short], maxLength: 5}", json!("short")),
        ("{type: string, example: none, pattern: '^[A-Z]{3}$', default: EUR}", json!("EUR")),
        ("{type: string, pattern: '^[A-Z]{3}$'}", json!("AAA")),
        ("{type: string, pattern: '^te'}", json!("text")),
        (r"{type: string, pattern: '^\+[1-9]\d{1,14}$', minLength: 6}", json!("+11111")),
        ("{type: string, pattern: '^(?!a)', example: given}", json!("given")),
        ("{type: string, pattern: '^(?!a)'}", json!("text")),
        ("{type: string, format: email, pattern: '^[^@]+@b$'}", json!("a@b")),
        ("{type: integer, examples: [9, 3], maximum: 4}", json!(3)),
        ("{type: number, examples: [9.5, 3.5], maximum: 4}", json!(3.5)),
        ("{type: string, format: date-time, example: yesterday}", json!("2024-01-02T03:04:05Z")),
        ("{type: string, format: date}", json!("2024-01-02")),
        ("{type: string, format: uuid}", json!("3fa85f64-5717-4562-b3fc-2c963f66afa6")),
        ("{type: string, format: byte}", json!("dGV4dA==")),
        ("{type: string, format: email}", json!("name@a.example")),
        ("{type: string, format: email, example: me@b.example}", json!("me@b.example")),
        ("{type: string, format: uri}", json!("https://a.example")),
        ("{type: string, format: ipv4}", json!("192.0.2.1")),
        ("{type: string, format: duration, maxLength: 9}", json!("PT1S")),
        ("{type: integer}", json!(1)),
        ("{type: integer, example: 5}", json!(5)),
        ("{type: integer, example: 5, maximum: 4}", json!(1)),
        ("{type: integer, maximum: -3}", json!(-3)),
        ("{type: integer, minimum: 3, exclusiveMinimum: true}", json!(4)),
        ("{type: integer, minimum: 10, multipleOf: 7}", json!(14)),
        ("{type: integer, format: int8, example: 1000}", json!(1)),
        ("{type: integer, maximum: -1.0e+30, multipleOf: 7}", json!(i64::MIN)),
        (
            "{type: array, items: {type: integer, minimum: 9223372036854775807}, minItems: 2, uniqueItems: true}",
            json!([i64::MAX, i64::MAX]),
        ),
        ("{type: number}", json!(1.5)),
        ("{type: number, example: 2}", json!(2.0)),
        ("{type: number, example: 0.123456789}", json!(0.123456789)),
        ("{type: number, format: float, example: 0.123456789}", json!(0.12345679)),
        ("{type: number, minimum: 3, maximum: 4}", json!(3.5)),
        ("{type: number, multipleOf: 0.25}", json!(1.5)),
        ("{type: number, format: int32}", json!(1)),
        ("{type: number, format: int32, example: 100}", json!(100)),
        ("{type: boolean}", json!(true)),
        ("{type: integer, nullable: true}", json!(1)),
        ("{type: array, items: {type: integer}}", json!([1])),
        ("{type: array, items: {type: integer}, minItems: 2, uniqueItems: true}", json!([1, 2])),
        ("{type: array, items: {type: string}, maxItems: 0}", json!([])),
        ("{type: object, additionalProperties: {type: integer}}", json!({"more": 1})),
        (
            "{allOf: [{$ref: '#/components/schemas/Any'}, {type: object, properties: {b: {type: integer}}}]}",
            json!({"a": "text", "b": 1}),
        ),
        ("{oneOf: [{type: integer}, {type: string}]}", json!(1)),
    ] {
        assert_eq!(property(schema), expected, "{schema}");
    }
}

#[test]
fn what_only_the_server_sets_is_not_sent() {
    let components = "    Id: {type: integer, readOnly: true}\n    \
                      In: {type: object, properties: {id: {$ref: '#/components/schemas/Id'}, name: {type: string}}}\n";
    let schema = "{type: object, required: [at], properties: {at: {type: string, readOnly: true}, in: {$ref: '#/components/schemas/In'}}}";
    assert_eq!(sample(schema, components), json!({"in": {"name": "text"}}));
}

#[test]
fn recursion_is_cut_where_it_begins() {
    let components = "    Node: {type: object, properties: {value: {type: integer}, next: {$ref: '#/components/schemas/Node'}, \
                      all: {type: array, items: {$ref: '#/components/schemas/Node'}}, \
                      other: {allOf: [{$ref: '#/components/schemas/Node'}], nullable: true}}}\n";
    assert_eq!(
        sample("{$ref: '#/components/schemas/Node'}", components),
        json!({"value": 1, "all": [], "other": null})
    );
    let endless = "    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, n: {type: integer}}}\n    \
                   B: {type: object, required: [b], properties: {b: {$ref: '#/components/schemas/B'}}}\n";
    assert_eq!(sample("{$ref: '#/components/schemas/A'}", endless), json!({"n": 1}));
}

#[test]
fn an_arm_is_sent_with_what_tells_it_apart() {
    let components = "    Cat: {type: object, required: [kind], properties: {kind: {type: string}, lives: {type: integer}}}\n    \
                      Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Any'}], discriminator: \
                      {propertyName: kind, mapping: {tom: '#/components/schemas/Cat'}}}\n";
    assert_eq!(
        sample("{$ref: '#/components/schemas/Pet'}", components),
        json!({"kind": "tom", "lives": 1})
    );
}

#[test]
fn what_two_arms_share_is_no_recursion() {
    let components = "    A: {allOf: [{$ref: '#/components/schemas/Any'}, {type: object, properties: {x: {type: integer}}}]}\n    \
                      B: {allOf: [{$ref: '#/components/schemas/Any'}, {type: object, properties: {y: {type: integer}}}]}\n    \
                      C: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}\n";
    assert_eq!(
        sample("{$ref: '#/components/schemas/C'}", components),
        json!({"a": "text", "x": 1, "y": 1})
    );
}

/// Schemas that each hold the next one twice.
fn doubling(required: &str) -> String {
    let schema = |index: usize| {
        let next = format!("{{$ref: '#/components/schemas/S{}'}}", index + 1);
        format!(
            "    S{index}: {{type: object, {required} properties: {{a: {next}, b: {next}, c: {{type: string}}}}}}\n"
        )
    };
    (0..40).map(schema).chain(["    S40: {type: string}\n".to_owned()]).collect()
}

#[test]
fn a_sample_stays_small_and_holds_what_it_must() {
    let text = sample(
        "{type: object, required: [z], properties: {s: {$ref: '#/components/schemas/S0'}, t: {type: string}, z: {type: integer}}}",
        &doubling(""),
    );
    assert_eq!(text["z"], json!(1));
    assert_eq!(text.get("t"), None, "the budget is spent");
    assert!(text.to_string().len() < 10_000, "{text}");
    let schema =
        "{type: object, properties: {s: {$ref: '#/components/schemas/S0'}, z: {type: integer}}}";
    // What must be there is endless here, and is left out with what holds it.
    let text = sample(schema, &doubling("required: [a, b],"));
    assert!(text.get("s").is_none(), "{text}");
}

/// The emitted test of an operation with this body and this query parameter, without white space.
fn plain_test(content: &str, parameter: &str) -> String {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n  /a:\n    post:\n      \
         tags: [t]\n      operationId: send\n      parameters: [{{name: n, in: query, required: true, schema: {parameter}}}]\n      \
         requestBody: {{required: true, content: {content}}}\n      responses: {{'204': {{description: ok}}}}\n"
    );
    let inputs =
        Inputs { sources: vec![Source::new("a.yaml", text.as_str())], overlays: Vec::new() };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    output.files["tests/contract/t.rs"].split_whitespace().collect()
}

#[test]
fn text_bytes_and_numbers_are_literals_of_their_type() {
    for (content, parameter, expected) in [
        ("{application/octet-stream: {}}", "{type: number, enum: [1, 2.5]}", "send(1.0,\"text\")"),
        (
            "{application/xml: {schema: {type: string}}}",
            "{type: number, minimum: 1.0e+300}",
            "send(1e300,\"text\")",
        ),
        (
            "{text/plain: {schema: {type: object}}}",
            "{type: number, format: float, minimum: 1.0e+300}",
            "send(3.4028235e38,\"text\")",
        ),
        ("{text/plain: {}}", "{type: number, minimum: -3, maximum: -3}", "send(-3.0,\"text\")"),
    ] {
        let test = plain_test(content, parameter);
        assert!(test.contains(expected), "{content}: {test}");
    }
}

/// The emitted test of an operation with a required parameter of this schema, of which more is said in these lines, as it calls.
fn call_with(schema: &str, more: &str) -> String {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: A, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n  /a:\n    get:\n      \
         tags: [t]\n      operationId: ask\n      parameters:\n        - name: n\n          in: query\n          required: true\n          \
         schema: {schema}\n          {more}\n      responses: {{'204': {{description: ok}}}}\n\
         components:\n  examples: {{second: {{value: two}}, again: {{$ref: '#/components/examples/second'}}}}\n"
    );
    let inputs =
        Inputs { sources: vec![Source::new("a.yaml", text.as_str())], overlays: Vec::new() };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    let test: String = output.files["tests/contract/t.rs"].split_whitespace().collect();
    let call = test.split(".ask(").nth(1).unwrap_or_else(|| panic!("no call in\n{test}"));
    call.split("));").next().unwrap().to_owned()
}

#[test]
fn a_parameter_is_sent_as_its_own_example_shows_if_that_fits() {
    for (schema, more, expected) in [
        ("{type: string, example: one}", "example: two", "\"two\""),
        (
            "{type: string, pattern: '^t'}",
            "examples: {a: {value: one}, b: {value: two}}",
            "\"two\"",
        ),
        ("{type: string}", "examples: {b: {dataValue: two}}", "\"two\""),
        ("{type: string}", "examples: {b: {$ref: '#/components/examples/again'}}", "\"two\""),
        ("{type: string, enum: [one, two]}", "example: two", "super::sample(r#\"\"two\"\"#)"),
        ("{type: string, maxLength: 3}", "example: three", "\"tex\""),
        ("{type: string}", "example: ''", "\"text\""),
        ("{type: string}", r#"example: "two\nlines""#, "\"text\""),
        ("{type: string}", "example: 2", "\"text\""),
        ("{type: string, format: date}", "example: today", "super::sample(r#\"\"2024-01-02\"\"#)"),
        ("{type: integer, maximum: 9}", "example: 10", "1"),
        ("{type: integer, maximum: 9}", "example: 8", "8"),
        ("{type: integer, format: int8}", "example: 1000", "1"),
        ("{type: integer}", "example: 8.0", "1"),
        ("{type: number, format: int32}", "example: 40.5", "1"),
        ("{type: number, format: int32}", "example: 40", "40"),
        ("{type: number}", "example: 40", "40.0"),
        ("{type: boolean}", "example: false", "false"),
        (
            "{type: array, maxItems: 2, items: {type: string, maxLength: 3}}",
            "examples: {a: {value: [a, b, c]}, b: {value: [long]}, c: {value: []}, d: {value: [a, b]}}",
            "super::sample(r#\"[\"a\",\"b\"]\"#)",
        ),
    ] {
        assert_eq!(call_with(schema, more), expected, "{schema} {more}");
    }
}

#[test]
fn a_value_that_may_fit_only_one_arm_is_of_an_arm_that_no_other_holds() {
    // Whoever is a phone is an address too, as that asks for less.
    let components = "    Phone: {type: object, required: [type, number], properties: {type: {type: string}, number: {type: string}}}\n    \
                      Sip: {type: object, required: [type], properties: {type: {type: string}, uri: {type: string}}}\n    \
                      Made: {type: object, required: [id, to], properties: {id: {type: string, readOnly: true}, to: {type: string}}}\n";
    let arms = "[{$ref: '#/components/schemas/Phone'}, {$ref: '#/components/schemas/Sip'}]";
    let sip = json!({"type": "text", "uri": "text"});
    let phone = json!({"type": "text", "number": "text"});
    assert_eq!(sample(&format!("{{oneOf: {arms}}}"), components), sip);
    assert_eq!(sample(&format!("{{anyOf: {arms}}}"), components), phone);
    // Where each holds the values of the other, the first is as good as any.
    let same =
        "[{$ref: '#/components/schemas/Any'}, {type: object, properties: {b: {type: string}}}]";
    assert_eq!(sample(&format!("{{oneOf: {same}}}"), components), json!({"a": "text"}));
    // Requests need not hold what only responses do.
    let made = "[{$ref: '#/components/schemas/Phone'}, {$ref: '#/components/schemas/Made'}]";
    assert_eq!(sample(&format!("{{oneOf: {made}}}"), components), phone);
}
