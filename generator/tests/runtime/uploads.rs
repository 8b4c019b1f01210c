//! Forms, files and streams: what of them goes over TCP, and what does not.

use std::io::Write;
use std::net::TcpListener;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use serde_json::json;

use crate::runtime::{
    BaseUrl, Body, BuildError, BuildErrorKind, Client, Error, File, Form, Meta, NoDocumentedError,
    Operation, RequestBuilder, Retry, Style, Success, TransportErrorKind,
};
use crate::server::{Server, answer, silent_http2};

/// Sends a form.
struct SendForm(Form, &'static [(&'static str, &'static str)]);

impl Operation for SendForm {
    type Output = ();
    type Error = NoDocumentedError;
    const META: Meta = Meta::post("sendForm", "/form");
    const SUCCESS: &'static [Success<()>] = &[Success::empty(200)];

    fn build(&self, request: RequestBuilder) -> RequestBuilder {
        request.multipart(self.1, Some((&self.0).into()))
    }
}

/// Sends bytes, and may do so twice.
#[derive(Clone)]
struct PutBytes(Body);

impl Operation for PutBytes {
    type Output = ();
    type Error = NoDocumentedError;
    const META: Meta = Meta::put("putBytes", "/bytes");
    const SUCCESS: &'static [Success<()>] = &[Success::empty(200)];

    fn build(&self, request: RequestBuilder) -> RequestBuilder {
        request.body("application/octet-stream", Some(&self.0))
    }
}

/// These pieces, one after another. It does not bear to be asked again when it has ended, as many streams do not.
struct Pieces(Vec<&'static str>, bool);

impl Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        assert!(!self.1, "asked again after its end");
        let next = (!self.0.is_empty()).then(|| self.0.remove(0));
        self.1 = next.is_none_or(|piece| piece == "!");
        Poll::Ready(next.map(|piece| match piece {
            "!" => Err(std::io::Error::other("the disk is gone")),
            piece => Ok(Bytes::from(piece)),
        }))
    }
}

fn pieces(pieces: &[&'static str]) -> Pieces {
    Pieces(pieces.to_vec(), false)
}

fn client(server: &Server) -> Client {
    let timeout = Duration::from_secs(10);
    Client::builder().base_url(&server.url).api_key("k").timeout(timeout).build().unwrap()
}

fn ok() -> String {
    answer("200 OK", "", "")
}

/// The body of a form with its boundary replaced by `B`.
fn text(form: Form, types: &'static [(&'static str, &'static str)]) -> Result<String, BuildError> {
    let request = SendForm(form, types).request(&BaseUrl::parse("https://acme.test").unwrap())?;
    let media_type = request.headers()["content-type"].to_str().unwrap().to_owned();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap().to_owned();
    let body = request.into_body().into_bytes().unwrap();
    Ok(String::from_utf8(body.to_vec()).unwrap().replace(&boundary, "B"))
}

#[test]
fn values_and_files_are_parts() {
    let files = [File::from_bytes("a.txt", "A"), File::from_bytes("b.txt", "B")];
    let form = Form::new()
        .value("text", "two\r\nlines")
        .value("number", &7)
        .value("flag", &true)
        .value("list", &["x", "y"])
        .value("object", &json!({"a": [1]}))
        .value("objects", &json!([{"a": 1}, [2], null]))
        .value("none", &None::<i64>)
        .value("some", &Some("s"))
        .file("pdf", &File::from_bytes("a.pdf", "%PDF").with_content_type("application/pdf"))
        .file("own", &File::from_bytes("o", "").with_header("X-Part", "1"))
        .files("files", &files)
        .files("nothing", &None);
    let expected = "\
        --B\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\ntwo\r\nlines\r\n\
        --B\r\nContent-Disposition: form-data; name=\"number\"\r\n\r\n7\r\n\
        --B\r\nContent-Disposition: form-data; name=\"flag\"\r\n\r\ntrue\r\n\
        --B\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\nx\r\n\
        --B\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\ny\r\n\
        --B\r\nContent-Disposition: form-data; name=\"object\"\r\nContent-Type: application/json\r\n\r\n{\"a\":[1]}\r\n\
        --B\r\nContent-Disposition: form-data; name=\"objects\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n\
        --B\r\nContent-Disposition: form-data; name=\"objects\"\r\nContent-Type: application/json\r\n\r\n[2]\r\n\
        --B\r\nContent-Disposition: form-data; name=\"some\"\r\n\r\ns\r\n\
        --B\r\nContent-Disposition: form-data; name=\"pdf\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n\
        --B\r\nContent-Disposition: form-data; name=\"own\"; filename=\"o\"\r\nContent-Type: application/octet-stream\r\nX-Part: 1\r\n\r\n\r\n\
        --B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\nContent-Type: application/octet-stream\r\n\r\nA\r\n\
        --B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"b.txt\"\r\nContent-Type: application/octet-stream\r\n\r\nB\r\n\
        --B--\r\n";
    assert_eq!(text(form, &[]).unwrap(), expected);
    assert_eq!(text(Form::new(), &[]).unwrap(), "--B--\r\n");
}

#[test]
fn values_with_a_style_are_parts_for_each_pair() {
    let form = Form::new()
        .value("form", &["a b", "ü"])
        .value("csv", &json!(["a,b", 5.0, null, true, {"a": 1}]))
        .value("ssv", &["a", "b"])
        .value("pipes", &json!({"k": "v", "n": null, "l": [1]}))
        .value("object", &json!({"x y": "a&b", "none": null, "list": [1, "2"], "nested": {"a": 1}}))
        .value(
            "deep",
            &json!({"a": {"b[": 1}, "l": ["x", null, "y"], "o": [{"c": 2}], "t": "text"}),
        )
        .value("single", "one")
        .value("empty", &[""; 0])
        .file("file", &File::from_bytes("f", "F"))
        .styled("form", Style::FORM)
        .styled("csv", Style::FORM.explode(false))
        .styled("ssv", Style::SPACE_DELIMITED)
        .styled("pipes", Style::PIPE_DELIMITED)
        .styled("object", Style::FORM)
        .styled("deep", Style::DEEP_OBJECT)
        .styled("single", Style::PIPE_DELIMITED)
        .styled("empty", Style::FORM.explode(false))
        .styled("file", Style::FORM);
    let part = |(name, text): (&str, &str)| {
        format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let parts = [
        ("form", "a b"),
        ("form", "ü"),
        ("csv", "a,b,5,true,{\"a\":1}"),
        ("ssv", "a b"),
        ("pipes", "k|v|l|[1]"),
        ("x y", "a&b"),
        ("list", "1"),
        ("list", "2"),
        ("nested", "{\"a\":1}"),
        ("deep[a][b[]", "1"),
        ("deep[l][]", "x"),
        ("deep[l][]", "y"),
        ("deep[o][0][c]", "2"),
        ("deep[t]", "text"),
        ("single", "one"),
    ];
    let file = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\nContent-Type: application/octet-stream\r\n\r\nF\r\n";
    let expected = format!("{}{file}--B--\r\n", parts.map(part).concat());
    // What is written in a style is of no media type.
    assert_eq!(text(form, &[("list", "application/json")]).unwrap(), expected);
}

#[test]
fn parts_have_their_headers() {
    let form = Form::new()
        .value("list", &["x", "y"])
        .value("other", "z")
        .file("file", &File::from_bytes("f", "F").with_header("x-part", "own"))
        .with_headers(&[
            ("list", "X-Part", "one"),
            ("list", "X-More", "2"),
            ("file", "X-Part", "one"),
        ]);
    let disposition = "Content-Disposition: form-data; name=";
    let expected = [
        &format!(
            "--B\r\n{disposition}\"list\"\r\nContent-Type: text/a\r\nX-Part: one\r\nX-More: 2\r\n\r\nx\r\n"
        ),
        &format!(
            "--B\r\n{disposition}\"list\"\r\nContent-Type: text/a\r\nX-Part: one\r\nX-More: 2\r\n\r\ny\r\n"
        ),
        &format!("--B\r\n{disposition}\"other\"\r\n\r\nz\r\n"),
        &format!(
            "--B\r\n{disposition}\"file\"; filename=\"f\"\r\nContent-Type: application/octet-stream\r\nx-part: own\r\n\r\nF\r\n"
        ),
        "--B--\r\n",
    ];
    assert_eq!(text(form, &[("list", "text/a")]).unwrap(), expected.concat());
    let bad = Form::new().value("a", "b").with_headers(&[("a", "X-Part", "1\r\nX-Evil: 2")]);
    let error = text(bad, &[]).unwrap_err();
    assert!(matches!(error.kind(), BuildErrorKind::InvalidHeader { .. }), "{error}");
}

#[test]
fn parts_of_other_multipart_types_have_no_names() {
    const TYPES: &[(&str, &str)] = &[("meta", "application/vnd.acme+json"), ("file", "image/png")];
    let form = Form::new()
        .value("meta", &json!({"k": "v"}))
        .file("file", &File::from_bytes("a\".png", "PNG"))
        .value("note", "text");
    let expected = "\
        --B\r\nContent-Type: application/vnd.acme+json\r\n\r\n{\"k\":\"v\"}\r\n\
        --B\r\nContent-Disposition: attachment; filename=\"a\\\".png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n\
        --B\r\n\r\ntext\r\n\
        --B--\r\n";
    const META: Meta = Meta::post("sendParts", "/parts");
    for (media_type, root) in
        [("multipart/related", "; type=\"application/vnd.acme+json\""), ("multipart/mixed", "")]
    {
        let request = RequestBuilder::new(&META, &BaseUrl::parse("https://acme.test").unwrap());
        let request = request.multipart_as(media_type, TYPES, Some(form.clone())).finish().unwrap();
        let written = request.headers()["content-type"].to_str().unwrap().to_owned();
        let boundary = written.strip_prefix(&format!("{media_type}; boundary=")).unwrap();
        let boundary = boundary.strip_suffix(root).unwrap();
        let body = request.into_body().into_bytes().unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert_eq!(body.replace(boundary, "B"), expected);
    }
}

#[test]
fn other_multipart_types_follow_mime() {
    const META: Meta = Meta::new("send", http::Method::POST, "/send");
    let form =
        Form::new().value("t", "\u{e9}").file("f", &File::from_bytes(r#"a "b" \x.png"#, "f"));
    let request = RequestBuilder::new(&META, &BaseUrl::parse("https://acme.test").unwrap());
    let request = request.multipart_as("multipart/mixed", &[], Some(form)).finish().unwrap();
    let body = request.into_body().into_bytes().unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    assert!(body.contains("Content-Type: text/plain; charset=utf-8\r\n\r\n\u{e9}\r\n"), "{body}");
    assert!(body.contains(r#"attachment; filename="a \"b\" \\x.png""#), "{body}");
}

#[test]
fn what_a_label_says_is_how_a_body_is_coded() {
    const META: Meta = Meta::new("send", http::Method::POST, "/send");
    let request = || RequestBuilder::new(&META, &BaseUrl::parse("https://acme.test").unwrap());
    let form = Form::new().value("t", "\u{e9}");
    let types = &[("t", "text/csv; charset=iso-8859-1")];
    let body = request().multipart(types, Some(form)).finish().unwrap().into_body();
    let body = body.into_bytes().unwrap();
    assert!(body.windows(5).any(|five| five == b"\r\n\xe9\r\n"), "{body:?}");
    let sent = request().json("application/json; charset=iso-8859-1; a=b", Some("\u{e9}"));
    let sent = sent.finish().unwrap();
    assert_eq!(sent.headers()["content-type"], "application/json; charset=utf-8; a=b");
}

#[test]
fn documented_media_types_hold_for_parts_that_have_none() {
    let types =
        &[("image", "image/png"), ("note", "application/json; charset=utf-8"), ("csv", "text/csv")];
    let form = Form::new()
        .file("image", &File::from_bytes("a", ""))
        .file("image", &File::from_bytes("b", "").with_content_type("image/gif"))
        .value("note", "n")
        .value("csv", "1,2");
    let expected = "\
        --B\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\nContent-Type: image/png\r\n\r\n\r\n\
        --B\r\nContent-Disposition: form-data; name=\"image\"; filename=\"b\"\r\nContent-Type: image/gif\r\n\r\n\r\n\
        --B\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: application/json; charset=utf-8\r\n\r\n\"n\"\r\n\
        --B\r\nContent-Disposition: form-data; name=\"csv\"\r\nContent-Type: text/csv\r\n\r\n1,2\r\n\
        --B--\r\n";
    assert_eq!(text(form, types).unwrap(), expected);
}

#[test]
fn names_do_not_leave_their_quotes_and_headers_their_line() {
    let name = "a\"; x=\"\r\nX-Evil: 1\r\n\r\nü";
    let form = Form::new().value(name, "v").file(name, &File::from_bytes(name, "f"));
    let escaped = "a%22; x=%22%0D%0AX-Evil: 1%0D%0A%0D%0Aü";
    let expected = format!(
        "--B\r\nContent-Disposition: form-data; name=\"{escaped}\"\r\n\r\nv\r\n\
         --B\r\nContent-Disposition: form-data; name=\"{escaped}\"; filename=\"{escaped}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\nf\r\n--B--\r\n"
    );
    assert_eq!(text(form, &[]).unwrap(), expected);
    let file = || File::from_bytes("f", "");
    for file in [
        file().with_content_type("a/b\r\nX-Evil: 1"),
        file().with_header("X-A", "1\r\nX-Evil: 1"),
        file().with_header("X-A: 1\r\nX-Evil", "1"),
    ] {
        let error = text(Form::new().file("f", &file), &[]).unwrap_err();
        assert!(matches!(error.kind(), BuildErrorKind::InvalidHeader { .. }), "{error:?}");
    }
}

#[test]
fn contents_are_not_shown_and_compared_as_far_as_they_are_known() {
    let stream = File::from_stream("s", pieces(&["hunter2"]), Some(7));
    let memory = File::from_bytes("m", "hunter2");
    let form = Form::new().value("v", "hunter2").file("s", &stream).file("m", &memory);
    let shown =
        format!("{form:?} {stream:?} {memory:?} {:?}", Body::from_stream(pieces(&[]), None));
    assert!(!shown.contains("hunter2"), "{shown}");
    for part in
        ["[\"v\", \"s\", \"m\"]", "Body(stream of 7 bytes)", "Body(7 bytes)", "Body(stream)"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(memory, File::from_bytes("m", "hunter2"));
    assert_eq!(stream, stream.clone());
    assert_ne!(stream, File::from_stream("s", pieces(&["hunter2"]), Some(7)));
}

#[test]
fn a_boundary_is_not_used_twice() {
    let boundary = || {
        let operation = SendForm(Form::new(), &[]);
        let request = operation.request(&BaseUrl::parse("https://acme.test").unwrap()).unwrap();
        request.headers()["content-type"].clone()
    };
    assert_ne!(boundary(), boundary());
}

#[tokio::test]
async fn a_stream_of_known_length_has_a_length_and_another_comes_in_chunks() {
    let server = Server::with(&[&ok()]);
    let client = client(&server);
    for (length, header) in [(Some(5), Some("5")), (None, None)] {
        let body = Body::from_stream(pieces(&["ab", "", "cde"]), length);
        client.call(PutBytes(body)).await.unwrap();
        let received = server.received().pop().unwrap();
        assert_eq!(received.body, "abcde");
        assert_eq!(received.header("content-length"), header);
        assert_eq!(received.header("transfer-encoding").is_some(), length.is_none());
        assert_eq!(received.header("content-type"), Some("application/octet-stream"));
        assert_eq!(received.header("x-acme-key"), Some("k"));
    }
}

#[tokio::test]
async fn a_form_with_streams_is_sent_as_one_in_memory_would_be() {
    let server = Server::with(&[&ok()]);
    let client = client(&server);
    for (length, is_known) in [(Some(5), true), (None, false)] {
        let form = Form::new()
            .value("before", "b")
            .file("stream", &File::from_stream("s.bin", pieces(&["ab", "cde"]), length))
            .file("memory", &File::from_bytes("m.bin", "fgh"));
        client.call(SendForm(form, &[])).await.unwrap();
        let received = server.received().pop().unwrap();
        let media_type = received.header("content-type").unwrap();
        let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        let expected = "\
            --B\r\nContent-Disposition: form-data; name=\"before\"\r\n\r\nb\r\n\
            --B\r\nContent-Disposition: form-data; name=\"stream\"; filename=\"s.bin\"\r\nContent-Type: application/octet-stream\r\n\r\nabcde\r\n\
            --B\r\nContent-Disposition: form-data; name=\"memory\"; filename=\"m.bin\"\r\nContent-Type: application/octet-stream\r\n\r\nfgh\r\n\
            --B--\r\n";
        assert_eq!(received.body.replace(boundary, "B"), expected);
        let length = received.header("content-length").map(|text| text.parse().unwrap());
        assert_eq!(length, is_known.then_some(received.body.len()));
    }
}

/// HTTP libraries do not read a body whose length is 0.
#[tokio::test]
async fn a_stream_that_is_longer_than_nothing_is_an_error() {
    let server = Server::with(&[&ok()]);
    let client = client(&server);
    for (content, is_empty) in [(vec![], true), (vec!["a"], false)] {
        let body = Body::from_stream(pieces(&content), Some(0));
        let sent = client.send(http::Request::put("/a").body(body).unwrap()).await;
        match sent {
            Ok(_) => assert!(is_empty),
            Err(error) => {
                assert!(!is_empty, "{error}");
                assert!(error.to_string().ends_with("it has more than 0 bytes"), "{error}");
            }
        }
    }
    let received = server.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].header("content-length"), Some("0"));
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_file_that_claims_to_be_empty_is_sent() {
    let server = Server::with(&[&ok()]);
    let file = File::open("/proc/version").await.unwrap();
    let request = http::Request::put("/a").body(file.content().clone()).unwrap();
    client(&server).send(request).await.unwrap();
    assert!(server.received()[0].body.starts_with("Linux"));
    let empty = std::env::temp_dir().join(format!("empty-{}", std::process::id()));
    std::fs::write(&empty, "").unwrap();
    let file = File::open(&empty).await.unwrap();
    std::fs::remove_file(&empty).unwrap();
    assert_eq!(file.content().length(), Some(0));
}

#[tokio::test]
async fn a_file_of_this_machine() {
    let mut file = tempfile::Builder::new().prefix("report-").suffix(".txt").tempfile().unwrap();
    let content = "0123456789".repeat(20_000);
    file.write_all(content.as_bytes()).unwrap();
    let server = Server::with(&[&ok()]);
    let upload = File::open(file.path()).await.unwrap();
    assert_eq!(upload.name(), file.path().file_name().unwrap());
    assert_eq!(upload.content().length(), Some(200_000));
    client(&server).call(PutBytes(upload.into())).await.unwrap();
    let received = server.received().pop().unwrap();
    assert_eq!(received.header("content-length"), Some("200000"));
    assert!(received.body == content);
    assert!(File::open("/no/such/file").await.is_err());
    assert!(File::open(std::env::temp_dir()).await.is_err());
}

#[tokio::test]
async fn a_stream_that_fails_is_told_from_a_server_that_does() {
    let server = Server::with(&[&ok()]);
    let client = client(&server);
    for (items, length, message) in [
        (&["ab"][..], Some(3), "it has 2 bytes instead of 3"),
        (&["ab", "cd"], Some(3), "it has more than 3 bytes"),
        (&["abc", "d"], Some(3), "it has more than 3 bytes"),
        (&["ab", "!"], None, "the disk is gone"),
        (&["ab", "!"], Some(3), "the disk is gone"),
    ] {
        let call = client.call(PutBytes(Body::from_stream(pieces(items), length)));
        let error = call.retry(Retry::idempotent(3)).await.unwrap_err();
        let Error::Transport(transport) = &error else { panic!("{error:?}") };
        assert_eq!(transport.kind(), TransportErrorKind::RequestBody, "{error:?}");
        assert!(!error.is_retryable() && !error.is_connect());
        let expected = format!("PUT /bytes: could not read the body of the request: {message}");
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let busy = answer("503 Service Unavailable", "", "");
    let server = Server::with(&[&busy, &ok()]);
    let client = client(&server);
    let quick = Retry::idempotent(3).first_wait(Duration::from_millis(1));
    let stream = PutBytes(Body::from_stream(pieces(&["ab"]), Some(2)));
    let error = client.call(stream.clone()).retry(quick).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.received().len()), (503, 1));
    assert!(stream.0.is_spent());
    let error = client.call(stream).await.unwrap_err();
    assert!(
        matches!(&error, Error::Build(error) if *error.kind() == BuildErrorKind::SpentBody),
        "{error:?}"
    );
    let form = Form::new().file("f", &File::from_stream("s", pieces(&["ab"]), None));
    client.call(SendForm(form.clone(), &[])).await.unwrap();
    let error = client.call(SendForm(form, &[])).await.unwrap_err();
    assert!(
        matches!(&error, Error::Build(error) if *error.kind() == BuildErrorKind::SpentBody),
        "{error:?}"
    );
    assert_eq!(server.received().len(), 2);

    let server = Server::with(&[&busy, &ok()]);
    let memory = PutBytes("ab".into());
    self::client(&server).call(memory).retry(quick).await.unwrap();
    let bodies: Vec<_> = server.received().into_iter().map(|received| received.body).collect();
    assert_eq!(bodies, ["ab", "ab"]);
}

#[tokio::test]
async fn a_stream_that_no_byte_was_taken_of_can_be_sent_again() {
    let unused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nowhere = Client::builder().base_url(&format!("http://{unused}")).build().unwrap();
    let stream = PutBytes(Body::from_stream(pieces(&["ab"]), None));
    let quick = Retry::idempotent(2).first_wait(Duration::from_millis(1));
    let error = nowhere.call(stream.clone()).retry(quick).await.unwrap_err();
    assert!(error.to_string().starts_with("PUT /bytes: could not connect: "), "{error:?}");
    assert!(!stream.0.is_spent());
    let server = Server::with(&[&ok()]);
    client(&server).call(stream).await.unwrap();
    assert_eq!(server.received()[0].body, "ab");
}

#[tokio::test]
async fn a_redirect_that_asks_for_the_body_again_is_followed_without_a_stream_only() {
    let away = answer("307 Temporary Redirect", "location: /elsewhere\r\n", "");
    let server = Server::with(&[&away, &ok()]);
    let stream = PutBytes(Body::from_stream(pieces(&["ab"]), Some(2)));
    let error = client(&server).call(stream).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.received().len()), (307, 1));

    let server = Server::with(&[&away, &ok()]);
    client(&server).call(PutBytes(Body::from("ab"))).await.unwrap();
    let received = server.received();
    assert_eq!(received[1].line, "PUT /elsewhere HTTP/1.1");
    assert_eq!((received[0].body.as_str(), received[1].body.as_str()), ("ab", "ab"));

    let server = Server::with(&[&away, &ok()]);
    let form = Form::new().file("f", &File::from_bytes("m", "ab"));
    let error = client(&server).call(SendForm(form, &[])).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.received().len()), (307, 1), "a POST");
}

#[tokio::test]
async fn of_several_readers_of_a_stream_one_gets_it() {
    let body = Body::from_stream(pieces(&["ab", "cd"]), None);
    let (mut first, mut second) = (body.clone(), body);
    let read = async |body: &mut Body| {
        std::future::poll_fn(|cx| http_body::Body::poll_frame(Pin::new(&mut *body), cx)).await
    };
    assert_eq!(read(&mut first).await.unwrap().unwrap().into_data().unwrap(), "ab");
    let error = read(&mut second).await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "could not read the stream: it was already read");
    assert_eq!(read(&mut first).await.unwrap().unwrap().into_data().unwrap(), "cd");
    assert!(read(&mut first).await.is_none());
    let mut memory = Body::from("ab");
    assert_eq!(http_body::Body::size_hint(&memory).exact(), Some(2));
    assert_eq!(read(&mut memory).await.unwrap().unwrap().into_data().unwrap(), "ab");
    assert!(read(&mut memory).await.is_none());
}

#[tokio::test]
async fn a_stream_to_an_endpoint_without_an_operation() {
    let server = Server::with(&[&ok()]);
    let mut request = http::Request::new(Body::from_stream(pieces(&["a", "b"]), None));
    *request.method_mut() = http::Method::POST;
    *request.uri_mut() = "/raw".parse().unwrap();
    client(&server).send(request).await.unwrap();
    assert_eq!(server.received()[0].body, "ab");
}

#[tokio::test]
async fn a_stream_is_not_asked_again_after_its_end_or_an_error() {
    for (items, length) in [
        (&["ab", "cd"][..], None),
        (&["ab", "cd"], Some(4)),
        (&["ab", "cd", ""], Some(4)),
        (&["ab", "!"], None),
        (&["ab", "!"], Some(4)),
        (&["ab"], Some(4)),
        (&["ab", "cd", "e"], Some(4)),
    ] {
        let file = || File::from_stream("f", pieces(items), length);
        for mut body in [
            Body::from_stream(pieces(items), length),
            file().into(),
            SendForm(Form::new().file("f", &file()), &[])
                .request(&BaseUrl::parse("https://acme.test").unwrap())
                .unwrap()
                .into_body(),
        ] {
            let mut ended = false;
            for _ in 0..12 {
                let frame =
                    std::future::poll_fn(|cx| http_body::Body::poll_frame(Pin::new(&mut body), cx));
                let is_bytes = matches!(frame.await, Some(Ok(_)));
                assert!(!(ended && is_bytes), "{items:?} goes on after its end");
                ended |= !is_bytes;
            }
            assert!(ended, "{items:?}");
        }
    }
}

#[tokio::test]
async fn over_http2_too_a_stream_that_fails_is_told_from_a_server_that_does() {
    let http = reqwest::Client::builder().http2_prior_knowledge();
    let client = Client::builder().base_url(&silent_http2()).api_key("k").http_client(http);
    let client = client.timeout(Duration::from_secs(10)).build().unwrap();
    let form = Form::new().file("f", &File::from_stream("f", pieces(&["ab", "!"]), None));
    let error = client.call(SendForm(form, &[])).await.unwrap_err();
    let Error::Transport(transport) = &error else { panic!("{error:?}") };
    assert_eq!(transport.kind(), TransportErrorKind::RequestBody, "{error:?}");
    assert!(!error.is_retryable() && !error.is_connect());
    assert_eq!(
        error.to_string(),
        "POST /form: could not read the body of the request: the disk is gone"
    );
}

#[tokio::test]
async fn a_stream_that_was_sent_is_refused_before_a_connection_is_made() {
    let server = Server::with(&[&ok()]);
    let body = Body::from_stream(pieces(&["a"]), None);
    client(&server).call(PutBytes(body.clone())).await.unwrap();
    let unused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nowhere = Client::builder().base_url(&format!("http://{unused}")).api_key("k").build();
    let mut request = http::Request::new(body);
    *request.method_mut() = http::Method::POST;
    *request.uri_mut() = "/raw".parse().unwrap();
    let error = nowhere.unwrap().send(request).await.unwrap_err();
    assert!(
        matches!(&error, Error::Build(error) if *error.kind() == BuildErrorKind::SpentBody),
        "{error:?}"
    );
}
