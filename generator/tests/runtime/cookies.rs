//! Which cookies are kept, and to where they go back.

use http::header::{HeaderMap, HeaderValue, SET_COOKIE};
use reqwest::Url;

use crate::runtime::{Body, Client};
use crate::server::{Server, answer};

#[path = "../../runtime/calls/cookies.rs"]
#[allow(clippy::duplicate_mod, reason = "the runtime keeps the jar to itself")]
pub(crate) mod jar;
use jar::Jar;

/// What a jar sends to the second URL after these cookies came from the first.
fn sent(from: &str, cookies: &[&str], to: &str) -> String {
    let jar = Jar::default();
    assert!(jar.is_empty());
    store(&jar, from, cookies);
    assert!(!jar.is_empty() || jar.header(&Url::parse(from).unwrap()).is_none());
    jar.header(&Url::parse(to).unwrap()).unwrap_or_default()
}

fn store(jar: &Jar, from: &str, cookies: &[&str]) {
    let headers: HeaderMap = cookies
        .iter()
        .map(|cookie| (SET_COOKIE, HeaderValue::from_bytes(cookie.as_bytes()).unwrap()))
        .collect();
    jar.store(&Url::parse(from).unwrap(), &headers);
}

/// What goes back to the same URL.
fn back(cookies: &[&str]) -> String {
    sent("https://api.example.test/v1/a", cookies, "https://api.example.test/v1/a")
}

#[test]
fn names_and_values() {
    for (cookie, expected) in [
        ("sid=abc", "sid=abc"),
        (" sid = a b ; HttpOnly; SameSite=Lax; Priority=High; Partitioned", "sid=a b"),
        ("sid=\"a=b,c\"", "sid=\"a=b,c\""),
        ("sid=", "sid="),
        ("sid=naïve", "sid=naïve"),
        ("=abc", ""),
        ("abc", ""),
        ("", ""),
        (";sid=abc", ""),
    ] {
        assert_eq!(back(&[cookie]), expected, "{cookie:?}");
    }
    assert_eq!(back(&["a=1", "b=2", "a=3"]), "a=3; b=2", "a new value takes the place of the old");
}

#[test]
fn paths() {
    let from = "https://api.example.test/v1/session/login?x=/y/";
    for (cookie, to, fits) in [
        ("a=1", "/v1/session/user", true),
        ("a=1", "/v1/session", true),
        ("a=1", "/v1/sessions", false),
        ("a=1", "/v1", false),
        ("a=1; Path=/", "/other", true),
        ("a=1; path=/v1", "/v1/x", true),
        ("a=1; Path=/v1/", "/v1/x", true),
        ("a=1; Path=/v1/", "/v1", false),
        ("a=1; Path=/v1", "/v12", false),
        ("a=1; Path=v1", "/v1/session/x", true),
        ("a=1; Path=/x; Path=", "/v1/session/x", true),
        ("a=1; Path=/x; Path=", "/x", false),
    ] {
        let expected = if fits { "a=1" } else { "" };
        let to = format!("https://api.example.test{to}");
        assert_eq!(sent(from, &[cookie], &to), expected, "{cookie} {to}");
    }
    let all = ["a=1; Path=/", "b=2; Path=/v1", "a=3; Path=/v1/x", "c=4; Path=/"];
    let to = "https://api.example.test/v1/x";
    assert_eq!(sent(from, &all, to), "a=3; b=2; a=1; c=4", "the longest path first");
    assert_eq!(sent("https://api.example.test", &["a=1"], to), "a=1");
}

#[test]
fn domains() {
    for (from, domain, kept) in [
        ("https://api.example.test", "", true),
        ("https://api.example.test", ".", true),
        ("https://api.example.test", "api.example.test", true),
        ("https://api.example.test", ".API.Example.TEST", true),
        ("https://api.example.test", "example.test", true),
        ("https://api.example.test", "evil.test", false),
        ("https://api.example.test", "x.api.example.test", false),
        ("https://api.example.test", "ample.test", false),
        ("https://api.example.test", "..example.test", false),
        ("https://127.0.0.1", "127.0.0.1", true),
        ("https://127.0.0.1", "0.0.1", false),
        ("https://[::1]", "[::1]", true),
    ] {
        let cookie = format!("a=1; Domain={domain}");
        let expected = if kept { "a=1" } else { "" };
        assert_eq!(sent(from, &[&cookie], from), expected, "{from} {domain}");
    }
}

#[test]
fn hosts() {
    let from = "https://api.example.test/";
    for (domain, to, fits) in [
        ("", "https://api.example.test/", true),
        ("", "https://API.example.test:8443/", true),
        ("", "https://example.test/", false),
        ("", "https://x.api.example.test/", false),
        ("example.test", "https://upload.example.test/", true),
        (".example.test", "https://example.test/", true),
        ("example.test", "https://badexample.test/", false),
        ("example.test", "https://evil.test/", false),
        ("test", "https://evil.test/", false),
    ] {
        let cookie = format!("a=1; Path=/; Domain={domain}");
        let expected = if fits { "a=1" } else { "" };
        assert_eq!(sent(from, &[&cookie], to), expected, "{domain} {to}");
    }
    let jar = Jar::default();
    store(&jar, from, &["a=1"]);
    store(&jar, "https://upload.example.test/", &["a=2", "a=; Max-Age=0; Path=/x"]);
    assert_eq!(jar.header(&Url::parse(from).unwrap()).unwrap(), "a=1", "of another server");
}

#[test]
fn secure_ones_need_https() {
    let (secure, plain) = ("https://api.example.test/", "http://api.example.test/");
    assert_eq!(sent(secure, &["a=1; Secure", "b=2"], secure), "a=1; b=2");
    assert_eq!(sent(plain, &["a=1; secure", "b=2"], plain), "b=2");
}

#[test]
fn lifetimes() {
    const PAST: &str = "Wed, 21 Oct 2015 07:28:00 GMT";
    const FUTURE: &str = "Fri, 31 Dec 9999 23:59:59 GMT";
    for (attributes, kept) in [
        ("", true),
        ("Max-Age=60", true),
        ("Max-Age=0", false),
        ("Max-Age=-1", false),
        ("Max-Age=-99999999999999999999999", false),
        ("Max-Age=99999999999999999999999", true),
        ("Max-Age=x", true),
        ("Max-Age=+5", true),
        ("Max-Age=", true),
        (&format!("Expires={PAST}"), false),
        (&format!("Expires={FUTURE}"), true),
        ("expires=Wed, 21-Oct-2015 07:28:00 GMT", false),
        ("expires=Thu, 01-Jan-1970 00:00:00 GMT", false),
        ("expires=Sunday, 06-Nov-94 08:49:37 GMT", false),
        ("expires=Thu, 01-Jan-70 00:00:01 GMT", false),
        ("expires=Thu, 1 Jan 1970 0:00:00 GMT", false),
        ("expires=Thu, 01 January 1970 00:00:00 UTC", false),
        ("expires=Thu Jan  1 00:00:00 1970", false),
        ("expires=1970-Jan-01 00:00:00", false),
        ("expires=01 Jan 1600 00:00:00", true),
        ("expires=32 Jan 2015 00:00:00", true),
        ("expires=21 Oct 2015 24:00:00", true),
        ("expires=21 Oct 15 07:28:00", false),
        ("expires=21 Oct 68 07:28:00", true),
        ("Expires=soon", true),
        ("Expires=", true),
        ("Expires=Jan 1 1970 naïve", true),
        (&format!("Expires={PAST}; Max-Age=60"), true),
        (&format!("Max-Age=0; Expires={FUTURE}"), false),
        (&format!("Max-Age=0; Max-Age=60; Expires={PAST}"), true),
    ] {
        let expected = if kept { "a=1" } else { "" };
        assert_eq!(back(&[&format!("a=1; {attributes}")]), expected, "{attributes}");
        let gone = back(&["b=2", "a=0", &format!("a=1; {attributes}")]);
        assert_eq!(gone, if kept { "b=2; a=1" } else { "b=2" }, "{attributes}");
    }
    assert_eq!(back(&["a=1", "a=2; Path=/; Max-Age=0"]), "a=1", "of another path");
}

#[test]
fn one_that_is_kept_for_a_while_goes_after_it() {
    let jar = Jar::default();
    store(&jar, "https://a.test/", &["a=1; Max-Age=1", "b=2"]);
    let url = Url::parse("https://a.test/").unwrap();
    assert_eq!(jar.header(&url).unwrap(), "a=1; b=2");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(jar.header(&url).unwrap(), "b=2");
}

#[test]
fn a_server_cannot_fill_the_memory_or_the_header() {
    let long = |name: &str, length: usize| format!("{name}={}", "x".repeat(length));
    assert_eq!(back(&[&long("a", 4100)]), "", "too long for one");
    assert_eq!(back(&[&format!("a=1; Path=/v1/{}", "x".repeat(5000))]), "");
    assert_eq!(back(&[&long("a", 4000)]).len(), 4002);

    let many: Vec<_> = (0..2000).map(|index| format!("c{index}={index}; Path=/")).collect();
    let sent = back(&many.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(sent.split("; ").count(), 50);
    assert!(sent.starts_with("c1950=1950; ") && sent.ends_with("; c1999=1999"), "the oldest go");

    let large: Vec<_> = (0..20).map(|index| long(&format!("c{index}"), 1000)).collect();
    let sent = back(&large.iter().map(String::as_str).collect::<Vec<_>>());
    assert!((7000..8500).contains(&sent.len()), "{}", sent.len());
    assert!(sent.starts_with("c12=") && sent.contains("; c19="), "{sent}");
}

#[tokio::test]
async fn by_way_of_a_client() {
    let first = "set-cookie: a=1; Path=/\r\nset-cookie: b=2; Path=/v1\r\nset-cookie: c=3; Domain=evil.test\r\n";
    let second = "set-cookie: a=; Path=/; Max-Age=0\r\n";
    let server =
        Server::with(&[&answer("200 OK", first, ""), &answer("404 Not Found", second, "")]);
    let client = Client::builder().base_url(&server.url).api_key("k1").build().unwrap();
    for path in ["/login", "/v1/x", "/v1/x", "/"] {
        let request = http::Request::get(path).body(Body::default()).unwrap();
        client.send(request).await.unwrap();
    }
    let cookies: Vec<_> =
        server.received().iter().map(|r| r.header("cookie").map(str::to_owned)).collect();
    assert_eq!(cookies, [None, Some("b=2; a=1".to_owned()), Some("b=2".to_owned()), None]);
}
