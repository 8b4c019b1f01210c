//! A report in; text for people out: a block for each page, then the totals.

use super::{At, Page, Report};
use crate::render::{one_line, plural};
use std::fmt::Write;

/// The width at which lists of types are broken.
const WIDTH: usize = 120;

/// The whole report. It depends on nothing else.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    for page in &report.pages {
        self::page(&mut text, page);
    }
    text + &totals(report)
}

fn page(text: &mut String, page: &Page) {
    let (operations, types) = (page.operations.len(), page.types.len());
    let name = if page.name.is_empty() { "(no page)" } else { &page.name };
    let counts = format!("{}, {}", plural(operations, "operation"), plural(types, "type"));
    let _ = writeln!(text, "{}: {counts}", one_line(name));
    let width = page.operations.iter().map(|operation| operation.path.chars().count()).max();
    for operation in &page.operations {
        let (method, path) = (operation.method.name(), one_line(&operation.path));
        let width = width.unwrap_or_default();
        let _ = writeln!(text, "  {method:<7} {path:<width$}  {}", operation.call);
    }
    types_of(text, page);
    for left_out in &page.left_out {
        let (method, path) = (left_out.method.name(), one_line(&left_out.path));
        let _ = writeln!(text, "  left out: {method} {path}: {}", one_line(&left_out.reason));
        place(text, &left_out.at);
    }
    for untyped in &page.untyped {
        let word = if untyped.deliberate { "free JSON" } else { "not typed" };
        let (what, reason) = (one_line(&untyped.what), one_line(&untyped.reason));
        let _ = writeln!(text, "  {word}: {what}: {reason}");
        place(text, &untyped.at);
    }
    for union in &page.unions {
        let arms = one_line(&union.arms.join(", "));
        let _ = writeln!(text, "  best fit: {} of {arms}", union.ident);
        place(text, &union.at);
    }
    text.push('\n');
}

fn types_of(text: &mut String, page: &Page) {
    let Some((first, rest)) = page.types.split_first() else { return };
    let mut line = format!("  types: {}", first.ident);
    for entry in rest {
        line.push(',');
        if line.len() + entry.ident.len() + 1 > WIDTH {
            let _ = writeln!(text, "{line}");
            line = "        ".to_owned();
        }
        line.push(' ');
        line.push_str(&entry.ident);
    }
    let _ = writeln!(text, "{line}");
}

fn place(text: &mut String, at: &At) {
    let line = at.line.map(|line| format!(" (line {line})")).unwrap_or_default();
    let _ = writeln!(text, "    at {}{line}", one_line(&at.pointer));
}

fn totals(report: &Report) -> String {
    let totals = report.totals();
    let are = |count: usize, one: &str, several: &str| {
        format!("{count} {}", if count == 1 { one } else { several })
    };
    format!(
        "total: {}, {}, {}\n       {}\n       {}, {}\n       {}\n",
        plural(totals.pages, "page"),
        plural(totals.operations, "operation"),
        plural(totals.types, "type"),
        are(totals.left_out, "operation was left out", "operations were left out"),
        are(totals.not_typed, "value could not be typed", "values could not be typed"),
        are(
            totals.free,
            "is free JSON, as the document leaves it open",
            "are free JSON, as the document leaves them open",
        ),
        are(
            totals.unions,
            "union is read as the type that fits best",
            "unions are read as the type that fits best",
        ),
    )
}
