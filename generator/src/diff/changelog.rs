//! Changes in; an entry for the `CHANGELOG.md` of the emitted crate out, in the form of Keep a Changelog and in terms of Rust.

use super::report::{code, prose};
use super::{Change, Level};
use crate::spelling::listing;
use semver::Version;
use std::collections::{BTreeMap, BTreeSet};

/// The number of items with changed documentation that are named.
const NAMED: usize = 5;

/// The sections, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Breaking,
    Added,
    Changed,
    Deprecated,
    Removed,
}

/// The entry of a version; it ends with a line break. The date is written as given: `2025-02-19`. `Breaking` lists changes that break or
/// may break builds or running programs; the other sections list the rest.
pub fn changelog<'c>(
    changes: impl IntoIterator<Item = &'c Change>,
    version: &Version,
    date: &str,
) -> String {
    let mut sections = BTreeMap::<Section, Vec<String>>::new();
    let mut documented = BTreeSet::new();
    for change in changes {
        if change.level() == Level::Documentation {
            documented.insert(whole(change));
            continue;
        }
        let items = sections.entry(section(change)).or_default();
        let item = item(change);
        if !items.contains(&item) {
            items.push(item);
        }
    }
    if !documented.is_empty() {
        sections.entry(Section::Changed).or_default().push(documentation(&documented));
    }
    let mut text = format!("## {version} - {date}\n");
    for (section, items) in sections {
        text += &format!("\n### {section:?}\n\n");
        items.iter().for_each(|item| text += &format!("- {item}\n"));
    }
    text
}

fn section(change: &Change) -> Section {
    match (change.level(), change.rule.deprecates(), &change.before, &change.after) {
        (Level::Breaking | Level::PossiblyBreaking, ..) => Section::Breaking,
        (_, Some(true), ..) => Section::Deprecated,
        (_, None, None, Some(_)) => Section::Added,
        (_, None, Some(_), None) => Section::Removed,
        _ => Section::Changed,
    }
}

/// The effect on programs: in Rust, and on the wire if that is graver.
fn item(change: &Change) -> String {
    let rust = prose(&change.rust.text);
    if change.wire.level <= change.rust.level {
        return rust;
    }
    let wire = prose(&change.wire.text);
    let subject = code(&change.subject.to_string());
    if change.rust.level == Level::Documentation {
        return format!("{subject}: {wire}");
    }
    format!("{rust}; on the wire: {wire}")
}

/// The operation, schema or API that a change belongs to.
fn whole(change: &Change) -> String {
    super::report::halves(&change.subject).0
}

fn documentation(items: &BTreeSet<String>) -> String {
    let named = items.iter().map(|item| code(item));
    format!("The documentation of {}", listing::first(named, NAMED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::testing;

    #[test]
    fn an_entry_has_a_section_for_each_kind_of_change() {
        let entry = changelog(&testing::changes(), &Version::new(0, 2, 0), "2025-02-19");
        insta::assert_snapshot!(entry);
    }

    #[test]
    fn what_is_deprecated_has_its_section_and_the_end_of_a_deprecation_is_a_change() {
        use crate::diff::rules;
        let words = |is: bool| is.then(|| "deprecated".to_owned());
        for (rule, is_now, expected) in [
            (&rules::OPERATION_DEPRECATED, true, Section::Deprecated),
            (&rules::PARAMETER_DEPRECATED, true, Section::Deprecated),
            (&rules::DEPRECATED, true, Section::Deprecated),
            (&rules::OPERATION_UNDEPRECATED, false, Section::Changed),
            (&rules::PARAMETER_UNDEPRECATED, false, Section::Changed),
            (&rules::NO_LONGER_DEPRECATED, false, Section::Changed),
        ] {
            let (before, after) = (words(!is_now), words(is_now));
            let effects = testing::effects(Level::Compatible, Level::Compatible);
            assert_eq!(section(&Change { rule, before, after, ..effects }), expected, "{rule:?}");
        }
    }

    #[test]
    fn nothing_changed_is_a_heading_alone() {
        assert_eq!(changelog([], &Version::new(1, 0, 1), "2025-02-19"), "## 1.0.1 - 2025-02-19\n");
    }
}
