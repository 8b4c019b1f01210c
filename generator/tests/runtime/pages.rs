//! Lists whose pages are asked for by numbers, cursors and URLs, over TCP, from servers of every habit.

use std::time::Duration;

use crate::runtime as rt;
use crate::runtime::{
    BuildErrorKind, Client, Error, Mode, Nullable, Operation, PageError, Paged, Position,
};
use crate::server::{Received, Server, answer};

/// How a server names the page that begins at an item: a line of the head, and a part of the body.
type Teller = fn(u64, &str) -> (String, String);

/// A page whose list lies deep.
#[derive(Clone, PartialEq, Default)]
pub(crate) struct Wrapped {
    pub(crate) data: Nullable<Data>,
}

impl rt::Record for Wrapped {
    const FIELDS: &'static [rt::Field] = &["?data"];

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, _: usize, from: &mut impl rt::Entry) {
        from.read(&mut self.data)
    }

    fn write(&self, to: &mut impl rt::FieldWriter) {
        to.optional(&self.data);
    }
}
rt::record!(Wrapped { data });

#[derive(Clone, PartialEq, Default)]
pub(crate) struct Data {
    pub(crate) items: Option<Vec<i64>>,
}

impl rt::Record for Data {
    const FIELDS: &'static [rt::Field] = &["?items"];

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, _: usize, from: &mut impl rt::Entry) {
        from.read(&mut self.items)
    }

    fn write(&self, to: &mut impl rt::FieldWriter) {
        to.optional(&self.items);
    }
}
rt::record!(Data { items });

macro_rules! operations {
    ($($name:ident, $pages:ident;)*) => {$(
        #[derive(Debug, Clone, Default)]
        pub(crate) struct $name {
            number: Option<i64>,
            size: Option<i64>,
        }

        impl Operation for $name {
            type Output = Wrapped;
            type Error = rt::NoDocumentedError;
            const META: rt::Meta = rt::Meta::get(stringify!($name), "/v1/pets");

            fn build(&self, request: rt::RequestBuilder) -> rt::RequestBuilder {
                let request = request.query("q", "a b");
                request.query("offset", &self.number).query("limit", &self.size)
            }
        }

        rt::paged!($name, $pages, "/data/items", i64, page => page.data.as_mut()?.items.as_mut());
    )*};
}
operations! { ByOffset, OFFSET; ByPage, PAGE; ByCursor, CURSOR; ByHeader, AFTER; ByUrl, NEXT; ByLink, LINK; }

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).api_key("k").build().unwrap()
}

/// The value of a parameter in the query.
fn parameter(received: &Received, name: &str) -> Option<String> {
    let query = received.line.split(' ').nth(1)?.split_once('?')?.1;
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).next()
}

fn number(received: &Received, name: &str) -> Option<u64> {
    parameter(received, name)?.parse().ok()
}

/// A page; what stands beside its items is never the same.
fn page(headers: &str, items: &[u64], meta: &str, count: usize) -> String {
    let body = format!("{{\"data\":{{\"items\":{items:?}}},\"meta\":{{\"at\":{count}{meta}}}}}");
    answer("200 OK", headers, &body)
}

/// What a server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    Follows,
    /// It never sends more than two items.
    Clamps,
    /// It sends everything always.
    Ignores,
    /// It looks only at how many are asked for.
    IgnoresStart,
    /// Where nothing is, it responds with this status.
    Refuses(u16),
    /// It sends its last page for whatever lies behind.
    ClampsStart,
    /// Every other request fails.
    Fails,
    /// It sends two pages in turn.
    Alternates,
}

fn part(habit: Habit, total: u64, start: u64, size: u64) -> Vec<u64> {
    match habit {
        Habit::Follows | Habit::Refuses(_) | Habit::Fails => {
            (start..total).take(size as usize).collect()
        }
        Habit::Clamps => (start..total).take(size.min(2) as usize).collect(),
        Habit::Ignores => (0..total).collect(),
        Habit::IgnoresStart => (0..total.min(size)).collect(),
        Habit::ClampsStart => {
            let last = total.saturating_sub(1) / size * size;
            (start.min(last)..total).take(size as usize).collect()
        }
        Habit::Alternates => (0..size).map(|index| start / size % 2 * size + index).collect(),
    }
}

/// A server with the items `0..total` that are asked for by `offset` and `limit`, or by `page` and `size`.
fn numbers(total: u64, habit: Habit) -> Server {
    Server::start(move |count, received| {
        let size = number(received, "limit").or(number(received, "size")).unwrap_or(3);
        let size = if habit == Habit::Clamps { size.min(2) } else { size };
        let by_page = number(received, "page").map(|page| (page - 1) * size);
        let items = part(habit, total, by_page.or(number(received, "offset")).unwrap_or(0), size);
        let text = match habit {
            Habit::Fails if count % 2 == 0 => answer("503 Service Unavailable", "", ""),
            Habit::Refuses(status) if items.is_empty() => answer(&format!("{status} No"), "", ""),
            _ => page("", &items, "", count),
        };
        (Duration::ZERO, text)
    })
}

/// Everything that a list gives, with the errors that end it; after others it is asked again.
async fn read<Op: Paged<Item = i64>>(
    mut items: rt::Items<Op>,
) -> (Vec<i64>, Option<PageError<Op::Error>>) {
    let (mut all, mut failures) = (Vec::new(), 0);
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => all.push(item),
            Err(PageError::Call(error)) if error.status().is_some_and(|own| own == 503) => {
                failures += 1
            }
            Err(error) => return (all, Some(error)),
        }
        assert!(all.len() < 200 && failures < 50, "it does not end");
    }
    assert!(items.next().await.is_none() && items.position().is_none());
    (all, None)
}

#[tokio::test]
async fn lists_by_offset_are_whole_whatever_the_server_makes_of_it() {
    for habit in [
        Habit::Follows,
        Habit::Clamps,
        Habit::Ignores,
        Habit::Fails,
        Habit::Refuses(404),
        Habit::Refuses(416),
        Habit::Refuses(204),
    ] {
        for total in [1, 2, 3, 4, 6, 7] {
            let server = numbers(total, habit);
            let (all, error) = read(client(&server).call(ByOffset::default()).items()).await;
            assert_eq!(all, (0..total as i64).collect::<Vec<_>>(), "{habit:?} {total}");
            assert!(error.is_none(), "{habit:?} {total}: {error:?}");
            assert!(server.received().iter().all(|own| parameter(own, "q").unwrap() == "a%20b"));
        }
    }
    let server = numbers(0, Habit::Follows);
    assert!(client(&server).call(ByOffset::default()).items().all().await.unwrap().is_empty());
    let server = numbers(0, Habit::Refuses(404));
    let error = client(&server).call(ByOffset::default()).items().all().await.unwrap_err();
    assert_eq!(error.error().status().unwrap(), 404, "the first page is there or missing");
}

#[tokio::test]
async fn lists_by_page_are_whole_too() {
    for habit in
        [Habit::Follows, Habit::Clamps, Habit::Fails, Habit::Refuses(404), Habit::ClampsStart]
    {
        for total in [1, 2, 3, 4, 6, 7] {
            let server = numbers(total, habit);
            let (all, error) = read(client(&server).call(ByPage::default()).items()).await;
            assert_eq!(all, (0..total as i64).collect::<Vec<_>>(), "{habit:?} {total}");
            assert!(error.is_none());
            assert_eq!(parameter(&server.received()[0], "page").unwrap(), "1");
            assert_eq!(parameter(&server.received()[0], "size"), None, "the server decides");
        }
    }
}

#[tokio::test]
async fn a_server_that_ignores_or_repeats_ends_the_list_or_is_an_error_if_that_is_wanted() {
    let server = numbers(7, Habit::IgnoresStart);
    let (all, error) = read(client(&server).call(ByOffset::default()).items()).await;
    assert_eq!((all, error.is_none()), (vec![0, 1, 2], true));
    assert_eq!(server.received().len(), 2);
    let (all, error) = read(client(&server).call(ByOffset::default()).items().strict()).await;
    assert_eq!(all, [0, 1, 2]);
    let Some(PageError::MissingPage(Error::Decode(error))) = error else { panic!("{error:?}") };
    assert_eq!((error.status().as_u16(), error.path()), (200, ""));
    assert_eq!(error.message(), "the server did not send the next page");
    let server = numbers(5, Habit::Refuses(404));
    let mut pages = client(&server).call(ByPage::default()).pages().strict();
    for _ in 0..2 {
        assert!(pages.next().await.unwrap().is_ok());
    }
    assert!(matches!(pages.next().await, Some(Err(PageError::Call(Error::UnexpectedStatus(_))))));
}

#[tokio::test]
async fn pages_that_go_round_in_circles_are_an_error_always() {
    let server = numbers(0, Habit::Alternates);
    for (all, error) in [
        read(client(&server).call(ByOffset::default()).items()).await,
        read(client(&server).call(ByOffset::default()).items().strict()).await,
    ] {
        assert_eq!(all, [0, 1, 2, 3, 4, 5]);
        assert!(matches!(error, Some(PageError::MissingPage(_))), "{error:?}");
    }
}

#[tokio::test]
async fn what_the_user_sets_is_where_it_begins_and_how_many_it_asks_for() {
    let server = numbers(9, Habit::Follows);
    let call = ByOffset { number: Some(2), size: Some(4) };
    assert_eq!(client(&server).call(call).items().all().await.unwrap(), [2, 3, 4, 5, 6, 7, 8]);
    let asked = |received: &Received| (number(received, "offset"), number(received, "limit"));
    let asked: Vec<_> = server.received().iter().map(asked).collect();
    assert_eq!(asked, [2, 6, 9].map(|start| (Some(start), Some(4))));
}

/// Names of pages, each with its items and what the page names.
type Named = &'static [(&'static str, &'static [u64], &'static str)];

/// A server that has the page that the parameter names, and 410 for every other.
fn named(name: &'static str, pages: Named, tell: fn(&str) -> (String, String)) -> Server {
    Server::start(move |count, received| {
        let asked = parameter(received, name).unwrap_or_default();
        let found = pages.iter().find(|(own, ..)| *own == asked);
        let text = found.map_or_else(
            || answer("410 Gone", "", ""),
            |(_, items, next)| {
                let (headers, meta) = tell(next);
                page(&headers, items, &meta, count)
            },
        );
        (Duration::ZERO, text)
    })
}

fn in_body(next: &str) -> (String, String) {
    match next {
        "" => (String::new(), String::new()),
        "null" => (String::new(), ",\"next\":null".into()),
        "last" => (String::new(), ",\"next\":\"x\",\"more\":false".into()),
        "odd" => (String::new(), ",\"next\":{}".into()),
        next if next.parse::<u64>().is_ok() => (String::new(), format!(",\"next\":{next}")),
        next => (String::new(), format!(",\"next\":\"{next}\"")),
    }
}

fn in_header(next: &str) -> (String, String) {
    let header = if next.is_empty() { String::new() } else { format!("x-next: {next}\r\n") };
    (header, String::new())
}

#[tokio::test]
async fn a_cursor_is_sent_until_the_response_names_none() {
    for end in ["", "null", "last"] {
        let pages: &'static [(&str, &[u64], &str)] = Box::leak(Box::new([
            ("", &[1, 2][..], "a=/"),
            ("a%3D%2F", &[], "7"),
            ("7", &[3], end),
        ]));
        let server = named("cursor", pages, in_body);
        let (all, error) = read(client(&server).call(ByCursor::default()).items()).await;
        assert_eq!((all, error.is_none()), (vec![1, 2, 3], true), "an empty page is not the end");
        assert_eq!(server.received().len(), 3);
    }
    let server = named("after", &[("", &[1], "x"), ("x", &[2], "")], in_header);
    assert_eq!(client(&server).call(ByHeader::default()).items().all().await.unwrap(), [1, 2]);
}

#[tokio::test]
async fn what_names_the_next_page_is_found_however_the_text_is_written() {
    let respond = |count, text: String| {
        let text = if count == 0 { text } else { text.replace(",\"next\":\"a\"", "") };
        (Duration::ZERO, answer("200 OK", "", &text))
    };
    let body = r#"{"data":{"items":[1]},"meta":{"at":1,"next":"a"}}"#;
    let server = Server::start(move |count, _| respond(count, format!("\u{feff}{body}")));
    let (all, error) = read(client(&server).call(ByCursor::default()).items()).await;
    assert_eq!((all, error.is_none()), (vec![1, 1], true), "behind a byte order mark");
    // A number that no type can hold stands where no field reads it.
    let server = Server::start(move |count, _| respond(count, body.replace(":1,", ":1e999,")));
    let (all, error) = read(client(&server).call(ByCursor::default()).items()).await;
    assert!(matches!(error, Some(PageError::MissingPage(_))), "no silent end: {all:?}");
}

#[tokio::test]
async fn a_cursor_that_stands_still_goes_round_expires_or_is_none() {
    let server = named("cursor", &[("", &[1], "a"), ("a", &[1], "a")], in_body);
    let (all, error) = read(client(&server).call(ByCursor::default()).items()).await;
    assert_eq!((all, error.is_none()), (vec![1], true), "the server ignores the cursor");
    let (_, error) = read(client(&server).call(ByCursor::default()).items().strict()).await;
    assert!(matches!(error, Some(PageError::MissingPage(_))));
    let server = named("cursor", &[("", &[1], "a"), ("a", &[2], "b"), ("b", &[1], "a")], in_body);
    let (all, error) = read(client(&server).call(ByCursor::default()).items()).await;
    assert_eq!(all, [1, 2]);
    assert!(matches!(error, Some(PageError::MissingPage(_))));
    let server = named("cursor", &[("", &[1], "gone")], in_body);
    let (all, error) = read(client(&server).call(ByCursor::default()).items()).await;
    assert_eq!(all, [1]);
    assert!(matches!(error, Some(PageError::Expired(Error::UnexpectedStatus(_)))));
    let server = named("cursor", &[("", &[1], "odd")], in_body);
    let (_, error) = read(client(&server).call(ByCursor::default()).items()).await;
    let Some(PageError::MissingPage(Error::Decode(error))) = error else { panic!("{error:?}") };
    assert_eq!(error.message(), "the reference to the next page could not be read");
}

/// A server whose pages `?n=1`, `?n=2` and so on hold the URL of the next one.
fn urls(tell: fn(u64, &str) -> (String, String)) -> Server {
    Server::start(move |count, received| {
        let at = number(received, "n").unwrap_or(0);
        let host = received.header("host").unwrap();
        let (headers, meta) = if at < 3 { tell(at + 1, host) } else { Default::default() };
        (Duration::ZERO, page(&headers, &[at * 2, at * 2 + 1], &meta, count))
    })
}

fn link(text: &str) -> (String, String) {
    (format!("link: {text}\r\n"), String::new())
}

#[tokio::test]
async fn a_url_in_the_body_is_followed_wherever_it_is_relative_to() {
    let tellers: [Teller; 6] = [
        |n, host| (String::new(), format!(",\"next\":\"http://{host}/v1/pets?n={n}\"")),
        |n, host| (String::new(), format!(",\"next\":\"//{host}/v1/pets?n={n}\"")),
        |n, _| (String::new(), format!(",\"next\":\"/v1/pets?n={n}#x\"")),
        |n, _| (String::new(), format!(",\"next\":\"pets?n={n}\"")),
        |n, _| (String::new(), format!(",\"next\":\"./../v1/pets?n={n}\"")),
        |n, _| (String::new(), format!(",\"next\":\"?n={n}\"")),
    ];
    for tell in tellers {
        let server = urls(tell);
        let (all, error) = read(client(&server).call(ByUrl::default()).items()).await;
        assert_eq!(all, [0, 1, 2, 3, 4, 5, 6, 7]);
        assert!(error.is_none());
        let received = server.received();
        assert!(received.iter().all(|own| own.header("x-acme-key") == Some("k")));
        let lines = received[1..].iter().map(|own| own.line.as_str());
        assert!(lines.eq([1, 2, 3].map(|n| format!("GET /v1/pets?n={n} HTTP/1.1"))));
    }
}

#[tokio::test]
async fn links_in_headers_are_those_of_rfc_8288() {
    let tellers: [Teller; 6] = [
        |n, _| link(&format!("</v1/pets?n={n}>; rel=\"next\"")),
        |n, _| link(&format!("<?n=9>; rel=prev, <?n={n}>; title=\"a, b; rel=x\\\"\"; REL=Next")),
        |n, _| link(&format!("<?n=9>;rel=\"last\" , <?n={n}> ;rel=\"prefetch next\"")),
        |n, _| link(&format!("<?n=9>; rel=last\r\nlink: <?n={n}>; rel=next; rel=prev")),
        |n, _| link(&format!("<?n=9>; rel=next; anchor=\"/other\", <?n={n}>; rel=next")),
        |n, _| link(&format!("<?a=1,2&n={n}>; rel=next")),
    ];
    for tell in tellers {
        let server = urls(tell);
        let (all, error) = read(client(&server).call(ByLink::default()).items()).await;
        assert_eq!(all, [0, 1, 2, 3, 4, 5, 6, 7], "{}", tell(1, "").0);
        assert!(error.is_none());
    }
}

#[tokio::test]
async fn a_url_of_another_server_is_not_asked() {
    let other = Server::with(&[&page("", &[7], "", 0)]);
    let url = other.url.clone();
    let server = Server::start(move |count, _| {
        (Duration::ZERO, page("", &[1], &format!(",\"next\":\"{url}/v1/pets\""), count))
    });
    let mut items = client(&server).call(ByUrl::default()).items();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    for _ in 0..2 {
        let error = items.next().await.unwrap().unwrap_err().into_error();
        assert!(
            matches!(&error, Error::Build(error) if *error.kind() == BuildErrorKind::ForeignUrl)
        );
    }
    assert!(other.received().is_empty());
    for odd in ["mailto:a@b.example", "http://a b/", "\\\\\\\\evil.example\\\\"] {
        let server = Server::start(move |count, _| {
            (Duration::ZERO, page("", &[1], &format!(",\"next\":\"{odd}\""), count))
        });
        let (all, error) = read(client(&server).call(ByUrl::default()).items()).await;
        assert!(
            all.is_empty() && matches!(error, Some(PageError::MissingPage(_))),
            "{odd}: {error:?}"
        );
    }
}

#[tokio::test]
async fn urls_without_progress_end_the_list() {
    let server =
        Server::start(|count, _| (Duration::ZERO, page("", &[1], ",\"next\":\"?n=1\"", count)));
    let (all, error) = read(client(&server).call(ByUrl::default()).items()).await;
    assert_eq!((all, error.is_none()), (vec![1], true));
    let server = Server::start(|count, received| {
        let at = number(received, "n").unwrap_or(0);
        (Duration::ZERO, page("", &[at], &format!(",\"next\":\"?n={}\"", 1 - at), count))
    });
    let (all, error) = read(client(&server).call(ByUrl::default()).items()).await;
    assert_eq!(all, [0, 1]);
    assert!(matches!(error, Some(PageError::MissingPage(_))));
}

/// Reads a list in two halves, the second from where the first was left, for every place to leave it at.
async fn halves<Op: Paged<Item = i64> + Default>(server: &Server) {
    let whole = client(server).call(Op::default()).items().all().await.unwrap();
    for count in 0..=whole.len() {
        let mut items = client(server).call(Op::default()).items();
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(items.next().await.unwrap().unwrap());
        }
        let Some(position) = items.position() else {
            assert_eq!(all, whole);
            continue;
        };
        let position: Position = position.to_string().parse().unwrap();
        drop(items);
        let rest = client(server).call(Op::default()).items().resume(&position);
        assert_eq!(rest.position().unwrap(), position);
        all.extend(rest.all().await.unwrap());
        assert_eq!(all, whole, "left after {count}: {position:?}");
    }
}

#[tokio::test]
async fn a_list_goes_on_from_where_it_was_left() {
    halves::<ByOffset>(&numbers(7, Habit::Follows)).await;
    halves::<ByPage>(&numbers(7, Habit::Follows)).await;
    let pages: Named = &[("", &[1, 2], "a"), ("a", &[], "b"), ("b", &[3, 4], "c"), ("c", &[5], "")];
    halves::<ByCursor>(&named("cursor", pages, in_body)).await;
    halves::<ByHeader>(&named("after", pages, in_header)).await;
    halves::<ByUrl>(&urls(|n, _| (String::new(), format!(",\"next\":\"?n={n}\"")))).await;
    halves::<ByLink>(&urls(|n, _| link(&format!("<?n={n}>; rel=next")))).await;
    assert!("".parse::<Position>().is_err() && "x:1".parse::<Position>().is_err());
    let server = numbers(7, Habit::Follows);
    let odd: Position = "0:x".parse().unwrap();
    let error = client(&server).call(ByOffset::default()).items().resume(&odd).all().await;
    assert!(matches!(error.unwrap_err().into_error(), Error::Build(_)));
    let secret: Position = "0:hunter2".parse().unwrap();
    let items = client(&server).call(ByCursor::default()).items().resume(&secret);
    assert!(!format!("{secret:?}{items:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_list_that_was_left_at_its_end_ends_there() {
    for status in [404, 416] {
        let server = numbers(6, Habit::Refuses(status));
        let mut pages = client(&server).call(ByOffset::default()).pages();
        for _ in 0..2 {
            pages.next().await.unwrap().unwrap();
        }
        let position = pages.position().unwrap();
        let mut pages = client(&server).call(ByOffset::default()).pages().resume(&position);
        assert!(pages.next().await.is_none(), "as it would without the pause");
        // Where the list itself is not there, that is told.
        let none = Server::with(&[&answer(&format!("{status} No"), "", "")]);
        let mut pages = client(&none).call(ByOffset::default()).pages();
        pages.next().await.unwrap().unwrap_err();
        let position = pages.position().unwrap();
        let mut pages = client(&none).call(ByOffset::default()).pages().resume(&position);
        pages.next().await.unwrap().unwrap_err();
    }
    // A server that sends everything, whatever is asked for, sends nothing new.
    let [whole, parts] = [numbers(9, Habit::Ignores), numbers(9, Habit::Follows)];
    let mut items = client(&parts).call(ByOffset::default()).items();
    for _ in 0..3 {
        items.next().await.unwrap().unwrap();
    }
    let position = items.position().unwrap();
    let items = client(&whole).call(ByOffset::default()).items().resume(&position);
    assert_eq!(read(items).await.0, [0_i64; 0]);
}

#[test]
fn a_page_without_its_list_is_an_empty_one() {
    let read = |text: &'static str| {
        let response = http::Response::new(rt::Body::from(text));
        let mut page = ByOffset::response(response, Mode::Lenient).unwrap();
        ByOffset::list(&mut page).cloned()
    };
    assert_eq!(read(r#"{"data":{"items":[1]}}"#), Some(vec![1]));
    for text in [r#"{"data":{}}"#, r#"{"data":null}"#, "{}", r#"{"data":{"items":null}}"#] {
        assert_eq!(read(text), None, "{text}");
    }
}
