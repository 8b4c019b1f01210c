//! A specification of three pages in a folder of its own, the site that documents it, and the command with buffers for its output.

use crate::server::{Answer, Server};
use serde_json::{Value, json};
use specweave::cli::{Exit, PullRun, Scope, Terminal, run_pull_with};
use specweave::pull::{Options, Origin};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// The pages' names.
pub(crate) const NAMES: [&str; 3] = ["orders", "pets", "users"];

const TRAILER: &str = "\n---\n\n# Agent Instructions\n\nAsk:\n\n```\nGET https://docs.acme.test/?ask=<question>\n```\n";

/// A fragment with one operation.
pub(crate) fn fragment(tag: &str, method: &str, path: &str) -> Value {
    json!({
        "openapi": "3.0.1",
        "info": {"title": "Acme", "version": "1.0.0"},
        "tags": [{"name": tag}],
        "components": {"schemas": {"Error": {"type": "object", "properties": {"code": {"type": "integer"}}}}},
        "paths": {path: {method: {
            "operationId": format!("{method}{tag}{}", path.len()),
            "tags": [tag],
            "description": "Does what it says.",
            "responses": {"200": {"description": "Done"}},
        }}},
    })
}

/// The fragments of a page as they are at first.
pub(crate) fn fragments(name: &str) -> Vec<Value> {
    vec![fragment(name, "get", &format!("/{name}")), fragment(name, "post", &format!("/{name}"))]
}

/// A page in Markdown.
pub(crate) fn page(name: &str, fragments: &[Value]) -> String {
    let mut text = format!("# {name}\n\nAll about {name}\n");
    for fragment in fragments {
        text.push_str(&format!("\n## Do something\n\n> Really\n\n```json\n{fragment}\n```\n"));
    }
    text + TRAILER
}

/// The page as it is at first.
pub(crate) fn original(name: &str) -> String {
    page(name, &fragments(name))
}

/// The page with another description.
pub(crate) fn changed(name: &str) -> String {
    original(name).replacen("Does what it says.", "Does more.", 1)
}

/// The path of a page on the site.
pub(crate) fn path(name: &str) -> String {
    format!("/api/{name}.md")
}

/// A site with the pages as they are at first.
pub(crate) fn site() -> BTreeMap<String, Answer> {
    NAMES.iter().map(|name| (path(name), Answer::page(original(name)))).collect()
}

/// The same with one page replaced.
pub(crate) fn site_with(name: &str, answer: Answer) -> Server {
    let mut pages = site();
    pages.insert(path(name), answer);
    Server::of(&pages)
}

/// A folder for one test.
pub(crate) struct Place {
    folder: TempDir,
}

/// What a run said.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) exit: Exit,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// All of it, for a snapshot.
    pub(crate) fn text(&self) -> String {
        format!(
            "exit: {}\n── stdout ──\n{}── stderr ──\n{}",
            self.exit.code(),
            self.stdout,
            self.stderr
        )
    }

    /// The codes of the errors.
    pub(crate) fn codes(&self) -> Vec<&str> {
        self.stderr
            .lines()
            .filter_map(|line| Some(line.strip_prefix("error[")?.split_once(']')?.0))
            .collect()
    }
}

impl Place {
    /// With the pages as they are at first.
    pub(crate) fn new() -> Self {
        let place = Self { folder: TempDir::new().unwrap() };
        fs::create_dir_all(place.spec().join("pages")).unwrap();
        let mut config =
            String::from("crate:\n  name: acme\noverlays:\n  - overlay.yaml\npages:\n");
        for name in NAMES {
            config.push_str(&format!(
                "  - path: pages/{name}.md\n    address: https://docs.acme.test/api/{name}\n"
            ));
            place.write(&format!("pages/{name}.md"), &original(name));
        }
        place.write("specweave.yaml", &config);
        place.write(
            "overlay.yaml",
            "overlay: 1.0.0\ninfo: {title: A, version: 1.0.0}\nactions:\n  - {target: $.info, description: Say what it is, update: {description: Pets}}\n",
        );
        place
    }

    pub(crate) fn spec(&self) -> PathBuf {
        self.folder.path().join("spec")
    }

    pub(crate) fn other(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.spec().join(path)).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.spec().join(path), text).unwrap();
    }

    /// Every file and folder of the specification, hidden ones included.
    pub(crate) fn all(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        read_all(&self.spec(), &mut found);
        found
    }

    /// `pull --from SERVER`, with pauses that a test can wait for.
    pub(crate) fn from(&self, url: &str) -> PullRun {
        let options = Options {
            from: Origin::parse(url).unwrap(),
            pause: Duration::from_millis(1),
            timeout: Duration::from_secs(20),
            ..Options::default()
        };
        PullRun { config: self.spec().join("specweave.yaml"), scope: Scope::Listed, options }
    }

    pub(crate) fn run(&self, run: &PullRun) -> Run {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut terminal = Terminal::new(&mut stdout, &mut stderr);
        let exit = run_pull_with(run, &mut terminal);
        drop(terminal);
        let folder = self.folder.path().to_str().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap().replace(folder, "FOLDER");
        let [mut stdout, mut stderr] = [stdout, stderr].map(text);
        if let Origin::Base(url) = &run.options.from {
            let url = url.as_str().trim_end_matches('/');
            for text in [&mut stdout, &mut stderr] {
                *text = text.replace(url, "http://SERVER");
            }
        }
        Run { exit, stdout, stderr }
    }

    /// Pulls from a server; the run is done.
    pub(crate) fn pulls(&self, server: &Server) -> Run {
        let run = self.run(&self.from(&server.url));
        assert_eq!(run.exit, Exit::Done, "{}", run.text());
        run
    }

    /// Runs; the run fails with these codes, and the specification is as it was.
    #[track_caller]
    pub(crate) fn refuses(&self, run: &PullRun, exit: Exit, codes: &[&str]) -> Run {
        let before = self.all();
        let run = self.run(run);
        assert_eq!((run.exit, run.codes().as_slice()), (exit, codes), "{}", run.text());
        assert!(self.all() == before, "{}", run.text());
        run
    }
}

fn read_all(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, found);
            found.insert(path, Vec::new());
        } else {
            let bytes = fs::read(&path).unwrap();
            found.insert(path, bytes);
        }
    }
}
