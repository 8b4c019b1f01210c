//! What operations send.

use std::collections::BTreeMap;

use http::Method;
use serde_json::{Value, json};

use crate::acme::{Credentials, GetInvoice, Login};
use crate::runtime::{
    BaseUrl, BaseUrlError, Body, BuildErrorKind, Meta, Operation, RequestBuilder, Style,
};

fn base() -> BaseUrl {
    BaseUrl::parse("https://acme.test/api/").unwrap()
}

fn post() -> RequestBuilder {
    const META: Meta =
        Meta::new("send", Method::POST, "/send").accept("application/pdf, application/json");
    RequestBuilder::new(&META, &base())
}

#[test]
fn an_operation_without_credentials() {
    let request = Login { body: Credentials::new("me", "hunter2") }.request(&base()).unwrap();
    assert_eq!(
        (request.method(), request.uri().to_string().as_str()),
        (&Method::POST, "https://acme.test/api/v3/login")
    );
    assert_eq!(request.body().as_bytes().unwrap(), br#"{"userName":"me","password":"hunter2"}"#);
    let headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .collect();
    assert_eq!(headers, [("accept", "application/json"), ("content-type", "application/json")]);
    assert!(!format!("{request:?}").contains("hunter2"));
    assert!(format!("{request:?}").contains("Body(38 bytes)"), "{request:?}");
}

#[test]
fn parameters_go_to_their_places() {
    let mut operation = GetInvoice::new("a/b");
    let request = operation.request(&base()).unwrap();
    assert_eq!(request.uri(), "https://acme.test/api/v3/invoices/a%2Fb");
    assert_eq!(request.headers().len(), 1, "what is not set is not sent");
    operation.tags = Some(vec!["x".into(), "y z".into()]);
    operation.range = Some("start=0,results=25".into());
    operation.theme = Some("dark".into());
    let request = operation.request(&base()).unwrap();
    assert_eq!(request.uri(), "https://acme.test/api/v3/invoices/a%2Fb?tags=x&tags=y%20z");
    assert_eq!(request.headers()["ranged-data"], "start=0,results=25");
    assert_eq!(request.headers()["cookie"], "theme=dark");
    assert!(request.headers()["cookie"].is_sensitive());
}

#[test]
fn cookies_join_those_of_a_header_parameter() {
    let request = post().cookie("a", "x y").header("Cookie", "raw=1").finish().unwrap();
    assert_eq!(request.headers()["cookie"], "raw=1; a=x%20y");
    assert!(request.headers()["cookie"].is_sensitive());
}

#[test]
fn bodies() {
    let sent = |builder: RequestBuilder| {
        let request = builder.finish().unwrap();
        let media_type =
            request.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
        (media_type, String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap())
    };
    let nothing = (None, String::new());
    assert_eq!(sent(post()), nothing);
    assert_eq!(sent(post().json::<i64>("application/json", None)), nothing);
    assert_eq!(sent(post().form::<i64>(None)), nothing);
    assert_eq!(sent(post().text("text/plain", None)), nothing);
    assert_eq!(sent(post().body("image/png", None)), nothing);
    let some = |media_type: &str, text: &str| (Some(media_type.to_owned()), text.to_owned());
    assert_eq!(
        sent(post().json("application/merge-patch+json", Some(&json!([1])))),
        some("application/merge-patch+json", "[1]")
    );
    assert_eq!(sent(post().text("text/plain", Some("hé"))), some("text/plain", "hé"));
    assert_eq!(sent(post().body("image/png", Some(&"png".into()))), some("image/png", "png"));
    let form = json!({"a": "x &=+", "b": [1, 2], "c": null, "d": {"e": 1}});
    assert_eq!(
        sent(post().form(Some(&form))),
        some("application/x-www-form-urlencoded", "a=x%20%26%3D%2B&b=1&b=2&d=%7B%22e%22%3A1%7D")
    );
    const STYLES: &[(&str, Style)] = &[
        ("meta", Style::DEEP_OBJECT),
        ("cfg", Style::JSON),
        ("csv", Style::FORM.explode(false)),
        ("piped", Style::PIPE_DELIMITED),
        ("flat", Style::FORM),
    ];
    let form = json!({
        "meta": {"k": "v", "in": {"z": 1, "l": ["a", "b"]}, "o": [{"p": 1}, {"p": 2}]},
        "cfg": {"k": "v"},
        "csv": ["a", "b,c"],
        "piped": ["a", "b"],
        "flat": {"x": 1, "y": [2, 3]},
        "rep": ["a", "b"],
        "none": null
    });
    let text = "meta%5Bk%5D=v&meta%5Bin%5D%5Bz%5D=1&meta%5Bin%5D%5Bl%5D%5B%5D=a&meta%5Bin%5D%5Bl%5D%5B%5D=b&meta%5Bo%5D%5B0%5D%5Bp%5D=1\
                &meta%5Bo%5D%5B1%5D%5Bp%5D=2&cfg=%7B%22k%22%3A%22v%22%7D&csv=a,b%2Cc&piped=a%7Cb&x=1&y=2&y=3&rep=a&rep=b";
    assert_eq!(
        sent(post().form_styled(STYLES, Some(&form))),
        some("application/x-www-form-urlencoded", text)
    );
    let nested = json!({"csv": [["a"]]});
    assert_eq!(
        sent(post().form_styled(STYLES, Some(&nested))),
        some("application/x-www-form-urlencoded", "csv=%5B%22a%22%5D")
    );
    assert!(post().form(Some(&json!([1]))).finish().is_err());
    assert_eq!(post().finish().unwrap().headers()["accept"], "application/pdf, application/json");
}

#[test]
fn the_first_problem_is_reported() {
    let error = post().header("bad name", "x").query("q", &json!([[1]])).finish().unwrap_err();
    assert_eq!(error.kind(), &BuildErrorKind::InvalidHeader { name: "bad name".into() });
    let error = RequestBuilder::new(&GetInvoice::META, &base()).finish().unwrap_err();
    assert_eq!(error.kind(), &BuildErrorKind::MissingPathParameter { name: "id".into() });
    assert_eq!(
        error.to_string(),
        "GET /v3/invoices/{id}: could not build the request: path parameter `id` has no value"
    );
}

#[test]
fn header_values_cannot_break_out() {
    for value in ["a\r\nx-evil: 1", "hunter2\n", "a\0b", "a\u{7f}"] {
        let error = post().header("x-note", value).finish().unwrap_err();
        assert_eq!(error.kind(), &BuildErrorKind::InvalidHeader { name: "x-note".into() });
        assert!(!format!("{error:?}{error}").contains(value.trim()), "{error}");
    }
    assert!(post().header("x-note:", "1").finish().is_err());
}

#[test]
fn segments_that_only_look_harmless_together() {
    const META: Meta = Meta::new("get", Method::GET, "/a/{x}{y}/b");
    let build =
        |x: &str, y: &str| RequestBuilder::new(&META, &base()).path("x", x).path("y", y).finish();
    assert_eq!(build("a.", "b").unwrap().uri().path(), "/api/a/a.b/b");
    assert!(build("a", ".").is_err());
    const DOTS: Meta = Meta::new("get", Method::GET, "/a/.{x}/b");
    assert!(RequestBuilder::new(&DOTS, &base()).path("x", ".").finish().is_err());
    const JOINED: Meta = Meta::new("get", Method::GET, "/a/.{x}");
    assert_eq!(
        RequestBuilder::new(&JOINED, &base()).path("x", "y").finish().unwrap().uri().path(),
        "/api/a/.y"
    );
    const LITERAL: Meta = Meta::new("get", Method::GET, "/a/%2e./b");
    let error = RequestBuilder::new(&LITERAL, &base()).finish().unwrap_err();
    assert_eq!(error.kind(), &BuildErrorKind::UnsafePath { name: None });
}

#[test]
fn a_template_is_made_fit_for_a_url() {
    const META: Meta = Meta::new("get", Method::GET, "/ü b/{the id}/~x");
    let request = RequestBuilder::new(&META, &base()).path("the id", "{y}").finish().unwrap();
    assert_eq!(request.uri().path(), "/api/%C3%BC%20b/%7By%7D/~x");
}

#[test]
fn an_error_names_the_fragment_of_a_path_as_one() {
    for (path, expected) in [
        ("/a#part", "POST /a#part"),
        ("/a#part?x", "POST /a#part%3Fx"),
        ("/{a}?b=c d#part", "POST /{a}?b=c%20d#part"),
    ] {
        let meta = Meta::new("a", Method::POST, path);
        assert_eq!(meta.route().to_string(), expected, "{path}");
    }
}

#[test]
fn base_urls() {
    for (text, expected) in [
        ("https://acme.test", "https://acme.test"),
        ("http://acme.test:8080/", "http://acme.test:8080"),
        ("HTTPS://ACME.test:443/v3/", "https://acme.test/v3"),
        ("http://[::1]:80/a/b", "http://[::1]/a/b"),
        (" https://acme.test ", "https://acme.test"),
    ] {
        assert_eq!(BaseUrl::parse(text).unwrap().as_str(), expected);
    }
    for (text, expected) in [
        ("", BaseUrlError::Malformed),
        ("acme.test", BaseUrlError::Malformed),
        ("/v3", BaseUrlError::Malformed),
        ("https://", BaseUrlError::Malformed),
        ("https://acme\n.test", BaseUrlError::Malformed),
        ("https://acme.test/a\tb", BaseUrlError::Malformed),
        ("https://acme.test\\@evil.test", BaseUrlError::Malformed),
        ("ftp://acme.test", BaseUrlError::Scheme),
        ("https://me@acme.test", BaseUrlError::UserInfo),
        ("https://:pw@acme.test", BaseUrlError::UserInfo),
        ("https://acme.test?x", BaseUrlError::Query),
        ("https://acme.test/#x", BaseUrlError::Fragment),
    ] {
        assert_eq!(BaseUrl::parse(text), Err(expected), "{text}");
    }
    assert_eq!(BaseUrl::parse("https://acme.test/v3").unwrap().origin(), "https://acme.test");
    assert_eq!(BaseUrl::parse("https://acme.test").unwrap().origin(), "https://acme.test");
}

#[test]
fn a_url_can_be_too_long() {
    let error = GetInvoice::new("x".repeat(70_000)).request(&base()).unwrap_err();
    assert_eq!(error.kind(), &BuildErrorKind::InvalidUrl);
}

#[test]
fn bodies_are_not_shown() {
    assert_eq!(format!("{:?}", Body::from("hunter2")), "Body(7 bytes)");
}

/// Neither the error of an address that has a password nor that of the client says it.
#[test]
fn errors_of_base_urls_hold_nothing_of_them() {
    for text in [
        "https://me:hunter2@acme.test",
        "https://me:hunter2@",
        "https://me:hunter2@[",
        "https://me:hunter2@acme.test:99999999",
        "https://acme.test?key=hunter2",
        "ftp://hunter2",
        "me:hunter2@acme.test",
    ] {
        let error = BaseUrl::parse(text).unwrap_err();
        let builder = crate::runtime::Client::builder().base_url(text);
        let said = format!("{builder:?}");
        let whole = builder.build().unwrap_err();
        let said = format!("{said} {error} {error:?} {whole} {whole:?}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}

#[test]
fn a_query_in_a_path_is_sent_as_one() {
    const META: Meta = Meta::get("a", "/a/{k}?beta=true&id={id}&uploads&x={none}#f?g");
    let request = RequestBuilder::new(&META, &base()).path("k", &"x?y").path("id", &"1&2");
    let request = request.query("q", &"z").finish().unwrap();
    assert_eq!(
        request.uri().to_string(),
        "https://acme.test/api/a/x%3Fy?beta=true&id=1%262&uploads&q=z"
    );
    let error = RequestBuilder::new(&META, &base()).path("k", &[[1]]).finish().unwrap_err();
    let said = error.to_string();
    assert!(said.starts_with("GET /a/{k}?beta=true&id={id}&uploads&x={none}#f%3Fg: "), "{said}");
}

#[test]
fn a_method_that_http_does_not_define_is_sent_as_it_is_called() {
    const META: Meta = Meta::other("copyFile", "COPY", "/file");
    let request = RequestBuilder::new(&META, &base()).finish().unwrap();
    assert_eq!(request.method().as_str(), "COPY");
    assert_eq!((META.method().as_str(), META.is_idempotent()), ("COPY", false));
}

/// The body of a request, and its media type.
fn body_of(request: RequestBuilder) -> Result<(String, String), String> {
    let request = request.finish().map_err(|error| error.to_string())?;
    let media_type = request.headers()["content-type"].to_str().unwrap().to_owned();
    let body = String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
    Ok((body, media_type))
}

#[test]
fn a_member_is_sent_whatever_the_body_holds() {
    for (given, expected) in [
        (json!({}), json!({"stream": true})),
        (json!({"a": 1}), json!({"a": 1, "stream": true})),
        (json!({"stream": false}), json!({"stream": true})),
        (json!({"stream": {"x": [1, 2]}, "a": null}), json!({"stream": true, "a": null})),
        (
            json!({"b": {"stream": 1}, "c": [{"stream": 2}], "d": "\",\"stream\":0}\\"}),
            json!({"b": {"stream": 1}, "c": [{"stream": 2}], "d": "\",\"stream\":0}\\", "stream": true}),
        ),
    ] {
        let sent = post().json_with("application/json", Some(&given), "stream", &true);
        let (body, media_type) = body_of(sent).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&body).unwrap(), expected);
        assert_eq!(media_type, "application/json");
    }
    let short = post().json_with(
        "application/json",
        Some(&BTreeMap::from([("a", 0.1_f32)])),
        "b",
        &0.2_f32,
    );
    assert_eq!(body_of(short).unwrap().0, r#"{"a":0.1,"b":0.2}"#);
    let none = post().json_with("application/json", None::<&String>, "a\"b", &7);
    assert_eq!(body_of(none).unwrap().0, r#"{"a\"b":7}"#);
    for given in [json!([]), json!("{}"), json!("}"), json!(null)] {
        let sent = post().json_with("application/json", Some(&given), "stream", &true);
        let error = body_of(sent).unwrap_err();
        assert!(error.contains("it is not an object, so `stream` cannot be set in it"), "{error}");
    }
}

#[test]
fn a_field_of_a_form_is_sent_whatever_the_form_holds() {
    let given = json!({"a": 1, "stream": "no"});
    let sent = body_of(post().form_with(&[], Some(&given), "stream", &true)).unwrap();
    assert_eq!(sent.0, "a=1&stream=true");
    let none = body_of(post().form_with(&[], None::<&String>, "stream", &true)).unwrap();
    assert_eq!(none.0, "stream=true");
    let form =
        crate::runtime::Form::new().value("stream", "no").value("a", &1).value("stream", "x");
    let sent = body_of(post().multipart(&[], Some(form.with("stream", &true)))).unwrap().0;
    assert_eq!(sent.matches("name=\"stream\"").count(), 1);
    assert!(sent.contains("name=\"stream\"\r\n\r\ntrue\r\n"), "{sent}");
}

/// The generator marks only the operations that differ from their method.
#[test]
fn the_generator_and_the_runtime_agree_on_the_idempotent_methods() {
    for method in specweave::ir::Method::ALL {
        let sent = Method::from_bytes(method.name().as_bytes()).unwrap();
        let meta = Meta::new("operation", sent, "/");
        assert_eq!(meta.is_idempotent(), method.is_idempotent(), "{}", method.name());
    }
}
