//! The client, over TCP.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::acme::{Credentials, GetInvoice, Login, LoginError};
use crate::runtime::{
    Body, BuildErrorKind, Client, ClientBuilder, Error, NoDocumentedError, Retry,
    TransportErrorKind,
};
use crate::server::{Server, answer};

const INVOICE: &str = r#"{"id":7,"note":null,"lines":[]}"#;

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(&server.url).api_key("k1").timeout(Duration::from_secs(10))
}

fn ok() -> String {
    answer("200 OK", "content-type: application/json\r\nx-request-id: r1\r\n", INVOICE)
}

/// A wait that is as good as none.
fn quick(max: u32) -> Retry {
    Retry::idempotent(max).first_wait(Duration::from_millis(2))
}

fn body() -> Credentials {
    Credentials::new("me", "hunter2")
}

#[tokio::test]
async fn a_call() {
    let server = Server::with(&[&ok()]);
    let client = builder(&server)
        .default_header("x-extra", "1")
        .default_header("accept", "text/x")
        .build()
        .unwrap();
    let invoice = client.call(GetInvoice::new("a/b")).theme("dark").await.unwrap();
    assert_eq!(invoice.id, 7);
    let received = &server.received()[0];
    assert_eq!(received.line, "GET /v3/invoices/a%2Fb HTTP/1.1");
    assert_eq!(received.header("x-acme-key"), Some("k1"));
    assert_eq!(
        received.header("accept"),
        Some("application/json"),
        "the operation goes before the default"
    );
    assert_eq!(received.header("x-extra"), Some("1"));
    assert_eq!(received.header("cookie"), Some("theme=dark"));
    assert_eq!(
        received.header("user-agent"),
        Some(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
    );
    assert_eq!(received.header("content-type"), None);
    assert_eq!(received.header("content-length"), None);
}

#[tokio::test]
async fn a_body_and_a_documented_error() {
    let server =
        Server::with(&[&answer("401 Unauthorized", "", r#"{"errorCode":1,"errorMessage":"No"}"#)]);
    let client = builder(&server).user_agent("mine/1").build().unwrap();
    let error = client.call(Login { body: body() }).header("X-Acme-Key", "k2").await.unwrap_err();
    assert!(
        matches!(&error, Error::Api(error) if matches!(error.kind(), LoginError::Unauthorized)),
        "{error:?}"
    );
    let received = &server.received()[0];
    assert_eq!(received.line, "POST /v3/login HTTP/1.1");
    assert_eq!(received.body, r#"{"userName":"me","password":"hunter2"}"#);
    assert_eq!(received.header("content-type"), Some("application/json"));
    assert_eq!(
        received.header("x-acme-key"),
        Some("k2"),
        "a header of the call goes before all others"
    );
    assert_eq!(received.header("user-agent"), Some("mine/1"));
}

#[tokio::test]
async fn one_call_has_parameters_and_fields_that_are_not_documented() {
    let server = Server::with(&[&ok(), &answer("401 Unauthorized", "", "{}")]);
    let client = builder(&server).build().unwrap();
    let call =
        client.call(GetInvoice::new("1")).extra_query("a b", "x&y=1").extra_query("a b", "2");
    call.await.unwrap();
    let login = client.call(Login { body: body() });
    let call = login.extra_field("otp", 123).extra_field("userName", "you");
    assert!(!format!("{call:?}").contains("123"), "{call:?}");
    call.await.unwrap_err();
    let received = server.received();
    assert!(received[0].line.contains("/1?a%20b=2 "), "{}", received[0].line);
    let sent: serde_json::Value = serde_json::from_str(&received[1].body).unwrap();
    assert_eq!(sent, json!({"userName": "you", "password": "hunter2", "otp": 123}));
    // An operation without a JSON body has no fields to which one could be added.
    let error = client.call(GetInvoice::new("1")).extra_field("otp", 123).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /v3/invoices/{id}: could not build the request: body: only a JSON object can have further fields"
    );
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn the_whole_response_and_a_spawned_call() {
    let server = Server::with(&[&ok()]);
    let client = builder(&server).build().unwrap();
    let response = client.call(GetInvoice::new("1")).with_response().await.unwrap();
    assert_eq!(
        (response.value.id, response.status.as_u16(), response.request_id()),
        (7, 200, Some("r1"))
    );
    let call = client.call(GetInvoice::new("1")).into_future();
    drop(client);
    assert_eq!(tokio::spawn(call).await.unwrap().unwrap().id, 7);
}

#[tokio::test]
async fn what_cannot_be_built_is_not_sent() {
    let server = Server::with(&[&ok()]);
    let client = builder(&server).build().unwrap();
    let error = client.call(GetInvoice::new("..")).await.unwrap_err();
    assert!(
        matches!(&error, Error::Build(error) if matches!(error.kind(), BuildErrorKind::UnsafePath { name: Some("id") })),
        "{error:?}"
    );
    let error = client.call(GetInvoice::new("1")).header("x-a", "hunter2\r\n").await.unwrap_err();
    assert!(
        matches!(&error, Error::Build(error) if *error.kind() == BuildErrorKind::InvalidHeader { name: "x-a".into() }),
        "{error:?}"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn cookies_are_kept() {
    let first = answer("200 OK", "set-cookie: session=s1; Path=/\r\n", INVOICE);
    let server = Server::with(&[&first, &ok()]);
    let client = builder(&server).build().unwrap();
    let response = client.call(GetInvoice::new("1")).with_response().await.unwrap();
    assert!(response.headers["set-cookie"].is_sensitive());
    client.clone().call(GetInvoice::new("1")).await.unwrap();
    client.call(GetInvoice::new("1")).theme("dark").await.unwrap();
    let cookies: Vec<_> =
        server.received().iter().map(|r| r.header("cookie").map(str::to_owned)).collect();
    assert_eq!(cookies, [None, Some("session=s1".into()), Some("theme=dark; session=s1".into())]);

    let server = Server::with(&[&first]);
    let client = builder(&server).cookies(false).build().unwrap();
    for _ in 0..2 {
        client.call(GetInvoice::new("1")).await.unwrap();
    }
    assert_eq!(server.received()[1].header("cookie"), None);
}

#[tokio::test]
async fn redirects_are_followed_on_the_same_server_only() {
    let server = Server::with(&[
        &answer("307 Temporary Redirect", "location: /elsewhere?x=1\r\n", ""),
        &ok(),
    ]);
    let client = builder(&server).build().unwrap();
    assert_eq!(client.call(GetInvoice::new("1")).await.unwrap().id, 7);
    let received = &server.received()[1];
    assert_eq!(
        (received.line.as_str(), received.header("x-acme-key")),
        ("GET /elsewhere?x=1 HTTP/1.1", Some("k1"))
    );
    assert_eq!(received.header("referer"), None);

    let other = Server::with(&[&ok()]);
    let location = format!("location: {}/stolen\r\n", other.url);
    let server = Server::with(&[&answer("302 Found", &location, "")]);
    let custom = reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(3));
    for client in
        [builder(&server).build().unwrap(), builder(&server).http_client(custom).build().unwrap()]
    {
        let error = client.call(GetInvoice::new("1")).await.unwrap_err();
        assert_eq!(error.status().unwrap(), 302);
        assert!(error.headers().unwrap().contains_key("location"));
    }
    assert!(other.received().is_empty(), "the key went to another server: {:?}", other.received());
}

#[tokio::test]
async fn redirects_come_to_an_end() {
    let server = Server::with(&[&answer("302 Found", "location: /again\r\n", "")]);
    let client = builder(&server).build().unwrap();
    let error = client.call(GetInvoice::new("1")).await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Other),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "GET /v3/invoices/{id}: could not complete the call: too many redirects, the last with the status 302"
    );
    assert_eq!(server.received().len(), 11);
}

#[tokio::test]
async fn a_call_has_its_time() {
    let server = Server::start(|_, _| (Duration::from_secs(5), ok()));
    let client = builder(&server).timeout(Duration::from_millis(80)).build().unwrap();
    let start = Instant::now();
    let error = client.call(GetInvoice::new("1")).await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable() && !error.is_connect(), "{error:?}");
    let text = "GET /v3/invoices/{id}: the response did not arrive within 80ms";
    assert_eq!(error.to_string(), text);
    let error = client
        .call(GetInvoice::new("1"))
        .timeout(Duration::from_millis(160))
        .retry(quick(50).attempt_timeout(Duration::from_millis(40)))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(2));
    assert!((3..=6).contains(&server.received().len()), "{}", server.received().len());
}

#[tokio::test]
async fn no_server() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let client = Client::builder().base_url(&format!("http://127.0.0.1:{port}")).build().unwrap();
    let mut operation = GetInvoice::new("1");
    operation.tags = Some(vec!["hunter2".into()]);
    let error = client.call(operation).await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable() && error.status().is_none(), "{error:?}");
    assert!(error.to_string().starts_with("GET /v3/invoices/{id}: could not connect: "), "{error}");
    let mut text = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    assert!(source.is_some());
    while let Some(cause) = source {
        text = format!("{text} {cause}");
        source = cause.source();
    }
    assert!(!text.contains("hunter2"), "{text}");
}

#[tokio::test]
async fn a_server_without_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 1024]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let client = Client::builder().base_url(&format!("https://127.0.0.1:{port}")).build().unwrap();
    let error = client.call(GetInvoice::new("1")).await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Tls),
        "{error:?}"
    );
    assert!(error.is_connect() && !error.is_retryable());
}

#[tokio::test]
async fn an_answer_that_is_cut_off() {
    let server = Server::with(&["HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"id\":"]);
    let client = builder(&server).build().unwrap();
    let error = client.call(GetInvoice::new("1")).await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Body),
        "{error:?}"
    );
    assert!(
        error.is_retryable()
            && error.to_string().contains(": the response was cut off or is malformed: "),
        "{error}"
    );
    assert_eq!(error.status().unwrap(), 200, "that it had begun is known");
    assert!(error.headers().unwrap().contains_key("content-length"));
}

#[tokio::test]
async fn an_answer_that_is_too_large() {
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1f\r\n{INVOICE}\r\n0\r\n\r\n"
    );
    let server = Server::with(&[&ok(), &chunked]);
    assert_eq!(INVOICE.len(), 31);
    for limit in [30, 30, 31] {
        let client = builder(&server).max_response_bytes(limit).build().unwrap();
        let result = client.call(GetInvoice::new("1")).await;
        match limit {
            31 => assert_eq!(result.unwrap().id, 7),
            _ => assert!(
                matches!(&result, Err(Error::Transport(e)) if e.kind() == TransportErrorKind::BodyTooLarge),
                "{result:?}"
            ),
        }
    }
}

#[tokio::test]
async fn what_is_tried_again() {
    let busy = answer("503 Service Unavailable", "", "");
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{".to_owned();
    let server = Server::with(&[&busy, &cut, &ok()]);
    let client = builder(&server).retry(quick(2)).build().unwrap();
    assert_eq!(client.call(GetInvoice::new("1")).await.unwrap().id, 7);
    assert_eq!(server.received().len(), 3);

    let server = Server::with(&[&busy]);
    let client = builder(&server).retry(quick(2)).build().unwrap();
    assert_eq!(client.call(GetInvoice::new("1")).await.unwrap_err().status().unwrap(), 503);
    assert_eq!(server.received().len(), 3);
    client.call(GetInvoice::new("1")).retry(Retry::none()).await.unwrap_err();
    assert_eq!(server.received().len(), 4);

    let server = Server::with(&[&answer("500 Internal Server Error", "", "")]);
    let client = builder(&server).retry(quick(2)).build().unwrap();
    client.call(GetInvoice::new("1")).await.unwrap_err();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_post_is_never_tried_again() {
    let server = Server::with(&[&answer("503 Service Unavailable", "retry-after: 0\r\n", "")]);
    let client = builder(&server).retry(quick(5)).build().unwrap();
    client.call(Login { body: body() }).await.unwrap_err();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn the_server_says_when() {
    let server = Server::with(&[&answer("429 Too Many Requests", "retry-after: 1\r\n", ""), &ok()]);
    let client = builder(&server).retry(quick(2)).build().unwrap();
    let start = Instant::now();
    client.call(GetInvoice::new("1")).await.unwrap();
    assert!((1000..3000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());

    let server = Server::with(&[&answer("429 Too Many Requests", "retry-after: 5\r\n", "")]);
    let client = builder(&server).retry(quick(2)).build().unwrap();
    let start = Instant::now();
    let capped = quick(2).max_retry_after(Duration::from_secs(4));
    let error = client.call(GetInvoice::new("1")).retry(capped).await.unwrap_err();
    assert_eq!(
        error.retry_after(),
        Some(Duration::from_secs(5)),
        "longer than the most that is waited"
    );
    client.call(GetInvoice::new("1")).timeout(Duration::from_secs(3)).await.unwrap_err();
    assert_eq!(server.received().len(), 2, "longer than the call has");
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn requests_without_an_operation() {
    let server = Server::with(&[&answer("418 I'm a teapot", "set-cookie: a=1\r\n", "short")]);
    let client = builder(&server).base_url(&format!("{}/api", server.url)).build().unwrap();
    for uri in ["/hidden?x=1".to_owned(), format!("{}/api/hidden?x=1", server.url)] {
        let request = http::Request::post(uri).body(Body::from("hi")).unwrap();
        let response = client.send(request).await.unwrap();
        assert_eq!(
            (response.status().as_u16(), response.body().as_bytes().unwrap()),
            (418, &b"short"[..])
        );
        assert!(response.headers()["set-cookie"].is_sensitive());
    }
    for received in server.received() {
        assert_eq!(
            (received.line.as_str(), received.body.as_str()),
            ("POST /api/hidden?x=1 HTTP/1.1", "hi")
        );
        assert_eq!(received.header("x-acme-key"), Some("k1"));
        assert!(received.header("user-agent").is_some());
    }
    let other = Server::with(&[&ok()]);
    let request =
        http::Request::get(format!("{}/hidden", other.url)).body(Body::default()).unwrap();
    let error = client.send(request).await.unwrap_err();
    assert!(
        matches!(&error, Error::Build(error) if *error.kind() == BuildErrorKind::ForeignUrl),
        "{error:?}"
    );
    assert!(other.received().is_empty());
}

#[tokio::test]
async fn errors_of_several_operations_become_one_type() {
    async fn both(client: &Client) -> Result<(), Error<NoDocumentedError>> {
        client.call(GetInvoice::new("1")).await.map_err(Error::without_kind)?;
        client.call(Login { body: body() }).await.map_err(Error::without_kind)?;
        Ok(())
    }
    let server = Server::with(&[&ok(), &answer("401 Unauthorized", "x-request-id: r1\r\n", "")]);
    let error = both(&builder(&server).build().unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedStatus(_)), "{error:?}");
    assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (401, Some("r1")));
}

#[tokio::test]
async fn a_whole_response_can_be_spawned() {
    let server = Server::with(&[&ok()]);
    let client = builder(&server).build().unwrap();
    let spawned = tokio::spawn(client.call(GetInvoice::new("1")).with_response());
    drop(client);
    assert_eq!(spawned.await.unwrap().unwrap().value.id, 7);
}

#[tokio::test]
async fn a_response_shows_no_value_of_a_header() {
    let headers = "set-cookie: sid=canary\r\nx-auth-token: canary\r\nx-request-id: r1\r\n";
    let server = Server::with(&[&answer("200 OK", headers, r#"{"id":1,"lines":[]}"#)]);
    let client = Client::builder().base_url(&server.url).api_key("k").build().unwrap();
    let response = client.call(GetInvoice::new("1")).with_response().await.unwrap();
    assert_eq!(response.headers["x-auth-token"], "canary");
    let shown = format!("{response:?} {response:#?}");
    assert!(shown.contains("x-auth-token") && !shown.contains("canary"), "{shown}");
}
