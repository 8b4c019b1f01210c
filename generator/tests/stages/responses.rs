//! Responses in several media types, in any, and what is not read of them; which of them an emitted operation reads out.

use crate::exchanges::{found, generate};
use specweave::Output;

/// Generates from `GET /a` with these responses.
fn respond(responses: &str) -> Output {
    generate(&format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a:\n    get:\n      \
         operationId: get\n      responses:\n{responses}"
    ))
}

#[test]
fn a_response_of_several_media_types_says_which_of_them_is_read() {
    let output = respond(
        "        '200':
          description: OK
          content:
            application/json: {schema: {type: object, properties: {a: {type: string}}}}
            application/hal+json: {schema: {type: object, properties: {a: {type: string}}}}
            application/vnd.b+json: {schema: {type: object, properties: {b: {type: string}}}}
            text/csv: {schema: {type: string}}
            text/plain: {schema: {type: string}}
        '404':
          description: No.
          content:
            application/problem+json: {schema: {type: object, properties: {b: {type: string}}}}
            application/json: {schema: {type: object, properties: {a: {type: string}}}}
        '409':
          description: No.
          content: {application/json: {schema: {type: object, properties: {c: {type: string}}}}}
",
    );
    let text = output.files["src/operations/default_operations.rs"].split_whitespace();
    let text = text.collect::<String>().replace(",]", "]").replace(",)", ")");
    for line in [
        "rt::Success::json(200).among(\"application/json\",&[\"application/vnd.b+json\",\"text/plain\",\"text/csv\"])",
        "rt::Success::json(200).among(\"application/vnd.b+json\",&[\"application/json\",\"application/hal+json\",\"text/plain\",\"text/csv\"])",
        "rt::Success::text(200).among(\"text/plain\",&[\"application/json\",\"application/hal+json\",\"application/vnd.b+json\"])",
        "reply.among(\"application/json\",&[\"application/problem+json\"]).and_then(rt::Reply::json_or_none).map(Box::new)",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn what_is_not_read_of_responses_is_noted() {
    let output = generate(
        "openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://x.example'}]
paths:
  /a:
    head: {operationId: head, responses: {'200': {description: OK, content: {application/json: {schema: {type: integer}}}}}}
    get:
      operationId: get
      responses:
        '200': {description: OK, content: {text/event-stream: {schema: {type: string}}}}
        '400': {description: No., content: {text/event-stream: {schema: {type: string}}}}
        default: {description: No., content: {application/jsonl: {schema: {type: integer}}}}
",
    );
    let said: Vec<String> =
        found(&output).into_iter().filter(|said| said.contains("response")).collect();
    assert_eq!(
        said,
        [
            "SW422 a response to HEAD has a body, which HTTP forbids; the body was ignored",
            "SW424 a response is text/event-stream; it is read as text",
            "SW424 a response is application/jsonl; it is read as bytes",
        ]
    );
}

#[test]
fn streams_of_several_successes_are_events_only_if_they_are_called_so() {
    let output = respond(
        "        '200': {description: OK, content: {text/event-stream: {schema: {type: string}}}}
        '201': {description: OK, content: {application/json: {schema: {type: integer}}}}
",
    );
    let text = &output.files["src/operations/default_operations.rs"];
    assert_eq!(text.matches(".among(\"text/event-stream\", &[\"*/*\"])").count(), 1, "{text}");
}

#[test]
fn a_string_of_any_media_type_is_what_the_response_says() {
    let output = respond(
        "        '200': {description: OK, content: {'*/*': {schema: {type: string}}}}
        '404': {description: No., content: {'*/*': {schema: {type: string}}}}
        '409': {description: No., content: {'*/*': {schema: {type: integer}}}}
",
    );
    let text = &output.files["src/operations/default_operations.rs"];
    for line in [
        "&[rt::Success::string(200)]",
        "reply.string().ok().map(Box::new)",
        "reply.json_or_none().map(Box::new)",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}
