//! Documents and configurations in, emitted lists in pages out.

use specweave::config::Config;
use specweave::diagnostic::Code;
use specweave::source::Source;
use specweave::{Inputs, Output};
use std::sync::Arc;

const RANGE: &str =
    "  - {header: RANGED-DATA, range: 'start={start},results={results}', results: 25}\n";
const TOKEN: &str = "  - {header: PAGE-TOKEN, token: true, expired: 410}\n";

/// Generates from a document with these paths, and these entries of `paging`.
fn generate(paths: &str, paging: &str) -> Output {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n{paths}"
    );
    let config = if paging.is_empty() { String::new() } else { format!("paging:\n{paging}") };
    let config = Config::parse(&Arc::new(Source::new("specweave.yaml", config))).unwrap();
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &config, &|_| {}).unwrap()
}

/// `GET /a` with these header parameters and these responses.
fn operation(headers: &[&str], responses: &str) -> String {
    let headers = headers.iter().map(|name| {
        format!("{{name: {name:?}, in: header, required: true, schema: {{type: string}}}}")
    });
    let headers: Vec<String> = headers.collect();
    format!(
        "  /a:\n    get:\n      tags: [a]\n      operationId: getA\n      parameters: [{}]\n      responses: {responses}\n",
        headers.join(", ")
    )
}

/// `GET /a` with these parameters in the query and these responses.
fn query(names: &[&str], responses: &str) -> String {
    operation(names, responses).replace("in: header, required: true", "in: query, required: false")
}

fn json(status: u16, schema: &str) -> String {
    format!("'{status}': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}")
}

const LIST: &str = "{type: array, items: {type: string}}";

fn codes(output: &Output) -> Vec<Code> {
    output.diagnostics.iter().map(|found| found.code).collect()
}

fn emitted(output: &Output) -> &str {
    &output.files["src/operations/a.rs"]
}

#[test]
fn what_is_emitted_for_ranges_and_tokens() {
    let ok = format!("{{{}}}", json(200, LIST));
    let optional = "  /b/{id}:\n    get:\n      tags: [a]\n      operationId: getB\n      parameters:\n        \
                    - {name: id, in: path, required: true, schema: {type: integer}}\n        \
                    - {name: Ranged-Data, in: header, schema: {type: string}}\n        \
                    - {name: filter, in: query, schema: {type: string}}\n      responses: "
        .to_owned();
    let token = "  /c:\n    get:\n      tags: [a]\n      operationId: getC\n      responses: {'200': {description: d, \
                 headers: {page-token: {schema: {type: string}}}, content: {application/json: {schema: {type: array, \
                 items: {type: integer}}}}}}\n";
    let paths = format!("{}{optional}{ok}\n{token}", operation(&["RANGED-DATA"], &ok));
    let output = generate(&paths, &format!("{RANGE}{TOKEN}"));
    assert_eq!(codes(&output), []);
    insta::assert_snapshot!("operations", emitted(&output));
    insta::assert_snapshot!("api", output.files["src/api.rs"]);
    let tests: String = output.files["tests/contract/a.rs"].split_whitespace().collect();
    for call in [
        "client.a().get_a().range(0,25));",
        "client.a().get_b(1).filter(\"text\").range(0,25));",
        "client.a().get_c());",
    ] {
        assert!(tests.contains(call), "{call} in {tests}");
    }
}

#[test]
fn only_an_array_is_a_list() {
    let nullable = "{type: array, nullable: true, items: {type: string}}";
    let twice = |one: &str, other: &str| format!("{{{one}, {other}}}");
    for (responses, is_list) in [
        (format!("{{{}}}", json(200, LIST)), true),
        (format!("{{{}}}", json(200, nullable)), true),
        (twice(&json(200, LIST), &json(206, LIST)), true),
        (twice(&json(200, LIST), "'204': {description: none}"), true),
        // A body that RFC 9110 does not allow there.
        (twice(&json(200, LIST), &json(204, "{type: string}")), true),
        (twice(&json(200, LIST), &json(206, "{type: array, items: {type: integer}}")), false),
        (twice(&json(200, LIST), &json(202, "{type: string}")), false),
        (format!("{{{}}}", json(200, "{type: object, properties: {a: {type: string}}}")), false),
        ("{'200': {description: none}}".into(), false),
        (
            "{'200': {description: d, content: {text/plain: {schema: {type: string}}}}}".into(),
            false,
        ),
    ] {
        let output = generate(&operation(&["RANGED-DATA"], &responses), RANGE);
        assert_eq!(codes(&output).contains(&Code::NotAList), !is_list, "{responses}");
        assert_eq!(emitted(&output).contains("rt::ranged!(GetA, RANGED_DATA);"), is_list);
        assert_eq!(emitted(&output).contains("ranged_data: impl Into<String>"), !is_list);
    }
}

#[test]
fn the_first_entry_that_an_operation_names_counts() {
    let paths = operation(&["PAGE-TOKEN", "RANGED-DATA"], &format!("{{{}}}", json(200, LIST)));
    let output = generate(&paths, &format!("{RANGE}{TOKEN}"));
    let text = emitted(&output);
    assert!(text.contains("rt::ranged!") && !text.contains("rt::paged!"), "{text}");
    let output = generate(&paths, &format!("{TOKEN}{RANGE}"));
    let text = emitted(&output);
    assert!(text.contains("rt::paged!") && !text.contains("rt::ranged!"), "{text}");
    assert!(
        text.contains("pub page_token: Option<String>"),
        "nobody has a token for the first page"
    );
    assert_eq!(codes(&output), [], "the other is a parameter, and known");
}

#[test]
fn what_is_not_needed_is_not_copied() {
    let has = |output: &Output| {
        let files =
            ["pages", "range", "page_token", "parameters", "numbered", "next_cursor", "next_url"];
        let manifest = &output.files["Cargo.toml"];
        let readme = &output.files["README.md"];
        files
            .map(|file| output.files.contains_key(&format!("src/runtime/paging/{file}.rs")))
            .into_iter()
            .chain([manifest.contains("futures-core"), readme.contains("## Lists")])
            .collect::<Vec<bool>>()
    };
    let ok = format!("{{{}}}", json(200, LIST));
    let none = generate(&operation(&["RANGED-DATA"], &ok), "");
    assert_eq!(has(&none), [false; 9]);
    assert_eq!(codes(&none), []);
    let ranged = generate(&operation(&["RANGED-DATA"], &ok), &format!("{RANGE}{TOKEN}"));
    assert_eq!(has(&ranged), [true, true, false, false, false, false, false, true, true]);
    assert_eq!(codes(&ranged), [Code::UnusedPaging]);
    let tokens = generate(&operation(&["PAGE-TOKEN"], &ok), TOKEN);
    assert_eq!(has(&tokens), [true, false, true, false, false, false, false, true, true]);
    let page = "{type: object, properties: {data: {type: array, items: {type: string}}, next: {type: string}}}";
    let deep = format!("{{{}}}", json(200, page));
    let of = |entry: &str| generate(&query(&["a", "b"], &deep), &format!("  - {{{entry}}}\n"));
    for (entry, expected) in [
        ("offset: a, limit: b", [true, false, false, true, true, false, false, true, true]),
        ("page: a", [true, false, false, true, true, false, false, true, true]),
        ("cursor: a, next: /next", [true, false, false, true, false, true, false, true, true]),
        ("next_url: /next", [true, false, false, false, false, false, true, true, true]),
    ] {
        let output = of(entry);
        assert_eq!(has(&output), expected, "{entry}");
        assert_eq!(codes(&output), [], "{entry}");
    }
}

#[test]
fn a_pointer_to_a_value_that_the_response_does_not_have_is_reported() {
    let found = |entry: &str, page: &str| {
        let list = "data: {type: array, items: {type: string}}";
        let page = format!(
            "{{{}}}",
            json(200, &format!("{{type: object, properties: {{{list}, {page}}}}}"))
        );
        let output =
            generate(&query(&["cursor"], &page), &format!("  - {{cursor: cursor, {entry}}}\n"));
        assert!(output.files.contains_key("src/runtime/paging/next_cursor.rs"));
        let found = output.diagnostics.iter();
        found.map(|found| format!("{} {}", found.code, found.message)).collect::<Vec<_>>()
    };
    let lacks = |key: &str, pointer: &str| {
        format!(
            "SW515 `{key}` of a paging entry leads to {pointer:?}, which the response of GET /a does not have"
        )
    };
    let next = "next: {type: string}";
    assert_eq!(found("next: /next", next), [""; 0]);
    assert_eq!(found("next: /nxt", next), [lacks("next", "/nxt")]);
    assert_eq!(found("next: /next, more: /more", next), [lacks("more", "/more")]);
    // Their content is not described, or not examined.
    for meta in ["meta: {}", "meta: {type: object, additionalProperties: true}"] {
        assert_eq!(found("next: /meta/next", meta), [""; 0], "{meta}");
    }
    assert_eq!(found("next: /data/-/id", next), [""; 0]);
}

#[test]
fn constants_of_headers_have_names_of_their_own() {
    let ok = format!("{{{}}}", json(200, LIST));
    let b = operation(&["x_api"], &ok).replace("/a:", "/b:").replace("getA", "getB");
    let c = operation(&["api"], &ok).replace("/a:", "/c:").replace("getA", "getC");
    let paging = ["X-API", "x_api", "api"]
        .map(|name| format!("  - {{header: {name}, token: true}}\n"))
        .concat();
    let output = generate(&format!("{}{b}{c}", operation(&["X-API"], &ok)), &paging);
    let api = output.files["src/api.rs"].replace([' ', '\n'], "");
    for (name, header) in [("X_API", "X-API"), ("X_API2", "x_api"), ("API2", "api")] {
        let line = format!("{name}:rt::PageToken=rt::PageToken::new({header:?},None);");
        assert!(api.contains(&line), "{line}\n{api}");
    }
}

const WRAPPED: &str = "{type: object, required: [data], properties: {data: {type: object, properties: {pets: {type: array, nullable: true, \
                       items: {type: object, properties: {name: {type: string}}}}}}, meta: {type: object, properties: {next: {type: string}, more: {type: boolean}}}}}";

#[test]
fn what_is_emitted_for_the_other_kinds() {
    let ok = format!("{{{}}}", json(200, WRAPPED));
    let link = format!(
        "{{'200': {{description: d, headers: {{Link: {{schema: {{type: string}}}}}}, content: {{application/json: {{schema: {LIST}}}}}}}}}"
    );
    let paths = query(&["offset", "limit"], &ok)
        + &query(&["page", "size"], &ok).replace("/a:", "/b:").replace("getA", "getB")
        + &query(&["cursor"], &ok)
            .replace("/a:", "/c:")
            .replace("getA", "getC")
            .replace("required: false", "required: true")
        + &query(&["after"], &ok).replace("/a:", "/d:").replace("getA", "getD")
        + &query(&[], &ok).replace("/a:", "/e:").replace("getA", "getE")
        + &query(&[], &link).replace("/a:", "/f:").replace("getA", "getF");
    let paging = "  - {offset: offset, limit: limit, results: 50, items: /data/pets}\n  \
                  - {page: page, size: size, first: 0, items: /data/pets}\n  \
                  - {cursor: cursor, next: /meta/next, more: /meta/more, expired: 410, items: /data/pets}\n  \
                  - {cursor: after, next_header: X-Next, items: /data/pets}\n  \
                  - {next_url: /meta/next, items: /data/pets, operations: [GET /e]}\n  - {link: true}\n";
    let output = generate(&paths, paging);
    assert_eq!(codes(&output), []);
    insta::assert_snapshot!("kinds_operations", emitted(&output));
    insta::assert_snapshot!("kinds_api", output.files["src/api.rs"]);
}

/// `POST /a` with a body of this schema.
fn search(body: &str) -> String {
    let ok = json(200, WRAPPED);
    format!(
        "  /a:\n    post:\n      tags: [a]\n      operationId: find\n      requestBody: {{content: {{application/json: {{schema: {body}}}}}}}\n      \
         responses: {{{ok}}}\n"
    )
}

#[test]
fn properties_of_the_body_ask_for_pages_where_json_pointers_name_them() {
    let body = "{type: object, properties: {page: {type: object, properties: {after: {type: string}, from: {type: integer}}}}}";
    let api = |paging: &str| {
        let output = generate(&search(body), paging);
        assert_eq!(codes(&output), []);
        assert!(emitted(&output).contains("rt::paged!("), "{}", emitted(&output));
        assert!(output.files.contains_key("src/runtime/paging/body_parameters.rs"));
        let api = &output.files["src/api.rs"];
        api[api.find("pub(crate) static PAGE_").unwrap()..].replace([' ', '\n'], "")
    };
    let text = api("  - {cursor: /page/after, next: /meta/next, items: /data/pets}\n");
    assert!(
        text.contains(r#"in_body("/page/after","/meta/next",).within(&rt::BodyParameters);"#),
        "{text}"
    );
    let text = api("  - {offset: /page/from, items: /data/pets}\n");
    assert!(text.contains(r#"offset("/page/from").within(&rt::BodyParameters);"#), "{text}");
}

#[test]
fn what_holds_no_such_property_is_not_read_in_pages() {
    let found = |paths: &str, paging: &str| {
        let output = generate(paths, paging);
        assert!(!output.files.contains_key("src/runtime/paging/body_parameters.rs"));
        let found = output.diagnostics.iter();
        found.map(|found| format!("{} {}", found.code, found.message)).collect::<Vec<_>>()
    };
    let body = "{type: object, properties: {after: {type: string}}}";
    let cursor = |name: &str, more: &str| {
        format!("  - {{cursor: {name}, next: /meta/next, items: /data/pets{more}}}\n")
    };
    let named = ", operations: [find]";
    assert_eq!(
        found(&search(body), &cursor("/before", "")),
        [
            "SW520 no operation has the property \"/before\" in its request body, and the others that the entry names; the entry has no effect"
        ]
    );
    assert_eq!(
        found(&search(body), &cursor("after", named)),
        [
            "SW521 POST /a is not read in pages by \"after\", which is not a query parameter but a property of its request body"
        ]
    );
    let get = query(&["after"], &format!("{{{}}}", json(200, WRAPPED))).replace("getA", "find");
    assert_eq!(
        found(&get, &cursor("/after", named)),
        [
            "SW521 GET /a is not read in pages by \"/after\", as it has no JSON request body that could hold it"
        ]
    );
}

#[test]
fn where_the_list_stands_need_not_be_said_if_it_is_plain() {
    let of = |schema: &str, items: &str| {
        let responses = format!("{{{}}}", json(200, schema));
        generate(&query(&["offset"], &responses), &format!("  - {{offset: offset{items}}}\n"))
    };
    let list = "{type: array, items: {type: string}}";
    let one = format!("{{type: object, properties: {{a/b: {list}, total: {{type: integer}}}}}}");
    let output = of(&one, "");
    assert!(
        emitted(&output).contains("\"/a~1b\", String, page => page.a_b.as_mut()"),
        "{}",
        emitted(&output)
    );
    let two = format!("{{type: object, properties: {{a: {list}, b: {list}}}}}");
    assert_eq!(codes(&of(&two, "")), [Code::NotAList]);
    let beside = format!("{{type: object, properties: {{errors: {list}, b: {list}}}}}");
    assert_eq!(codes(&of(&beside, "")), []);
    // A page that is an object in the response.
    let page = |lists: &str| {
        format!(
            "{{type: object, properties: {{judges: {{type: object, properties: {{{lists}}}}}, total: {{type: integer}}}}}}"
        )
    };
    let output = of(&page(&format!("results: {list}, next: {{type: string}}")), "");
    assert!(emitted(&output).contains("\"/judges/results\""), "{}", emitted(&output));
    assert_eq!(codes(&of(&page(&format!("a: {list}, b: {list}")), "")), [Code::NotAList]);
    assert_eq!(codes(&of(&two, ", items: /b")), []);
    assert_eq!(codes(&of(&two, ", items: /c")), [Code::NotAList]);
    assert_eq!(codes(&of(&two, ", items: /b/c")), [Code::NotAList]);
}

#[test]
fn an_entry_may_list_its_operations() {
    let ok = format!("{{{}}}", json(200, LIST));
    let paths = query(&["offset"], &ok)
        + &query(&["offset"], &ok).replace("/a:", "/b:").replace("getA", "getB");
    let output = generate(&paths, "  - {offset: offset, operations: [getB]}\n");
    assert_eq!(emitted(&output).matches("rt::paged!").count(), 1);
    assert!(emitted(&output).contains("rt::paged!(GetB, OFFSET);"));
    let source = |text: &str| {
        let config =
            Config::parse(&Arc::new(Source::new("specweave.yaml", text.to_owned()))).unwrap();
        let document = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n{paths}"
        );
        let inputs =
            Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
        specweave::generate(inputs, &config, &|_| {})
    };
    let failure = source("paging: [{offset: offset, operations: [GET /a, getC]}]").unwrap_err();
    let found: Vec<_> =
        failure.diagnostics.iter().filter(|own| own.code == Code::UnknownPagedOperation).collect();
    assert_eq!(found.len(), 1);
    assert!(
        found[0].message.contains("\"getC\", which is not an operation"),
        "{}",
        found[0].message
    );
}

#[test]
fn what_the_document_makes_plain_is_proposed() {
    let ok = format!("{{{}}}", json(200, LIST));
    let with = |name: &str| {
        let schema = format!(
            "{{type: object, properties: {{data: {LIST}, meta: {{type: object, properties: {{{name}: {{type: string}}}}}}}}}}"
        );
        format!("{{{}}}", json(200, &schema))
    };
    let link = format!(
        "{{'200': {{description: d, headers: {{Link: {{schema: {{type: string}}}}}}, content: {{application/json: {{schema: {LIST}}}}}}}}}"
    );
    let object = |beside: &str, key: &str| {
        let items = format!("{{type: object, properties: {{{key}: {{type: string}}}}}}");
        let schema = format!(
            "{{type: object, properties: {{data: {{type: array, items: {items}}}, {beside}}}}}"
        );
        format!("{{{}}}", json(200, &schema))
    };
    for (names, responses, entry) in [
        (&["offset", "limit"][..], ok.clone(), Some("offset: offset, limit: limit")),
        (&["page", "per_page"], ok.clone(), Some("page: page, size: per_page")),
        (
            &["cursor", "limit"],
            with("next_cursor"),
            Some("cursor: cursor, next: /meta/next_cursor"),
        ),
        (&[], with("next_url"), Some("next_url: /meta/next_url")),
        (&[], link, Some("link: true")),
        (
            &["page[number]", "page[size]"],
            ok.clone(),
            Some("page: \"page[number]\", size: \"page[size]\""),
        ),
        (&["startAt", "maxResults"], ok.clone(), Some("offset: startAt, limit: maxResults")),
        (
            &["marker", "limit"],
            with("next_marker"),
            Some("cursor: marker, next: /meta/next_marker"),
        ),
        (
            &["after_id", "limit"],
            object("last_id: {type: string}, has_more: {type: boolean}", "id"),
            Some("cursor: after_id, next: /last_id, more: /has_more"),
        ),
        (
            &["starting_after", "limit"],
            object("has_more: {type: boolean}", "id"),
            Some("cursor: starting_after, next: /data/-/id, more: /has_more"),
        ),
        (&["starting_after", "limit"], object("has_more: {type: boolean}", "name"), None),
        (&["starting_after", "limit"], object("total: {type: integer}", "id"), None),
        (&["limit"], ok.clone(), None),
        (&["page"], ok.clone(), None),
        (&["cursor"], ok.clone(), None),
        (&["offset", "limit"], format!("{{{}}}", json(200, "{type: string}")), None),
    ] {
        let output = generate(&query(names, &responses), "");
        let proposed: Vec<&str> = output
            .diagnostics
            .iter()
            .filter(|own| own.code == Code::ProposedPaging)
            .filter_map(|own| own.help.as_deref())
            .collect();
        let expected = entry.map(|entry| {
            format!("to read them in pages, add to `paging` of the configuration: - {{{entry}}}")
        });
        assert_eq!(proposed, expected.iter().map(String::as_str).collect::<Vec<_>>());
        if let Some(entry) = entry {
            let output = generate(&query(names, &responses), &format!("  - {{{entry}}}\n"));
            assert!(!codes(&output).contains(&Code::ProposedPaging));
            assert!(emitted(&output).contains("rt::paged!"), "{entry}");
        }
    }
    let both = query(&["offset", "limit"], &ok)
        + &query(&["offset", "limit"], &ok).replace("/a:", "/b:").replace("getA", "getB");
    let output = generate(&both, "");
    let found: Vec<&str> = output.diagnostics.iter().map(|own| own.message.as_str()).collect();
    assert_eq!(found, ["2 operations seem to send their lists in pages, such as GET /a"]);
}

#[test]
fn what_asks_for_pages_in_the_body_of_a_search_is_proposed() {
    let cursor =
        "{type: object, properties: {page: {type: object, properties: {after: {type: string}}}}}";
    let numbers =
        "{type: object, properties: {size: {type: integer}, startIndex: {type: integer}}}";
    let response = "{type: object, properties: {data: {type: array, items: {type: string}}, meta: {type: object, properties: {nextCursor: {type: string}}}}}";
    for (body, entry) in [
        (cursor, Some("cursor: /page/after, next: /meta/nextCursor")),
        (numbers, Some("offset: /startIndex, limit: /size")),
        (
            "{type: object, properties: {cursor: {type: string}}}",
            Some("cursor: /cursor, next: /meta/nextCursor"),
        ),
        ("{type: object, properties: {after: {type: boolean}}}", None),
    ] {
        let paths = search(body).replace(WRAPPED, response);
        let found = generate(&paths, "").diagnostics;
        let found = found.iter().find(|own| own.code == Code::ProposedPaging);
        let proposed = found.map(|own| own.help.as_deref().unwrap().split(": - ").nth(1).unwrap());
        assert_eq!(proposed, entry.map(|entry| format!("{{{entry}}}")).as_deref());
        // What is proposed can be used.
        let Some(entry) = entry else { continue };
        assert_eq!(codes(&generate(&paths, &format!("  - {{{entry}}}\n"))), []);
    }
}
