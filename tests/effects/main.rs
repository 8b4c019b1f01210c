//! Is it true what a comparison says of Rust code? Two states of an API become two crates, and small programs are compiled against
//! both: each breaks exactly when the effect of its change says that it may.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod programs;

use specweave::config::Config;
use specweave::diff::{self, Change, Level};
use specweave::source::Source;
use specweave::{Inputs, Output, files};
use specweave_tests::package;
use std::collections::BTreeSet;
use std::sync::Arc;

const CONFIG: &str = "crate: {name: effects}\npaging:\n  - {header: RANGED-DATA, range: 'start={start},results={results}', results: 25}\n";

/// What a user writes around an item that changes.
struct Program {
    /// The rule of the change.
    code: &'static str,
    /// The subject of the change.
    subject: &'static str,
    becomes: Becomes,
    /// The body of an async function.
    body: &'static str,
}

/// What the new crate makes of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Becomes {
    /// It compiles against the old crate and not against the new one.
    Broken,
    /// It compiles against both.
    Unaffected,
    /// It compiles against the new crate only.
    Possible,
}

impl Program {
    fn text(&self) -> String {
        format!(
            "#![allow(warnings)]\nuse effects as sdk;\nasync fn check(client: sdk::Client) -> Result<(), Box<dyn std::error::Error>> {{\n    \
             {};\n    Ok(())\n}}\nfn main() {{}}\n",
            self.body
        )
    }
}

fn generated(document: &str) -> Output {
    let config = Config::parse(&Arc::new(Source::new("specweave.yaml", CONFIG))).unwrap();
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &config, &|_| {}).unwrap_or_else(|failure| panic!("{failure:#?}"))
}

fn name(index: usize) -> String {
    format!("program_{index:02}")
}

/// The numbers of the programs that compile against a crate.
fn compiling(output: Output, folder: &str) -> BTreeSet<usize> {
    let folder = package::folder(env!("CARGO_TARGET_TMPDIR"), folder);
    let mut files = output.files;
    files.get_mut("Cargo.toml").unwrap().push_str(package::MANIFEST);
    for (index, program) in programs::ALL.iter().enumerate() {
        files.insert(format!("examples/{}.rs", name(index)), program.text());
    }
    files::write(&files, &folder, &[]).unwrap();
    package::lock(&folder);
    let library = package::cargo(&folder, &["check", "--offline", "--quiet"]);
    assert!(library.status.success(), "{}", String::from_utf8_lossy(&library.stderr));
    let arguments = ["check", "--offline", "--examples", "--keep-going", "--message-format=json"];
    let checked = package::cargo(&folder, &arguments);
    let messages = String::from_utf8(checked.stdout).unwrap();
    let finished: BTreeSet<String> = messages
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter_map(|message| Some(message["target"]["name"].as_str()?.to_owned()))
        .collect();
    (0..programs::ALL.len()).filter(|index| finished.contains(&name(*index))).collect()
}

fn change<'c>(changes: &'c [Change], program: &Program) -> &'c Change {
    let is_it = |change: &&Change| {
        change.rule.code == program.code && change.subject.to_string() == program.subject
    };
    changes.iter().find(is_it).unwrap_or_else(|| panic!("{} of {}", program.code, program.subject))
}

#[test]
fn programs_break_exactly_when_the_comparison_says_so() {
    let (old, new) = (generated(include_str!("old.yaml")), generated(include_str!("new.yaml")));
    let changes = diff::compare(&old.model, &new.model);
    let (with_old, with_new) = (compiling(old, "effects_old"), compiling(new, "effects_new"));
    let mut wrong = Vec::new();
    for (index, program) in programs::ALL.iter().enumerate() {
        let becomes = match (with_old.contains(&index), with_new.contains(&index)) {
            (true, false) => Some(Becomes::Broken),
            (true, true) => Some(Becomes::Unaffected),
            (false, true) => Some(Becomes::Possible),
            (false, false) => None,
        };
        let effect = &change(&changes, program).rust;
        let fits = match program.becomes {
            Becomes::Broken => effect.level >= Level::PossiblyBreaking,
            Becomes::Unaffected | Becomes::Possible => effect.level <= Level::PossiblyBreaking,
        };
        if becomes != Some(program.becomes) || !fits {
            wrong.push(format!(
                "{}\n  is {becomes:?}, expected {:?}\n  {}: {}",
                program.body, program.becomes, effect.level, effect.text
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let untold: Vec<String> = changes
        .iter()
        .filter(|change| {
            !programs::ALL
                .iter()
                .any(|program| std::ptr::eq(self::change(&changes, program), *change))
        })
        .map(|change| format!("{} of {}: {}", change.rule.code, change.subject, change.rust.text))
        .collect();
    assert!(untold.is_empty(), "no program uses what changed:\n{}", untold.join("\n"));
}
