//! Servers that do not serve: what is repeated, what is waited for, and what is given up. And what a server is asked.

use crate::place::{NAMES, Place, fragments, original, page, path, site, site_with};
use crate::server::{Answer, Reaction, Server, nowhere};
use specweave::cli::{Exit, PullRun};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, SystemTime};

/// Responses with these statuses in turn, and then with the page.
fn failing(statuses: &'static [u16], header: Option<(&'static str, String)>) -> Server {
    let pages = site();
    Server::start(move |request, count| match statuses.get(count) {
        Some(&status) => {
            let answer = Answer::status(status);
            header.iter().fold(answer, |answer, (name, value)| answer.with(name, value))
        }
        None => pages[&request.path].clone(),
    })
}

/// For one page, so that no other one can be slow.
fn one_page(place: &Place, url: &str) -> PullRun {
    let mut run = place.from(url);
    run.options.pages = vec!["pets".into()];
    run
}

#[test]
fn a_server_that_cannot_serve_now_is_asked_again() {
    let place = Place::new();
    let server = failing(&[503, 502, 504], None);
    place.pulls(&server);
    assert_eq!(server.asked(&path("pets")), 4);
}

#[test]
fn a_server_that_never_serves_is_given_up() {
    for status in [429, 502, 503, 504] {
        let server = Server::start(move |_, _| Answer::status(status));
        let place = Place::new();
        let run = place.refuses(&place.from(&server.url), Exit::Call, &["SW803"]);
        assert!(run.stderr.contains("4 times in a row (3 pages"), "{}", run.text());
    }
}

#[test]
fn other_failures_are_not_repeated() {
    for status in [400, 401, 403, 500, 204, 206] {
        let server = Server::start(move |_, _| Answer::status(status));
        let place = Place::new();
        place.refuses(&place.from(&server.url), Exit::Call, &["SW803"]);
        assert_eq!(server.requests().len(), 3);
    }
}

#[test]
fn a_server_that_limits_requests_is_obeyed() {
    let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(1));
    for header in [None, Some("1".to_owned()), Some(soon)] {
        let server = failing(&[429], header.map(|value| ("Retry-After", value)));
        let place = Place::new();
        place.pulls(&server);
        assert_eq!(server.asked(&path("pets")), 2);
    }
}

/// Longer than the run may take: it ends at once.
#[test]
fn a_server_that_asks_to_wait_too_long_is_given_up() {
    let server = failing(&[429, 429], Some(("Retry-After", "86400".to_owned())));
    let place = Place::new();
    let run = place.refuses(&one_page(&place, &server.url), Exit::Call, &["SW803"]);
    assert_eq!(server.requests().len(), 1);
    insta::assert_snapshot!(run.text());
}

#[test]
fn a_connection_that_is_lost_is_made_again() {
    let pages = site();
    let server = Server::start(move |request, count| match count {
        0 => Reaction::Close,
        1 => pages[&request.path].clone().cut_off().into(),
        _ => pages[&request.path].clone().into(),
    });
    let place = Place::new();
    place.pulls(&server);
    assert_eq!(server.asked(&path("pets")), 3);
}

#[test]
fn no_server() {
    let place = Place::new();
    let run = place.refuses(&place.from(&nowhere()), Exit::Call, &["SW801"]);
    insta::assert_snapshot!(
        run.text().replace(" (os error 111)", "").replace(" (os error 61)", "")
    );
}

/// No part of a name has more than 63 letters, so that no server of names is asked.
#[test]
fn no_name() {
    let place = Place::new();
    let url = format!("http://{}.test", "a".repeat(64));
    let run = place.refuses(&place.from(&url), Exit::Call, &["SW801"]);
    assert!(run.stderr.contains("(3 pages: "), "{}", run.text());
}

/// The queue of a listener that nobody serves is full: it takes no further connection.
#[cfg(target_os = "linux")]
#[test]
fn a_connection_that_is_not_made() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
        queue.push(stream);
    }
    let place = Place::new();
    let mut run = place.from(&format!("http://{address}"));
    run.options.timeout = Duration::from_millis(300);
    let run = place.refuses(&run, Exit::Call, &["SW802"]);
    insta::assert_snapshot!(run.text());
}

#[test]
fn a_server_that_does_not_answer() {
    let server = Server::start(|_, _| Reaction::Hang);
    let place = Place::new();
    let mut run = place.from(&server.url);
    run.options.timeout = Duration::from_millis(300);
    let run = place.refuses(&run, Exit::Call, &["SW802"]);
    insta::assert_snapshot!(run.text());
}

/// Pages that were not begun when a server did not serve are not tried.
#[test]
fn a_server_that_does_not_answer_is_asked_for_some_pages_only() {
    let server = Server::start(|_, _| Reaction::Hang);
    let place = Place::new();
    let mut run = place.from(&server.url);
    run.options.timeout = Duration::from_millis(300);
    run.options.at_once = 1;
    let run = place.refuses(&run, Exit::Call, &["SW802"]);
    assert!(run.stderr.contains("(3 pages: "), "{}", run.text());
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn an_answer_that_stalls() {
    for answer in [Answer::page(original("pets")), Answer::page(original("pets")).chunked()] {
        let server = site_with("pets", answer.stalled());
        let place = Place::new();
        let mut run = one_page(&place, &server.url);
        run.options.timeout = Duration::from_millis(1500);
        let run = place.refuses(&run, Exit::Call, &["SW802"]);
        assert!(
            run.stderr.contains("did not send the whole response within 1.5 s"),
            "{}",
            run.text()
        );
    }
}

#[test]
fn a_run_ends_in_time_whatever_the_server_does() {
    let server = Server::start(|_, _| Reaction::Hang);
    let place = Place::new();
    let mut run = place.from(&server.url);
    run.options.total_timeout = Duration::from_millis(300);
    let run = place.refuses(&run, Exit::Call, &["SW802"]);
    assert!(run.stderr.contains("not all pages came within 0.3 s (3 pages"), "{}", run.text());
}

#[test]
fn requests_say_who_asks() {
    let server = Server::of(&site());
    Place::new().pulls(&server);
    let requests = server.requests();
    assert_eq!(requests.len(), NAMES.len());
    for request in requests {
        let agent = format!("specweave/{}", env!("CARGO_PKG_VERSION"));
        assert_eq!(request.header("user-agent"), Some(agent.as_str()));
        assert!(request.header("accept").unwrap().starts_with("text/markdown"));
        assert_eq!(request.header("if-none-match"), None);
    }
}

/// The first request is responded when a second one is under way, and some time for a third has passed.
#[test]
fn no_more_requests_than_allowed_are_under_way() {
    let under_way = Arc::new((Mutex::new((0_usize, 0_usize)), Condvar::new()));
    let counts = Arc::clone(&under_way);
    let pages = site();
    let server = Server::start(move |request, _| {
        let (counts, changed) = &*counts;
        {
            let mut counts = counts.lock().unwrap();
            counts.0 += 1;
            counts.1 = counts.1.max(counts.0);
            changed.notify_all();
            drop(
                changed.wait_timeout_while(counts, Duration::from_secs(10), |counts| counts.1 < 2),
            );
        }
        std::thread::sleep(Duration::from_millis(50));
        counts.lock().unwrap().0 -= 1;
        pages[&request.path].clone()
    });
    let place = Place::new();
    let mut run = place.from(&server.url);
    run.options.at_once = 2;
    assert_eq!(place.run(&run).exit, Exit::Done);
    assert_eq!(under_way.0.lock().unwrap().1, 2);
}

/// A server that says 304 to whoever knows the tag or the time of what it has.
fn conditional(text: String) -> Server {
    const TIME: &str = "Sun, 22 Nov 2026 04:00:00 GMT";
    let text = Mutex::new(text);
    Server::start(move |request, _| {
        let text = match request.path.as_str() {
            "/api/pets.md" => text.lock().unwrap().clone(),
            path => original(path.trim_start_matches("/api/").trim_end_matches(".md")),
        };
        let tag = format!("\"{}\"", text.len());
        let answer = match request.path.as_str() {
            // Only a time, and only a tag.
            "/api/orders.md" if request.header("if-modified-since") == Some(TIME) => {
                Answer::status(304)
            }
            "/api/orders.md" => Answer::page(text),
            _ if request.header("if-none-match") == Some(tag.as_str()) => Answer::status(304),
            _ => Answer::page(text),
        };
        if request.path == "/api/orders.md" {
            answer.with("Last-Modified", TIME)
        } else {
            answer.with("ETag", &tag)
        }
    })
}

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    let place = Place::new();
    // The trailer differs, so that the text of the site is not that of the file.
    let server = conditional(original("pets") + "\nAnd more\n");
    let mut run = place.from(&server.url);
    run.options.cache = Some(place.other("cache"));
    let before = place.all();
    for asked in [1, 2] {
        assert_eq!(place.run(&run).exit, Exit::Done);
        let requests = server.requests();
        assert_eq!(requests.len(), NAMES.len() * asked);
        let conditional = requests.iter().filter(|request| {
            request.header("if-none-match").is_some()
                || request.header("if-modified-since").is_some()
        });
        assert_eq!(conditional.count(), NAMES.len() * (asked - 1));
        assert!(place.all() == before);
    }
}

/// What the site said then holds for the file as it was then.
#[test]
fn a_file_that_changed_since_is_compared_anew() {
    let place = Place::new();
    let server = conditional(original("pets"));
    let mut run = place.from(&server.url);
    run.options.cache = Some(place.other("cache"));
    assert_eq!(place.run(&run).exit, Exit::Done);
    place.write("pages/pets.md", &page("pets", &fragments("pets")[..1]));
    let run = place.run(&run);
    assert_eq!(
        run.stdout,
        "changed  pages/pets.md  2 operations (1 added)\n         + POST /pets\n"
    );
    assert_eq!(place.read("pages/pets.md"), original("pets"));
}

#[test]
fn a_cache_that_is_broken_is_none() {
    let place = Place::new();
    let server = conditional(original("pets"));
    let mut run = place.from(&server.url);
    run.options.cache = Some(place.other("cache"));
    std::fs::create_dir(place.other("cache")).unwrap();
    std::fs::write(place.other("cache/validators.json"), "{\"version\": 3").unwrap();
    assert_eq!(place.run(&run).exit, Exit::Done);
    assert!(server.requests().iter().all(|request| request.header("if-none-match").is_none()));
    // One that cannot be written is told, and the pages are in place.
    std::fs::remove_dir_all(place.other("cache")).unwrap();
    std::fs::write(place.other("cache"), "").unwrap();
    let run = place.run(&run);
    assert_eq!(run.exit, Exit::Done);
    assert!(run.stderr.starts_with("note: the cache cannot be written"), "{}", run.text());
}

/// A server that says 304 without having been asked conditionally.
#[test]
fn an_answer_to_another_question() {
    let server = Server::start(|_, _| Answer::status(304));
    let place = Place::new();
    place.refuses(&place.from(&server.url), Exit::Call, &["SW803"]);
}
