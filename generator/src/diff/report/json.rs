//! A [`Comparison`] in; one JSON document for programs out.
//!
//! ```json
//! { "specweave_diff": 1,
//!   "old": {"name": "git:v1:pages", "title": "Acme", "version": "1.0"}, "new": { … },
//!   "summary": {"breaking": 1, "possibly-breaking": 0, "compatible": 2, "documentation": 0, "excepted": 0, "stale_exceptions": 0},
//!   "bump": {"part": "minor", "crate": "acme", "from": "0.1.0", "to": "0.2.0"},
//!   "changes": [{
//!     "fingerprint": "3f0a1b2c4d5e6f70", "code": "response-property-removed", "title": "…", "level": "breaking",
//!     "subject": {"kind": "schema", "name": "SessionUser", "part": "phone", "text": "SessionUser: phone"},
//!     "before": "string", "after": null,
//!     "wire": {"level": "breaking", "text": "…"}, "rust": {"level": "breaking", "text": "…"},
//!     "old": {"page": "session.md", "line": 12, "column": 7, "pointer": "/components/…"}, "new": null,
//!     "operations": [{"tag": "Session", "method": "GET", "path": "/v3/session/user"}],
//!     "exception": null }],
//!   "stale_exceptions": [{"fingerprint": "…", "reason": "…", "page": "exceptions.yaml", "line": 3, "column": 16}] }
//! ```
//!
//! `specweave_diff` is raised when a key is removed or changes its meaning; new keys do not raise it. `kind` is `api`, `operation` (with
//! `method` and `path` instead of `name`) or `schema`. Levels are `breaking`, `possibly-breaking`, `compatible`, `documentation`. `part` is
//! `none`, `patch`, `minor` or `major`; `crate`, `from` and `to` are `null` without a configuration. `exception` is the reason of an
//! excepted change; excepted changes follow all others and count in `excepted` only. Lines and columns count from 1 and are `null` if
//! unknown.

use crate::diff::comparison::{Comparison, State};
use crate::diff::exceptions::Exception;
use crate::diff::{Change, Effect, Level, Reached, Subject};
use crate::source::Place;
use serde_json::{Map, Value, json};

/// The version of the format.
const VERSION: u32 = 1;

/// The document, indented.
pub(super) fn render(comparison: &Comparison) -> String {
    let excepted =
        comparison.excepted.iter().map(|excepted| change(&excepted.change, Some(&excepted.reason)));
    let counted = comparison.changes.iter().map(|counted| change(counted, None));
    let document = json!({
        "specweave_diff": VERSION,
        "old": state(&comparison.old),
        "new": state(&comparison.new),
        "summary": summary(comparison),
        "bump": bump(comparison),
        "changes": counted.chain(excepted).collect::<Vec<_>>(),
        "stale_exceptions": comparison.stale.iter().map(stale).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn state(state: &State) -> Value {
    json!({ "name": state.name, "title": state.title, "version": state.version })
}

fn summary(comparison: &Comparison) -> Map<String, Value> {
    let levels = Level::ALL.map(|level| (level.name(), comparison.of_level(level).count()));
    let others =
        [("excepted", comparison.excepted.len()), ("stale_exceptions", comparison.stale.len())];
    let counts = levels.into_iter().chain(others);
    counts.map(|(name, count)| (name.to_owned(), count.into())).collect()
}

fn bump(comparison: &Comparison) -> Value {
    let release = comparison.release.as_ref();
    json!({
        "part": comparison.bump.name(),
        "crate": release.map(|release| &release.package),
        "from": release.map(|release| release.from.to_string()),
        "to": release.map(|release| release.to.to_string()),
    })
}

fn change(change: &Change, exception: Option<&str>) -> Value {
    json!({
        "fingerprint": change.fingerprint(),
        "code": change.rule.code,
        "title": change.rule.title,
        "level": change.level().name(),
        "subject": subject(&change.subject),
        "before": change.before,
        "after": change.after,
        "wire": effect(&change.wire),
        "rust": effect(&change.rust),
        "old": change.old.as_ref().map(place),
        "new": change.new.as_ref().map(place),
        "operations": change.operations.iter().map(reached).collect::<Vec<_>>(),
        "exception": exception,
    })
}

fn subject(subject: &Subject) -> Value {
    let text = subject.to_string();
    match subject {
        Subject::Api { part } => json!({ "kind": "api", "part": part, "text": text }),
        Subject::Operation { method, path, part } => json!({
            "kind": "operation", "method": method.name(), "path": path, "part": part, "text": text,
        }),
        Subject::Schema { name, part } => {
            json!({ "kind": "schema", "name": name, "part": part, "text": text })
        }
    }
}

fn effect(effect: &Effect) -> Value {
    json!({ "level": effect.level.name(), "text": effect.text.to_string() })
}

fn place(place: &Place) -> Value {
    let position = place.position();
    json!({
        "page": place.source.name,
        "line": position.map(|at| at.line),
        "column": position.map(|at| at.column),
        "pointer": place.pointer,
    })
}

fn reached(reached: &Reached) -> Value {
    json!({ "tag": reached.tag, "method": reached.method.name(), "path": reached.path })
}

fn stale(exception: &Exception) -> Value {
    let position = exception.place.position();
    json!({
        "fingerprint": exception.fingerprint,
        "reason": exception.reason,
        "page": exception.place.source.name,
        "line": position.map(|at| at.line),
        "column": position.map(|at| at.column),
    })
}
