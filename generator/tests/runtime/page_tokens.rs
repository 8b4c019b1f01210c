//! Lists of which each response names the next page, over TCP.

use std::time::Duration;

use http::{HeaderMap, HeaderValue};

use crate::api::PAGE_TOKEN;
use crate::runtime as rt;
use crate::runtime::PageError;
use crate::runtime::{Body, Client, Error, Operation};
use crate::runtime::{Cursor, Step};
use crate::server::{Received, Server, answer};

/// `GET /hosts`, as the generator writes it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct GetHosts {
    pub(crate) filter: Option<String>,
}

impl Operation for GetHosts {
    type Output = Option<Vec<i64>>;
    type Error = rt::NoDocumentedError;
    const META: rt::Meta = rt::Meta::get("getHosts", "/hosts");
    const SUCCESS: &'static [rt::Success<Self::Output>] = &[
        rt::Success::map(200, |reply| reply.json().map(Some)),
        rt::Success::map(204, |_| Ok(None)),
    ];

    fn build(&self, request: rt::RequestBuilder) -> rt::RequestBuilder {
        request.query("filter", &self.filter)
    }
}

rt::paged!(GetHosts, PAGE_TOKEN);

fn page(token: &str, body: &str) -> String {
    let token = if token.is_empty() { String::new() } else { format!("page-token: {token}\r\n") };
    answer("200 OK", &token, body)
}

/// A server with a page for each token, the first for none, and 410 for every other.
fn hosts(pages: &'static [(&str, &str, &str)]) -> Server {
    Server::start(move |_, received| {
        let token = received.header("page-token").unwrap_or_default();
        let found = pages.iter().find(|(own, ..)| *own == token);
        let gone = || answer("410 Gone", "", r#"{"errorCode":7,"errorMessage":"Expired"}"#);
        (Duration::ZERO, found.map_or_else(gone, |(_, next, body)| page(next, body)))
    })
}

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).api_key("k").build().unwrap()
}

fn tokens(server: &Server) -> Vec<Option<String>> {
    let token = |received: &Received| received.header("page-token").map(str::to_owned);
    server.received().iter().map(token).collect()
}

#[tokio::test]
async fn the_token_is_sent_back_with_the_same_filters_until_it_is_absent() {
    let server =
        hosts(&[("", "a/=", "[1,2]"), ("a/=", "b", "[]"), ("b", "c", "[]"), ("c", "", "[3]")]);
    let items = client(&server).call(GetHosts { filter: Some("x y".into()) }).items();
    assert_eq!(items.all().await.unwrap(), [1, 2, 3], "empty pages are not the end");
    assert_eq!(tokens(&server), [None, Some("a/=".into()), Some("b".into()), Some("c".into())]);
    assert!(server.received().iter().all(|r| r.line == "GET /hosts?filter=x%20y HTTP/1.1"));
}

#[tokio::test]
async fn one_page_and_none() {
    let server = hosts(&[("", "", "[1]")]);
    assert_eq!(client(&server).call(GetHosts::default()).items().all().await.unwrap(), [1]);
    assert_eq!(server.received().len(), 1);
    let server = Server::with(&[&answer("204 No Content", "", "")]);
    let mut pages = client(&server).call(GetHosts::default()).pages();
    assert_eq!(pages.next().await.unwrap().unwrap(), None);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn an_expired_token_says_start_again_and_nothing_is_sent_after_it() {
    let server = hosts(&[("", "old", "[1]")]);
    let client = client(&server);
    let mut items = client.call(GetHosts::default()).items();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    let error = items.next().await.unwrap().unwrap_err();
    assert!(matches!(&error, PageError::Expired(Error::UnexpectedStatus(_))), "{error:?}");
    assert_eq!(error.error().error_body().unwrap().error_code, 7);
    let text = error.to_string();
    assert!(text.contains("expired; read the list from its start again: "), "{text}");
    let error: Error<_> = error.into();
    assert_eq!(error.status().unwrap().as_u16(), 410);
    for _ in 0..2 {
        assert!(items.next().await.is_none());
    }
    assert_eq!(server.received().len(), 2);
    let again = client.call(GetHosts::default()).items().next().await.unwrap();
    assert_eq!(again.unwrap(), 1, "a new call begins with the first page");
}

#[tokio::test]
async fn that_status_without_a_token_is_an_error_like_any_other() {
    let server = Server::with(&[&answer("410 Gone", "", ""), &page("", "[1]")]);
    let mut items = client(&server).call(GetHosts::default()).items();
    assert!(matches!(items.next().await, Some(Err(PageError::Call(_)))));
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
}

#[tokio::test]
async fn after_another_error_the_same_page_is_asked_for() {
    let failure = answer("500 Internal Server Error", "page-token: wrong\r\n", "");
    let server = Server::with(&[&page("t", "[1]"), &failure, &page("", "[2]")]);
    let mut items = client(&server).call(GetHosts::default()).items();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert!(matches!(items.next().await, Some(Err(PageError::Call(_)))));
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    assert!(items.next().await.is_none());
    assert_eq!(tokens(&server), [None, Some("t".into()), Some("t".into())]);
}

#[tokio::test]
async fn a_token_that_was_kept_is_where_it_begins() {
    let server = hosts(&[("kept", "next", "[2]"), ("next", "", "[3]")]);
    let items = client(&server).call(GetHosts::default()).header("Page-Token", "kept").items();
    assert_eq!(items.all().await.unwrap(), [2, 3]);
    let server = hosts(&[]);
    let items = client(&server).call(GetHosts::default()).header("Page-Token", "old").items();
    assert!(matches!(items.all().await, Err(PageError::Expired(_))));
}

#[test]
fn pages_without_progress_end_the_list() {
    let step = |cursor: &mut Box<dyn Cursor>, token: &'static str, count, body: &'static str| {
        let headers = HeaderMap::from_iter([(
            http::HeaderName::from_static("page-token"),
            HeaderValue::from_static(token),
        )]);
        cursor.advance(count, &headers, &Body::from(body))
    };
    let mut cursor = PAGE_TOKEN.cursor("");
    assert_eq!(step(&mut cursor, "a", 1, "[1]"), Step::Page);
    assert_eq!(step(&mut cursor, "a", 1, "[2]"), Step::Page, "one token for the whole list");
    assert_eq!(step(&mut cursor, "a", 1, "[2]"), Step::NoProgress, "the server ignores the token");
    let mut cursor = PAGE_TOKEN.cursor("");
    assert_eq!(step(&mut cursor, "a", 1, "[1]"), Step::Page);
    assert_eq!(step(&mut cursor, "b", 1, "[1]"), Step::Page, "equal pages may follow one another");
    assert_eq!(step(&mut cursor, "c", 0, "[]"), Step::Page);
    assert_eq!(step(&mut cursor, "d", 0, "[]"), Step::Page);
    assert_eq!(step(&mut cursor, "", 1, "[1]"), Step::LastPage);
    let mut cursor = PAGE_TOKEN.cursor("");
    assert_eq!(step(&mut cursor, "a", 1, "[1]"), Step::Page);
    assert_eq!(step(&mut cursor, "b", 1, "[2]"), Step::Page);
    assert_eq!(step(&mut cursor, "a", 1, "[3]"), Step::Page);
    assert_eq!(step(&mut cursor, "b", 1, "[2]"), Step::Cycle, "the tokens go round in a circle");
    let mut cursor = PAGE_TOKEN.cursor("");
    assert_eq!(step(&mut cursor, "", 1, "[1]"), Step::LastPage, "an empty token is none");
}

#[test]
fn tokens_are_not_shown() {
    let mut cursor = PAGE_TOKEN.cursor("");
    let mut headers = HeaderMap::new();
    headers.insert("page-token", HeaderValue::from_static("hunter2"));
    cursor.advance(1, &headers, &Body::from("[1]"));
    let mut asked = http::Request::new(Body::from(""));
    cursor.prepare(&mut asked).unwrap();
    assert!(asked.headers()["page-token"].is_sensitive());
    assert!(!format!("{cursor:?}{asked:?}").contains("hunter2"));
}
