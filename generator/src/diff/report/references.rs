//! A text in; whether GitHub would read a mention or an issue in it out.
//!
//! GitHub finds `@name`, `#1`, `owner/name#1`, `GH-1` and addresses of issues after it has resolved all escapes. After a word such as
//! `fixes`, it closes the issue when the text is merged. Each reference holds one of a few marks; escaping breaks them.

/// Whether such a mark ends with this sign: `@`, `#`, `GH-`, `://` and `www.`.
pub(super) fn ends(before: &str, sign: char) -> bool {
    let is_after = |start: &str| {
        let end = before.len().checked_sub(start.len()).and_then(|at| before.get(at..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(start))
    };
    match sign {
        '@' | '#' => true,
        '-' => is_after("gh"),
        ':' => is_after("http") || is_after("https") || is_after("ftp"),
        '.' => is_after("www"),
        _ => false,
    }
}

/// Whether a text holds a mark with a reference behind it.
pub(super) fn has(text: &str) -> bool {
    let mut chars = text.char_indices().peekable();
    while let Some((at, sign)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let may_follow = match sign {
            '#' | '-' => next.is_ascii_digit(),
            ':' => next == '/',
            _ => next.is_alphanumeric(),
        };
        if may_follow && ends(&text[..at], sign) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mentions_or_closes_is_found() {
        for text in [
            "fixes #1",
            "acme/sdk#12",
            "Closes GH-2",
            "gh-3",
            "resolves https://github.com/acme/sdk/issues/1",
            "HTTP://github.com/x",
            "www.github.com/acme/sdk/issues/1",
            "@octocat",
            "cc @acme/team",
        ] {
            assert!(has(text), "{text}");
        }
        for text in ["#/components/schemas/Pet", "a@", "high-two", "a: b", "http", "GH", "", "GH-x"]
        {
            assert!(!has(text), "{text}");
        }
    }
}
