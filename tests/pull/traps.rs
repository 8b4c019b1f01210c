//! Responses that look like pages and are none: each is refused, and nothing is touched.

use crate::place::{
    Place, Run, changed, fragment, fragments, original, page, path, site, site_with,
};
use crate::server::{Answer, Server};
use serde_json::json;
use specweave::cli::Exit;
use specweave::pull::{Removal, State};

/// Another page changed as well, so that a half-done run would show.
#[track_caller]
fn refuses(answer: Answer, exit: Exit, code: &str) -> Run {
    let place = Place::new();
    let mut pages = site();
    pages.insert(path("orders"), Answer::page(changed("orders")));
    pages.insert(path("pets"), answer);
    let server = Server::of(&pages);
    place.refuses(&place.from(&server.url), exit, &[code])
}

#[test]
fn a_missing_page_that_answers_200() {
    let answer = Answer::page("# Page Not Found\n\nThe URL `/api/pets` does not exist.\n");
    insta::assert_snapshot!(refuses(answer, Exit::Input, "SW103").text());
}

#[test]
fn a_missing_page_that_answers_404_or_410() {
    insta::assert_snapshot!(refuses(Answer::status(404), Exit::Input, "SW103").text());
    refuses(Answer::status(410), Exit::Input, "SW103");
}

#[test]
fn an_html_page() {
    let html = "<!DOCTYPE html>\n<html><body>Pets</body></html>\n";
    refuses(Answer::page(html), Exit::Input, "SW104");
    refuses(Answer::new(200, "text/html; charset=utf-8", html), Exit::Input, "SW104");
    // The media type alone says it, whatever the text looks like.
    let run = refuses(Answer::new(200, "Text/HTML", original("pets")), Exit::Input, "SW104");
    insta::assert_snapshot!(run.text());
}

#[test]
fn the_text_of_a_page_as_a_browser_shows_it() {
    let text = "Pets\n\nAuthorizations\n\nResponses\n\napplication/json\n\nTest it\n";
    refuses(Answer::page(text), Exit::Input, "SW102");
}

#[test]
fn a_redirect_to_a_login() {
    let run =
        refuses(Answer::redirect("/login?next=/api/pets.md&key=secret"), Exit::Input, "SW804");
    assert!(!run.stderr.contains("secret"), "{}", run.text());
    insta::assert_snapshot!(run.text());
}

#[test]
fn redirects_are_followed_to_the_same_page_only() {
    let followed = |to: &str| {
        let place = Place::new();
        let mut pages = site();
        pages.insert(path("pets"), Answer::redirect(to));
        pages.insert("/v2/api/pets.md".into(), Answer::page(original("pets")));
        pages.insert("/v2/api/pets.md?lang=en".into(), Answer::page(original("pets")));
        let server = Server::of(&pages);
        let run = place.from(&server.url);
        place.run(&run).exit
    };
    assert_eq!(followed("/v2/api/pets.md"), Exit::Done);
    assert_eq!(followed("../v2/api/pets.md?lang=en"), Exit::Done);
    assert_eq!(followed("/api/cats.md"), Exit::Input);
    assert_eq!(followed("/v2/api/"), Exit::Input);
    // Round and round.
    assert_eq!(followed("/api/pets.md"), Exit::Input);
}

#[test]
fn a_redirect_to_another_server() {
    let other = Server::of(&site());
    let run =
        refuses(Answer::redirect(&format!("{}/api/pets.md", other.url)), Exit::Input, "SW804");
    assert!(other.requests().is_empty(), "{}", run.text());
}

#[test]
fn a_page_cut_off_where_http_tells() {
    let run = refuses(Answer::page(original("pets")).cut_off(), Exit::Call, "SW805");
    assert!(run.stderr.contains("before the response was complete"), "{}", run.text());
    refuses(Answer::page(original("pets")).chunked().cut_off(), Exit::Call, "SW805");
}

#[test]
fn a_page_cut_off_where_http_does_not_tell() {
    let whole = original("pets");
    let second = whole.rfind("\"post\"").unwrap();
    let inside = Answer::page(&whole[..second]).ended_by_connection();
    insta::assert_snapshot!(refuses(inside, Exit::Input, "SW111").text());
    // Even if the length is told: the site itself may have cut it.
    refuses(Answer::page(&whole[..second]), Exit::Input, "SW111");
    // A fence that is closed around half a fragment.
    let closed = format!("{}\n```\n", &whole[..second]);
    refuses(Answer::page(closed), Exit::Input, "SW105");
    // Between two fragments.
    let between = whole.rfind("\n## Do something").unwrap();
    let between = Answer::page(&whole[..between]).ended_by_connection();
    insta::assert_snapshot!(refuses(between, Exit::Call, "SW805").text());
}

/// Wherever a page is cut, it is refused, or misses operations that are told, or misses nothing.
#[test]
fn a_page_cut_off_anywhere() {
    let place = Place::new();
    let whole = original("pets");
    let folder = place.other("cut");
    std::fs::create_dir(&folder).unwrap();
    let config = specweave::files::load_config(&place.spec().join("specweave.yaml")).unwrap();
    let mut options = place.from(folder.to_str().unwrap()).options;
    options.pages = vec!["pets".into()];
    options.removal = Removal::Partial;
    let mut counts = [0; 3];
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        std::fs::write(folder.join("pets.md"), &whole[..end]).unwrap();
        match specweave::pull::fetch(&config, &options, &|_| {}) {
            Err(error) => {
                assert_eq!(error.fault, specweave::files::Fault::Input, "{end}: {error}");
                counts[0] += 1;
            }
            Ok(pulled) if pulled.pages[0].state == State::Changed => {
                assert_eq!(pulled.pages[0].removed.len(), 1, "{end}");
                assert!(pulled.pages[0].added.is_empty(), "{end}");
                counts[1] += 1;
            }
            Ok(pulled) => {
                assert_eq!(pulled.pages[0].text, whole, "{end}");
                counts[2] += 1;
            }
        }
    }
    assert!(counts.iter().all(|count| *count > 10), "{counts:?}");
}

#[test]
fn a_page_without_a_trailer_may_end_with_the_connection() {
    let place = Place::new();
    place.pulls(&site_with("pets", Answer::page(original("pets")).ended_by_connection()));
}

#[test]
fn a_page_whose_operations_all_vanished() {
    let mut empty = fragment("pets", "get", "/pets");
    empty["paths"] = json!({});
    let text = page("pets", &[empty]);
    let run = refuses(Answer::page(text.clone()), Exit::Input, "SW807");
    insta::assert_snapshot!(run.text());

    let place = Place::new();
    let server = site_with("pets", Answer::page(text.clone()));
    let mut run = place.from(&server.url);
    run.options.removal = Removal::Allowed;
    let run = place.run(&run);
    assert_eq!(run.exit, Exit::Done, "{}", run.text());
    assert_eq!(place.read("pages/pets.md"), text);
    assert_eq!(
        run.stdout,
        "changed  pages/pets.md  0 operations (2 removed)\n         - GET /pets\n         - POST /pets\n"
    );
}

/// A page of the site at the address of another one.
#[test]
fn another_page() {
    let run = refuses(Answer::page(original("users")), Exit::Input, "SW807");
    assert!(run.stderr.contains("2 other operations"), "{}", run.text());
}

/// Generating would refuse such a page, so that --allow-removal does not help.
#[test]
fn a_page_without_fragments() {
    let text = "# pets\n\nAll about pets\n";
    insta::assert_snapshot!(refuses(Answer::page(text), Exit::Input, "SW101").text());
    let place = Place::new();
    let server = site_with("pets", Answer::page(text));
    let mut run = place.from(&server.url);
    run.options.removal = Removal::Allowed;
    place.refuses(&run, Exit::Input, &["SW101"]);
}

#[test]
fn a_page_that_is_not_utf8() {
    let latin = original("pets").replace("All about pets", "Tous les \u{e9}").into_bytes();
    let latin: Vec<u8> = String::from_utf8(latin).unwrap().chars().map(|char| char as u8).collect();
    refuses(Answer::page(latin.clone()), Exit::Input, "SW002");
    refuses(Answer::new(200, "text/markdown; charset=ISO-8859-1", latin), Exit::Input, "SW002");
    let utf8 = original("pets").replace("All about pets", "Tous les é");
    let run =
        refuses(Answer::new(200, "text/plain; charset=\"latin1\"", utf8), Exit::Input, "SW002");
    insta::assert_snapshot!(run.text());
    // Where all characters are those of ASCII, it makes no difference.
    let ascii = Answer::new(200, "text/plain; charset=latin1", original("pets"));
    Place::new().pulls(&site_with("pets", ascii));
}

#[test]
fn a_page_that_is_too_large() {
    let place = Place::new();
    let long = original("pets") + &"x".repeat(5000);
    for answer in [Answer::page(long.clone()), Answer::page(long).chunked()] {
        let server = site_with("pets", answer);
        let mut run = place.from(&server.url);
        run.options.max_bytes = 5000;
        place.refuses(&run, Exit::Input, &["SW806"]);
    }
}

#[test]
fn a_page_that_contradicts_another() {
    let mut other = fragments("pets");
    other[0]["components"]["schemas"]["Error"]["properties"]["code"]["type"] = json!("string");
    other[1]["components"] = other[0]["components"].clone();
    let text = page("pets", &other);
    let run = refuses(Answer::page(text.clone()), Exit::Input, "SW202");
    insta::assert_snapshot!(run.text());
    // And one that is not pulled.
    let place = Place::new();
    let server = site_with("pets", Answer::page(text));
    let mut run = place.from(&server.url);
    run.options.pages = vec!["pets".into()];
    let run = place.refuses(&run, Exit::Input, &["SW202"]);
    assert!(run.stderr.contains("must be pulled together"), "{}", run.text());
}

#[test]
fn all_that_is_wrong_is_told_in_one_run() {
    let place = Place::new();
    let pages = [
        (path("orders"), Answer::page("# Page Not Found\n")),
        (path("pets"), Answer::redirect("/login")),
        (path("users"), Answer::page(original("users").replace("\"openapi\"", "\"opnapi\" 3"))),
    ];
    let server = Server::of(&pages.into());
    let run = place.refuses(&place.from(&server.url), Exit::Input, &["SW804", "SW103", "SW105"]);
    insta::assert_snapshot!(run.text());
}
