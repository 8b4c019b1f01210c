//! Names of a document in; Rust identifiers out.
//!
//! Identifiers are ASCII (other scripts are transliterated). Keywords get a final `_`, names that begin with a digit get a leading `_` or
//! `N`, and names without letters or digits are spelled out.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// The maximum length of a name, so that every system can store a file of that name with a suffix.
pub(crate) const MAX_LENGTH: usize = 100;

/// The name of a field, parameter, method or module.
pub(crate) fn snake(raw: &str) -> String {
    finish(snake_words(raw), "_")
}

/// The name of a type or variant.
pub(crate) fn camel(raw: &str) -> String {
    finish(words(raw).to_upper_camel_case(), "N")
}

/// Whether a name is shortened as an identifier.
pub(crate) fn is_cut(raw: &str) -> bool {
    // A sign becomes only a few letters.
    raw.len() * 2 > MAX_LENGTH && snake_words(raw).len() > MAX_LENGTH
}

/// The words of a name in lower case, joined by `_`.
pub(crate) fn snake_words(raw: &str) -> String {
    words(raw).to_snake_case()
}

/// Whether a text is a valid identifier without changes.
pub(crate) fn is_identifier(text: &str) -> bool {
    text.is_ascii() && text != "_" && syn::parse_str::<syn::Ident>(text).is_ok() && text != "gen"
}

/// Whether a text is an identifier in the same case as another: that of types or that of everything else.
pub(crate) fn is_spelled_like(text: &str, other: &str) -> bool {
    let is_type = |text: &str| text.starts_with(|first: char| first.is_ascii_uppercase());
    let fits = if is_type(text) {
        !text.trim_end_matches('_').contains('_')
    } else {
        !text.contains(|c: char| c.is_ascii_uppercase())
    };
    text.len() <= MAX_LENGTH && is_identifier(text) && fits && is_type(text) == is_type(other)
}

/// The words of a name: ASCII letters and digits, with everything else as gaps. Signs are spelled out if nothing else is left or if they
/// distinguish numbers.
fn words(raw: &str) -> String {
    let ascii = deunicode::deunicode(raw);
    let signed = |sign: char| {
        ascii.strip_prefix(sign).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    if signed('-') {
        return format!("minus {}", super::words::join(&gaps(&ascii)));
    }
    if signed('+') {
        return format!("plus {}", super::words::join(&gaps(&ascii)));
    }
    let words = gaps(&ascii);
    if words.trim().is_empty() {
        return spelled(&ascii);
    }
    match comparison(&ascii) {
        Some((name, signs)) => format!("{} {}", super::words::join(&gaps(name)), spelled(signs)),
        None => super::words::join(&words),
    }
}

/// A name and the comparison signs after it: `StartTime>=` and `StartTime` are different names. In `Page<User>` the signs have another
/// meaning.
fn comparison(text: &str) -> Option<(&str, &str)> {
    let name = text.trim_end_matches(['<', '>', '=', '!']);
    let signs = &text[name.len()..];
    let compares = signs.contains(['<', '>']) || signs.contains("!=");
    (compares && !name.contains(['<', '>'])).then_some((name, signs))
}

/// A value with its first sign spelled out, since `-name` and `name` are different.
pub(crate) fn with_sign(value: &str) -> std::borrow::Cow<'_, str> {
    let mut chars = value.chars();
    let first = chars.next().filter(|first| "+-<>=!~".contains(*first)).and_then(sign);
    match first.filter(|_| chars.as_str().starts_with(char::is_alphanumeric)) {
        Some(word) => format!("{word} {}", chars.as_str()).into(),
        None => value.into(),
    }
}

fn gaps(text: &str) -> String {
    text.chars()
        .filter(|c| *c != '\'')
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect()
}

/// Spells a name without letters and digits, sign by sign.
fn spelled(text: &str) -> String {
    let words: Vec<&str> = text.chars().filter_map(sign).collect();
    match words.is_empty() {
        true if text.trim().is_empty() => "empty".into(),
        true => "unnamed".into(),
        false => words.join(" "),
    }
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '&' => "and",
        '|' => "or",
        '%' => "percent",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '^' => "caret",
        '~' => "tilde",
        '_' => "underscore",
        _ => return None,
    })
}

/// Makes an identifier from joined words.
fn finish(mut ident: String, before_digit: &str) -> String {
    if ident.len() > MAX_LENGTH {
        ident.truncate(MAX_LENGTH);
        ident.truncate(ident.trim_end_matches('_').len());
    }
    if ident.is_empty() {
        ident = if before_digit == "_" { "unnamed".into() } else { "Unnamed".into() };
    }
    if ident.starts_with(|c: char| c.is_ascii_digit()) {
        ident.insert_str(0, before_digit);
    }
    if is_identifier(&ident) { ident } else { ident + "_" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_documents_become_rust_names() {
        for (raw, expected) in [
            ("userName", "user_name"),
            ("provideOTP", "provide_otp"),
            ("APIKeyIPWhitelist", "api_key_ip_whitelist"),
            ("type", "type_"),
            ("self", "self_"),
            ("gen", "gen_"),
            ("crate", "crate_"),
            ("2fa", "_2fa"),
            ("$filter", "filter"),
            ("X-Trace-Id:", "x_trace_id"),
            ("größe", "grosse"),
            ("", "empty"),
            ("__", "underscore_underscore"),
            ("-1", "minus_1"),
            ("a/../b", "a_b"),
            ("StartTime<", "start_time_less"),
            ("StartTime>=", "start_time_greater_equal"),
            ("state!=", "state_not_equal"),
            ("filter=", "filter"),
            ("Page<User>", "page_user"),
        ] {
            assert_eq!(snake(raw), expected, "{raw:?}");
            assert!(is_identifier(&snake(raw)), "{raw:?}");
        }
    }

    #[test]
    fn long_names_are_cut() {
        let long = "a".repeat(300);
        let words = "ab ".repeat(100);
        for raw in [&long, &words, &"é".repeat(150), &"1".repeat(300), &"+".repeat(60)] {
            for ident in [snake(raw), camel(raw)] {
                assert!(is_identifier(&ident) && ident.len() <= MAX_LENGTH + 1, "{ident}");
            }
            assert!(is_cut(raw), "{raw}");
        }
        assert!(!is_cut(&"a".repeat(MAX_LENGTH)) && !is_cut("userName"));
        assert!(!is_spelled_like(&long, "user"));
    }

    #[test]
    fn types_and_variants_are_camel_case() {
        for (raw, expected) in [
            ("session_login", "SessionLogin"),
            ("self", "Self_"),
            ("404", "N404"),
            ("+1", "Plus1"),
            (">=", "GreaterEqual"),
        ] {
            assert_eq!(camel(raw), expected, "{raw:?}");
        }
    }
}
