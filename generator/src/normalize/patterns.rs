//! Patterns that are regular expressions in no dialect in; schemas without them out.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::join;
use serde_json::{Map, Value};

/// Removes the pattern of a schema if no reader could use it.
pub(super) fn correct(schema: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    let Some(pattern) = schema.get("pattern").and_then(Value::as_str) else { return };
    let Some(fault) = fault(pattern) else { return };
    let message = format!(
        "\"pattern\" in a schema must be a regular expression, and this is {}: {fault}; it was ignored",
        super::malformed::shown(&Value::from(pattern))
    );
    let help =
        "correct it in an overlay, or remove it; a character that means itself needs a backslash";
    findings.push(Code::MalformedKeyword, join(pointer, "pattern"), message, help);
    findings.ignore(schema, "pattern", pointer);
}

/// Why a pattern is no regular expression, whichever dialect it is written in. Dialects disagree about a `]` at the beginning of a class.
fn fault(pattern: &str) -> Option<&'static str> {
    // A quotation in the dialect of Java, and the mode with comments, have rules of their own.
    let is_special = ["\\Q", "(?x", "(?#"].iter().any(|sign| pattern.contains(sign));
    if is_special { None } else { scan(pattern, false).and_then(|_| scan(pattern, true)) }
}

/// Finds an open class, an open group or a lone backslash. `is_literal` is whether a `]` that begins a class is a character of it.
fn scan(pattern: &str, is_literal: bool) -> Option<&'static str> {
    let mut groups = 0_usize;
    let mut signs = pattern.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' if signs.next().is_none() => return Some("it ends with a lone backslash"),
            '\\' => {}
            '[' => {
                signs.next_if_eq(&'^');
                if is_literal {
                    signs.next_if_eq(&']');
                }
                if !is_closed(&mut signs) {
                    return Some("a `[` has no `]`");
                }
            }
            '(' => groups += 1,
            ')' => match groups.checked_sub(1) {
                Some(rest) => groups = rest,
                None => return Some("a `)` has no `(`"),
            },
            _ => {}
        }
    }
    (groups > 0).then_some("a `(` has no `)`")
}

/// Reads to the end of a class. Some dialects have classes inside classes, of which the first `]` is enough here.
fn is_closed(signs: &mut impl Iterator<Item = char>) -> bool {
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => drop(signs.next()),
            ']' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn only_what_no_dialect_reads_is_a_fault() {
        for pattern in [
            "",
            "^[a-z]+$",
            r"\[",
            r"[\]]",
            "[]a]",
            "[^]]",
            "[]",
            "[(]",
            r"\(",
            "(a|(b))",
            "]",
            "{",
            "a{2",
            "[[:alpha:]]",
            r"[\w&&[^_]]",
            "(?i)a",
            r"\Q(\E",
            "(?# :( )",
            "/^a$/i",
            r"\\",
            "(?<name>a)",
        ] {
            assert_eq!(fault(pattern), None, "{pattern}");
        }
        for pattern in ["[", "^[a-z", "(", "a(b", "a)", r"\", r"a\\\", r"[\]", "(()"] {
            assert!(fault(pattern).is_some(), "{pattern}");
        }
    }
}
