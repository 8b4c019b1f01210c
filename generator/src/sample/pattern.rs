//! A regular expression of a document in; whether a text matches it, or a text that matches it, out.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};
use std::collections::HashMap;

/// The number of different patterns that are read in one run; nothing is known of any others.
const MOST: usize = 5_000;

/// The most bytes of a compiled pattern.
const SIZE: usize = 1 << 18;

/// The number of patterns that are kept compiled.
const KEPT: usize = 256;

/// The most parts and bytes from which a text is written.
const WORK: usize = 20_000;

/// The patterns of a document.
#[derive(Default)]
pub(super) struct Patterns {
    compiled: HashMap<String, Option<Regex>>,
    looked_at: usize,
}

impl Patterns {
    /// Whether a text matches; `None` if that is unknown.
    pub(super) fn matches(&mut self, pattern: &str, text: &str) -> Option<bool> {
        if !self.compiled.contains_key(pattern) {
            if self.looked_at >= MOST {
                return None;
            }
            self.looked_at += 1;
            if self.compiled.len() >= KEPT {
                self.compiled.clear();
            }
            let mut builder = RegexBuilder::new(&translated(pattern));
            let compiled = builder.size_limit(SIZE).dfa_size_limit(SIZE).build().ok();
            self.compiled.insert(pattern.to_owned(), compiled);
        }
        Some(self.compiled[pattern].as_ref()?.is_match(text))
    }
}

/// Texts that may match, the likeliest first. Some have at least `least` characters, if the pattern allows that many.
pub(super) fn texts(pattern: &str, least: usize) -> Vec<String> {
    let Ok(hir) = regex_syntax::parse(&translated(pattern)) else { return Vec::new() };
    let text = |with_optional: bool, longer_by: usize| {
        let mut writer = Writer { text: String::new(), with_optional, longer_by, work: 0 };
        writer.write(&hir).map(|()| writer.text)
    };
    let shortest = [true, false].map(|with_optional| (with_optional, text(with_optional, 0)));
    let lengthened = shortest.iter().filter_map(|(with_optional, made)| {
        let lacking = least.checked_sub(made.as_ref()?.chars().count())?;
        text(*with_optional, lacking)
    });
    let lengthened: Vec<String> = lengthened.collect();
    shortest.into_iter().filter_map(|(_, text)| text).chain(lengthened).collect()
}

/// The pattern (ECMA-262) in the syntax of Rust's `regex`: classes are ASCII, and `[`, `&` and `~` have no meaning in a class.
fn translated(pattern: &str) -> String {
    let (mut text, mut in_class) = (String::with_capacity(pattern.len()), false);
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('d') => text.push_str("[0-9]"),
                Some('D') => text.push_str("[^0-9]"),
                Some('w') => text.push_str("[0-9A-Za-z_]"),
                Some('W') => text.push_str("[^0-9A-Za-z_]"),
                escaped => text.extend(['\\'].into_iter().chain(escaped)),
            },
            '[' | '&' | '~' if in_class => text.extend(['\\', c]),
            _ => {
                in_class = c == '[' || (in_class && c != ']');
                text.push(c);
            }
        }
    }
    text
}

/// Writes a text that matches.
struct Writer {
    text: String,
    /// Whether optional parts are written.
    with_optional: bool,
    /// The number of repetitions that are still to be added.
    longer_by: usize,
    work: usize,
}

impl Writer {
    /// Adds a text for an expression; `None` if there is none that can be written.
    fn write(&mut self, hir: &Hir) -> Option<()> {
        self.work += 1;
        if self.work > WORK {
            return None;
        }
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Some(()),
            HirKind::Literal(literal) => {
                self.work += literal.0.len();
                self.text.push_str(str::from_utf8(&literal.0).ok()?);
                Some(())
            }
            HirKind::Class(Class::Unicode(class)) => {
                self.text.push(character(class)?);
                Some(())
            }
            HirKind::Class(Class::Bytes(_)) => None,
            HirKind::Capture(capture) => self.write(&capture.sub),
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.write(part)),
            HirKind::Alternation(arms) => {
                let written = self.text.len();
                arms.iter().find_map(|arm| {
                    self.text.truncate(written);
                    self.write(arm)
                })
            }
            HirKind::Repetition(repeated) => {
                let most = repeated.max.map_or(usize::MAX, |most| most as usize);
                let least = repeated.min.max(u32::from(self.with_optional)) as usize;
                let least = least.min(most);
                let more = self.longer_by.min(most - least);
                self.longer_by -= more;
                (0..least + more).try_for_each(|_| self.write(&repeated.sub))
            }
        }
    }
}

/// A character of a class: a letter or a digit, if it holds some.
fn character(class: &ClassUnicode) -> Option<char> {
    let holds =
        |c: &char| class.ranges().iter().any(|range| range.start() <= *c && *c <= range.end());
    let usual = ['a', 'A', '1', '0', ' '].into_iter().find(holds);
    usual.or_else(|| class.ranges().first().map(|range| range.start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first text made from a pattern that matches it.
    fn text(pattern: &str, least: usize) -> Option<String> {
        let mut patterns = Patterns::default();
        texts(pattern, least).into_iter().find(|text| {
            text.chars().count() >= least && patterns.matches(pattern, text) == Some(true)
        })
    }

    #[test]
    fn texts_match_their_patterns() {
        for (pattern, least, expected) in [
            ("^[A-Z]{3}$", 0, "AAA"),
            (r"^\d{4}-\d{2}$", 0, "1111-11"),
            (r"^\+[1-9]\d{1,14}$", 0, "+11"),
            (r"^\+[1-9]\d{1,14}$", 9, "+11111111"),
            ("^(red|green)(-x)?$", 0, "red-x"),
            ("^[a-f0-9]{8}(-[a-f0-9]{4}){2}$", 0, "aaaaaaaa-aaaa-aaaa"),
            (r"GEO:-?[0-9]{1,2}\.[0-9]{6}", 0, "GEO:-1.111111"),
            ("^[^/]+/[^/]+$", 0, "a/a"),
            (r"^[\w.-]+@[\w.-]+$", 12, "aaaaaaaaaa@a"),
            ("^[[(]x[~&]$", 0, "(x&"),
            (r"^[\W]$", 0, " "),
            (r"\/v1\/", 0, "/v1/"),
            ("^é*$", 3, "ééé"),
            ("^.*$", 0, "a"),
            (r"^\bname\b$", 0, "name"),
        ] {
            assert_eq!(text(pattern, least).as_deref(), Some(expected), "{pattern}");
        }
    }

    #[test]
    fn what_cannot_be_read_or_written_has_no_text() {
        for pattern in ["^(?=a)b", "(", r"\Z", "[]", "((a{1000}){1000}){1000}", "ab^c"] {
            assert_eq!(text(pattern, 0), None, "{pattern}");
        }
        let mut patterns = Patterns::default();
        assert_eq!(patterns.matches("^(?!a)", "b"), None);
        assert_eq!(patterns.matches("((a{1000}){1000}){1000}", "b"), None);
        assert_eq!(patterns.matches(r"^\d$", "٣"), Some(false), "digits are those of ASCII");
    }

    #[test]
    fn so_many_patterns_are_looked_at() {
        let mut patterns = Patterns::default();
        for index in 0..MOST {
            assert_eq!(patterns.matches(&format!("^{index}$"), "x"), Some(false));
        }
        assert_eq!(patterns.matches("^new$", "new"), None);
        assert!(patterns.compiled.len() <= KEPT);
    }
}
