//! Lists in pages, as a user reads them, over TCP.

use obstacle_course::operations::lists::{ListNumbersError, ListPoints};
use obstacle_course::plumbing::{BaseUrl, Operation, Range};
use obstacle_course::{Client, Error, PageError};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// The heads of requests, each as lines.
type Log = Arc<Mutex<Vec<Vec<String>>>>;

/// A server that responds each request, one a connection: header lines and body.
fn serve(answer: impl Fn(&[String]) -> (String, String) + Send + 'static) -> (Client, Log) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = Client::builder()
        .base_url(&format!("http://{}", listener.local_addr().unwrap()))
        .api_header("k")
        .build()
        .unwrap();
    let log = Log::default();
    let seen = log.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(&stream);
            let lines = reader.by_ref().lines().map(|line| line.unwrap());
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let length = header(&head, "content-length").map_or(0, |text| text.parse().unwrap());
            reader.read_exact(&mut vec![0; length]).unwrap();
            seen.lock().unwrap().push(head.clone());
            let (headers, body) = answer(&head);
            let length = body.len();
            let text = format!(
                "HTTP/1.1 {headers}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
            );
            stream.write_all(text.as_bytes()).unwrap();
        }
    });
    (client, log)
}

fn header<'h>(head: &'h [String], name: &str) -> Option<&'h str> {
    head.iter().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn sent(log: &Log, name: &str) -> Vec<Option<String>> {
    let log = log.lock().unwrap();
    log.iter().map(|head| header(head, name).map(str::to_owned)).collect()
}

/// Some of the words a, b, c, d, e, f, g, as JSON.
fn words(head: &[String]) -> (String, String) {
    let range = header(head, "ranged-data").unwrap();
    let (start, results) = range.strip_prefix("start=").unwrap().split_once(",results=").unwrap();
    let (start, results) = (start.parse().unwrap(), results.parse().unwrap());
    let words: Vec<String> =
        "abcdefg".chars().skip(start).take(results).map(|word| format!("\"{word}\"")).collect();
    ("200 OK".into(), format!("[{}]", words.join(",")))
}

#[tokio::test]
async fn a_list_is_read_by_ranges_of_the_default_size() {
    let (client, log) = serve(words);
    let mut items = client.lists().list_words("me").items();
    let mut all = String::new();
    while let Some(word) = items.next().await {
        all += &word.unwrap();
    }
    assert_eq!(all, "abcdefg");
    let ranges = ["0", "3", "6", "7"].map(|start| Some(format!("start={start},results=3")));
    assert_eq!(sent(&log, "ranged-data"), ranges);
    assert!(log.lock().unwrap().iter().all(|head| head[0] == "GET /lists/me/words HTTP/1.1"));
}

#[tokio::test]
async fn a_range_is_typed_and_one_that_is_required_has_a_default() {
    let (client, log) = serve(words);
    assert_eq!(client.lists().list_words("me").range(2, 2).await.unwrap(), ["c", "d"]);
    assert_eq!(client.lists().list_words("me").await.unwrap(), ["a", "b", "c"]);
    let mut pages = client.lists().list_words("me").range(1, 5).pages();
    assert_eq!(pages.next().await.unwrap().unwrap().concat(), "bcdef");
    assert_eq!(pages.next().await.unwrap().unwrap().concat(), "g");
    assert!(pages.next().await.is_none());
    let ranges = ["2,results=2", "0,results=3", "1,results=5", "6,results=5", "7,results=5"];
    assert_eq!(sent(&log, "ranged-data"), ranges.map(|range| Some(format!("start={range}"))));
}

#[tokio::test]
async fn an_optional_range_is_sent_if_it_is_set() {
    let (client, log) = serve(|_| ("204 No Content".into(), String::new()));
    assert_eq!(client.lists().list_points().await.unwrap(), None);
    let call = client.lists().list_points().range_in_query(1).items_in_query("i");
    assert_eq!(call.pages_in_query("p").items().all().await.unwrap(), []);
    assert_eq!(sent(&log, "ranged-data"), [None, Some("start=0,results=3".into())]);
    let lines: Vec<String> = log.lock().unwrap().iter().map(|head| head[0].clone()).collect();
    let target = "/lists/points?range=1&items=i&pages=p";
    assert_eq!(lines, ["GET /lists/points HTTP/1.1".into(), format!("GET {target} HTTP/1.1")]);
    let call = client.lists().search_points().range(1).items("i").pages("p");
    assert!(format!("{call:?}").contains("range: Some(1)"));
}

#[test]
fn a_range_is_a_part_of_the_operation_as_a_value() {
    let range = Some(Range { start: 4, results: 2 });
    let operation = ListPoints { range, ..ListPoints::default() };
    let request = operation.request(&BaseUrl::parse("https://x.example").unwrap()).unwrap();
    assert_eq!(request.headers()["ranged-data"], "start=4,results=2");
}

/// Two pages, of which the second is gone the second time.
fn numbers(head: &[String]) -> (String, String) {
    match header(head, "page-token") {
        None => ("200 OK\r\npage-token: two".into(), "[1,2]".into()),
        Some("two") => ("200 OK\r\nPAGE-TOKEN: three".into(), "null".into()),
        Some(_) => ("410 Gone".into(), String::new()),
    }
}

#[tokio::test]
async fn tokens_are_sent_back_and_expire() {
    let (client, log) = serve(numbers);
    let mut items = client.lists().list_numbers().filter("f").items();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    let error = items.next().await.unwrap().unwrap_err();
    let PageError::Expired(Error::Api(error)) = error else { panic!("{error:?}") };
    assert!(matches!(error.kind(), ListNumbersError::Gone));
    assert!(items.next().await.is_none());
    let tokens = [None, Some("two".to_owned()), Some("three".to_owned())];
    assert_eq!(sent(&log, "page-token"), tokens);
    assert!(log.lock().unwrap().iter().all(|head| head[0].contains("?filter=f ")));
}

#[tokio::test]
async fn a_token_that_is_a_parameter_may_say_where_to_begin() {
    let (client, log) = serve(|head| match header(head, "page-token") {
        Some("kept") => ("200 OK\r\npage-token: next".into(), "[3]".into()),
        Some("next") => ("200 OK".into(), "[4]".into()),
        _ => ("400 Bad Request".into(), String::new()),
    });
    let point = obstacle_course::models::Point::new(1, 2);
    let items = client.lists().search_numbers(point).page_token("kept").items();
    assert_eq!(items.all().await.unwrap(), [3, 4]);
    assert_eq!(sent(&log, "page-token"), [Some("kept".into()), Some("next".into())]);
}
