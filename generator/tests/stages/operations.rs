//! What a document says of operations in: which may be sent twice, where paths lead, which parameters are secrets; what is emitted and
//! reported out.
use specweave::config::Config;
use specweave::diagnostic::{Code, Diagnostic};
use specweave::diff;
use specweave::source::Source;
use specweave::{Inputs, Output};
use std::sync::Arc;

/// Three operations, with these marks.
fn document(put: &str, post: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a:\n    \
         get: {{tags: [t], operationId: getA, responses: {{'204': {{description: Done.}}}}}}\n    \
         put:\n      tags: [t]\n      operationId: putA\n{put}      responses: {{'204': {{description: Done.}}}}\n    \
         post:\n      tags: [t]\n      operationId: postA\n{post}      responses: {{'204': {{description: Done.}}}}\n"
    )
}

fn config(text: &str) -> Config {
    Config::parse(&Arc::new(Source::new("specweave.yaml", text))).unwrap()
}

fn inputs(document: &str) -> Inputs {
    Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() }
}

fn generate(document: &str, settings: &str) -> Result<Output, Vec<Diagnostic>> {
    specweave::generate(inputs(document), &config(settings), &|_| {})
        .map_err(|failure| failure.diagnostics)
}

/// The constants of the operations, from the first dot after their paths on.
fn marks(output: &Output) -> Vec<String> {
    let text = &output.files["src/operations/t.rs"];
    let lines = text.lines().filter(|line| line.contains("const META: "));
    let mark = |line: &str| {
        let (_, rest) = line.split_once("\"/a\")").unwrap();
        rest.trim_end_matches(';').to_owned()
    };
    lines.map(mark).collect()
}

const ONCE: &str = "      x-retry: {idempotent: false}\n";
const AGAIN: &str = "      x-retry: {idempotent: true}\n";

#[test]
fn only_what_differs_from_the_method_is_emitted() {
    let output = generate(&document("", ""), "").unwrap();
    assert_eq!(marks(&output), ["", "", ""]);
    let output = generate(&document(ONCE, AGAIN), "").unwrap();
    assert_eq!(marks(&output), ["", ".once()", ".idempotent()"]);
    let text = &output.files["src/operations/t.rs"];
    assert_eq!(text.matches("It is sent at most once, whatever the retry policy says.").count(), 1);
    assert_eq!(text.matches("It may be sent again, as the retry policy says.").count(), 1);
    let output = generate(&document(AGAIN, ONCE), "").unwrap();
    assert_eq!(marks(&output), ["", "", ""]);
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
}

#[test]
fn the_configuration_goes_first() {
    let settings = "retry:\n  putA: {idempotent: true}\n  POST /a: {idempotent: true}\n  getA: {idempotent: false}\n";
    let output = generate(&document(ONCE, ""), settings).unwrap();
    assert_eq!(marks(&output), [".once()", "", ".idempotent()"]);
    let both = "retry:\n  PUT /a: {idempotent: true}\n  putA: {idempotent: false}\n";
    assert_eq!(marks(&generate(&document("", ""), both).unwrap()), ["", ".once()", ""]);
}

#[test]
fn an_operation_may_have_an_idempotency_key() {
    let keyed = "      x-retry: {idempotency-key: Idempotency-Key}\n";
    let settings = "retry:\n  getA: {idempotent: true, idempotency-key: X-Key}\n";
    let output = generate(&document("", keyed), settings).unwrap();
    let text = &output.files["src/operations/t.rs"];
    let said = "each attempt of a call has the same value in the header `Idempotency-Key`.";
    assert_eq!(text.matches(said).count(), 1);
    let joined: String = text.split_whitespace().collect();
    assert!(joined.contains(r#"::get("getA","/a").idempotency_key("X-Key",rt::new_key);"#));
    assert!(
        joined.contains(r#"::post("postA","/a").idempotency_key("Idempotency-Key",rt::new_key);"#)
    );
    assert!(output.files.contains_key("src/runtime/wire/key.rs"));
    assert!(output.files["Cargo.toml"].contains("\ngetrandom = "));
    let without = generate(&document("", ""), "").unwrap();
    assert!(!without.files.contains_key("src/runtime/wire/key.rs"));
    assert!(!without.files["Cargo.toml"].contains("getrandom"));
}

#[test]
fn what_is_only_accepted_is_sent_once_unless_marked() {
    let accepted = |put: &str| document(put, "").replace("responses: {'204'", "responses: {'202'");
    let output = generate(&accepted(""), "").unwrap();
    assert_eq!(marks(&output), ["", ".once()", ""], "a GET does no more the second time");
    let output = generate(&accepted(AGAIN), "").unwrap();
    assert_eq!(marks(&output), ["", "", ""]);
}

#[test]
fn a_mark_that_cannot_be_used_is_reported_where_it_stands() {
    for (mark, reason) in [
        ("{idempotent: 'no'}", "invalid type: string \"no\", expected a boolean"),
        ("{}", "missing field `idempotent` or `idempotency-key`"),
        ("{idempotency-key: 'a b'}", "invalid value: \"a b\", which is not a header name"),
        (
            "{idempotent: false, idempotency-key: X}",
            "invalid value: an idempotency key for an operation that is sent once",
        ),
        (
            "{idempotent: false, key: X}",
            "unknown field `key`, expected `idempotent` or `idempotency-key`",
        ),
        ("false", "invalid type: boolean `false`, expected a map of keys"),
        ("null", "invalid type: null, expected a map of keys"),
    ] {
        let output = generate(&document(&format!("      x-retry: {mark}\n"), ""), "").unwrap();
        let [found] = &output.diagnostics[..] else { panic!("{mark}: {:?}", output.diagnostics) };
        assert_eq!(found.code, Code::InvalidRetry);
        assert_eq!(found.message, format!("the x-retry was ignored: {reason}"));
        let place = found.place.as_ref().unwrap();
        assert_eq!(place.pointer, "/paths/~1a/put/x-retry");
        assert_eq!(place.position().unwrap().line, 10);
        assert!(found.help.as_ref().unwrap().contains("idempotent: false"));
        assert_eq!(marks(&output), ["", "", ""]);
    }
    let misplaced =
        document("", "").replace("  /a:\n", "  /a:\n    x-retry: {idempotent: false}\n");
    let misplaced = format!("{misplaced}x-retry: {{idempotent: false}}\n");
    let output = generate(&misplaced, "").unwrap();
    let places: Vec<_> =
        output.diagnostics.iter().map(|found| &found.place.as_ref().unwrap().pointer).collect();
    assert_eq!(places, ["/paths/~1a/x-retry", "/x-retry"]);
    assert!(output.diagnostics.iter().all(|found| found.code == Code::InvalidRetry));
}

#[test]
fn an_entry_that_names_no_operation_is_an_error_at_its_place() {
    let settings = "retry:\n  putA: {idempotent: false}\n  putB: {idempotent: false}\n  PUT /b: {idempotent: false}\n  put /a: {idempotent: false}\n";
    let found = generate(&document("", ""), settings).unwrap_err();
    assert!(found.iter().all(|found| found.code == Code::UnusedRetry), "{found:?}");
    let lines: Vec<_> =
        found.iter().map(|found| found.place.as_ref().unwrap().position().unwrap().line).collect();
    assert_eq!(lines, [3, 4, 5]);
    assert!(found[0].message.contains("\"putB\""), "{}", found[0].message);

    // What could not be made is reported as that, and names an operation all the same.
    let broken = document("", "").replace(
        "operationId: putA\n      responses: {'204': {description: Done.}}",
        "operationId: putA\n      responses: {'204': {$ref: '#/none'}}",
    );
    let output = generate(&broken, "retry:\n  putA: {idempotent: false}\n").unwrap();
    assert!(output.diagnostics.iter().any(|found| found.code == Code::OperationLeftOut));
}

#[test]
fn the_configuration_refuses_what_it_does_not_know() {
    for (text, message) in [
        ("retry: [putA]\n", "invalid type"),
        ("retry:\n  putA: {idempotent: maybe}\n", "invalid type"),
        ("retry:\n  putA: {}\n", "missing field `idempotent` or `idempotency-key`"),
        (
            "retry:\n  putA: {idempotency-key: ''}\n",
            "invalid value: \"\", which is not a header name",
        ),
        ("retry:\n  putA: {idempotent: true, header: X}\n", "unknown field `header`"),
        ("retry:\n  putA: {idempotent: true}\n  putA: {idempotent: false}\n", "duplicate"),
    ] {
        let found = Config::parse(&Arc::new(Source::new("specweave.yaml", text))).unwrap_err();
        assert_eq!(found[0].code, Code::InvalidConfig);
        assert!(found[0].message.starts_with(message), "{text}: {}", found[0].message);
        assert!(found[0].place.is_some());
    }
}

#[test]
fn comparing_needs_an_entry_for_one_state_only() {
    let without = document("", "").replace("putA", "putB").replace("    put:", "    patch:");
    let settings = config("retry:\n  putA: {idempotent: false}\n  putC: {idempotent: false}\n");
    let (old, new) = (inputs(&without), inputs(&document("", "")));
    let failure = diff::compare_inputs(old, new, &settings, &|_| {}).unwrap_err();
    let messages: Vec<_> = failure.diagnostics.iter().map(|found| &found.message).collect();
    assert!(messages.iter().all(|message| message.contains("\"putC\"")), "{messages:?}");
    let settings = config("retry:\n  putA: {idempotent: false}\n");
    let (old, new) = (inputs(&without), inputs(&document("", "")));
    assert!(diff::compare_inputs(old, new, &settings, &|_| {}).is_ok());
}

#[test]
fn a_path_without_a_slash_is_an_error_at_its_place() {
    let paths = [
        "@127.0.0.1:18902/v1/users",
        ".evil.example/v1/users",
        ":8443/x",
        "pets",
        "{server}/x",
        "http://evil.example/x",
        "\\\\evil.example",
        " /x",
        "%2Fx",
        "?x",
        "#x",
    ];
    let operation = "{get: {tags: [t], responses: {'204': {description: ok}}}}";
    let items: String = paths.iter().map(|path| format!("  {path:?}: {operation}\n")).collect();
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n{items}  /ok: {operation}\n  x-note: {{a: b}}\n"
    );
    let found = generate(&text, "").unwrap_err();
    let errors: Vec<_> = found.iter().filter(|found| found.code == Code::RelativePath).collect();
    assert_eq!(errors.len(), paths.len(), "{found:#?}");
    for (index, (error, path)) in errors.iter().zip(paths).enumerate() {
        assert!(error.message.contains(&format!("{path:?}")), "{}", error.message);
        assert_eq!(error.place.as_ref().unwrap().position().unwrap().line, 5 + index);
        assert!(error.help.as_ref().unwrap().contains(&format!("write /{path}")));
    }
}

/// The `Debug` of the operation of a document with these parameters.
fn debug(parameters: &str) -> (String, bool) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a/{{sessionId}}:\n    get:\n      tags: [t]\n      \
         operationId: getA\n      parameters:\n        - {{name: sessionId, in: path, required: true, schema: {{type: string}}}}\n{parameters}\n      \
         responses: {{'204': {{description: Done.}}}}\n"
    );
    let output = generate(&text, "").unwrap();
    let text = &output.files["src/operations/t.rs"];
    let derived = text.contains("#[derive(Debug)]\npub struct GetA ");
    let shown = text.lines().filter(|line| line.trim_start().starts_with(".field("));
    (shown.map(str::trim).collect::<Vec<_>>().join("\n"), derived)
}

#[test]
fn parameters_that_may_be_secrets_are_not_shown() {
    let (shown, derived) = debug(
        "        - {name: theme, in: cookie, schema: {type: string}}\n        \
         - {name: sid, in: cookie, required: true, schema: {type: integer}}\n        \
         - {name: X-Auth-Token, in: header, schema: {type: string}}\n        \
         - {name: PROXY_AUTH, in: header, schema: {type: string}}\n        \
         - {name: x-api-key, in: header, schema: {type: array, items: {type: string}}}\n        \
         - {name: X-Author, in: header, schema: {type: string}}\n        \
         - {name: X-Otp, in: header, schema: {type: string, format: password}}\n        \
         - {name: access_token, in: query, schema: {type: string}}\n        \
         - {name: author, in: query, schema: {type: string}}",
    );
    assert!(!derived);
    let expected = [
        r#".field("session_id", &self.session_id)"#,
        r#".field("theme", &self.theme.as_ref().map(rt::hide))"#,
        r#".field("sid", &rt::hide(&self.sid))"#,
        r#".field("x_auth_token", &self.x_auth_token.as_ref().map(rt::hide))"#,
        r#".field("proxy_auth", &self.proxy_auth.as_ref().map(rt::hide))"#,
        r#".field("x_api_key", &self.x_api_key.as_ref().map(rt::hide))"#,
        r#".field("x_author", &self.x_author)"#,
        r#".field("x_otp", &self.x_otp)"#,
        r#".field("access_token", &self.access_token.as_ref().map(rt::hide))"#,
        r#".field("author", &self.author)"#,
    ];
    assert_eq!(shown, expected.join("\n"));
}

#[test]
fn debug_is_derived_where_nothing_is_hidden() {
    for parameter in [
        "        - {name: X-Trace, in: header, schema: {type: string}}",
        "        - {name: X-Key, in: header, schema: {type: string, format: password}}",
    ] {
        assert_eq!(debug(parameter), (String::new(), true));
    }
    for name in [
        "Cookie",
        "X-Session-Id",
        "X-Hub-Signature",
        "Client-Secret",
        "X-ApiKey",
        "api_key",
        "X-Password",
        "Oauth",
        "x-csrf-token",
        "X-Credential",
    ] {
        let parameter = format!("        - {{name: {name}, in: header, schema: {{type: string}}}}");
        let (shown, derived) = debug(&parameter);
        assert!(shown.ends_with(".as_ref().map(rt::hide))") && !derived, "{name}: {shown}");
    }
}

#[test]
fn parameters_that_are_not_sent_are_reported() {
    let document = "openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://x.example'}]
paths:
  /a:
    parameters: [{name: b, in: query, schema: {type: string}}]
    get:
      operationId: getA
      parameters:
        - {name: authorization, in: header, required: true, schema: {type: string}}
        - {name: b, in: query, schema: {type: integer}}
        - {name: c, in: query, schema: {type: string}}
        - {name: c, in: header, schema: {type: string}}
        - {name: c, in: query, schema: {type: boolean}}
      responses: {'204': {description: OK}, '401': {description: Who are you?}}
    put: {operationId: putA, responses: {'204': {description: OK}, '401': {description: Who are you?}}}
";
    let output = generate(document, "").unwrap();
    let found = output.diagnostics.iter();
    let found = found.map(|found| {
        let place = found.place.as_ref().map_or("", |place| &place.pointer);
        format!("{} {place}: {}", found.code, found.message)
    });
    insta::assert_snapshot!(found.collect::<Vec<_>>().join("\n"));
    let text = &output.files["src/operations/default_operations.rs"];
    assert!(text.contains("pub c: Option<bool>,"), "{text}");
}

#[test]
fn servers_of_all_operations_are_those_of_the_api() {
    let path = |path: &str, servers: &str| {
        format!(
            "  {path}: {{servers: [{servers}], get: {{tags: [t], operationId: get{}, responses: {{'204': {{description: OK}}}}}}}}\n",
            &path[1..]
        )
    };
    let emitted = |root: &str, paths: &[String]| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{root}paths:\n{}",
            paths.concat()
        );
        let output = generate(&text, "").unwrap();
        let base = output.files["src/api.rs"].lines().find(|line| line.contains("base_url:"));
        let own = output.files["src/operations/t.rs"].matches(".server(").count();
        (base.unwrap().trim().to_owned(), own)
    };
    let (a, b) = ("{url: 'https://a.example'}", "{url: 'https://b.example'}");
    let usual = "base_url: Some(\"https://a.example\"),".to_owned();
    let paths = [path("/b", b), path("/a", a), path("/c", a)];
    assert_eq!(emitted("", &paths), (usual.clone(), 1));
    assert_eq!(emitted("servers: [{url: /api}]\n", &paths), (usual, 1));
    let paths = [path("/b", b), path("/a", "{url: /v1}")];
    assert_eq!(emitted("", &paths), ("base_url: None,".to_owned(), 2));
}

#[test]
fn a_requirement_may_name_a_security_scheme_by_its_uri() {
    let document = |security: &str| {
        format!(
            "openapi: 3.2.0\n$self: https://x.example/specs/api.yaml\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\n\
             security: [{security}]\npaths:\n  /a: {{get: {{tags: [t], operationId: getA, responses: {{'204': {{description: OK}}}}}}}}\n\
             components: {{securitySchemes: {{key: {{type: apiKey, in: header, name: K}}}}}}\nx-schemes: {{key2: {{type: http, scheme: bearer}}}}\n"
        )
    };
    for (uri, name) in [
        ("#/components/securitySchemes/key", "key"),
        ("api.yaml#/components/securitySchemes/key", "key"),
        ("https://x.example/specs/api.yaml#/components/securitySchemes/key", "key"),
        ("#/x-schemes/key2", "key2"),
    ] {
        let output = generate(&document(&format!("{{'{uri}': []}}")), "").unwrap();
        assert!(output.files["src/api.rs"].contains(&format!("default_security: &[&[{name:?}]]")));
        assert!(!output.diagnostics.iter().any(|own| own.code == Code::UnsupportedSecurity));
    }
}

#[test]
fn a_path_item_with_a_reference_has_the_parameters_of_both() {
    let document = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths:\n  /a/{id}:\n    \
        $ref: '#/components/pathItems/A'\n    parameters: [{$ref: '#/components/parameters/Own'}]\n    \
        delete: {tags: [t], operationId: deleteOwn, responses: {'204': {description: OK}}}\ncomponents:\n  parameters:\n    \
        Own: {name: own, in: query, schema: {type: string}}\n  pathItems:\n    A:\n      parameters:\n      \
        - {name: id, in: path, required: true, schema: {type: integer}}\n      - {name: own, in: query, schema: {type: integer}}\n      \
        - {name: base, in: query, schema: {type: string}}\n      get: {tags: [t], operationId: getA, responses: {'204': {description: OK}}}\n      \
        delete: {tags: [t], operationId: deleteA, responses: {'204': {description: OK}}}\n";
    let output = generate(document, "").unwrap();
    let text = &output.files["src/operations/t.rs"];
    for needle in ["id: i64", "own: Option<String>", "base: Option<String>", "DeleteOwn"] {
        assert!(text.contains(needle), "{needle}\n{text}");
    }
    assert!(!text.contains("DeleteA"));
    let [found] = output.diagnostics.as_slice() else { panic!("{:?}", output.diagnostics) };
    assert_eq!(found.code, Code::ReplacedKey);
    assert!(found.message.starts_with("`delete` stands beside a `$ref`"), "{}", found.message);
}

#[test]
fn header_parameters_are_the_same_in_any_case_and_path_parameters_are_never_null() {
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths:\n  /a/{id}:\n    \
        parameters: [{name: X-Trace, in: header, schema: {type: string}}, {name: id, in: path, required: true, schema: {type: integer, nullable: true}}]\n    \
        get: {tags: [t], operationId: getA, parameters: [{name: x-trace, in: header, schema: {type: integer}}], responses: {'204': {description: OK}}}\n";
    let output = generate(document, "").unwrap();
    let text = &output.files["src/operations/t.rs"];
    assert!(text.contains("pub id: i64,") && text.contains("pub x_trace: Option<i64>,"), "{text}");
    assert!(!text.contains("Option<String>"), "{text}");
}

#[test]
fn a_relative_token_url_leads_from_the_address_of_the_api() {
    let with = |servers: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{servers}security: [{{o: []}}]\npaths:\n  \
             /a: {{get: {{tags: [t], operationId: getA, responses: {{'204': {{description: OK}}}}}}}}\n\
             components: {{securitySchemes: {{o: {{type: oauth2, flows: {{clientCredentials: {{tokenUrl: oauth/token, scopes: {{}}}}}}}}}}}}\n"
        );
        let output = generate(&text, "").unwrap();
        let codes: Vec<Code> = output.diagnostics.iter().map(|own| own.code).collect();
        (output.files["src/api.rs"].clone(), codes)
    };
    let (text, codes) = with("servers: [{url: 'https://x.example/v1'}]\n");
    assert!(text.contains("token_url: Some(\"https://x.example/oauth/token\")"), "{text}");
    assert!(codes.contains(&Code::RelativeTokenUrl));
    let (text, codes) = with("");
    assert!(text.contains("token_url: None") && codes.contains(&Code::SchemeAddress), "{text}");
}

#[test]
fn no_server_is_lost_in_silence() {
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths:\n  /a:\n    \
        servers: [[{url: 'https://y.example'}]]\n    \
        get: {tags: [t], operationId: getA, servers: [{url: /alt}, {url: 'https://b.example', description: Second}], responses: {'204': {description: OK}}}\n    \
        put: {tags: [t], operationId: putA, servers: [{url: b.example/v2}, {url: 'https://{x}.example'}], responses: {'204': {description: OK}}}\n";
    let output = generate(document, "").unwrap();
    assert!(output.files["src/servers.rs"].contains("pub struct Second"));
    let found = |code: Code| output.diagnostics.iter().find(|own| own.code == code).unwrap();
    assert!(found(Code::MalformedKeyword).message.starts_with("a server must be an object"));
    assert!(found(Code::NoScheme).message.contains("\"b.example/v2\""));
    let unusable = found(Code::UnusableServer);
    assert!(unusable.message.contains("the variable {x}, which"), "{}", unusable.message);
    assert!(unusable.place.as_ref().unwrap().position().is_some());
}

#[test]
fn a_parameter_that_is_the_key_of_a_required_scheme_is_left_out() {
    let generated = |security: &str| {
        let document = format!(
            "openapi: 3.0.3
info: {{title: T, version: '1'}}
servers: [{{url: 'https://x.example'}}]
security: [{{key: []}}]
components: {{securitySchemes: {{key: {{$ref: '#/components/securitySchemes/own'}}, own: {{type: apiKey, in: header, name: X-Key}}, other: {{type: \
             apiKey, in: query, name: k}}}}}}
paths:
  /a:
    get:
      operationId: getA
      {security}
      parameters:
        - {{name: x-key, in: header, required: true, schema: {{type: string}}}}
        - {{name: X-Key, in: query, schema: {{type: string}}}}
        - {{name: k, in: query, schema: {{type: string}}}}
      responses: {{'204': {{description: OK}}}}
"
        );
        let output = generate(&document, "").unwrap();
        let left_out = output.diagnostics.iter().filter(|own| own.code == Code::KeyParameter);
        let left_out: Vec<String> = left_out.map(|own| own.message.clone()).collect();
        let text = &output.files["src/operations/default_operations.rs"];
        let sent = ["\"x-key\"", "\"X-Key\"", "\"k\""].map(|name| text.contains(name));
        (left_out, sent)
    };
    let of = |place: &str, name: &str, scheme: &str| {
        format!(
            "the {place} parameter {name:?} was left out: it is the key of the security scheme {scheme:?}, which the client sends"
        )
    };
    let header = of("header", "x-key", "key");
    assert_eq!(generated(""), (vec![header.clone()], [false, true, true]));
    assert_eq!(generated("security: []"), (vec![], [true, true, true]));
    assert_eq!(
        generated("security: [{other: []}, {key: []}]"),
        (vec![header, of("query", "k", "other")], [false, true, false])
    );
}

#[test]
fn a_security_scheme_that_lacks_a_key_says_which() {
    let document = "openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://x.example'}]
paths: {}
components:
  securitySchemes:
    a: {$ref: '#/components/securitySchemes/b'}
    b: {type: apiKey, name: k}
    c: {type: apiKey, name: k, in: body}
    d: {type: http}
    e: {type: oauth2}
    f: {type: openIdConnect, openIdConnectUrl: 1}
";
    let output = generate(document, "").unwrap();
    let found = output.diagnostics.iter().filter(|own| own.code == Code::UnsupportedSecurity);
    let mut found: Vec<&str> =
        found.map(|own| own.message.split_once(" cannot be used: ").unwrap().1).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "it has no `in`",
            "it has no `in`",
            "it has no `scheme`",
            "its `in` must be `query`, `header` or `cookie`, and is \"body\"",
            "its `openIdConnectUrl` is not a string",
        ]
    );
}
