//! What was once ignored without a word: documents in, the message at its place and what is emitted out.

use specweave::config::Config;
use specweave::diagnostic::Code;
use specweave::source::Source;
use specweave::{Inputs, Output};

const HEAD: &str =
    "info: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths:\n";
const NONE: &str = "responses: {'204': {description: None}}";

fn generate(version: &str, rest: &str) -> Output {
    let text = match version {
        "2.0" => format!(
            "swagger: '2.0'\ninfo: {{title: T, version: '1'}}\nhost: a.example\npaths:\n{rest}"
        ),
        version => format!("openapi: {version}\n{HEAD}{rest}"),
    };
    let inputs = Inputs { sources: vec![Source::new("d.yaml", text)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {})
        .unwrap_or_else(|failure| panic!("{:#?}", failure.diagnostics))
}

/// The lines of the emitted crate that hold a text.
fn lines<'o>(output: &'o Output, needle: &str) -> Vec<&'o str> {
    let all = output
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("src/operations/") || path.starts_with("src/models/"));
    let all = all.flat_map(|(_, file)| file.lines()).map(str::trim);
    all.filter(|line| line.contains(needle)).collect()
}

fn property(schema: &str) -> String {
    format!(
        "  /a: {{get: {{operationId: a, responses: {{'200': {{description: d, content: {{application/json: {{schema: {{type: object, properties: {{p: {schema}}}}}}}}}}}}}}}}}\n"
    )
}

fn operation(rest: &str) -> String {
    format!("  /a: {{post: {{operationId: a, {rest}, {NONE}}}}}\n")
}

const PROPERTY: &str = "/paths/~1a/get/responses/200/content/application~1json/schema/properties/p";

#[test]
fn null_without_quotes_is_a_type() {
    for (schema, place) in [
        ("{type: [string, null]}", "type"),
        ("{anyOf: [{type: string}, {type: null}]}", "anyOf/1/type"),
    ] {
        let output = generate("3.1.0", &property(schema));
        let found: Vec<_> =
            output.diagnostics.iter().filter(|own| own.code.number() == "SW580").collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].place.as_ref().unwrap().pointer, format!("{PROPERTY}/{place}"));
        assert_eq!(lines(&output, "pub p:"), ["pub p: rt::Nullable<String>,"]);
    }
}

#[test]
fn what_cannot_count_is_reported_where_it_stands() {
    let parameter = |own: &str| operation(&format!("parameters: [{{name: q, in: query, {own}}}]"));
    for (version, document, code, place) in [
        ("3.0.3", property("{type: string, readOnly: true, writeOnly: true}"), "SW580", PROPERTY.to_owned()),
        ("3.0.3", property("{type: string, enum: []}"), "SW580", format!("{PROPERTY}/enum")),
        ("3.1.0", property("{type: []}"), "SW580", format!("{PROPERTY}/type")),
        ("3.0.3", property("{items: {type: string}, properties: {z: {type: string}}}"), "SW584", PROPERTY.to_owned()),
        (
            "3.0.3",
            parameter("schema: {type: string}, content: {application/json: {schema: {type: integer}}}"),
            "SW580",
            "/paths/~1a/post/parameters/0/content".to_owned(),
        ),
        (
            "3.0.3",
            parameter("content: {text/plain: {schema: {type: string}}, application/json: {schema: {type: integer}}}"),
            "SW580",
            "/paths/~1a/post/parameters/0/content".to_owned(),
        ),
        (
            "2.0",
            operation("parameters: [{name: x, in: formData, type: string}, {name: b, in: body, schema: {type: object}}]"),
            "SW405",
            "/paths/~1a/post/parameters".to_owned(),
        ),
        (
            "3.0.3",
            operation("requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: array, items: {type: string}}}}}"),
            "SW594",
            "/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded".to_owned(),
        ),
        (
            "3.0.3",
            "  /a: {get: {operationId: a, responses: {'103': {description: d}, '204': {description: d}}}}\n".to_owned(),
            "SW597",
            "/paths/~1a/get/responses/103".to_owned(),
        ),
    ] {
        let output = generate(version, &document);
        let found: Vec<(&str, &str)> = output
            .diagnostics
            .iter()
            .filter_map(|own| Some((own.code.number(), own.place.as_ref()?.pointer.as_str())))
            .collect();
        assert!(found.contains(&(code, place.as_str())), "{found:?} of {document}");
    }
}

#[test]
fn what_is_both_read_only_and_write_only_travels_both_ways() {
    let output = generate("3.0.3", &property("{type: string, readOnly: true, writeOnly: true}"));
    assert_eq!(lines(&output, "pub p:"), ["pub p: Option<String>,"]);
}

#[test]
fn dependencies_of_older_drafts_add_their_properties() {
    let own = "{type: object, properties: {a: {type: string}}, dependencies: {a: [b], c: {properties: {d: {type: integer}}}}}";
    let output = generate("3.1.0", &property(own));
    assert_eq!(lines(&output, "pub d:"), ["pub d: Option<i64>,"]);
    assert_eq!(lines(&output, "With `a` it must have `b`.").len(), 1);
}

#[test]
fn each_media_type_of_bytes_can_be_sent() {
    let output = generate(
        "3.0.3",
        &operation("requestBody: {required: true, content: {image/png: {}, image/jpeg: {}}}"),
    );
    let sent: Vec<&str> = lines(&output, "request.");
    assert_eq!(
        sent,
        [
            "request.body(\"image/png\", Some(&self.body))",
            "request.body(\"image/jpeg\", Some(&self.body))"
        ]
    );
}

#[test]
fn a_concrete_media_type_is_sent_rather_than_a_range() {
    let content = |list: &str| {
        let body = format!("requestBody: {{required: true, content: {{{list}}}}}");
        generate("3.0.3", &operation(&body))
    };
    for list in ["image/*: {}, application/pdf: {}", "application/pdf: {}, image/*: {}"] {
        let output = content(list);
        assert_eq!(
            lines(&output, "request.body("),
            ["request.body(\"application/pdf\", Some(&self.body))"]
        );
        let found = output.diagnostics.iter().find(|own| own.code == Code::MediaRange).unwrap();
        assert!(
            found.message.contains("it is sent as application/pdf unless"),
            "{}",
            found.message
        );
    }
    let output = content("image/*: {}");
    let found = output.diagnostics.iter().find(|own| own.code == Code::MediaRange).unwrap();
    assert!(found.message.contains("it is sent as application/octet-stream"), "{}", found.message);
}

#[test]
fn a_form_that_is_no_object_is_sent_as_the_text_that_is_given() {
    let output = generate(
        "3.0.3",
        &operation(
            "requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: string}}}}",
        ),
    );
    assert_eq!(
        lines(&output, "request."),
        ["request.text(\"application/x-www-form-urlencoded\", Some(&self.body))"]
    );
}

#[test]
fn an_alternative_that_nothing_fits_is_none() {
    for none in ["false", "{not: {}}"] {
        let output =
            generate("3.1.0", &property(&format!("{{anyOf: [{none}, {{type: string}}]}}")));
        assert_eq!(lines(&output, "pub p:"), ["pub p: Option<String>,"], "{none}");
    }
}

#[test]
fn bounds_keep_their_digits() {
    let output = generate(
        "3.1.0",
        &property(
            "{type: integer, minimum: -9223372036854775808, maximum: 18446744073709551615, multipleOf: 3}",
        ),
    );
    assert_eq!(
        lines(&output, "Allowed:"),
        [
            "/// Allowed: at least -9223372036854775808, at most 18446744073709551615, a multiple of 3."
        ]
    );
    let output =
        generate("3.1.0", &property("{type: array, prefixItems: [{type: string}], minItems: 1}"));
    assert_eq!(lines(&output, "Allowed:"), ["/// Allowed: at least 1 item."]);
}

#[test]
fn dependencies_beside_their_successors_are_all_said() {
    let output = crate::emitted_types::generate(
        "3.1.0",
        "A: {type: object, properties: {a: {type: string}, b: {type: string}, c: {type: string}}, dependencies: {a: [b], b: {required: [c]}}, \
         dependentRequired: {a: [c]}, dependentSchemas: {b: {required: [a]}}}",
    );
    let text = &output.files["src/models/a.rs"];
    assert!(text.contains("`b`") && text.contains("`c`"), "{text}");
    let ignored: Vec<&str> = output
        .diagnostics
        .iter()
        .filter(|own| own.message.contains("its entry in `dependencies`"))
        .filter_map(|own| Some(own.place.as_ref()?.pointer.as_str()))
        .collect();
    assert_eq!(ignored, ["/components/schemas/A/dependencies/b"]);
}

#[test]
fn a_reference_that_became_a_comment_is_reported_at_its_key() {
    let json = "{description: d, content: {application/json: {schema: {$ref: }}}}";
    for (document, place) in [
        (property("{$ref: }"), PROPERTY),
        (property("{type: array, items: {$ref: }}"), &format!("{PROPERTY}/items")),
        (property("{allOf: [{$ref: }, {type: object}]}"), &format!("{PROPERTY}/allOf/0")),
        (operation("parameters: [{$ref: }]"), "/paths/~1a/post/parameters/0"),
        (operation("requestBody: {$ref: }"), "/paths/~1a/post/requestBody"),
        (
            format!(
                "  /a: {{get: {{operationId: a, responses: {{'200': {{$ref: }}, '400': {json}}}}}}}\n"
            ),
            "/paths/~1a/get/responses/200",
        ),
    ] {
        let output = generate("3.0.3", &document);
        let found = output.diagnostics.iter().filter(|own| own.code == Code::DanglingReference);
        let places: Vec<String> =
            found.map(|own| own.place.as_ref().unwrap().pointer.clone()).collect();
        assert!(places.contains(&format!("{place}/$ref")), "{places:?} of {document}");
        let other = output.diagnostics.iter().find(|own| own.code == Code::UnknownKeyword);
        assert!(other.is_none(), "{other:?}");
    }
}

#[test]
fn a_security_scheme_of_another_document_is_called_one() {
    let output = generate("3.2.0", &operation("security: [{'sec.yaml#/key': []}]"));
    let found = output.diagnostics.iter().find(|own| own.code == Code::UnsupportedSecurity);
    let found = found.unwrap();
    assert!(found.message.contains("schemes in other documents"), "{}", found.message);
    let place = found.place.as_ref().unwrap();
    assert!(place.source.text[place.span.clone().unwrap()].contains("sec.yaml#/key"));
}

#[test]
fn nodes_of_xml_without_an_effect_are_reported() {
    let body = |schema: &str| {
        operation(&format!(
            "requestBody: {{content: {{application/xml: {{schema: {{type: object, xml: {{name: ex}}, properties: {{g: {schema}}}}}}}}}}}"
        ))
    };
    let at = "/paths/~1a/post/requestBody/content/application~1xml/schema/properties/g";
    for (schema, place) in [
        (
            "{type: object, xml: {nodeType: none}, properties: {a: {type: string}}}",
            Some("xml/nodeType"),
        ),
        ("{type: string, xml: {nodeType: attr}}", Some("xml/nodeType")),
        (
            "{type: array, items: {type: object, xml: {nodeType: none}, properties: {a: {type: string}}}}",
            Some("items/xml/nodeType"),
        ),
        (
            "{type: array, prefixItems: [{type: string}, {type: integer}], items: false}",
            Some("prefixItems"),
        ),
        ("{type: array, xml: {nodeType: none}, items: {type: string}}", None),
        ("{type: string, xml: {nodeType: attribute}}", None),
    ] {
        let output = generate("3.2.0", &body(schema));
        let found = output.diagnostics.iter().filter(|own| own.code == Code::UnsupportedKeyword);
        let places: Vec<&str> =
            found.map(|own| own.place.as_ref().unwrap().pointer.as_str()).collect();
        let expected: Vec<String> = place.iter().map(|place| format!("{at}/{place}")).collect();
        assert_eq!(places, expected, "{schema}");
    }
}

/// The pointers of the findings with a number.
fn places(output: &Output, number: &str) -> Vec<String> {
    let found = output.diagnostics.iter().filter(|own| own.code.number() == number);
    found.map(|own| own.place.as_ref().unwrap().pointer.clone()).collect()
}

#[test]
fn a_reference_to_nothing_is_told_wherever_a_schema_has_it() {
    for (schema, place) in [
        (
            "{allOf: [{$ref: '#/components/schemas/N'}, {type: object, properties: {a: {type: string}}}]}",
            "allOf/0/$ref",
        ),
        (
            "{anyOf: [{type: string}, {type: object}], allOf: [{$ref: '#/components/schemas/N'}]}",
            "allOf/0/$ref",
        ),
        (
            "{type: object, not: {$ref: '#/components/schemas/N'}, properties: {a: {type: string}}}",
            "not/$ref",
        ),
        ("{anyOf: [{type: string}, {$ref: '#/components/schemas/N'}]}", "anyOf/1/$ref"),
        ("{$ref: '#/components/schemas/N'}", "$ref"),
    ] {
        let output = generate("3.0.3", &property(schema));
        assert_eq!(places(&output, "SW501"), [format!("{PROPERTY}/{place}")], "{schema}");
    }
}

#[test]
fn a_response_or_header_that_leads_back_to_itself_is_told() {
    let rest = "  /a: {get: {operationId: a, responses: {'200': {description: d, headers: {H: {$ref: '#/components/headers/H'}}}, '500': {$ref: '#/components/responses/X'}}}}\n\
        components:\n  responses: {X: {$ref: '#/components/responses/X'}}\n  headers: {H: {$ref: '#/components/headers/H'}}\n";
    let mut found = places(&generate("3.0.3", rest), "SW501");
    found.sort();
    assert_eq!(found, ["/components/headers/H/$ref", "/components/responses/X/$ref"]);
}

#[test]
fn the_schema_of_an_item_counts_in_every_version() {
    let rest = "  /a: {get: {operationId: a, responses: {'200': {description: d, content: {application/jsonl: {itemSchema: {type: object, properties: {a: {type: string}}}}}}}}}\n";
    for version in ["3.0.3", "3.1.0", "3.2.0"] {
        let output = generate(version, rest);
        assert!(!lines(&output, "rt::JsonLines<models::").is_empty(), "{version}");
        let told = output.diagnostics.iter().find(|own| own.message.contains("it was ignored"));
        assert!(told.is_none(), "{told:?}");
    }
}
