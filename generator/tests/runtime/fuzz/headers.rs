//! Headers that servers send, the URLs in them, and URLs that users give.

use http::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::Url;

use crate::api::{AFTER, LINK, NEXT};
use crate::cookies::jar::Jar;
use crate::fuzzing::{Parser, text};
use crate::runtime::{BaseUrl, Body, ResponseHeader, Server, Step};

pub(crate) fn headers() -> Parser {
    let seeds = SEEDS.iter().map(|&text| text.to_owned()).collect();
    Parser { name: "headers", seeds, words: WORDS, change: text::changed, check }
}

const SEEDS: &[&str] = &[
    "<https://api.example.test/v1/pets?page=2>; rel=\"next\", </v1/pets?page=9>; rel=last",
    "<?a=b>; title=\"x, \\\"y\\\"; z\"; rel=\"prev next\"; anchor=\"#x\", <../c/./d>;rel=next",
    "//api.example.test/x",
    "https://api.example.test:443/v1/",
    "https://[::1]:8080/a/../b",
    "mailto:a@b",
    "a/b;c=d?e#f",
    "session=abc; Path=/v1; Domain=.example.test; Max-Age=3600; Secure; HttpOnly; Expires=Wed, 21 Oct 2099 07:28:00 GMT",
    "a=b; max-age=-1; expires=Wed, 21-Oct-2015 07:28:00 GMT",
    "120",
    "Wed, 21 Oct 2099 07:28:00 GMT",
    "1, 2,, 3",
    "\"x\", y",
    "2020-01-01T00:00:00Z",
    "attachment; filename=\"a;b\\\"c.txt\"; filename*=UTF-8''na%C3%AFve%20x",
    "text/plain; charset=utf-8",
    "https://{a}.example/{b}",
];

const WORDS: &[&str] = &[
    "<",
    ">",
    ";",
    ",",
    "=",
    "\"",
    "\\",
    " ",
    "rel=next",
    "rel=\"next\"",
    "anchor=",
    "https://",
    "//",
    "/",
    "..",
    ".",
    "?",
    "#",
    ":",
    "@",
    "%",
    "%2e",
    "Path=/",
    "Domain=",
    "Max-Age=",
    "99999999999999999999",
    "-",
    "Expires=",
    "Secure",
    "filename=",
    "filename*=UTF-8''",
    "%ff",
    "api.example.test",
    "{",
    "}",
    "[",
    "]",
];

fn check(text: &str) {
    urls(text);
    let Ok(value) = HeaderValue::from_bytes(text.as_bytes()) else { return };
    let name = |name: &'static str| (HeaderName::from_static(name), value.clone());
    let names = [
        "link",
        "x-next",
        "set-cookie",
        "retry-after",
        "content-disposition",
        "content-type",
        "x-list",
    ];
    let headers: HeaderMap = names.into_iter().map(name).collect();
    pages(text, &headers);
    let url = Url::parse("https://api.example.test/v1/a").unwrap();
    let jar = Jar::default();
    jar.store(&url, &headers);
    if let Some(cookies) = jar.header(&url) {
        assert!(cookies.len() <= 8192 && HeaderValue::from_bytes(cookies.as_bytes()).is_ok());
    }
    let _ = crate::runtime::errors::retry_after(&headers);
    let _ = ResponseHeader::<Vec<i64>>::list("x-list").read(&headers);
    let _ = ResponseHeader::<Vec<String>>::list("x-list").read(&headers);
    let _ = ResponseHeader::<jiff::Timestamp>::new("x-list").read(&headers);
    let _ = ResponseHeader::<jiff::civil::Date>::new("x-list").read(&headers);
    let _ = ResponseHeader::<crate::runtime::Base64>::new("x-list").read(&headers);
}

/// A URL that is taken is the same when it is read again.
fn urls(text: &str) {
    if let Ok(url) = BaseUrl::parse(text) {
        assert_eq!(BaseUrl::parse(url.as_str()).as_ref(), Ok(&url));
        assert!(url.as_str().starts_with(url.origin()));
    }
    let server = Server::new(None, "https://{a}.example.test/{b}", &[("a", text), ("b", text)]);
    if let Ok(url) = Url::parse(server.url()) {
        assert!(url.host_str().unwrap().ends_with(".example.test"), "{}", server.url());
        assert_eq!(
            (url.username(), url.password(), url.query(), url.fragment()),
            ("", None, None, None)
        );
    }
    let _ = Server::new(None, text, &[("a", "x"), ("b", "y/z")]);
}

/// The page after one with these headers, and with this text in its body.
fn pages(text: &str, headers: &HeaderMap) {
    let body = Body::from(serde_json::json!({"meta": {"next": text, "items": [1]}}).to_string());
    for mut cursor in [LINK.cursor("/items"), NEXT.cursor("/items"), AFTER.cursor("/items")] {
        let request = || {
            http::Request::get("https://api.example.test/v1/pets?q=1")
                .body(Body::default())
                .unwrap()
        };
        cursor.prepare(&mut request()).unwrap();
        if matches!(cursor.advance(1, headers, &body), Step::Page) {
            let mut next = request();
            if cursor.prepare(&mut next).is_ok() {
                assert!(
                    next.uri().scheme().is_some() && next.uri().host().is_some(),
                    "{}",
                    next.uri()
                );
            }
            let position = cursor.position();
            cursor.go_to(&position).unwrap();
            assert_eq!(cursor.position(), position);
        }
    }
}
