//! A [`Comparison`] in; GitHub Markdown out.
//!
//! Texts of the documents stand in code spans or are escaped: a pipe ends no cell, `<` begins no tag, and no text mentions a person or an
//! issue.

use super::references;
use super::{
    Links, NOTHING, capital, effect_name, halves, headline, href, locus, locus_in, meaning,
    operation, operations, release,
};
use crate::diff::comparison::{Comparison, State};
use crate::diff::text::{Part, Text};
use crate::diff::{Change, Effect, Level};
use crate::render::{one_line, plural};
use crate::source::Place;
use std::fmt::Write;

/// The number of changes from which a table of the two lighter levels is folded.
const FOLDED: usize = 6;

/// The most operations that are listed unfolded.
const OPERATIONS: usize = 3;

const TABLE: &str = "| Change | Effect | Where |\n|:--|:--|:--|\n";

/// The report. With a limit in bytes, it leaves out the lightest changes that do not fit.
pub(super) fn render(comparison: &Comparison, links: &Links, limit: Option<usize>) -> String {
    let all = comparison.changes.len() + comparison.excepted.len();
    let Some(limit) = limit else { return Report { comparison, links, left: all }.render() };
    let length = |left: usize| Report { comparison, links, left }.render().len();
    // Finds the most changes that fit; the summary is always shown.
    let (mut fits, mut too_many) = (0, all + 1);
    while too_many - fits > 1 {
        let middle = usize::midpoint(fits, too_many);
        if length(middle) <= limit { fits = middle } else { too_many = middle }
    }
    Report { comparison, links, left: fits }.render()
}

/// A report that is being written.
struct Report<'c> {
    comparison: &'c Comparison,
    links: &'c Links,
    /// The number of changes that it may still show.
    left: usize,
}

impl Report<'_> {
    fn render(mut self) -> String {
        let comparison = self.comparison;
        let mut text = format!("## What changed in {}\n\n", escape(&headline(comparison)));
        let (old, new) = (code(&comparison.old.name), code(&comparison.new.name));
        let _ = writeln!(text, "From {old} to {new}. {}.\n", release_line(comparison));
        text += &summary(comparison);
        for level in Level::ALL {
            let changes: Vec<_> = comparison.of_level(level).map(|change| (change, None)).collect();
            let is_folded = level <= Level::Compatible && changes.len() >= FOLDED;
            text += &self.section(&level.to_string(), &changes, is_folded);
        }
        let excepted = comparison.excepted.iter();
        let excepted: Vec<_> =
            excepted.map(|excepted| (&excepted.change, Some(excepted.reason.as_str()))).collect();
        text += &self.section("excepted", &excepted, true);
        text + &stale(comparison)
    }

    /// A table of changes, and the number of changes that do not fit.
    fn section(
        &mut self,
        title: &str,
        changes: &[(&Change, Option<&str>)],
        is_folded: bool,
    ) -> String {
        if changes.is_empty() {
            return String::new();
        }
        let count = plural(changes.len(), "change");
        let mut text = format!("\n### {}: {count}\n\n", capital(title));
        let shown = changes.len().min(self.left);
        self.left -= shown;
        if shown > 0 {
            let rows: String = changes[..shown]
                .iter()
                .map(|(change, reason)| row(change, *reason, self.comparison, self.links))
                .collect();
            let shown = plural(shown, "change");
            text += &folded_if(is_folded, &format!("Show {shown}"), &format!("{TABLE}{rows}"));
        }
        if shown < changes.len() {
            let missing = plural(changes.len() - shown, "change");
            let space = if shown > 0 { "\n" } else { "" };
            let _ = writeln!(text, "{space}{missing} left out, as this text would be too long.");
        }
        text
    }
}

fn release_line(comparison: &Comparison) -> String {
    format!("By these changes, {}", escape(&release(comparison)))
}

/// The number of changes of each level.
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

fn stale(comparison: &Comparison) -> String {
    if comparison.stale.is_empty() {
        return String::new();
    }
    let mut text = "\n### Exceptions that name no change\n\n".to_owned();
    for exception in &comparison.stale {
        let (fingerprint, place) = (code(&exception.fingerprint), code(&locus(&exception.place)));
        let _ = writeln!(
            text,
            "- {fingerprint} in {place}: {}",
            prose(&Text::marked(&exception.reason))
        );
    }
    text
}

/// A table, folded behind a summary on request. GitHub needs empty lines around it.
fn folded_if(folded: bool, title: &str, table: &str) -> String {
    if !folded {
        return table.to_owned();
    }
    format!("<details>\n<summary>{title}</summary>\n\n{table}\n</details>\n")
}

/// One line of a table.
fn row(change: &Change, reason: Option<&str>, comparison: &Comparison, links: &Links) -> String {
    let (whole, part) = halves(&change.subject);
    let part = if part.is_empty() { prose(&Text::marked(change.rule.title)) } else { code(part) };
    let mut what = format!("**{}**<br>{part}", code(&whole));
    if change.before.is_some() || change.after.is_some() {
        let value = |value: &Option<String>| value.as_deref().map_or(NOTHING.to_owned(), code);
        let _ = write!(what, "<br>{} → {}", value(&change.before), value(&change.after));
    }
    let _ = write!(what, "<br><sub>{} {}</sub>", change.rule.code, change.fingerprint());
    let wire = effect("On the wire", &change.wire);
    let mut effects = format!("{wire}<br>{}", effect("In Rust", &change.rust));
    if let Some(reached) = reached(change) {
        let _ = write!(effects, "<br>{reached}");
    }
    if let Some(reason) = reason {
        let _ = write!(effects, "<br>**Excepted:** {}", prose(&Text::marked(reason)));
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

/// The operations that a change reaches; nothing if the only one is its subject.
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

/// A text as code that GitHub shows as it is: no mention, no tag, no end of a cell.
pub(in crate::diff) fn code(text: &str) -> String {
    let text = one_line(text);
    if text.trim().is_empty() {
        return "<code>&#x20;</code>".to_owned();
    }
    if !text.contains(['`', '|', '\\']) && text.trim() == text && !references::has(&text) {
        return format!("`{text}`");
    }
    // A code span cannot hold a backtick at its end nor, in a table, a backslash before a pipe. References are escaped too: the text may
    // become a commit message, where backticks mean nothing.
    format!("<code>{}</code>", entities(&text))
}

/// Escapes every character that could have a meaning, in hexadecimal: `&#x…` cannot be the number of an issue.
fn entities(text: &str) -> String {
    let mut escaped = String::new();
    let mut before = String::new();
    for char in text.chars() {
        let is_plain = char.is_ascii_alphanumeric()
            || matches!(char, ' ' | '/' | ',')
            || (matches!(char, '.' | '-') && !references::ends(&before, char))
            || !char.is_ascii();
        before.push(char);
        if is_plain {
            escaped.push(char);
        } else {
            let _ = write!(escaped, "&#x{:x};", u32::from(char));
        }
    }
    escaped
}

/// A sentence in Markdown.
pub(in crate::diff) fn prose(text: &Text) -> String {
    let part = |part: &Part| match part {
        Part::Words(words) => escape(words),
        Part::Code(part) => code(part),
    };
    text.parts().iter().map(part).collect()
}

/// Escapes a text for Markdown, in one line.
pub(super) fn escape(text: &str) -> String {
    let text = one_line(text);
    let (mut escaped, mut read) = (String::new(), String::new());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let is_inside = |next: Option<&char>| {
            before.is_alphanumeric() && next.is_some_and(|next| next.is_alphanumeric())
        };
        match char {
            // A zero-width space breaks the mark, since GitHub looks for names and numbers after it has resolved all escapes.
            _ if references::ends(&read, char) => {
                let _ = write!(escaped, "{char}&#x200b;");
            }
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            // Between letters and digits an underscore has no meaning.
            '_' if is_inside(chars.peek()) => escaped.push(char),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => {
                escaped.push('\\');
                escaped.push(char);
            }
            char => escaped.push(char),
        }
        before = char;
        read.push(char);
    }
    escaped
}
