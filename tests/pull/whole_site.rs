//! From a configuration of a few pages to the crate of the whole site, by one call, from a server that serves badly: its index lacks a page, a
//! page does not exist and comes with the status 200, one is cut off at first, and one is slow.

use crate::place::{Place, original};
use crate::server::{Answer, Reaction, Server};
use specweave::cli::{Exit, Scope, Terminal, main_with};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::thread;
use std::time::Duration;
use std::{env, fs};

/// A site's pages by their paths without `.md`, and those of them with which something is the matter.
struct Site {
    pages: BTreeMap<String, String>,
    unlisted: String,
    gone: String,
    cut: String,
    slow: String,
}

impl Site {
    fn served(self) -> Server {
        Server::start(move |request, count| {
            if request.path == "/llms.txt" {
                return Reaction::Answer(Answer::new(200, "text/plain", self.index()));
            }
            let path = request.path.trim_end_matches(".md");
            if path == self.slow {
                thread::sleep(Duration::from_millis(300));
            }
            let text = self.pages.get(path).filter(|_| path != self.gone);
            let page = Answer::page(text.map_or("# Page Not Found\n", String::as_str));
            Reaction::Answer(if path == self.cut && count == 0 { page.cut_off() } else { page })
        })
    }

    fn index(&self) -> String {
        let listed = self.pages.keys().filter(|path| **path != self.unlisted);
        let links: String = listed.map(|path| format!("- [{path}]({path}.md)\n")).collect();
        format!("# All pages\n\n{links}")
    }
}

/// Pulls all pages, generates the crate, and does both again, which changes nothing. Returns what was said of the pages, and of the crate.
fn pulled_and_generated(place: &Place, server: &Server) -> (String, String) {
    let mut run = place.from(&server.url);
    run.scope = Scope::All;
    let pulled = place.run(&run);
    assert_eq!(pulled.exit, Exit::Done, "{}", pulled.text());
    let config = place.spec().join("specweave.yaml");
    let generate = |more: &[&str]| {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut terminal = Terminal::new(&mut stdout, &mut stderr);
        let args = ["specweave", "generate"].iter().chain(more).map(OsString::from);
        let (out, config) = (place.other("sdk").into_os_string(), config.clone());
        let paths = ["--out".into(), out, "--config".into(), config.into_os_string()];
        let exit = main_with(args.chain(paths), &mut terminal);
        drop(terminal);
        (exit, String::from_utf8_lossy(&stderr).into_owned())
    };
    let (exit, said) = generate(&[]);
    assert_eq!(exit, Exit::Done, "{said}");
    let before = place.all();
    let again = place.run(&run);
    assert_eq!((again.exit, again.stdout.as_str()), (Exit::Done, ""), "{}", again.text());
    assert!(place.all() == before);
    assert_eq!(generate(&["--check"]).0, Exit::Done);
    (pulled.text(), said)
}

#[test]
fn one_call_adds_the_whole_site_however_it_is_served() {
    let place = Place::new();
    let known =
        "pull: {known: [{path: pages/parks.md, address: https://docs.acme.test/api/parks}]}\n";
    place.write("specweave.yaml", &(place.read("specweave.yaml") + known));
    let names = ["orders", "pets", "users", "vets", "shops", "parks", "cages", "zoos"];
    let page = |name: &str| (format!("/api/{name}"), original(name));
    let site = Site {
        pages: names.iter().map(|name| page(name)).collect(),
        unlisted: "/api/parks".into(),
        gone: "/api/zoos".into(),
        cut: "/api/cages".into(),
        slow: "/api/vets".into(),
    };
    let (pulled, generated) = pulled_and_generated(&place, &site.served());
    assert!(pulled.contains("added 4 pages to") && pulled.contains("warning[SW817]"), "{pulled}");
    assert!(generated.contains("generated 14 operations"), "{generated}");
}

/// The configuration of `spec/`, and the pages in the folders `general` and `game` of a folder.
#[test]
#[ignore = "SPECWEAVE_SITE has to name a folder of the vendor's pages, by areas"]
fn one_call_adds_the_vendors_whole_site_however_it_is_served() {
    let folder = env::var_os("SPECWEAVE_SITE").expect("SPECWEAVE_SITE is not set");
    let place = Place::new();
    fs::remove_dir_all(place.spec()).unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec"), &place.spec());
    let config = specweave::files::load_config(&place.spec().join("specweave.yaml")).unwrap();
    let all = config.config.pages.iter().chain(&config.config.pull.known);
    let mut pages = BTreeMap::new();
    for page in all {
        let address = reqwest::Url::parse(page.address.as_deref().unwrap()).unwrap();
        let file = Path::new(&folder).join(page.path.strip_prefix("pages/").unwrap());
        pages.insert(address.path().to_owned(), fs::read_to_string(file).unwrap());
    }
    let path = |name: &str| format!("/api-references/{name}");
    pages.insert(path("general/gone"), String::new());
    let site = Site {
        unlisted: path("general/billing"),
        gone: path("general/gone"),
        cut: path("game/application"),
        slow: path("general/job"),
        pages,
    };
    assert!(
        [&site.unlisted, &site.cut, &site.slow].iter().all(|own| site.pages.contains_key(*own))
    );
    let (pulled, generated) = pulled_and_generated(&place, &site.served());
    assert!(pulled.contains("added 78 pages to") && pulled.contains("warning[SW817]"), "{pulled}");
    assert!(generated.contains("generated 471 operations"), "{generated}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}
