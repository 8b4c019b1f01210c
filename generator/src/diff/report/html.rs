//! A [`Comparison`] in; a self-contained HTML page out.
//!
//! Style and script are part of the page. Its policy allows no others, by their hashes. Without the script the page is the plain list of
//! all changes.

use super::{
    Links, NOTHING, by_subject, capital, effect_name, halves, headline, href, locus, locus_in,
    meaning, operations, part, release,
};
use crate::diff::comparison::{Comparison, State};
use crate::diff::exceptions::Exception;
use crate::diff::text::{Part, Text};
use crate::diff::{Change, Effect, Level, Reached, Subject};
use crate::render::one_line;
use crate::source::Place;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

pub(super) const STYLE: &str = include_str!("page.css");
pub(super) const SCRIPT: &str = include_str!("page.js");

/// The page's name for changes that an exception names.
const EXCEPTED: &str = "excepted";

/// The page.
pub(super) fn render(comparison: &Comparison, links: &Links) -> String {
    let page = Page::new(comparison, links);
    let title = format!("What changed in {}", escape(&headline(comparison)));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT),
    );
    let mut text =
        String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    let _ = write!(
        text,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    );
    text += &page.header(&title);
    text += &page.filters();
    text += "<main id=\"changes\">\n";
    text += &page.sections();
    text += "<p id=\"none\" hidden>No change fits the filters.</p>\n</main>\n";
    let _ = write!(text, "<script>{SCRIPT}</script>\n</body>\n</html>\n");
    text
}

/// The hash of a text for the policy.
pub(super) fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text))
}

/// A comparison with a number for each tag and operation, which the filters use.
struct Page<'c> {
    comparison: &'c Comparison,
    links: &'c Links,
    tags: BTreeMap<&'c str, usize>,
    operations: BTreeMap<String, usize>,
}

impl<'c> Page<'c> {
    fn new(comparison: &'c Comparison, links: &'c Links) -> Self {
        let excepted = comparison.excepted.iter().map(|excepted| &excepted.change);
        let all: Vec<_> = comparison.changes.iter().chain(excepted).collect();
        let tags: BTreeSet<_> = all.iter().flat_map(|change| tags(change)).collect();
        let operations: BTreeSet<_> = all.iter().flat_map(|change| reached(change)).collect();
        let tags = tags.into_iter().enumerate().map(|(number, tag)| (tag, number)).collect();
        let operations = operations.into_iter().enumerate();
        let operations =
            operations.map(|(number, (path, method))| (format!("{method} {path}"), number));
        Self { comparison, links, tags, operations: operations.collect() }
    }

    fn header(&self, title: &str) -> String {
        let Comparison { old, new, stale, .. } = self.comparison;
        let state = |state: &State| format!("<code>{}</code>", escape(&state.name));
        let mut text = format!("<header>\n<h1>{title}</h1>\n");
        let _ = writeln!(text, "<p>From {} to {}.</p>", state(old), state(new));
        let release = escape(&release(self.comparison));
        let _ = writeln!(text, "<p>By these changes, {release}.</p>");
        text += "<ul class=\"counts\">\n";
        for (name, title, count) in self.counts() {
            let none = if count == 0 { " none" } else { "" };
            let _ =
                writeln!(text, "<li class=\"{name}{none}\"><strong>{count}</strong> {title}</li>");
        }
        text += "</ul>\n";
        if !stale.is_empty() {
            text += "<h2>Exceptions that name no change</h2>\n<ul>\n";
            stale.iter().for_each(|exception| text += &stale_item(exception));
            text += "</ul>\n";
        }
        text + "</header>\n"
    }

    /// Each kind of change with its count; excepted changes only if there are any.
    fn counts(&self) -> Vec<(&'static str, String, usize)> {
        let levels = Level::ALL.map(|level| {
            (level.name(), level.to_string(), self.comparison.of_level(level).count())
        });
        let excepted = (EXCEPTED, EXCEPTED.to_owned(), self.comparison.excepted.len());
        levels.into_iter().chain([excepted].into_iter().filter(|(.., count)| *count > 0)).collect()
    }

    /// The form of the filters, which the script shows.
    fn filters(&self) -> String {
        let mut text = String::from(
            "<form id=\"filters\" role=\"search\" aria-label=\"Filter the changes\" hidden>\n\
             <div>\n<label class=\"search\"><span>Search</span> \
             <input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"Search (press /)\"></label>\n",
        );
        let tags: Vec<_> = self.tags.iter().map(|(tag, number)| (tag_name(tag), *number)).collect();
        let operations: Vec<_> =
            self.operations.iter().map(|(name, number)| (escape(name), *number)).collect();
        text += &select("tag", "Tag", "Every tag", &tags);
        text += &select("operation", "Operation", "Every operation", &operations);
        text += "<button type=\"reset\">Clear</button>\n</div>\n<div>\n<fieldset><legend>Levels</legend>\n";
        for (name, title, count) in self.counts().into_iter().filter(|(.., count)| *count > 0) {
            let _ = writeln!(
                text,
                "<label class=\"{name}\"><input type=\"checkbox\" name=\"level\" value=\"{name}\" checked> {title} <span>{count}</span></label>"
            );
        }
        text +=
            "</fieldset>\n<output id=\"shown\" aria-live=\"polite\"></output>\n</div>\n</form>\n";
        text
    }

    fn sections(&self) -> String {
        let mut ids = BTreeMap::new();
        let mut text = String::new();
        for level in Level::ALL {
            let changes: Vec<_> = self.comparison.of_level(level).map(|c| (c, None)).collect();
            let title = level.to_string();
            text += &self.section(level.name(), &title, meaning(level), &changes, &mut ids);
        }
        let excepted: Vec<_> = self
            .comparison
            .excepted
            .iter()
            .map(|excepted| (&excepted.change, Some(excepted.reason.as_str())))
            .collect();
        let meaning = "known, and accepted for a reason";
        text += &self.section(EXCEPTED, EXCEPTED, meaning, &excepted, &mut ids);
        if text.is_empty() { "<p>Nothing has changed.</p>\n".to_owned() } else { text }
    }

    /// The changes of one kind, by subject.
    fn section(
        &self,
        name: &str,
        title: &str,
        meaning: &str,
        changes: &[(&Change, Option<&str>)],
        ids: &mut BTreeMap<String, usize>,
    ) -> String {
        if changes.is_empty() {
            return String::new();
        }
        let count = changes.len();
        let mut text = format!(
            "<section class=\"level {name}\">\n<h2 id=\"level-{name}\">{} <span>{count}</span> <small>{meaning}</small></h2>\n",
            capital(title),
        );
        for (whole, group) in by_subject(changes.iter().map(|(change, _)| *change)) {
            let _ = writeln!(
                text,
                "<section class=\"subject\">\n<h3>{}</h3>",
                subject(&whole, group[0])
            );
            for change in group {
                let reason = changes.iter().find(|(other, _)| std::ptr::eq(*other, change));
                let reason = reason.and_then(|(_, reason)| *reason);
                text += &self.change(name, change, reason, ids);
            }
            text += "</section>\n";
        }
        text + "</section>\n"
    }

    fn change(
        &self,
        kind: &str,
        change: &Change,
        reason: Option<&str>,
        ids: &mut BTreeMap<String, usize>,
    ) -> String {
        let fingerprint = change.fingerprint();
        let times = ids.entry(fingerprint.clone()).or_default();
        *times += 1;
        let id = match *times {
            1 => fingerprint.clone(),
            times => format!("{fingerprint}-{times}"),
        };
        let numbers = |numbers: Vec<usize>| {
            numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        let tags = numbers(tags(change).iter().map(|tag| self.tags[tag]).collect());
        let operations = reached(change).into_iter();
        let operations =
            operations.map(|(path, method)| self.operations[&format!("{method} {path}")]);
        let operations = numbers(operations.collect());
        let mut text = format!(
            "<article id=\"{id}\" data-level=\"{kind}\" data-tags=\"{tags}\" data-operations=\"{operations}\">\n"
        );
        text += &self.title(change, &id);
        text += "<dl>\n";
        text += &effect("On the wire", &change.wire);
        text += &effect("In Rust", &change.rust);
        if let Some(reason) = reason {
            let _ = writeln!(
                text,
                "<div><dt>Excepted</dt><dd>{}</dd></div>",
                prose(&Text::marked(reason))
            );
        }
        text += &self.places(change);
        text += &reaches(change);
        text + "</dl>\n</article>\n"
    }

    /// The changed part, its values before and after, the code and the fingerprint.
    fn title(&self, change: &Change, id: &str) -> String {
        let mut text = format!("<div class=\"title\">\n<h4>{}", escape(&part(change)));
        if change.before.is_some() || change.after.is_some() {
            let (before, after) = (value("del", &change.before), value("ins", &change.after));
            let _ = write!(text, " <span class=\"values\">{before} → {after}</span>");
        }
        let _ = writeln!(
            text,
            "</h4>\n<p class=\"pin\"><code>{}</code> <a href=\"#{id}\" title=\"Link to this change\">{}</a></p>\n</div>",
            change.rule.code,
            change.fingerprint(),
        );
        text
    }

    fn places(&self, change: &Change) -> String {
        let link = |place: &Place, state: &State, base: Option<&String>| {
            let text = format!("<code>{}</code>", escape(&locus_in(place, state)));
            match href(place, base) {
                Some(href) => format!("<a href=\"{}\">{text}</a>", escape(&href)),
                None => text,
            }
        };
        let Comparison { old, new, .. } = self.comparison;
        let old = change.old.as_ref().map(|at| link(at, old, self.links.old.as_ref()));
        let new = change.new.as_ref().map(|at| link(at, new, self.links.new.as_ref()));
        let places = match (old, new) {
            (Some(old), Some(new)) => format!("{old} → {new}"),
            (Some(old), None) => format!("{old} (old)"),
            (None, Some(new)) => format!("{new} (new)"),
            (None, None) => return String::new(),
        };
        format!("<div><dt>Where</dt><dd>{places}</dd></div>\n")
    }
}

fn stale_item(exception: &Exception) -> String {
    let place = escape(&locus(&exception.place));
    let reason = prose(&Text::marked(&exception.reason));
    format!(
        "<li><code>{}</code> in <code>{place}</code>: {reason}</li>\n",
        escape(&exception.fingerprint)
    )
}

/// A list of choices, if there are at least two.
fn select(id: &str, title: &str, all: &str, choices: &[(String, usize)]) -> String {
    if choices.len() < 2 {
        return String::new();
    }
    let mut text = format!(
        "<label><span>{title}</span> <select id=\"{id}\"><option value=\"\">{all}</option>"
    );
    for (name, number) in choices {
        let _ = write!(text, "<option value=\"{number}\">{name}</option>");
    }
    text + "</select></label>\n"
}

fn tag_name(tag: &str) -> String {
    if tag.is_empty() { "without a tag".to_owned() } else { escape(tag) }
}

fn tags(change: &Change) -> BTreeSet<&str> {
    change.operations.iter().map(|reached| reached.tag.as_str()).collect()
}

/// Path and method of the operations that a change reaches or is about.
fn reached(change: &Change) -> BTreeSet<(String, &'static str)> {
    let of = |reached: &Reached| (one_line(&reached.path), reached.method.name());
    let mut all: BTreeSet<_> = change.operations.iter().map(of).collect();
    if let Subject::Operation { method, path, .. } = &change.subject {
        all.insert((one_line(path), method.name()));
    }
    all
}

/// A heading: the operation with its method set apart, or a name.
fn subject(whole: &str, change: &Change) -> String {
    match &change.subject {
        Subject::Operation { method, path, .. } => {
            format!("<b>{}</b> <code>{}</code>", method.name(), escape(path))
        }
        Subject::Api { .. } => escape(whole),
        Subject::Schema { .. } => format!("<code>{}</code>", escape(whole)),
    }
}

fn value(tag: &str, value: &Option<String>) -> String {
    match value {
        Some(value) => format!("<{tag}><code>{}</code></{tag}>", escape(value)),
        None => NOTHING.to_owned(),
    }
}

fn effect(whose: &str, effect: &Effect) -> String {
    let Effect { level, .. } = effect;
    let name = if *level == Level::Documentation { "unaffected" } else { level.name() };
    let (title, text) = (effect_name(*level), prose(&effect.text));
    format!(
        "<div><dt>{whose}</dt><dd><span class=\"chip {name}\">{title}</span> {text}</dd></div>\n"
    )
}

/// The operations that a change reaches; nothing if the only one is its subject.
fn reaches(change: &Change) -> String {
    let all = reached(change);
    let (whole, _) = halves(&change.subject);
    let name = |(path, method): &(String, &str)| format!("{method} {path}");
    match all.first() {
        None => String::new(),
        Some(only) if all.len() == 1 && name(only) == whole => String::new(),
        Some(only) if all.len() == 1 => {
            format!("<div><dt>Reaches</dt><dd><code>{}</code></dd></div>\n", escape(&name(only)))
        }
        Some(_) => {
            let items: String = all
                .iter()
                .map(|one| format!("<li><code>{}</code></li>", escape(&name(one))))
                .collect();
            let count = operations(all.len());
            format!(
                "<div><dt>Reaches</dt><dd><details><summary>{count}</summary><ul>{items}</ul></details></dd></div>\n"
            )
        }
    }
}

/// A sentence in HTML.
fn prose(text: &Text) -> String {
    let part = |part: &Part| match part {
        Part::Words(words) => escape(words),
        Part::Code(code) => format!("<code>{}</code>", escape(code)),
    };
    text.parts().iter().map(part).collect()
}

/// Escapes a text for HTML, inside or outside an attribute, in one line.
fn escape(text: &str) -> String {
    one_line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
