//! What becomes of calls when servers do what they should not: the outcome, its time, and the number of requests that the server saw.

use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::acme::{Credentials, GetInvoice, Login};
use crate::faulty::{Act, Faulty, whole};
use crate::runtime::{
    Body, Client, ClientBuilder, Error, Meta, Method, NoDocumentedError, Operation, Retry, Success,
    TransportError, TransportErrorKind as Kind,
};

const INVOICE: &str = r#"{"id":7,"note":null,"lines":[]}"#;

fn builder(url: &str) -> ClientBuilder {
    let quick = Retry::idempotent(2).first_wait(Duration::from_millis(2));
    Client::builder().base_url(url).api_key("k1").timeout(Duration::from_secs(10)).retry(quick)
}

fn ok() -> Vec<u8> {
    whole("200 OK", "", INVOICE)
}

/// The error of a call that gets no whole response.
async fn failure(client: &Client) -> TransportError {
    match client.call(GetInvoice::new("1")).await {
        Err(Error::Transport(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// How many connections are open once there was time to close all but these.
async fn wait_for(server: &Faulty, kept: usize) -> usize {
    for _ in 0..3_000 {
        if server.open() == kept {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server.open()
}

/// Each fault, what kind of error it is, the status that is known of it, and how often it is sent with two retries.
#[tokio::test]
async fn each_fault_has_its_outcome_and_its_number_of_requests() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\"";
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let text = |text: &str| text.as_bytes().to_vec();
    let cases = [
        ("closed at once", Act::Close(vec![]), Kind::NoResponse, None, 3),
        ("reset at once", Act::Reset(vec![]), Kind::NoResponse, None, 3),
        ("half closed at once", Act::HalfClose(vec![]), Kind::NoResponse, None, 3),
        ("half of a head", Act::Close(text("HTTP/1.1 200 OK\r\nconte")), Kind::NoResponse, None, 3),
        ("cut off", Act::Close(text(head)), Kind::Body, Some(200), 3),
        ("reset in the body", Act::Reset(text(head)), Kind::Body, Some(200), 3),
        ("half closed in the body", Act::HalfClose(text(head)), Kind::Body, Some(200), 3),
        (
            "a chunk is missing",
            Act::Close(text(&format!("{chunked}5\r\n{{\"id\"\r\n"))),
            Kind::Body,
            Some(200),
            3,
        ),
        (
            "a chunk without a size",
            Act::Close(text(&format!("{chunked}zz\r\n\r\n"))),
            Kind::Body,
            Some(200),
            3,
        ),
        ("another protocol", Act::Close(text("SSH-2.0-x\r\n\r\n")), Kind::Protocol, None, 1),
        ("no protocol", Act::Close(vec![0; 300]), Kind::Protocol, None, 1),
        (
            "a status that is none",
            Act::Close(text("HTTP/1.1 abc OK\r\n\r\n")),
            Kind::Protocol,
            None,
            1,
        ),
    ];
    for (name, act, kind, status, requests) in cases {
        let server = Faulty::always(act);
        let start = Instant::now();
        let client = builder(&server.url).build().unwrap();
        let error = failure(&client).await;
        assert_eq!(error.kind(), kind, "{name}: {error:?}");
        assert_eq!(error.status().map(|status| status.as_u16()), status, "{name}");
        assert!(!error.is_connect() && !error.is_timeout(), "{name}");
        assert_eq!(server.count(), requests, "{name}");
        client.call(Login { body: Credentials::new("me", "pw") }).await.unwrap_err();
        assert_eq!(server.count(), requests + 1, "{name}: a POST is sent once");
        assert!(start.elapsed() < Duration::from_secs(8), "{name}");
        drop(client);
        assert_eq!(wait_for(&server, 0).await, 0, "{name}");
    }
}

#[tokio::test]
async fn a_refused_connection_stays_one_with_retries() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = builder(&format!("http://{address}")).build().unwrap();
    let error = failure(&client).await;
    assert_eq!(error.kind(), Kind::Connect);
    assert!(error.is_connect() && error.is_retryable());
}

/// Nobody accepts the connection, and the queue for it is full.
#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_connection_that_hangs_is_told_from_a_response_that_does() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let connect = |_| TcpStream::connect_timeout(&address, Duration::from_millis(200)).ok();
    let queue: Vec<_> = (0..5_000).map_while(connect).collect();
    let url = format!("http://{address}");
    let client = builder(&url).timeout(Duration::from_millis(500)).retry(Retry::none());
    let error = failure(&client.build().unwrap()).await;
    assert!(error.is_connect(), "{error:?}");
    assert!(error.to_string().starts_with("GET /v3/invoices/{id}: could not connect"), "{error}");
    drop(queue);
}

#[tokio::test]
async fn a_time_out_in_the_body_knows_the_status() {
    for act in [
        Act::Hang(b"HTTP/1.1 200 OK\r\nx-request-id: r1\r\ncontent-length: 9\r\n\r\n{".to_vec()),
        Act::Endless(
            b"HTTP/1.1 200 OK\r\nx-request-id: r1\r\ntransfer-encoding: chunked\r\n\r\n".to_vec(),
            b"1\r\n \r\n".to_vec(),
        ),
    ] {
        let server = Faulty::always(act);
        let client = builder(&server.url).timeout(Duration::from_millis(300)).build().unwrap();
        let start = Instant::now();
        let error = failure(&client).await;
        assert!(error.is_timeout(), "{error:?}");
        assert!(start.elapsed() < Duration::from_secs(3));
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.headers().unwrap()["x-request-id"], "r1");
        assert_eq!(
            error.to_string(),
            "GET /v3/invoices/{id}: the rest of the response did not arrive within 300ms"
        );
        assert_eq!(server.count(), 1);
        drop(client);
        assert_eq!(wait_for(&server, 0).await, 0, "nothing is left of the call");
    }
}

/// The responses that are not a success and are cut off, or never end: the status decides all the same.
#[tokio::test]
async fn a_failure_that_is_cut_off_is_one_of_its_status() {
    let head =
        |status| format!("HTTP/1.1 {status}\r\nretry-after: 40\r\ncontent-length: 90\r\n\r\n{{\"");
    for (status, requests) in [("404 Not Found", 1), ("503 Service Unavailable", 1), ("502 x", 1)] {
        for (act, seconds) in
            [(Act::Close(head(status).into()), 20), (Act::Hang(head(status).into()), 2)]
        {
            let server = Faulty::always(act);
            let client =
                builder(&server.url).timeout(Duration::from_secs(seconds)).build().unwrap();
            let error = client.call(GetInvoice::new("1")).await.unwrap_err();
            assert_eq!(error.status().unwrap().as_str(), &status[..3], "{error:?}");
            assert_eq!(error.retry_after(), Some(Duration::from_secs(40)));
            assert_eq!(error.is_retryable(), !status.starts_with("404"));
            assert!(!matches!(error, Error::Transport(_)), "{error:?}");
            assert_eq!(error.body(), Some(&b"{\""[..]), "what had come is kept");
            assert_eq!(server.count(), requests, "{status}: it asks for more time than is left");
        }
    }
}

#[tokio::test]
async fn an_error_does_not_show_the_headers_that_had_come() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\nx-auth-token: hunter2\r\n\r\n{";
    let server = Faulty::always(Act::Close(head.to_vec()));
    let client = builder(&server.url).retry(Retry::none()).build().unwrap();
    let error = client.call(GetInvoice::new("1")).await.unwrap_err();
    assert_eq!(error.headers().unwrap()["x-auth-token"], "hunter2");
    let text = format!("{error:?} {error:#?} {error}");
    assert!(!text.contains("hunter2") && text.contains("200"), "{text}");
}

#[tokio::test]
async fn a_body_that_stops_coming_ends_before_the_time_of_the_call() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{";
    let server = Faulty::always(Act::Hang(head.to_vec()));
    let client = builder(&server.url).idle_timeout(Duration::from_millis(100)).build().unwrap();
    let start = Instant::now();
    let error = failure(&client).await;
    assert!(error.is_timeout() && start.elapsed() < Duration::from_secs(5), "{error:?}");
    assert_eq!((error.status().unwrap().as_u16(), server.count()), (200, 3));

    let drip = Act::Drip(ok(), Duration::from_millis(5));
    let server = Faulty::always(drip.clone());
    let client = builder(&server.url).idle_timeout(Duration::from_secs(2)).build().unwrap();
    assert_eq!(client.call(GetInvoice::new("1")).await.unwrap().id, 7, "slow is not idle");
    let server = Faulty::always(drip);
    let client = builder(&server.url).timeout(Duration::from_millis(100)).build().unwrap();
    assert!(failure(&client).await.is_timeout());
}

/// Asks for the head of something.
#[derive(Debug)]
struct Head;

impl Operation for Head {
    type Output = ();
    type Error = NoDocumentedError;
    const META: Meta = Meta::new("head", Method::HEAD, "/head");
    const SUCCESS: &'static [Success<()>] = &[Success::empty(200), Success::empty(204)];
}

#[tokio::test]
async fn what_has_no_body_is_not_waited_for_and_nothing_behind_it_is_another_response() {
    let evil = String::from_utf8(whole("200 OK", "", r#"{"id":666,"note":null,"lines":[]}"#));
    let evil = evil.unwrap();
    for (first, status) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n".to_owned(), 200),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_owned(), 200),
        ("HTTP/1.1 304 Not Modified\r\ncontent-length: 50\r\n\r\n".to_owned(), 304),
        ("HTTP/1.1 204 No Content\r\n\r\n".to_owned(), 204),
        (format!("HTTP/1.1 204 No Content\r\n\r\n{evil}"), 204),
        (format!("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n{evil}"), 200),
        (format!("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{evil}"), 200),
    ] {
        let response = first.clone().into_bytes();
        let server = Faulty::start(move |_, head| {
            Act::Keep(if head.starts_with("head ") { response.clone() } else { ok() })
        });
        let client = builder(&server.url).max_response_bytes(1000).build().unwrap();
        match client.call(Head).await {
            Ok(()) => assert!(status < 300),
            Err(error) => assert_eq!(error.status().unwrap().as_u16(), status, "{first}"),
        }
        assert_eq!(client.call(GetInvoice::new("1")).await.unwrap().id, 7, "{first}");
        assert_eq!(server.count(), 2, "{first}");
    }
}

#[tokio::test]
async fn an_endless_body_is_held_to_its_size() {
    let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("400\r\n{}\r\n", " ".repeat(1024));
    for first in [&head[..], b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"] {
        let server = Faulty::always(Act::Endless(first.to_vec(), chunk.clone().into_bytes()));
        let client = builder(&server.url).max_response_bytes(100_000).build().unwrap();
        let error = failure(&client).await;
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (Kind::BodyTooLarge, 200));
        assert_eq!(server.count(), 1, "it would be as long again");
        drop(client);
        assert_eq!(wait_for(&server, 0).await, 0);
    }
}

#[tokio::test]
async fn an_endless_head_ends() {
    let server = Faulty::always(Act::Endless(
        b"HTTP/1.1 200 OK\r\n".to_vec(),
        b"x-a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".to_vec(),
    ));
    let client = builder(&server.url).build().unwrap();
    assert_eq!(failure(&client).await.kind(), Kind::Protocol);
    assert_eq!(server.count(), 1);
}

// A thread that is busy with what comes looks at the time late; the others do not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn endless_interim_responses_end_in_time() {
    let interim = b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
    let server = Faulty::always(Act::Endless(vec![], interim.to_vec()));
    let client = builder(&server.url).timeout(Duration::from_millis(200)).build().unwrap();
    let start = Instant::now();
    assert!(failure(&client).await.is_timeout());
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    drop(client);
    assert_eq!(wait_for(&server, 0).await, 0);
}

#[tokio::test]
async fn a_compressed_response_is_not_asked_for_and_named_if_it_comes_all_the_same() {
    let gzip =
        whole("200 OK", "content-type: application/json\r\ncontent-encoding: gzip\r\n", "\u{1f}x");
    let server = Faulty::always(Act::Keep(gzip));
    let client = builder(&server.url).build().unwrap();
    let error = client.call(GetInvoice::new("1")).await.unwrap_err();
    assert!(
        server.heads()[0].contains("\r\naccept-encoding: identity\r\n"),
        "{:?}",
        server.heads()
    );
    assert!(error.to_string().contains("the response is compressed (gzip)"), "{error}");
    assert_eq!((error.status().unwrap().as_u16(), server.count()), (200, 1));
}

#[tokio::test]
async fn responses_that_are_no_json_say_what_they_are() {
    for (response, message) in [
        (
            whole("200 OK", "content-type: text/html\r\n", "<html>"),
            "the response is text/html, not JSON",
        ),
        (whole("200 OK", "content-type: application/json\r\n", "{\"id\":7,"), "EOF while parsing"),
        (whole("200 OK", "", ""), "the response is empty, but JSON was expected"),
    ] {
        let server = Faulty::always(Act::Keep(response));
        let client = builder(&server.url).build().unwrap();
        let error = client.call(GetInvoice::new("1")).await.unwrap_err();
        assert!(matches!(&error, Error::Decode(_)), "{error:?}");
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(server.count(), 1, "it would be the same again");
    }
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_costs_no_call() {
    // Each connection is closed after one response, without a word.
    let server = Faulty::always(Act::Close(ok()));
    let client = builder(&server.url).retry(Retry::none()).build().unwrap();
    for _ in 0..20 {
        client.call(GetInvoice::new("1")).await.unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let login = whole("200 OK", "", r#"{"price":1}"#);
    let server = Faulty::always(Act::Close(login));
    let client = builder(&server.url).retry(Retry::none()).build().unwrap();
    for sent in 1..=20 {
        client.call(Login { body: Credentials::new("me", "pw") }).await.unwrap();
        assert_eq!(server.count(), sent, "no POST is sent twice");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn connections_are_kept_up_to_their_number() {
    let server = Faulty::always(Act::Keep(ok()));
    let client = builder(&server.url).max_idle_connections(2).build().unwrap();
    let call = || tokio::spawn(client.call(GetInvoice::new("1")).into_future());
    for call in (0..8).map(|_| call()).collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    let made = server.connections();
    assert!(made > 2, "they overlap: {made}");
    let open = wait_for(&server, 2).await;
    assert_eq!(open, 2);
    call().await.unwrap().unwrap();
    assert_eq!(server.connections(), made, "one of those that were kept is taken");
    drop(client);
    assert_eq!(wait_for(&server, 0).await, 0);
}

#[tokio::test]
async fn marks_that_turn_text_round_are_not_shown() {
    let body =
        "{\"errorCode\":1,\"errorMessage\":\"a\u{202e}b\u{2066}c\u{200f}d\\u0007e\u{61c}f\"}";
    let server = Faulty::always(Act::Keep(whole("418 I'm a teapot", "", body)));
    let client = builder(&server.url).build().unwrap();
    let error = client.call(GetInvoice::new("1")).await.unwrap_err();
    assert!(error.to_string().contains(": a b c d e f (code 1)"), "{:?}", error.to_string());
    assert!(error.body().unwrap().contains(&0xe2), "the body is as it came");
}

#[tokio::test]
async fn dropping_a_call_leaves_nothing_running() {
    let server = Faulty::always(Act::Hang(vec![]));
    let client = builder(&server.url).build().unwrap();
    let call = client.call(GetInvoice::new("1")).into_future();
    assert!(tokio::time::timeout(Duration::from_millis(100), call).await.is_err());
    assert_eq!(server.count(), 1);
    tokio::task::yield_now().await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(wait_for(&server, 0).await, 0, "its connection is closed");
    assert_eq!(server.count(), 1, "it is not made again");
}

#[tokio::test]
async fn bursts_of_503_and_429_are_ridden_out() {
    let busy = |index: usize, _: &str| match index % 4 {
        0 => Act::Keep(whole("503 Busy", "", "")),
        1 => Act::Keep(whole("429 Too Many", "retry-after: 0\r\n", "")),
        _ => Act::Keep(ok()),
    };
    let server = Faulty::start(busy);
    let client = builder(&server.url).build().unwrap();
    for _ in 0..3 {
        client.call(GetInvoice::new("1")).await.unwrap();
        client.call(GetInvoice::new("1")).await.unwrap();
    }
    assert_eq!(server.count(), 12);
    assert_eq!(
        server.connections(),
        1,
        "a response that is no success leaves its connection whole"
    );
}

#[tokio::test]
async fn a_long_error_is_kept_in_part_and_says_so() {
    let head = b"HTTP/1.1 500 Broken\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("400\r\n{}\r\n", "x".repeat(1024)).into_bytes();
    for act in
        [Act::Endless(head.to_vec(), chunk), Act::Keep(whole("500 Broken", "", &"x".repeat(2001)))]
    {
        let server = Faulty::always(act);
        let client = builder(&server.url).max_error_bytes(2000).build().unwrap();
        let error = client.call(GetInvoice::new("1")).await.unwrap_err();
        let Error::UnexpectedStatus(error) = &error else { panic!("{error:?}") };
        assert!(error.is_truncated() && error.body().len() == 2000);
        let text = "GET /v3/invoices/{id}: unexpected status 500 Internal Server Error (only the first 2000 bytes of its body were kept)";
        assert_eq!(error.to_string(), text);
        assert_eq!(server.count(), 1);
        drop(client);
        assert_eq!(wait_for(&server, 0).await, 0);
    }
    let server = Faulty::always(Act::Keep(whole("500 Broken", "", &"x".repeat(2000))));
    let client = builder(&server.url).max_error_bytes(2000).build().unwrap();
    let error = client.call(GetInvoice::new("1")).await.unwrap_err();
    assert!(matches!(&error, Error::UnexpectedStatus(error) if !error.is_truncated()));
}

/// How often a large body that is refused early gets its refusal, of so many times; every other time it is said what happened.
async fn refused(times: u32, body: impl Fn() -> Credentials) -> u32 {
    let refusal = whole("413 Content Too Large", "connection: close\r\n", "no");
    let server = Faulty::always(Act::Close(refusal));
    let client = builder(&server.url).build().unwrap();
    let mut refused = 0;
    for _ in 0..times {
        let error = client.call(Login { body: body() }).await.unwrap_err();
        assert!(!error.is_connect());
        if error.status().is_some_and(|status| status == 413) {
            refused += 1;
            continue;
        }
        let Error::Transport(lost) = &error else { panic!("{error:?}") };
        assert_eq!(lost.kind(), Kind::RequestCutOff, "{error:?}");
        let text = "POST /v3/login: the connection ended before a response arrived and before the whole body was sent: ";
        assert!(error.to_string().starts_with(text), "{error}");
    }
    assert_eq!(server.count(), times as usize, "each may have been read");
    refused
}

#[tokio::test]
async fn nearly_all_early_refusals_of_a_large_body_are_read() {
    // The server closes the connection while it is written to, as early as it can: what is written then fails.
    let refused = refused(50, || Credentials::new("me".repeat(4_000_000), "pw")).await;
    assert!(refused >= 35, "{refused} of 50");
}

#[tokio::test]
async fn the_response_to_a_request_of_ones_own_is_whole_or_an_error() {
    let get = || http::Request::get("/a").body(Body::default()).unwrap();
    let server = Faulty::always(Act::Keep(whole("404 Not Found", "", &"x".repeat(2001))));
    let client = builder(&server.url).max_error_bytes(2000).build().unwrap();
    let response = client.send(get()).await.unwrap();
    assert_eq!((response.status().as_u16(), response.body().length()), (404, Some(2001)));
    let head = b"HTTP/1.1 404 Not Found\r\ncontent-length: 9\r\n\r\n{";
    let server = Faulty::always(Act::Close(head.to_vec()));
    let client = builder(&server.url).retry(Retry::none()).build().unwrap();
    let error = client.send(get()).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404);
    assert!(matches!(&error, Error::Transport(error) if error.kind() == Kind::Body), "{error:?}");
}
