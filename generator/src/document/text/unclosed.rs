//! JSON text that does not parse, with the offset of the error, in; the opening bracket without an end out.

use std::ops::Range;

/// An open bracket.
struct Open {
    offset: usize,
    bracket: u8,
    /// The indentation of its line.
    indentation: usize,
    /// Whether only space follows it in its line.
    is_last: bool,
}

/// The bracket without an end, if that is the error at the byte `fault`.
///
/// If the text ends too early, any bracket may lack its end. In indented text, it is the first bracket whose end is further left than its
/// beginning. Otherwise it is the one that another kind of bracket would close, or before which the indentation decreases.
pub(crate) fn unclosed(text: &str, fault: usize) -> Option<usize> {
    let mut scan = Scan { text, open: Vec::new(), misplaced: None };
    scan.run(fault);
    let last = scan.open.last()?;
    let Some(found) = text.as_bytes().get(fault) else {
        return scan.misplaced.or(Some(last.offset));
    };
    let end = if last.bracket == b'{' { b'}' } else { b']' };
    let is_other_end = matches!(found, b'}' | b']') && *found != end;
    let (indentation, is_first) = line_before(text, fault);
    let goes_back = is_first && last.is_last && *found != end && indentation <= last.indentation;
    (is_other_end || goes_back).then_some(last.offset)
}

struct Scan<'t> {
    text: &'t str,
    open: Vec<Open>,
    /// The first bracket whose end is further left than its beginning.
    misplaced: Option<usize>,
}

impl Scan<'_> {
    fn run(&mut self, end: usize) {
        let bytes = &self.text.as_bytes()[..end.min(self.text.len())];
        let (mut at, mut line) = (0, 0..0);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' => at = string_end(bytes, at),
                b'\n' => line = at + 1..at + 1,
                b'{' | b'[' => self.start(at, byte, &line),
                b'}' | b']' => self.end(at, &line),
                b' ' | b'\t' if line.end == at => line.end += 1,
                _ => {}
            }
            at += 1;
        }
    }

    /// `line` is the range of the space at the beginning of its line.
    fn start(&mut self, offset: usize, bracket: u8, line: &Range<usize>) {
        let rest = self.text[offset + 1..].trim_start_matches([' ', '\t', '\r']);
        let is_last = rest.starts_with('\n');
        self.open.push(Open { offset, bracket, indentation: line.len(), is_last });
    }

    fn end(&mut self, offset: usize, line: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        if self.misplaced.is_none()
            && open.is_last
            && line.end == offset
            && line.len() < open.indentation
        {
            self.misplaced = Some(open.offset);
        }
    }
}

/// The offset of the quotation mark that ends a string, or the last byte.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The indentation of the line with a byte, and whether only space precedes the byte.
fn line_before(text: &str, offset: usize) -> (usize, bool) {
    let before = &text.as_bytes()[..offset];
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let space = before[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    (space, start + space == offset)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::unclosed;

    /// The bracket after `«` has no end; `»` marks the place where that is noticed.
    fn check(marked: &str) {
        let text: String = marked.chars().filter(|c| !"«»".contains(*c)).collect();
        let start = marked.find('«');
        let signs = start.map_or(0, |_| '«'.len_utf8());
        let fault = marked.find('»').unwrap() - signs;
        assert_eq!(unclosed(&text, fault), start, "{marked}");
    }

    #[test]
    fn a_bracket_without_an_end_is_found() {
        // Without indentation: the last one.
        check("«{\"a\": {\"b\": 1}»");
        check("{\"a\": «{\"b\": 1»");
        check("{\"a\": «[1, 2»}");
        // Another bracket's end is in place of the missing one.
        check("{\n  \"a\": «{\n    \"b\": {\n    }\n}\n»");
        check("{\n  \"a\": {\n    \"b\": «{\n      \"c\": {}\n  },\n  \"d\": 1\n}\n»");
        // The next key is at the indentation of this object.
        check("{\n  \"a\": «{\n    \"b\": 1\n  »\"c\": 2\n}\n");
        // Only a comma is missing.
        check("{\n  \"a\": {\n    \"b\": 1\n  }\n  »\"c\": 2\n}\n");
        check("[1, x»]");
        check("{\"a\": \"{[\\\"\" »x}");
        check("»");
    }
}
