//! Documents of Swagger 2.0 in, the crate of the same document in OpenAPI 3.0 out.

use specweave::config::Config;
use specweave::diagnostic::{Code, Severity};
use specweave::source::Source;
use specweave::{Inputs, Output};

const OLD: &str = include_str!("swagger_2/old.yaml");
const NEW: &str = include_str!("swagger_2/new.yaml");

fn generate(name: &str, text: &str) -> Output {
    let inputs = Inputs { sources: vec![Source::new(name, text)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {})
        .unwrap_or_else(|failure| panic!("{:#?}", failure.diagnostics))
}

/// A document of Swagger 2.0 with this under `paths` and `definitions`.
fn document(rest: &str) -> String {
    format!(
        "swagger: '2.0'\ninfo: {{title: T, version: '1'}}\nhost: x.example\nschemes: [https]\n{rest}"
    )
}

#[test]
fn the_same_document_in_both_versions_makes_the_same_crate() {
    let (old, new) = (generate("api.yaml", OLD), generate("api.yaml", NEW));
    let different: Vec<String> = new
        .files
        .iter()
        .filter(|(path, text)| old.files.get(*path) != Some(text))
        .map(|(path, text)| {
            let other = old.files.get(path).map_or("", String::as_str);
            let lines = text.lines().zip(other.lines()).find(|(new, old)| new != old);
            format!("{path}: {lines:?}")
        })
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert_eq!(old.files.len(), new.files.len());
    let of = |output: &Output| -> Vec<String> {
        let graver = output.diagnostics.iter().filter(|own| own.severity() != Severity::Note);
        graver.map(|own| format!("{} {}", own.code, own.message)).collect()
    };
    assert_eq!(of(&old), of(&new));
    assert_eq!(of(&old), Vec::<String>::new());
}

#[test]
fn messages_name_the_places_of_the_old_document() {
    let text = document(
        "paths:\n  /a:\n    get:\n      operationId: getA\n      parameters:\n        - {name: grid, in: query, type: array, items: \
         {type: string}, collectionFormat: tsv}\n      responses: {'200': {description: OK, schema: {$ref: '#/definitions/A'}}}\ndefinitions:\n  \
         A: {type: object, properties: {b: {$ref: '#/definitions/None'}, c: {type: sting}}}\n",
    );
    let output = generate("old.yaml", &text);
    let dangling = output.diagnostics.iter().find(|own| own.code == Code::DanglingReference);
    assert_eq!(dangling.unwrap().message, "the reference \"#/definitions/None\" points to nothing");
    let place = |code: Code| {
        let own = output.diagnostics.iter().find(|own| own.code == code).unwrap();
        let place = own.place.as_ref().unwrap();
        let shown = place.span.clone().map(|span| text[span].lines().next().unwrap().to_owned());
        (place.pointer.clone(), shown.unwrap())
    };
    assert_eq!(
        place(Code::DanglingReference),
        ("/definitions/A/properties/b/$ref".to_owned(), "'#/definitions/None'".to_owned())
    );
    assert_eq!(place(Code::UnknownType).0, "/definitions/A/properties/c/type");
    assert_eq!(place(Code::Swagger2Parameter).0, "/paths/~1a/get/parameters/0");
}

#[test]
fn every_place_is_one_of_the_old_document() {
    let text = document(
        "consumes: [application/json]
produces: [application/json, text/json]
paths:
  /a/{id}:
    parameters: [{name: id, in: path, type: sting, required: true}]
    put:
      operationId: putA
      parameters:
        - {$ref: '#/parameters/P'}
        - {name: q, in: query, type: sting}
        - {name: body, in: body, schema: {type: object, properties: {odd: {type: sting}, list: {type: array}, pair: {type: array, items: [{type: sting}, {type: object, properties: {x: {type: sting}}}], additionalItems: {type: sting}}}}}
        - {name: X-A, in: header, type: array, items: {type: sting}}
      responses:
        '200': {description: OK, schema: {type: object, properties: {x: {type: sting}, free: {oneOf: [{type: string}, {type: sting}]}}}, headers: {X-H: {type: sting}}}
        '404': {$ref: '#/responses/Bad'}
  /b:
    post:
      operationId: postB
      consumes: [multipart/form-data]
      parameters:
        - {name: f, in: formData, type: file}
        - {name: q, in: query, type: sting}
        - {name: t, in: formData, type: sting}
        - {name: g, in: formData, type: array, items: {type: sting}}
      responses: {'204': {description: None}}
parameters:
  P: {name: p, in: query, type: sting}
responses:
  Bad: {description: Bad, schema: {type: sting}}
definitions:
  A: {type: object, properties: {c: {type: sting}}}
securityDefinitions:
  k: {type: apiKey, in: body, name: z}
",
    );
    // Each type has a name of its own, since each name is reported once.
    let mut parts = text.split("sting");
    let first = parts.next().unwrap_or_default().to_owned();
    let text =
        (1..).zip(parts).fold(first, |text, (number, part)| format!("{text}sting{number}{part}"));
    let output = generate("old.yaml", &text);
    let root = specweave::document::yaml::parse(&text).unwrap();
    let places = output.diagnostics.iter().filter_map(|own| Some((own, own.place.as_ref()?)));
    let mut untyped = std::collections::BTreeSet::new();
    for (own, place) in places {
        assert!(
            root.pointer(&place.pointer).is_some(),
            "{}: {} {}",
            place.pointer,
            own.code,
            own.message
        );
        if own.code == Code::UnknownType {
            untyped.insert(place.pointer.clone());
            let span = place.span.clone().unwrap();
            assert!(text[span].contains("sting"), "{}", place.pointer);
        }
    }
    assert!(untyped.len() > 8, "{untyped:#?}");
    for page in output.report().pages {
        let untyped = page.untyped.iter().map(|own| (&own.what, &own.at));
        let types = page.types.iter().map(|own| (&own.what, &own.at));
        for (what, at) in untyped.chain(types) {
            assert!(root.pointer(&at.pointer).is_some(), "{what} {at:?}");
        }
    }
}

#[test]
fn a_version_without_quotes_counts_and_an_older_one_does_not() {
    let text = document("paths: {}\n");
    assert_eq!(
        generate("a.yaml", &text.replace("'2.0'", "2.0")).files.len(),
        generate("a.yaml", &text).files.len()
    );
    let inputs = Inputs {
        sources: vec![Source::new("a.yaml", text.replace("'2.0'", "'1.2'"))],
        overlays: Vec::new(),
    };
    let failure = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap_err();
    assert_eq!(failure.diagnostics[0].code, Code::UnsupportedVersion);
}

#[test]
fn the_bundle_of_an_old_document_is_a_new_one() {
    let inputs = || Inputs { sources: vec![Source::new("a.yaml", OLD)], overlays: Vec::new() };
    let (value, _) = specweave::bundle(inputs(), &|_| {}).unwrap();
    assert_eq!(value["openapi"], "3.0.3");
    let text = value.to_string();
    for old in [
        "\"swagger\"",
        "#/definitions",
        "\"in\":\"body\"",
        "formData",
        "collectionFormat",
        "\"produces\"",
    ] {
        assert!(!text.contains(old), "{old}");
    }
    let (raw, _) = specweave::bundle_raw(inputs(), &|_| {}).unwrap();
    assert_eq!(raw["swagger"], "2.0");
}

#[test]
fn many_definitions_that_refer_to_each_other_are_no_growth() {
    let mut text = document("paths: {}\ndefinitions:\n");
    for index in 0..300 {
        let next = (index + 1) % 300;
        text += &format!(
            "  S{index}: {{type: object, properties: {{next: {{$ref: '#/definitions/S{next}'}}}}}}\n"
        );
    }
    assert!(generate("a.yaml", &text).files.contains_key("src/models/s299.rs"));
}

#[test]
fn a_header_with_items_that_no_comma_parts_is_text() {
    let text = document(
        "paths:\n  /a:\n    get:\n      operationId: getA\n      responses: {'200': {description: OK, headers: {X-A: {type: array, items: {type: integer}}, \
         X-B: {type: array, items: {type: string}, collectionFormat: pipes}, X-C: {type: string, collectionFormat: pipes}}}}\n",
    );
    let output = generate("old.yaml", &text);
    let graver = output.diagnostics.iter().filter(|own| own.severity() != Severity::Note);
    let said: Vec<&str> = graver.map(|own| own.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "the header \"X-B\" of a response is in the form of Swagger 2; OpenAPI 3 cannot express \"pipes\" in a header; it became one string that the program takes apart"
        ]
    );
    let text = &output.files["src/operations/default_operations.rs"];
    for part in [
        "ResponseHeader<Vec<i64>>",
        "X_B: rt::ResponseHeader<String>",
        "X_C: rt::ResponseHeader<String>",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_file_is_bytes_in_every_media_type() {
    for produces in
        ["text/html", "application/json", "application/pdf", "text/csv, application/json"]
    {
        let text = document(&format!(
            "paths:\n  /a: {{get: {{operationId: getA, produces: [{produces}], responses: {{'200': {{description: OK, schema: {{type: file}}}}}}}}}}\n"
        ));
        let output = generate("old.yaml", &text);
        let text = &output.files["src/operations/default_operations.rs"];
        assert!(text.contains("type Output = rt::Bytes;"), "{produces}: {text}");
        let notes = output.diagnostics.iter().filter(|own| own.code == Code::NotJson);
        assert!(notes.into_iter().all(|own| own.message.ends_with("read as bytes")), "{produces}");
    }
}

#[test]
fn what_an_operation_says_of_media_types_formats_and_flows_counts() {
    let text = document(
        "consumes: [application/xml]\nproduces: [application/xml]\nsecurityDefinitions: {o: {type: oauth2, flow: authorizationCode, authorizationUrl: \
         'https://x.example/a', tokenUrl: 'https://x.example/t', scopes: {}}}\npaths:\n  /a/{ids}:\n    post:\n      operationId: addA\n      \
         consumes: []\n      produces: []\n      parameters:\n        - {name: ids, in: path, required: true, type: array, items: {type: string}, \
         collectionFormat: multi}\n        - {name: b, in: body, required: true, schema: {type: array, items: {type: integer}}}\n      responses: \
         {'200': {description: OK, schema: {type: array, items: {type: integer}}}}\n  /b:\n    post:\n      operationId: addB\n      consumes: \
         [application/x-www-form-urlencoded]\n      parameters: [{name: f, in: formData, type: string, required: true, x-rust-name: own}]\n      responses: {'204': {description: OK}}\n",
    );
    let output = generate("old.yaml", &text);
    let operations = &output.files["src/operations/default_operations.rs"];
    for part in ["type Output = Vec<i64>", "body: Vec<i64>"] {
        assert!(operations.contains(part), "{part}: {operations}");
    }
    assert!(!operations.contains("application/xml"), "{operations}");
    assert!(output.files["src/models/add_b_body.rs"].contains("pub own: String"));
    let flows = &output.model.api.security_schemes[0].kind;
    assert!(format!("{flows:?}").contains("\"authorizationCode\""), "{flows:?}");
    let graver = output.diagnostics.iter().filter(|own| own.severity() != Severity::Note);
    let said: Vec<&str> = graver.map(|own| own.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "the parameter \"ids\" is in the form of Swagger 2 (`type`, `items`, `collectionFormat`); \"multi\" is a format of queries and forms alone; in a path its array is sent as a,b"
        ]
    );
}
