//! Streams of events and of JSON texts: how they are cut, and over TCP.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::acme::Line;
use crate::runtime as rt;
use crate::runtime::{Client, Error, Event, Events, JsonLines, JsonSequence, Operation, Text};
use crate::server::{Server, answer};

macro_rules! operations {
    ($($name:ident, $method:ident, $output:ty;)*) => {$(
        #[derive(Debug)]
        pub(crate) struct $name;

        impl Operation for $name {
            type Output = $output;
            type Error = rt::NoDocumentedError;
            const META: rt::Meta =
                rt::Meta::$method(stringify!($name), "/stream").accept("text/event-stream");
        }
    )*};
}
operations! {
    GetTexts, get, Events<Text>;
    PostTexts, post, Events<Text>;
    GetLineEvents, get, Events<Line>;
    GetLines, get, JsonLines<Line>;
    GetNumbers, get, JsonSequence<i64>;
}

/// Reads a body that has come whole.
fn whole<Op: Operation>(body: &[u8]) -> Result<Op::Output, Error<Op::Error>> {
    let body = rt::Body::from(body.to_vec());
    Op::response(http::Response::new(body), rt::Mode::Lenient)
}

/// The events of a text, each as its kind, identifier and data, cut into two at every byte and into single bytes.
fn events(text: &[u8]) -> Vec<(Option<String>, Option<String>, String)> {
    let read = |pieces: &[&[u8]]| {
        let mut reader = rt::reader(rt::Framing::Events, None, None);
        let mut frames = Vec::new();
        for piece in pieces {
            assert!(reader.push(piece, 1000, &mut frames).is_ok());
        }
        assert!(reader.finish().is_none());
        frames
    };
    let all = read(&[text]);
    for cut in 0..=text.len() {
        assert_eq!(read(&[&text[..cut], &text[cut..]]), all, "cut at {cut}");
    }
    assert_eq!(read(&text.chunks(1).collect::<Vec<_>>()), all);
    let Events(whole) = whole::<GetTexts>(text).unwrap();
    assert_eq!(whole.len(), all.len());
    all.into_iter()
        .map(|own| (own.event, own.id, String::from_utf8_lossy(&own.data).into_owned()))
        .collect()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn events_are_those_of_the_html_standard() {
    for (text, expected) in [
        ("data: a\n\n", vec![(None, None, "a")]),
        ("data:a\r\n\r\n", vec![(None, None, "a")]),
        ("data:  a\r\r", vec![(None, None, " a")]),
        ("data: a\r\n\ndata: b\n\r\n", vec![(None, None, "a"), (None, None, "b")]),
        ("\u{feff}data: a\n\n", vec![(None, None, "a")]),
        ("\n\u{feff}data: a\n\n", vec![]),
        ("data: a\ndata\ndata: b\n\n", vec![(None, None, "a\n\nb")]),
        ("data\n\ndata:\n\n", vec![(None, None, ""), (None, None, "")]),
        (": comment\ndata: a\n: more\n\n", vec![(None, None, "a")]),
        (
            "event: add\ndata: 1\n\nevent: x\n\ndata: 2\n\n",
            vec![(some("add"), None, "1"), (None, None, "2")],
        ),
        (
            "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
            vec![(None, some("1"), "a"), (None, some("1"), "b"), (None, None, "c")],
        ),
        (
            "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n",
            vec![(None, some("1"), "a"), (None, some("1"), "b")],
        ),
        ("data: a\n\ndata: lost", vec![(None, None, "a")]),
        ("data: a\n\ndata: lost\n", vec![(None, None, "a")]),
        ("Data: a\n data: b\nfoo: c\nretry: 5\n\n", vec![]),
        ("data: \u{e9}\u{20ac}\n\n", vec![(None, None, "\u{e9}\u{20ac}")]),
        ("data: a:b: c\n\n", vec![(None, None, "a:b: c")]),
        ("", vec![]),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(event, id, data): (_, _, &str)| (event, id, data.to_owned()))
            .collect();
        assert_eq!(events(text.as_bytes()), expected, "{text:?}");
    }
    let broken = events(b"data: \xff\n\n");
    assert_eq!(broken[0].2, "\u{fffd}");
}

#[test]
fn how_long_to_wait_is_what_the_server_said_last() {
    let mut reader = rt::reader(rt::Framing::Events, None, None);
    assert!(
        reader
            .push(
                b"retry: 250\nretry: x\nretry:\nretry: 99999999999999999999\n",
                100,
                &mut Vec::new()
            )
            .is_ok()
    );
    assert_eq!(reader.retry(), Some(Duration::from_millis(250)));
}

#[test]
fn json_lines_and_sequences() {
    let lines = "\u{feff}{\"price\":1}\r\n\n  \n{\"price\":2}";
    let JsonLines(read) = whole::<GetLines>(lines.as_bytes()).unwrap();
    assert_eq!(read.iter().map(|line| line.price).collect::<Vec<_>>(), [1, 2]);
    let Err(Error::Decode(error)) = whole::<GetLines>(b"{\"price\":1}\n{\"price\":\"x\"}\n") else {
        panic!()
    };
    assert_eq!(error.path(), "[1].price");
    let JsonSequence(read) = whole::<GetNumbers>(b"\x1e1\n\x1e\n\x1e 2 \n\x1e3\n").unwrap();
    assert_eq!(read, [1, 2, 3]);
    for cut in [&b"\x1e1\n\x1e2"[..], b"\x1e1\n\x1e2\x1e3\n"] {
        let Err(Error::Decode(error)) = whole::<GetNumbers>(cut) else { panic!() };
        assert_eq!(error.path(), "[1]", "it may have been 23");
    }
    for (framing, text) in [
        (rt::Framing::Lines, "1\n22\r\n\n333"),
        (rt::Framing::Sequence, "\x1e1\n\x1e22\n\x1e\x1e333"),
    ] {
        for cut in 0..=text.len() {
            let (mut reader, mut frames) = (rt::reader(framing, None, None), Vec::new());
            assert!(reader.push(&text.as_bytes()[..cut], 3, &mut frames).is_ok());
            assert!(reader.push(&text.as_bytes()[cut..], 9, &mut frames).is_ok());
            frames.extend(reader.finish());
            let read: Vec<_> =
                frames.into_iter().map(|own| String::from_utf8(own.data).unwrap()).collect();
            assert_eq!(read, ["1", "22", "333"], "{framing:?} cut at {cut}");
        }
    }
}

/// A server that writes pieces of a response, waits after each, and keeps the connection if it is to.
fn drip(
    pieces: &'static [&'static str],
    wait: Duration,
    keeps: bool,
) -> (Client, Arc<Mutex<Vec<TcpStream>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = client(&format!("http://{}", listener.local_addr().unwrap()));
    let open = Arc::new(Mutex::new(Vec::new()));
    let streams = Arc::clone(&open);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            head(&stream);
            if keeps {
                streams.lock().unwrap().push(stream.try_clone().unwrap());
            }
            for piece in pieces {
                if stream.write_all(piece.as_bytes()).is_err() {
                    break;
                }
                std::thread::sleep(wait);
            }
        }
    });
    (client, open)
}

/// The head of a request.
fn head(stream: &TcpStream) -> Vec<String> {
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines.take_while(|line| !line.is_empty()).collect()
}

fn client(url: &str) -> Client {
    Client::builder().base_url(url).api_key("k").build().unwrap()
}

const HEAD: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream; charset=utf-8\r\n\r\n";

#[tokio::test]
async fn events_are_given_while_they_come() {
    let pieces = &[
        HEAD,
        "data: {\"price\":",
        "1}\n",
        "\nevent: add\nid: 7\ndata: {\"price\":2}\n\n",
        "data: {}",
        "\n\n",
    ];
    let (client, _) = drip(pieces, Duration::from_millis(120), false);
    let start = Instant::now();
    let mut stream = client.call(GetLineEvents).stream().await.unwrap();
    assert_eq!(stream.headers().unwrap()["content-type"], "text/event-stream; charset=utf-8");
    let Event { event, id, data, .. } = stream.next().await.unwrap().unwrap();
    assert_eq!((event, id, data.price), (None, None, 1));
    assert!(start.elapsed() < Duration::from_millis(600), "it does not wait for the rest");
    let Event { event, id, data, .. } = stream.next().await.unwrap().unwrap();
    assert_eq!((event.as_deref(), id.as_deref(), data.price), (Some("add"), Some("7"), 2));
    assert_eq!(stream.last_event_id(), Some("7"));
    assert!(
        matches!(stream.next().await, Some(Err(Error::Decode(_)))),
        "an object without all it needs"
    );
    assert!(stream.next().await.is_none() && stream.next().await.is_none());
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_an_error_and_the_next_one_follows() {
    let body =
        "data: {\"price\":\"x\"}\n\ndata: {\"price\":3}\n\ndata: [DONE]\n\ndata: {\"price\":4}\n\n";
    let server = Server::with(&[&answer("200 OK", "content-type: text/event-stream\r\n", body)]);
    let mut stream = client(&server.url).call(GetLineEvents).stream().await.unwrap();
    let Some(Err(Error::Decode(error))) = stream.next().await else { panic!() };
    assert_eq!((error.path(), error.body()), ("price", &b"{\"price\":\"x\"}"[..]));
    assert_eq!(stream.next().await.unwrap().unwrap().data.price, 3);
    assert!(stream.next().await.is_none(), "`[DONE]` ends the stream");
}

#[tokio::test]
async fn failures_are_those_of_the_call_and_other_media_types_are_no_events() {
    let server =
        Server::with(&[&answer("404 Not Found", "", r#"{"errorCode":7,"errorMessage":"x"}"#)]);
    let error = client(&server.url).call(GetTexts).stream().await.unwrap_err();
    assert_eq!(error.error_body().unwrap().error_code, 7);
    let server = Server::with(&[&answer("200 OK", "content-type: application/json\r\n", "{}")]);
    let error = client(&server.url).call(GetTexts).stream().await.unwrap_err();
    let Error::Decode(error) = error else { panic!("{error:?}") };
    assert_eq!(error.message(), "the response is application/json, not text/event-stream");
    let server = Server::with(&[&answer(
        "200 OK",
        "content-type: application/x-ndjson\r\n",
        "{\"price\":1}\n",
    )]);
    let mut stream = client(&server.url).call(GetLines).stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().price, 1);
    assert!(stream.next().await.is_none());
    let lines = client(&server.url).call(GetLines).await.unwrap();
    assert_eq!(lines.0.len(), 1, "without streaming it is read whole");
}

#[tokio::test]
async fn an_event_that_never_ends_is_refused_in_bounded_memory() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = client(&format!("http://{}", listener.local_addr().unwrap()));
    let written = Arc::new(Mutex::new(0_usize));
    let count = Arc::clone(&written);
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        head(&stream);
        stream.write_all(HEAD.as_bytes()).unwrap();
        stream.write_all(b"data: first\n\ndata: ").unwrap();
        let piece = vec![b'x'; 1 << 16];
        while *count.lock().unwrap() < 100 << 20 && stream.write_all(&piece).is_ok() {
            *count.lock().unwrap() += piece.len();
        }
    });
    let mut stream = client.call(GetTexts).stream().await.unwrap().max_item_bytes(1 << 20);
    assert_eq!(&*stream.next().await.unwrap().unwrap().data, "first");
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("more than 1048576 bytes"), "{error}");
    assert!(stream.next().await.is_none());
    drop(stream);
    assert!(*written.lock().unwrap() < 50 << 20, "the rest is not read");
}

#[tokio::test]
async fn whoever_drops_a_stream_drops_its_connection() {
    let (client, open) = drip(&[HEAD, "data: a\n\n"], Duration::from_millis(1), true);
    let mut stream = client.call(GetTexts).stream().await.unwrap();
    assert_eq!(&*stream.next().await.unwrap().unwrap().data, "a");
    drop(stream);
    let socket = open.lock().unwrap()[0].try_clone().unwrap();
    let closed = tokio::task::spawn_blocking(move || {
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        matches!(std::io::Read::read(&mut &socket, &mut [0]), Ok(0) | Err(_))
    });
    assert!(closed.await.unwrap());
}

/// A server that gives a number of events a connection, and cuts each off.
fn in_turns(turns: &'static [&'static str]) -> Server {
    Server::start(move |count, _| {
        let text = turns.get(count).copied().unwrap_or("204");
        let text = match text {
            "204" => answer("204 No Content", "", ""),
            "503" => answer("503 Service Unavailable", "", ""),
            body => format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\ncontent-length: 999\r\n\r\n{body}"
            ),
        };
        (Duration::ZERO, text)
    })
}

#[tokio::test]
async fn a_stream_goes_on_behind_the_last_event() {
    let turns = &[
        "retry: 1\nid: 1\ndata: a\n\nid: 2\ndata: lost",
        "id: 2\ndata: b\n\n",
        "503",
        "data: c\n\n",
    ];
    let server = in_turns(turns);
    let mut stream = client(&server.url).call(GetTexts).stream().await.unwrap().reconnect(2);
    let mut all = String::new();
    while let Some(event) = stream.next().await {
        all += &event.unwrap().data;
    }
    assert_eq!(all, "abc");
    let received = server.received();
    let ids: Vec<_> = received.iter().map(|own| own.header("last-event-id")).collect();
    assert_eq!(ids, [None, Some("1"), Some("2"), Some("2"), Some("2")]);
}

#[tokio::test]
async fn a_stream_begins_behind_the_event_that_the_call_names_and_goes_on_from_there() {
    let server = in_turns(&["retry: 1\nid: 8\ndata: a\n\n", "503", "data: b\n\n"]);
    let resumed = client(&server.url);
    let call = resumed.call(GetTexts).header("Last-Event-ID", "7");
    let mut stream = call.stream().await.unwrap().reconnect(2);
    assert_eq!(stream.last_event_id(), Some("7"));
    while let Some(event) = stream.next().await {
        event.unwrap();
    }
    let received = server.received();
    let ids: Vec<_> = received.iter().map(|own| own.header("last-event-id")).collect();
    assert_eq!(ids, [Some("7"), Some("8"), Some("8"), Some("8")]);
    let server = in_turns(&[]);
    let begun = client(&server.url);
    let call = begun.call(GetTexts).header("last-event-id", "");
    assert!(call.stream().await.unwrap().next().await.is_none());
}

#[tokio::test]
async fn an_event_without_data_holds_no_json() {
    let body = "event: ping\ndata:\n\ndata: {\"price\":1}\n\n";
    let Ok(Events(read)) = whole::<GetLineEvents>(body.as_bytes()) else { panic!() };
    assert_eq!(read.len(), 1);
    let server = Server::with(&[&answer("200 OK", "content-type: text/event-stream\r\n", body)]);
    let client = client(&server.url);
    let mut stream = client.call(GetLineEvents).stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data, read[0].data);
    assert!(stream.next().await.is_none());
    let mut texts = client.call(GetTexts).stream().await.unwrap();
    assert_eq!(texts.next().await.unwrap().unwrap().event.as_deref(), Some("ping"));
}

#[tokio::test]
async fn a_stream_is_requested_again_when_the_server_allows_it() {
    let event = answer("200 OK", "content-type: text/event-stream\r\n", "retry: 1\ndata: a\n\n");
    for (asked, requests) in [(1, 3), (61, 2)] {
        let busy = answer("503 Busy", &format!("retry-after: {asked}\r\n"), "");
        let server = Server::with(&[&event, &busy, &answer("204 No Content", "", "")]);
        let mut stream = client(&server.url).call(GetTexts).stream().await.unwrap().reconnect(2);
        let start = Instant::now();
        assert!(stream.next().await.unwrap().is_ok());
        let end = stream.next().await;
        assert_eq!(end.is_none(), requests == 3, "more than the policy allows is the end: {end:?}");
        assert_eq!(server.received().len(), requests);
        assert!(requests == 2 || start.elapsed() >= Duration::from_secs(1));
    }
}

#[tokio::test]
async fn what_came_whole_before_an_item_that_is_too_long_is_given() {
    let body = format!("data: a\n\ndata: b\n\ndata: {}\n\ndata: c\n\n", "x".repeat(200));
    let server = Server::with(&[&answer("200 OK", "content-type: text/event-stream\r\n", &body)]);
    let stream = client(&server.url).call(GetTexts).stream().await.unwrap();
    let mut stream = stream.max_item_bytes(100).reconnect(3);
    for data in ["a", "b"] {
        assert_eq!(&*stream.next().await.unwrap().unwrap().data, data);
    }
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.to_string().ends_with("more than 100 bytes"), "{error}");
    assert!(stream.next().await.is_none());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn it_is_asked_for_again_so_often_and_only_where_that_does_no_harm() {
    let server = in_turns(&["retry: 1\nid: 1\ndata: a\n\n", "503", "503", "503", "503"]);
    let mut stream = client(&server.url).call(GetTexts).stream().await.unwrap().reconnect(2);
    assert_eq!(&*stream.next().await.unwrap().unwrap().data, "a");
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert!(stream.next().await.is_none());
    assert_eq!(server.received().len(), 3);
    for reconnect in [0, 5] {
        let server = in_turns(&["retry: 1\nid: 1\ndata: a\n\n"]);
        let mut stream =
            client(&server.url).call(PostTexts).stream().await.unwrap().reconnect(reconnect);
        assert_eq!(&*stream.next().await.unwrap().unwrap().data, "a");
        assert!(matches!(stream.next().await, Some(Err(Error::Transport(_)))), "it was cut off");
        assert!(stream.next().await.is_none());
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn a_stream_can_be_spawned_and_is_not_shown() {
    let server = in_turns(&["id: hunter2\ndata: hunter2\n\n"]);
    let mut stream = client(&server.url).call(GetTexts).stream().await.unwrap();
    assert_eq!(format!("{stream:?}"), "Streaming { operation: GetTexts, .. }");
    let task = tokio::spawn(async move { stream.next().await.unwrap().unwrap().data });
    assert_eq!(task.await.unwrap(), Text("hunter2".into()));
}

/// A body that says whether the response is a stream, as both operations of it send it.
macro_rules! asking {
    ($($name:ident, $output:ty, $value:literal, $accept:literal;)*) => {$(
        #[derive(Debug)]
        struct $name(serde_json::Value);

        impl Operation for $name {
            type Output = $output;
            type Error = rt::NoDocumentedError;
            const META: rt::Meta = rt::Meta::post("ask", "/ask").accept($accept);

            fn build(&self, request: rt::RequestBuilder) -> rt::RequestBuilder {
                request.json_with("application/json", Some(&self.0), "stream", &$value)
            }
        }
    )*};
}
asking! {
    Ask, Line, false, "application/json";
    AskAsEvents, Events<Line>, true, "text/event-stream, application/json;q=0.5";
}

#[tokio::test]
async fn what_is_called_asks_the_server_for_what_it_reads() {
    let json = answer("200 OK", "content-type: application/json\r\n", r#"{"price":1}"#);
    let events = answer("200 OK", "content-type: text/event-stream\r\n", "data: {\"price\":2}\n\n");
    let server = Server::with(&[&json, &events, &events]);
    let client = client(&server.url);
    let body = serde_json::json!({"model": "m", "stream": true, "text": "\"stream\":0"});
    assert_eq!(client.call(Ask(body.clone())).await.unwrap().price, 1);
    let mut stream =
        client.call(AskAsEvents(serde_json::json!({"model": "m"}))).stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data.price, 2);
    assert!(stream.next().await.is_none());
    let mut no = body;
    no["stream"] = false.into();
    assert_eq!(client.call(AskAsEvents(no)).await.unwrap().0.len(), 1);
    let bodies: Vec<_> = server.received().iter().map(|own| own.body.clone()).collect();
    assert_eq!(
        bodies,
        [
            r#"{"model":"m","stream":false,"text":"\"stream\":0"}"#,
            r#"{"model":"m","stream":true}"#,
            r#"{"model":"m","stream":true,"text":"\"stream\":0"}"#,
        ]
    );
}
