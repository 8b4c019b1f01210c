//! Which redirects are followed, by method, status and whether the operation may be sent again.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::runtime::{
    Client, Credential, Error, Meta, Method, NoDocumentedError, Operation, RequestBuilder, Retry,
    Success, TransportErrorKind,
};
use crate::server::{Received, Server, answer};

/// An operation with this method, marked or not.
macro_rules! operation {
    ($name:ident, $meta:expr) => {
        struct $name;

        impl Operation for $name {
            type Output = ();
            type Error = NoDocumentedError;
            const META: Meta = $meta;
            const SUCCESS: &'static [Success<()>] = &[Success::empty(204)];

            fn build(&self, request: RequestBuilder) -> RequestBuilder {
                request.json("application/json", Some("hunter2"))
            }
        }
    };
}

operation!(Get, Meta::get("get", "/a"));
operation!(GetOnce, Meta::get("get", "/a").once());
operation!(Head, Meta::new("head", Method::HEAD, "/a"));
operation!(Options, Meta::new("options", Method::OPTIONS, "/a"));
operation!(Trace, Meta::new("trace", Method::TRACE, "/a"));
operation!(Post, Meta::post("post", "/a"));
operation!(PostAgain, Meta::post("post", "/a").idempotent());
operation!(Patch, Meta::patch("patch", "/a"));
operation!(Put, Meta::put("put", "/a"));
operation!(PutOnce, Meta::put("put", "/a").once());
operation!(Delete, Meta::delete("delete", "/a"));
operation!(DeleteOnce, Meta::delete("delete", "/a").once());

/// Its documentation says what a redirect means.
struct Documented;

impl Operation for Documented {
    type Output = ();
    type Error = NoDocumentedError;
    const META: Meta = Meta::get("documented", "/a");
    const SUCCESS: &'static [Success<()>] = &[Success::empty(302), Success::empty(204)];
}

async fn send<Op>(server: &Server, operation: Op, retry: Retry) -> Result<(), Error<Op::Error>>
where
    Op: Operation<Output = (), Error = NoDocumentedError>,
{
    let client = Client::builder().base_url(&server.url).api_key("k1").build().unwrap();
    client.call(operation).retry(retry).await
}

/// The requests that came in when the first was responded with a redirect.
async fn redirected<Op>(status: u16, operation: Op) -> Vec<Received>
where
    Op: Operation<Output = (), Error = NoDocumentedError>,
{
    let first = answer(&format!("{status} Elsewhere"), "location: ../b?c=d\r\n", "");
    let server = Server::with(&[&first, "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"]);
    let result = send(&server, operation, Retry::none()).await;
    let received = server.received();
    match result {
        Ok(()) => assert_eq!(received.len(), 2),
        Err(Error::UnexpectedStatus(error)) => {
            assert_eq!((error.status().as_u16(), received.len()), (status, 1));
            assert_eq!(error.headers()["location"], "../b?c=d");
        }
        Err(other) => panic!("{other:?}"),
    }
    received
}

/// The statuses with which a redirect is followed.
macro_rules! followed {
    ($operation:ident) => {{
        let mut followed = Vec::new();
        for status in [300, 301, 302, 303, 304, 307, 308] {
            let received = redirected(status, $operation).await;
            if let [first, second] = &received[..] {
                let method = first.line.split(' ').next().unwrap();
                assert_eq!(second.line, format!("{method} /b?c=d HTTP/1.1"), "the same method");
                assert_eq!(second.body, first.body, "the same body");
                for name in ["x-acme-key", "content-type", "accept"] {
                    assert_eq!(second.header(name), first.header(name), "{name}");
                }
                assert_eq!(second.header("referer"), None);
                followed.push(status);
            }
        }
        followed
    }};
}

#[tokio::test]
async fn what_reads_is_redirected() {
    assert_eq!(followed!(Get), [301, 302, 303, 307, 308]);
    assert_eq!(followed!(Head), [301, 302, 303, 307, 308]);
}

#[tokio::test]
async fn what_may_be_sent_again_is_redirected_as_it_is() {
    assert_eq!(followed!(Put), [307, 308]);
    assert_eq!(followed!(Delete), [307, 308]);
    assert_eq!(followed!(Options), [307, 308]);
    assert_eq!(followed!(PostAgain), [307, 308]);
}

#[tokio::test]
async fn a_documented_redirect_is_the_outcome() {
    let first = answer("302 Elsewhere", "location: ../b\r\n", "");
    let server = Server::with(&[&first]);
    let client = Client::builder().base_url(&server.url).api_key("k1").build().unwrap();
    let response = client.call(Documented).with_response().await.unwrap();
    assert_eq!(
        (response.status.as_u16(), &response.headers["location"]),
        (302, &"../b".parse().unwrap())
    );
    assert_eq!(server.received().len(), 1);
    assert_eq!(redirected(307, Documented).await.len(), 2, "of another status");
}

#[tokio::test]
async fn what_may_not_be_sent_again_is_not_redirected() {
    let none: [u16; 0] = [];
    assert_eq!(followed!(Post), none);
    assert_eq!(followed!(Patch), none);
    assert_eq!(followed!(Trace), none);
    assert_eq!(followed!(PutOnce), none);
    assert_eq!(followed!(DeleteOnce), none);
    assert_eq!(followed!(GetOnce), none);
}

#[tokio::test]
async fn a_mark_goes_before_the_method_when_calls_are_made_again() {
    let retry = Retry::idempotent(2).first_wait(std::time::Duration::from_millis(1));
    async fn count<Op>(operation: Op, retry: Retry) -> usize
    where
        Op: Operation<Output = (), Error = NoDocumentedError>,
    {
        let server = Server::with(&[&answer("503 Busy", "retry-after: 0\r\n", "")]);
        send(&server, operation, retry).await.unwrap_err();
        server.received().len()
    }
    assert_eq!(count(Put, retry).await, 3);
    assert_eq!(count(PutOnce, retry).await, 1);
    assert_eq!(count(Delete, retry).await, 3);
    assert_eq!(count(DeleteOnce, retry).await, 1);
    assert_eq!(count(GetOnce, retry).await, 1);
    assert_eq!(count(Post, retry).await, 1);
    assert_eq!(count(PostAgain, retry).await, 3);
    assert_eq!(count(Trace, retry).await, 1);
}

#[tokio::test]
async fn cookies_that_are_set_on_the_way_are_sent() {
    let first = answer("302 Elsewhere", "location: /b\r\nset-cookie: s=1; Path=/b\r\n", "");
    let server = Server::with(&[&first, "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"]);
    send(&server, Get, Retry::none()).await.unwrap();
    assert_eq!(server.received()[1].header("cookie"), Some("s=1"));
}

operation!(ByKey, Meta::get("byKey", "/a").security(&[&["QueryKey"]]));

#[tokio::test]
async fn a_key_in_the_query_follows_on_the_same_server_as_one_in_a_header_does() {
    for (location, target) in [
        ("/b?c=d#e", "/b?c=d&key=k%201"),
        ("/b", "/b?key=k%201"),
        ("/b?key=own&c", "/b?key=own&c"),
        ("//elsewhere.test/b", ""),
    ] {
        let first = answer("302 Elsewhere", &format!("location: {location}\r\n"), "");
        let server =
            Server::with(&[&first, "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"]);
        let key = Credential::ApiKey("k 1".into());
        let client = Client::builder().base_url(&server.url).credential("QueryKey", key);
        let _ = client.build().unwrap().call(ByKey).await;
        let lines: Vec<_> = server.received().into_iter().map(|own| own.line).collect();
        let second = format!("GET {target} HTTP/1.1");
        let expected = ["GET /a?key=k%201 HTTP/1.1", second.as_str()];
        assert_eq!(lines, expected[..if target.is_empty() { 1 } else { 2 }]);
    }
}

#[tokio::test]
async fn redirects_without_end_are_an_error_with_the_last_status() {
    let server = Server::with(&[&answer("307 Elsewhere", "location: /a\r\nx-trace-id: t\r\n", "")]);
    let error = send(&server, Get, Retry::idempotent(2)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (307, Some("t")));
    assert_eq!(
        error.to_string(),
        "GET /a: could not complete the call: too many redirects, the last with the status 307"
    );
    assert!(!error.is_retryable() && !error.is_connect());
    assert_eq!(server.received().len(), 11);
}

/// Only a refusal before anything was sent may be taken for a call without effect.
#[tokio::test]
async fn a_refusal_after_a_redirect_is_not_one_before_it() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let client = Client::builder().base_url(&refused).build().unwrap();
    assert!(client.call(Put).await.unwrap_err().is_connect());

    // The server responds with a redirect to itself, and is gone.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        drop(listener);
        let _ = stream.read(&mut [0; 4096]).unwrap();
        let answer = "HTTP/1.1 307 Elsewhere\r\nlocation: /b\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let client = Client::builder().base_url(&url).build().unwrap();
    let error = client.call(Put).await.unwrap_err();
    server.join().unwrap();
    assert!(
        matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Connect),
        "{error:?}"
    );
    assert!(!error.is_connect(), "it was sent: {error:?}");
}
