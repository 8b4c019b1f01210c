//! Calls that wait on the thread of the caller.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_core::span::Current;

use crate::acme::GetInvoice;
use crate::faulty::{Act, Faulty};
use crate::runtime::{Attempt, Body, Client, ClientBuilder, Error, HttpClient, Retry};
use crate::server::{Server, answer};

const INVOICE: &str = r#"{"id":7,"note":null,"lines":[]}"#;

fn client() -> (Client, Server) {
    let server = Server::with(&[&answer("200 OK", "x-request-id: r1\r\n", INVOICE)]);
    let client = Client::builder().base_url(&server.url).api_key("k1").build().unwrap();
    (client, server)
}

#[test]
fn a_thread_without_a_runtime_waits() {
    let (client, server) = client();
    assert_eq!(client.call(GetInvoice::new("1")).blocking().unwrap().id, 7);
    let response = client.call(GetInvoice::new("1")).blocking_with_response().unwrap();
    assert_eq!((response.value.id, response.request_id()), (7, Some("r1")));
    let request = http::Request::get("/v3/other").body(Body::default()).unwrap();
    assert_eq!(client.send_blocking(request).unwrap().status(), 200);
    assert_eq!(server.received().len(), 3);
    let error = client.call(GetInvoice::new("..")).blocking().unwrap_err();
    assert!(matches!(error, Error::Build(_)));
}

#[test]
fn many_threads_wait_at_once() {
    let (client, server) = client();
    std::thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| client.call(GetInvoice::new("1")).blocking().unwrap());
        }
    });
    assert_eq!(server.received().len(), 32);
}

#[test]
fn where_it_would_wait_for_itself_it_is_an_error() {
    let (inner, server) = client();
    let told = Arc::new(Mutex::new(String::new()));
    let log = Arc::clone(&told);
    let observe = move |_: &Attempt<'_>| {
        let error = inner.call(GetInvoice::new("2")).blocking().unwrap_err();
        *log.lock().unwrap() = error.to_string();
    };
    let client = Client::builder().base_url(&server.url).on_attempt(observe).build().unwrap();
    assert_eq!(client.call(GetInvoice::new("1")).blocking().unwrap().id, 7);
    let expected = "GET /v3/invoices/{id}: could not send the request: ";
    assert!(told.lock().unwrap().starts_with(expected), "{told:?}");
    assert_eq!(server.received().len(), 1);
}

#[test]
fn on_threads_of_a_runtime_it_waits_as_anywhere() {
    let runtime = || tokio::runtime::Builder::new_current_thread();
    let single = runtime().enable_all().build().unwrap();
    let (client, server) = client();
    single.block_on(async {
        let blocking = client.clone();
        let task = tokio::task::spawn_blocking(move || {
            blocking.call(GetInvoice::new("1")).blocking().unwrap().id
        });
        assert_eq!(task.await.unwrap(), 7);
        assert_eq!(client.call(GetInvoice::new("1")).blocking().unwrap().id, 7);
    });
    // One without drivers will do, and one that has ended.
    runtime().build().unwrap().block_on(async {
        assert_eq!(client.call(GetInvoice::new("1")).blocking().unwrap().id, 7);
    });
    drop(single);
    assert_eq!(client.call(GetInvoice::new("1")).blocking().unwrap().id, 7);
    assert_eq!(server.received().len(), 4);
}

#[tokio::test]
async fn inside_a_runtime_it_is_made_used_and_dropped_too() {
    let (client, server) = client();
    assert_eq!(client.call(GetInvoice::new("1")).blocking().unwrap().id, 7);
    assert_eq!(client.call(GetInvoice::new("1")).await.unwrap().id, 7);
    drop(client);
    assert_eq!(server.received().len(), 2);
}

/// A server that keeps connections, and responds by path.
fn keeping() -> Faulty {
    Faulty::start(|_, head| {
        let (kind, body) = match head.split(' ').nth(1).unwrap_or_default() {
            "/file" => ("application/pdf", "abc"),
            "/stream" => ("text/event-stream", "data: a\n\n"),
            path if path.contains("invoices") => ("application/json", INVOICE),
            _ => ("application/json", r#"{"data":{"items":[1]},"meta":{"more":false}}"#),
        };
        let length = body.len();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}");
        Act::Keep(format!("{head}\r\n\r\n{body}").into_bytes())
    })
}

fn patient(server: &Faulty) -> ClientBuilder {
    Client::builder().base_url(&server.url).api_key("k1").timeout(Duration::from_secs(20))
}

#[test]
fn connections_of_a_runtime_that_stands_still_are_not_used() {
    static DONE: crate::runtime::Waiter = crate::runtime::Waiter::new("/id", &["7"]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let server = keeping();
    let client = patient(&server).build().unwrap();
    let get = || client.call(GetInvoice::new("1"));
    let list = || client.call(crate::pages::ByCursor::default());
    runtime.block_on(async {
        get().await.unwrap();
        // Its connection is kept now.
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        get().await.unwrap();
        assert_eq!(server.connections(), 1, "it is used again");
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        get().blocking().unwrap();
        get().wait(&DONE).blocking().unwrap();
        assert_eq!(list().items().blocking().map(Result::unwrap).collect::<Vec<_>>(), [1]);
        assert_eq!(list().pages().blocking().map(Result::unwrap).count(), 1);
        let file = client.call(crate::downloads::GetFile).blocking_download().unwrap();
        assert_eq!(file.map(Result::unwrap).collect::<Vec<_>>(), ["abc"]);
        let texts = client.call(crate::streams::GetTexts).blocking_stream().unwrap();
        assert_eq!(texts.map(Result::unwrap).count(), 1);
        let request = http::Request::get("/v3/invoices/1").body(Body::default()).unwrap();
        assert_eq!(client.send_blocking(request).unwrap().status(), 200);
    });
    get().blocking().unwrap();
    assert!(server.connections() >= 2 && server.connections() < server.count());
}

#[test]
fn settings_of_ones_own_are_used_for_blocking_calls_too() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let settings = || reqwest::Client::builder().user_agent("unused").referer(false);
    let made = Arc::new(Mutex::new(0));
    let count = Arc::clone(&made);
    let http = HttpClient::from_fn(move || {
        *count.lock().unwrap() += 1;
        settings()
    });
    let http = http.unwrap();
    let server = keeping();
    let client = patient(&server).transport(http.clone()).build().unwrap();
    let get = || client.call(GetInvoice::new("1"));
    runtime.block_on(async {
        get().await.unwrap();
        assert_eq!(*made.lock().unwrap(), 1, "the other is made when it is needed");
        get().blocking().unwrap();
        get().blocking().unwrap();
        get().await.unwrap();
    });
    let other = patient(&server).transport(http).build().unwrap();
    other.call(GetInvoice::new("1")).blocking().unwrap();
    assert_eq!((*made.lock().unwrap(), server.count()), (2, 5), "clones share it");

    let client = patient(&server).http_client(settings()).build().unwrap();
    client.call(GetInvoice::new("1")).blocking().unwrap();
}

#[tokio::test]
async fn everything_but_connections_is_shared() {
    let cookie = answer("200 OK", "set-cookie: a=b\r\n", INVOICE);
    let server = Server::with(&[&cookie, &answer("503 No", "", "")]);
    let retry = Retry::idempotent(5).first_wait(Duration::from_millis(1));
    let client = Client::builder().base_url(&server.url).api_key("k1").retry(retry);
    let client = client.retry_budget(1).build().unwrap();
    client.call(GetInvoice::new("1")).await.unwrap();
    client.call(GetInvoice::new("1")).blocking().unwrap_err();
    client.call(GetInvoice::new("1")).await.unwrap_err();
    let sent: Vec<_> =
        server.received().iter().map(|own| own.header("cookie").map(str::to_owned)).collect();
    let kept = Some("a=b".to_owned());
    assert_eq!(sent, [None, kept.clone(), kept.clone(), kept], "one retry of both calls");
}

#[test]
fn lists_are_read_on_a_thread_without_a_runtime() {
    let page = |items: &str, next: &str| {
        let body = format!(r#"{{"data":{{"items":{items}}},"meta":{{{next}}}}}"#);
        answer("200 OK", "", &body)
    };
    let pages = [page("[1,2]", r#""next":"b","more":true"#), page("[3]", r#""more":false"#)];
    let list = |answers: &[&str]| {
        let server = Server::with(answers);
        let client = Client::builder().base_url(&server.url).api_key("k").build().unwrap();
        client.call(crate::pages::ByCursor::default()).items().blocking()
    };
    let items: Result<Vec<i64>, _> = list(&[&pages[0], &pages[1]]).collect();
    assert_eq!(items.unwrap(), [1, 2, 3]);
    let mut broken = list(&[&pages[0], &answer("500 No", "", ""), &pages[1]]);
    assert!(broken.get_ref().unwrap().position().is_some());
    let items: Vec<_> = broken.by_ref().collect();
    assert!(items.len() == 3 && items[2].is_err(), "an error ends it");
    let rest: Vec<i64> = broken.map(Result::unwrap).collect();
    assert_eq!(rest, [3], "and may be gone on behind");
}

#[test]
fn what_comes_piece_by_piece_is_waited_for_as_well() {
    let at = |answers: &[&str]| {
        let server = Server::with(answers);
        Client::builder().base_url(&server.url).api_key("k").build().unwrap()
    };
    let pdf = answer("200 OK", "content-type: application/pdf\r\n", "abc");
    let download = at(&[&pdf]).call(crate::downloads::GetFile).blocking_download().unwrap();
    assert_eq!(download.get_ref().unwrap().content_type(), Some("application/pdf"));
    let bytes: Vec<u8> = download.flat_map(|piece| piece.unwrap().to_vec()).collect();
    assert_eq!(bytes, b"abc");
    let error =
        at(&[&answer("404 No", "", "")]).call(crate::downloads::GetFile).blocking_download();
    assert_eq!(error.unwrap_err().status().unwrap(), 404);

    let text = answer("200 OK", "content-type: text/event-stream\r\n", "data: a\n\ndata: b\n\n");
    let events = at(&[&text]).call(crate::streams::GetTexts).blocking_stream().unwrap();
    let events: Vec<String> = events.map(|event| event.unwrap().data.0).collect();
    assert_eq!(events, ["a", "b"]);

    static DONE: crate::runtime::Waiter = crate::runtime::Waiter::new("/note", &["done"]);
    let done = answer("200 OK", "", r#"{"id":7,"note":"done","lines":[]}"#);
    let quick = std::time::Duration::from_millis(1);
    let client = at(&[&answer("200 OK", "", INVOICE), &done]);
    let wait = client.call(GetInvoice::new("1")).wait(&DONE).every(quick, quick);
    assert_eq!(wait.blocking().unwrap().note.as_deref(), Some("done"));
}

#[test]
fn received_items_need_no_other_thread() {
    let page = r#"{"data":{"items":[1,2]},"meta":{"more":false}}"#;
    let server = Server::with(&[&answer("200 OK", "", page)]);
    let client = Client::builder().base_url(&server.url).api_key("k1").build().unwrap();
    let mut items = client.call(crate::pages::ByCursor::default()).items().blocking();
    assert_eq!(items.next().unwrap().unwrap(), 1);
    let items = Mutex::new(items);
    let second = Arc::new(Mutex::new(None));
    let log = Arc::clone(&second);
    // A blocking call would be an error here.
    let observe = move |_: &Attempt<'_>| {
        *log.lock().unwrap() = items.lock().unwrap().next().and_then(Result::ok);
    };
    let (_, server) = self::client();
    let client = Client::builder().base_url(&server.url).on_attempt(observe).build().unwrap();
    client.call(GetInvoice::new("1")).blocking().unwrap();
    assert_eq!(*second.lock().unwrap(), Some(2));
}

#[test]
fn a_panic_ends_the_call_that_met_it() {
    let (_, server) = client();
    let observe = |attempt: &Attempt<'_>| assert!(attempt.retries > 5, "a panic of the observer");
    let client = Client::builder().base_url(&server.url).on_attempt(observe).build().unwrap();
    let panic = |call: &dyn Fn()| {
        let payload = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).unwrap_err();
        *payload.downcast_ref::<&str>().unwrap() == "a panic of the observer"
    };
    assert!(panic(&|| drop(client.call(GetInvoice::new("1")).blocking())));
    let items = Mutex::new(client.call(crate::pages::ByCursor::default()).items().blocking());
    assert!(panic(&|| drop(items.lock().unwrap().next())));
    let mut items = items.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    assert!(items.get_ref().is_none() && items.next().is_none());
    let (client, _server) = self::client();
    client.call(GetInvoice::new("1")).blocking().unwrap();
}

/// Notes down every span with those it is in, on whatever thread.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<SpansState>>);

#[derive(Default)]
struct SpansState {
    all: Vec<&'static Metadata<'static>>,
    entered: HashMap<ThreadId, Vec<Id>>,
    told: Vec<String>,
}

impl Spans {
    fn tell(&self, what: &str) {
        let mut state = self.0.lock().unwrap();
        let entered = state.entered.get(&thread::current().id()).cloned().unwrap_or_default();
        let mut line = String::new();
        for id in entered {
            line += state.all[usize::try_from(id.into_u64()).unwrap() - 1].name();
            line += " > ";
        }
        state.told.push(line + what);
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with(env!("CARGO_CRATE_NAME"))
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        self.tell(attributes.metadata().name());
        let mut state = self.0.lock().unwrap();
        state.all.push(attributes.metadata());
        Id::from_u64(state.all.len() as u64)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {
        self.tell("event");
    }

    fn enter(&self, id: &Id) {
        let mut state = self.0.lock().unwrap();
        state.entered.entry(thread::current().id()).or_default().push(id.clone());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered.entry(thread::current().id()).or_default().pop();
    }

    fn current_span(&self) -> Current {
        let state = self.0.lock().unwrap();
        let entered = state.entered.get(&thread::current().id());
        match entered.and_then(|entered| entered.last()) {
            Some(id) => {
                let metadata = state.all[usize::try_from(id.into_u64()).unwrap() - 1];
                Current::new(id.clone(), metadata)
            }
            None => Current::none(),
        }
    }
}

#[test]
fn spans_and_events_are_those_of_the_callers_thread() {
    let (client, _server) = client();
    let spans = Spans::default();
    {
        let _guard = crate::events::listen(spans.clone());
        let _job = tracing::info_span!("job").entered();
        client.call(GetInvoice::new("1")).blocking().unwrap();
    }
    let told = spans.0.lock().unwrap().told.clone();
    let expected = ["job", "job > http.client.request", "job > http.client.request > event"];
    assert_eq!(told, expected);
}
