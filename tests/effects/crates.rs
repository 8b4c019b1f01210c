//! A state of an API and programs in, which of them compile against its crate out.
//!
//! All programs are modules of one example, so that it takes a few runs of the compiler instead of one for each. An error in one module may
//! keep the compiler from looking at the others; so what it refuses is taken out, and the rest is checked again until nothing is left
//! that it refuses.

use serde_json::Value;
use specweave::config::Config;
use specweave::source::Source;
use specweave::{Inputs, Output, files};
use specweave_tests::package;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::{fmt, fs};

const CONFIG: &str = "crate: {name: effects}\npaging:\n  - {header: RANGED-DATA, range: 'start={start},results={results}', results: 25}\n";

/// What stands before and after the body of a program, which is one line and never run.
const HEAD: &str = "use effects::{self as sdk, models::*};\n\
    fn any<T>() -> T { unreachable!() }\n\
    pub async fn check(client: sdk::Client) -> Result<(), Box<dyn std::error::Error>> {\n";
const TAIL: &str = ";\n    Ok(())\n}\n";

/// What the compiler says of a program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Verdict {
    #[default]
    Accepted,
    /// Accepted, with a warning that something is deprecated.
    Warned,
    /// The codes of its errors.
    Refused(BTreeSet<String>),
}

impl Verdict {
    pub(crate) fn is_accepted(&self) -> bool {
        !matches!(self, Self::Refused(_))
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => f.write_str("compiles"),
            Self::Warned => f.write_str("compiles with a warning"),
            Self::Refused(codes) => {
                f.write_str(&codes.iter().cloned().collect::<Vec<_>>().join(" "))
            }
        }
    }
}

/// The crate of a state that several documents describe.
pub(crate) fn generated(documents: &[(&str, &str)]) -> Output {
    let config = Config::parse(&Arc::new(Source::new("specweave.yaml", CONFIG))).unwrap();
    let sources = documents.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    let inputs = Inputs { sources, overlays: Vec::new() };
    specweave::generate(inputs, &config, &|_| {}).unwrap_or_else(|failure| panic!("{failure:#?}"))
}

fn module(index: usize) -> String {
    format!("program_{index:03}")
}

/// Checks the bodies of async functions against a crate, each as if it were alone.
pub(crate) fn verdicts(output: &Output, folder: &str, bodies: &[&str]) -> Vec<Verdict> {
    let folder = package::folder(env!("CARGO_TARGET_TMPDIR"), folder);
    let mut files = output.files.clone();
    files.get_mut("Cargo.toml").unwrap().push_str(package::MANIFEST);
    for (index, body) in bodies.iter().enumerate() {
        assert!(!body.contains('\n'), "{body}");
        let program = format!("{HEAD}{body}{TAIL}");
        files.insert(format!("examples/programs/{}.rs", module(index)), program);
    }
    files::write(&files, &folder, &[]).unwrap();
    package::lock(&folder);
    let mut verdicts = vec![Verdict::Accepted; bodies.len()];
    while !round(&folder, &mut verdicts) {}
    verdicts
}

/// Checks all programs that were not refused yet; whether none of them is.
fn round(folder: &Path, verdicts: &mut [Verdict]) -> bool {
    let mut main = String::from("#![allow(unused)]\n");
    for (index, _) in verdicts.iter().enumerate().filter(|(_, verdict)| verdict.is_accepted()) {
        writeln!(main, "mod {};", module(index)).unwrap();
    }
    main.push_str("fn main() {}\n");
    fs::write(folder.join("examples/programs/main.rs"), main).unwrap();
    let arguments = ["check", "--offline", "--example", "programs", "--message-format=json"];
    let output = package::cargo(folder, &arguments);
    let found = findings(&String::from_utf8(output.stdout).unwrap());
    let mut is_changed = false;
    for (index, finding) in found {
        is_changed |= !finding.is_accepted();
        verdicts[index] = finding;
    }
    let is_done = output.status.success();
    assert!(is_done || is_changed, "{}", String::from_utf8_lossy(&output.stderr));
    is_done
}

/// What the compiler says of programs, by their numbers.
fn findings(messages: &str) -> BTreeMap<usize, Verdict> {
    let mut found: BTreeMap<usize, Verdict> = BTreeMap::new();
    for message in messages.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let is_ours = message["target"]["name"] == "programs";
        let message = &message["message"];
        let Some(code) = message["code"]["code"].as_str().filter(|_| is_ours) else { continue };
        let spans = message["spans"].as_array().unwrap();
        let place = spans.iter().find(|span| span["is_primary"] == true).unwrap();
        let file = Path::new(place["file_name"].as_str().unwrap()).file_stem().unwrap();
        let Some(number) = file.to_str().unwrap().strip_prefix("program_") else { continue };
        let index = number.parse().unwrap();
        let line = place["line_start"].as_u64().unwrap();
        assert_eq!(line, HEAD.lines().count() as u64 + 1, "{message}");
        let verdict = found.entry(index).or_default();
        match (message["level"].as_str(), &mut *verdict) {
            (Some("error"), Verdict::Refused(codes)) => _ = codes.insert(code.to_owned()),
            (Some("error"), _) => *verdict = Verdict::Refused(BTreeSet::from([code.to_owned()])),
            (_, Verdict::Accepted) if code == "deprecated" => *verdict = Verdict::Warned,
            _ => {}
        }
    }
    found
}
