//! Whole documents beside pages: fetched from their address as it is, and counting as the configuration says.

use crate::place::{Place, fragments, site};
use crate::server::{Answer, Server};
use serde_json::{Value, json};
use specweave::cli::Exit;

/// The document of the orders and pets, with slashes as some programs write them.
fn document(change: impl Fn(&mut Value)) -> String {
    let mut parts = [fragments("orders"), fragments("pets")].concat();
    let mut whole = parts.remove(0);
    for part in parts {
        for key in ["paths", "components"] {
            for (name, value) in part[key].as_object().unwrap() {
                match whole[key].get_mut(name) {
                    Some(known) if key == "paths" => {
                        known.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
                    }
                    _ => whole[key][name] = value.clone(),
                }
            }
        }
    }
    whole["tags"] = json!([{"name": "orders"}, {"name": "pets"}]);
    change(&mut whole);
    whole.to_string().replace('/', "\\/")
}

const ENTRY: &str =
    "  - document: documents/whole.json\n    address: https://docs.acme.test/api/v3/getjson\n";

/// A place that lists these pages, and the document.
fn place(pages: &str, more: &str) -> Place {
    let place = Place::new();
    let config =
        format!("crate: {{name: acme}}\noverlays: [overlay.yaml]\npages:\n{pages}{ENTRY}{more}");
    place.write("specweave.yaml", &config);
    place
}

fn serving(document: &str) -> Server {
    let mut pages = site();
    pages.insert("/api/v3/getjson".into(), Answer::new(200, "application/json", document));
    Server::of(&pages)
}

const PETS: &str = "  - path: pages/pets.md\n    address: https://docs.acme.test/api/pets\n";

#[test]
fn a_document_is_fetched_from_its_address_as_it_is() {
    let place = place("", "");
    let document = document(|_| {});
    let run = place.pulls(&serving(&document));
    assert_eq!(run.stdout, "new      documents/whole.json  4 operations\n");
    assert_eq!(place.read("documents/whole.json"), document);
    let file = specweave::files::load_config(&place.spec().join("specweave.yaml")).unwrap();
    let inputs = specweave::files::read_inputs(&[], &[], Some(&file)).unwrap();
    let output = specweave::generate(inputs, &file.config, &|_| {}).unwrap();
    assert!(output.files["src/operations/orders.rs"].contains("/orders"));
    // Where it is fetched from is no documentation.
    assert!(!output.files.values().any(|text| text.contains("getjson")));
}

#[test]
fn a_document_that_says_what_the_pages_say_adds_what_they_lack() {
    let run = place(PETS, "").pulls(&serving(&document(|_| {})));
    assert!(run.stdout.contains("documents/whole.json  4 operations"), "{}", run.text());
    assert!(!run.stderr.contains("SW"), "{}", run.text());
}

#[test]
fn where_sources_disagree_the_preferred_one_counts_and_that_is_told() {
    let document = document(|whole| {
        let schema = &mut whole["components"]["schemas"]["Error"];
        schema["properties"]["code"]["type"] = json!("string");
        whole["paths"]["/pets"]["get"]["summary"] = json!("Lists pets");
    });
    let undecided = place(PETS, "");
    let run = undecided.from(&serving(&document).url);
    undecided.refuses(&run, Exit::Input, &["SW202", "SW201"]);
    let typed = |prefer: &str| {
        let place = place(PETS, prefer);
        let run = place.pulls(&serving(&document));
        assert_eq!(run.stderr.matches("note[SW340]").count(), 2, "{}", run.text());
        let file = specweave::files::load_config(&place.spec().join("specweave.yaml")).unwrap();
        let inputs = specweave::files::read_inputs(&[], &[], Some(&file)).unwrap();
        let (document, _) = specweave::bundle(inputs, &|_| {}).unwrap();
        document["components"]["schemas"]["Error"]["properties"]["code"]["type"].clone()
    };
    assert_eq!(typed("prefer: [pages, documents]\n"), "integer");
    assert_eq!(typed("prefer: [documents]\n"), "string");
    let place = place(PETS, "prefer: [pages]\n");
    insta::assert_snapshot!(place.pulls(&serving(&document)).text());
}

#[test]
fn an_entry_is_a_page_or_a_document() {
    for entry in [
        "{path: a.json, document: a.json}",
        "{address: https://a.test}",
        "{document: a.md, address: https://a.test}",
    ] {
        let place = Place::new();
        place.write("specweave.yaml", &format!("pages: [{entry}]\n"));
        place.refuses(&place.from("."), Exit::Input, &["SW006"]);
    }
}
