//! Repositories that try to make a pull touch files outside of the folder of the configuration, and what must not leave a run: users, passwords and
//! queries of addresses.

use crate::place::{Place, changed, fragments, page, site_with};
use crate::server::Answer;
use specweave::cli::{Exit, Scope};
use std::fs;

fn digest(text: &str) -> String {
    specweave::files::digest(text.as_bytes())
}

/// A journal that came with a repository deletes nothing: that of the file `victim` would, as it was not there before.
#[test]
fn a_journal_of_a_repository_is_refused() {
    let place = Place::new();
    let server = site_with("pets", Answer::page(changed("pets")));
    let victim = place.spec().parent().unwrap().join("victim");
    fs::write(&victim, "mine").unwrap();
    let work = place.spec().join(".specweave-pull");
    for path in ["../victim", victim.to_str().unwrap(), "pages/../../victim", "pages/pets.md"] {
        for name in ["journal", "done"] {
            fs::create_dir(&work).unwrap();
            let entry = serde_json::json!({"path": path, "existed": false, "new": digest("mine")});
            let journal = serde_json::json!({"files": [entry], "folders": ["../empty"]});
            fs::write(work.join(name), journal.to_string()).unwrap();
            let run = place.refuses(&place.from(&server.url), Exit::Call, &["SW813"]);
            assert!(run.stderr.contains("no page was changed"), "{}", run.text());
            assert_eq!(fs::read_to_string(&victim).unwrap(), "mine", "{path}");
            fs::remove_dir_all(&work).unwrap();
        }
    }
}

#[cfg(unix)]
#[test]
fn a_page_that_is_a_link_is_not_replaced() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let server = site_with("pets", Answer::page(changed("pets")));
    let outside = place.spec().parent().unwrap().join("outside");
    let pages = place.spec().join("pages");
    let old = fs::read_to_string(pages.join("pets.md")).unwrap();
    // The page.
    fs::create_dir(&outside).unwrap();
    fs::rename(pages.join("pets.md"), outside.join("pets.md")).unwrap();
    symlink(outside.join("pets.md"), pages.join("pets.md")).unwrap();
    place.refuses(&place.from(&server.url), Exit::Call, &["SW814"]);
    assert_eq!(fs::read_to_string(outside.join("pets.md")).unwrap(), old);
    // The folder above it.
    fs::remove_file(pages.join("pets.md")).unwrap();
    fs::rename(outside.join("pets.md"), pages.join("pets.md")).unwrap();
    fs::remove_dir(&outside).unwrap();
    fs::rename(&pages, &outside).unwrap();
    symlink(&outside, &pages).unwrap();
    place.refuses(&place.from(&server.url), Exit::Call, &["SW814"]);
    assert_eq!(fs::read_to_string(outside.join("pets.md")).unwrap(), old);
}

/// What the configuration itself lists outside of its folder is pulled.
#[test]
fn a_page_that_the_configuration_lists_outside_is_pulled() {
    let place = Place::new();
    let new = changed("pets");
    let server = site_with("pets", Answer::page(new.as_str()));
    let outside = place.spec().parent().unwrap().join("pets.md");
    fs::rename(place.spec().join("pages/pets.md"), &outside).unwrap();
    let config = place.read("specweave.yaml").replace("pages/pets.md", "../pets.md");
    place.write("specweave.yaml", &config);
    place.pulls(&server);
    assert_eq!(fs::read_to_string(outside).unwrap(), new);
}

/// The address of the mirror holds a password, and that of a page a key.
#[test]
fn users_and_queries_of_addresses_are_not_shown() {
    let answers = [
        Answer::status(404),
        Answer::status(500),
        Answer::new(200, "text/html", "<html></html>"),
        Answer::redirect("https://user:hunter2@evil.test/api/pets.md?key=hunter2"),
        Answer::redirect("https://user:hunter2@[evil/pets.md?key=hunter2"),
        Answer::redirect("https://user:hunter2@evil.test:99999999/?key=hunter2"),
        Answer::page("# Nothing"),
    ];
    for answer in answers {
        let place = Place::new();
        let config = place.read("specweave.yaml").replace("/api/pets", "/api/pets?key=hunter2");
        place.write("specweave.yaml", &config);
        let server = site_with("pets", answer);
        let url = server.url.replace("http://", "http://jo:hunter2@");
        for scope in [Scope::Listed, Scope::All, Scope::Lacking] {
            let mut run = place.from(&url);
            run.scope = scope;
            let run = place.run(&run);
            assert_ne!(run.exit, Exit::Done, "{}", run.text());
            assert!(!run.text().contains("hunter2"), "{}", run.text());
        }
    }
    // Nobody listens there.
    let place = Place::new();
    let url = crate::server::nowhere().replace("http://", "http://jo:hunter2@");
    let run = place.run(&place.from(&url));
    assert_eq!(run.exit, Exit::Call);
    assert!(!run.text().contains("hunter2"), "{}", run.text());
}

#[test]
fn the_report_of_drift_names_the_mirror_without_its_user() {
    let place = Place::new();
    let server = site_with("pets", Answer::page(page("pets", &fragments("pets")[..1])));
    let from = server.url.replace("http://", "http://jo:hunter2@");
    let config = place.read("specweave.yaml").replace("overlays:\n  - overlay.yaml\n", "");
    place.write("specweave.yaml", &config);
    let config = place.spec().join("specweave.yaml").into_os_string();
    for format in ["text", "markdown", "html", "json"] {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut terminal = specweave::cli::Terminal::new(&mut stdout, &mut stderr);
        let words = ["specweave", "drift", "--allow-removal", "--format", format, "--from", &from];
        let words = words.map(std::ffi::OsString::from).into_iter();
        let exit = specweave::cli::main_with(
            words.chain(["--config".into(), config.clone()]),
            &mut terminal,
        );
        drop(terminal);
        let text = String::from_utf8([stdout, stderr].concat()).unwrap();
        assert_eq!(exit, Exit::Drift, "{text}");
        assert!(!text.contains("hunter2"), "{format}: {text}");
    }
}
