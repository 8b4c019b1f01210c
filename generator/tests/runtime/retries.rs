//! When calls are made again, over TCP: what the server saw.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::acme::{GetInvoice, Line};
use crate::runtime::{
    Client, ClientBuilder, Meta, NoDocumentedError, Operation, Retry, Success, new_key,
};
use crate::server::{Server, answer};

/// A wait that is as good as none.
fn quick(max: u32) -> Retry {
    Retry::idempotent(max).first_wait(Duration::from_millis(2))
}

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(&server.url).api_key("k1").timeout(Duration::from_secs(10))
}

fn busy(headers: &str) -> String {
    answer("503 Service Unavailable", headers, "")
}

fn ok() -> String {
    answer("200 OK", "", r#"{"id":7,"note":null,"lines":[]}"#)
}

/// An operation of each kind.
macro_rules! operation {
    ($name:ident, $meta:expr) => {
        #[derive(Debug)]
        struct $name;

        impl Operation for $name {
            type Output = Line;
            type Error = NoDocumentedError;
            const META: Meta = $meta;
            const SUCCESS: &'static [Success<Line>] = &[Success::json(200)];
        }
    };
}

operation!(Order, Meta::post("order", "/orders").idempotency_key("Idempotency-Key", new_key));
operation!(Post, Meta::post("post", "/orders"));
operation!(Patch, Meta::patch("patch", "/orders"));
operation!(PutOnce, Meta::put("put", "/orders").once());

#[tokio::test]
async fn a_key_is_made_for_a_call_and_is_the_same_in_each_attempt() {
    let price = answer("200 OK", "", r#"{"price":1}"#);
    let server = Server::with(&[&busy(""), &busy(""), &price]);
    let client = builder(&server).retry(quick(3)).build().unwrap();
    client.call(Order).await.unwrap();
    client.call(Order).await.unwrap();
    client.call(Order).header("idempotency-key", "mine").await.unwrap();
    let received = server.received();
    let keys: Vec<_> = received.iter().map(|own| own.header("idempotency-key").unwrap()).collect();
    assert_eq!(keys.len(), 5);
    assert!(keys[0] == keys[1] && keys[1] == keys[2], "{keys:?}");
    assert_ne!(keys[2], keys[3]);
    assert_eq!(keys[4], "mine");
}

#[test]
fn keys_are_random_uuids() {
    let keys: BTreeSet<String> = (0..1000).map(|_| new_key().unwrap()).collect();
    assert_eq!(keys.len(), 1000);
    for key in keys {
        let id: uuid::Uuid = key.parse().unwrap();
        assert_eq!((id.get_version_num(), id.get_variant()), (4, uuid::Variant::RFC4122));
        assert_eq!(id.to_string(), key);
    }
}

#[tokio::test]
async fn what_may_have_an_effect_twice_is_sent_once() {
    let server = Server::with(&[&busy("")]);
    let client = builder(&server).retry(quick(3)).build().unwrap();
    client.call(Post).await.unwrap_err();
    client.call(Patch).await.unwrap_err();
    client.call(PutOnce).await.unwrap_err();
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn further_statuses_are_temporary_if_the_program_says_so() {
    let locked = answer("423 Locked", "", "");
    let server = Server::with(&[&locked, &locked, &ok(), &locked, &locked]);
    let client = builder(&server).build().unwrap();
    let retry = quick(3).also_after(&[423, 409]);
    client.call(GetInvoice::new("1")).retry(retry).await.unwrap();
    assert_eq!(server.received().len(), 3);
    client.call(GetInvoice::new("1")).retry(quick(3)).await.unwrap_err();
    client.call(Post).retry(retry).await.unwrap_err();
    assert_eq!(server.received().len(), 5, "nothing is sent twice that might have an effect twice");
}

#[tokio::test]
async fn what_was_never_sent_is_sent_again_whatever_it_is() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let attempts = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&attempts);
    let client = Client::builder()
        .base_url(&format!("http://{closed}"))
        .retry(quick(2))
        .on_attempt(move |attempt| log.lock().unwrap().push(attempt.to_string()))
        .build()
        .unwrap();
    let error = client.call(Post).await.unwrap_err();
    assert!(error.is_connect(), "no attempt sent anything: {error:?}");
    let attempts = attempts.lock().unwrap();
    assert_eq!(attempts.len(), 3, "{attempts:?}");
    assert!(attempts[2].starts_with("attempt 3 of POST /orders: could not connect: "));
}

#[tokio::test]
async fn a_server_that_asks_for_no_wait_gets_one() {
    let server = Server::with(&[&busy("retry-after: 0\r\n")]);
    let client = builder(&server).retry(quick(1000)).timeout(Duration::from_secs(1)).build();
    client.unwrap().call(GetInvoice::new("1")).await.unwrap_err();
    let count = server.received().len();
    assert!((2..=11).contains(&count), "{count} requests in a second");
}

#[tokio::test]
async fn a_server_may_ask_until_a_date() {
    let soon = httpdate::fmt_http_date(std::time::SystemTime::now() + Duration::from_secs(2));
    let late = httpdate::fmt_http_date(std::time::SystemTime::now() + Duration::from_secs(3600));
    let past = "Sun, 06 Nov 1994 08:49:37 GMT";
    for (date, requests) in [(soon.as_str(), 2), (past, 2), (late.as_str(), 1)] {
        let server = Server::with(&[&busy(&format!("retry-after: {date}\r\n")), &ok()]);
        let client = builder(&server).retry(quick(1)).build().unwrap();
        let start = Instant::now();
        let _ = client.call(GetInvoice::new("1")).await;
        assert_eq!(server.received().len(), requests, "{date}");
        assert!(date != soon || start.elapsed() > Duration::from_millis(500));
    }
}

#[tokio::test]
async fn no_wait_that_is_asked_for_is_too_long_to_be_counted() {
    let server = Server::with(&[&busy(&format!("retry-after: {}\r\n", u64::MAX))]);
    let retry = quick(1).max_retry_after(Duration::MAX).max_wait(Duration::MAX);
    let client = builder(&server).retry(retry.first_wait(Duration::MAX)).build().unwrap();
    let error = client.call(GetInvoice::new("1")).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(u64::MAX)));
    assert_eq!(server.received().len(), 1, "there is no time for it");

    let server = Server::with(&[&busy(""), &ok()]);
    let client = builder(&server).timeout(Duration::MAX).connect_timeout(Duration::MAX);
    let retry = quick(1).attempt_timeout(Duration::MAX);
    let client = client.idle_timeout(Duration::MAX).retry(retry).build().unwrap();
    client.call(GetInvoice::new("1")).await.unwrap();
}

#[tokio::test]
async fn an_outage_is_not_made_worse() {
    let server =
        Server::start(|count, _| (Duration::ZERO, if count < 30 { ok() } else { busy("") }));
    let client = builder(&server).retry(quick(3)).retry_budget(2).build().unwrap();
    for _ in 0..30 {
        client.call(GetInvoice::new("1")).await.unwrap();
    }
    for _ in 0..30 {
        client.clone().call(GetInvoice::new("1")).await.unwrap_err();
    }
    assert_eq!(
        server.received().len(),
        30 + 30 + 2,
        "what calls give back is not more than there was"
    );
}

#[tokio::test]
async fn a_server_that_recovers_gives_the_budget_back() {
    let server = Server::start(|count, _| {
        (Duration::ZERO, if (4..24).contains(&count) { ok() } else { busy("") })
    });
    let client = builder(&server).retry(quick(3)).retry_budget(2).build().unwrap();
    client.call(GetInvoice::new("1")).await.unwrap_err();
    client.call(GetInvoice::new("1")).await.unwrap_err();
    assert_eq!(server.received().len(), 4);
    for _ in 0..20 {
        client.call(GetInvoice::new("1")).await.unwrap();
    }
    client.call(GetInvoice::new("1")).await.unwrap_err();
    assert_eq!(server.received().len(), 24 + 3);
}

#[tokio::test]
async fn each_attempt_is_told() {
    let server = Server::with(&[&busy(""), &ok()]);
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let client = builder(&server)
        .on_attempt(move |attempt| {
            let status = attempt.outcome.as_ref().unwrap().as_u16();
            let will = attempt.wait.is_some();
            let what = (attempt.operation.to_owned(), attempt.path.to_owned());
            log.lock().unwrap().push((what, attempt.retries, status, will));
        })
        .build()
        .unwrap();
    client.call(GetInvoice::new("1")).retry(quick(1)).await.unwrap();
    let what = || ("getInvoice".to_owned(), "/v3/invoices/{id}".to_owned());
    assert_eq!(*told.lock().unwrap(), [(what(), 0, 503, true), (what(), 1, 200, false)]);
}
