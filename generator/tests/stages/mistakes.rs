//! Common mistakes in, the messages about them out: what is wrong, where, and what to write instead.

use specweave::Inputs;
use specweave::config::Config;
use specweave::diagnostic::Diagnostic;
use specweave::source::Source;
use std::sync::Arc;

/// Everything that is found, with a configuration and an overlay.
fn found(document: &str, config: &str, overlay: Option<&str>) -> Vec<Diagnostic> {
    let config = Config::parse(&Arc::new(Source::new("specweave.yaml", config))).unwrap();
    let overlays = overlay.map(|text| Source::new("overlay.yaml", text)).into_iter().collect();
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays };
    match specweave::generate(inputs, &config, &|_| {}) {
        Ok(output) => output.diagnostics,
        Err(failure) => failure.diagnostics,
    }
}

/// The text that a finding underlines.
fn shown(found: &Diagnostic) -> &str {
    let place = found.place.as_ref();
    place.and_then(|own| own.source.text.get(own.span.clone()?)).unwrap_or_default()
}

/// The findings of one code: the underlined text, the message and the help.
fn of(code: &str, all: &[Diagnostic]) -> Vec<String> {
    let own = all.iter().filter(|own| own.code.number() == code);
    own.map(|own| {
        format!("{} | {} | {}", shown(own), own.message, own.help.as_deref().unwrap_or_default())
    })
    .collect()
}

/// A document with these paths and further lines.
fn document(paths: &str, rest: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n{paths}\n{rest}"
    )
}

const ORDERS: &str = "  /orders:\n    get: {tags: [Orders], operationId: listOrders, responses: {'204': {description: OK}}}\n    \
    post: {tags: [Orders], operationId: createOrder, responses: {'204': {description: OK}}}";

#[test]
fn a_misspelled_operation_of_the_configuration_is_told_its_name() {
    let config = "retry: {createOrders: {idempotent: true}}\nwaiters: [{name: done, operation: POST /order, at: /a, done: [b], every: [1, 2], timeout: 9}]\n";
    let all = found(&document(ORDERS, ""), config, None);
    assert_eq!(
        of("SW514", &all),
        [
            "{idempotent: true} | `retry` of the configuration names \"createOrders\", which is not an operation | did you mean \"createOrder\"? Remove the entry if the operation is gone"
        ]
    );
    assert!(of("SW524", &all)[0].contains("did you mean \"POST /orders\"?"), "{all:#?}");
    let all = found(&document(ORDERS, ""), "retry: {deletePet: {idempotent: true}}\n", None);
    assert!(of("SW514", &all)[0].contains("such as GET /orders;"), "{all:#?}");
}

#[test]
fn what_nothing_in_the_document_fits_is_told_with_its_place() {
    let config = "prefer: [documnts]\npages: [{document: documents/a.yaml}]\nclient: {error_schema: Probem}\n\
        names: {operations: [{strip_prefix: zzz_}, {strip_prefix: list}], schemas: [{strip_suffix: Dto}]}\n";
    let rest = "components: {schemas: {Problem: {type: object, properties: {a: {type: string}}}}}";
    let all = found(&document(ORDERS, rest), config, None);
    assert_eq!(
        of("SW660", &all),
        [
            "documnts | no page or document is \"documnts\" of `prefer`, or in a folder of that name | did you mean \"documents\"?",
            "{strip_prefix: zzz_} | no operationId begins with \"zzz_\", as an entry of `names.operations` says | correct the entry, or remove it",
            "{strip_suffix: Dto} | no schema ends with \"Dto\", as an entry of `names.schemas` says | correct the entry, or remove it",
        ]
    );
    assert!(
        of("SW006", &all)[0].starts_with("Probem | ")
            && of("SW006", &all)[0].ends_with("did you mean \"Problem\"?")
    );
}

#[test]
fn a_pattern_of_types_that_no_type_fits_is_told() {
    let rest = "components: {schemas: {Problem: {type: object, properties: {a: {type: string}}}}}";
    let config = "types: [{match: Problm, derive: [std::hash::Hash]}, {match: 'Prob*', derive: [std::hash::Hash]}]\n";
    let all = found(&document(ORDERS, rest), config, None);
    assert_eq!(
        of("SW660", &all),
        ["Problm | no type has a name like \"Problm\" in `types` | did you mean \"Problem\"?"]
    );
}

#[test]
fn a_misspelled_name_of_the_document_is_told_the_name_that_is_meant() {
    let rest = "security: [{apiKey: []}, {Nothing: []}]\ncomponents:\n  securitySchemes:\n    ApiKey: {type: apikey, in: header, name: X}\n    \
        Token: {type: bearer}\n  schemas:\n    NewOrder:\n      type: object\n      properties:\n        a: {$ref: '#/components/schema/NewOrder'}\n        \
        b: {$ref: NewOrder}\n        c: {type: string, format: datetime}\n        d: {type: int}\n";
    let all = found(&document(ORDERS, rest), "", None);
    let helps = |code: &str| -> Vec<String> {
        of(code, &all).iter().map(|text| text.rsplit(" | ").next().unwrap().to_owned()).collect()
    };
    assert_eq!(
        helps("SW506"),
        [
            "did you mean \"ApiKey\"? Correct it in an overlay",
            "the document has the schemes ApiKey, Token; correct the name, or add the scheme, in an overlay",
            "did you mean \"apiKey\"? Correct it in an overlay",
            "write `type: http` and `scheme: bearer` in an overlay",
        ]
    );
    assert_eq!(
        helps("SW501"),
        ["did you mean #/components/schemas/NewOrder? Correct it in an overlay"; 2]
    );
    assert_eq!(helps("SW401"), ["did you mean date-time? Correct it in an overlay"]);
    assert_eq!(
        (of("SW565", &all).len(), of("SW503", &all).len()),
        (1, 0),
        "one mistake, one message"
    );
}

#[test]
fn a_mapping_to_no_schema_is_told_apart_from_one_to_no_alternative() {
    let schemas = |target: &str| {
        format!(
            "components:\n  schemas:\n    P: {{oneOf: [{{$ref: '#/components/schemas/Invoice'}}, {{$ref: '#/components/schemas/Bill'}}], \
             discriminator: {{propertyName: kind, mapping: {{i: '#/components/schemas/{target}'}}}}}}\n    \
             Invoice: {{type: object, properties: {{kind: {{type: string}}}}}}\n    Bill: {{type: object, properties: {{kind: {{type: string}}}}}}\n    \
             Other: {{type: object, properties: {{kind: {{type: string}}}}}}\n"
        )
    };
    let help =
        |target: &str| of("SW591", &found(&document(ORDERS, &schemas(target)), "", None)).join("");
    assert!(
        help("Invoce").ends_with("did you mean Invoice? Correct it in an overlay"),
        "{}",
        help("Invoce")
    );
    assert!(help("Other").contains("list that schema as an alternative too"));
    assert!(help("Zebra").contains("there is no such schema"));
    assert_eq!(help("Invoice"), "");
}

#[test]
fn the_address_of_an_api_is_asked_for_by_what_is_missing() {
    let with = |servers: &str| {
        let text = document(ORDERS, "").replace("servers: [{url: 'https://x.example'}]\n", servers);
        of("SW508", &found(&text, "", None)).join("")
    };
    for (servers, message, help) in [
        ("", "it has no server", "add the server in an overlay"),
        (
            "servers: [{url: api.x/v1}]\n",
            "the URL \"api.x/v1\" of its server has no scheme",
            "write https://api.x/v1 in an overlay",
        ),
        (
            "servers: [{url: /v1}]\n",
            "the URL \"/v1\" of its server has no host",
            "add the server in an overlay",
        ),
        ("servers: [{url: 'ftp://a'}]\n", "none of its servers can be used", "correct the servers"),
    ] {
        let found = with(servers);
        assert!(found.contains(message) && found.contains(help), "{found}");
    }
    let own = ORDERS.replacen("    get:", "    servers: [{url: 'https://a.example'}]\n    get:", 1);
    let plain = "\n  /b: {get: {operationId: b, responses: {'204': {description: OK}}}}";
    for (paths, message) in [
        (own.clone(), ""),
        (
            own + plain,
            "where operations without `servers` of their own are served: it has no server",
        ),
    ] {
        let text = document(&paths, "").replace("servers: [{url: 'https://x.example'}]\n", "");
        let found = of("SW508", &found(&text, "", None)).join("");
        assert!(found.contains(message) && found.is_empty() == message.is_empty(), "{found}");
    }
    let swagger = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {operationId: a, responses: {'204': {description: OK}}}}}\n";
    let found = of("SW508", &found(swagger, "", None)).join("");
    assert!(found.contains("write `host`, `basePath` and `schemes`"), "{found}");
}

#[test]
fn a_server_variable_has_one_of_its_values() {
    let with = |variables: &str| {
        let text = document(ORDERS, "").replace(
            "{url: 'https://x.example'}",
            &format!("{{url: 'https://{{r}}.example', variables: {{r: {variables}}}}}"),
        );
        of("SW556", &found(&text, "", None))
    };
    assert_eq!(with("{enum: [eu, us], default: asia}").len(), 1);
    assert_eq!(
        with("{enum: [eu, us], default: eu}").len()
            + with("{default: asia}").len()
            + with("{enum: [1, 2], default: 2}").len(),
        0
    );
}

#[test]
fn a_tag_that_is_nearly_a_listed_one_is_told() {
    let with = |tags: &str| of("SW555", &found(&document(ORDERS, tags), "", None));
    assert_eq!(
        with("tags: [{name: Order}]"),
        [
            "Orders | the tag \"Orders\" is not one of the document's `tags`, which list \"Order\"; its operations are in a module of their own | write \"Order\" in an overlay, or list \"Orders\" too if it is another"
        ]
    );
    for tags in [
        "",
        "tags: [{name: Orders}, {name: Order}]",
        "tags: [{name: Pets}]",
        "tags: [{name: Orders2}]",
    ] {
        assert_eq!(with(tags).len(), 0, "{tags}");
    }
}

#[test]
fn a_discriminator_needs_its_property_in_an_alternative_that_says_what_it_has() {
    let with = |first: &str| {
        let rest = format!(
            "components:\n  schemas:\n    P: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{$ref: '#/components/schemas/B'}}], discriminator: {{propertyName: kind}}}}\n    \
             A: {first}\n    B: {{type: object, properties: {{b: {{type: string}}}}}}\n    Base: {{type: object, properties: {{kind: {{type: string}}}}}}\n"
        );
        of("SW554", &found(&document(ORDERS, &rest), "", None)).len()
    };
    assert_eq!(with("{type: object, properties: {a: {type: string}}}"), 1);
    for open in [
        "{type: object, properties: {kind: {type: string}}}",
        "{allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {a: {type: string}}}]}",
        "{type: object}",
        "{type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}",
        "{$ref: '#/components/schemas/Nothing'}",
    ] {
        assert_eq!(with(open), 0, "{open}");
    }
}

#[test]
fn one_operation_id_twice_in_a_tag_is_one_message_that_names_both() {
    let paths = "  /a: {get: {tags: [A], operationId: list, responses: {'204': {description: OK}}}}\n  \
        /b: {get: {tags: [A], operationId: list, responses: {'204': {description: OK}}}}";
    let all = found(&document(paths, ""), "", None);
    assert_eq!(of("SW434", &all).len(), 0);
    let [own] = &of("SW601", &all)[..] else { panic!("{all:#?}") };
    assert!(
        own.contains(
            "GET /b has the operationId \"list\" of GET /a; its method is called list_operation"
        ),
        "{own}"
    );
}

#[test]
fn a_variable_without_a_name_is_no_parameter() {
    let path = |parameters: &str| {
        format!(
            "  /orders/{{}}/p:\n    get: {{operationId: getOrder, parameters: [{parameters}], responses: {{'204': {{description: OK}}}}}}"
        )
    };
    let all = found(&document(&path(""), ""), "", None);
    assert_eq!((of("SW403", &all).len(), of("SW580", &all).len()), (1, 0), "{all:#?}");
    assert!(of("SW403", &all)[0].contains("{} has no name; its braces are sent"), "{all:#?}");
    let one = "{name: id, in: path, required: true, schema: {type: integer}}";
    let all = found(&document(&path(one), ""), "", None);
    let counts = ["SW403", "SW409", "SW504", "SW580"].map(|code| of(code, &all).len());
    assert_eq!(counts, [1, 0, 1, 0], "{all:#?}");
}

#[test]
fn the_only_undeclared_variable_is_the_only_unused_parameter() {
    let path = |parameters: &str| {
        format!(
            "  /orders/{{orderId}}:\n    get: {{operationId: getOrder, parameters: [{parameters}], responses: {{'204': {{description: OK}}}}}}"
        )
    };
    let one = "{name: id, in: path, required: true, schema: {type: integer}}";
    let all = found(&document(&path(one), ""), "", None);
    assert!(
        of("SW409", &all)[0]
            .contains("the parameter was taken for {orderId}, the only undeclared variable"),
        "{all:#?}"
    );
    assert_eq!(of("SW403", &all).len() + of("SW504", &all).len(), 0);
    let two = format!("{one}, {{name: key, in: path, required: true, schema: {{type: integer}}}}");
    let all = found(&document(&path(&two), ""), "", None);
    assert_eq!((of("SW403", &all).len(), of("SW504", &all).len()), (1, 2));
    assert!(of("SW403", &all)[0].starts_with("/orders/{orderId} | "), "{all:#?}");
}

#[test]
fn a_key_that_is_wrong_is_underlined_and_not_its_value() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths:\n  \"/a\":\n    GET:\n      \
        # nothing\n      responses: {}\n  /b:\n    get: {operationId: a, desc: x, responses: {'204': {description: OK}}}\n";
    let all = found(text, "", None);
    let keys: Vec<&str> =
        all.iter().filter(|own| own.code.number() == "SW563").map(shown).collect();
    assert_eq!(keys, ["GET", "desc"]);
    let all = found(
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a: {get: {}}\n  b/c:\n    get: {}\n",
        "",
        None,
    );
    assert!(
        of("SW512", &all)[0].starts_with("b/c | ") && of("SW512", &all)[0].contains("write /b/c;"),
        "{all:#?}"
    );
    let all = found("openapi: 3.0.3\npaths:\n  /a:\n    get: {}\n  /a:\n    put: {}\n", "", None);
    let twice = all.iter().find(|own| own.code.number() == "SW110").unwrap();
    let first = twice.related[0].0.clone();
    assert_eq!((shown(twice), &first.source.text[first.span.unwrap()]), ("/a", "/a"));
    assert_eq!(twice.place.as_ref().unwrap().position().unwrap().line, 5);
}

#[test]
fn an_overlay_is_told_its_keys_and_the_way_to_replace_a_plain_value() {
    let overlay = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n  - target: $.info\n    descripton: x\n    description: x\n    update: {a: b}\n";
    let all = found(&document(ORDERS, ""), "", Some(overlay));
    assert_eq!(
        of("SW301", &all),
        ["descripton | `descripton` is not a known key | did you mean `description`?"]
    );
    let overlay = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n  - target: $.servers[0].url\n    description: x\n    update: https://y\n";
    let all = found(&document(ORDERS, ""), "", Some(overlay));
    assert!(of("SW301", &all)[0].ends_with("target the object around it: `target: $.servers[0]` with `update: {url: \"https://y\"}`"), "{all:#?}");
}

#[test]
fn an_overlay_of_another_version_is_not_judged_by_the_keys_of_this_one() {
    let overlay = "overlay: 1.1.0\ninfo: {title: T, version: '1', description: d}\nactions: [{target: $.info, copy: $.paths}]\n";
    let all = found(&document(ORDERS, ""), "", Some(overlay));
    assert_eq!(of("SW301", &all).len(), 1, "{all:#?}");
}

#[test]
fn what_is_said_of_a_response_is_what_happens_to_it() {
    let paths = "  /a:\n    get:\n      operationId: a\n      responses:\n        '200': {description: OK, content: {json: {schema: {type: object}}}}\n        \
        '2000': {description: OK}\n        2XX: {description: OK, content: {application/json: {schema: {type: object}}}}\n";
    let all = found(&document(paths, ""), "", None);
    assert!(of("SW420", &all)[0].contains("(200, 2XX)"), "{all:#?}");
    assert_eq!(
        (of("SW424", &all).len(), of("SW580", &all).len(), of("SW507", &all).len()),
        (0, 1, 1)
    );
}

#[test]
fn a_method_beside_its_path_is_to_be_indented() {
    let all = found(&document("  /a:\n  get:\n    operationId: a\n  x: {}\n", ""), "", None);
    assert_eq!(
        of("SW512", &all).iter().map(|own| own.rsplit(" | ").next().unwrap()).collect::<Vec<_>>(),
        [
            "it is a method: indent it more than /a, so that it belongs to that path",
            "write /x; if it is not a path, remove it in an overlay"
        ]
    );
}

#[test]
fn content_that_was_forgotten_is_named() {
    let paths = "  /a: {get: {requestBody: {schema: {type: object}}, responses: {'200': {description: d, application/json: {schema: {type: string}}}}}}";
    let all = found(&document(paths, ""), "", None);
    let helps: Vec<String> = of("SW563", &all);
    assert!(helps[0].contains("`content: {application/json: {schema: …}}`"), "{helps:?}");
    assert!(helps[1].contains("write `content: {application/json: …}`"), "{helps:?}");
    assert!(of("SW419", &all).is_empty(), "a body that is left out is not sent");
}

#[test]
fn keys_of_the_own_version_are_proposed() {
    let schema = "components: {schemas: {A: {type: object, property: {a: {type: string}}, schema: {type: string}}}}\nschemas: {}\n";
    let all =
        found(&document("  /a: {get: {responses: {'204': {description: d}}}}", schema), "", None);
    let told = of("SW563", &all);
    let help = |name: &str| {
        let own = told.iter().find(|own| own.contains(&format!("key {name:?}")));
        own.and_then(|own| own.rsplit(" | ").next()).unwrap_or_default().to_owned()
    };
    assert!(help("property").contains("\"properties\""), "{told:?}");
    assert!(!help("schema").contains("$schema"), "{told:?}");
    assert!(help("schemas").contains("`components.schemas`"), "{told:?}");
}

#[test]
fn keys_of_other_versions_say_which_version_to_write() {
    let told = |text: &str| of("SW564", &found(text, "", None)).join("");
    let old = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: x.example\npaths: {}\ndefinitions: {A: {const: 3}}\n";
    let message = told(old);
    assert!(
        message.contains("Swagger 2.0") && message.contains("convert the document"),
        "{message}"
    );
    let new = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths: {/a: {additionalOperations: {COPY: {responses: {}}}}}\n";
    assert!(told(new).contains("write `openapi: 3.2.0`"), "{}", told(new));
}

#[test]
fn references_that_lack_a_sign_or_are_of_swagger_2_are_recognised() {
    for wrong in ["/components/schemas/S", "#components/schemas/S", "#/definitions/S"] {
        let paths = format!(
            "  /a: {{get: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '{wrong}'}}}}}}}}}}}}}}"
        );
        let all = found(&document(&paths, "components: {schemas: {S: {type: string}}}"), "", None);
        let told = of("SW501", &all);
        assert!(told.join("").contains("did you mean #/components/schemas/S?"), "{told:?}");
    }
    let circle = "  /a: {$ref: '#/paths/~1b'}\n  /b: {$ref: '#/paths/~1a'}";
    let told = of("SW501", &found(&document(circle, ""), "", None));
    assert!(told[0].contains("leads back to itself"), "{told:?}");
}

#[test]
fn security_schemes_without_a_key_say_which() {
    let rest = "components: {securitySchemes: {k: {type: apiKey, in: header}, o: {type: oauth2}}}\nsecurity: [{o: []}]";
    let all =
        found(&document("  /a: {get: {responses: {'204': {description: d}}}}", rest), "", None);
    let told = of("SW506", &all);
    assert!(told.len() == 1 && told[0].contains("add `name`"), "{told:?}");
    assert!(of("SW580", &all).join("").contains("no `flows`"), "{all:?}");
}

#[test]
fn faults_of_json_and_yaml_have_a_cure() {
    for (name, text, cure) in [
        ("a.json", "{'openapi': '3.0.3'}", "double quotes"),
        ("a.json", "{\"openapi\": \"\\ud800\"}", "surrogate"),
        ("a.json", "{\"openapi\": 1e400}", "at most"),
        ("a.yaml", "# Only this.\n", "write the document"),
        (
            "a.yaml",
            "openapi: 3.0.3\ninfo: {title: T, version: '1', description: *b* c}\npaths: {}\n",
            "in quotes",
        ),
        ("a.yaml", "openapi: 3.0.3\ninfo:\n  title: @foo\n", "in quotes"),
    ] {
        let inputs = Inputs { sources: vec![Source::new(name, text)], overlays: Vec::new() };
        let all = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap_err().diagnostics;
        let help = all[0].help.as_deref().unwrap_or_default();
        assert!(help.contains(cure), "{text}: {all:?}");
    }
}

#[test]
fn a_brace_without_its_counterpart_is_reported() {
    let get = "{get: {responses: {'204': {description: d}}}}";
    let paths = format!("  '/a/{{w': {get}\n  '/b/w}}': {get}\n  '/c/{{w}}': {get}");
    let told = of("SW557", &found(&document(&paths, ""), "", None));
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn a_query_string_beside_parameters_in_the_query_is_reported() {
    let whole = "{name: f, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}}}";
    let paths = format!(
        "  /a: {{parameters: [{{name: p, in: query, schema: {{type: string}}}}], get: {{parameters: [{whole}], responses: {{'204': {{description: d}}}}}}}}\n  \
         /b: {{get: {{parameters: [{whole}], responses: {{'204': {{description: d}}}}}}}}"
    );
    let text = document(&paths, "").replace("3.0.3", "3.2.0");
    let all = found(&text, "", None);
    let places: Vec<&str> = all
        .iter()
        .filter(|own| own.code.number() == "SW558")
        .map(|own| own.place.as_ref().unwrap().pointer.as_str())
        .collect();
    assert_eq!(places, ["/paths/~1a/get/parameters/0"]);
}
