//! Changes in; the part of the emitted crate's version that they raise out, by the rules of Semantic Versioning and Cargo.
//!
//! | what changed | from 1.0 on | 0.x with x > 0 | 0.0.x |
//! |---|---|---|---|
//! | a Rust effect that breaks or may break a build | major | minor | patch |
//! | any other effect on Rust, or one on the wire that breaks or may break running programs | minor | patch | patch |
//! | anything else: documentation, or a change that only the server notices | patch | patch | patch |
//! | nothing | none | none | none |
//!
//! A change that breaks on the wire and has no effect on Rust raises no major version. The server broke the programs in use, and users of
//! the crate should get the fitting version without asking for it. A change that *may* break a build counts as breaking: a version that
//! `cargo update` takes must not break builds.

use super::change::{Change, Level};
use semver::{BuildMetadata, Prerelease, Version};
use std::fmt;

/// The part of a version that is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// None.
    None,
    /// The third number.
    Patch,
    /// The second number.
    Minor,
    /// The first number.
    Major,
}

impl Bump {
    /// Its name in reports and files: `minor`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The version after this one. A pre-release or build part is dropped. A part that a pre-release has raised already is not raised again.
    #[must_use]
    pub fn raise(self, version: &Version) -> Version {
        let Version { major, minor, patch, .. } = *version;
        let announced = !version.pre.is_empty();
        let covered = announced
            && match self {
                Self::None | Self::Patch => true,
                Self::Minor => patch == 0,
                Self::Major => minor == 0 && patch == 0,
            };
        let (major, minor, patch) = match self {
            Self::None => return version.clone(),
            _ if covered => (major, minor, patch),
            Self::Patch => (major, minor, patch + 1),
            Self::Minor => (major, minor + 1, 0),
            Self::Major => (major + 1, 0, 0),
        };
        Version { major, minor, patch, pre: Prerelease::EMPTY, build: BuildMetadata::EMPTY }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The part that changes raise in a crate of this version.
pub fn bump<'c>(changes: impl IntoIterator<Item = &'c Change>, version: &Version) -> Bump {
    let severity = changes.into_iter().map(severity).max();
    match (severity, version.major, version.minor) {
        (None, ..) => Bump::None,
        (Some(Severity::Fix), ..) | (Some(_), 0, 0) => Bump::Patch,
        (Some(Severity::Breaking), 0, _) => Bump::Minor,
        (Some(Severity::Breaking), ..) => Bump::Major,
        (Some(Severity::Addition), 0, _) => Bump::Patch,
        (Some(Severity::Addition), ..) => Bump::Minor,
    }
}

/// How much a change raises the version.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Severity {
    Fix,
    Addition,
    Breaking,
}

fn severity(change: &Change) -> Severity {
    match (change.rust.level, change.wire.level) {
        (Level::Breaking | Level::PossiblyBreaking, _) => Severity::Breaking,
        (Level::Compatible, _) | (_, Level::Breaking | Level::PossiblyBreaking) => {
            Severity::Addition
        }
        (Level::Documentation, _) => Severity::Fix,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::diff::testing::effects;

    fn next(effects_of: &[(Level, Level)], version: &str) -> (Bump, String) {
        let changes: Vec<_> = effects_of.iter().map(|&(wire, rust)| effects(wire, rust)).collect();
        let version = Version::parse(version).unwrap();
        let bump = bump(&changes, &version);
        (bump, bump.raise(&version).to_string())
    }

    #[test]
    fn the_gravest_change_decides_and_versions_below_one_shift() {
        use Level::{Breaking, Compatible, Documentation, PossiblyBreaking};
        let cases: [(&[_], [(Bump, &str); 3]); 6] = [
            (&[], [(Bump::None, "1.2.3"), (Bump::None, "0.2.3"), (Bump::None, "0.0.3")]),
            (
                &[(Documentation, Documentation), (Compatible, Documentation)],
                [(Bump::Patch, "1.2.4"), (Bump::Patch, "0.2.4"), (Bump::Patch, "0.0.4")],
            ),
            (
                &[(Documentation, Compatible), (Documentation, Documentation)],
                [(Bump::Minor, "1.3.0"), (Bump::Patch, "0.2.4"), (Bump::Patch, "0.0.4")],
            ),
            (
                &[(Breaking, Documentation)],
                [(Bump::Minor, "1.3.0"), (Bump::Patch, "0.2.4"), (Bump::Patch, "0.0.4")],
            ),
            (
                &[(Compatible, Compatible), (Compatible, PossiblyBreaking)],
                [(Bump::Major, "2.0.0"), (Bump::Minor, "0.3.0"), (Bump::Patch, "0.0.4")],
            ),
            (
                &[(Breaking, Breaking)],
                [(Bump::Major, "2.0.0"), (Bump::Minor, "0.3.0"), (Bump::Patch, "0.0.4")],
            ),
        ];
        for (effects, expected) in cases {
            for (version, (bump, raised)) in ["1.2.3", "0.2.3", "0.0.3"].iter().zip(expected) {
                assert_eq!(next(effects, version), (bump, raised.to_owned()), "{effects:?}");
            }
        }
    }

    #[test]
    fn a_pre_release_announces_what_it_covers() {
        for (bump, version, raised) in [
            (Bump::Major, "2.0.0-rc.1+7", "2.0.0"),
            (Bump::Major, "2.1.0-rc.1", "3.0.0"),
            (Bump::Minor, "2.1.0-rc.1", "2.1.0"),
            (Bump::Minor, "2.1.1-rc.1", "2.2.0"),
            (Bump::Patch, "2.1.1-rc.1", "2.1.1"),
            (Bump::Patch, "2.1.1+7", "2.1.2"),
            (Bump::None, "2.1.1-rc.1", "2.1.1-rc.1"),
        ] {
            assert_eq!(bump.raise(&Version::parse(version).unwrap()).to_string(), raised);
        }
    }
}
