//! Two states, their changes and exceptions in; everything that a report shows out.

use super::bump::{Bump, bump};
use super::exceptions::{self, Excepted, Exception};
use super::{Change, Level};
use crate::Model;
use crate::config::Config;
use semver::Version;

/// Two states, the changes between them, and the version that follows.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The old state.
    pub old: State,
    /// The new state.
    pub new: State,
    /// The changes that count, in the order of [`super::compare`].
    pub changes: Vec<Change>,
    /// The changes that are excepted, in the same order.
    pub excepted: Vec<Excepted>,
    /// The exceptions that name no change, in the order of their file.
    pub stale: Vec<Exception>,
    /// The part of the crate's version that all changes raise, excepted or not.
    pub bump: Bump,
    /// The emitted crate, if the configuration names one. Without one, [`Self::bump`] is that of a crate from 1.0 on.
    pub release: Option<Release>,
}

/// One state of an API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The name that the user gave: a path, or `git:REV:PATH`.
    pub name: String,
    /// The title of the document; empty if it has none.
    pub title: String,
    /// The version of the document; empty if it has none.
    pub version: String,
}

impl State {
    /// The name of a state, with the title and version of its document.
    pub fn new(name: impl Into<String>, model: &Model) -> Self {
        let fact = |key| {
            let fact = model.api.info.get(key).and_then(serde_json::Value::as_str);
            fact.unwrap_or_default().to_owned()
        };
        Self { name: name.into(), title: fact("title"), version: fact("version") }
    }
}

/// A version of a crate and the one that follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The crate's name.
    pub package: String,
    /// Its version with the old state.
    pub from: Version,
    /// Its version with the new state.
    pub to: Version,
}

impl Comparison {
    /// Separates excepted changes and finds the version. The configuration counts if its crate has a valid version.
    pub fn new(
        [old, new]: [State; 2],
        changes: Vec<Change>,
        exceptions: Vec<Exception>,
        config: Option<&Config>,
    ) -> Self {
        let crate_of = |config: &Config| {
            let from = Version::parse(&config.package.version).ok()?;
            Some((config.named(&new.title).package.name.clone(), from))
        };
        let package = config.and_then(crate_of);
        let from = package.as_ref().map_or(Version::new(1, 0, 0), |(_, from)| from.clone());
        let bump = bump(&changes, &from);
        let release =
            package.map(|(package, from)| Release { package, to: bump.raise(&from), from });
        let (changes, excepted, stale) = exceptions::apply(changes, exceptions);
        Self { old, new, changes, excepted, stale, bump, release }
    }

    /// The changes of one level that count.
    pub fn of_level(&self, level: Level) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.level() == level)
    }

    /// The number of changes that count and are of this level or a graver one.
    pub fn at_least(&self, level: Level) -> usize {
        self.changes.iter().filter(|change| change.level() >= level).count()
    }
}
