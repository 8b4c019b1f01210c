//! One difference between two states of an API: its place, its effect on the wire, and its effect on Rust programs.

use super::rules::Rule;
use super::text::Text;
use crate::document::Method;
use crate::source::Place;
use sha2::{Digest, Sha256};
use std::fmt;

/// The weight of a change for users of the API or the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Only texts for people have changed.
    Documentation,
    /// No user has to act.
    Compatible,
    /// Some users may have to act, depending on their use.
    PossiblyBreaking,
    /// Programs that worked before no longer work.
    Breaking,
}

impl Level {
    /// Every level, the gravest first.
    pub const ALL: [Self; 4] =
        [Self::Breaking, Self::PossiblyBreaking, Self::Compatible, Self::Documentation];

    /// Its name in reports and files: `possibly-breaking`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Compatible => "compatible",
            Self::PossiblyBreaking => "possibly-breaking",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name().replace('-', " "))
    }
}

/// The direction in which a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

/// The effect of a change on one kind of user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The weight for these users.
    pub level: Level,
    /// One sentence without a final stop.
    pub text: Text,
}

impl Effect {
    /// The number of effects that are shown in full.
    const TOLD: usize = 3;

    /// An effect.
    pub fn new(level: Level, text: Text) -> Self {
        Self { level, text }
    }

    /// Several effects as one: only the gravest, each once.
    pub(super) fn together<'a>(effects: impl Iterator<Item = &'a Self>) -> Self {
        let mut effects: Vec<&Self> = effects.collect();
        effects.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.text.cmp(&b.text)));
        effects.dedup();
        let level = effects.first().map_or(Level::Documentation, |effect| effect.level);
        effects.retain(|effect| effect.level == level);
        let more = effects.len().saturating_sub(Self::TOLD);
        let told = effects.iter().take(Self::TOLD).map(|effect| effect.text.clone());
        let text = Text::joined(told, "; ");
        Self { level, text: if more > 0 { text.and(format!("; and {more} more")) } else { text } }
    }
}

/// The subject of a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The API as a whole, or a part of it that is neither operation nor schema: `server https://api.example`.
    Api {
        /// The part; empty for the whole.
        part: String,
    },
    /// An operation, by its path and method in the new state, or in the old one if it was removed.
    Operation {
        /// Its path template.
        path: String,
        /// Its method.
        method: Method,
        /// The part: `query parameter page`, `response 404`; empty for the whole.
        part: String,
    },
    /// A named schema, or an inline one under the names that lead to it.
    Schema {
        /// Its name: `SessionUser`, `SessionUser.details`.
        name: String,
        /// The part: `phone`, `value "red"`; empty for the whole.
        part: String,
    },
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api { part } if part.is_empty() => f.write_str("API"),
            Self::Api { part } => f.write_str(part),
            Self::Operation { method, path, part } if part.is_empty() => {
                write!(f, "{} {path}", method.name())
            }
            Self::Operation { method, path, part } => write!(f, "{} {path}: {part}", method.name()),
            Self::Schema { name, part } if part.is_empty() => f.write_str(name),
            Self::Schema { name, part } => write!(f, "{name}: {part}"),
        }
    }
}

/// An operation that a change reaches, by its path and method in the new state, or in the old one if it was removed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reached {
    /// The tag it is under; empty without one.
    pub tag: String,
    /// Its path template.
    pub path: String,
    /// Its method.
    pub method: Method,
}

/// One difference between two states of an API.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The kind of change.
    pub rule: &'static Rule,
    /// The part of the API that changed.
    pub subject: Subject,
    /// The old value in short: `string`, `required`; `None` for an addition.
    pub before: Option<String>,
    /// The new value in short; `None` for a removal.
    pub after: Option<String>,
    /// The effect on programs that talk to the API, including those already running.
    pub wire: Effect,
    /// The effect on programs that are compiled against the new crate. Types and methods have their Rust names:
    /// `SessionUser.phone: String → Option<String>: code that reads it no longer compiles`.
    pub rust: Effect,
    /// The place in the old state; for an addition, the nearest place around it.
    pub old: Option<Place>,
    /// The place in the new state; for a removal, the nearest place around it.
    pub new: Option<Place>,
    /// The operations it reaches, sorted.
    pub operations: Vec<Reached>,
}

impl Change {
    /// The weight of the change: the graver level of its two effects.
    pub fn level(&self) -> Level {
        self.wire.level.max(self.rust.level)
    }

    /// The identifier of the change: 16 hexadecimal digits of a hash of the rule, the subject and both values. Lines, pages and the words of
    /// the report do not count, so it stays the same as long as the change does.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let subject = self.subject.to_string();
        let parts =
            [Some(self.rule.code), Some(&subject), self.before.as_deref(), self.after.as_deref()];
        for part in parts {
            // Absent and empty differ, and no part can run into the next.
            hash.update(part.map_or(u64::MAX, |part| part.len() as u64).to_le_bytes());
            hash.update(part.unwrap_or_default());
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The sort key of changes: the gravest first, then subject, rule and values.
    pub(super) fn key(&self) -> impl Ord + '_ {
        let level = std::cmp::Reverse(self.level());
        (level, &self.subject, self.rule.code, &self.before, &self.after)
    }
}
