//! Fragments in, one document out.

use serde_json::{Value, json};
use specweave::diagnostic::{Code, Diagnostic, Diagnostics};
use specweave::document::Document;
use specweave::extract::extract;
use specweave::merge::merge;
use specweave::source::Source;
use std::sync::Arc;

fn run(sources: &[(&str, String)]) -> (Document, Vec<Diagnostic>) {
    let sources: Vec<_> =
        sources.iter().map(|(name, text)| Arc::new(Source::new(*name, text.clone()))).collect();
    let mut diagnostics = Diagnostics::new();
    let fragments = extract(&sources, &mut diagnostics);
    let document = merge(fragments, &mut diagnostics);
    (document, diagnostics.into_sorted())
}

fn clean(sources: &[(&str, String)]) -> Document {
    let (document, diagnostics) = run(sources);
    assert_eq!(diagnostics, []);
    document
}

/// A document from its keys beside `openapi` and `paths`, which have defaults.
fn doc(keys: Value) -> String {
    let mut root = json!({"openapi": "3.0.1", "paths": {}});
    root.as_object_mut().unwrap().extend(keys.as_object().unwrap().clone());
    root.to_string()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The text that a part of the document was made from, with the name of its source.
fn written(document: &Document, pointer: &str) -> (String, String) {
    let place = document.place(pointer).unwrap();
    (place.source.name.clone(), place.source.text[place.span.unwrap()].to_owned())
}

#[test]
fn everything_is_sorted_and_operations_keep_their_key_order() {
    let text = r#"{"x-b":1,"components":{"schemas":{"B":{"type":"object","a":1},"A":{}},"parameters":{}},"x-a":2,
        "paths":{"/b":{"x-i":1,"trace":{},"post":{"z":1,"responses":{},"a":2},"get":{},"parameters":[]},"/a":{}},
        "tags":[{"name":"z"},{"name":"a"}],"externalDocs":{"url":"u"},"info":{"version":"1","title":"T"},"openapi":"3.0.1"}"#;
    let document = clean(&[("d.json", text.to_owned())]);
    let value = &document.value;
    assert_eq!(
        keys(value),
        ["openapi", "info", "tags", "paths", "components", "externalDocs", "x-a", "x-b"]
    );
    assert_eq!(keys(&value["paths"]), ["/a", "/b"]);
    assert_eq!(keys(&value["paths"]["/b"]), ["parameters", "get", "post", "trace", "x-i"]);
    assert_eq!(keys(&value["paths"]["/b"]["post"]), ["z", "responses", "a"]);
    assert_eq!(keys(&value["components"]), ["parameters", "schemas"]);
    assert_eq!(keys(&value["components"]["schemas"]), ["A", "B"]);
    assert_eq!(keys(&value["components"]["schemas"]["B"]), ["type", "a"]);
    assert_eq!(keys(&value["info"]), ["version", "title"]);
    assert_eq!(value["tags"], json!([{"name": "z"}, {"name": "a"}]));
}

#[test]
fn a_whole_document_passes_through_unchanged_in_meaning() {
    let text = doc(json!({
        "openapi": "3.1.0", "jsonSchemaDialect": "d", "info": {"title": "T", "version": "1"},
        "servers": [{"url": "a"}, {"url": "b"}], "security": [{"A": []}, {}], "tags": [{"name": "t"}],
        "externalDocs": {"url": "u"}, "x-any": {"b": [1]}, "webhooks": {"w": {"post": {}}},
        "components": {"schemas": {"S": {"enum": [2, 1]}}, "x-c": [1], "examples": {}},
        "paths": {"x-p": 1, "/b": {"summary": "s", "servers": [], "parameters": [{"name": "n"}],
            "get": {"security": [], "tags": ["only here"]}, "put": {}}, "/": {}},
    }));
    let document = clean(&[("d.json", text.clone())]);
    assert_eq!(document.value, serde_json::from_str::<Value>(&text).unwrap());
}

#[test]
fn without_fragments_there_is_no_document() {
    assert_eq!(clean(&[]).value, Value::Null);
}

#[test]
fn the_result_does_not_depend_on_the_order_of_the_sources() {
    let a = doc(json!({"tags": [{"name": "A"}], "paths": {"/x": {"get": {"a": 1, "b": 2}}},
        "security": [{"A": []}], "components": {"schemas": {"S": {"type": "object", "title": "t"}}}}));
    let b = doc(
        json!({"tags": [{"name": "B"}, {"name": "A"}], "paths": {"/x": {"get": {"b": 2, "a": 1}}},
        "security": [{"A": []}], "components": {"schemas": {"S": {"title": "t", "type": "object"}}}}),
    );
    let c = doc(json!({"openapi": "3.0.3", "tags": [{"name": "C"}], "paths": {"/x": {"put": {}}},
        "security": [{"C": []}], "components": {"schemas": {"S": {"title": "u"}}}}));
    let sources = [("a.json", a), ("b.json", b), ("c.json", c)];
    let (expected, problems) = run(&sources);
    assert_eq!(problems.len(), 1);
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let shuffled = order.map(|index: usize| sources[index].clone());
        let (document, diagnostics) = run(&shuffled);
        assert_eq!(document.value.to_string(), expected.value.to_string());
        assert_eq!(document.places.origins, expected.places.origins);
        assert_eq!(diagnostics, problems);
    }
    assert_eq!(keys(&expected.value["paths"]["/x"]["get"]), ["a", "b"], "the first decides");
    let tags: Vec<_> =
        expected.value["tags"].as_array().unwrap().iter().map(|t| &t["name"]).collect();
    assert_eq!(tags, ["A", "B", "C"]);
    assert_eq!(expected.value["openapi"], "3.0.3");
}

#[test]
fn fences_of_one_page_merge_in_their_order() {
    let fence = |keys: Value| format!("```json\n{}\n```\n\n", doc(keys));
    let page = fence(json!({"paths": {"/b": {"get": {"n": 1, "m": 2}}}, "tags": [{"name": "Z"}]}))
        + &fence(
            json!({"paths": {"/b": {"get": {"m": 2, "n": 1}}, "/a": {}}, "tags": [{"name": "A"}]}),
        );
    let document = clean(&[("p.md", page)]);
    assert_eq!(keys(&document.value["paths"]["/b"]["get"]), ["n", "m"]);
    assert_eq!(document.value["tags"][0]["name"], "Z");
}

#[test]
fn different_operations_are_a_conflict_with_both_places() {
    let a = doc(
        json!({"paths": {"/x/{y}": {"get": {"summary": "One", "responses": {"200": {"description": "a long text"}}}}}}),
    );
    let b = doc(
        json!({"paths": {"/x/{y}": {"get": {"summary": "Two", "responses": {"200": {"description": "another text"}}}}}}),
    );
    let (document, diagnostics) = run(&[("b.json", b), ("a.json", a)]);
    assert_eq!(document.value["paths"]["/x/{y}"]["get"]["summary"], "One");
    let [diagnostic] = &diagnostics[..] else { panic!("{diagnostics:#?}") };
    assert_eq!(diagnostic.code, Code::ConflictingOperation);
    let place = diagnostic.place.as_ref().unwrap();
    assert_eq!(
        (place.source.name.as_str(), place.pointer.as_str()),
        ("b.json", "/paths/~1x~1{y}/get/summary")
    );
    assert_eq!(&place.source.text[place.span.clone().unwrap()], "\"Two\"");
    let (place, _) = &diagnostic.related[0];
    assert_eq!(place.source.name, "a.json");
    assert_eq!(&place.source.text[place.span.clone().unwrap()], "\"One\"");
    for part in
        ["GET /x/{y}", "a.json", "`/summary`", "`\"One\"`", "`\"Two\"`", "1 more difference"]
    {
        assert!(diagnostic.message.contains(part), "{part} in {}", diagnostic.message);
    }
}

#[test]
fn each_pair_of_variants_is_reported_once() {
    let schema = |n: u8| doc(json!({"components": {"schemas": {"S": {"maximum": n}}}}));
    let (_, diagnostics) = run(&[
        ("a.json", schema(1)),
        ("b.json", schema(2)),
        ("c.json", schema(2)),
        ("d.json", schema(3)),
        ("e.json", schema(1)),
    ]);
    let places: Vec<_> = diagnostics
        .iter()
        .map(|d| {
            (
                d.code,
                d.place.as_ref().unwrap().source.name.as_str(),
                d.related[0].0.source.name.as_str(),
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            (Code::ConflictingComponent, "b.json", "a.json"),
            (Code::ConflictingComponent, "d.json", "a.json")
        ]
    );
}

#[test]
fn order_in_arrays_and_missing_keys_are_differences() {
    for (a, b) in
        [(json!([1, 2]), json!([2, 1])), (json!({"a": null}), json!({})), (json!(1), json!("1"))]
    {
        let wrap = |value: Value| doc(json!({"components": {"schemas": {"S": value}}}));
        let (_, diagnostics) = run(&[("a.json", wrap(a.clone())), ("b.json", wrap(b))]);
        assert_eq!(diagnostics.len(), 1, "{a}");
    }
}

#[test]
fn facts_of_the_document_must_agree() {
    for (a, b) in [
        (
            json!({"info": {"title": "T", "version": "1"}}),
            json!({"info": {"title": "T", "version": "2"}}),
        ),
        (json!({"tags": [{"name": "t"}]}), json!({"tags": [{"name": "t", "description": "d"}]})),
        (json!({"x-a": 1}), json!({"x-a": 2})),
        (json!({"externalDocs": {}}), json!({"externalDocs": {"url": "u"}})),
        (json!({"openapi": "3.0.1"}), json!({"openapi": "3.1.1"})),
    ] {
        let (_, diagnostics) = run(&[("a.json", doc(a.clone())), ("b.json", doc(b))]);
        let codes: Vec<Code> = diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, [Code::ConflictingDocument], "{a}");
        assert_eq!(diagnostics[0].related.len(), 1);
        clean(&[("a.json", doc(a.clone())), ("b.json", doc(a)), ("c.json", doc(json!({})))]);
    }
}

#[test]
fn keys_of_a_path_merge_like_operations() {
    let item = |keys: Value| doc(json!({"paths": {"/x": keys}}));
    let a = item(json!({"summary": "s", "parameters": [{"name": "p", "in": "query"}], "get": {}}));
    let b = item(json!({"summary": "s", "parameters": [{"in": "query", "name": "p"}], "put": {}}));
    let document = clean(&[("a.json", a.clone()), ("b.json", b)]);
    assert_eq!(keys(&document.value["paths"]["/x"]), ["summary", "parameters", "get", "put"]);
    let c = item(json!({"summary": "t", "parameters": [{"name": "p", "in": "header"}]}));
    let (_, diagnostics) = run(&[("a.json", a), ("c.json", c)]);
    let codes: Vec<Code> = diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::ConflictingOperation; 2]);
    assert!(
        diagnostics.iter().any(|d| d.message.contains("`parameters` of /x")),
        "{diagnostics:#?}"
    );
}

#[test]
fn parameters_of_a_path_reach_only_the_operations_beside_them() {
    let a = doc(json!({
        "components": {"parameters": {"P": {"name": "p", "in": "query"}}},
        "paths": {"/x": {"servers": [{"url": "s"}], "parameters": [{"name": "p", "in": "query", "x": 1}, {"name": "q", "in": "query"}],
            "get": {"parameters": [{"$ref": "#/components/parameters/P"}]}, "delete": {}}},
    }));
    let b = doc(json!({"paths": {"/x": {"put": {"responses": {}}}}}));
    let document = clean(&[("a.json", a), ("b.json", b)]);
    let item = &document.value["paths"]["/x"];
    assert_eq!(keys(item), ["get", "put", "delete"]);
    assert_eq!(
        item["get"]["parameters"],
        json!([{"$ref": "#/components/parameters/P"}, {"name": "q", "in": "query"}])
    );
    assert_eq!(item["delete"]["parameters"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&item["get"]["servers"], &item["put"]),
        (&json!([{"url": "s"}]), &json!({"responses": {}}))
    );
    let (name, text) = written(&document, "/paths/~1x/get/parameters/1/name");
    assert_eq!((name.as_str(), text.as_str()), ("a.json", "\"q\""));
    let place = document.place("/paths/~1x/get/parameters/1/name").unwrap();
    assert_eq!(place.pointer, "/paths/~1x/parameters/1/name");
}

#[test]
fn security_and_servers_that_differ_go_down_into_the_operations() {
    let source = |path: &str, security: Value, server: &str| {
        let paths = json!({path: {"get": {}, "post": {"security": [{"Own": []}]}}});
        doc(json!({"security": security, "servers": [{"url": server}], "paths": paths}))
    };
    let mut c: Value = serde_json::from_str(&source("/c", json!([]), "one")).unwrap();
    c.as_object_mut().unwrap().shift_remove("security");
    c.as_object_mut().unwrap().shift_remove("servers");
    let document = clean(&[
        ("a.json", source("/a", json!([{"A": []}]), "two")),
        ("b.json", source("/b", json!([{"B": []}]), "one")),
        ("c.json", c.to_string()),
        ("d.json", source("/d", json!([{"B": []}]), "one")),
    ]);
    let value = &document.value;
    assert_eq!(
        (&value["security"], &value["servers"]),
        (&json!([{"B": []}]), &json!([{"url": "one"}]))
    );
    assert_eq!(
        value["paths"]["/a"]["get"],
        json!({"servers": [{"url": "two"}], "security": [{"A": []}]})
    );
    assert_eq!(
        value["paths"]["/a"]["post"],
        json!({"security": [{"Own": []}], "servers": [{"url": "two"}]})
    );
    assert_eq!(value["paths"]["/b"]["get"], json!({}));
    assert_eq!(
        value["paths"]["/c"]["get"],
        json!({"security": []}),
        "no security is a fact, no servers is none"
    );
    assert_eq!(value["paths"]["/d"]["get"], json!({}));
    let (name, text) = written(&document, "/paths/~1a/get/security");
    assert_eq!((name.as_str(), text.as_str()), ("a.json", "[{\"A\":[]}]"));
    assert_eq!(written(&document, "/security").0, "b.json");
}

#[test]
fn of_two_equally_frequent_values_the_first_counts() {
    let source = |path: &str, scheme: &str| {
        doc(json!({"security": [{scheme: []}], "paths": {path: {"get": {}}}}))
    };
    let document = clean(&[("b.json", source("/b", "B")), ("a.json", source("/a", "A"))]);
    assert_eq!(document.value["security"], json!([{"A": []}]));
    assert_eq!(document.value["paths"]["/b"]["get"], json!({"security": [{"B": []}]}));
}

#[test]
fn if_most_operations_are_open_the_document_is() {
    let open = doc(json!({"paths": {"/a": {"get": {}, "put": {}}}}));
    let closed = doc(json!({"security": [{"B": []}], "paths": {"/b": {"get": {}}}}));
    let document = clean(&[("a.json", open), ("b.json", closed)]);
    assert_eq!(document.value.get("security"), None);
    assert_eq!(document.value["paths"]["/b"]["get"], json!({"security": [{"B": []}]}));
    assert_eq!(document.value["paths"]["/a"]["get"], json!({}));
}

#[test]
fn every_part_knows_its_origin() {
    let a = doc(
        json!({"info": {"title": "T", "version": "1"}, "tags": [{"name": "A"}], "servers": [{"url": "s"}],
        "components": {"schemas": {"S": {"type": "object"}}}, "paths": {"/x": {"get": {"summary": "a"}}}}),
    );
    let b = doc(json!({"tags": [{"name": "A"}, {"name": "B"}],
        "components": {"schemas": {"T": {"type": "string"}}}, "paths": {"/x": {"put": {"summary": "b"}}}}));
    let document = clean(&[("b.json", b), ("a.json", a)]);
    for (pointer, name, text) in [
        ("/info/title", "a.json", "\"T\""),
        ("/tags/1/name", "b.json", "\"B\""),
        ("/servers/0/url", "a.json", "\"s\""),
        ("/components/schemas/S/type", "a.json", "\"object\""),
        ("/components/schemas/T/type", "b.json", "\"string\""),
        ("/paths/~1x/get/summary", "a.json", "\"a\""),
        ("/paths/~1x/put/summary", "b.json", "\"b\""),
    ] {
        assert_eq!(written(&document, pointer), (name.to_owned(), text.to_owned()), "{pointer}");
    }
    assert_eq!(document.place("/tags/1").unwrap().pointer, "/tags/1");
    for pointer in [
        "",
        "/info",
        "/servers",
        "/tags/0",
        "/paths/~1x",
        "/paths/~1x/put",
        "/components/schemas/T",
    ] {
        assert!(document.places.origins.contains_key(pointer), "{pointer}");
    }
}

#[test]
fn documents_of_swagger_2_and_openapi_3_do_not_merge() {
    let new = doc(json!({"info": {"title": "T", "version": "1"}}));
    let old = |version: &str| format!("swagger: {version}\nhost: x.example\npaths: {{}}\n");
    let (_, found) = run(&[("a.json", new), ("b.yaml", old("'2.0'"))]);
    let [found] = &found[..] else { panic!("{found:#?}") };
    assert_eq!(found.code, Code::ConflictingDocument);
    assert_eq!(found.message, "this is Swagger 2.0, and other parts are OpenAPI 3.0.1");
    let place = found.place.as_ref().unwrap();
    assert_eq!((place.source.name.as_str(), place.pointer.as_str()), ("b.yaml", "/swagger"));
    let document = clean(&[("a.yaml", old("'2.0'")), ("b.yaml", old("2.0"))]);
    assert_eq!(document.value["swagger"], "2.0");
}

#[test]
fn what_a_document_says_for_all_its_operations_is_compared_as_it_is_written() {
    let fragment =
        |keys: &str| format!("openapi: 3.0.1\n{keys}paths: {{/a: {{get: {{responses: {{}}}}}}}}\n");
    for (first, second, said, places) in [
        (
            "security: [{k: []}]\n",
            "",
            "at `/security`: here it is missing, there `[{\"k\":[]}]`",
            ["/paths/~1a/get/security", "/security"],
        ),
        (
            "",
            "security: [{k: []}]\n",
            "at `/security`: here it is `[{\"k\":[]}]`, there missing",
            ["/security", "/paths/~1a/get/security"],
        ),
        (
            "servers: [{url: 'https://a.example'}]\n",
            "servers: [{url: 'https://b.example'}]\n",
            "at `/servers`: here it is `[{\"url\":\"https://b.example\"}]`, there `[{\"url\":\"https://a.example\"}]`",
            ["/servers", "/servers"],
        ),
    ] {
        let (_, found) = run(&[("a.yaml", fragment(first)), ("b.yaml", fragment(second))]);
        let [found] = &found[..] else { panic!("{found:#?}") };
        assert!(found.message.contains(said), "{}", found.message);
        let related = found.related.iter().map(|(place, _)| place);
        let pointers: Vec<&str> =
            found.place.iter().chain(related).map(|place| place.pointer.as_str()).collect();
        assert_eq!(pointers, places);
    }
}
