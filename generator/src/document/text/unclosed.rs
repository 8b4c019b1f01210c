//! The text of JSON that does not parse, and where it stops making sense, in; the bracket that opens what has no end out.

use std::ops::Range;

/// A bracket that is open.
struct Open {
    offset: usize,
    bracket: u8,
    /// The indentation of its line.
    indentation: usize,
    /// Whether nothing but space follows in its line.
    is_last: bool,
}

/// The bracket that lacks its end, if that is what is wrong at the byte `fault`.
///
/// Where the text ends too early, any bracket may lack its end; if its lines are indented, it is the first one whose end stands further left
/// than its beginning. Elsewhere it is one that another kind of bracket would close, or before which a line goes back.
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
    /// The first bracket whose end stands further left than its beginning.
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

    /// `line` is the space that its line begins with.
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

/// The indentation of the line that a byte is in, and whether only space is before the byte.
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

    /// The bracket behind `«` has no end, and `»` stands where that is found.
    fn check(marked: &str) {
        let text: String = marked.chars().filter(|c| !"«»".contains(*c)).collect();
        let start = marked.find('«');
        let signs = start.map_or(0, |_| '«'.len_utf8());
        let fault = marked.find('»').unwrap() - signs;
        assert_eq!(unclosed(&text, fault), start, "{marked}");
    }

    #[test]
    fn a_bracket_without_an_end_is_found() {
        // Nothing is indented: the last one.
        check("«{\"a\": {\"b\": 1}»");
        check("{\"a\": «{\"b\": 1»");
        check("{\"a\": «[1, 2»}");
        // The end of another stands where that of this one is missing.
        check("{\n  \"a\": «{\n    \"b\": {\n    }\n}\n»");
        check("{\n  \"a\": {\n    \"b\": «{\n      \"c\": {}\n  },\n  \"d\": 1\n}\n»");
        // The next key stands where this object began.
        check("{\n  \"a\": «{\n    \"b\": 1\n  »\"c\": 2\n}\n");
        // Only a comma is missing.
        check("{\n  \"a\": {\n    \"b\": 1\n  }\n  »\"c\": 2\n}\n");
        check("[1, x»]");
        check("{\"a\": \"{[\\\"\" »x}");
        check("»");
    }
}
