//! The fake of a server: what it says, what it was asked, and what nobody expected.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use bytes::Bytes;

use crate::acme::{Credentials, GetInvoice, Invoice, Line, Login, LoginError, Problem};
use crate::page_tokens::GetHosts;
use crate::pages::{ByCursor, ByHeader, ByLink, ByOffset, ByPage, Data, Wrapped};
use crate::runtime::{
    Body, Error, Fake, JsonLines, Meta, NoDocumentedError, Operation, Paged, Retry, Returnable,
    Success, TransportErrorKind as Kind, WaitError, Waiter,
};
use crate::streams::{GetLineEvents, GetLines, GetNumbers};

/// Counts how often it is woken.
#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Runs what needs no runtime.
fn block_on<F: Future>(future: impl IntoFuture<IntoFuture = F, Output = F::Output>) -> F::Output {
    let mut future = std::pin::pin!(future.into_future());
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending if woken.0.swap(0, Ordering::SeqCst) > 0 => {}
            Poll::Pending => panic!("it waits for something"),
        }
    }
}

fn invoice(id: i64) -> Invoice {
    Invoice { id, ..Invoice::default() }
}

fn login() -> Login {
    Login { body: Credentials::new("me", "pw") }
}

#[test]
fn values_come_back_and_requests_are_read() {
    let fake = Fake::new();
    fake.on::<GetInvoice>().returns(&invoice(7));
    let client = fake.client().unwrap();
    assert_eq!(block_on(client.call(GetInvoice::new("1")).theme("dark")).unwrap().id, 7);
    assert_eq!(block_on(client.call(GetInvoice::new("2"))).unwrap().id, 7, "again and again");
    let requests = fake.requests::<GetInvoice>();
    let asked = |index: usize| (requests[index].id.as_str(), requests[index].theme.as_deref());
    assert_eq!((requests.len(), asked(0), asked(1)), (2, ("1", Some("dark")), ("2", None)));
    assert_eq!(fake.received()[0].uri().path(), "/v3/invoices/1");
    assert!(fake.requests::<Login>().is_empty() && fake.unexpected().is_empty());
}

#[test]
fn a_sequence_is_said_in_its_order() {
    let fake = Fake::new();
    fake.on::<GetInvoice>().fails(503).breaks(Kind::Connect).returns(&invoice(1));
    fake.on::<GetInvoice>().returns_with(|asked| invoice(asked.id.parse().unwrap()));
    let client = fake.builder().retry(Retry::idempotent(2)).build().unwrap();
    assert_eq!(block_on(client.call(GetInvoice::new("5"))).unwrap().id, 1);
    assert_eq!(fake.requests::<GetInvoice>().len(), 3, "the waits took no time");
    assert_eq!(block_on(client.call(GetInvoice::new("5"))).unwrap().id, 5);
    assert_eq!(block_on(client.call(GetInvoice::new("6"))).unwrap().id, 6);
}

#[test]
fn kinds_of_errors_and_raw_responses() {
    let fake = Fake::new();
    let problem = Problem { error_code: 7, error_message: "No".into() };
    let raw = http::Response::builder().status(200).body(Body::from(r#"{"price":"#)).unwrap();
    fake.on::<Login>()
        .fails_with(401, &problem)
        .breaks(Kind::NoResponse)
        .responds(raw)
        .returns(&Some(Line { price: 3, ..Line::default() }));
    let client = fake.client().unwrap();
    let error = block_on(client.call(login())).unwrap_err();
    assert!(
        matches!(&error, Error::Api(error) if matches!(error.kind(), LoginError::Unauthorized))
    );
    assert_eq!(error.error_body().unwrap().error_code, 7);
    let error = block_on(client.call(login())).unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind() == Kind::NoResponse));
    assert!(matches!(block_on(client.call(login())).unwrap_err(), Error::Decode(_)));
    assert_eq!(block_on(client.call(login())).unwrap().unwrap().price, 3);
    assert_eq!(fake.requests::<Login>()[0].body.password.expose(), "pw");
}

#[test]
fn what_nobody_expected_fails_and_is_listed() {
    let fake = Fake::new();
    fake.on::<Login>().fails(401);
    let client = fake.client().unwrap();
    let error = block_on(client.call(GetInvoice::new("1"))).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("the fake has no answer for this operation: give it one by `Fake::on`"),
        "{error}"
    );
    assert_eq!(fake.unexpected(), ["GET /v3/invoices/1"]);
    assert!(format!("{fake:?}").contains("GET /v3/invoices/1"));
}

#[test]
fn a_request_without_an_operation_is_known_by_its_path() {
    let fake = Fake::new();
    fake.on::<GetInvoice>().returns(&invoice(7));
    let client = fake.client().unwrap();
    let send = |method: &str, path: &str| {
        let request = http::Request::builder().method(method).uri(path);
        let future = Box::pin(client.send(request.body(Body::default()).unwrap()));
        block_on(future).map(|response| response.status().as_u16())
    };
    assert_eq!(send("GET", "/v3/invoices/9").unwrap(), 200);
    assert!(send("PUT", "/v3/invoices/9").is_err());
    assert!(send("GET", "/v3/invoices").is_err());
    assert_eq!(fake.unexpected(), ["PUT /v3/invoices/9", "GET /v3/invoices"]);
}

fn page(items: &[i64]) -> Wrapped {
    Wrapped { data: Data { items: Some(items.to_vec()) }.into() }
}

/// Reads a list of two pages from a fake.
fn read<Op>(operation: Op)
where
    Op: Paged<Output = Wrapped, Item = i64> + std::fmt::Debug,
{
    let fake = Fake::new();
    fake.on::<Op>().returns_pages(&[page(&[1, 2]), page(&[3])]);
    let client = fake.client().unwrap();
    let what = format!("{operation:?}");
    let mut items = client.call(operation).items();
    for expected in 1..=3 {
        assert_eq!(block_on(items.next()).unwrap().unwrap(), expected, "{what}");
    }
    assert!(block_on(items.next()).is_none(), "{what}");
    assert_eq!(fake.requests::<Op>().len(), fake.received().len(), "{what}");
    assert!(fake.unexpected().is_empty());
}

#[test]
fn lists_come_in_pages() {
    read(ByOffset::default());
    read(ByPage::default());
    read(ByHeader::default());
    read(ByLink::default());

    let fake = Fake::new();
    fake.on::<GetHosts>().returns_pages(&[Some(vec![1]), Some(vec![2]), Some(vec![3])]);
    let client = fake.client().unwrap();
    let hosts = GetHosts { filter: Some("up".into()) };
    assert_eq!(block_on(Box::pin(client.call(hosts).items().all())).unwrap(), [1, 2, 3]);
    let tokens: Vec<_> = fake
        .received()
        .iter()
        .map(|own| own.headers().get("page-token").map(|token| token.to_str().unwrap().to_owned()))
        .collect();
    assert_eq!(tokens, [None, Some("2".to_owned()), Some("3".to_owned())]);
    let asked = fake.requests::<GetHosts>();
    assert!(asked.len() == 3 && asked.iter().all(|own| own.filter.as_deref() == Some("up")));
}

#[test]
fn a_page_that_names_the_next_one_is_sent_as_it_is() {
    let fake = Fake::new();
    let raw = |text: &'static str| http::Response::new(Body::from(text));
    fake.on::<ByCursor>()
        .responds(raw(r#"{"data":{"items":[1]},"meta":{"next":"b"}}"#))
        .responds(raw(r#"{"data":{"items":[2]},"meta":{}}"#));
    let client = fake.client().unwrap();
    let items = Box::pin(client.call(ByCursor::default()).items().all());
    assert_eq!(block_on(items).unwrap(), [1, 2]);
}

#[test]
fn a_failure_on_a_page_is_told_and_the_page_asked_for_again() {
    let fake = Fake::new();
    fake.on::<GetHosts>().fails(503).returns_pages(&[Some(vec![1])]);
    let client = fake.client().unwrap();
    let mut items = client.call(GetHosts::default()).items();
    assert!(block_on(items.next()).unwrap().is_err());
    assert_eq!(block_on(items.next()).unwrap().unwrap(), 1);
    assert!(block_on(items.next()).is_none());
}

#[test]
fn streams_of_events_and_of_json_texts() {
    let fake = Fake::new();
    let lines = [3, 4].map(|price| Line { price, ..Line::default() });
    fake.on::<GetLineEvents>().streams(&lines);
    fake.on::<GetLines>().streams(&lines);
    fake.on::<GetNumbers>().streams(&[1, 2]);
    let client = fake.client().unwrap();
    let mut events = block_on(Box::pin(client.call(GetLineEvents).stream())).unwrap();
    for line in &lines {
        assert_eq!(block_on(events.next()).unwrap().unwrap().data, *line);
    }
    assert!(block_on(events.next()).is_none());
    let JsonLines(whole) = block_on(client.call(GetLines)).unwrap();
    assert_eq!(whole, lines);
    let mut numbers = block_on(Box::pin(client.call(GetNumbers).stream())).unwrap();
    assert_eq!(block_on(numbers.next()).unwrap().unwrap(), 1);
    assert_eq!(fake.requests::<GetNumbers>().len(), 1);
}

#[test]
fn what_is_waited_for_comes_in_no_time() {
    static PAID: Waiter = Waiter::new("/note", &["paid"]).failed(&["void"]).every(15, 30);
    let noted = |note: &str| Invoice { note: Some(note.into()), ..invoice(1) };
    let fake = Fake::new();
    fake.on::<GetInvoice>().returns(&noted("open")).returns(&noted("paid")).returns(&noted("void"));
    let client = fake.client().unwrap();
    let start = std::time::Instant::now();
    let paid = block_on(client.call(GetInvoice::new("1")).wait(&PAID)).unwrap();
    assert_eq!(paid.note.as_deref(), Some("paid"));
    let asked = fake.requests::<GetInvoice>();
    assert!(asked.len() == 2 && asked.iter().all(|own| own.id == "1"));
    let void = block_on(client.call(GetInvoice::new("1")).wait(&PAID)).unwrap_err();
    assert!(matches!(void, WaitError::Failed { last, .. } if last.note.as_deref() == Some("void")));
    assert!(start.elapsed() < std::time::Duration::from_secs(10));
}

static PAID: Waiter = Waiter::new("/note", &["paid"]);

#[test]
fn a_wait_for_what_never_comes_ends_as_if_it_had_taken_its_time() {
    let fake = Fake::new();
    fake.on::<GetInvoice>().returns(&invoice(1));
    let client = fake.client().unwrap();
    let second = Duration::from_secs(1);
    let wait = client.call(GetInvoice::new("1")).wait(&PAID).every(second, second);
    let error = block_on(wait.timeout(3 * second)).unwrap_err();
    assert!(matches!(error, WaitError::TimedOut { last: Some(_), .. }), "{error}");
    let asked = fake.requests::<GetInvoice>().len();
    assert!((2..=4).contains(&asked), "{asked} calls in three seconds");
}

#[test]
fn a_wait_without_end_lets_others_run() {
    let fake = Fake::new();
    fake.on::<GetInvoice>().returns(&invoice(1));
    let client = fake.client().unwrap();
    let wait = client.call(GetInvoice::new("1")).wait(&PAID).timeout(Duration::MAX);
    let mut wait = wait.into_future();
    let woken = Arc::new(Woken::default());
    for polls in 1..=3 {
        let waker = Waker::from(Arc::clone(&woken));
        assert!(wait.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        assert_eq!((fake.received().len(), woken.0.load(Ordering::SeqCst)), (polls, polls));
    }
}

macro_rules! operations {
    ($($name:ident, $output:ty, $($success:expr),+;)*) => {$(
        #[derive(Debug)]
        struct $name;

        impl Operation for $name {
            type Output = $output;
            type Error = NoDocumentedError;
            const META: Meta = Meta::get(stringify!($name), "/report");
            const SUCCESS: &'static [Success<$output>] = &[$($success),+];
        }
    )*};
}
operations! {
    GetText, String, Success::text(200);
    GetCsv, String, Success::text(200).among("text/csv", &["application/json"]);
    GetString, String, Success::string(200);
    GetWord, String, Success::json(201);
    GetTextOrNothing, Option<String>,
        Success::map(200, |reply| reply.text().map(Some)), Success::map(204, |_| Ok(None));
    GetBytes, Bytes, Success::bytes(200).among("image/png", &["application/json"]);
    GetBytesOrNothing, Option<Bytes>,
        Success::map(200, |reply| Ok(Some(reply.bytes()))), Success::map(204, |_| Ok(None));
    GetNothing, (), Success::empty(202);
}

/// What comes back of a value, and the status and the media type with which it came.
fn returned<Op: Operation<Output: Returnable + Clone>>(
    operation: Op,
    value: &Op::Output,
) -> (Op::Output, u16, String) {
    let fake = Fake::new();
    fake.on::<Op>().returns(value);
    let client = fake.client().unwrap();
    let response = block_on(Box::pin(client.call(operation).with_response())).unwrap();
    let named = response.headers.get("content-type").map(|named| named.to_str().unwrap());
    (response.value, response.status.as_u16(), named.unwrap_or_default().to_owned())
}

#[test]
fn text_and_bytes_come_back_as_they_are() {
    for text in ["hello", "", "5", "null", "\"quoted\"", "ä"].map(str::to_owned) {
        let (value, status, named) = returned(GetText, &text);
        assert_eq!((value.as_str(), status), (text.as_str(), 200), "{named}");
        assert!(named.starts_with("text/plain"), "{named}");
        assert_eq!(returned(GetCsv, &text), (text.clone(), 200, "text/csv".to_owned()));
        assert_eq!(returned(GetString, &text).0, text);
        assert_eq!(returned(GetWord, &text), (text.clone(), 201, "application/json".to_owned()));
        assert_eq!(returned(GetTextOrNothing, &Some(text.clone())).0, Some(text));
    }
    assert_eq!(returned(GetTextOrNothing, &None), (None, 204, String::new()));
    assert_eq!(returned(login(), &None).1, 204);
    let bytes = Bytes::from_static(b"\0\xff\"");
    assert_eq!(returned(GetBytes, &bytes), (bytes.clone(), 200, "image/png".to_owned()));
    let some = Some(bytes.clone());
    assert_eq!(returned(GetBytesOrNothing, &some).0, some);
    assert_eq!(returned(GetBytesOrNothing, &None), (None, 204, String::new()));
    assert_eq!(returned(GetNothing, &()), ((), 202, String::new()));

    let fake = Fake::new();
    fake.on::<GetBytes>().returns_with(move |_| bytes.clone());
    let client = fake.client().unwrap();
    let mut download = block_on(Box::pin(client.call(GetBytes).download())).unwrap();
    assert_eq!(download.content_type(), Some("image/png"));
    assert_eq!(block_on(Box::pin(download.chunk())).unwrap().unwrap().len(), 3);
}

#[test]
fn a_list_may_be_empty() {
    fn is_empty<Op: Paged<Output: Returnable> + Default>() {
        let fake = Fake::new();
        fake.on::<Op>().returns_pages(&[]);
        let client = fake.client().unwrap();
        let items = Box::pin(client.call(Op::default()).items().all());
        assert_eq!(block_on(items).ok().map(|items| items.len()), Some(0));
    }
    is_empty::<ByOffset>();
    is_empty::<ByCursor>();
    is_empty::<ByLink>();
    is_empty::<GetHosts>();
}

#[test]
fn the_limits_apply_to_its_answers() {
    let fake = Fake::new();
    let problem = Problem { error_code: 7, error_message: "No".into() };
    fake.on::<GetInvoice>().returns(&invoice(1)).fails_with(404, &problem);
    let client = fake.builder().max_response_bytes(20).max_error_bytes(5).build().unwrap();
    let error = block_on(client.call(GetInvoice::new("1"))).unwrap_err();
    let Error::Transport(error) = error else { panic!("{error}") };
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (Kind::BodyTooLarge, 200));
    let error = block_on(client.call(GetInvoice::new("1"))).unwrap_err();
    let Error::UnexpectedStatus(error) = error else { panic!("{error}") };
    assert_eq!((error.status().as_u16(), error.body().len()), (404, 5));
}
