//! What documents say of the parts of a multipart body, and of what may be null or anything, in; what is sent, read and reported out.

use crate::exchanges::{builds, found, generate, with_body};

#[test]
fn parts_have_their_styles_where_these_mean_something() {
    let schema = "    F: {type: object, properties: {meta: {type: object}, csv: {type: array, items: {type: string}}, ssv: {type: array, items: {type: string}}, \
                  file: {type: string, format: binary}, files: {type: array, items: {type: string, format: binary}}, named: {type: string}}}\n";
    let content = "multipart/form-data: {schema: {$ref: '#/components/schemas/F'}, encoding: {meta: {style: deepObject}, csv: {explode: false, contentType: application/json}, \
                   ssv: {style: spaceDelimited}, named: {allowReserved: true}, file: {style: form, contentType: image/png}, files: {style: form, explode: false}}}";
    let output = with_body("3.1.0", content, schema);
    let plain = "request.multipart(&[(\"file\",\"image/png\")],";
    assert_eq!(
        builds(&output),
        [format!(
            "{plain}Some(rt::Form::from(&self.body).styled(\"meta\",rt::Style::DEEP_OBJECT).styled(\"csv\",rt::Style::FORM.explode(false)).styled(\"ssv\",rt::Style::SPACE_DELIMITED).styled(\"named\",rt::Style::FORM),),)"
        )]
    );
    assert_eq!(
        found(&output),
        [
            "SW561 the part \"files\" of a multipart/form-data body has a style, which files cannot have; it was ignored"
        ]
    );
    assert!(output.files.contains_key("src/runtime/wire/part_style.rs"));
    // OpenAPI 3.0 says that they are ignored, and every version does of other bodies.
    for (version, content, place) in [
        ("3.0.3", content.to_owned(), "in OpenAPI 3.0"),
        ("3.2.0", content.replace("form-data", "mixed"), "in a multipart/mixed body"),
    ] {
        let output = with_body(version, &content, schema);
        let calls = builds(&output).join("");
        assert!(!calls.contains("styled"), "{calls}");
        let ignored = ["meta", "csv", "ssv", "files"].map(|part| {
            format!("SW564 the style of the part {part:?} means nothing {place}; it was ignored")
        });
        assert_eq!(found(&output), ignored);
        assert!(!output.files.contains_key("src/runtime/wire/part_style.rs"));
    }
}

#[test]
fn headers_of_parts_are_sent_where_it_is_known_what_they_are() {
    let schema = "    F: {type: object, properties: {meta: {type: object, properties: {a: {type: string}}}, text: {type: string}, file: {type: string, format: binary}}}\n";
    let any = "{schema: {type: integer}}";
    let kind = "{schema: {type: string, enum: [plan]}}";
    let content = format!(
        "multipart/form-data: {{schema: {{$ref: '#/components/schemas/F'}}, encoding: {{meta: {{headers: {{X-Kind: {kind}, X-Json: {{content: {{application/json: {kind}}}}}, Content-Type: {kind}}}}}, \
         text: {{headers: {{X-Any: {any}, Content-Disposition: {any}}}}}, \
         file: {{headers: {{X-Any: {{description: How many., required: true, schema: {{type: integer}}}}, Content-Disposition: {kind}, Content-Transfer-Encoding: {any}}}}}}}}}"
    );
    let output = with_body("3.0.3", &content, schema);
    assert_eq!(
        builds(&output),
        [
            "request.multipart(&[],Some(rt::Form::from(&self.body).with_headers(&[(\"meta\",\"X-Kind\",\"plan\"),(\"meta\",\"X-Json\",\"\\\"plan\\\"\")],),),)"
        ]
    );
    assert_eq!(
        found(&output),
        [
            "SW561 the header \"X-Any\" of the part \"text\" of a multipart/form-data body is not sent: its value can vary, and only a file can be given such a header",
            "SW561 the header \"Content-Disposition\" of the part \"file\" of a multipart/form-data body is written as RFC 7578 requires, and not as described here",
            "SW561 the header \"Content-Transfer-Encoding\" of the part \"file\" of a multipart/form-data body is not sent, as a file is sent without an encoding",
        ]
    );
    let operations = &output.files["src/operations/default_operations.rs"];
    let told =
        "`file` must have the header `X-Any`, which [`rt::File::with_header`] adds. How many.";
    assert!(operations.contains(told), "{operations}");
}

#[test]
fn a_part_whose_text_is_encoded_says_so() {
    let schema = "    F: {type: object, properties: {a: {type: string, contentEncoding: base64}, b: {type: array, items: {type: string, contentEncoding: base64, contentMediaType: image/png}}, \
                  c: {type: string, contentEncoding: base64url}, d: {$ref: '#/components/schemas/Q'}}}\n    Q: {type: string, contentEncoding: quoted-printable}\n";
    let content = "multipart/form-data: {schema: {$ref: '#/components/schemas/F'}, encoding: {c: {contentType: text/plain}, d: {headers: {content-transfer-encoding: {schema: {const: x}}}}}}";
    let output = with_body("3.1.0", content, schema);
    assert_eq!(
        builds(&output),
        [
            "request.multipart(&[(\"c\",\"text/plain\"),(\"d\",\"application/octet-stream\"),(\"a\",\"application/octet-stream\"),(\"b\",\"image/png\"),],Some(rt::Form::from(&self.body).with_headers(&[(\"d\",\"content-transfer-encoding\",\"x\"),(\"a\",\"Content-Transfer-Encoding\",\"base64\"),(\"b\",\"Content-Transfer-Encoding\",\"base64\"),],),),)"
        ]
    );
    assert_eq!(found(&output), [""; 0]);
}

#[test]
fn lists_in_parts_are_joined_as_swagger_2_says() {
    let output = generate(
        "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: x.example\nschemes: [https]\npaths:\n  /a:\n    post:\n      operationId: send\n      consumes: [multipart/form-data]\n      parameters:\n        \
         - {name: a, in: formData, type: array, items: {type: string}}\n        \
         - {name: b, in: formData, type: array, items: {type: integer}, collectionFormat: pipes}\n        \
         - {name: c, in: formData, type: array, items: {type: string}, collectionFormat: multi}\n        \
         - {name: d, in: formData, type: array, items: {type: string}, collectionFormat: tsv}\n      responses: {'204': {description: OK}}\n",
    );
    assert_eq!(
        builds(&output),
        [
            "request.multipart(&[],self.body.as_ref().map(|body|{rt::Form::from(body).styled(\"a\",rt::Style::FORM.explode(false)).styled(\"b\",rt::Style::PIPE_DELIMITED)}),)"
        ]
    );
    let fields = &output.files["src/models/send_body.rs"];
    for field in ["pub b: Option<Vec<i64>>", "pub d: Option<String>"] {
        assert!(fields.contains(field), "{fields}");
    }
}

#[test]
fn null_of_a_parameter_in_json_is_sent() {
    let json = |schema: &str| format!("content: {{application/json: {{schema: {schema}}}}}");
    let (maybe, text) = (json("{type: integer, nullable: true}"), json("{type: string}"));
    let output = generate(&format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a/{{p}}:\n    get:\n      operationId: send\n      parameters:\n        \
         - {{name: p, in: path, required: true, {maybe}}}\n        \
         - {{name: q, in: query, required: true, {maybe}}}\n        \
         - {{name: h, in: header, {maybe}}}\n        \
         - {{name: c, in: cookie, {text}}}\n        \
         - {{name: l, in: query, {maybe}}}\n      responses: {{'204': {{description: OK}}}}\n"
    ));
    let json = "rt::Style::JSON";
    let given = |place: &str, name: &str| {
        format!(
            "match&self.{name}{{Some(value)=>request.{place}_styled(\"{name}\",value,{json}.or_null()),None=>request,}}"
        )
    };
    assert_eq!(
        builds(&output),
        [format!(
            "letrequest=request.path_styled(\"p\",&self.p,{json}.or_null()).query_styled(\"q\",&self.q,{json}.or_null());\
             letrequest={};letrequest=request.cookie_styled(\"c\",&self.c,{json});{}",
            given("header", "h"),
            given("query", "l"),
        )]
    );
}

#[test]
fn a_response_of_which_nothing_is_said_is_bytes() {
    for (content, returned, reported) in [
        (
            "'*/*': {}",
            "rt::Bytes",
            &["SW424 a response is */*, and its content is not described; it is read as bytes"][..],
        ),
        ("'*/*': {schema: {}}", "rt::Value", &[]),
        ("application/json: {}", "rt::Value", &[]),
    ] {
        let output = generate(&format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a: {{get: {{operationId: read, responses: {{'200': {{description: OK, content: {{{content}}}}}}}}}}}\n"
        ));
        let text = &output.files["src/operations/default_operations.rs"];
        assert!(text.contains(&format!("type Output = {returned};")), "{content}: {text}");
        assert_eq!(found(&output), reported, "{content}");
    }
}

#[test]
fn files_by_any_name_are_of_the_media_type_of_their_schema() {
    let file = "{type: string, contentMediaType: image/png}";
    for (further, add) in [
        (
            file.to_owned(),
            "form.file(name.clone(),&matchvalue.content_type(){Some(_)=>value.clone(),None=>value.clone().with_content_type(\"image/png\"),},)",
        ),
        (
            format!("{{type: array, items: {file}}}"),
            "value.iter().fold(form,|form,file|{form.file(name.clone(),&matchfile.content_type(){Some(_)=>file.clone(),None=>file.clone().with_content_type(\"image/png\"),},)},)",
        ),
    ] {
        let content = format!(
            "multipart/form-data: {{schema: {{type: object, additionalProperties: {further}}}}}"
        );
        let output = with_body("3.1.0", &content, "    X: {type: object, properties: {}}\n");
        let model: String = output.files["src/models/send_body.rs"].split_whitespace().collect();
        assert!(model.contains(add), "{model}");
        assert_eq!(found(&output), [""; 0]);
    }
    for (further, reported) in [
        (
            "{type: string, contentMediaType: text/html}",
            "SW561 the parts that a multipart/form-data body does not name are text/html; they are sent without this media type",
        ),
        (
            "{type: string, contentEncoding: base64}",
            "SW561 the parts that a body does not name are encoded texts; they are sent without a header that says so",
        ),
    ] {
        let content = format!(
            "multipart/form-data: {{schema: {{type: object, properties: {{a: {{type: integer}}}}, additionalProperties: {further}}}}}"
        );
        let output = with_body("3.1.0", &content, "    X: {type: object, properties: {}}\n");
        assert_eq!(found(&output), [reported]);
    }
}

#[test]
fn parts_are_files_behind_a_reference_to_a_media_type_too() {
    let schema = "    X: {type: string}\n  mediaTypes:\n    M: {schema: {type: object, properties: {f: {}, t: {}}}, encoding: {f: {contentType: image/png}}}\n";
    let output =
        with_body("3.2.0", "multipart/form-data: {$ref: '#/components/mediaTypes/M'}", schema);
    let built = builds(&output).join("");
    assert!(built.starts_with("request.multipart(&[(\"f\",\"image/png\")"), "{built}");
    let models = output.files.iter().filter(|(file, _)| file.starts_with("src/"));
    let fields = models.flat_map(|(_, text)| text.lines()).map(str::trim);
    let fields: Vec<&str> =
        fields.filter(|line| line.starts_with("pub f:") || line.starts_with("pub t:")).collect();
    assert_eq!(fields, ["pub f: Option<rt::File>,", "pub t: Option<rt::File>,"]);
}

/// An operation with a query parameter, a cookie and a security requirement.
fn with_parameters(parameters: &str, security: &str) -> Vec<String> {
    found(&generate(&format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\nsecurity: [{security}]\npaths:\n  /a:\n    \
         get: {{operationId: getA, parameters: [{parameters}], responses: {{'204': {{description: d}}}}}}\ncomponents: {{securitySchemes: {{a: {{type: http, scheme: basic}}, \
         b: {{type: http, scheme: bearer}}, c: {{type: apiKey, in: query, name: k}}, d: {{type: apiKey, in: header, name: k}}, e: {{type: apiKey, in: query, name: k}}}}}}\n"
    )))
}

#[test]
fn the_media_types_of_a_file_are_left_to_the_program() {
    let schema = "    F: {type: object, properties: {a: {type: string, format: binary}, b: {type: array, items: {type: string, format: binary}}, \
                  c: {type: string, format: binary}, d: {type: string}}}\n";
    let content = "multipart/form-data: {schema: {$ref: '#/components/schemas/F'}, encoding: {a: {contentType: 'image/png, image/jpeg'}, b: {contentType: 'image/*'}, \
                   c: {contentType: image/png}, d: {contentType: 'text/csv, text/html'}}}";
    let output = with_body("3.1.0", content, schema);
    let said = |part: &str, several: &str| {
        format!(
            "SW598 the part {part:?} of a multipart/form-data body may have any media type of {several}; it is sent as application/octet-stream unless the program sets its media type"
        )
    };
    assert_eq!(found(&output), [said("a", "image/png, image/jpeg"), said("b", "image/*")]);
    let documented = output.files["src/operations/default_operations.rs"].replace("\n///", "");
    assert!(
        documented.contains("media type of `a` is one of `image/png, image/jpeg`"),
        "{documented}"
    );
}

#[test]
fn schemes_that_are_required_together_do_not_share_a_place() {
    let said = |names: &str, place: &str| {
        format!(
            "SW577 the security schemes {names} are required together, and both are sent as {place}; only one of them arrives"
        )
    };
    let header = said("\"a\" and \"b\"", "the header \"authorization\"");
    assert_eq!(with_parameters("", "{a: [], b: [], c: [], d: []}"), [header]);
    let query = said("\"c\" and \"e\"", "the query parameter \"k\"");
    assert_eq!(with_parameters("", "{c: [], e: []}"), [query]);
    assert_eq!(with_parameters("", "{a: []}, {b: []}"), [""; 0]);
}

#[test]
fn what_a_parameter_cannot_express_is_reported() {
    let flag = "{name: f, in: query, allowEmptyValue: true, schema: {type: boolean}}";
    let said = "SW561 the query parameter \"f\" may be sent empty (`f=`), which its type does not allow; it is never sent so";
    assert_eq!(with_parameters(flag, ""), [said]);
    assert_eq!(with_parameters(&flag.replace("boolean", "string"), ""), [""; 0]);
    let list = "{name: l, in: cookie, schema: {type: array, items: {type: string}}}";
    let said = "SW578 the values of the cookie \"l\" are joined by `&`, as its style says; servers read them as one value";
    assert_eq!(with_parameters(list, ""), [said]);
    assert_eq!(with_parameters(&list.replace("schema", "explode: false, schema"), ""), [""; 0]);
}

#[test]
fn a_field_of_a_form_cannot_be_null() {
    let schema =
        "    F: {type: object, required: [n], properties: {n: {type: [string, 'null']}}}\n";
    let content = "application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/F'}}";
    let said = "SW588 the field \"n\" of a form is required and may be null; it is left out if it is null, as a form has no null";
    assert_eq!(found(&with_body("3.1.0", content, schema)), [said]);
    let inline = "application/x-www-form-urlencoded: {schema: {type: object, required: [n], properties: {n: {type: [string, 'null']}}}}";
    assert_eq!(found(&with_body("3.1.0", inline, "    X: {type: string}\n")), [said]);
}

#[test]
fn a_parameter_that_is_text_loses_its_schema() {
    let list =
        "{name: q, in: query, content: {text/csv: {schema: {type: array, items: {type: string}}}}}";
    let said =
        "SW594 the parameter \"q\" is text/csv; it is sent as the text that the program passes";
    assert_eq!(with_parameters(list, ""), [said]);
}
