//! What counts as a change, and what is written then.

use crate::place::{NAMES, Place, fragment, fragments, original, page, path, site, site_with};
use crate::server::{Answer, Server};
use specweave::cli::Exit;
use specweave::pull::Removal;
use std::fs;

#[test]
fn nothing_is_touched_if_nothing_changed() {
    let place = Place::new();
    let before = place.all();
    let run = place.pulls(&Server::of(&site()));
    assert!(place.all() == before);
    insta::assert_snapshot!(run.text());
}

#[test]
fn pages_that_changed_or_are_new_are_replaced() {
    let place = Place::new();
    fs::remove_file(place.spec().join("pages/users.md")).unwrap();
    let mut changed = fragments("pets");
    changed.push(fragment("pets", "put", "/pets/{id}"));
    changed.push(fragment("pets", "delete", "/pets/{id}"));
    let changed = page("pets", &changed);
    let run = place.pulls(&site_with("pets", Answer::page(changed.clone())));
    assert_eq!(place.read("pages/pets.md"), changed);
    assert_eq!(place.read("pages/users.md"), original("users"));
    assert_eq!(place.all().len(), 2 + 1 + NAMES.len());
    insta::assert_snapshot!(run.text());
}

/// Banner, trailer, line ends, white space, the order of keys and of operations: the file stays as it is.
#[test]
fn what_is_not_the_api_is_no_change() {
    let [get, post] = fragments("pets").try_into().unwrap();
    let plain = original("pets");
    let body = plain.split("\n---\n").next().unwrap().to_owned();
    let pretty = plain.replace(&get.to_string(), &format!("{get:#}"));
    let mut reordered = get.clone();
    reordered.as_object_mut().unwrap().sort_keys();
    assert_ne!(reordered.to_string(), get.to_string());
    for (what, text) in [
        (
            "a banner",
            format!("> For the index see [llms.txt](https://docs.acme.test/llms.txt)\n\n{plain}"),
        ),
        ("no trailer", body.clone()),
        ("another trailer", format!("{body}\n---\n\nAsk us:\n\n```\nGET /\n```\n")),
        ("headings", plain.replace("Do something", "GET /pets").replace("Really", "Indeed")),
        ("line ends", plain.replace('\n', "\r\n")),
        ("formatted JSON", pretty),
        ("the order of operations", page("pets", &[post.clone(), get.clone()])),
        ("the order of keys", page("pets", &[reordered, post])),
    ] {
        assert_ne!(text, plain, "{what}");
        let place = Place::new();
        let before = place.all();
        let run = place.pulls(&site_with("pets", Answer::page(text)));
        assert!(place.all() == before, "{what}");
        assert!(run.stderr.starts_with("pulled 3 pages: 0 new, 0 changed, 3 unchanged"), "{what}");
        assert_eq!(run.stdout, "", "{what}");
    }
}

#[test]
fn a_description_is_part_of_the_api() {
    let place = Place::new();
    let text = original("pets").replacen("Does what it says.", "Does more.", 1);
    let run = place.pulls(&site_with("pets", Answer::page(text.clone())));
    assert_eq!(place.read("pages/pets.md"), text);
    assert_eq!(run.stdout, "changed  pages/pets.md  2 operations\n");
}

#[test]
fn a_page_that_lost_some_operations_is_a_change_where_that_is_allowed() {
    let place = Place::new();
    let text = page("pets", &fragments("pets")[..1]);
    let server = site_with("pets", Answer::page(text.clone()));
    let mut run = place.from(&server.url);
    place.refuses(&run, Exit::Input, &["SW815"]);
    run.options.removal = Removal::Allowed;
    let run = place.run(&run);
    assert_eq!(place.read("pages/pets.md"), text);
    assert_eq!(
        run.stdout,
        "changed  pages/pets.md  1 operation (1 removed)\n         - POST /pets\n"
    );
}

#[test]
fn some_pages_can_be_pulled_alone() {
    let place = Place::new();
    let mut pages = site();
    for name in NAMES {
        let more = [fragments(name), vec![fragment(name, "delete", &format!("/{name}"))]].concat();
        pages.insert(path(name), Answer::page(page(name, &more)));
    }
    let server = Server::of(&pages);
    let mut run = place.from(&server.url);
    run.options.pages = vec!["users".into(), "pages/pets.md".into(), "users".into()];
    let run = place.run(&run);
    assert_eq!(run.exit, Exit::Done, "{}", run.text());
    assert_eq!(place.read("pages/orders.md"), original("orders"));
    assert_ne!(place.read("pages/pets.md"), original("pets"));
    assert_ne!(place.read("pages/users.md"), original("users"));
    assert_eq!(server.asked(&path("orders")), 0);
    assert!(run.stderr.starts_with("pulled 2 pages: 0 new, 2 changed"), "{}", run.text());
}

#[test]
fn a_page_whose_file_is_broken_is_replaced() {
    let place = Place::new();
    place.write("pages/pets.md", "# pets\n\n```json\n{\"openapi\": \n");
    let run = place.pulls(&Server::of(&site()));
    assert_eq!(place.read("pages/pets.md"), original("pets"));
    assert!(
        run.stdout.starts_with("changed  pages/pets.md  2 operations (2 added)\n"),
        "{}",
        run.text()
    );
}

#[test]
fn a_page_that_is_not_pulled_may_be_kept_by_hand() {
    let place = Place::new();
    let config = place.read("specweave.yaml") + "  - path: pages/own.md\n";
    place.write("specweave.yaml", &config);
    place.write("pages/own.md", &page("own", &[fragment("own", "get", "/own")]));
    let before = place.all();
    place.pulls(&Server::of(&site()));
    assert!(place.all() == before);
}
