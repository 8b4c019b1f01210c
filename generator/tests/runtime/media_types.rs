//! What a server calls a response: one of several media types that stand for different things, or none of them.

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::runtime::{
    Body, Client, Error, Events, Meta, Mode, NoDocumentedError, Operation, Reply, Success, Text,
};
use crate::server::{Server, answer};

macro_rules! operations {
    ($($name:ident, $output:ty, $success:expr;)*) => {$(
        #[derive(Debug)]
        struct $name;

        impl Operation for $name {
            type Output = $output;
            type Error = NoDocumentedError;
            const META: Meta = Meta::get(stringify!($name), "/report");
            const SUCCESS: &'static [Success<$output>] = &[$success];
        }
    )*};
}
operations! {
    GetAsText, String, Success::text(200).among("text/csv", &["application/json", "application/*; v=2"]);
    GetAsBytes, Bytes, Success::bytes(200).among("application/pdf", &["application/json"]);
    GetSecond, String, Success::text(200).among("text/plain; v=2", &["text/plain;v=1", "*/*"]);
    GetEvents, Events<Text>, Success::stream(200);
    GetString, String, Success::string(200);
}

/// Reads a response that is called so.
fn read<Op: Operation>(named: Option<&str>) -> Result<Op::Output, Error<Op::Error>> {
    let response = Response::builder().header("x-other", "1");
    let response =
        named.iter().fold(response, |response, named| response.header("content-type", *named));
    Op::response(response.body(Body::from("1,2")).unwrap(), Mode::Lenient)
}

#[test]
fn what_is_called_as_something_else_is_an_error_that_keeps_it() {
    for named in
        [None, Some("text/csv; charset=utf-8"), Some("TEXT/CSV"), Some("text/html"), Some("")]
    {
        assert_eq!(read::<GetAsText>(named).unwrap(), "1,2", "{named:?}");
    }
    for (named, said) in [
        ("Application/JSON;charset=utf-8", "Application/JSON"),
        ("application/json", "application/json"),
        ("application/xml", "application/xml"),
    ] {
        let Err(Error::Decode(error)) = read::<GetAsText>(Some(named)) else { panic!("{named}") };
        assert_eq!(error.message(), format!("the response is {said}, not text/csv"));
        assert_eq!((error.status(), error.body()), (StatusCode::OK, b"1,2".as_slice()));
        assert_eq!(error.headers()["content-type"], named);
    }
}

#[test]
fn parameters_tell_media_types_apart_where_they_are_listed() {
    assert!(read::<GetSecond>(Some("text/plain; V=\"2\"")).is_ok());
    assert!(read::<GetSecond>(Some("text/plain; charset=utf-8")).is_ok());
    assert!(read::<GetSecond>(Some("text/plain; charset=utf-8; v=2")).is_ok());
    assert!(read::<GetSecond>(Some("text/plain; v=3")).is_ok(), "neither is meant");
    assert!(read::<GetSecond>(Some("text/plain;charset=utf-8;v=1")).is_err());
    assert!(read::<GetSecond>(Some("text/html")).is_err(), "any other is of the range");
}

#[test]
fn what_is_no_stream_of_events_is_no_empty_one() {
    for named in [None, Some("text/event-stream"), Some("text/event-stream; charset=utf-8")] {
        assert!(read::<GetEvents>(named).unwrap().0.is_empty());
    }
    let Err(Error::Decode(error)) = read::<GetEvents>(Some("application/json")) else { panic!() };
    assert_eq!(error.body(), b"1,2");
}

#[test]
fn an_error_has_no_content_of_another_media_type() {
    let json = |named: &str| {
        let response = Response::builder().status(404).header("content-type", named);
        let reply = Reply::new(response.body(Body::from("5")).unwrap(), Mode::Lenient).unwrap();
        let own = reply.among("application/json", &["application/problem+json"]);
        own.and_then(Reply::json_or_none::<i64>)
    };
    assert_eq!(json("application/json"), Some(5));
    assert_eq!(json("text/html"), Some(5));
    assert_eq!(json("application/problem+json"), None);
}

#[tokio::test]
async fn what_is_read_while_it_comes_is_read_whole_if_it_is_something_else() {
    let server =
        Server::with(&[&answer("200 OK", "content-type: application/json\r\n", "{\"a\":1}")]);
    let client = Client::builder().base_url(&server.url).api_key("k").build().unwrap();
    let Err(Error::Decode(error)) = client.call(GetAsBytes).download().await else { panic!() };
    assert_eq!(error.body(), b"{\"a\":1}");
    let server = Server::with(&[&answer("200 OK", "content-type: text/html\r\n", "<html>")]);
    let client = Client::builder().base_url(&server.url).api_key("k").build().unwrap();
    let Err(Error::Decode(error)) = client.call(GetEvents).stream().await else { panic!() };
    assert_eq!(error.body(), b"<html>");
}

#[test]
fn a_string_is_json_if_it_is_called_so() {
    let read = |named: Option<&str>, body: &str| {
        let mut response = Response::new(Body::from(body.to_owned()));
        if let Some(named) = named {
            response.headers_mut().insert("content-type", named.parse().unwrap());
        }
        GetString::response(response, Mode::Lenient)
    };
    let json = "\"a\"";
    assert_eq!(read(Some("application/hal+json"), json).unwrap(), "a");
    assert_eq!(read(Some("text/plain; charset=utf-8"), json).unwrap(), json);
    assert_eq!((read(None, json).unwrap(), read(None, "a b").unwrap()), ("a".into(), "a b".into()));
    assert!(read(Some("application/json"), "a b").is_err());
}

#[test]
fn text_is_coded_as_its_media_type_says() {
    let read = |named: &str| {
        let response = Response::builder().header("content-type", named);
        let response = response.body(Body::from(b"caf\xe9 \x80\x81\x9f".to_vec())).unwrap();
        Reply::new(response, Mode::Strict).unwrap().text().ok()
    };
    for label in ["ISO-8859-1", "\"windows-1252\"; a=b", "us-ascii"] {
        let named = format!("text/plain; charset={label}");
        assert_eq!(read(&named).unwrap(), "café €\u{81}Ÿ", "{label}");
    }
    for named in ["text/plain", "text/plain; charset=utf-8", "text/plain; charset=big5"] {
        assert_eq!(read(named), None, "{named}");
    }
    const META: Meta = Meta::post("send", "/a");
    let base = crate::runtime::BaseUrl::parse("https://acme.test").unwrap();
    for (media_type, text, sent, bytes) in [
        (
            "text/plain; charset=iso-8859-1",
            "café",
            "text/plain; charset=iso-8859-1",
            &b"caf\xe9"[..],
        ),
        ("text/plain; charset=iso-8859-1", "ř", "text/plain; charset=utf-8", "ř".as_bytes()),
        ("text/plain; charset=us-ascii", "é", "text/plain; charset=utf-8", "é".as_bytes()),
        ("text/plain; charset=\"utf-16\"", "a", "text/plain; charset=\"utf-8\"", b"a"),
        ("text/plain", "é", "text/plain", "é".as_bytes()),
        ("text/plain; charset=windows-1252", "€é", "text/plain; charset=windows-1252", b"\x80\xe9"),
        ("text/plain; charset=latin1", "€", "text/plain; charset=utf-8", "€".as_bytes()),
        ("text/plain; charset=big5; a=big5", "a", "text/plain; charset=utf-8; a=big5", b"a"),
        (
            "text/plain; a=\";charset=b\"; Charset=b",
            "a",
            "text/plain; a=\";charset=b\"; Charset=utf-8",
            b"a",
        ),
        ("text/plain; charset=; a=b", "a", "text/plain; charset=utf-8; a=b", b"a"),
        ("text/plain; charset = \"\"", "a", "text/plain; charset = \"utf-8\"", b"a"),
    ] {
        let request =
            crate::runtime::RequestBuilder::new(&META, &base).text(media_type, Some(text));
        let request = request.finish().unwrap();
        assert_eq!(request.headers()["content-type"], sent);
        assert_eq!(&request.into_body().into_bytes().unwrap()[..], bytes);
    }
}
