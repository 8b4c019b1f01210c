//! YAML with closing brackets that are indented no further than their key in; the same text with each bracket at the end of the line
//! before out.
//!
//! libyaml accepts both forms. Only line breaks become spaces, so that every offset stays the same.

/// The text with such brackets moved up, if there are any. Block scalars do not change.
pub(super) fn joined(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    // The end of the last line that is not blank, if a bracket may be appended to it.
    let mut before: Option<usize> = None;
    let mut block: Option<usize> = None;
    let (mut start, mut is_changed) = (0, false);
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let (from, next) = (start, start + line.len());
        start = next;
        if content.is_empty() {
            continue;
        }
        let indentation = line.len() - line.trim_start_matches(' ').len();
        if block.is_some_and(|block| indentation > block) {
            continue;
        }
        block = is_block(content).then_some(indentation);
        if let Some(end) = before.filter(|_| closes(content)) {
            bytes[end..from].fill(b' ');
            is_changed = true;
        }
        before = (!has_comment(content)).then_some(from + line.trim_end().len());
    }
    is_changed.then(|| String::from_utf8(bytes).ok()).flatten()
}

/// Whether a line contains only closing brackets.
fn closes(content: &str) -> bool {
    content.starts_with([']', '}']) && content.chars().all(|char| "]}, ".contains(char))
}

/// Whether a line may end with a comment, or within a quoted text.
fn has_comment(content: &str) -> bool {
    let (mut quote, mut before) = (None, ' ');
    for char in content.chars() {
        match quote {
            Some(open) if char == open && before != '\\' => quote = None,
            Some(_) => {}
            None if char == '#' && before.is_whitespace() => return true,
            None if matches!(char, '"' | '\'') && " [{,:".contains(before) => quote = Some(char),
            None => {}
        }
        before = char;
    }
    quote.is_some()
}

/// Whether a line ends with the beginning of a block scalar: `key: |`, `- >-`.
fn is_block(content: &str) -> bool {
    let content = content.split(" #").next().unwrap_or_default().trim_end();
    let last = content.rsplit(' ').next().unwrap_or_default();
    let sign = last.strip_prefix(['|', '>']);
    sign.is_some_and(|rest| rest.chars().all(|char| "+-".contains(char) || char.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn brackets_move_up_and_offsets_stay() {
        let text = "a: [\n  \"b\"\n\n]\nc: |\n  [\n  ]\nd: {\n  e: \"f\" # g\n}\n";
        let moved = "a: [\n  \"b\"  ]\nc: |\n  [\n  ]\nd: {\n  e: \"f\" # g\n}\n";
        assert_eq!(joined(text).as_deref(), Some(moved));
        assert_eq!(joined("a: [b]\n"), None);
        for (line, is_moved) in [
            ("\"#a\"", true),
            ("'x #a', 'it''s'", true),
            ("b#a", true),
            ("b #a", false),
            ("\"b\" #a", false),
            ("\"b #a", false),
        ] {
            assert_eq!(joined(&format!("a: [\n  {line}\n]\n")).is_some(), is_moved, "{line}");
        }
    }
}
