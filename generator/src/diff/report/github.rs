//! A [`Comparison`] in; workflow commands of GitHub Actions out, which mark lines of files.
//!
//! A breaking change is an error, a possibly breaking one a warning; other and excepted changes are notices. The marked line is in the new
//! state, or in the old one if the new has none. A path in a revision is relative to the root of the repository. GitHub shows the first ten
//! of each kind in a step.

use super::{NOTHING, effect_name, part, release, totals};
use crate::diff::comparison::Comparison;
use crate::diff::{Change, Level};
use crate::files::path_in;
use crate::render::one_line;
use crate::source::Place;
use std::fmt::Write;

/// The commands, and a last line with the totals.
pub(super) fn render(comparison: &Comparison) -> String {
    let mut text = String::new();
    for change in &comparison.changes {
        let command = match change.level() {
            Level::Breaking => "error",
            Level::PossiblyBreaking => "warning",
            Level::Compatible | Level::Documentation => "notice",
        };
        let title = format!("{}: {}", change.level(), change.subject);
        let _ = writeln!(text, "{}", line(command, change_place(change), &title, &message(change)));
    }
    for excepted in &comparison.excepted {
        let change = &excepted.change;
        let title = format!("excepted: {}", change.subject);
        let message = format!("Excepted: {}\n{}", one_line(&excepted.reason), message(change));
        let _ = writeln!(text, "{}", line("notice", change_place(change), &title, &message));
    }
    for exception in &comparison.stale {
        let stale = exception.stale();
        let message = one_line(&stale.message);
        let _ = writeln!(
            text,
            "{}",
            line("warning", Some(&exception.place), stale.code.title(), &message)
        );
    }
    let _ = writeln!(text, "{}; {}", totals(comparison), one_line(&release(comparison)));
    text
}

fn change_place(change: &Change) -> Option<&Place> {
    change.new.as_ref().or(change.old.as_ref())
}

fn message(change: &Change) -> String {
    let value = |value: &Option<String>| value.as_deref().map_or(NOTHING.to_owned(), one_line);
    let mut text = part(change);
    if change.before.is_some() || change.after.is_some() {
        let _ = write!(text, ": {} → {}", value(&change.before), value(&change.after));
    }
    text.push('\n');
    for (whose, effect) in [("On the wire", &change.wire), ("In Rust", &change.rust)] {
        let _ = writeln!(
            text,
            "{whose}, {}: {}",
            effect_name(effect.level),
            one_line(&effect.text.to_string())
        );
    }
    text + &format!("{} {}", change.rule.code, change.fingerprint())
}

/// `::error file=…,line=…,title=…::…`.
fn line(command: &str, place: Option<&Place>, title: &str, message: &str) -> String {
    let mut properties = String::new();
    if let Some(place) = place {
        let _ = write!(properties, "file={},", property(&path_in(&place.source.name)));
        if let Some(at) = place.position() {
            let _ = write!(properties, "line={},", at.line);
        }
    }
    let _ = write!(properties, "title={}", property(&one_line(title)));
    format!("::{command} {properties}::{}", data(message))
}

/// Escapes a message for GitHub.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property for GitHub.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
