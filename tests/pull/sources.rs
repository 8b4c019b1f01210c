//! Where pages are pulled from and which, two runs at once, runs that were killed.

use crate::place::{NAMES, Place, fragment, fragments, original, page, site};
use crate::server::Server;
use specweave::cli::Exit;
use specweave::files::FileSet;
use specweave::pull::Origin;
use std::fs;

/// The folder with the pages of another state.
fn folder(place: &Place, prefix: &str) -> String {
    let folder = place.other("pulled");
    fs::create_dir_all(folder.join(prefix)).unwrap();
    for name in NAMES {
        let text = page(name, &[fragments(name), vec![fragment(name, "head", "/h")]].concat());
        let text = text.replace("\"/h\"", &format!("\"/h/{name}\""));
        fs::write(folder.join(prefix).join(format!("{name}.md")), text).unwrap();
    }
    folder.to_str().unwrap().to_owned()
}

#[test]
fn pages_are_read_from_a_folder() {
    for prefix in ["", "pages"] {
        let place = Place::new();
        let run = place.run(&place.from(&folder(&place, prefix)));
        assert_eq!(run.exit, Exit::Done, "{}", run.text());
        assert!(place.read("pages/pets.md").contains("/h/pets"), "{prefix}");
        assert!(
            run.stderr.contains("3 changed, 0 unchanged; 9 operations (3 added)"),
            "{}",
            run.text()
        );
    }
}

#[test]
fn a_folder_that_lacks_pages() {
    let place = Place::new();
    let folder = folder(&place, "");
    fs::remove_file(place.other("pulled/pets.md")).unwrap();
    place.refuses(&place.from(&folder), Exit::Call, &["SW001"]);
    let run = place.refuses(&place.from("/no/such/folder"), Exit::Call, &["SW001"]);
    insta::assert_snapshot!(run.text());
}

#[test]
fn one_file_is_not_taken_for_two_pages() {
    let place = Place::new();
    fs::create_dir(place.spec().join("more")).unwrap();
    place.write("more/pets.md", &page("other", &[fragment("other", "get", "/other")]));
    let config = place.read("specweave.yaml")
        + "  - path: more/pets.md\n    address: https://docs.acme.test/more/pets\n";
    place.write("specweave.yaml", &config);
    let folder = folder(&place, "");
    place.refuses(&place.from(&folder), Exit::Call, &["SW001"]);
}

#[test]
fn another_server_may_have_a_path() {
    let pages = site().into_iter().map(|(path, answer)| (format!("/mirror{path}"), answer));
    let server = Server::of(&pages.collect());
    let place = Place::new();
    for end in ["", "/"] {
        let run = place.run(&place.from(&format!("{}/mirror{end}", server.url)));
        assert_eq!(run.exit, Exit::Done, "{}", run.text());
    }
    assert!(Origin::parse("http://acme.test/?page=1").is_err());
    assert!(Origin::parse("https://").is_err());
}

#[test]
fn what_makes_an_address_that_of_markdown_is_data() {
    let place = Place::new();
    let base = place.read("specweave.yaml");
    for (suffix, path) in [("''", "/api/pets"), (".txt", "/api/pets.txt")] {
        place.write("specweave.yaml", &format!("{base}pull:\n  suffix: {suffix}\n"));
        let pages = [(path.to_owned(), crate::server::Answer::page(original("pets")))];
        let server = Server::of(&pages.into());
        let mut run = place.from(&server.url);
        run.options.pages = vec!["pets".into()];
        assert_eq!(place.run(&run).exit, Exit::Done, "{suffix}");
    }
    place.write("specweave.yaml", &format!("{base}pull:\n  suffix: /x\n  index: llms.txt\n"));
    place.refuses(&place.from("http://acme.test"), Exit::Input, &["SW006", "SW006"]);
}

#[test]
fn pages_that_cannot_be_pulled_are_told_before_any_request() {
    let place = Place::new();
    let config = place.read("specweave.yaml") + "  - path: pages/own.md\n";
    place.write("specweave.yaml", &config);
    let server = Server::of(&site());
    let mut run = place.from(&server.url);
    run.options.pages = ["pet", "pages/user.md", "xyzzy", "own", "pets"].map(String::from).to_vec();
    let run = place.refuses(&run, Exit::Call, &["SW808", "SW808", "SW808", "SW808"]);
    insta::assert_snapshot!(run.text());
    assert!(server.requests().is_empty());
}

#[test]
fn an_address_that_is_none_is_told_at_its_place() {
    let place = Place::new();
    let config =
        place.read("specweave.yaml").replace("https://docs.acme.test/api/pets", "docs/pets");
    place.write("specweave.yaml", &config);
    let mut run = place.from("http://acme.test");
    run.options.from = Origin::Addresses;
    let run = place.refuses(&run, Exit::Input, &["SW006"]);
    assert!(run.stderr.contains("specweave.yaml:9:14"), "{}", run.text());
}

#[test]
fn no_page_has_an_address() {
    let place = Place::new();
    place.write("specweave.yaml", "pages:\n  - path: pages/pets.md\n");
    place.refuses(&place.from("http://acme.test"), Exit::Input, &["SW003"]);
}

#[test]
fn two_runs_at_once_are_refused() {
    let place = Place::new();
    let server = Server::of(&site());
    let set = FileSet::open(&place.spec()).unwrap();
    place.refuses(&place.from(&server.url), Exit::Call, &["SW811"]);
    drop(set);
    place.pulls(&server);
}

/// What a run that was killed between two renames leaves.
fn interrupt(place: &Place) {
    let set = FileSet::open(&place.spec()).unwrap();
    let work = place.spec().join(".specweave-pull");
    let pages = fs::canonicalize(place.spec().join("pages")).unwrap();
    let new = page("pets", &fragments("pets")[..1]);
    let entry = |name: &str, text: &str| {
        let digest = specweave::files::digest(text.as_bytes());
        serde_json::json!({"path": format!("pages/{name}"), "existed": true, "new": digest})
    };
    let files = [entry("pets.md", &new), entry("users.md", "new users")];
    let journal = serde_json::json!({"files": files, "folders": []});
    fs::write(work.join("journal"), journal.to_string()).unwrap();
    // With a journal, the folder stays.
    drop(set);
    fs::rename(pages.join("pets.md"), pages.join(".pets.md.specweave-old")).unwrap();
    fs::write(pages.join("pets.md"), new).unwrap();
    fs::hard_link(pages.join("users.md"), pages.join(".users.md.specweave-old")).unwrap();
    fs::write(pages.join(".users.md.specweave-new"), "new users").unwrap();
}

#[test]
fn a_run_that_was_killed_is_told_to_readers_and_undone_by_the_next() {
    let place = Place::new();
    let before = place.all();
    interrupt(&place);
    let config = specweave::files::load_config(&place.spec().join("specweave.yaml")).unwrap();
    let unread = specweave::files::read_inputs(&[], &[], Some(&config)).unwrap_err();
    assert_eq!(unread.diagnostics[0].code.number(), "SW810");
    let fetched = specweave::pull::fetch(&config, &place.from("http://a.test").options, &|_| {});
    assert_eq!(fetched.unwrap_err().diagnostics[0].code.number(), "SW810");
    // Even a run that fails puts the old pages back.
    let run = place.run(&place.from(&crate::server::nowhere()));
    assert_eq!(run.exit, Exit::Call);
    assert!(place.all() == before);
    assert!(specweave::files::read_inputs(&[], &[], Some(&config)).is_ok());
}

#[test]
fn the_state_that_will_be_is_known_before_it_is_in_place() {
    let place = Place::new();
    let config = place.read("specweave.yaml") + "  - path: pages/own.md\n";
    place.write("specweave.yaml", &config);
    place.write("pages/own.md", &page("own", &[fragment("own", "get", "/own")]));
    let run = place.from(&folder(&place, ""));
    let config = specweave::files::load_config(&run.config).unwrap();
    let before = place.all();
    let pulled = specweave::pull::fetch(&config, &run.options, &|_| {}).unwrap();
    let mut will_be = specweave::pull::inputs(&pulled, &config).unwrap();
    assert!(place.all() == before);
    specweave::pull::apply(&pulled, &FileSet::open(&place.spec()).unwrap(), &[]).unwrap();
    let mut is = specweave::files::read_inputs(&[], &[], Some(&config)).unwrap();
    for inputs in [&mut will_be, &mut is] {
        inputs.sources.sort_by(|a, b| a.name.cmp(&b.name));
    }
    assert_eq!(will_be.sources, is.sources);
    assert_eq!(will_be.overlays, is.overlays);
    assert_eq!(is.sources.len(), NAMES.len() + 1);
}

/// Between fetching and putting in place someone wrote.
#[test]
fn what_was_written_in_the_meantime_is_not_overwritten() {
    let place = Place::new();
    let run = place.from(&folder(&place, ""));
    let config = specweave::files::load_config(&run.config).unwrap();
    let pulled = specweave::pull::fetch(&config, &run.options, &|_| {}).unwrap();
    place.write("pages/users.md", "by hand");
    let before = place.all();
    let set = FileSet::open(&place.spec()).unwrap();
    let error = specweave::pull::apply(&pulled, &set, &[]).unwrap_err();
    drop(set);
    assert_eq!(error.diagnostics[0].code.number(), "SW809");
    assert!(place.all() == before);
}
