//! Handmade changes for the tests of reports, changelogs and versions.

use super::{Change, Effect, Level, Reached, Subject, Text, rules};
use crate::document::Method;
use crate::source::{Place, Source};
use std::sync::Arc;

/// A change with these effects on the wire and on Rust.
pub(crate) fn effects(wire: Level, rust: Level) -> Change {
    Change {
        rule: &rules::RESPONSE_PROPERTY_REMOVED,
        subject: Subject::Schema { name: "SessionUser".into(), part: "phone".into() },
        before: Some("string".into()),
        after: None,
        wire: Effect::new(wire, Text::marked("responses no longer hold `phone`")),
        rust: Effect::new(
            rust,
            Text::marked("`SessionUser.phone` is gone: code that reads it no longer compiles"),
        ),
        old: Some(place("old/session.md", 3)),
        new: None,
        operations: Vec::new(),
    }
}

/// The beginning of a line of a page of ten lines.
pub(crate) fn place(page: &str, line: usize) -> Place {
    let source = Arc::new(Source::new(page, "line\n".repeat(10)));
    let start = (line - 1) * 5;
    Place::span(&source, start..start + 4).at("/paths")
}

/// An operation.
pub(crate) fn reached(tag: &str, method: Method, path: &str) -> Reached {
    Reached { tag: tag.into(), path: path.into(), method }
}

/// A text that would harm any report that does not escape it.
pub(crate) const NASTY: &str = "a|b\\|c\r\n::error::x <script>alert(1)</script> @user #12 `code` ``two`` --> ]]> *b* _i_ [l](u) ![i](u) &amp; 100% \u{202e}\u{1b}[31m </script> ' \"";

/// Changes of every level, the last ones with nasty texts everywhere.
pub(crate) fn changes() -> Vec<Change> {
    let operation = |part: &str| Subject::Operation {
        method: Method::Get,
        path: "/v3/session/user/{userId}".into(),
        part: part.into(),
    };
    let many = (1..=9).map(|number| reached("Session", Method::Get, &format!("/v3/user/{number}")));
    vec![
        Change { operations: many.collect(), ..effects(Level::Breaking, Level::Breaking) },
        Change {
            subject: operation("response 404"),
            before: Some("Error".into()),
            after: Some("NotFoundError".into()),
            new: Some(place("new/session.md", 5)),
            operations: vec![reached("Session", Method::Get, "/v3/session/user/{userId}")],
            ..effects(Level::Compatible, Level::PossiblyBreaking)
        },
        Change {
            subject: operation("query parameter page"),
            before: None,
            after: Some("optional integer".into()),
            old: None,
            new: Some(place("new/session.md", 6)),
            operations: vec![reached("", Method::Get, "/v3/session/user/{userId}")],
            wire: Effect::new(Level::Compatible, Text::marked("requests may hold `page`")),
            rust: Effect::new(
                Level::Compatible,
                Text::marked("`get_user` gains the setter `page`"),
            ),
            ..effects(Level::Compatible, Level::Compatible)
        },
        Change {
            rule: &rules::OPERATION_DEPRECATED,
            subject: operation(""),
            before: None,
            after: Some("deprecated".into()),
            wire: Effect::new(Level::Documentation, Text::marked("nothing changes yet")),
            rust: Effect::new(
                Level::Compatible,
                Text::marked("`get_user` is deprecated: calls of it warn"),
            ),
            ..effects(Level::Documentation, Level::Compatible)
        },
        Change {
            subject: Subject::Api { part: "title".into() },
            before: Some("The API".into()),
            after: Some("The new API".into()),
            wire: Effect::new(Level::Documentation, Text::marked("nothing changes")),
            rust: Effect::new(
                Level::Documentation,
                Text::marked("the documentation of the crate changes"),
            ),
            ..effects(Level::Documentation, Level::Documentation)
        },
        nasty(Level::Breaking),
        nasty(Level::Documentation),
    ]
}

/// A change whose every text is nasty.
pub(crate) fn nasty(level: Level) -> Change {
    Change {
        subject: Subject::Schema { name: NASTY.into(), part: NASTY.into() },
        before: Some(NASTY.into()),
        after: Some(format!("{NASTY}{level}")),
        wire: Effect::new(level, Text::words(NASTY)),
        rust: Effect::new(level, Text::words(NASTY)),
        old: Some(place("old/<b> |@user,:%.md", 2)),
        new: Some(place("new/<b> |@user,:%.md", 4)),
        operations: vec![reached(NASTY, Method::Post, NASTY)],
        ..effects(level, level)
    }
}
