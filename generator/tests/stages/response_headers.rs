//! Documented headers of responses in, constants of operations out.

use specweave::config::Config;
use specweave::diagnostic::Code;
use specweave::source::Source;
use specweave::{Inputs, Output};

/// Generates from `GET /a` with these headers in its success and in its failure.
fn generate(success: &str, failure: &str) -> Output {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a:\n    get:\n      \
         tags: [a]\n      operationId: getA\n      responses:\n        '200': {{description: d, headers: {{{success}}}}}\n        \
         '429': {{description: d, headers: {{{failure}}}}}\n"
    );
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {}).unwrap()
}

#[test]
fn each_header_is_a_constant_of_its_type() {
    let success = "X-Total: {description: How many., required: true, schema: {type: integer}}, Content-Type: {schema: {type: string}}, \
                   x-total: {schema: {type: integer}}, x_total: {deprecated: true, schema: {type: boolean}}, Meta: {schema: {type: string}}, \
                   X-Tags: {schema: {type: array, items: {type: string, format: uuid}}}, X-Kind: {schema: {type: string, enum: [a, b]}}, \
                   X-Odd: {schema: {type: object, properties: {a: {type: string}}}}, X-Both: {schema: {type: integer}}";
    let output = generate(
        success,
        "X-Both: {schema: {type: string}}, Retry-After: {schema: {type: integer}}",
    );
    let text = &output.files["src/operations/a.rs"];
    let text = text.replace("\n        ", "").replace(",\n    );", ");");
    for line in [
        "pub const X_TOTAL: rt::ResponseHeader<i64> = rt::ResponseHeader::new(\"X-Total\");",
        "pub const X_TOTAL_HEADER: rt::ResponseHeader<bool> = rt::ResponseHeader::new(\"x_total\");",
        "pub const META_HEADER: rt::ResponseHeader<String> = rt::ResponseHeader::new(\"Meta\");",
        "pub const X_TAGS: rt::ResponseHeader<Vec<rt::Uuid>> = rt::ResponseHeader::list(\"X-Tags\");",
        "= rt::ResponseHeader::new(\"X-Kind\");",
        "pub const X_ODD: rt::ResponseHeader<String> = rt::ResponseHeader::new(\"X-Odd\");",
        "pub const X_BOTH: rt::ResponseHeader<String> = rt::ResponseHeader::new(\"X-Both\");",
        "pub const RETRY_AFTER: rt::ResponseHeader<i64> = rt::ResponseHeader::new(\"Retry-After\");",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert_eq!(text.matches("rt::ResponseHeader::").count(), 8);
    assert!(text.contains("/// How many.") && text.contains("/// It is deprecated."), "{text}");
    assert!(text.contains("Headers of its responses: [`X_TOTAL`](GetA::X_TOTAL), "), "{text}");
    assert!(text.contains("pub const X_KIND: rt::ResponseHeader<models::"), "{text}");
    assert!(output.files.contains_key("src/runtime/calls/response_header.rs"));
    assert!(output.files.contains_key("src/runtime/values/uuid.rs"), "only a header holds one");
}

#[test]
fn json_is_read_by_its_schema_and_what_stays_a_text_is_noted() {
    let success = "X-Json: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}, \
                   X-Words: {content: {application/json: {schema: {type: array, items: {type: string}}}}}, \
                   X-Odd: {schema: {type: object, properties: {a: {type: string}}}}, X-Both: {schema: {type: integer}}, X-Text: {schema: {type: string}}";
    let output = generate(success, "X-Both: {schema: {type: string}}");
    let text =
        output.files["src/operations/a.rs"].replace("\n        ", "").replace(",\n    );", ");");
    for line in [
        "pub const X_JSON: rt::ResponseHeader<models::GetAResponseXJson> = rt::ResponseHeader::json(\"X-Json\");",
        "pub const X_WORDS: rt::ResponseHeader<Vec<String>> = rt::ResponseHeader::json(\"X-Words\");",
        "pub const X_ODD: rt::ResponseHeader<String> = rt::ResponseHeader::new(\"X-Odd\");",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let noted = output.diagnostics.iter().filter(|found| found.code == Code::TextHeader);
    let noted = noted.map(|found| found.place.as_ref().unwrap().pointer.as_str());
    assert_eq!(
        noted.collect::<Vec<_>>(),
        [
            "/paths/~1a/get/responses/200/headers/X-Odd",
            "/paths/~1a/get/responses/200/headers/X-Both"
        ]
    );
}

#[test]
fn what_responses_describe_alike_is_of_one_type() {
    let kind = "X-Kind: {schema: {type: string, enum: [a, b]}}, X-Json: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}";
    let output = generate(kind, kind);
    let text = &output.files["src/operations/a.rs"];
    assert!(text.contains("rt::ResponseHeader<models::GetAResponseXKind>"), "{text}");
    assert!(text.contains("rt::ResponseHeader<models::GetAResponseXJson>"), "{text}");
    assert!(output.diagnostics.iter().all(|found| found.code != Code::TextHeader));
}

#[test]
fn who_has_none_pays_nothing() {
    let output = generate("", "Content-Type: {schema: {type: string}}");
    assert!(!output.files.contains_key("src/runtime/calls/response_header.rs"));
    assert!(!output.files["src/operations/a.rs"].contains("ResponseHeader"));
}
