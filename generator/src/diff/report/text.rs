//! A [`Comparison`] in; text for a terminal out.
//!
//! No line begins with a text of the documents, so that no log reader takes it for a command.

use super::{
    NOTHING, by_subject, effect_name, halves, headline, locus, operation, operations, part,
    release, totals,
};
use crate::diff::comparison::Comparison;
use crate::diff::{Change, Effect, Level};
use crate::render::{one_line, plural};
use anstyle::{AnsiColor, Style};
use std::fmt::Write;

/// The number of operations that are named if a change reaches several more.
const OPERATIONS: usize = 3;

/// The report, in colours or without.
pub(super) fn render(comparison: &Comparison, color: bool) -> String {
    let mut page = Page { text: String::new(), color };
    page.head(comparison);
    for level in Level::ALL {
        let changes: Vec<_> = comparison.of_level(level).collect();
        if changes.is_empty() {
            continue;
        }
        let title = format!("{level}: {}", plural(changes.len(), "change"));
        page.title(&title, style(level));
        for (whole, changes) in by_subject(changes) {
            page.subject(&whole);
            changes.into_iter().for_each(|change| page.change(change, None));
        }
    }
    if !comparison.excepted.is_empty() {
        let count = plural(comparison.excepted.len(), "change");
        page.title(&format!("excepted: {count}"), Style::new().bold());
        for excepted in &comparison.excepted {
            page.subject(&halves(&excepted.change.subject).0);
            page.change(&excepted.change, Some(&excepted.reason));
        }
    }
    let _ = writeln!(page.text, "{}; {}", totals(comparison), one_line(&release(comparison)));
    page.text
}

fn style(level: Level) -> Style {
    let color = match level {
        Level::Breaking => AnsiColor::Red,
        Level::PossiblyBreaking => AnsiColor::Yellow,
        Level::Compatible => AnsiColor::Green,
        Level::Documentation => AnsiColor::Cyan,
    };
    color.on_default().bold()
}

fn effect_style(level: Level) -> Style {
    match level {
        Level::Documentation => Style::new().dimmed(),
        level => style(level),
    }
}

struct Page {
    text: String,
    color: bool,
}

impl Page {
    fn paint(&self, text: &str, style: Style) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn head(&mut self, comparison: &Comparison) {
        let (old, new) = (one_line(&comparison.old.name), one_line(&comparison.new.name));
        let headline = self.paint(&headline(comparison), Style::new().bold());
        let _ = writeln!(self.text, "what changed in {headline}\nfrom {old} to {new}\n");
    }

    fn title(&mut self, title: &str, style: Style) {
        let title = self.paint(title, style);
        let _ = writeln!(self.text, "{title}\n");
    }

    fn subject(&mut self, whole: &str) {
        let whole = self.paint(whole, Style::new().bold());
        let _ = writeln!(self.text, "* {whole}");
    }

    fn change(&mut self, change: &Change, reason: Option<&str>) {
        let values = values(change).map_or(String::new(), |values| format!(": {values}"));
        let _ = writeln!(self.text, "  - {}{values}", part(change));
        let pin = format!("{} {}", change.rule.code, change.fingerprint());
        let pin = self.paint(&pin, Style::new().dimmed());
        let _ = writeln!(self.text, "    {pin}");
        if let Some(places) = places(change) {
            let _ = writeln!(self.text, "    where    {places}");
        }
        self.effect("wire", &change.wire);
        self.effect("Rust", &change.rust);
        if let Some(reached) = reached(change) {
            let _ = writeln!(self.text, "    reaches  {reached}");
        }
        if let Some(reason) = reason {
            let _ = writeln!(self.text, "    excepted {}", one_line(reason));
        }
        self.text.push('\n');
    }

    fn effect(&mut self, whose: &str, effect: &Effect) {
        let level = self.paint(&effect_name(effect.level), effect_style(effect.level));
        let _ =
            writeln!(self.text, "    {whose}     {level}: {}", one_line(&effect.text.to_string()));
    }
}

/// `string → integer`.
fn values(change: &Change) -> Option<String> {
    let value = |value: &Option<String>| value.as_deref().map_or(NOTHING.to_owned(), one_line);
    let is_any = change.before.is_some() || change.after.is_some();
    is_any.then(|| format!("{} → {}", value(&change.before), value(&change.after)))
}

/// `old/page.md:1 → new/page.md:2`.
fn places(change: &Change) -> Option<String> {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => Some(format!("{} → {}", locus(old), locus(new))),
        (Some(old), None) => Some(format!("{} (old)", locus(old))),
        (None, Some(new)) => Some(format!("{} (new)", locus(new))),
        (None, None) => None,
    }
}

/// The operations that a change reaches; nothing if the only one is its subject.
fn reached(change: &Change) -> Option<String> {
    let names: Vec<_> = change.operations.iter().map(operation).collect();
    let (whole, _) = halves(&change.subject);
    match names.as_slice() {
        [] => None,
        [only] if *only == whole => None,
        all if all.len() <= OPERATIONS + 1 => Some(all.join(", ")),
        all => {
            let more = operations(all.len() - OPERATIONS);
            Some(format!("{} and {more} more", all[..OPERATIONS].join(", ")))
        }
    }
}
