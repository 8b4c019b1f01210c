//! Lists in ranges: what the cursor makes of every kind of server, and the streams over TCP.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_core::Stream;
use http::HeaderMap;

use crate::acme::Line;
use crate::runtime as rt;
use crate::runtime::{Body, BuildErrorKind, Client, Error, Operation, Retry};
use crate::runtime::{Cursor, Page, PageError, Paged, Range, Step};
use crate::server::{Received, Server, answer};

/// `GET /numbers`, as the generator writes it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct GetNumbers {
    pub(crate) min: Option<i64>,
    pub(crate) range: Option<Range>,
}

impl Operation for GetNumbers {
    type Output = Vec<i64>;
    type Error = rt::NoDocumentedError;
    const META: rt::Meta = rt::Meta::get("getNumbers", "/numbers");
    const SUCCESS: &'static [rt::Success<Self::Output>] = &[rt::Success::json(200)];

    fn build(&self, request: rt::RequestBuilder) -> rt::RequestBuilder {
        request.query("min", &self.min).range::<Self>(self.range)
    }
}

rt::ranged!(GetNumbers, RANGED_DATA);

/// How a server deals with ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    Follows,
    /// It never sends more than this many items.
    Clamps(u64),
    Ignores,
    /// It looks only at how many are asked for.
    IgnoresStart,
}

impl Habit {
    /// What a server that holds the items `0..total` sends.
    fn items(self, total: u64, range: Range) -> Vec<u64> {
        let results = match self {
            Self::Clamps(most) => range.results.min(most),
            _ => range.results,
        };
        match self {
            Self::Follows | Self::Clamps(_) => {
                (range.start..total).take(results as usize).collect()
            }
            Self::Ignores => (0..total).collect(),
            Self::IgnoresStart => (0..total.min(results)).collect(),
        }
    }
}

fn json(items: &[u64]) -> String {
    serde_json::to_string(items).unwrap()
}

/// The range that a header asks for.
fn parse(text: &str) -> Range {
    let (start, results) = text.split_once(",results=").unwrap();
    let start = start.strip_prefix("start=").unwrap().parse().unwrap();
    Range { start, results: results.parse().unwrap() }
}

/// The range that is asked for next.
fn ask(cursor: &mut Box<dyn Cursor>) -> String {
    let mut request = http::Request::new(Body::from(""));
    cursor.prepare(&mut request).unwrap();
    request.headers()["ranged-data"].to_str().unwrap().to_owned()
}

/// Everything that a list gives, and how many requests that took, without a network.
fn read(total: u64, habit: Habit, range: Option<Range>) -> (Vec<u64>, usize) {
    let mut cursor = GetNumbers { min: None, range }.cursor();
    let (mut all, mut requests) = (Vec::new(), 0);
    loop {
        let items = habit.items(total, parse(&ask(&mut cursor)));
        requests += 1;
        assert!(requests < 200, "{total} {habit:?} {range:?} never ends");
        let step = cursor.advance(items.len(), &HeaderMap::new(), &Body::from(json(&items)));
        if matches!(step, Step::Page | Step::LastPage) {
            all.extend(items);
        }
        if step != Step::Page {
            return (all, requests);
        }
    }
}

#[test]
fn nothing_is_lost_or_doubled_whatever_the_server_makes_of_ranges() {
    let habits = [Habit::Follows, Habit::Ignores]
        .into_iter()
        .chain([1, 2, 3, 7, 10, 24, 25, 26].map(Habit::Clamps));
    for habit in habits {
        for total in 0..60 {
            for results in [1, 2, 3, 5, 10, 24, 25, 26, 59, 60, 100] {
                let range = Some(Range { start: 0, results });
                let everything: Vec<u64> = (0..total).collect();
                assert_eq!(read(total, habit, range).0, everything, "{habit:?}, {results} each");
            }
            if habit != Habit::Ignores {
                for start in [1, 24, 25, 59, 1000] {
                    let range = Some(Range { start, results: 10 });
                    let rest: Vec<u64> = (start..total).collect();
                    assert_eq!(read(total, habit, range).0, rest, "{habit:?} from {start}");
                }
            }
        }
    }
}

#[test]
fn a_server_that_ignores_where_a_range_begins_is_asked_once_more() {
    for (total, results) in [(10, 10), (10, 4), (10, 25), (1, 1)] {
        let range = Some(Range { start: 0, results });
        let first: Vec<u64> = (0..total.min(results)).collect();
        assert_eq!(read(total, Habit::IgnoresStart, range), (first, 2));
    }
}

#[test]
fn only_what_is_needed_is_asked_for() {
    let requests = |total, habit| read(total, habit, None).1;
    assert_eq!(requests(0, Habit::Follows), 1, "empty");
    assert_eq!(requests(7, Habit::Follows), 2, "short: there may be more");
    assert_eq!(requests(50, Habit::Follows), 3, "an exact multiple");
    assert_eq!(requests(60, Habit::Follows), 4, "a short last page");
    assert_eq!(requests(30, Habit::Clamps(10)), 4);
    assert_eq!(requests(60, Habit::Ignores), 1, "more than asked for is everything");
    assert_eq!(requests(25, Habit::Ignores), 2, "the same page again");
}

#[test]
fn a_list_that_is_sent_whole_and_has_grown_is_not_taken_for_a_page() {
    let mut cursor = GetNumbers::default().cursor();
    let (few, many): (Vec<u64>, Vec<u64>) = ((0..25).collect(), (0..26).collect());
    let none = HeaderMap::new();
    assert_eq!(cursor.advance(25, &none, &Body::from(json(&few))), Step::Page);
    assert_eq!(cursor.advance(26, &none, &Body::from(json(&many))), Step::NoProgress);
}

#[test]
fn a_range_at_the_end_of_all_numbers_does_not_overflow() {
    let range = Some(Range { start: u64::MAX, results: u64::MAX });
    let mut cursor = GetNumbers { min: None, range }.cursor();
    assert_eq!(cursor.advance(3, &HeaderMap::new(), &Body::from("[1,2,3]")), Step::Page);
    assert_eq!(ask(&mut cursor), "start=18446744073709551615,results=18446744073709551615");
}

#[test]
fn no_answer_is_an_empty_page() {
    assert_eq!(None::<Vec<i64>>.list(), None);
    assert_eq!(Some(vec![1]).list(), Some(&mut vec![1]));
}

fn page(items: &[u64]) -> String {
    answer("200 OK", "content-type: application/json\r\n", &json(items))
}

/// A server with the items `0..total`.
fn numbers(total: u64, habit: Habit) -> Server {
    Server::start(move |_, received| (Duration::ZERO, page(&habit.items(total, asked(received)))))
}

/// What a request asks for; everything if it does not say.
fn asked(received: &Received) -> Range {
    let all = Range { start: 0, results: 1000 };
    received.header("ranged-data").map_or(all, parse)
}

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).api_key("k").build().unwrap()
}

fn get() -> GetNumbers {
    GetNumbers::default()
}

/// The ranges that were asked for, as text.
fn ranges(server: &Server) -> Vec<String> {
    let header = |received: &Received| received.header("ranged-data").unwrap_or("none").to_owned();
    server.received().iter().map(header).collect()
}

#[tokio::test]
async fn one_call_asks_for_what_the_user_says() {
    let server = numbers(60, Habit::Follows);
    let client = client(&server);
    assert_eq!(client.call(get()).range(50, 5).await.unwrap(), [50, 51, 52, 53, 54]);
    assert_eq!(client.call(get()).await.unwrap().len(), 60);
    assert_eq!(ranges(&server), ["start=50,results=5", "none"]);
}

#[tokio::test]
async fn every_list_is_read_whole_over_tcp() {
    for habit in [Habit::Follows, Habit::Clamps(10), Habit::Ignores] {
        for total in [0, 1, 10, 24, 25, 26, 50, 60] {
            let server = numbers(total, habit);
            let items = client(&server).call(get()).items().all().await.unwrap();
            assert_eq!(items, (0..total as i64).collect::<Vec<_>>(), "{habit:?} {total}");
        }
    }
}

#[tokio::test]
async fn pages_begin_where_the_user_says_and_keep_the_size() {
    let server = numbers(25, Habit::Follows);
    let mut pages =
        client(&server).call(GetNumbers { min: Some(3), range: None }).range(5, 10).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().len());
    }
    assert!(pages.next().await.is_none(), "it stays at its end");
    assert_eq!(sizes, [10, 10]);
    let asked = ["start=5,results=10", "start=15,results=10", "start=25,results=10"];
    assert_eq!(ranges(&server), asked);
    for received in server.received() {
        assert_eq!(received.line, "GET /numbers?min=3 HTTP/1.1");
        assert_eq!(received.header("x-acme-key"), Some("k"));
    }
}

#[tokio::test]
async fn after_an_error_the_same_page_is_asked_for() {
    let server = Server::start(|count, received| {
        let text = match count {
            1 => answer("500 Internal Server Error", "", ""),
            2 => answer("200 OK", "", "[25,\"x\"]"),
            _ => page(&Habit::Follows.items(40, asked(received))),
        };
        (Duration::ZERO, text)
    });
    let mut items = client(&server).call(get()).items();
    let (mut all, mut errors) = (Vec::new(), Vec::new());
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => all.push(item),
            Err(error) => errors.push(error),
        }
    }
    assert_eq!(all, (0..40).collect::<Vec<_>>());
    assert!(
        matches!(
            &errors[..],
            [PageError::Call(Error::UnexpectedStatus(_)), PageError::Call(Error::Decode(_))]
        ),
        "{errors:?}"
    );
    let starts = ["0", "25", "25", "25", "40"].map(|start| format!("start={start},results=25"));
    assert_eq!(ranges(&server), starts);
}

async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await
}

#[tokio::test]
async fn as_a_stream_it_ends_after_an_error_and_goes_on_if_it_is_polled_again() {
    let server = Server::start(|count, received| {
        let text = match count {
            1 | 2 => answer("502 Bad Gateway", "", ""),
            _ => page(&Habit::Follows.items(4, asked(received))),
        };
        (Duration::ZERO, text)
    });
    let mut items = client(&server).call(get()).range(0, 3).items();
    let mut seen = String::new();
    for _ in 0..9 {
        seen += &match next(&mut items).await {
            Some(Ok(item)) => item.to_string(),
            Some(Err(error)) => format!("({})", error.error().status().unwrap().as_u16()),
            None => ".".into(),
        };
    }
    assert_eq!(seen, "012(502).(502).3.");
    let mut pages = client(&server).call(get()).range(0, 3).pages();
    assert_eq!(next(&mut pages).await.unwrap().unwrap(), [0, 1, 2]);
}

#[tokio::test]
async fn a_next_that_is_dropped_loses_nothing_and_sends_nothing_twice() {
    let server = numbers(4, Habit::Follows);
    let mut items = client(&server).call(get()).range(0, 2).items();
    let mut all = Vec::new();
    loop {
        // Polled once, which sends the request, and dropped.
        let dropped = pin!(items.next()).poll(&mut Context::from_waker(Waker::noop()));
        let item = match dropped {
            Poll::Ready(item) => item,
            Poll::Pending => items.next().await,
        };
        match item {
            Some(item) => all.push(item.unwrap()),
            None => break,
        }
    }
    assert_eq!(all, [0, 1, 2, 3]);
    let starts = ["0", "2", "4"].map(|start| format!("start={start},results=2"));
    assert_eq!(ranges(&server), starts);
}

#[tokio::test]
async fn every_page_has_the_options_of_the_call() {
    let failed = Mutex::new(Vec::new());
    let server = Server::start(move |_, received| {
        let range = asked(received);
        let mut failed = failed.lock().unwrap();
        let text = if failed.contains(&range) {
            page(&Habit::Follows.items(3, range))
        } else {
            failed.push(range);
            answer("503 Service Unavailable", "", "")
        };
        (Duration::ZERO, text)
    });
    let retry = Retry::idempotent(1).first_wait(Duration::from_millis(1));
    let call =
        client(&server).call(get()).range(0, 2).header("x-mine", "1").retry(retry).items().all();
    assert_eq!(call.await.unwrap(), [0, 1, 2]);
    assert_eq!(server.received().len(), 6, "each of three pages was tried twice");
    assert!(server.received().iter().all(|received| received.header("x-mine") == Some("1")));
}

#[tokio::test]
async fn the_timeout_is_that_of_each_page() {
    let server = Server::start(|count, received| {
        let wait = if count == 1 { Duration::from_secs(30) } else { Duration::ZERO };
        (wait, page(&Habit::Follows.items(3, asked(received))))
    });
    let mut items =
        client(&server).call(get()).range(0, 2).timeout(Duration::from_millis(300)).items();
    let mut seen = String::new();
    while let Some(item) = items.next().await {
        seen += &match item {
            Ok(item) => item.to_string(),
            Err(error) if error.error().is_timeout() => "(timeout)".into(),
            Err(error) => panic!("{error}"),
        };
    }
    assert_eq!(seen, "01(timeout)2");
}

#[tokio::test]
async fn a_call_that_cannot_be_built_says_so_for_every_page_and_sends_nothing() {
    let server = numbers(3, Habit::Follows);
    let mut pages = client(&server).call(get()).header("x-mine", "\n").pages();
    for _ in 0..2 {
        assert!(matches!(pages.next().await, Some(Err(PageError::Call(Error::Build(_))))));
    }
    let mut pages = client(&server).call(get()).header("Ranged-Data", "start=0,results=9").pages();
    let error = pages.next().await.unwrap().unwrap_err().into_error();
    assert!(
        matches!(&error, Error::Build(error) if matches!(error.kind(), BuildErrorKind::InvalidParameter { name: "RANGED-DATA", .. })),
        "{error}"
    );
    assert!(server.received().is_empty());
}

/// `GET /lines`: a list of objects.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct GetLines {
    pub(crate) range: Option<Range>,
}

impl Operation for GetLines {
    type Output = Vec<Line>;
    type Error = rt::NoDocumentedError;
    const META: rt::Meta = rt::Meta::get("getLines", "/lines");
    const SUCCESS: &'static [rt::Success<Self::Output>] = &[rt::Success::json(200)];
}

rt::ranged!(GetLines, RANGED_DATA);

#[tokio::test]
async fn strict_mode_holds_for_pages() {
    let answers = [answer("200 OK", "", "[{\"price\":null}]"), page(&[])];
    let server = Server::with(&answers.each_ref().map(String::as_str));
    let lenient = client(&server).call(GetLines::default()).items().all().await.unwrap();
    assert_eq!(lenient, [Line::default()]);
    let server = Server::with(&answers.each_ref().map(String::as_str));
    let strict = Client::builder().base_url(&server.url).api_key("k").strict(true).build().unwrap();
    let error = strict.call(GetLines::default()).items().all().await.unwrap_err();
    assert!(matches!(error, PageError::Call(Error::Decode(_))), "{error:?}");
}

#[tokio::test]
async fn pages_outlive_the_client_and_can_be_spawned() {
    let server = numbers(3, Habit::Follows);
    let items = client(&server).call(get()).items();
    let shown = format!("{items:?}");
    assert!(shown.contains("GetNumbers") && shown.contains("left: 0"), "{shown}");
    assert_eq!(tokio::spawn(items.all()).await.unwrap().unwrap(), [0, 1, 2]);
}
