//! The index of the site: pages that the configuration lacks are named, and nothing is changed.

use crate::place::{Place, Run};
use crate::server::{Answer, Server, nowhere};
use specweave::cli::{Exit, Scope};

const INDEX: &str = "\
# Acme

> All about it

## Docs

- [Welcome](https://docs.acme.test/welcome.md)
- [Pets](https://docs.acme.test/api/pets.md): all of them
- [Users](/api/users.md)
- [Shops `new`](https://docs.acme.test/api/shops.md)
- [Shops again](https://docs.acme.test/api/shops.md#top)
- [Vets](https://docs.acme.test/api/people/vets.md)
- [Odd: name](https://docs.acme.test/api/odd%20name.md)
- [Mail](mailto:a@acme.test)
";

fn discover(place: &Place, server: &str, exit: Exit) -> Run {
    let before = place.all();
    let mut run = place.from(server);
    run.scope = Scope::Lacking;
    let run = place.run(&run);
    assert_eq!(run.exit, exit, "{}", run.text());
    assert!(place.all() == before);
    run
}

fn serving(path: &'static str, answer: Answer) -> Server {
    Server::of(&[(path.to_owned(), answer)].into())
}

#[test]
fn pages_that_the_configuration_lacks_are_printed_to_be_pasted() {
    let place = Place::new();
    let server = serving("/llms.txt", Answer::new(200, "text/plain", INDEX));
    let run = discover(&place, &server.url, Exit::Done);
    insta::assert_snapshot!(run.text());
    // Pasted, they are a configuration that lacks nothing.
    place.write("specweave.yaml", &(place.read("specweave.yaml") + &run.stdout));
    let run = discover(&place, &server.url, Exit::Done);
    assert_eq!(run.stdout, "");
}

#[test]
fn the_address_of_the_index_is_data() {
    let place = Place::new();
    let config = place.read("specweave.yaml") + "pull:\n  index: https://docs.acme.test/a/all.md\n";
    place.write("specweave.yaml", &config);
    let server = serving("/a/all.md", Answer::new(200, "text/markdown", INDEX));
    assert!(discover(&place, &server.url, Exit::Done).stdout.contains("api/shops"));
}

#[test]
fn the_index_may_be_in_a_folder() {
    let place = Place::new();
    std::fs::create_dir(place.other("site")).unwrap();
    std::fs::write(place.other("site/llms.txt"), INDEX).unwrap();
    let folder = place.other("site");
    assert!(discover(&place, folder.to_str().unwrap(), Exit::Done).stdout.contains("api/shops"));
}

#[test]
fn an_index_that_is_none() {
    let place = Place::new();
    let empty = serving("/llms.txt", Answer::new(200, "text/plain", "# Page Not Found\n"));
    let html = serving("/llms.txt", Answer::new(200, "text/html", "<html>"));
    let login = serving("/llms.txt", Answer::redirect("/login"));
    let absent = serving("/other", Answer::status(200));
    for (server, code) in [(empty, "SW812"), (html, "SW104"), (login, "SW804"), (absent, "SW103")] {
        assert_eq!(discover(&place, &server.url, Exit::Input).codes(), [code]);
    }
    assert_eq!(discover(&place, &nowhere(), Exit::Call).codes(), ["SW801"]);
}
