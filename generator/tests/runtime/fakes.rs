//! The fake of a server: what it says, what it was asked, and what nobody expected.

use std::task::{Context, Poll, Waker};

use crate::acme::{Credentials, GetInvoice, Invoice, Line, Login, LoginError, Problem};
use crate::runtime::{Body, Error, Fake, Retry, TransportErrorKind as Kind};

/// Runs what needs no runtime.
fn block_on<F: Future>(future: impl IntoFuture<IntoFuture = F, Output = F::Output>) -> F::Output {
    let mut future = std::pin::pin!(future.into_future());
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits for something"),
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
    assert!(error.to_string().ends_with("the fake has nothing to say for it"), "{error}");
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
