//! Lists whose pages the body of a request asks for, over TCP.

use std::time::Duration;

use serde_json::{Value, json};

use crate::pages::Wrapped;
use crate::runtime as rt;
use crate::runtime::{BuildErrorKind, Client, Error, Operation, PageError};
use crate::server::{Received, Server, answer};

macro_rules! searches {
    ($($name:ident, $pages:ident;)*) => {$(
        /// A search, whose body a test chooses.
        #[derive(Debug, Clone, Default)]
        struct $name {
            body: Option<Value>,
        }

        impl Operation for $name {
            type Output = Wrapped;
            type Error = rt::NoDocumentedError;
            const META: rt::Meta = rt::Meta::post(stringify!($name), "/v1/search");

            fn build(&self, request: rt::RequestBuilder) -> rt::RequestBuilder {
                request.json("application/json", self.body.as_ref())
            }
        }

        rt::paged!($name, $pages, "/data/items", i64, page => page.data.as_mut()?.items.as_mut());
    )*};
}
searches! { ByCursor, BODY_CURSOR; ByOffset, BODY_OFFSET; }

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).api_key("k").build().unwrap()
}

fn body(received: &Received) -> Value {
    serde_json::from_str(&received.body).unwrap()
}

/// A server that sends these pages in turn: items, and what names the next page.
fn pages(pages: &'static [(&'static [u64], &'static str)]) -> Server {
    Server::start(move |count, _| {
        let (items, next) = pages[count.min(pages.len() - 1)];
        let text = format!("{{\"data\":{{\"items\":{items:?}}},\"meta\":{{\"next\":{next}}}}}");
        (Duration::ZERO, answer("200 OK", "", &text))
    })
}

#[tokio::test]
async fn what_names_the_next_page_is_put_into_the_body_as_what_it_is() {
    let server = pages(&[(&[1], "\"a\\\"/é\""), (&[2], "7"), (&[], "\"7\""), (&[3], "null")]);
    let query = json!({"query": {"x": [1, 2.5]}, "page": {"size": 1}});
    let search = ByCursor { body: Some(query.clone()) };
    assert_eq!(client(&server).call(search).items().all().await.unwrap(), [1, 2, 3]);
    let asked = [json!("a\"/é"), json!(7), json!("7")].map(|cursor| {
        let page = json!({"size": 1, "after/~": cursor});
        json!({"query": {"x": [1, 2.5]}, "page": page})
    });
    let sent: Vec<Value> = server.received().iter().map(body).collect();
    assert_eq!(sent[0], query);
    assert_eq!(sent[1..], asked);
    assert!(server.received().iter().all(|own| own.line == "POST /v1/search HTTP/1.1"));
}

#[tokio::test]
async fn a_call_without_a_body_gets_one_for_the_next_page() {
    let server = pages(&[(&[1], "\"a\""), (&[2], "null")]);
    assert_eq!(client(&server).call(ByCursor::default()).items().all().await.unwrap(), [1, 2]);
    let received = server.received();
    assert_eq!(received[0].body, "");
    assert_eq!(body(&received[1]), json!({"page": {"after/~": "a"}}));
    assert_eq!(received[1].header("content-type"), Some("application/json"));
    let length = received[1].body.len().to_string();
    assert_eq!(received[1].header("content-length"), Some(length.as_str()));
}

#[tokio::test]
async fn a_list_goes_on_from_a_kept_place_with_what_was_a_text_as_one() {
    for (next, kept, sent) in [("\"12\"", "0:\"12\"", json!("12")), ("12", "0:12", json!(12))] {
        let next: &'static str = next;
        let first = Server::start(move |_, _| {
            let text = format!("{{\"data\":{{\"items\":[1]}},\"meta\":{{\"next\":{next}}}}}");
            (Duration::ZERO, answer("200 OK", "", &text))
        });
        let mut items = client(&first).call(ByCursor::default()).items();
        items.next().await.unwrap().unwrap();
        let place = items.position().unwrap().to_string();
        assert_eq!(place, kept);
        let second = pages(&[(&[2], "null")]);
        let items =
            client(&second).call(ByCursor::default()).items().resume(&place.parse().unwrap());
        assert_eq!(items.all().await.unwrap(), [2]);
        assert_eq!(body(&second.received()[0]), json!({"page": {"after/~": sent}}));
    }
    let server = pages(&[(&[2], "null")]);
    let items = client(&server).call(ByCursor::default()).items();
    let error = items.resume(&"0:{}".parse().unwrap()).all().await.unwrap_err();
    let PageError::Call(Error::Build(error)) = error else { panic!("{error:?}") };
    assert!(matches!(
        error.kind(),
        BuildErrorKind::InvalidParameter { name: "/page/after~1~0", .. }
    ));
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn numbers_in_the_body_ask_for_pages_from_where_the_user_begins() {
    let server = Server::start(|_, received| {
        let body = body(received);
        let start = body["from"].as_u64().unwrap();
        let items: Vec<u64> = (start..7).take(body["size"].as_u64().unwrap() as usize).collect();
        (Duration::ZERO, answer("200 OK", "", &format!("{{\"data\":{{\"items\":{items:?}}}}}")))
    });
    for (given, expected, size) in [
        (json!({"q": "x"}), vec![0, 1, 2, 3, 4, 5, 6], 3),
        (json!({"from": 4, "size": 2}), vec![4, 5, 6], 2),
    ] {
        let search = ByOffset { body: Some(given) };
        assert_eq!(client(&server).call(search).items().all().await.unwrap(), expected);
        assert_eq!(body(server.received().last().unwrap())["size"], size);
    }
}

#[tokio::test]
async fn a_body_that_is_no_object_holds_no_page() {
    for given in [json!([1]), json!({"page": [1]}), json!({"page": 3})] {
        let server = pages(&[(&[1], "\"a\""), (&[2], "null")]);
        let mut items = client(&server).call(ByCursor { body: Some(given) }).items();
        assert_eq!(items.next().await.unwrap().unwrap(), 1);
        let error = items.next().await.unwrap().unwrap_err();
        assert!(matches!(error, PageError::Call(Error::Build(_))), "{error:?}");
        assert_eq!(server.received().len(), 1);
    }
}
