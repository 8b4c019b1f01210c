//! A [`Comparison`] in; Markdown as GitHub renders it out.
//!
//! Texts of the documents stand in code spans or are escaped: pipes cannot end a cell, `<` begins no tag, and neither people nor issues
//! are mentioned.

use super::{
    Links, NOTHING, capital, effect_name, halves, headline, href, locus, locus_in, meaning,
    operation, operations, pieces, release,
};
use crate::diff::comparison::{Comparison, State};
use crate::diff::{Change, Effect, Level};
use crate::render::{one_line, plural};
use crate::source::Place;
use std::fmt::Write;

/// From how many changes on the tables of the two lighter levels are folded.
const FOLDED: usize = 6;

/// How many operations are named where a change reaches more.
const OPERATIONS: usize = 3;

const TABLE: &str = "| Change | What it does | Where |\n|:--|:--|:--|\n";

/// The report.
pub(super) fn render(comparison: &Comparison, links: &Links) -> String {
    let mut text = format!("## What changed in {}\n\n", escape(&headline(comparison)));
    let state = |state: &State| code(&state.name);
    let (old, new) = (state(&comparison.old), state(&comparison.new));
    let _ = writeln!(text, "From {old} to {new}. {}.\n", release_line(comparison));
    text += &summary(comparison);
    for level in Level::ALL {
        let changes: Vec<_> = comparison.of_level(level).collect();
        if changes.is_empty() {
            continue;
        }
        let count = plural(changes.len(), "change");
        let _ = writeln!(text, "\n### {}: {count}\n", capital(&level.to_string()));
        let rows: String =
            changes.iter().map(|change| row(change, None, comparison, links)).collect();
        let folded = level <= Level::Compatible && changes.len() >= FOLDED;
        text += &folded_if(folded, &format!("Show {count}"), &format!("{TABLE}{rows}"));
    }
    text += &excepted(comparison, links);
    text += &stale(comparison);
    text
}

fn release_line(comparison: &Comparison) -> String {
    format!("By these changes, {}", escape(&release(comparison)))
}

/// How many changes there are of each level.
fn summary(comparison: &Comparison) -> String {
    let mut text = String::new();
    let grave = [Level::Breaking, Level::PossiblyBreaking].map(|l| comparison.of_level(l).count());
    match grave {
        [0, 0] if comparison.changes.is_empty() => text += "No change counts.\n",
        [0, 0] => text += "> [!NOTE]\n> Nobody has to do anything.\n",
        [0, some] => {
            let _ = writeln!(text, "> [!WARNING]\n> {} may break users.", plural(some, "change"));
        }
        [some, _] => {
            let verb = if some == 1 { "breaks" } else { "break" };
            let _ = writeln!(text, "> [!CAUTION]\n> {} {verb} users.", plural(some, "change"));
        }
    }
    text += "\n| Level | Changes | Meaning |\n|:--|--:|:--|\n";
    for level in Level::ALL {
        let count = comparison.of_level(level).count();
        let name = capital(&level.to_string());
        let _ = writeln!(text, "| {name} | {count} | {} |", meaning(level));
    }
    if !comparison.excepted.is_empty() {
        let count = comparison.excepted.len();
        let _ = writeln!(text, "| Excepted | {count} | known, and accepted for a reason |");
    }
    text
}

fn excepted(comparison: &Comparison, links: &Links) -> String {
    if comparison.excepted.is_empty() {
        return String::new();
    }
    let rows: String = comparison
        .excepted
        .iter()
        .map(|excepted| row(&excepted.change, Some(&excepted.reason), comparison, links))
        .collect();
    let count = plural(comparison.excepted.len(), "change");
    let table = folded_if(true, &format!("Show {count}"), &format!("{TABLE}{rows}"));
    format!("\n### Excepted: {count}\n\n{table}")
}

fn stale(comparison: &Comparison) -> String {
    if comparison.stale.is_empty() {
        return String::new();
    }
    let mut text = "\n### Exceptions that name no change\n\n".to_owned();
    for exception in &comparison.stale {
        let (fingerprint, place) = (code(&exception.fingerprint), code(&locus(&exception.place)));
        let _ = writeln!(text, "- {fingerprint} in {place}: {}", prose(&exception.reason));
    }
    text
}

/// A table behind a summary, which GitHub needs empty lines around.
fn folded_if(folded: bool, title: &str, table: &str) -> String {
    if !folded {
        return table.to_owned();
    }
    format!("<details>\n<summary>{title}</summary>\n\n{table}\n</details>\n")
}

/// One line of a table.
fn row(change: &Change, reason: Option<&str>, comparison: &Comparison, links: &Links) -> String {
    let (whole, part) = halves(&change.subject);
    let part = if part.is_empty() { escape(change.rule.title) } else { code(part) };
    let mut what = format!("**{}**<br>{part}", code(&whole));
    if change.before.is_some() || change.after.is_some() {
        let value = |value: &Option<String>| value.as_deref().map_or(NOTHING.to_owned(), code);
        let _ = write!(what, "<br>{} → {}", value(&change.before), value(&change.after));
    }
    let _ = write!(what, "<br><sub>{} {}</sub>", change.rule.code, change.fingerprint());
    let mut effects =
        effect("On the wire", &change.wire) + "<br>" + &effect("In Rust", &change.rust);
    if let Some(reached) = reached(change) {
        let _ = write!(effects, "<br>{reached}");
    }
    if let Some(reason) = reason {
        let _ = write!(effects, "<br>**Excepted:** {}", prose(reason));
    }
    let old = change.old.as_ref().map(|at| link(at, &comparison.old, links.old.as_ref()));
    let new = change.new.as_ref().map(|at| link(at, &comparison.new, links.new.as_ref()));
    let places = match (old, new) {
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(old), None) => format!("{old} (old)"),
        (None, Some(new)) => format!("{new} (new)"),
        (None, None) => String::new(),
    };
    format!("| {what} | {effects} | {places} |\n")
}

fn effect(whose: &str, effect: &Effect) -> String {
    format!("**{whose}**, {}: {}", effect_name(effect.level), prose(&effect.text))
}

/// The operations that a change reaches, unless it is about the only one.
fn reached(change: &Change) -> Option<String> {
    let (whole, _) = halves(&change.subject);
    let names: Vec<_> = change.operations.iter().map(operation).collect();
    if names.is_empty() || names == [whole] {
        return None;
    }
    let list = |names: &[String], between: &str| {
        names.iter().map(|name| code(name)).collect::<Vec<_>>().join(between)
    };
    if names.len() <= OPERATIONS {
        return Some(format!("Reaches {}", list(&names, ", ")));
    }
    let count = operations(names.len());
    let all = list(&names, "<br>");
    Some(format!("<details><summary>Reaches {count}</summary>{all}</details>"))
}

fn link(place: &Place, state: &State, base: Option<&String>) -> String {
    let text = code(&locus_in(place, state));
    href(place, base).map_or(text.clone(), |href| format!("[{text}]({href})"))
}

/// A text as code, which GitHub takes as it is: no mention, no tag, no end of a cell.
pub(in crate::diff) fn code(text: &str) -> String {
    let text = one_line(text);
    if text.trim().is_empty() {
        return "<code>&#32;</code>".to_owned();
    }
    if !text.contains(['`', '|', '\\']) && text.trim() == text {
        return format!("`{text}`");
    }
    // A code span can hold neither a backtick at its end nor, in a table, a backslash before a pipe.
    format!("<code>{}</code>", entities(&text))
}

/// Every character that could mean something, by its number.
fn entities(text: &str) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        if char.is_ascii_alphanumeric()
            || matches!(char, ' ' | '/' | '.' | ',' | '-')
            || !char.is_ascii()
        {
            escaped.push(char);
        } else {
            let _ = write!(escaped, "&#{};", u32::from(char));
        }
    }
    escaped
}

/// A sentence: what is between backticks as code, the rest escaped.
pub(in crate::diff) fn prose(text: &str) -> String {
    let piece = |(is_code, piece): &(bool, String)| {
        if *is_code { code(piece) } else { escape(piece) }
    };
    pieces(text).iter().map(piece).collect()
}

/// A text in one line that means nothing to Markdown.
pub(super) fn escape(text: &str) -> String {
    let text = one_line(text);
    let mut escaped = String::new();
    let mut before = ' ';
    for char in text.chars() {
        match char {
            // A space without width, since GitHub looks for names and numbers after all escapes are gone.
            '@' | '#' => {
                let _ = write!(escaped, "{char}&#8203;");
            }
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            // Between letters and digits an underscore means nothing.
            '_' if before.is_alphanumeric() => escaped += "\\_",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => {
                escaped.push('\\');
                escaped.push(char);
            }
            char => escaped.push(char),
        }
        before = char;
    }
    escaped
}
