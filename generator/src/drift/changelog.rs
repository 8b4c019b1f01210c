//! A changelog and an entry in; the changelog with the entry out.
//!
//! The form is [Keep a Changelog](https://keepachangelog.com/en/1.1.0/): a second-level heading for each version, the newest first, below
//! one for unreleased changes.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use semver::Version;
use std::ops::Range;

/// The reason why an entry was not added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the changelog already has another entry for {0}")]
pub struct Taken(pub Version);

/// Adds an entry, which begins with its heading, above those of earlier versions. An entry that is there already is not added again. The
/// lines of the entry end like those of the changelog.
///
/// # Errors
///
/// The changelog has another entry for that version.
pub fn with_entry(changelog: &str, entry: &str, version: &Version) -> Result<String, Taken> {
    let ends = changelog.matches('\n').count();
    if ends > 0 && changelog.matches("\r\n").count() == ends {
        let plain = with_entry(&changelog.replace("\r\n", "\n"), entry, version)?;
        return Ok(plain.replace('\n', "\r\n"));
    }
    let headings = headings(changelog);
    let is_this = |(_, title): &(Range<usize>, String)| version_of(title).as_ref() == Some(version);
    if headings.iter().any(is_this) {
        let has = changelog.contains(body(entry).trim());
        return if has { Ok(changelog.to_owned()) } else { Err(Taken(version.clone())) };
    }
    let earlier = headings.iter().find(|(_, title)| version_of(title).is_some());
    let at = earlier.map_or_else(|| end(changelog), |(range, _)| range.start);
    let (before, after) = changelog.split_at(at);
    let gap = if before.trim().is_empty() { "" } else { "\n\n" };
    let (before, entry) = (before.trim_end(), entry.trim_end());
    let rest = if after.is_empty() { String::new() } else { format!("\n{after}") };
    Ok(format!("{before}{gap}{entry}\n{rest}"))
}

/// An entry without its heading, since the date in it may differ.
fn body(entry: &str) -> &str {
    entry.split_once('\n').map_or("", |(_, body)| body)
}

/// The headings of the second level, with their places.
fn headings(changelog: &str) -> Vec<(Range<usize>, String)> {
    let mut headings: Vec<(Range<usize>, String)> = Vec::new();
    let mut inside = false;
    for (event, range) in Parser::new(changelog).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                inside = true;
                headings.push((range, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            Event::Text(text) | Event::Code(text) if inside => {
                headings.iter_mut().last().into_iter().for_each(|(_, title)| title.push_str(&text));
            }
            _ => {}
        }
    }
    headings
}

/// The version at the start of a heading: `0.2.0`, `[0.2.0] - 2025-02-19`, `v0.2.0`.
fn version_of(title: &str) -> Option<Version> {
    let title = title.trim().trim_start_matches('[').trim_start_matches('v');
    let end = title.find([' ', ']']).unwrap_or(title.len());
    Version::parse(&title[..end]).ok()
}

/// The end of the text, or the place where the addresses of its links begin.
fn end(changelog: &str) -> usize {
    let mut at = changelog.len();
    for line in changelog.split_inclusive('\n').rev() {
        let is_address = line.starts_with('[') && line.contains("]: ");
        if !line.trim().is_empty() && !is_address {
            break;
        }
        at -= line.len();
    }
    let blank = changelog[at..].len() - changelog[at..].trim_start().len();
    at + blank
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const ENTRY: &str = "## 0.2.0 - 2025-02-19\n\n### Added\n\n- `x`\n";

    fn added(changelog: &str) -> Result<String, Taken> {
        with_entry(changelog, ENTRY, &Version::new(0, 2, 0))
    }

    #[test]
    fn it_stands_above_earlier_versions_and_below_what_is_not_released() {
        let before = "# Changelog\n\n## Unreleased\n\n- a\n";
        let older = "## [0.1.0] - 2025-01-01\n\n- b\n";
        assert_eq!(
            added(&format!("{before}\n{older}")).unwrap(),
            format!("{before}\n{ENTRY}\n{older}")
        );
        assert_eq!(added(before).unwrap(), format!("{before}\n{ENTRY}"));
        assert_eq!(added("").unwrap(), ENTRY);
    }

    #[test]
    fn it_stands_above_the_addresses_of_links() {
        let links = "[Unreleased]: https://acme.example/compare\n[0.1]: https://acme.example/x\n";
        let expected = format!("# Changelog\n\n{ENTRY}\n{links}");
        assert_eq!(added(&format!("# Changelog\n\n{links}")).unwrap(), expected);
    }

    #[test]
    fn headings_in_code_are_none() {
        let before = "# Changelog\n\n```text\n## 0.1.0\n```\n";
        assert_eq!(added(before).unwrap(), format!("{before}\n{ENTRY}"));
    }

    #[test]
    fn lines_end_as_before() {
        let before = "# Changelog\n\n## 0.1.0\n";
        let expected = added(before).unwrap().replace('\n', "\r\n");
        let once = added(&before.replace('\n', "\r\n")).unwrap();
        assert_eq!(once, expected);
        assert_eq!(added(&once).unwrap(), once);
    }

    #[test]
    fn twice_is_once() {
        let once = added("# Changelog\n").unwrap();
        assert_eq!(added(&once).unwrap(), once);
        let later = ENTRY.replace("02-19", "02-20");
        assert_eq!(with_entry(&once, &later, &Version::new(0, 2, 0)).unwrap(), once);
    }

    #[test]
    fn another_entry_for_the_version_is_not_touched() {
        let other = "# Changelog\n\n## v0.2.0\n\n- by hand\n";
        assert_eq!(
            added(other).unwrap_err().to_string(),
            "the changelog already has another entry for 0.2.0"
        );
    }
}
