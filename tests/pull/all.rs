//! `pull --all`: the pages of the site's index are pulled and added to the configuration, or nothing is touched.

use crate::place::{NAMES, Place, Run, fragment, original, page, path, site};
use crate::server::{Answer, Reaction, Server};
use specweave::cli::{Exit, Scope};
use specweave::pull::Removal;
use std::collections::BTreeMap;
use std::time::Duration;

const INDEX: &str = "\
# Acme

- [Welcome](https://docs.acme.test/welcome.md)
- [About](https://docs.acme.test/api/about.md)
- [Orders](https://docs.acme.test/api/orders.md)
- [Pets](https://docs.acme.test/api/pets.md)
- [Shops](https://docs.acme.test/api/shops.md)
- [Vets](https://docs.acme.test/api/vets-1.md)
";

/// The site with an index, which lacks a page, and pages that the configuration lacks.
fn whole_site() -> BTreeMap<String, Answer> {
    let mut pages = site();
    pages.insert("/llms.txt".into(), Answer::new(200, "text/plain", INDEX));
    pages.insert(path("about"), Answer::page("# About\n\nNo part of the API.\n"));
    pages.insert(path("shops"), Answer::page(original("shops")));
    pages.insert(path("vets-1"), Answer::page(original("vets")));
    pages
}

fn whole_site_with(name: &str, answer: Answer) -> Server {
    let mut pages = whole_site();
    pages.insert(path(name), answer);
    Server::of(&pages)
}

const KNOWN: &str = "pull:\n  known:\n    - {path: pages/vets.md, address: https://docs.acme.test/api/vets-1}\n    - {path: pages/lost.md, address: https://docs.acme.test/api/lost}\n";

/// A configuration with comments around its pages, and more behind them.
fn place() -> Place {
    let place = Place::new();
    let config = place.read("specweave.yaml");
    let config = config.replace("pages:\n", "# What is read.\npages: # all\n  # In order.\n");
    let config = config + "    # The last one.\n\n# How.\nclient: {cookies: true}\n";
    place.write("specweave.yaml", &config);
    place
}

fn all(place: &Place, server: &Server) -> Run {
    let mut run = place.from(&server.url);
    run.scope = Scope::All;
    place.run(&run)
}

#[track_caller]
fn refuses(place: &Place, server: &Server, exit: Exit, codes: &[&str]) -> Run {
    let mut run = place.from(&server.url);
    run.scope = Scope::All;
    place.refuses(&run, exit, codes)
}

#[test]
fn pages_of_the_index_are_added_in_place() {
    let place = place();
    let before = place.read("specweave.yaml");
    let run = all(&place, &Server::of(&whole_site()));
    insta::assert_snapshot!(run.text());
    let (above, below) = before.split_at(before.find("    # The last one").unwrap());
    let added = "  - path: pages/shops.md\n    address: https://docs.acme.test/api/shops\n  - path: pages/vets-1.md\n    address: https://docs.acme.test/api/vets-1\n";
    assert_eq!(place.read("specweave.yaml"), format!("{above}{added}{below}"));
    assert_eq!(place.read("pages/vets-1.md"), original("vets"));
    // Once more: nothing changes.
    let before = place.all();
    let run = all(&place, &Server::of(&whole_site()));
    assert_eq!(run.exit, Exit::Done, "{}", run.text());
    assert!(place.all() == before && run.stdout.is_empty(), "{}", run.text());
}

#[test]
fn known_pages_keep_their_paths_and_need_no_index() {
    let place = place();
    place.write("specweave.yaml", &(place.read("specweave.yaml") + KNOWN));
    let mut pages = whole_site();
    pages.remove("/llms.txt");
    let run = all(&place, &Server::of(&pages));
    insta::assert_snapshot!(run.text());
    assert_eq!(place.read("pages/vets.md"), original("vets"));
    // The page that is not there is tried again.
    pages.insert(path("lost"), Answer::page(original("lost")));
    let run = all(&place, &Server::of(&pages));
    assert_eq!(place.read("pages/lost.md"), original("lost"), "{}", run.text());
}

#[test]
fn a_new_page_that_does_not_exist_is_left_out_however_that_is_said() {
    for answer in [Answer::page("# Page Not Found\n"), Answer::status(404), Answer::status(410)] {
        let place = place();
        let run = all(&place, &whole_site_with("shops", answer));
        assert_eq!(run.exit, Exit::Done, "{}", run.text());
        assert!(run.stderr.contains("warning[SW817]"), "{}", run.text());
        assert!(!place.read("specweave.yaml").contains("shops"));
        assert!(place.read("specweave.yaml").contains("vets"));
    }
}

#[test]
fn without_an_index_and_known_pages_nothing_is_done() {
    for (answer, code) in [
        (Answer::status(404), "SW103"),
        (Answer::page("# Page Not Found\n"), "SW812"),
        (Answer::new(200, "text/html", "<html>"), "SW104"),
    ] {
        let mut pages = whole_site();
        pages.insert("/llms.txt".into(), answer);
        refuses(&place(), &Server::of(&pages), Exit::Input, &[code]);
    }
}

#[test]
fn a_page_that_does_not_come_is_no_page_that_is_left_out() {
    let cut = Answer::page(original("shops")).cut_off();
    refuses(&place(), &whole_site_with("shops", cut), Exit::Call, &["SW805"]);
    let half = original("shops");
    let half = &half[..half.rfind("\"post\"").unwrap()];
    refuses(&place(), &whole_site_with("shops", Answer::page(half)), Exit::Input, &["SW111"]);
    refuses(&place(), &whole_site_with("shops", Answer::status(503)), Exit::Call, &["SW803"]);
    // Once it is slower than it may be.
    let (place, server) = (place(), whole_site_with("shops", Answer::page("x").stalled()));
    let mut run = place.from(&server.url);
    (run.scope, run.options.timeout) = (Scope::All, Duration::from_millis(300));
    place.refuses(&run, Exit::Call, &["SW802"]);
}

#[test]
fn a_page_that_is_cut_once_comes_with_the_second_request() {
    let pages = whole_site();
    let server = Server::start(move |request, count| {
        let answer = pages.get(&request.path).cloned().unwrap_or_else(|| Answer::status(404));
        let is_cut = count == 0 && request.path.contains("shops");
        Reaction::Answer(if is_cut { answer.cut_off() } else { answer })
    });
    let place = place();
    let run = all(&place, &server);
    assert_eq!(run.exit, Exit::Done, "{}", run.text());
    assert_eq!(place.read("pages/shops.md"), original("shops"));
}

#[test]
fn nothing_is_put_in_place_that_makes_no_crate() {
    // The correction needs what the new page does not have.
    let place = place();
    let action = "  - {target: \"$.paths['/shops'].get.parameters\", x-page: shops, description: Say why, remove: true}\n";
    place.write("overlay.yaml", &(place.read("overlay.yaml") + action));
    let run = refuses(&place, &Server::of(&whole_site()), Exit::Input, &["SW302"]);
    insta::assert_snapshot!(run.text());
}

#[test]
fn operations_are_removed_only_where_that_is_allowed() {
    let place = place();
    // One of two is gone; another one has moved to a new page.
    let mut pages = whole_site();
    let get = [fragment("pets", "get", "/pets")];
    pages.insert(path("pets"), Answer::page(page("pets", &get)));
    pages
        .insert(path("shops"), Answer::page(page("shops", &[fragment("users", "post", "/users")])));
    let get = [fragment("users", "get", "/users")];
    pages.insert(path("users"), Answer::page(page("users", &get)));
    let server = Server::of(&pages);
    let run = refuses(&place, &server, Exit::Input, &["SW815"]);
    assert!(
        run.stderr.contains("1 operation of this page would be removed (POST /pets)"),
        "{}",
        run.text()
    );
    let mut run = place.from(&server.url);
    place.refuses(&run, Exit::Input, &["SW815", "SW815"]);
    (run.scope, run.options.removal) = (Scope::All, Removal::Allowed);
    let run = place.run(&run);
    assert_eq!(run.exit, Exit::Done, "{}", run.text());
    assert!(run.stderr.contains("2 removed"), "{}", run.text());
}

#[test]
fn a_list_that_is_no_list_of_lines_is_not_touched() {
    for list in [
        "pages: [{path: pages/pets.md, address: https://docs.acme.test/api/pets}]\n",
        "pages: [\n  {path: pages/pets.md,\n  address: https://docs.acme.test/api/pets}]\n",
    ] {
        let place = Place::new();
        place.write("specweave.yaml", list);
        let run = refuses(&place, &Server::of(&whole_site()), Exit::Input, &["SW816"]);
        assert!(run.stderr.contains("- path: pages/shops.md"), "{}", run.text());
    }
}

#[test]
fn a_configuration_without_pages_gets_them_where_it_says_what_they_are_below() {
    for line_feed in ["\n", "\r\n"] {
        let place = Place::new();
        let config = format!("crate: {{name: acme}}\n{KNOWN}  below: https://docs.acme.test/");
        place.write("specweave.yaml", &config.replace('\n', line_feed));
        let run = all(&place, &Server::of(&whole_site()));
        assert_eq!(run.exit, Exit::Done, "{}", run.text());
        let text = place.read("specweave.yaml");
        assert!(
            text.contains(&["pages:", "  - path: pages/api/orders.md", ""].join(line_feed)),
            "{text}"
        );
        assert_eq!(text.matches('\n').count(), text.matches(line_feed).count());
        let file = specweave::files::load_config(&place.spec().join("specweave.yaml")).unwrap();
        assert_eq!(file.config.pages.len(), NAMES.len() + 1);
    }
}
