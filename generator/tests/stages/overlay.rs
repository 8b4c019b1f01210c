//! A document and overlays in, the changed document out.

use serde_json::{Value, json};
use specweave::diagnostic::{Code, Diagnostic, Diagnostics};
use specweave::document::Document;
use specweave::extract::extract;
use specweave::merge::merge;
use specweave::overlay::apply;
use specweave::source::Source;
use std::sync::Arc;

const HEAD: &str = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n";

fn document() -> Document {
    let text = json!({
        "openapi": "3.0.1",
        "info": {"title": "T", "version": "1"},
        "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
        "paths": {
            "/b": {"get": {"summary": "s", "tags": ["x", "y"],
                "parameters": [{"name": "p", "required": true}, {"name": "q"}, {"name": "r"}]}},
            "/c": {"get": {}},
        },
        "components": {"schemas": {"M": {"type": "object", "properties": {"id": {"type": "integer"}}}}},
    });
    let mut diagnostics = Diagnostics::new();
    let source = Arc::new(Source::new("d.json", text.to_string()));
    let document = merge(extract(&[source], &mut diagnostics), &mut diagnostics);
    assert_eq!(diagnostics.into_sorted(), []);
    document
}

fn apply_text(text: &str) -> (Document, Vec<Diagnostic>) {
    let mut document = document();
    let mut diagnostics = Diagnostics::new();
    apply(&mut document, &[Arc::new(Source::new("o.yaml", text))], &mut diagnostics);
    (document, diagnostics.into_sorted())
}

/// Applies actions that have a description each.
fn actions(actions: &str) -> (Document, Vec<Diagnostic>) {
    apply_text(&format!("{HEAD}{}", actions.replace("- target", "- description: why\n  target")))
}

fn clean(text: &str) -> Document {
    let (document, diagnostics) = actions(text);
    assert_eq!(diagnostics, [], "{text}");
    document
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn written(document: &Document, pointer: &str) -> (String, String) {
    let place = document.place(pointer).unwrap();
    (place.source.name.clone(), place.source.text[place.span.unwrap()].to_owned())
}

#[test]
fn an_update_of_an_object_merges_recursively() {
    let document = clean(
        "- target: $.paths['/b'].get\n  update:\n    summary: new\n    tags: [z]\n    x-a: {b: 1}\n\
         - target: $.components.schemas.M\n  update: {properties: {id: {format: int64}, n: {type: string}}}\n",
    );
    let get = &document.value["paths"]["/b"]["get"];
    assert_eq!(get["summary"], "new");
    assert_eq!(get["tags"], json!(["x", "y", "z"]));
    assert_eq!(get["x-a"], json!({"b": 1}));
    assert_eq!(keys(get), ["summary", "tags", "parameters", "x-a"]);
    assert_eq!(
        document.value["components"]["schemas"]["M"]["properties"],
        json!({"id": {"type": "integer", "format": "int64"}, "n": {"type": "string"}})
    );
}

#[test]
fn an_update_of_an_array_appends_one_entry() {
    let document = clean(
        "- target: $.tags\n  update: {name: d}\n- target: $.paths['/b'].get.tags\n  update: z\n",
    );
    assert_eq!(document.value["tags"][3], json!({"name": "d"}));
    assert_eq!(document.value["paths"]["/b"]["get"]["tags"], json!(["x", "y", "z"]));
    assert_eq!(written(&document, "/tags/3/name"), ("o.yaml".into(), "d".into()));
}

#[test]
fn an_update_reaches_every_target() {
    let document = clean("- target: $.paths.*.get\n  update: {x-safe: true}\n");
    for path in ["/b", "/c"] {
        assert_eq!(document.value["paths"][path]["get"]["x-safe"], true);
    }
}

#[test]
fn remove_takes_targets_away_and_wins_over_update() {
    let document = clean(
        "- target: $.paths['/b'].get.parameters[?@.name != 'q']\n  remove: true\n  update: {x: 1}\n\
         - target: $.paths['/c']\n  remove: true\n",
    );
    assert_eq!(document.value["paths"]["/b"]["get"]["parameters"], json!([{"name": "q"}]));
    assert_eq!(keys(&document.value["paths"]), ["/b"]);
    let document = clean("- target: $.paths['/b'].get.parameters[0].required\n  remove: true\n");
    assert_eq!(document.value["paths"]["/b"]["get"]["parameters"][0], json!({"name": "p"}));
}

#[test]
fn nested_targets_are_removed_too() {
    let document = clean("- target: $.paths['/b']..*\n  remove: true\n");
    assert_eq!(document.value["paths"]["/b"], json!({}));
}

#[test]
fn removing_keeps_the_order_of_the_other_keys() {
    let document = clean("- target: $.paths['/b'].get.summary\n  remove: true\n");
    assert_eq!(keys(&document.value["paths"]["/b"]["get"]), ["tags", "parameters"]);
    let document = clean("- target: $.info\n  remove: true\n");
    assert_eq!(keys(&document.value), ["openapi", "tags", "paths", "components"]);
}

#[test]
fn actions_run_in_their_order_on_the_result_of_the_one_before() {
    let document = clean(
        "- target: $.paths['/c']\n  remove: true\n\
         - target: $.paths\n  update: {/c: {put: {}}}\n\
         - target: $.paths['/c'].put\n  update: {summary: again}\n",
    );
    assert_eq!(document.value["paths"]["/c"], json!({"put": {"summary": "again"}}));
}

#[test]
fn sections_stay_sorted() {
    let document = clean(
        "- target: $\n  update: {paths: {/a: {put: {}, get: {}}}, servers: [{url: u}]}\n\
         - target: $.components\n  update: {schemas: {A: {}}, parameters: {}}\n",
    );
    assert_eq!(keys(&document.value["paths"]), ["/a", "/b", "/c"]);
    assert_eq!(keys(&document.value["paths"]["/a"]), ["get", "put"]);
    assert_eq!(keys(&document.value["components"]), ["parameters", "schemas"]);
    assert_eq!(keys(&document.value["components"]["schemas"]), ["A", "M"]);
    assert_eq!(keys(&document.value)[2], "servers");
}

#[test]
fn what_an_overlay_adds_comes_from_the_overlay() {
    let document = clean(
        "- target: $.paths['/b'].get\n  update:\n    summary: new\n    tags: [z]\n    responses: {'200': {description: fine}}\n",
    );
    for (pointer, source, text) in [
        ("/paths/~1b/get/summary", "o.yaml", "new"),
        ("/paths/~1b/get/responses/200/description", "o.yaml", "fine"),
        ("/paths/~1b/get/tags/2", "o.yaml", "z"),
        ("/paths/~1b/get/tags/1", "d.json", "\"y\""),
        ("/paths/~1b/get/parameters/0/name", "d.json", "\"p\""),
    ] {
        assert_eq!(written(&document, pointer), (source.into(), text.into()), "{pointer}");
    }
}

#[test]
fn origins_move_with_the_items_of_an_array() {
    let document = clean(
        "- target: $.tags\n  update: {name: d}\n\
         - target: $.tags[0,2]\n  remove: true\n\
         - target: $.paths['/b'].get.parameters[?@.name == 'p']\n  remove: true\n",
    );
    assert_eq!(document.value["tags"], json!([{"name": "b"}, {"name": "d"}]));
    for (pointer, source, text) in [
        ("/tags/0/name", "d.json", "\"b\""),
        ("/tags/1/name", "o.yaml", "d"),
        ("/paths/~1b/get/parameters/0/name", "d.json", "\"q\""),
        ("/paths/~1b/get/parameters/1/name", "d.json", "\"r\""),
    ] {
        assert_eq!(written(&document, pointer), (source.into(), text.into()), "{pointer}");
    }
    assert!(!document.places.origins.contains_key("/tags/2"));
}

#[test]
fn an_action_without_effect_is_an_error_at_its_line() {
    for action in [
        "- target: $.paths['/nope']\n  remove: true\n",
        "- target: $.paths[?@.x]\n  update: {a: 1}\n",
        "- target: $.info\n  update: {title: T}\n",
        "- target: $.info\n  update: {}\n",
        "- target: $.paths['/b']\n  update: {get: {summary: s, tags: []}}\n",
    ] {
        let text = format!("- target: $.info\n  update: {{x-a: 1}}\n{action}");
        let (document, diagnostics) = actions(&text);
        let [diagnostic] = &diagnostics[..] else { panic!("{action} {diagnostics:#?}") };
        assert_eq!(diagnostic.code, Code::OverlayNeverApplied);
        let place = diagnostic.place.as_ref().unwrap();
        assert_eq!(
            (place.pointer.as_str(), place.position().unwrap().line),
            ("/actions/1", 7),
            "{action}"
        );
        assert_eq!(document.value["info"]["x-a"], 1, "the other action is applied");
    }
}

#[test]
fn an_update_that_changes_only_one_of_its_targets_is_fine() {
    clean("- target: $.paths.*.get\n  update: {summary: s}\n");
}

#[test]
fn values_of_another_kind_are_refused_and_nothing_is_changed() {
    for (action, part) in [
        ("- target: $.info.title\n  update: {a: 1}\n", "only objects and arrays"),
        ("- target: $.info.title\n  update: U\n", "`/info/title` is a string"),
        ("- target: $.info\n  update: U\n", "`/info` is an object"),
        ("- target: $.info\n  update: [1]\n", "`/info` is an object"),
        ("- target: $\n  update: {info: {title: {}}, x-new: 1}\n", "`/info/title` is a string"),
        ("- target: $\n  update: {x-new: 1, tags: {}}\n", "`/tags` is an array"),
        ("- target: $\n  update: {paths: null, x-new: 1}\n", "`/paths` is an object"),
        ("- target: $\n  remove: true\n", "whole document"),
    ] {
        let (after, diagnostics) = actions(action);
        let [diagnostic] = &diagnostics[..] else { panic!("{action} {diagnostics:#?}") };
        assert_eq!(diagnostic.code, Code::InvalidOverlay, "{action}");
        assert!(diagnostic.message.contains(part), "{}", diagnostic.message);
        assert_eq!(after.value, document().value, "{action}");
    }
}

#[test]
fn a_bad_path_is_reported_at_its_position() {
    let (_, diagnostics) = actions("- target: \"$.paths[?@.x = 1]\"\n  remove: true\n");
    let [diagnostic] = &diagnostics[..] else { panic!("{diagnostics:#?}") };
    assert_eq!(diagnostic.code, Code::InvalidOverlay);
    let place = diagnostic.place.as_ref().unwrap();
    let position = place.position().unwrap();
    assert_eq!((place.pointer.as_str(), position.line), ("/actions/0/target", 5));
    assert!(position.column > 12, "{position:?}");
    let deep = format!(
        "- target: \"$[?{}1{}]\"\n  remove: true\n",
        "(".repeat(10_000),
        ")".repeat(10_000)
    );
    assert_eq!(actions(&deep).1[0].code, Code::InvalidOverlay);
}

#[test]
fn the_shape_of_an_overlay_is_checked() {
    let info = "info: {title: T, version: '1'}";
    let action = "actions: [{target: $.info, description: why, update: {x-a: 1}}]";
    for (text, part) in [
        (format!("{info}\n{action}"), "`overlay` key"),
        (format!("overlay: 1.1.0\n{info}\n{action}"), "1.1.0"),
        (format!("overlay: 1.0\n{info}\n{action}"), "not supported"),
        (format!("overlay: 1.0.0\n{action}"), "`info`"),
        (format!("overlay: 1.0.0\ninfo: {{title: T}}\n{action}"), "`version`"),
        (format!("overlay: 1.0.0\ninfo: {{title: T, version: 1}}\n{action}"), "`version`"),
        (
            format!("overlay: 1.0.0\ninfo: {{title: T, version: '1', a: 1}}\n{action}"),
            "`a` is not a known key",
        ),
        (format!("overlay: 1.0.0\n{info}\nextends: 1\n{action}"), "`extends`"),
        (format!("overlay: 1.0.0\n{info}\nother: 1\n{action}"), "`other` is not a known key"),
        (format!("overlay: 1.0.0\n{info}"), "`actions`"),
        (format!("overlay: 1.0.0\n{info}\nactions: []"), "`actions`"),
        (format!("overlay: 1.0.0\n{info}\nactions: [1]"), "a number"),
        (format!("overlay: 1.0.0\n{info}\n{}", action.replace("target: $.info, ", "")), "`target`"),
        (format!("overlay: 1.0.0\n{info}\n{}", action.replace("why", "' '")), "`description`"),
        (
            format!("overlay: 1.0.0\n{info}\n{}", action.replace("description: why, ", "")),
            "`description`",
        ),
        (
            format!("overlay: 1.0.0\n{info}\n{}", action.replace(", update: {x-a: 1}", "")),
            "neither",
        ),
        (
            format!("overlay: 1.0.0\n{info}\n{}", action.replace("update:", "remove: 1, update:")),
            "`remove`",
        ),
        (
            format!("overlay: 1.0.0\n{info}\n{}", action.replace("update:", "copy: $.a, update:")),
            "`copy`",
        ),
        (
            format!("overlay: 1.0.0\n{info}\n{}", action.replace("update:", "target: $, update:")),
            "twice",
        ),
        ("overlay: [".to_owned(), "does not parse"),
        ("- a".to_owned(), "an array"),
    ] {
        let (_, diagnostics) = apply_text(&text);
        let [diagnostic] = &diagnostics[..] else { panic!("{text} {diagnostics:#?}") };
        assert_eq!(diagnostic.code, Code::InvalidOverlay, "{text}");
        assert!(diagnostic.message.contains(part), "{part} in {}", diagnostic.message);
        assert!(diagnostic.place.as_ref().unwrap().span.is_some());
    }
    let fine = format!(
        "overlay: 1.0.3\n{info}\nextends: a\nx-any: 1\n{}",
        action.replace("update:", "x-source: u, update:")
    );
    assert_eq!(apply_text(&fine).1, []);
}

#[test]
fn json_overlays_work_and_several_apply_in_order() {
    let overlay = |target: &str, update: Value| {
        let text = json!({"overlay": "1.0.0", "info": {"title": "T", "version": "1"},
            "actions": [{"target": target, "description": "why", "update": update}]});
        Arc::new(Source::new("o.json", format!("\u{feff}{text}")))
    };
    let mut document = document();
    let mut diagnostics = Diagnostics::new();
    let first = overlay("$.info", json!({"x-a": {}}));
    let second = overlay("$.info['x-a']", json!({"b": 2}));
    apply(&mut document, &[first, second], &mut diagnostics);
    assert_eq!(diagnostics.into_sorted(), []);
    assert_eq!(document.value["info"]["x-a"], json!({"b": 2}));
    assert_eq!(written(&document, "/info/x-a/b"), ("o.json".into(), "2".into()));
}

#[test]
fn without_a_document_only_the_overlay_itself_is_checked() {
    let mut document = Document::default();
    let mut diagnostics = Diagnostics::new();
    let text =
        format!("{HEAD}- {{target: $.a, description: why, remove: true}}\n- {{target: $.a}}\n");
    apply(&mut document, &[Arc::new(Source::new("o.yaml", text))], &mut diagnostics);
    let codes: Vec<Code> = diagnostics.into_sorted().iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::InvalidOverlay; 2], "no description, and nothing to do");
    assert_eq!(document.value, Value::Null);
}

#[test]
fn an_action_applies_wherever_what_it_names_is_there() {
    for page in ["d", "[other, d]", "other", "[more, D]"] {
        let action = format!("- target: $.info\n  x-page: {page}\n  update: {{title: A}}\n");
        assert_eq!(clean(&action).value["info"]["title"], "A", "{page}");
        let action =
            format!("- target: $.tags[?@.name == 'a']\n  x-page: {page}\n  remove: true\n");
        assert_eq!(clean(&action).value["tags"], json!([{"name": "b"}, {"name": "c"}]), "{page}");
    }
}

#[test]
fn actions_for_other_pages_that_find_nothing_are_counted_in_one_note() {
    let (document, found) = actions(
        "- target: $.paths['/d']\n  x-page: other\n  update: {x-a: 1}\n\
         - target: $.info\n  x-page: third\n  update: {x-b: 1}\n\
         - target: $.info\n  x-page: fourth\n  update: {title: T}\n\
         - target: $.nothing\n  x-page: [more, D, other]\n  remove: true\n",
    );
    assert_eq!(document.value["info"]["x-b"], 1);
    let [note] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(note.code, Code::OverlaySkipped);
    assert_eq!(
        note.message,
        "3 actions found nothing to correct, and no page that `x-page` names is among the inputs (D, fourth, more, other)"
    );
    assert_eq!(note.place.as_ref().unwrap().pointer, "/actions/0/x-page");
}

#[test]
fn an_action_for_another_page_that_cannot_be_applied_is_refused() {
    let (document, found) = actions("- target: $.info\n  x-page: other\n  update: {title: {}}\n");
    let [refused] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(refused.code, Code::InvalidOverlay);
    assert_eq!(document.value["info"]["title"], "T");
}

#[test]
fn later_actions_see_what_actions_for_other_pages_did() {
    let document = clean(
        "- target: $.info\n  x-page: other\n  update: {x-a: {b: 1}}\n\
         - target: $.info['x-a']\n  update: {c: 2}\n",
    );
    assert_eq!(document.value["info"]["x-a"], json!({"b": 1, "c": 2}));
}

#[test]
fn an_action_for_a_page_that_is_among_the_inputs_must_match() {
    let (_, found) = actions("- target: $.nothing\n  x-page: d\n  remove: true\n");
    assert_eq!(
        found.iter().map(|found| found.code).collect::<Vec<_>>(),
        [Code::OverlayNeverApplied]
    );
}

#[test]
fn what_names_no_page_is_refused() {
    for pages in ["[]", "''", "7", "[d, 7]", "{d: true}"] {
        let (document, found) =
            actions(&format!("- target: $.info\n  x-page: {pages}\n  update: {{title: A}}\n"));
        assert_eq!(found[0].code, Code::InvalidOverlay, "{pages}");
        assert_eq!(found[0].place.as_ref().unwrap().pointer, "/actions/0/x-page", "{pages}");
        assert_eq!(document.value["info"]["title"], "T");
    }
}
