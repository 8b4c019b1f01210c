//! Successes that cannot be read, and responses that do not come at all or not whole.

use std::error::Error as _;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use frozen_sdk::operations::session::GetUserError;
use frozen_sdk::{Client, DecodeError, Error, TransportError, TransportErrorKind};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::server::{Answer, Reaction, Server};
use crate::service::{self, KEY, client};

/// Shorter than all other limits, and long enough for a slow machine to connect to itself.
const SHORT: Duration = Duration::from_millis(300);
/// What is not reached unless a time-out does not work: the default is 60 s.
const LONG: Duration = Duration::from_secs(10);

async fn get_user(server: &Server) -> Error<GetUserError> {
    client(server).session().get_user().await.unwrap_err()
}

#[track_caller]
fn decode(error: Error<GetUserError>) -> DecodeError {
    match error {
        Error::Decode(error) => error,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn transport(error: Error<GetUserError>) -> TransportError {
    match error {
        Error::Transport(error) => error,
        other => panic!("{other:?}"),
    }
}

/// A user in whom one value is another.
fn user_with(pointer: &str, value: Value) -> Value {
    let mut user = service::user();
    *user.pointer_mut(pointer).unwrap() = value;
    user
}

#[tokio::test]
async fn html_instead_of_json() {
    let html = "<!DOCTYPE html><title>Maintenance</title>";
    let answer = Answer::new(200, "text/html; charset=utf-8", html).with("X-Request-Id", "r-1");
    let error = get_user(&Server::answering([answer])).await;
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.body(), Some(html.as_bytes()));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.error_body(), None);
    assert!(!error.is_retryable() && !error.is_timeout() && !error.is_connect());
    assert_snapshot!(error, @"GET /v3/session/user: could not read the response (200 OK): the response is text/html, not JSON: expected value at line 1 column 1");
    let error = decode(error);
    assert_eq!(error.path(), "");
    assert_eq!(error.headers()["content-type"], "text/html; charset=utf-8");
    assert!(error.message().contains("not JSON"));
}

#[tokio::test]
async fn responses_that_are_not_json_although_they_say_so() {
    for body in ["<html>", "{\"userId\": 1", "{\"userId\": 1} {}", "\u{feff}", "not at all"] {
        let error = decode(get_user(&Server::answering([Answer::json(200, body)])).await);
        assert_eq!((error.status().as_u16(), error.body()), (200, body.as_bytes()));
    }
    let error = get_user(&Server::answering([Answer::empty(200)])).await;
    assert_snapshot!(error, @"GET /v3/session/user: could not read the response (200 OK): the response is empty, but JSON was expected");
}

#[tokio::test]
async fn json_is_read_whatever_it_is_called() {
    for media_type in ["text/html", "application/problem+json; charset=utf-8", "x"] {
        let answer = Answer::new(200, media_type, service::user().to_string());
        client(&Server::answering([answer])).session().get_user().await.unwrap();
    }
    let mut body = b"\xEF\xBB\xBF".to_vec();
    body.extend(service::user().to_string().into_bytes());
    let server = Server::answering([Answer::new(200, "application/json", body)]);
    client(&server).session().get_user().await.unwrap();
}

#[tokio::test]
async fn a_wrong_type_is_told_with_its_path() {
    let mut texts = Vec::new();
    for (pointer, path, value) in [
        ("/userId", "userId", json!("12")),
        ("/userName", "userName", json!(12)),
        ("/accessLevel", "accessLevel", json!(1.5)),
        ("/details/unconfirmedEmail/expiresAt", "details.unconfirmedEmail.expiresAt", json!("x")),
        ("/details/unconfirmedEmail", "details.unconfirmedEmail", json!([])),
        ("/details/newsletter", "details.newsletter", json!(true)),
        ("/billingDetails", "billingDetails", json!("none")),
    ] {
        let user = user_with(pointer, value);
        let error = get_user(&Server::answering([Answer::json(200, &user)])).await;
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.body(), Some(user.to_string().as_bytes()), "kept as it is");
        texts.push(error.to_string());
        assert_eq!(decode(error).path(), path);
    }
    assert_snapshot!(texts.join("\n"), @r#"
    GET /v3/session/user: could not read the response (200 OK): userId: invalid type: string "12", expected i64
    GET /v3/session/user: could not read the response (200 OK): userName: invalid type: integer `12`, expected a string
    GET /v3/session/user: could not read the response (200 OK): accessLevel: invalid value: floating point `1.5`, expected i64
    GET /v3/session/user: could not read the response (200 OK): details.unconfirmedEmail.expiresAt: invalid type: string "x", expected i64
    GET /v3/session/user: could not read the response (200 OK): details.unconfirmedEmail: invalid type: sequence, expected object UnconfirmedEmail
    GET /v3/session/user: could not read the response (200 OK): details.newsletter: invalid type: boolean `true`, expected i64
    GET /v3/session/user: could not read the response (200 OK): billingDetails: invalid type: string "none", expected object AccountBillingDetails
    "#);

    let error = decode(get_user(&Server::answering([Answer::json(200, "[]")])).await);
    assert_eq!(error.path(), "");
    assert_snapshot!(format!("{error:?}"), @r#"DecodeError { path: "", message: "invalid type: sequence, expected object SessionUser", status: 200, bytes: 2, .. }"#);
}

#[tokio::test]
async fn whole_numbers_may_be_written_as_floats() {
    let user = user_with("/accessLevel", json!(20.0));
    let server = Server::answering([Answer::json(200, user)]);
    assert_eq!(client(&server).session().get_user().await.unwrap().access_level, 20);
}

#[tokio::test]
async fn a_response_that_is_cut_off() {
    let server = Server::answering([Answer::json(200, service::user()).cut_off()]);
    let error = get_user(&server).await;
    assert!(error.is_retryable() && !error.is_timeout() && !error.is_connect());
    assert_eq!(error.status().unwrap(), 200, "that it had begun is known");
    assert_eq!(error.body(), None);
    assert_eq!(
        error.to_string(),
        "GET /v3/session/user: the response was cut off or is malformed: end of file before message length reached"
    );
    let error = transport(error);
    assert_eq!(error.kind(), TransportErrorKind::Body);
    assert!(error.source().is_some());
    server.only_request();
    // The status of a failure says enough; what arrived of its body is kept.
    for status in [404, 418] {
        let server = Server::answering([Answer::json(status, service::user()).cut_off()]);
        let error = get_user(&server).await;
        assert_eq!(error.status().unwrap(), status);
        assert!(!error.is_retryable() && !error.body().unwrap().is_empty());
        let (Error::Api(_) | Error::UnexpectedStatus(_)) = error else { panic!("{error:?}") };
        server.only_request();
    }
}

#[tokio::test]
async fn a_response_in_chunks() {
    let answer = Answer::json(200, service::user()).chunked();
    let server = Server::answering([answer.clone()]);
    assert_eq!(client(&server).session().get_user().await.unwrap().user_name, service::USER);

    let error = get_user(&Server::answering([answer.cut_off()])).await;
    assert_eq!(transport(error).kind(), TransportErrorKind::Body);
}

#[tokio::test]
async fn a_response_that_is_too_large() {
    let answer = Answer::json(200, service::user());
    for answer in [answer.clone(), answer.chunked()] {
        let server = Server::answering([answer]);
        let builder = Client::builder().base_url(&server.url()).max_response_bytes(100);
        let error = builder.build().unwrap().session().get_user().await.unwrap_err();
        assert!(!error.is_retryable());
        assert_eq!(error.to_string(), "GET /v3/session/user: the response is too large");
        assert_eq!(transport(error).kind(), TransportErrorKind::BodyTooLarge);
    }
}

#[tokio::test]
async fn a_connection_that_ends_without_a_response() {
    for bytes in [&b""[..], b"HTTP/1.1 200 OK\r\nContent-Le"] {
        let error = get_user(&Server::start(move |_, _| Reaction::Bytes(bytes))).await;
        assert!(!error.is_connect() && !error.is_timeout());
        assert_eq!((error.status(), error.body()), (None, None));
        assert!(error.is_retryable(), "it may well succeed later: {error}");
        assert_eq!(transport(error).kind(), TransportErrorKind::NoResponse);
    }
}

#[tokio::test]
async fn a_response_that_is_garbled() {
    let error = get_user(&Server::start(|_, _| Reaction::Bytes(b"SSH-2.0-x\r\n\r\n"))).await;
    assert!(!error.is_connect() && !error.is_timeout());
    assert!(!error.is_retryable(), "it will be no HTTP again");
    assert_eq!(transport(error).kind(), TransportErrorKind::Protocol);
}

#[tokio::test]
async fn a_hang_ends_by_the_timeout_of_the_call() {
    let server = Server::hanging();
    let start = Instant::now();
    let client = client(&server);
    let error = client.session().get_user().timeout(SHORT).await.unwrap_err();
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
    assert!(error.is_timeout() && error.is_retryable() && !error.is_connect());
    assert_snapshot!(error, @"GET /v3/session/user: the response did not arrive within 300ms");
    assert_eq!(transport(error).kind(), TransportErrorKind::Timeout);
    server.wait_for(1);
    server.only_request();
}

#[tokio::test]
async fn a_hang_ends_by_the_timeout_of_the_client() {
    let server = Server::hanging();
    let start = Instant::now();
    let builder = Client::builder().base_url(&server.url()).api_key(KEY).timeout(SHORT);
    let error = builder.build().unwrap().session().get_user().await.unwrap_err();
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
    assert!(error.is_timeout());
}

#[tokio::test]
async fn a_call_that_hangs_hinders_no_other() {
    let server = Arc::new(Server::start(|count, _| match count {
        0 => Reaction::Hang,
        _ => Answer::json(200, service::user()).into(),
    }));
    let client = client(&server);
    let hanging = tokio::spawn(client.session().get_user().into_future());
    let waiting = Arc::clone(&server);
    tokio::task::spawn_blocking(move || waiting.wait_for(1)).await.unwrap();
    client.session().get_user().await.unwrap();
    assert!(!hanging.is_finished());
    hanging.abort();
}

#[tokio::test]
async fn no_server() {
    let client = Client::builder().base_url(&Server::nowhere()).api_key(KEY).build().unwrap();
    let error = client.session().get_user().await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable() && !error.is_timeout());
    assert_eq!((error.status(), error.body()), (None, None));
    assert_eq!((error.headers(), error.retry_after(), error.request_id()), (None, None, None));
    let text = error.to_string();
    // The number is not the same on each system.
    assert_snapshot!(text.split(" (os error").next().unwrap(), @"GET /v3/session/user: could not connect: Connection refused");
    assert_eq!(transport(error).kind(), TransportErrorKind::Connect);
}

#[tokio::test]
async fn a_server_that_speaks_no_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("https://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut received = vec![0];
        stream.read_exact(&mut received).unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        // The client may hang up in any way it likes.
        let _ = stream.read_to_end(&mut received);
        received
    });
    let client = Client::builder().base_url(&base_url).api_key(KEY).build().unwrap();
    let error = client.session().get_user().timeout(LONG).await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout() && !error.is_retryable(), "{error:?}");
    let text = error.to_string();
    assert!(
        text.starts_with("GET /v3/session/user: could not establish a TLS connection: "),
        "{text}"
    );
    assert_eq!(transport(error).kind(), TransportErrorKind::Tls);
    assert!(!server.join().unwrap().windows(KEY.len()).any(|part| part == KEY.as_bytes()));
}

#[tokio::test]
async fn what_cannot_be_sent_is_not() {
    let server = Server::answering([Answer::empty(200)]);
    let client = client(&server);
    let error = client.session().get_user().header("X-Bad", "a\r\nb").await.unwrap_err();
    assert!(matches!(error, Error::Build(_)), "{error:?}");
    assert_snapshot!(error, @"GET /v3/session/user: could not build the request: the name or value of header `X-Bad` is not valid");

    let bad_key = Client::builder().base_url(&server.url()).api_key("a\nb").build().unwrap();
    let error = bad_key.session().get_user().await.unwrap_err();
    assert_eq!((error.status(), error.is_retryable(), error.is_connect()), (None, false, false));
    assert_snapshot!(error, @"GET /v3/session/user: could not build the request: the credential for `ApiKey` does not fit the security scheme, or has characters that cannot be sent");
    assert_eq!(server.requests().len(), 0);
}
