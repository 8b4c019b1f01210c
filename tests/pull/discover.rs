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
fn a_document_elsewhere_says_nothing_about_the_pages() {
    let place = Place::new();
    let config = place.read("specweave.yaml");
    let document = "  - document: acme.json\n    address: https://acme.test/openapi.json\n";
    place.write("specweave.yaml", &(config.clone() + document));
    let server = serving("/llms.txt", Answer::new(200, "text/plain", INDEX));
    let run = discover(&place, &server.url, Exit::Done);
    assert!(run.stderr.contains("below https://docs.acme.test/api/ that"), "{}", run.text());
    // Pages on several servers have nothing in common, so that any page of the web would be one of the API.
    let page = "  - path: pages/other.md\n    address: https://other.test/api/other\n";
    place.write("specweave.yaml", &(config + page));
    let run = discover(&place, &server.url, Exit::Input);
    assert!(run.codes() == ["SW006"] && run.stderr.contains("`pull.below`"), "{}", run.text());
    let below = place.read("specweave.yaml") + "pull: {below: 'https://docs.acme.test/api/'}\n";
    place.write("specweave.yaml", &below);
    let run = discover(&place, &server.url, Exit::Done);
    assert!(run.stdout.contains("api/shops"), "{}", run.text());
}

#[test]
fn pages_whose_names_are_alike_have_files_of_their_own() {
    let place = Place::new();
    let names = ["pets", "Pets", "pets%20", "pets-", "a!b", "a%20b", "A-b"];
    let links = names.map(|name| format!("- [x](https://docs.acme.test/api/{name}.md)\n")).concat();
    let server = Server::start(move |_, _| Answer::new(200, "text/plain", links.as_str()));
    let run = discover(&place, &server.url, Exit::Done);
    let paths: Vec<&str> =
        run.stdout.lines().filter_map(|line| line.split_once("path: ")).map(|(_, at)| at).collect();
    let expected = ["Pets-2", "pets-20", "pets-", "a-b", "a-20b", "A-b-2"];
    assert_eq!(paths, expected.map(|name| format!("pages/{name}.md")));
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
