//! Hard names in, the Rust names that they get out.

use serde_json::{Value, json};
use specweave::config::Config;
use specweave::diagnostic::{Code, Diagnostic};
use specweave::ir::TypeKind;
use specweave::name::{Names, TypeNames};
use specweave::source::Source;
use specweave::{Inputs, Output};

fn generate(paths: Value, schemas: Value, tags: Value) -> Output {
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://api.acme.example"}],
        "tags": tags, "paths": paths, "components": {"schemas": schemas},
    });
    let sources = vec![Source::new("names.json", document.to_string())];
    specweave::generate(Inputs { sources, overlays: Vec::new() }, &Config::default(), &|_| {})
        .unwrap_or_else(|failure| panic!("{:#?}", messages(&failure.diagnostics)))
}

fn messages(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(|found| format!("{}: {}", found.code, found.message)).collect()
}

fn clashes(output: &Output) -> Vec<&str> {
    let clashes = output.diagnostics.iter().filter(|found| found.code == Code::Renamed);
    clashes.map(|found| found.message.as_str()).collect()
}

fn object(names: &[&str], value: &Value) -> Value {
    Value::Object(names.iter().map(|name| ((*name).to_owned(), value.clone())).collect())
}

/// The names of a schema with these properties, all in one request.
fn record(properties: &[&str]) -> (TypeNames, Vec<String>) {
    let schema =
        json!({"type": "object", "properties": object(properties, &json!({"type": "string"}))});
    let body = json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}});
    let paths =
        json!({"/": {"put": {"requestBody": body, "responses": {"204": {"description": ""}}}}});
    let output = generate(paths, json!({ "Thing": schema }), json!([]));
    let found = clashes(&output).into_iter().map(str::to_owned).collect();
    (output.model.names.types[0].clone(), found)
}

#[test]
fn fields() {
    for (raw, field, setter) in [
        ("", "empty", "with_empty"),
        (" ", "empty", "with_empty"),
        ("$", "dollar", "with_dollar"),
        ("->", "minus_greater", "with_minus_greater"),
        ("🦀", "crab", "with_crab"),
        ("gen", "gen_", "with_gen"),
        ("type", "type_", "with_type"),
        ("Self", "self_", "with_self"),
        ("async", "async_", "with_async"),
        ("try", "try_", "with_try"),
        ("union", "union", "with_union"),
        ("2fa", "_2fa", "with_2fa"),
        ("3D-model", "_3d_model", "with_3d_model"),
        ("-1", "minus_1", "with_minus_1"),
        ("größe", "grosse", "with_grosse"),
        ("日本", "ri_ben", "with_ri_ben"),
        ("X-Trace-Id:", "x_trace_id", "with_x_trace_id"),
        ("_links", "links", "with_links"),
        ("@odata.type", "odata_type", "with_odata_type"),
        ("a.b[c]", "a_b_c", "with_a_b_c"),
        ("user's name", "users_name", "with_users_name"),
        ("new", "new", "with_new"),
        ("blank", "blank", "with_blank"),
        ("rt", "rt", "with_rt"),
        ("APIKeyIPWhitelist", "api_key_ip_whitelist", "with_api_key_ip_whitelist"),
        ("resendOAuthEmail", "resend_oauth_email", "with_resend_oauth_email"),
        ("numPDUs", "num_pdus", "with_num_pdus"),
        ("hostIPv6Address", "host_ipv6_address", "with_host_ipv6_address"),
        ("rDNS", "rdns", "with_rdns"),
        ("apiV3", "api_v3", "with_api_v3"),
        ("latency5m", "latency5m", "with_latency5m"),
    ] {
        let (names, clashes) = record(&[raw]);
        assert_eq!(
            (names.members[0].as_str(), names.setters[0].as_str()),
            (field, setter),
            "{raw:?}"
        );
        assert_eq!(clashes, Vec::<String>::new(), "{raw:?}");
    }
}

#[test]
fn fields_that_clash() {
    for (raw, fields, setters) in [
        (
            ["userName", "user_name"],
            ["user_name_2", "user_name"],
            ["with_user_name_2", "with_user_name"],
        ),
        (["ID", "id"], ["id_2", "id"], ["with_id_2", "with_id"]),
        (["a-b", "a b"], ["a_b_2", "a_b"], ["with_a_b_2", "with_a_b"]),
        (["type", "type_"], ["type_", "type_2"], ["with_type", "with_type_2"]),
        (["", "empty"], ["empty_2", "empty"], ["with_empty_2", "with_empty"]),
        (["größe", "grosse"], ["grosse_2", "grosse"], ["with_grosse_2", "with_grosse"]),
    ] {
        let (names, clashes) = record(&raw);
        assert_eq!(names.members, fields, "{raw:?}");
        assert_eq!(names.setters, setters, "{raw:?}");
        assert_eq!(clashes.len(), 1, "{raw:?}: {clashes:?}");
    }
}

/// The names of types, by the schema that they are made of.
fn types(schemas: &[&str]) -> (Vec<(String, TypeNames)>, Vec<String>) {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let output = generate(json!({}), object(schemas, &schema), json!([]));
    let found = clashes(&output).into_iter().map(str::to_owned).collect();
    let types = output.model.api.types.iter().zip(&output.model.names.types);
    (types.map(|(made, names)| (made.path[0].clone(), names.clone())).collect(), found)
}

#[test]
fn schemas() {
    let long = "Long".repeat(60);
    for (raw, ident, module) in [
        ("", "Empty", "empty"),
        ("...", "DotDotDot", "dot_dot_dot"),
        ("self", "SelfModel", "self_model"),
        ("Option", "OptionModel", "option_model"),
        ("Vec", "VecModel", "vec_model"),
        ("Error", "ErrorModel", "error_model"),
        ("Client", "Client", "client"),
        ("Nullable", "Nullable", "nullable"),
        ("Value", "Value", "value"),
        ("404", "N404", "n404"),
        ("con", "Con", "con_2"),
        ("mod", "Mod", "mod_2"),
        ("gen", "Gen", "gen_"),
        ("größe", "Grosse", "grosse"),
        ("snake_case_name", "SnakeCaseName", "snake_case_name"),
        ("FlexVMs", "FlexVms", "flex_vms"),
        ("IPv4Address", "Ipv4Address", "ipv4_address"),
        (long.as_str(), &long[..100], "long"),
    ] {
        let (types, clashes) = types(&[raw]);
        assert_eq!(types[0].1.ident, ident, "{raw:?}");
        assert!(types[0].1.module.starts_with(module), "{raw:?}: {}", types[0].1.module);
        assert_eq!(clashes, Vec::<String>::new(), "{raw:?}");
    }
}

#[test]
fn schemas_that_clash() {
    let (types, clashes) = types(&["UserName", "user_name", "USERNAME", "Username"]);
    let named: Vec<(&str, &str, &str)> = types
        .iter()
        .map(|(raw, names)| (raw.as_str(), names.ident.as_str(), names.module.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("USERNAME", "Username2", "username2"),
            ("UserName", "UserName", "user_name"),
            ("Username", "UsernameModel", "username_model"),
            ("user_name", "UserName3", "user_name3"),
        ]
    );
    assert_eq!(clashes.len(), 3, "{clashes:?}");
}

/// One operation with a tag, an id and parameters.
fn operation(tag: &str, id: &str, parameters: &[&str]) -> (Names, Vec<String>) {
    let parameters: Vec<Value> = parameters
        .iter()
        .map(|name| json!({"name": name, "in": "query", "schema": {"type": "string"}}))
        .collect();
    let operation = json!({
        "tags": [tag], "operationId": id, "parameters": parameters,
        "responses": {"200": {"description": ""}, "404": {"description": ""}, "418": {"description": ""}},
    });
    let output = generate(json!({"/": {"get": operation}}), json!({}), json!([]));
    let found = clashes(&output).into_iter().map(str::to_owned).collect();
    (output.model.names, found)
}

#[test]
fn tags_and_operations() {
    for (raw, tag, handle, method, ident) in [
        ("session", "session", "Session", "session", "SessionOperation"),
        (
            "APIKeyIPWhitelist",
            "api_key_ip_whitelist",
            "ApiKeyIpWhitelist",
            "api_key_ip_whitelist",
            "ApiKeyIpWhitelistOperation",
        ),
        ("gen", "gen_", "Gen", "gen_", "GenOperation"),
        ("clone", "clone_operations", "Clone", "clone_operation", "CloneOperation"),
        ("new", "new_operations", "New", "new", "NewOperation"),
        ("default", "default", "DefaultOperations", "default", "DefaultOperation"),
        ("\u{e000}", "question", "Question", "question", "QuestionOperation"),
        ("2fa", "_2fa", "N2fa", "_2fa", "N2faOperation"),
    ] {
        let (names, clashes) = operation(raw, raw, &[]);
        let found = &names.tags[0];
        assert_eq!((found.method.as_str(), found.ident.as_str()), (tag, handle), "{raw:?}");
        let own = &found.operations[0];
        assert_eq!((own.method.as_str(), own.ident.as_str()), (method, ident), "{raw:?}");
        assert_eq!(own.failures, ["NotFound", "Status418"]);
        assert_eq!(clashes, Vec::<String>::new(), "{raw:?}");
    }
}

#[test]
fn parameters() {
    let raw = ["timeout", "X-Trace-Id:", "body", "type", "a", "A", "RANGED-DATA", "filter[name]"];
    let (names, clashes) = operation("t", "o", &raw);
    assert_eq!(
        names.tags[0].operations[0].parameters,
        [
            "timeout_in_query",
            "x_trace_id",
            "body",
            "type_",
            "a",
            "a_in_query",
            "ranged_data",
            "filter_name"
        ]
    );
    assert_eq!(names.tags[0].operations[0].body, "body_content");
    assert_eq!(clashes.len(), 1, "{clashes:?}");
}

#[test]
fn values_of_enumerations() {
    let values = ["", "-", "a b", "A", "a", "Unknown", "self", "1", "-1", "größe", "Self"];
    let schema = json!({ "Level": {"type": "string", "enum": values} });
    let output = generate(json!({}), schema, json!([]));
    let TypeKind::StringEnum(found) = &output.model.api.types[0].kind else { panic!("no enum") };
    assert_eq!(found, &values);
    assert_eq!(
        output.model.names.types[0].members,
        [
            "Empty",
            "Minus",
            "AB",
            "A",
            "A2",
            "UnknownValue",
            "Self2",
            "N1",
            "Minus1",
            "Grosse",
            "SelfValue"
        ]
    );
}

#[test]
fn names_that_are_asked_for() {
    let parameter = json!({"name": "upLink", "in": "query", "schema": {"type": "string"}, "x-rust-name": "uplink"});
    let operation = json!({
        "tags": ["VMs"], "operationId": "getVMVMs", "x-rust-name": "list_vms", "parameters": [parameter],
        "responses": {"404": {"description": ""}, "200": {"description": ""}},
    });
    let thing = json!({
        "type": "object", "x-rust-name": "VmVm",
        "properties": {"rDns": {"type": "string", "x-rust-name": "rdns"}},
    });
    let tags = json!([{"name": "VMs", "x-rust-name": "machines"}]);
    let output = generate(json!({"/": {"get": operation}}), json!({ "VMVM": thing }), tags);
    let Names { types, tags, .. } = &output.model.names;
    assert_eq!((types[0].ident.as_str(), types[0].module.as_str()), ("VmVm", "vm_vm"));
    assert_eq!((types[0].members[0].as_str(), types[0].setters[0].as_str()), ("rdns", "with_rdns"));
    let own = &tags[0].operations[0];
    assert_eq!((tags[0].method.as_str(), tags[0].module.as_str()), ("machines", "machines"));
    assert_eq!(tags[0].ident, "Machines");
    assert_eq!((own.method.as_str(), own.ident.as_str()), ("list_vms", "ListVms"));
    assert_eq!((own.error.as_str(), own.parameters[0].as_str()), ("ListVmsError", "uplink"));
    assert_eq!(clashes(&output), Vec::<&str>::new());
}

#[test]
fn names_that_cannot_be_had() {
    let parameter = |asked: &str| json!({"name": "p", "in": "query", "schema": {"type": "string"}, "x-rust-name": asked});
    let with = |operation: &str, parameter: Value, tag: &str| {
        let responses = json!({"200": {"description": ""}});
        let operation = json!({"tags": ["t"], "x-rust-name": operation, "parameters": [parameter], "responses": responses});
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://a.example"}],
            "tags": [{"name": "t", "x-rust-name": tag}], "paths": {"/": {"get": operation}},
        });
        let sources = vec![Source::new("names.json", document.to_string())];
        let inputs = Inputs { sources, overlays: Vec::new() };
        let failure = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap_err();
        messages(&failure.diagnostics)
    };
    let asked = |found: Vec<String>| -> Vec<String> {
        let errors = found.into_iter().filter(|message| message.starts_with("SW602"));
        errors.map(|message| message.split('"').nth(1).unwrap().to_owned()).collect()
    };
    assert_eq!(asked(with("a b", parameter("p"), "t")), ["a b"]);
    assert_eq!(asked(with("listAll", parameter("p"), "t")), ["listAll"]);
    assert_eq!(asked(with("clone", parameter("p"), "t")), ["clone"]);
    assert_eq!(asked(with("o", parameter("timeout"), "t")), ["timeout"]);
    assert_eq!(asked(with("o", parameter("gen"), "t")), ["gen"]);
    assert_eq!(asked(with("o", parameter("p"), "T")), ["T"]);
    assert_eq!(asked(with("o", parameter("p"), "models")), ["models"]);
}

/// A document whose schemas are written once and referred to where they stand.
const SHARED: &str = "
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /a/pets/{id}:
    get:
      operationId: getPet
      parameters: [{$ref: '#/paths/~1pets/get/parameters/0'}, {name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: OK, content: {application/json: {schema: {$ref: '#/paths/~1pets/get/responses/200/content/application~1json/schema/properties/data/items'}}}}
        '404': {$ref: '#/paths/~1pets/get/responses/404'}
    put:
      operationId: putPet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/paths/~1pets/post/requestBody/content/application~1json/schema'}}}}
      responses: {'204': {description: OK}}
  /pets:
    get:
      operationId: listPets
      parameters: [{name: sort, in: query, schema: {type: string, enum: [name, age]}}]
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {type: object, properties: {data: {type: array, items: {type: object, properties: {name: {type: string}, kind: {type: string, enum: [cat, dog]}}}}}}
        '404':
          description: None
          content: {application/json: {schema: {type: object, properties: {why: {type: string}}}}}
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses:
        '200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Said'}}}}
components:
  schemas:
    Said:
      allOf:
        - {type: object, properties: {id: {type: string}}}
        - {$ref: '#/components/schemas/Fault'}
    Fault:
      type: object
      properties:
        details:
          type: array
          items:
            anyOf:
              - {title: TOO_LONG, type: object, required: [issue], properties: {issue: {type: string, enum: [TOO_LONG]}}}
              - {title: TOO_SHORT, type: object, required: [issue], properties: {issue: {type: string, enum: [TOO_SHORT]}}}
    Either:
      oneOf:
        - {$ref: '#/paths/~1pets/get/responses/404/content/application~1json/schema'}
        - {$ref: '#/components/schemas/Said/allOf/0'}
";

fn output_of(document: &str) -> Output {
    let inputs = Inputs { sources: vec![Source::new("a.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {}).unwrap()
}

/// The names of all types, sorted.
fn type_names(output: &Output) -> Vec<&str> {
    let names = output.model.names.types.iter().map(|names| names.ident.as_str());
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
}

#[test]
fn what_a_reference_into_an_operation_or_a_component_leads_to_is_called_as_where_it_stands() {
    let output = output_of(SHARED);
    assert_eq!(
        type_names(&output),
        [
            "Either",
            "Fault",
            "FaultDetailsItem",
            "FaultDetailsItemTooLong",
            "FaultDetailsItemTooLongIssue",
            "FaultDetailsItemTooShort",
            "FaultDetailsItemTooShortIssue",
            "ListPetsResponse",
            "ListPetsResponse404",
            "ListPetsResponseDataItem",
            "ListPetsResponseDataItemKind",
            "ListPetsSort",
            "PostPetsBody",
            "Said",
            "SaidPart",
        ]
    );
    assert_eq!(clashes(&output), Vec::<&str>::new());
    let either = &output.files["src/models/either.rs"];
    assert!(either.contains("Why(") && either.contains("Id("), "{either}");
}

#[test]
fn what_a_component_is_stands_in_the_name_of_its_type_once() {
    let text = "
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200': {$ref: '#/components/responses/Page'}
        '404': {$ref: '#/components/responses/NotFoundResponse'}
        '409': {$ref: '#/components/responses/ClashResponse'}
components:
  responses:
    Page: {description: P, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
    NotFoundResponse: {description: N, content: {application/json: {schema: {type: object, properties: {why: {type: string, enum: [gone, never]}}}}}}
    ClashResponse: {description: C, content: {application/json: {schema: {type: object, properties: {why: {type: string, enum: [gone, never]}}}}}}
  schemas:
    ClashResponse: {type: object, properties: {a: {type: string}}}
";
    let output = output_of(text);
    assert_eq!(
        type_names(&output),
        [
            "ClashResponse",
            "ClashResponseResponse",
            "ClashResponseResponseWhy",
            "NotFoundResponse",
            "NotFoundResponseWhy",
            "PageResponse",
        ]
    );
}
