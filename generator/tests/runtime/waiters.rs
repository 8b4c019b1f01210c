//! Waiting until a response says that something is done, over TCP.

use std::time::{Duration, Instant};

use crate::acme::{GetInvoice, Invoice};
use crate::runtime::{Client, Error, Wait, WaitError, Waiter};
use crate::server::{Server, answer};

static PAID: Waiter = Waiter::new("/note", &["paid"]).failed(&["void"]).pass_over(&[500]);
static KNOWN: Waiter = Waiter::new("/note", &["paid"]).going_on(&["open", "null"]);
static GONE: Waiter = Waiter::new("/id", &["0"]).gone(&[404, 410]);

fn invoice(note: &str) -> String {
    answer(
        "200 OK",
        "content-type: application/json\r\n",
        &format!("{{\"id\":1,\"note\":{note},\"lines\":[]}}"),
    )
}

fn status(line: &str) -> String {
    answer(line, "", "")
}

fn call(server: &Server, waiter: &'static Waiter) -> Wait<GetInvoice> {
    let client = Client::builder().base_url(&server.url).api_key("k").build().unwrap();
    quick(client.call(GetInvoice::new("1")).wait(waiter))
}

fn quick<T>(wait: Wait<GetInvoice, T>) -> Wait<GetInvoice, T> {
    wait.every(Duration::from_millis(1), Duration::from_millis(5))
}

fn with(answers: &[String]) -> Server {
    Server::with(&answers.iter().map(String::as_str).collect::<Vec<_>>())
}

#[tokio::test]
async fn it_ends_with_the_response_that_says_that_it_is_done() {
    let server = with(&[
        invoice("\"open\""),
        status("500 No"),
        status("503 No"),
        invoice("null"),
        invoice("\"paid\""),
    ]);
    let Invoice { note, .. } = call(&server, &PAID).await.unwrap();
    assert_eq!(note.as_deref(), Some("paid"));
    assert_eq!(server.received().len(), 5);
    assert!(server.received().iter().all(|own| own.header("x-acme-key") == Some("k")));
}

#[tokio::test]
async fn the_progress_is_found_behind_a_byte_order_mark() {
    let body = "\u{feff}{\"id\":1,\"note\":\"paid\",\"lines\":[]}";
    let server = with(&[answer("200 OK", "content-type: application/json\r\n", body)]);
    let wait = call(&server, &PAID).timeout(Duration::from_secs(5));
    assert_eq!(wait.await.unwrap().note.as_deref(), Some("paid"));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_failure_is_told_with_its_response() {
    let server = with(&[invoice("\"open\""), invoice("\"void\"")]);
    let error = call(&server, &PAID).await.unwrap_err();
    let WaitError::Failed { last, .. } = &error else { panic!("{error}") };
    assert_eq!(last.note.as_deref(), Some("void"));
    let text = "GET /v3/invoices/{id}: the task has failed";
    assert_eq!(error.to_string(), text);
    assert!(format!("{error:?}").contains("call: GET /v3/invoices/{id}"), "{error:?}");
    assert_eq!(error.last().unwrap().note.as_deref(), Some("void"));
    assert!(error.error().is_none());
    let WaitError::Failed { call: route, .. } = error else { panic!("{error}") };
    assert_eq!((route.method().as_str(), route.path()), ("GET", "/v3/invoices/{id}"));
    let server = with(&[invoice("null"), invoice("\"open\""), invoice("\"odd\"")]);
    let error = call(&server, &KNOWN).await.unwrap_err();
    assert!(matches!(error, WaitError::Failed { .. }), "a value that is not known");
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn what_is_not_passed_over_ends_it() {
    let server = with(&[invoice("\"open\""), status("403 No"), invoice("\"paid\"")]);
    let error = call(&server, &PAID).await.unwrap_err();
    assert!(matches!(error, WaitError::Call(Error::UnexpectedStatus(_))), "{error}");
    let server = with(&[answer("200 OK", "", "{\"id\":\"x\"}")]);
    let error = call(&server, &PAID).await.unwrap_err();
    assert!(matches!(error, WaitError::Call(Error::Decode(_))), "{error}");
    assert!(error.last().is_none() && matches!(error.error(), Some(Error::Decode(_))), "{error}");
}

#[tokio::test]
async fn no_time_between_two_calls_is_too_long() {
    static NARROW: Waiter = Waiter::new("/note", &["paid"]).narrowing();
    for shortest in [Duration::ZERO, Duration::MAX] {
        let server = with(&[invoice("\"open\""), invoice("\"paid\"")]);
        let wait = call(&server, &NARROW).every(shortest, Duration::MAX);
        wait.timeout(Duration::from_millis(500)).await.unwrap();
    }
}

#[tokio::test]
async fn the_time_is_up_after_a_last_call() {
    let server = with(&[invoice("\"open\"")]);
    let start = Instant::now();
    let wait = call(&server, &PAID).every(Duration::from_secs(60), Duration::from_secs(60));
    let error = wait.timeout(Duration::from_millis(150)).await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(30), "the last wait is cut short");
    assert!(error.last().is_some() && error.error().is_none());
    let WaitError::TimedOut { last: Some(last), cause: None, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(last.note.as_deref(), Some("open"));
    assert_eq!(server.received().len(), 2);
    let server = with(&[status("500 No")]);
    let error = call(&server, &PAID).timeout(Duration::ZERO).await.unwrap_err();
    assert_eq!(error.error().unwrap().status().unwrap(), 500);
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("500"), "{source}");
    let text = "GET /v3/invoices/{id}: the task was not done within the time limit";
    assert_eq!(error.to_string(), text);
    let WaitError::TimedOut { last: None, cause: Some(cause), .. } = error else {
        panic!("{error}")
    };
    assert_eq!(cause.status().unwrap(), 500);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn what_is_gone_can_be_waited_for() {
    let server = with(&[invoice("\"open\""), status("404 No")]);
    let client = Client::builder().base_url(&server.url).api_key("k").build().unwrap();
    quick(client.call(GetInvoice::new("1")).wait_gone(&GONE)).await.unwrap();
    assert_eq!(server.received().len(), 2);
    let task =
        tokio::spawn(quick(client.call(GetInvoice::new("1")).wait_gone(&GONE)).into_future());
    task.await.unwrap().unwrap();
}

#[tokio::test]
async fn the_server_may_ask_for_a_longer_wait() {
    let server = with(&[answer("429 Slow", "retry-after: 1\r\n", ""), invoice("\"paid\"")]);
    let start = Instant::now();
    call(&server, &PAID).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(1));
}
