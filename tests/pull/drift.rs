//! `specweave drift`: what counts as drift, what cannot be told, and what is written when it is asked for.

use crate::place::{Place, Run, fragment, fragments, original, page, path, site, site_with};
use crate::server::{Answer, Server, nowhere};
use serde_json::{Value, json};
use specweave::cli::{Exit, Terminal, main_with};
use std::ffi::OsString;
use std::fs;

/// A specification with the crate that is made of it, and a changelog.
struct Project(Place);

impl Project {
    fn new() -> Self {
        let project = Self(Place::new());
        let config = project.0.read("specweave.yaml");
        let crate_lines = "crate:\n  name: acme # ours\n  version: 0.1.0 # the last release\n";
        project.0.write("specweave.yaml", &config.replace("crate:\n  name: acme\n", crate_lines));
        let servers = json!({"target": "$.info", "update": {"title": "Acme Pets"}});
        project.0.write("overlay.yaml", &overlay(servers));
        fs::write(project.0.other("CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n- x\n")
            .unwrap();
        project.regenerate();
        project
    }

    fn regenerate(&self) {
        let (config, out) = (self.0.spec().join("specweave.yaml"), self.0.other("sdk"));
        let run = self
            .command("generate", &["--config".into(), config.into(), "--out".into(), out.into()]);
        assert_eq!(run.exit, Exit::Done, "{}", run.text());
    }

    /// `drift` against a server or folder.
    fn drift(&self, from: &str, more: &[&str]) -> Run {
        let mut args: Vec<OsString> = Vec::new();
        for (option, value) in [
            ("--config", self.0.spec().join("specweave.yaml").into()),
            ("--out", self.0.other("sdk").into()),
            ("--changelog", self.0.other("CHANGELOG.md").into()),
            ("--from", OsString::from(from)),
        ] {
            args.extend([option.into(), value]);
        }
        args.extend(more.iter().map(OsString::from));
        let mut run = self.command("drift", &args);
        for text in [&mut run.stdout, &mut run.stderr] {
            *text = text.replace(from.trim_end_matches('/'), "http://SERVER");
        }
        run
    }

    fn command(&self, command: &str, args: &[OsString]) -> Run {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut terminal = Terminal::new(&mut stdout, &mut stderr);
        let words = ["specweave".into(), command.into()].into_iter().chain(args.iter().cloned());
        let exit = main_with(words, &mut terminal);
        drop(terminal);
        let folder = self.0.other("").to_str().unwrap().trim_end_matches('/').to_owned();
        let text = |bytes| String::from_utf8(bytes).unwrap().replace(&folder, "FOLDER");
        Run { exit, stdout: text(stdout), stderr: text(stderr) }
    }

    /// Drift that is found without anything being touched.
    fn finds(&self, server: &Server, exit: Exit) -> Run {
        let before = self.0.all();
        let run = self.drift(&server.url, &[]);
        assert_eq!(run.exit, exit, "{}", run.text());
        assert!(self.0.all() == before, "{}", run.text());
        run
    }

    fn changelog(&self) -> String {
        fs::read_to_string(self.0.other("CHANGELOG.md")).unwrap()
    }
}

/// An overlay with one action.
fn overlay(mut action: Value) -> String {
    action["description"] = "Source: mail of 1 January.".into();
    let info = json!({"title": "A", "version": "1.0.0"});
    json!({"overlay": "1.0.0", "info": info, "actions": [action]}).to_string()
}

/// The page of pets with another operation, and one less.
fn changed_pets() -> String {
    page("pets", &[fragment("pets", "get", "/pets"), fragment("pets", "delete", "/pets/{id}")])
}

fn last_line(run: &Run) -> &str {
    run.stderr.lines().last().unwrap_or_default()
}

#[test]
fn a_site_that_says_the_same_is_no_drift() {
    let project = Project::new();
    let text = original("pets").replace("All about", "Much about");
    let run = project.finds(&site_with("pets", Answer::page(text)), Exit::Done);
    insta::assert_snapshot!(run.text());
}

#[test]
fn changes_are_drift_and_ask_for_a_version() {
    let project = Project::new();
    let run = project.finds(&site_with("pets", Answer::page(changed_pets())), Exit::Drift);
    insta::assert_snapshot!(run.text());
}

#[test]
fn the_level_decides_what_is_drift() {
    let project = Project::new();
    let text = original("pets").replacen("Does what it says.", "Does more.", 1);
    let server = site_with("pets", Answer::page(text));
    for (level, exit) in [("any", Exit::Drift), ("compatible", Exit::Done), ("never", Exit::Done)] {
        let run = project.drift(&server.url, &["--fail-on", level]);
        assert_eq!(run.exit, exit, "{}", run.text());
    }
    let run = project.drift(&server.url, &["--fail-on", "breaking"]);
    assert_eq!(last_line(&run), "no drift that counts");
}

#[test]
fn an_exception_is_no_drift_until_it_names_nothing() {
    let project = Project::new();
    let text = original("pets").replacen("Does what it says.", "Does more.", 1);
    let server = site_with("pets", Answer::page(text));
    let found = project.drift(&server.url, &["--format", "json"]);
    let report: Value = serde_json::from_str(&found.stdout).unwrap();
    let fingerprint = report["changes"][0]["fingerprint"].as_str().unwrap();
    let exceptions = project.0.other("exceptions.yaml");
    fs::write(&exceptions, format!("- fingerprint: {fingerprint}\n  reason: Known.\n")).unwrap();
    let exceptions = ["--exceptions", exceptions.to_str().unwrap()];
    let run = project.drift(&server.url, &exceptions);
    assert_eq!((run.exit, last_line(&run)), (Exit::Done, "no drift that counts"));
    let run = project.drift(&Server::of(&site()).url, &exceptions);
    assert_eq!(run.exit, Exit::Done);
    assert!(run.stderr.contains("no change has the fingerprint"), "{}", run.text());
}

#[test]
fn a_stale_crate_is_drift() {
    let project = Project::new();
    fs::write(project.0.other("sdk/src/lib.rs"), "//! By hand.\n").unwrap();
    let server = Server::of(&site());
    let run = project.finds(&server, Exit::Drift);
    insta::assert_snapshot!(run.text());
    let run = project.drift(&server.url, &["--fail-on", "never"]);
    assert_eq!((run.exit, last_line(&run)), (Exit::Done, "no drift that counts"));
}

/// A correction that the new pages do not need any more stops the next run of the generator, and nobody should learn that from it.
#[test]
fn pages_that_make_no_crate_are_drift() {
    let project = Project::new();
    let action = json!({"target": "$.paths['/pets'].post", "update": {"summary": "Adds a pet"}});
    project.0.write("overlay.yaml", &overlay(action));
    project.regenerate();
    let run = project.finds(&site_with("pets", Answer::page(changed_pets())), Exit::Drift);
    assert_eq!(run.codes(), ["SW302"], "{}", run.text());
    assert!(last_line(&run).ends_with("no crate can be made from the new pages (see above)"));
}

#[test]
fn what_cannot_be_told_is_never_no_drift() {
    let project = Project::new();
    let cut = original("pets").split_at(300).0.to_owned();
    let other_error = original("pets").replace(r#""type":"integer""#, r#""type":"string""#);
    for (answer, code) in [
        (Answer::status(404), "SW103"),
        (Answer::page("# Page Not Found\n"), "SW103"),
        (Answer::page(cut), "SW111"),
        (Answer::page(page("pets", &[])), "SW101"),
        (Answer::page(other_error), "SW202"),
    ] {
        let run = project.finds(&site_with("pets", answer), Exit::Call);
        assert!(run.codes().contains(&code), "{}", run.text());
        assert_eq!(last_line(&run), "drift could not be determined");
    }
}

#[test]
fn a_site_that_is_not_there_is_one_line() {
    let project = Project::new();
    let run = project.drift(&nowhere(), &["--timeout", "5", "--total-timeout", "1"]);
    assert_eq!(run.exit, Exit::Call);
    assert_eq!(run.codes().len(), 1, "{}", run.text());
}

#[test]
fn a_broken_specification_cannot_be_compared() {
    let project = Project::new();
    project.0.write("pages/pets.md", "# Pets\n");
    let run = project.finds(&Server::of(&site()), Exit::Call);
    assert!(run.codes().contains(&"SW101"), "{}", run.text());
}

#[test]
fn all_that_is_asked_for_is_written() {
    let project = Project::new();
    let server = site_with("pets", Answer::page(changed_pets()));
    let reports = ["report.md", "report.html", "report.json", "report.txt"];
    let paths: Vec<_> =
        reports.map(|name| project.0.other(name).to_str().unwrap().to_owned()).into();
    let mut args = vec!["--apply", "--write-changelog"];
    paths.iter().for_each(|path| args.extend(["--report", path]));
    let run = project.drift(&server.url, &args);
    assert_eq!(run.exit, Exit::Drift, "{}", run.text());
    assert_eq!(project.0.read("pages/pets.md"), changed_pets());
    assert_eq!(project.0.read("pages/users.md"), original("users"));
    let config = project.0.read("specweave.yaml");
    assert!(config.contains("  version: 0.2.0 # the last release\n"), "{config}");
    let read = |name: &str| fs::read_to_string(project.0.other(name)).unwrap();
    assert!(read("report.md").contains("0.2.0") && read("report.txt").contains("0.2.0"));
    assert!(read("report.html").starts_with("<!DOCTYPE html>"));
    assert!(serde_json::from_str::<Value>(&read("report.json")).is_ok());
    let dated = project.changelog();
    let date = dated.lines().find_map(|line| line.strip_prefix("## 0.2.0 - ")).unwrap();
    assert!(date.parse::<jiff::civil::Date>().is_ok(), "{date}");
    insta::assert_snapshot!(dated.replace(date, "DATE"));
    let said = run.stderr.replace(date, "DATE");
    insta::assert_snapshot!("all_that_is_asked_for_is_said", said);

    // The pages agree now; the crate is made anew.
    let run = project.drift(&server.url, &[]);
    assert!(last_line(&run).starts_with("drift: the crate is stale"), "{}", run.text());
    project.regenerate();
    let run = project.drift(&server.url, &["--apply", "--write-changelog"]);
    assert_eq!((run.exit, last_line(&run)), (Exit::Done, "no drift"), "{}", run.text());
    assert_eq!(project.changelog(), dated);
}

#[test]
fn a_configuration_without_a_version_is_not_written() {
    let project = Project::new();
    let config = project.0.read("specweave.yaml");
    let without = config.replace("  version: 0.1.0 # the last release\n", "");
    project.0.write("specweave.yaml", &without);
    project.regenerate();
    let before = project.0.all();
    let server = site_with("pets", Answer::page(changed_pets()));
    let changelog = project.changelog();
    let run = project.drift(&server.url, &["--apply", "--write-changelog"]);
    assert_eq!(run.exit, Exit::Call, "{}", run.text());
    assert_eq!(project.changelog(), changelog);
    assert!(!run.stderr.contains("has an entry"), "{}", run.text());
    assert!(run.stderr.contains("has no line for the version of the crate"), "{}", run.text());
    assert_eq!(project.0.read("pages/pets.md"), original("pets"));
    assert!(project.0.all() == before, "{}", run.text());
}

#[test]
fn a_quoted_version_with_a_comment_and_other_line_ends_is_raised() {
    let project = Project::new();
    let config = project.0.read("specweave.yaml");
    let quoted = config.replace("  version: 0.1.0 #", "  version: \"0.1.0\" #");
    project.0.write("specweave.yaml", &quoted.replace('\n', "\r\n"));
    let changelog = project.changelog().replace('\n', "\r\n");
    fs::write(project.0.other("CHANGELOG.md"), changelog).unwrap();
    let server = site_with("pets", Answer::page(changed_pets()));
    let run = project.drift(&server.url, &["--apply", "--write-changelog"]);
    assert_eq!(run.exit, Exit::Drift, "{}", run.text());
    let config = project.0.read("specweave.yaml");
    assert!(config.contains("  version: 0.2.0 # the last release\r\n"), "{config}");
    let changelog = project.changelog();
    assert!(changelog.contains("\r\n## 0.2.0 - "), "{changelog}");
    assert_eq!(changelog.matches('\n').count(), changelog.matches("\r\n").count());
}

/// Without `--apply` the entry alone is written.
#[test]
fn the_changelog_alone_is_written() {
    let project = Project::new();
    let before = project.0.all();
    let server = site_with("pets", Answer::page(changed_pets()));
    let run = project.drift(&server.url, &["--write-changelog"]);
    assert_eq!(run.exit, Exit::Drift, "{}", run.text());
    assert!(project.changelog().contains("\n## 0.2.0 - "));
    assert!(project.0.read("pages/pets.md") == original("pets"), "{}", run.text());
    assert!(project.0.read("specweave.yaml").contains("version: 0.1.0"));
    assert!(project.0.all().len() == before.len(), "{}", run.text());
}

#[test]
fn a_folder_of_pages_will_do() {
    let project = Project::new();
    let folder = project.0.other("pages");
    fs::create_dir(&folder).unwrap();
    for name in ["orders", "users"] {
        fs::write(folder.join(format!("{name}.md")), original(name)).unwrap();
    }
    fs::write(folder.join("pets.md"), page("pets", &fragments("pets")[..1])).unwrap();
    let run = project.drift(folder.to_str().unwrap(), &[]);
    assert_eq!(run.exit, Exit::Drift, "{}", run.text());
    assert!(!path("pets").is_empty() && run.stdout.contains("POST /pets"), "{}", run.text());
}
