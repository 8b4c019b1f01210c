//! Is it true what a comparison says of Rust code? Two states of an API become two crates, and small programs are compiled against
//! both: each breaks exactly when the effect of its change says that it may. Both directions are compared, so that each change is held to
//! it and its counterpart too.
//!
//! `states/` are the two states, each schema or operation of which changes in one way; `programs/` is what users write around what
//! changes; the snapshot is the table of what is said and what the compiler says.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod crates;
mod programs;

use crates::Verdict;
use programs::{Becomes, Program};
use specweave::diff::{self, Change, Level};
use std::fmt::Write;

/// The documents of a state.
macro_rules! state {
    ($name:literal) => {
        crates::generated(&[
            (
                concat!($name, "/operations.yaml"),
                include_str!(concat!("states/", $name, "/operations.yaml")),
            ),
            (
                concat!($name, "/schemas.yaml"),
                include_str!(concat!("states/", $name, "/schemas.yaml")),
            ),
        ])
    };
}

/// A program and what the compiler says of it with the crate that a change comes from, and with the one it leads to.
struct Use {
    program: &'static Program,
    becomes: Becomes,
    from: Verdict,
    to: Verdict,
}

impl Use {
    fn back(&self) -> Self {
        let Self { program, becomes, from, to } = self;
        Self { program, becomes: becomes.back(), from: to.clone(), to: from.clone() }
    }

    /// Whether the compiler says what was expected.
    fn is_expected(&self) -> bool {
        match self.becomes {
            Becomes::Broken => self.from.is_accepted() && !self.to.is_accepted(),
            Becomes::Possible => !self.from.is_accepted() && self.to.is_accepted(),
            Becomes::Warned => (&self.from, &self.to) == (&Verdict::Accepted, &Verdict::Warned),
            Becomes::Approved => (&self.from, &self.to) == (&Verdict::Warned, &Verdict::Accepted),
            Becomes::Unaffected | Becomes::Different => {
                (&self.from, &self.to) == (&Verdict::Accepted, &Verdict::Accepted)
            }
        }
    }
}

#[test]
fn programs_break_exactly_when_the_comparison_says_so() {
    let (old, new) = (state!("old"), state!("new"));
    let programs = programs::all();
    let bodies: Vec<&str> = programs.iter().map(|program| program.body).collect();
    let with_old = crates::verdicts(&old, "effects_old", &bodies);
    let with_new = crates::verdicts(&new, "effects_new", &bodies);
    let uses: Vec<Use> = std::iter::zip(programs, std::iter::zip(with_old, with_new))
        .map(|(program, (from, to))| Use { program, becomes: program.becomes, from, to })
        .collect();
    let mut wrong = String::new();
    for own in uses.iter().filter(|own| !own.is_expected()) {
        let (Program { becomes, body, .. }, Use { from, to, .. }) = (own.program, own);
        writeln!(wrong, "{body}\n  was expected to be {becomes:?}; old: {from}; new: {to}")
            .unwrap();
    }
    let forth = diff::compare(&old.model, &new.model);
    let back = diff::compare(&new.model, &old.model);
    let mut table = String::new();
    for own in &uses {
        let Program { code, subject, .. } = own.program;
        if !forth.iter().any(|change| is_about(change, own.program)) {
            writeln!(wrong, "no change: {code} of {subject}").unwrap();
        }
    }
    for change in &forth {
        let own: Vec<&Use> = uses.iter().filter(|own| is_about(change, own.program)).collect();
        row(&mut table, "→", change, &own);
        judge(&mut wrong, change, &own);
        let counterparts: Vec<&Change> =
            back.iter().filter(|other| is_back(change, other)).collect();
        if counterparts.is_empty() {
            writeln!(wrong, "nothing is said of the way back: {}", shown(change)).unwrap();
        }
    }
    for change in &back {
        let is_back = |own: &&Use| {
            let mut changes = forth.iter().filter(|other| is_back(other, change));
            changes.any(|other| is_about(other, own.program))
        };
        let own: Vec<Use> = uses.iter().filter(is_back).map(Use::back).collect();
        let own: Vec<&Use> = own.iter().collect();
        row(&mut table, "←", change, &own);
        judge(&mut wrong, change, &own);
    }
    assert!(wrong.is_empty(), "{wrong}");
    insta::assert_snapshot!("effects", table);
}

/// Whether a program uses what a change is about.
fn is_about(change: &Change, program: &Program) -> bool {
    change.rule.code == program.code && change.subject.to_string() == program.subject
}

/// Whether a change is another one on the way back.
fn is_back(change: &Change, other: &Change) -> bool {
    (&change.old, &change.new, &change.before, &change.after)
        == (&other.new, &other.old, &other.after, &other.before)
}

fn shown(change: &Change) -> String {
    let Change { rule, subject, rust, .. } = change;
    format!("{} of {subject}\n  {}: {}", rule.code, rust.level, rust.text)
}

/// Notes what is said of Rust code and is not so.
fn judge(wrong: &mut String, change: &Change, uses: &[&Use]) {
    let is_there = |becomes: Becomes| uses.iter().any(|own| own.becomes == becomes);
    let is_broken = is_there(Becomes::Broken);
    let is_true = match change.rust.level {
        Level::Breaking => is_broken || is_there(Becomes::Different),
        Level::PossiblyBreaking => {
            is_there(Becomes::Different) || (is_broken && is_there(Becomes::Unaffected))
        }
        Level::Compatible | Level::Documentation => {
            !uses.is_empty() && !is_broken && !is_there(Becomes::Different)
        }
    };
    let is_marked = change.rust.text.to_string().contains("#[deprecated]");
    let is_warned = is_there(Becomes::Warned) || is_there(Becomes::Approved);
    if !is_true || is_marked != is_warned {
        let found: Vec<String> = uses
            .iter()
            .map(|own| format!("\n    {:?}: {}", own.becomes, own.program.body))
            .collect();
        writeln!(wrong, "not so: {}{}", shown(change), found.concat()).unwrap();
    }
}

/// A row of the table.
fn row(table: &mut String, way: &str, change: &Change, uses: &[&Use]) {
    writeln!(table, "{way} {}", shown(change)).unwrap();
    for Use { program, from, to, .. } in uses {
        writeln!(table, "    {from} → {to}: {}", program.body).unwrap();
    }
}
