//! Marks and names in, secret types and notes on what looks like a secret out.

use specweave::Inputs;
use specweave::config::Config;
use specweave::diagnostic::{Code, Diagnostic};
use specweave::ir::{Api, Field, Type, TypeKind};
use specweave::source::Source;

const HEAD: &str =
    "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\n";

fn lowered(document: &str, overlay: Option<String>) -> (Api, Vec<Diagnostic>) {
    let sources = vec![Source::new("api.yaml", format!("{HEAD}{document}"))];
    let overlays = overlay.map(|text| Source::new("overlay.yaml", text)).into_iter().collect();
    let inputs = Inputs { sources, overlays };
    let (model, found) = specweave::model(inputs, &Config::default(), &|_| {}).unwrap();
    (model.api, found)
}

/// The record `A` with one property, and the components that it may refer to.
fn with_property(schema: &str) -> String {
    format!(
        "paths: {{}}\ncomponents:\n  schemas:\n    Key: {{type: string}}\n    Known: {{type: string, x-secret: true}}\n    \
         Kind: {{type: string, enum: [a, b]}}\n    \
         A: {{type: object, properties: {{p: {schema}}}}}\n"
    )
}

fn field<'a>(api: &'a Api, name: &str) -> &'a Field {
    let mut fields = api.types.iter().filter_map(|definition| match &definition.kind {
        TypeKind::Record(record) => record.fields.iter().find(|field| field.name == name),
        _ => None,
    });
    fields.next().unwrap()
}

fn of(code: Code, found: &[Diagnostic]) -> Vec<&Diagnostic> {
    found.iter().filter(|found| found.code == code).collect()
}

#[test]
fn marked_texts_are_secret_in_any_form() {
    let list = Type::Array(Box::new(Type::Secret));
    for (schema, expected) in [
        ("{type: string, x-secret: true}", Type::Secret),
        ("{type: string, format: uuid, x-secret: true}", Type::Secret),
        ("{type: string, format: byte, x-secret: true}", Type::Secret),
        ("{type: string, format: date-time, x-secret: true}", Type::Secret),
        ("{type: string, enum: [a, b], x-secret: true}", Type::Secret),
        ("{type: string, nullable: true, x-secret: true}", Type::Secret.nullable()),
        ("{type: array, items: {type: string}, x-secret: true}", list.clone()),
        ("{type: array, items: {type: string, x-secret: true}}", list.clone()),
        ("{type: array, items: {type: string, format: password}}", list.clone()),
        ("{type: array, items: {$ref: '#/components/schemas/Known'}}", list.clone()),
        (
            "{type: object, additionalProperties: {type: array, items: {type: string}}, x-secret: true}",
            Type::Map(Box::new(list)),
        ),
        ("{$ref: '#/components/schemas/Known'}", Type::Secret),
        ("{$ref: '#/components/schemas/Key', x-secret: true}", Type::Secret),
        ("{allOf: [{$ref: '#/components/schemas/Key'}], x-secret: true}", Type::Secret),
        ("{type: string, format: password, x-secret: false}", Type::String),
        ("{allOf: [{$ref: '#/components/schemas/Known'}], x-secret: false}", Type::String),
        (
            "{type: array, items: {type: string, format: password}, x-secret: false}",
            Type::Array(Box::new(Type::String)),
        ),
        ("{type: string, format: uuid, x-secret: false}", Type::Uuid),
    ] {
        let (api, found) = lowered(&with_property(schema), None);
        assert_eq!(field(&api, "p").value, expected, "{schema}");
        assert_eq!(of(Code::InvalidSecret, &found), Vec::<&Diagnostic>::new(), "{schema}");
    }
}

#[test]
fn a_mark_that_cannot_be_used_is_reported() {
    for (schema, part) in [
        ("{type: integer, x-secret: true}", "only strings"),
        ("{type: array, items: {type: integer}, x-secret: true}", "only strings"),
        ("{type: object, properties: {a: {type: string}}, x-secret: true}", "only strings"),
        ("{$ref: '#/components/schemas/Kind', x-secret: true}", "only strings"),
        ("{type: array, items: {x-secret: true}}", "only strings"),
        ("{type: string, x-secret: 'yes'}", "`x-secret: \"yes\"`"),
        ("{type: string, x-secret: null}", "`x-secret: null`"),
    ] {
        let (_, found) = lowered(&with_property(schema), None);
        let [finding] = of(Code::InvalidSecret, &found)[..] else { panic!("{schema}: {found:#?}") };
        assert!(finding.message.contains(part), "{}", finding.message);
        assert_eq!(
            finding.place.as_ref().unwrap().pointer.trim_end_matches("/items"),
            "/components/schemas/A/properties/p",
            "{schema}"
        );
    }
}

#[test]
fn a_property_of_any_json_is_hidden() {
    for (schema, hidden) in [
        ("{x-secret: true}", true),
        ("{type: object, additionalProperties: true, x-secret: true}", true),
        ("{x-secret: false}", false),
        ("{}", false),
    ] {
        let (api, found) = lowered(&with_property(schema), None);
        assert_eq!(field(&api, "p").hidden, hidden, "{schema}");
        assert_eq!(of(Code::InvalidSecret, &found), Vec::<&Diagnostic>::new(), "{schema}");
    }
}

#[test]
fn a_mark_outlives_a_later_description() {
    let (api, found) = lowered(
        "paths: {}\ncomponents:\n  schemas:\n    B: {type: object, properties: {token: {type: string, x-secret: true}}}\n    \
         A: {allOf: [{$ref: '#/components/schemas/B'}, {type: object, properties: {token: {description: mine}}}]}\n",
        None,
    );
    assert_eq!(of(Code::LikelySecret, &found), Vec::<&Diagnostic>::new());
    for definition in &api.types {
        let TypeKind::Record(record) = &definition.kind else { panic!("{definition:?}") };
        assert_eq!(record.fields[0].value, Type::Secret, "{:?}", definition.path);
    }
}

const UNMARKED: &str = r##"
paths:
  /login/{token}:
    post:
      operationId: login
      parameters:
        - {name: token, in: path, required: true, schema: {type: string}}
        - {name: api_key, in: query, schema: {type: string}}
        - {name: token, in: query, type: string}
        - {name: "o'secret", in: header, schema: {type: string}}
        - {name: keys, in: cookie, schema: {type: array, items: {type: string}}}
        - {name: PAGE-TOKEN, in: header, schema: {type: string}}
        - {$ref: '#/components/parameters/Shared'}
      requestBody: {content: {application/json: {schema: {type: object, properties: {password: {type: string, format: ''}}}}}}
      responses:
        '200':
          description: ok
          headers: {X-Auth-Token: {schema: {type: string}}, X-Request-Id: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Session'}}}
components:
  parameters:
    Shared: {name: client_secret, in: query, schema: {type: string}}
  schemas:
    Plain: {type: string}
    Session:
      type: object
      properties:
        access_token: {type: string, format: uuid}
        "the api-key: #1": {type: string}
        secrets: {type: array, items: {type: string}}
        tokens: {type: object, additionalProperties: {type: string}}
        private_key: {$ref: '#/components/schemas/Plain'}
        key: {type: string, nullable: true, readOnly: true}
        has_password: {type: string}
        token_count: {type: string}
        otp: {type: integer}
        passphrase: {type: string, format: date}
        public_key: {type: string}
    Label: {type: object, properties: {key: {type: string}, value: {type: string}}}
"##;

const UNMARKED_PLACES: [&str; 12] = [
    "/components/parameters/Shared",
    "/components/schemas/Session/properties/access_token",
    "/components/schemas/Session/properties/key",
    "/components/schemas/Session/properties/private_key",
    "/components/schemas/Session/properties/secrets",
    "/components/schemas/Session/properties/the api-key: #1",
    "/components/schemas/Session/properties/tokens",
    "/paths/~1login~1{token}/post/parameters/1",
    "/paths/~1login~1{token}/post/parameters/2",
    "/paths/~1login~1{token}/post/parameters/3",
    "/paths/~1login~1{token}/post/parameters/4",
    "/paths/~1login~1{token}/post/requestBody/content/application~1json/schema/properties/password",
];
const UNMARKED_HEADER: &str = "/paths/~1login~1{token}/post/responses/200/headers/X-Auth-Token";

#[test]
fn what_is_called_like_a_secret_is_noted_where_it_stands() {
    let (_, found) = lowered(UNMARKED, None);
    let notes = of(Code::LikelySecret, &found);
    let mut places: Vec<&str> =
        notes.iter().map(|note| note.place.as_ref().unwrap().pointer.as_str()).collect();
    places.sort_unstable();
    assert_eq!(places, [UNMARKED_PLACES.as_slice(), &[UNMARKED_HEADER]].concat());
}

/// The actions that notes propose, as an overlay.
fn proposed(found: &[Diagnostic]) -> String {
    let mut overlay = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n".to_owned();
    for note in of(Code::LikelySecret, found) {
        let help = note.help.as_deref().unwrap();
        let (_, action) = help.split_once('\n').unwrap_or_else(|| panic!("{help}"));
        overlay.push_str(action);
        overlay.push('\n');
    }
    overlay
}

#[test]
fn the_proposed_actions_mark_what_they_are_proposed_for() {
    let (_, found) = lowered(UNMARKED, None);
    let overlay = proposed(&found);
    assert_eq!(overlay.matches("format: password").count(), 8, "{overlay}");
    let (api, after) = lowered(UNMARKED, Some(overlay.clone()));
    for code in [Code::LikelySecret, Code::InvalidSecret, Code::OverlayNeverApplied] {
        assert_eq!(of(code, &after), Vec::<&Diagnostic>::new(), "{overlay}");
    }
    for name in
        ["access_token", "the api-key: #1", "secrets", "tokens", "private_key", "key", "password"]
    {
        assert_eq!(*field(&api, name).value.innermost(), Type::Secret, "{name}");
    }
    let operation = api.operations().next().unwrap();
    let secret: Vec<(&str, &str)> = operation
        .parameters
        .iter()
        .filter(|parameter| *parameter.value.innermost() == Type::Secret)
        .map(|parameter| (parameter.location.name(), parameter.name.as_str()))
        .collect();
    assert_eq!(
        secret,
        [
            ("query", "api_key"),
            ("query", "token"),
            ("header", "o'secret"),
            ("cookie", "keys"),
            ("query", "client_secret")
        ]
    );
    assert_eq!(operation.successes[0].headers[0].value, Type::Secret);
}

#[test]
fn who_says_that_it_is_no_secret_is_believed() {
    let (_, found) = lowered(UNMARKED, None);
    let overlay = proposed(&found);
    let overlay = overlay
        .replace("format: password", "x-secret: false")
        .replace("x-secret: true", "x-secret: false");
    let (api, after) = lowered(UNMARKED, Some(overlay));
    assert_eq!(of(Code::LikelySecret, &after), Vec::<&Diagnostic>::new());
    assert_eq!(field(&api, "access_token").value, Type::Uuid);
    // Also inside a list, and at what is referred to.
    for schema in [
        "{type: array, items: {type: string, x-secret: false}}",
        "{$ref: '#/components/schemas/Open'}",
        "{allOf: [{$ref: '#/components/schemas/Open'}], description: d}",
    ] {
        let document = format!(
            "paths: {{}}\ncomponents:\n  schemas:\n    Open: {{type: string, x-secret: false}}\n    \
             A: {{type: object, properties: {{password: {schema}}}}}\n"
        );
        assert_eq!(
            of(Code::LikelySecret, &lowered(&document, None).1),
            Vec::<&Diagnostic>::new(),
            "{schema}"
        );
    }
}

#[test]
fn no_action_is_proposed_for_what_was_written_in_another_place() {
    let (_, found) = lowered(
        "paths:\n  /a:\n    post:\n      consumes: [application/x-www-form-urlencoded]\n      parameters: [{name: password, in: formData, type: string}]\n      \
         responses: {'200': {description: ok}}\n",
        None,
    );
    let [note] = of(Code::LikelySecret, &found)[..] else { panic!("{found:#?}") };
    let help = note.help.as_deref().unwrap();
    assert!(help.contains("x-secret: true") && !help.contains("target"), "{help}");
}
