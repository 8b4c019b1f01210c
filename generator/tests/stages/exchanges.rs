//! What documents say of bodies and responses in, what is put into requests, read from responses and reported out.

use specweave::config::Config;
use specweave::diagnostic::Code;
use specweave::source::Source;
use specweave::{Inputs, Output};

/// Generates from a document with this body of `POST /a`, in this version.
pub(crate) fn with_body(version: &str, content: &str, schemas: &str) -> Output {
    let document = format!(
        "openapi: {version}\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a:\n    post:\n      \
         operationId: send\n      requestBody: {{required: true, content: {{{content}}}}}\n      responses: {{'204': {{description: OK}}}}\n\
         components:\n  schemas:\n{schemas}"
    );
    generate(&document)
}

pub(crate) fn generate(document: &str) -> Output {
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {}).unwrap()
}

/// The lines of a file that begin so, without that beginning.
fn lines(output: &Output, file: &str, beginning: &str) -> Vec<String> {
    let lines = output.files[file].lines().map(str::trim);
    let found = lines.filter_map(|line| line.strip_prefix(beginning));
    found.map(|line| line.trim_end_matches(',').to_owned()).collect()
}

pub(crate) fn builds(output: &Output) -> Vec<String> {
    let text = &output.files["src/operations/default_operations.rs"];
    let built = text.split("rt::RequestBuilder {").skip(1);
    let built = built.map(|rest| rest.split("\n    }\n").next().unwrap());
    built.map(|text| text.split_whitespace().collect::<String>()).collect()
}

/// The codes and messages, a line each.
pub(crate) fn found(output: &Output) -> Vec<String> {
    let found = output.diagnostics.iter();
    // What only fills up a document is not of interest.
    let found = found.filter(|found| found.code != Code::UnusedComponent);
    found.map(|found| format!("{} {}", found.code, found.message)).collect()
}

#[test]
fn files_are_known_in_the_words_of_every_version() {
    let schema = "    Up:
      type: object
      required: [file, old]
      properties:
        raw: {contentMediaType: application/octet-stream}
        bits: {type: string, contentEncoding: binary}
        file: {type: string, contentMediaType: application/octet-stream}
        files: {type: array, items: {type: string, contentMediaType: image/png}}
        maybe: {anyOf: [{type: string, contentMediaType: application/pdf}, {type: 'null'}]}
        many: {anyOf: [{type: array, items: {type: string, format: binary}}, {type: 'null'}]}
        one: {oneOf: [{allOf: [{$ref: '#/components/schemas/File'}]}]}
        old: {type: [string, 'null'], format: binary}
        either: {anyOf: [{type: string, format: uri}, {$ref: '#/components/schemas/File'}]}
        html: {type: string, contentMediaType: text/html}
        base: {type: string, contentEncoding: base64, contentMediaType: image/png}
        quoted: {type: string, contentEncoding: quoted-printable, contentMediaType: image/png}
        any: {}
    File: {type: string, format: binary}
";
    let output = with_body(
        "3.1.0",
        "multipart/form-data: {schema: {$ref: '#/components/schemas/Up'}}",
        schema,
    );
    let fields = lines(&output, "src/models/up_multipart.rs", "pub ");
    let fields: Vec<_> = fields.iter().filter(|line| !line.starts_with("fn ")).collect();
    assert_eq!(
        fields[1..],
        [
            "raw: Option<rt::File>",
            "bits: Option<rt::File>",
            "file: rt::File",
            "files: Option<Vec<rt::File>>",
            "maybe: Option<rt::File>",
            "many: Option<Vec<rt::File>>",
            "one: Option<rt::File>",
            "old: rt::File",
            "either: Option<rt::File>",
            "html: Option<String>",
            "base: Option<rt::Base64>",
            "quoted: Option<String>",
            "any: Option<rt::File>"
        ]
    );
    assert_eq!(
        builds(&output),
        [
            r#"request.multipart(&[("base","image/png"),("quoted","image/png"),("raw","application/octet-stream"),("file","application/octet-stream"),("files","image/png"),("maybe","application/pdf"),("html","text/html"),],Some(rt::Form::from(&self.body).with_headers(&[("base","Content-Transfer-Encoding","base64"),("quoted","Content-Transfer-Encoding","quoted-printable"),],),),)"#
        ]
    );
    let found = found(&output);
    let found: Vec<_> = found.iter().filter(|line| line.starts_with("SW5")).collect();
    assert_eq!(
        found,
        [
            "SW588 the part \"old\" is required and may be null; null cannot be sent as a part",
            "SW582 a part may be a file or something else; it was read as a file"
        ]
    );
}

#[test]
fn what_is_anything_in_the_media_type_of_a_file_is_one() {
    let schema = "    Up: {type: object, properties: {image: {}, many: {type: array, items: {description: One.}}, meta: {}, any: {}}}\n";
    let body = "multipart/form-data: {schema: {$ref: '#/components/schemas/Up'}, encoding: {image: {contentType: 'image/png, image/jpeg'}, many: \
                {contentType: application/octet-stream}, meta: {contentType: application/json}}}";
    for version in ["3.0.3", "3.1.0"] {
        let output = with_body(version, body, schema);
        let model = ["up_multipart", "up"].map(|name| format!("src/models/{name}.rs"));
        let model = model.iter().find(|path| output.files.contains_key(*path)).unwrap();
        let fields = lines(&output, model, "pub ");
        let fields: Vec<_> = fields.iter().filter(|line| !line.starts_with("fn ")).collect();
        // Since OpenAPI 3.1 a part without a type is bytes.
        let any =
            if version == "3.0.3" { "any: Option<rt::Value>" } else { "any: Option<rt::File>" };
        assert_eq!(
            fields[1..],
            [
                "image: Option<rt::File>",
                "many: Option<Vec<rt::File>>",
                "meta: Option<rt::Value>",
                any
            ]
        );
    }
}

#[test]
fn other_multipart_types_are_sent_as_what_they_are() {
    let schema = "    M: {type: object, required: [meta, file], properties: {meta: {type: object, properties: {k: {type: string}}}, file: {type: string, format: binary}}}\n";
    for (media_type, call) in [
        ("multipart/related", r#"multipart_as("multipart/related",&[],Some((&self.body).into()))"#),
        ("multipart/mixed", r#"multipart_as("multipart/mixed",&[],Some((&self.body).into()))"#),
        ("multipart/*", "multipart(&[],Some((&self.body).into()))"),
    ] {
        let content = format!("'{media_type}': {{schema: {{$ref: '#/components/schemas/M'}}}}");
        let output = with_body("3.0.3", &content, schema);
        assert_eq!(builds(&output), [format!("request.{call}")]);
        assert_eq!(found(&output), [""; 0]);
    }
    // Parts without names are the caller's to write.
    let output = with_body(
        "3.0.3",
        "multipart/mixed: {schema: {type: array, items: {type: string, format: binary}}}",
        "    M: {type: object}\n",
    );
    assert_eq!(lines(&output, "src/operations/default_operations.rs", "pub body: "), ["rt::Form"]);
}

#[test]
fn fields_of_a_form_have_their_styles() {
    let encoding = "{meta: {style: deepObject}, cfg: {contentType: application/json}, csv: {style: form, explode: false}, piped: {explode: false, style: pipeDelimited}, flat: {style: form}, plain: {contentType: text/plain}, kept: {allowReserved: true, contentType: application/json}, links: {allowReserved: true, explode: false}, usual: {allowReserved: false}}";
    let content = format!(
        "application/x-www-form-urlencoded: {{schema: {{$ref: '#/components/schemas/F'}}, encoding: {encoding}}}"
    );
    let schema = "    F: {type: object, properties: {meta: {type: object}, cfg: {type: object}, csv: {type: array, items: {type: string}}, piped: {type: array, items: {type: string}}, flat: {type: object}, plain: {type: string}}}\n";
    let output = with_body("3.0.3", &content, schema);
    assert_eq!(
        builds(&output),
        [
            "request.form_styled(const{&[(\"meta\",rt::Style::DEEP_OBJECT),(\"cfg\",rt::Style::JSON),(\"csv\",rt::Style::FORM.explode(false)),(\"piped\",rt::Style::PIPE_DELIMITED),(\"flat\",rt::Style::FORM),(\"kept\",rt::Style::FORM.allow_reserved()),(\"links\",rt::Style::FORM.explode(false).allow_reserved()),(\"usual\",rt::Style::FORM),]},Some(&self.body),)"
        ]
    );
    assert_eq!(found(&output), [""; 0]);
}

#[test]
fn a_part_that_is_to_be_xml_is_sent_as_json_and_says_so() {
    let content = "multipart/form-data: {schema: {type: object, properties: {a: {type: object, properties: {b: {type: string}}}, \
                   t: {type: string}}}, encoding: {a: {contentType: application/xml}, t: {contentType: text/xml}}}";
    let output = with_body("3.1.0", content, "    F: {type: object}\n");
    assert_eq!(
        found(&output),
        [
            "SW561 the part \"a\" of a multipart/form-data body is described as XML, which is not supported for a part; it is sent as JSON"
        ]
    );
    assert_eq!(
        builds(&output),
        ["request.multipart(&[(\"t\",\"text/xml\")],Some((&self.body).into()))"]
    );
    let content = content.replace("multipart/form-data", "application/x-www-form-urlencoded");
    let output = with_body("3.1.0", &content, "    F: {type: object}\n");
    assert_eq!(
        found(&output),
        [
            "SW561 the field \"a\" of an application/x-www-form-urlencoded body is described as XML, which is not supported for a field; it is sent as JSON"
        ]
    );
}

#[test]
fn parts_of_a_body_of_several_schemas_have_the_media_types_of_these() {
    let content = "multipart/form-data: {schema: {allOf: [{$ref: '#/components/schemas/F'}, {type: object, properties: {b: {type: string}}}]}, \
                   encoding: {x: {contentType: application/xml}}}";
    let schema = "    F: {type: object, properties: {a: {type: string, contentMediaType: image/png}, x: {type: object, properties: {y: {type: string}}}}}\n";
    let output = with_body("3.1.0", content, schema);
    assert_eq!(
        builds(&output),
        ["request.multipart(&[(\"a\",\"image/png\")],Some((&self.body).into()))"]
    );
    assert_eq!(
        found(&output),
        [
            "SW561 the part \"x\" of a multipart/form-data body is described as XML, which is not supported for a part; it is sent as JSON"
        ]
    );
}

#[test]
fn a_query_in_a_path_is_noted_and_a_parameter_in_no_text_is_left_out() {
    let document = "openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://x.example'}]
paths:
  /a?beta=true: {get: {operationId: a, responses: {'204': {description: OK}}}}
  /a#one: {get: {operationId: b, responses: {'204': {description: OK}}}}
  /c:
    get:
      operationId: c
      parameters:
      - {name: q, in: query, content: {application/json-seq: {}}}
      - {name: t, in: query, content: {text/plain: {schema: {type: string}}}}
      responses: {'204': {description: OK}}
";
    let output = generate(document);
    assert_eq!(
        found(&output),
        [
            "SW583 a path holds a query, which is sent as one",
            "SW583 a path holds a fragment, which is not sent",
            "SW505 a parameter was left out: its media type application/json-seq is not supported"
        ]
    );
    assert_eq!(builds(&output), [r#"request.query("t",&self.t)"#]);
}

#[test]
fn each_media_type_that_says_something_else_is_a_choice() {
    let document = "openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://x.example'}]
paths:
  /report:
    get:
      operationId: report
      parameters: [{name: 'a b', in: query, schema: {type: string}}, {name: a_b, in: query, schema: {type: string}}]
      responses:
        '200': {description: OK, content: {text/csv: {schema: {type: string}}, application/json: {schema: {$ref: '#/components/schemas/X'}}, text/json: {schema: {$ref: '#/components/schemas/X'}}, application/pdf: {schema: {type: string, format: binary}}, application/xml: {schema: {$ref: '#/components/schemas/X'}}}}
        '404': {description: None, content: {application/problem+json: {schema: {type: object, properties: {m: {type: string}}}}}}
  /change:
    patch:
      operationId: change
      x-rust-name: alter
      requestBody:
        required: true
        content:
          application/merge-patch+json: {schema: {type: object, properties: {v: {type: integer}}}}
          application/json-patch+json: {schema: {type: array, items: {type: object, properties: {op: {type: string}}}}}
          application/x-www-form-urlencoded: {schema: {type: object, properties: {v: {type: integer}}}}
          multipart/form-data: {schema: {type: object, properties: {f: {type: string, format: binary}}}}
      responses: {'204': {description: OK}}
components: {schemas: {X: {type: object, properties: {v: {type: integer}}}}}
";
    let output = generate(document);
    assert_eq!(output.summary.operations, 2);
    let file = "src/operations/default_operations.rs";
    assert_eq!(
        lines(&output, file, "type Output = "),
        ["();", "();", "();", "();", "models::X;", "String;", "rt::Bytes;"]
    );
    assert_eq!(
        lines(&output, file, "pub body: "),
        [
            "models::ChangeBodyMultipart",
            "models::ChangeBody",
            "Vec<models::ChangeBodyJsonPatchItem>",
            "models::ChangeBody"
        ]
    );
    insta::assert_snapshot!(lines(&output, file, "pub fn ").join("\n"));
    insta::assert_snapshot!(lines(&output, file, "const META: rt::Meta = ").join("\n"));
    insta::assert_snapshot!(found(&output).join("\n"));
}

#[test]
fn an_object_is_no_json_patch_where_it_can_be_something_else() {
    let all = ["json-patch", "merge-patch", "strategic-merge-patch"];
    let sent = |schema: &str| {
        let content = all.map(|name| format!("application/{name}+json: {{schema: {schema}}}"));
        builds(&with_body("3.0.3", &content.join(", "), "    X: {type: object}\n")).join("")
    };
    assert!(sent("{type: object}").contains("application/merge-patch+json"));
    assert!(sent("{$ref: '#/components/schemas/X'}").contains("application/merge-patch+json"));
    assert!(sent("{type: array, items: {type: object}}").contains("application/json-patch+json"));
}

#[test]
fn json_stands_in_for_parts_where_no_file_is_required() {
    let content = "application/json: {schema: {$ref: '#/components/schemas/X'}}, multipart/form-data: {schema: {$ref: '#/components/schemas/X'}}";
    let schema = |required: &str| {
        format!(
            "    X: {{allOf: [{{$ref: '#/components/schemas/Y'}}, {{required: [{required}]}}]}}\n    Y: {{type: object, properties: {{name: {{type: \
             string}}, file: {{type: string, format: binary}}}}}}\n"
        )
    };
    let sent = |required: &str| builds(&with_body("3.0.3", content, &schema(required)));
    let parts = "request.multipart(&[],Some((&self.body).into()))";
    let json = r#"request.json("application/json",Some(&self.body))"#;
    assert_eq!(sent("name"), [parts, json]);
    assert_eq!(sent("file"), [parts]);
}

#[test]
fn programs_choose_among_servers_that_the_document_names() {
    let document = "openapi: 3.0.3
info: {title: T, version: '1'}
servers:
  - url: 'https://{region}.x.example:{port}/v1'
    description: Production
    variables: {region: {default: eu, enum: [eu, us-1], description: Where `it` is.}, port: {default: 443}}
  - {url: 'https://sandbox.x.example/v1', description: Everything that is written here is gone on the next day.}
  - {url: 'https://sandbox.x.example/v1', description: Everything that is written here is gone on the next day.}
  - {url: '{scheme}://{host}/v1', description: Your own, variables: {scheme: {default: https, enum: [https, http]}, host: {default: x.example}}}
  - {url: '/{v}', description: On this host, variables: {v: {default: v1, enum: [v2]}}}
paths:
  /a:
    servers: [{url: 'https://files.x.example', description: Production}, {url: 'https://files.{zone}.example', variables: {zone: {default: b, enum: [a]}}}]
    get: {operationId: a, responses: {'204': {description: OK}}}
    put: {operationId: b, responses: {'204': {description: OK}}}
  /c:
    servers: [{url: 'https://c.x.example'}]
    get: {operationId: c, responses: {'204': {description: OK}}}
";
    let output = generate(document);
    insta::assert_snapshot!(output.files["src/servers.rs"]);
    let readme = &output.files["README.md"];
    let section = readme.split("## Servers").nth(1).unwrap().split("\n## ").next().unwrap();
    insta::assert_snapshot!(section);
    let reported = found(&output);
    assert!(
        reported.len() == 2 && reported.iter().all(|own| own.starts_with("SW556")),
        "{reported:?}"
    );

    let one = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths: {}\n";
    let files = generate(one).files;
    assert!(files.keys().all(|name| !name.contains("server")), "{files:#?}");
}

#[test]
fn operations_go_to_the_servers_that_they_name() {
    let document = "openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://x.example/v1'}]
paths:
  /a:
    servers: [{url: 'https://{region}.x.example', variables: {region: {default: eu}}}]
    get: {operationId: own, servers: [{url: /v2}], responses: {'204': {description: OK}}}
    put: {operationId: inherited, responses: {'204': {description: OK}}}
    post: {operationId: same, servers: [{url: 'https://x.example/v1/'}], responses: {'204': {description: OK}}}
    delete: {operationId: broken, servers: [{url: 'ftp://x.example'}], responses: {'204': {description: OK}}}
";
    let output = generate(document);
    let file = "src/operations/default_operations.rs";
    let servers: Vec<_> = output.files[file]
        .split("const META: rt::Meta = ")
        .skip(1)
        .map(|rest| rest.split(';').next().unwrap().split_whitespace().collect::<String>())
        .collect();
    assert_eq!(
        servers,
        [
            r#"rt::Meta::get("own","/a").server("/v2")"#,
            r#"rt::Meta::put("inherited","/a").server("https://eu.x.example")"#,
            r#"rt::Meta::post("same","/a")"#,
            r#"rt::Meta::delete("broken","/a").server("https://eu.x.example")"#
        ]
    );
    assert_eq!(
        found(&output),
        [
            "SW533 the address of a server begins with neither http:// nor https://; the server was left out"
        ]
    );
}

#[test]
fn bodies_of_parts_may_be_one_of_several_or_files_by_name() {
    let union = "oneOf: [{type: object, required: [file], properties: {file: {type: string, format: binary}}}, {title: Remote, type: object, \
                 required: [url], properties: {url: {type: string}}}]";
    let output = with_body(
        "3.0.3",
        &format!("multipart/form-data: {{schema: {{{union}}}}}"),
        "    X: {type: object, properties: {}}\n",
    );
    let text = &output.files["src/models/send_body.rs"];
    assert!(text.contains("Object(SendBodyObject),"), "{text}");
    assert!(text.contains("SendBody::Remote(body) => body.into(),"), "{text}");
    assert!(!text.contains("Unknown"), "{text}");
    assert!(output.files["src/models/send_body_object.rs"].contains(".file(\"file\", &body.file)"));
    let map = "multipart/form-data: {schema: {type: object, additionalProperties: {type: string, format: binary}}}";
    let output = with_body("3.0.3", map, "    X: {type: object, properties: {}}\n");
    let fields = lines(&output, "src/models/send_body.rs", "pub additional_properties: ");
    assert_eq!(fields, ["std::collections::BTreeMap<String, rt::File>"]);
    let map = "multipart/form-data: {schema: {$ref: '#/components/schemas/Up'}}";
    let schema = "    Up: {type: object, additionalProperties: {type: array, items: {type: string, format: binary}}}\n";
    let output = with_body("3.0.3", map, schema);
    let fields = lines(&output, "src/models/up_multipart.rs", "pub additional_properties: ");
    assert_eq!(fields, ["std::collections::BTreeMap<String, Vec<rt::File>>"]);
    let inherited = "multipart/form-data: {schema: {allOf: [{$ref: '#/components/schemas/Up'}, {type: object, properties: {n: {type: string}}}]}}";
    let schema = "    Up: {type: object, properties: {file: {type: string, format: binary}}}\n";
    let output = with_body("3.0.3", inherited, schema);
    assert_eq!(lines(&output, "src/models/send_body.rs", "pub file: "), ["Option<rt::File>"]);
    assert_eq!(found(&output), Vec::<String>::new());
}

#[test]
fn files_where_only_json_is_sent_are_reported() {
    let files = "{type: object, additionalProperties: {type: string, format: binary}}";
    let body =
        format!("multipart/form-data: {{schema: {{type: object, properties: {{map: {files}}}}}}}");
    let output = with_body("3.0.3", &body, "    X: {type: object, properties: {}}\n");
    let expected = [
        "SW530 the format \"binary\" stands for bytes, which JSON cannot hold; the value is a string",
    ];
    assert_eq!(found(&output), expected);
    let list = "{type: array, items: {type: string, format: binary}}";
    let body =
        format!("application/json: {{schema: {{type: object, properties: {{list: {list}}}}}}}");
    let output = with_body("3.0.3", &body, "    X: {type: object, properties: {}}\n");
    assert_eq!(found(&output), expected);
}

#[test]
fn a_query_string_that_is_a_form_is_an_object_in_the_query() {
    let document = |content: &str| {
        format!(
            "openapi: 3.2.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\ntags: [{{name: t, summary: Short., \
             description: Long.}}]\npaths:\n  /a:\n    get:\n      tags: [t]\n      operationId: find\n      parameters: [{{name: all, in: \
             querystring, content: {{{content}}}}}]\n      responses: {{'204': {{description: d}}, '404': {{summary: Nothing is left.}}}}\n"
        )
    };
    let schema = "{schema: {type: object, properties: {a: {type: string}, b: {type: array, items: {type: integer}}}}}";
    let output = generate(&document(&format!("application/x-www-form-urlencoded: {schema}")));
    let text = &output.files["src/operations/t.rs"];
    assert!(text.contains(".query(\"all\", &self.all)"), "{text}");
    assert!(
        text.contains("Nothing is left.") && text.contains("Short.") && text.contains("Long."),
        "{text}"
    );
    assert_eq!(found(&output), Vec::<String>::new());
    let output = generate(&document(&format!("application/json: {schema}")));
    assert_eq!(
        found(&output),
        ["SW505 a parameter was left out: the query string as a whole can only be a form"]
    );
}

#[test]
fn cookies_in_the_style_of_3_2_are_several() {
    let document = "openapi: 3.2.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths:\n  /a:\n    get:\n      \
         operationId: find\n      parameters:\n        - {name: a, in: cookie, style: cookie, schema: {type: array, items: {type: string}}}\n        \
         - {name: b, in: cookie, style: cookie, explode: false, schema: {type: string}}\n        - {name: c, in: cookie, schema: {type: string}}\n      \
         responses: {'204': {description: d}}\n";
    assert_eq!(
        builds(&generate(document)),
        [
            "request.cookie_styled(\"a\",&self.a,rt::Style::COOKIE).cookie_styled(\"b\",&self.b,rt::Style::COOKIE.explode(false)).cookie(\"c\",&self.c)"
        ]
    );
}

#[test]
fn a_body_without_a_media_type_is_reported() {
    for (body, expected) in [
        ("{content: {}}", &["SW505 a request body was left out: it names no media type"][..]),
        ("{description: Nothing.}", &["SW505 a request body was left out: it names no media type"]),
        (
            "{required: true, content: {}}",
            &["SW502 POST /a was left out: its body has no media type that can be sent"],
        ),
        ("{content: {application/json: {}}}", &[]),
        ("{content: {'*/*': {schema: {type: string, format: binary}}}}", &[]),
        (
            "{content: {'image/*': {}}}",
            &[
                "SW598 a request body may have any media type in image/*; it is sent as application/octet-stream, which is not in that range",
            ],
        ),
        (
            "{content: {'application/*+json': {schema: {type: integer}}}}",
            &[
                "SW598 a request body may have any media type in application/*+json; it is sent as application/json, which is not in that range",
            ],
        ),
        (
            "{content: {'application/json, text/json': {schema: {type: integer}}}}",
            &[
                "SW580 \"application/json, text/json\" is a list of media types; only the first was read, application/json",
            ],
        ),
        (
            "{content: {json: {schema: {type: string}}}}",
            &["SW580 \"json\" is not a media type; it was read as application/json"],
        ),
        (
            "{content: {file: {schema: {type: string}}}}",
            &["SW505 \"file\" is not a media type; it was left out"],
        ),
    ] {
        let document = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\ntags: [{{name: t}}]\npaths:\n  /a:\n    \
             post: {{operationId: send, tags: [t], requestBody: {body}, responses: {{'204': {{description: d}}}}}}\n"
        );
        assert_eq!(found(&generate(&document)), expected, "{body}");
    }
}

#[test]
fn what_the_schema_of_text_or_bytes_says_is_said_to_be_lost() {
    let document = "openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://x.example'}]
paths:
  /a:
    post:
      operationId: send
      requestBody: {content: {text/csv: {schema: {type: array, items: {type: object, properties: {a: {type: string}}}}}}}
      responses:
        '200': {description: OK, content: {application/yaml: {schema: {type: object, properties: {a: {type: string}}}}}}
        '404': {description: Gone, content: {application/json: {schema: {type: integer}}, text/plain: {schema: {type: string}}}}
  /b: {get: {operationId: stream, responses: {'200': {description: OK, content: {application/x-ndjson: {schema: {type: integer}}}}}}}
  /d: {get: {operationId: dotnet, responses: {'200': {description: OK, content: {text/plain: {schema: {$ref: '#/components/schemas/A'}}, text/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}
  /c: {get: {operationId: events, responses: {'200': {description: OK, content: {text/event-stream: {schema: {type: integer}}}}}}}
components: {schemas: {A: {type: object, properties: {a: {type: string}}}}}
";
    let output = generate(document);
    let found = output.diagnostics.iter();
    let found = found.map(|found| {
        let help = found.help.as_deref().unwrap_or_default();
        format!("{} {}: {help}", found.code, found.message)
    });
    insta::assert_snapshot!(found.collect::<Vec<_>>().join("\n"));
}

#[test]
fn another_name_of_json_is_a_choice_only_for_another_type() {
    let output = with_body(
        "3.0.3",
        "application/json: {schema: {$ref: '#/components/schemas/A'}}, text/json: {schema: {allOf: [{$ref: '#/components/schemas/A'}]}}, \
         application/hal+json: {schema: {$ref: '#/components/schemas/B'}}",
        "    A: {type: object, properties: {a: {type: string}}}\n    B: {type: object, properties: {b: {type: string}}}\n",
    );
    let methods = lines(&output, "src/operations/default_operations.rs", "pub fn ");
    assert_eq!(methods.iter().filter(|own| own.starts_with("send")).count(), 2, "{methods:?}");
    let said = found(&output).join("\n");
    assert!(
        said.contains(
            "(application/json, text/json, application/hal+json); application/json is sent; a form"
        ),
        "{said}"
    );
    let patch = "application/json-patch+json: {schema: {type: object}}, application/merge-patch+json: {schema: {type: object}}";
    let said = found(&with_body("3.0.3", patch, "    A: {}\n")).join("\n");
    assert!(said.contains("; application/merge-patch+json is sent; "), "{said}");
}
