//! Documents with streams in, emitted operations that read them out.

use specweave::config::Config;
use specweave::diagnostic::Code;
use specweave::source::Source;
use specweave::{Inputs, Output};

/// Generates from `GET /a` with these media types in its response, in a version of OpenAPI.
fn generate(version: &str, content: &str) -> Output {
    let document = format!(
        "openapi: {version}\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a:\n    get:\n      \
         tags: [a]\n      operationId: getA\n      responses: {{'200': {{description: d, content: {{{content}}}}}, '204': {{description: none}}}}\n\
         components: {{schemas: {{Chunk: {{type: object, required: [text], properties: {{text: {{type: string}}}}}}}}}}\n"
    );
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {}).unwrap()
}

const CHUNK: &str = "{$ref: '#/components/schemas/Chunk'}";

fn emitted(output: &Output) -> &str {
    &output.files["src/operations/a.rs"]
}

/// The type that the operation returns.
fn returned(output: &Output) -> &str {
    let rest = emitted(output).split("type Output = ").nth(1).unwrap();
    rest.split(';').next().unwrap()
}

#[test]
fn what_an_item_is_is_what_the_schema_of_the_media_type_says() {
    for (media_type, schema, expected) in [
        ("text/event-stream", CHUNK, "rt::Events<models::Chunk>"),
        ("text/event-stream; charset=utf-8", CHUNK, "rt::Events<models::Chunk>"),
        ("text/event-stream", "{type: array, items: {type: integer}}", "rt::Events<i64>"),
        ("text/event-stream", "{type: string}", "rt::Events<rt::Text>"),
        ("application/jsonl", CHUNK, "rt::JsonLines<models::Chunk>"),
        ("application/stream+json", CHUNK, "rt::JsonLines<models::Chunk>"),
        ("text/event-stream", "{type: string, format: binary}", "rt::Events<rt::Text>"),
        ("application/x-ndjson", "{type: string}", "rt::JsonLines<rt::Value>"),
        ("application/x-jsonl", "{type: string, format: binary}", "rt::JsonLines<rt::Value>"),
        ("application/json-seq", CHUNK, "rt::JsonSequence<models::Chunk>"),
        (
            "application/geo+json-seq",
            "{type: array, items: {type: string}}",
            "rt::JsonSequence<String>",
        ),
    ] {
        let output = generate("3.0.3", &format!("{media_type}: {{schema: {schema}}}"));
        assert_eq!(returned(&output), expected, "{media_type} {schema}");
        assert!(emitted(&output).contains("rt::Success::stream(204)"));
        assert!(
            emitted(&output)
                .contains("[`stream`](rt::Call::stream) reads the response item by item")
        );
        assert!(output.files["README.md"].contains("## Streams"));
        assert!(output.files.contains_key("src/runtime/streams/streaming.rs"));
        assert!(output.files.contains_key("src/runtime/calls/download.rs"));
    }
    assert_eq!(returned(&generate("3.0.3", "text/event-stream: {}")), "rt::Events<rt::Text>");
    assert_eq!(returned(&generate("3.0.3", "application/jsonl: {}")), "rt::JsonLines<rt::Value>");
    let none = generate("3.0.3", &format!("application/json: {{schema: {CHUNK}}}"));
    assert!(!none.files.keys().any(|file| file.contains("streams") || file.contains("download")));
}

#[test]
fn item_schemas_of_3_2_are_those_of_an_item() {
    let event = |data: &str| {
        format!(
            "{{type: object, required: [data], properties: {{data: {data}, event: {{type: string}}, retry: {{type: integer}}}}}}"
        )
    };
    let typed = event(&format!(
        "{{type: string, contentMediaType: application/json, contentSchema: {CHUNK}}}"
    ));
    for (media_type, schema, expected) in [
        ("application/jsonl", CHUNK.to_owned(), "rt::JsonLines<models::Chunk>"),
        ("text/event-stream", CHUNK.to_owned(), "rt::Events<models::Chunk>"),
        ("text/event-stream", typed.clone(), "rt::Events<models::Chunk>"),
        ("text/event-stream", event("{type: string}"), "rt::Events<rt::Text>"),
    ] {
        let output = generate("3.2.0", &format!("{media_type}: {{itemSchema: {schema}}}"));
        assert_eq!(returned(&output), expected, "{media_type} {schema}");
        let codes: Vec<_> = output.diagnostics.iter().map(|own| own.code).collect();
        assert!(!codes.contains(&Code::UnsupportedKeyword), "{:?}", output.diagnostics);
    }
    let output = generate("3.2.0", &format!("multipart/mixed: {{itemSchema: {CHUNK}}}"));
    let lost = output.diagnostics.iter().filter(|own| own.code == Code::UnsupportedKeyword);
    assert_eq!(lost.count(), 1, "parts are no stream that is read");
}

#[test]
fn an_operation_that_offers_json_and_a_stream_has_both() {
    let content = format!(
        "application/json: {{schema: {CHUNK}}}, text/event-stream: {{schema: {CHUNK}}}, text/plain: {{schema: {CHUNK}}}"
    );
    let output = generate("3.0.3", &content);
    let text = emitted(&output);
    assert!(
        text.contains("pub fn get_a(&self)")
            && text.contains("pub fn get_a_as_event_stream(&self)"),
        "{text}"
    );
    assert!(text.contains("type Output = Option<models::Chunk>;"));
    assert!(text.contains("type Output = rt::Events<models::Chunk>;"));
    assert!(
        text.contains("text/event-stream, application/json;q=0.5")
            || text.contains("text/event-stream, application/json"),
        "{text}"
    );
}

/// Generates from `POST /a` that responds with JSON or with events, with this `requestBody`.
fn chat(body: &str, config: &str) -> Output {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a:\n    post:\n      \
         tags: [a]\n      operationId: ask\n      requestBody: {body}\n      responses: {{'200': {{description: d, content: \
         {{application/json: {{schema: {CHUNK}}}, text/event-stream: {{schema: {CHUNK}}}}}}}}}\n\
         components: {{schemas: {{Chunk: {{type: object, required: [text], properties: {{text: {{type: string}}}}}}}}}}\n"
    );
    let config = Config::parse(&std::sync::Arc::new(Source::new("specweave.yaml", config)));
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &config.unwrap(), &|_| {}).unwrap()
}

const ASKS: &str = "{type: object, properties: {text: {type: string}, stream: {type: boolean}}}";

#[test]
fn what_is_called_asks_for_what_it_reads() {
    let body = |media_type: &str| {
        format!("{{required: true, content: {{{media_type}: {{schema: {ASKS}}}}}}}")
    };
    for (body, config, json, stream) in [
        (
            body("application/json"),
            "streams: [{member: stream}]",
            r#".json_with("application/json", Some(&self.body), "stream", &false)"#,
            r#".json_with("application/json", Some(&self.body), "stream", &true)"#,
        ),
        (
            body("application/x-www-form-urlencoded").replace("stream: {type: boolean}", "stream: {}"),
            "streams: [{member: stream, value: sse, otherwise: 0, operations: [POST /a]}]",
            r#".form_with(const { &[] }, Some(&self.body), "stream", &0)"#,
            r#".form_with(const { &[] }, Some(&self.body), "stream", "sse")"#,
        ),
        (
            body("multipart/form-data"),
            "streams: [{member: other}, {member: stream}, {member: stream, value: 1}]",
            r#"Some(rt::Form::from(&self.body).with("stream", &false))"#,
            r#"Some(rt::Form::from(&self.body).with("stream", &true))"#,
        ),
        (
            // Of a union, one arm may say it.
            "{content: {application/json: {schema: {oneOf: [{type: string}, {type: object, properties: {stream: {}}}]}}}}".to_owned(),
            "streams: [{member: stream, otherwise: 1.5}]",
            r#".json_with("application/json", self.body.as_ref(), "stream", &1.5)"#,
            r#".json_with("application/json", self.body.as_ref(), "stream", &true)"#,
        ),
    ] {
        let output = chat(&body, config);
        let text: String = emitted(&output).split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.replace("( ", "(").replace(", )", ")").replace(" .", ".");
        let whole = emitted(&output);
        assert!(text.contains(json), "{json} in {whole}");
        assert!(text.contains(stream), "{stream} in {whole}");
        assert!(whole.contains("Its response is no stream: `stream` is sent as"), "{whole}");
        assert!(whole.contains("Its response is a stream: `stream` is sent as"), "{whole}");
        let member = output.files.contains_key("src/runtime/wire/member.rs");
        assert_eq!(member, !body.contains("multipart"));
        assert_eq!(output.files.contains_key("src/runtime/wire/part_member.rs"), !member);
        let codes: Vec<_> = output.diagnostics.iter().map(|own| own.code).collect();
        assert!(!codes.contains(&Code::ProposedStreams), "{codes:?}");
    }
}

#[test]
fn a_property_that_cannot_ask_for_a_stream_is_not_overwritten() {
    let body = format!("{{required: true, content: {{application/json: {{schema: {ASKS}}}}}}}");
    for (entry, part) in [
        ("{member: text, operations: [ask]}", "not of a type that has the value"),
        ("{member: text}", "not of a type that has the value"),
        ("{member: stram, operations: [ask]}", "does not declare this property"),
        ("{member: stream, value: sse, otherwise: json}", "not of a type that has the value"),
    ] {
        let output = chat(&body, &format!("streams: [{entry}]"));
        let found = output.diagnostics.iter().filter(|own| own.code == Code::NoStreamMember);
        let found: Vec<_> = found.map(|own| own.message.as_str()).collect();
        assert!(found.iter().any(|message| message.contains(part)), "{entry}: {found:?}");
        assert!(!emitted(&output).contains("json_with"), "{entry}");
    }
}

#[test]
fn an_operation_without_a_stream_does_not_ask_for_one() {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a:\n    post:\n      \
         tags: [a]\n      operationId: ask\n      requestBody: {{content: {{application/json: {{schema: {ASKS}}}}}}}\n      \
         responses: {{'200': {{description: d, content: {{application/json: {{schema: {{type: string}}}}}}}}}}\n"
    );
    let text = "streams: [{member: stream, operations: [ask]}]";
    let config = Config::parse(&std::sync::Arc::new(Source::new("specweave.yaml", text)));
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    let output = specweave::generate(inputs, &config.unwrap(), &|_| {}).unwrap();
    assert!(output.diagnostics.iter().any(|own| own.code == Code::NoStreamMember));
    assert!(!emitted(&output).contains("json_with"));
}

#[test]
fn that_a_body_seems_to_ask_for_a_stream_is_proposed() {
    let with = |member: &str| {
        format!(
            "{{content: {{application/json: {{schema: {{type: object, properties: {{{member}}}}}}}}}}}"
        )
    };
    for (member, is_plain) in [
        ("stream: {type: boolean}", true),
        ("stream: {type: boolean, nullable: true, default: true}", true),
        ("stream: {type: string}", false),
        ("streams: {type: boolean}", false),
    ] {
        let output = chat(&with(member), "");
        let found = output.diagnostics.iter().filter(|own| own.code == Code::ProposedStreams);
        assert_eq!(found.count(), usize::from(is_plain), "{member}");
        assert!(!emitted(&output).contains("json_with"));
        assert!(!output.files.contains_key("src/runtime/wire/member.rs"));
    }
    let unused = chat(&with("stream: {type: boolean}"), "streams: [{member: strom}]");
    let codes: Vec<_> = unused.diagnostics.iter().map(|own| own.code).collect();
    assert!(
        codes.contains(&Code::UnusedStreams) && codes.contains(&Code::ProposedStreams),
        "{codes:?}"
    );
}

#[test]
fn entries_of_streams_that_say_nothing_are_refused() {
    for (entry, at) in [
        ("{member: ''}", "/streams/0/member"),
        ("{member: a, value: []}", "/streams/0/value"),
        ("{member: a, otherwise: null}", "/streams/0/otherwise"),
        ("{member: a, value: false}", "/streams/0/otherwise"),
    ] {
        let text = format!("streams: [{entry}]");
        let found = Config::parse(&std::sync::Arc::new(Source::new("specweave.yaml", text)));
        let found = found.unwrap_err();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].place.as_ref().unwrap().pointer, at);
    }
}

#[test]
fn what_grpc_gateway_streams_is_read_item_by_item() {
    let schema = |title: &str, properties: &str| {
        format!(
            "application/json: {{schema: {{type: object, title: {title}, properties: {{{properties}}}}}}}"
        )
    };
    let both = format!("result: {CHUNK}, error: {{type: object}}");
    let output = generate("3.0.3", &schema("Stream result of Chunk", &both));
    assert_eq!(returned(&output), "rt::JsonLines<models::GetAResponse>");
    assert!(emitted(&output).contains("pub fn stream") || !emitted(&output).contains(".accept("));
    assert!(output.diagnostics.iter().any(|found| found.code == Code::GatewayStream));
    for (title, properties) in [
        ("Result of Chunk", both.as_str()),
        ("Stream result of Chunk", "result: {type: string}"),
        (
            "Stream result of Chunk",
            "result: {type: string}, error: {type: object}, more: {type: string}",
        ),
    ] {
        let output = generate("3.0.3", &schema(title, properties));
        assert!(!returned(&output).contains("JsonLines"), "{title} {properties}");
        assert!(output.diagnostics.iter().all(|found| found.code != Code::GatewayStream));
    }
}

#[test]
fn a_schema_of_whole_events_is_read_as_that_of_their_data() {
    let event = |properties: &str| format!("{{type: object, properties: {{{properties}}}}}");
    let json = |schema: &str| {
        format!(
            "data: {{type: string, contentMediaType: application/json, contentSchema: {schema}}}"
        )
    };
    let other = "{type: object, title: Other, required: [z], properties: {z: {type: string}}}";
    let data = event(&format!("id: {{type: string}}, data: {CHUNK}"));
    let union = |first: &str, second: &str| {
        format!(
            "{{oneOf: [{}, {}]}}",
            event(&format!("event: {{const: a}}, {first}")),
            event(&format!("event: {{const: b}}, {second}"))
        )
    };
    let all_of = format!(
        "{{allOf: [{}, {{properties: {{{}}}}}]}}",
        event("data: {type: string}"),
        json(CHUNK)
    );
    let beside = format!(
        "{{type: object, properties: {{event: {{type: string}}, data: {{type: string}}}}, oneOf: [{}]}}",
        format_args!(
            "{{properties: {{event: {{const: a}}, {}}}}}, {{properties: {{event: {{const: b}}, {}}}}}",
            json(CHUNK),
            json(other)
        ),
    );
    for (version, key, schema, expected, code) in [
        ("3.2.0", "itemSchema", data.clone(), "rt::Events<models::Chunk>", None),
        ("3.2.0", "itemSchema", all_of, "rt::Events<models::Chunk>", None),
        (
            "3.2.0",
            "itemSchema",
            union(&json(CHUNK), &json(CHUNK)),
            "rt::Events<models::Chunk>",
            None,
        ),
        (
            "3.2.0",
            "itemSchema",
            union(&json(CHUNK), &json(other)),
            "rt::Events<models::GetAResponse>",
            None,
        ),
        ("3.2.0", "itemSchema", beside, "rt::Events<models::GetAResponse>", None),
        (
            "3.2.0",
            "itemSchema",
            union(&json(CHUNK), "data: {type: string}"),
            "rt::Events<rt::Text>",
            Some(Code::MixedEvents),
        ),
        ("3.0.3", "schema", data.clone(), "rt::Events<models::Chunk>", Some(Code::WholeEvent)),
        (
            "3.0.3",
            "schema",
            format!("{{type: array, items: {data}}}"),
            "rt::Events<models::Chunk>",
            Some(Code::WholeEvent),
        ),
        (
            "3.0.3",
            "schema",
            data.replace(
                "{type: object, properties: {id",
                "{additionalProperties: true, type: object, properties: {id",
            ),
            "rt::Events<models::GetAResponse>",
            None,
        ),
    ] {
        let output = generate(version, &format!("text/event-stream: {{{key}: {schema}}}"));
        assert_eq!(returned(&output), expected, "{schema}");
        let codes: Vec<_> = output.diagnostics.iter().map(|own| own.code).collect();
        let reported =
            codes.iter().find(|code| [Code::MixedEvents, Code::WholeEvent].contains(code));
        assert_eq!(reported, code.as_ref(), "{schema}");
        assert!(!codes.contains(&Code::UnsupportedKeyword), "{:?}", output.diagnostics);
    }
}

#[test]
fn events_are_read_as_every_place_and_keyword_says() {
    let own = |rest: &str| {
        let document = format!(
            "openapi: 3.2.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a: {{get: {{tags: [a], operationId: getA, responses: \
             {{'200': {{description: OK, content: {{text/event-stream: {{$ref: '#/components/mediaTypes/E'}}}}}}}}}}}}\ncomponents:\n  schemas: \
             {{Chunk: {{type: object, required: [t], properties: {{t: {{type: string}}}}}}}}\n  mediaTypes:\n    E: {{itemSchema: {rest}}}\n"
        );
        let inputs =
            Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
        let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
        returned(&output).to_owned()
    };
    let data = |media_type: &str| {
        format!(
            "data: {{type: string, contentMediaType: {media_type}, contentSchema: {{$ref: '#/components/schemas/Chunk'}}}}"
        )
    };
    let event =
        |media_type: &str| format!("{{type: object, properties: {{{}}}}}", data(media_type));
    assert_eq!(own(&event("application/json")), "rt::Events<models::Chunk>");
    assert_eq!(own(&event("application/vnd.x+json")), "rt::Events<models::Chunk>");
    assert_eq!(own(&event("application/xml")), "rt::Events<rt::Text>");
    // Each of two groups of alternatives says something of every event.
    let groups = format!(
        "{{allOf: [{{oneOf: [{{properties: {{event: {{const: a}}}}}}, {{properties: {{event: {{const: b}}}}}}]}}, {{anyOf: [{}, {}]}}]}}",
        event("application/json"),
        event("application/json")
    );
    assert_eq!(own(&groups), "rt::Events<models::Chunk>");
}

/// A document of OpenAPI 3.2 whose response refers to this media type, and may be used twice.
fn referring(name: &str, media_type: &str) -> Output {
    let response = format!(
        "responses: {{'200': {{description: d, content: {{{name}: {{$ref: '#/components/mediaTypes/M'}}}}}}}}"
    );
    let text = format!(
        "openapi: 3.2.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  \
         /a: {{get: {{tags: [a], operationId: getA, {response}}}}}\n  /b: {{get: {{tags: [a], operationId: getB, {response}}}}}\n\
         components:\n  mediaTypes: {{M: {{$ref: '#/components/mediaTypes/N'}}, N: {media_type}}}\n  \
         schemas: {{Chunk: {{type: object, required: [text], properties: {{text: {{type: string}}}}}}}}\n"
    );
    let inputs = Inputs { sources: vec![Source::new("d.yaml", text)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {}).unwrap()
}

#[test]
fn events_are_those_of_the_media_type_that_a_reference_leads_to() {
    let data =
        format!("{{type: string, contentMediaType: application/json, contentSchema: {CHUNK}}}");
    let event = format!(
        "{{itemSchema: {{type: object, required: [data], properties: {{event: {{type: string}}, data: {data}}}}}}}"
    );
    let output = referring("text/event-stream", &event);
    assert_eq!(emitted(&output).matches("type Output = rt::Events<models::Chunk>;").count(), 2);
    assert!(
        output.diagnostics.iter().all(|own| own.code != Code::UnsupportedKeyword),
        "{:?}",
        output.diagnostics
    );
    // One schema remains one type.
    let output =
        referring("application/json", "{schema: {type: object, properties: {x: {type: integer}}}}");
    let models = output.files.keys().filter(|file| file.starts_with("src/models/"));
    let models: Vec<&String> = models.filter(|file| !file.ends_with("mod.rs")).collect();
    assert_eq!(models, ["src/models/chunk.rs", "src/models/n.rs"]);
}

#[test]
fn the_schema_of_content_is_reported_where_it_is_not_that_of_events() {
    let unread = |output: &Output| -> Vec<String> {
        let found = output.diagnostics.iter().filter(|own| own.code == Code::UnsupportedKeyword);
        found.filter_map(|own| Some(own.place.as_ref()?.pointer.clone())).collect()
    };
    let data = format!(
        "{{type: object, required: [data], properties: {{data: {{type: string, contentSchema: {CHUNK}}}}}}}"
    );
    let output = generate("3.2.0", &format!("application/jsonl: {{itemSchema: {data}}}"));
    let place = "/paths/~1a/get/responses/200/content/application~1jsonl/itemSchema/properties/data/contentSchema";
    assert_eq!(unread(&output), [place]);
}
