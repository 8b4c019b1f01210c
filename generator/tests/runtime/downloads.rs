//! Responses that are read while they come, over TCP.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::Response;

use crate::runtime::Download;
use crate::runtime::{
    Body, Client, ClientBuilder, Error, Meta, Mode, Operation, Reply, Retry, Success,
    TransportErrorKind,
};
use crate::server::{Server, answer};

/// Gets a file.
pub(crate) struct GetFile;

impl Operation for GetFile {
    type Output = Bytes;
    type Error = GetFileError;
    const META: Meta = Meta::get("getFile", "/file").accept("application/pdf, application/json");
    const SUCCESS: &'static [Success<Bytes>] = &[Success::bytes(200)];

    fn failure(reply: &Reply) -> Option<(GetFileError, &'static str)> {
        failure(reply)
    }
}

#[derive(Debug)]
pub(crate) enum GetFileError {
    NotFound,
}

fn failure(reply: &Reply) -> Option<(GetFileError, &'static str)> {
    (reply.status() == 404).then_some((GetFileError::NotFound, ""))
}

/// Gets a file, if there is one.
struct GetPerhaps;

impl Operation for GetPerhaps {
    type Output = Option<Bytes>;
    type Error = GetFileError;
    const META: Meta = Meta::get("getPerhaps", "/file");
    const SUCCESS: &'static [Success<Option<Bytes>>] =
        &[Success::map(200, |reply| Ok(Some(reply.bytes()))), Success::map(204, |_| Ok(None))];

    fn failure(reply: &Reply) -> Option<(GetFileError, &'static str)> {
        failure(reply)
    }
}

fn builder(url: &str) -> ClientBuilder {
    Client::builder().base_url(url).api_key("k1").timeout(Duration::from_secs(10))
}

fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

async fn whole(mut download: Download) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(chunk) = download.chunk().await.unwrap() {
        bytes.extend_from_slice(&chunk);
    }
    bytes
}

/// A server that responds its one request with what it is told, piece by piece, and closes the connection when told no more.
fn told() -> (String, mpsc::Sender<&'static str>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = mpsc::channel::<&str>();
    std::thread::spawn(move || {
        let (mut stream, _): (TcpStream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        for piece in told {
            stream.write_all(piece.as_bytes()).unwrap();
        }
    });
    (url, tell)
}

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\ncontent-type: application/pdf\r\n\
    content-disposition: attachment; filename=\"a.pdf\"\r\nx-request-id: r1\r\n\r\n";

#[tokio::test]
async fn it_is_there_before_its_end_is() {
    let (url, tell) = told();
    tell.send(HEAD).unwrap();
    let mut download = client(&url).call(GetFile).download().await.unwrap();
    assert_eq!(download.status().as_u16(), 200);
    assert_eq!(download.content_type(), Some("application/pdf"));
    assert_eq!(download.content_length(), Some(6));
    assert_eq!(download.file_name().as_deref(), Some("a.pdf"));
    assert_eq!(download.request_id(), Some("r1"));
    assert_eq!(download.headers()["content-length"], "6");
    for piece in ["abc", "def"] {
        tell.send(piece).unwrap();
        assert_eq!(download.chunk().await.unwrap().unwrap(), piece);
    }
    assert_eq!(download.chunk().await.unwrap(), None);
    assert_eq!(download.chunk().await.unwrap(), None);
}

#[tokio::test]
async fn it_is_a_stream() {
    let server = Server::with(&[&answer("200 OK", "", "abc")]);
    let client = client(&server.url);
    // Without the client, as a task of its own would have it.
    let call = client.call(GetFile).download();
    drop(client);
    let mut download = Box::pin(tokio::spawn(call).await.unwrap().unwrap());
    let mut bytes = Vec::new();
    while let Some(item) = std::future::poll_fn(|cx| download.as_mut().poll_next(cx)).await {
        bytes.extend_from_slice(&item.unwrap());
    }
    assert_eq!(bytes, b"abc");
    assert_eq!(server.received()[0].header("x-acme-key"), Some("k1"));
    assert_eq!(server.received()[0].header("accept"), Some("application/pdf, application/json"));
}

#[tokio::test]
async fn one_that_is_cut_off_is_an_error() {
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n";
    for pieces in [[HEAD, "abc"], [chunked, ""]] {
        let (url, tell) = told();
        let mut download = {
            tell.send(pieces[0]).unwrap();
            client(&url).call(GetFile).download().await.unwrap()
        };
        tell.send(pieces[1]).unwrap();
        assert_eq!(download.chunk().await.unwrap().unwrap(), "abc");
        drop(tell);
        let error = download.chunk().await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Body, "{error:?}");
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert!(
            error.to_string().starts_with("GET /file: the response was cut off or is malformed: "),
            "{error}"
        );
        assert_eq!(download.chunk().await.unwrap(), None);
    }
}

#[tokio::test]
async fn each_piece_has_its_time() {
    let (url, tell) = told();
    tell.send(HEAD).unwrap();
    tell.send("abc").unwrap();
    let call = client(&url);
    let mut download =
        call.call(GetFile).timeout(Duration::from_millis(300)).download().await.unwrap();
    assert_eq!(download.chunk().await.unwrap().unwrap(), "abc");
    let error = download.chunk().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(
        error.to_string(),
        "GET /file: the rest of the response did not arrive within 300ms"
    );
    drop(tell);
}

#[tokio::test]
async fn a_failure_is_the_same_as_without_downloading() {
    let body = r#"{"errorCode":1,"errorMessage":"No"}"#;
    let server = Server::with(&[&answer("404 Not Found", "", body)]);
    let error = client(&server.url).call(GetFile).download().await.unwrap_err();
    assert!(matches!(&error, Error::Api(error) if matches!(error.kind(), GetFileError::NotFound)));
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert_eq!(error.error_body().unwrap().error_message, "No");
    let server = Server::with(&[&answer("500 Internal Server Error", "", "oh")]);
    let error = client(&server.url).call(GetFile).download().await.unwrap_err();
    assert!(matches!(&error, Error::UnexpectedStatus(error) if error.body() == b"oh"));
    let nowhere = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = client(&format!("http://{nowhere}")).call(GetFile).download().await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn retries_and_redirects_end_where_the_body_begins() {
    let server = Server::with(&[
        &answer("503 Service Unavailable", "", "busy"),
        &answer("302 Found", "location: /elsewhere\r\n", ""),
        &answer("200 OK", "set-cookie: session=s1\r\n", "abc"),
    ]);
    let quick = Retry::idempotent(1).first_wait(Duration::from_millis(1));
    let download = client(&server.url).call(GetFile).retry(quick).download().await.unwrap();
    assert!(download.headers()["set-cookie"].is_sensitive());
    assert!(!format!("{download:?}").contains("s1"));
    assert_eq!(whole(download).await, b"abc");
    let lines: Vec<_> = server.received().into_iter().map(|received| received.line).collect();
    assert_eq!(lines, ["GET /file HTTP/1.1", "GET /file HTTP/1.1", "GET /elsewhere HTTP/1.1"]);
}

#[tokio::test]
async fn it_may_be_larger_than_what_is_read_into_memory() {
    let server = Server::with(&[&answer("200 OK", "", "abcdef")]);
    let client = builder(&server.url).max_response_bytes(5).build().unwrap();
    let error = client.call(GetFile).await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::BodyTooLarge)
    );
    assert_eq!(whole(client.call(GetFile).download().await.unwrap()).await, b"abcdef");
}

#[tokio::test]
async fn bytes_or_nothing() {
    let server = Server::with(&[
        "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n",
        &answer("200 OK", "", "abc"),
    ]);
    let client = client(&server.url);
    let download = client.call(GetPerhaps).download().await.unwrap();
    assert_eq!((download.status().as_u16(), whole(download).await), (204, Vec::new()));
    assert_eq!(whole(client.call(GetPerhaps).download().await.unwrap()).await, b"abc");
    assert_eq!(client.call(GetPerhaps).await.unwrap().unwrap(), "abc");
}

#[test]
fn a_stream_is_not_taken_for_an_empty_answer() {
    struct Empty;
    impl Stream for Empty {
        type Item = std::io::Result<Bytes>;

        fn poll_next(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(None)
        }
    }
    let error = GetFile::response(Response::new(Body::from_stream(Empty, None)), Mode::Lenient);
    let error = error.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Body),
        "{error:?}"
    );
}

#[test]
fn file_names() {
    for (header, expected) in [
        ("attachment; filename=a.pdf", Some("a.pdf")),
        ("attachment; filename=\"a b;c.pdf\"; size=3", Some("a b;c.pdf")),
        ("attachment;filename = a.pdf ;x=y", Some("a.pdf")),
        ("attachment; FILENAME=\"a\\\"b.pdf\"", Some("a\"b.pdf")),
        ("attachment; filename=\"x\"; filename*=UTF-8''na%C3%AFve%20a.pdf", Some("naïve a.pdf")),
        ("attachment; filename*=utf-8'en'%e2%82%ac.txt", Some("€.txt")),
        ("attachment; filename*=ISO-8859-1''a; filename=b", Some("b")),
        ("attachment; filename*=UTF-8''%ff; filename=b", Some("b")),
        ("attachment; filename=\"../../etc/passwd\"", Some("passwd")),
        ("attachment; filename*=UTF-8''..%2F..%5Ca.txt", Some("a.txt")),
        ("attachment; filename=\"a\u{e4}.pdf\"", Some("aä.pdf")),
        ("attachment; filename=\"C:a.txt\"", Some("a.txt")),
        ("attachment; filename=\"..\"", None),
        ("attachment; filename=\"a/\"", None),
        ("attachment; filename=\"", None),
        ("attachment; filename", None),
        ("attachment", None),
        ("", None),
    ] {
        let mut response = Response::new(Body::default());
        let value = http::HeaderValue::from_bytes(header.as_bytes()).unwrap();
        response.headers_mut().insert("content-disposition", value);
        let download = Download::new(response, Duration::ZERO);
        assert_eq!(download.file_name().as_deref(), expected, "{header}");
    }
    let download = Download::new(Response::new(Body::from("abc")), Duration::ZERO);
    assert_eq!((download.file_name(), download.content_length()), (None, Some(3)));
    assert_eq!(download.content_type(), None);
}
