//! A sentence in parts that are words or code, so that every report can escape and show each as it should.

use std::fmt;

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Words.
    Words(String),
    /// Code, or a text quoted from a document.
    Code(String),
}

/// A sentence without a final stop.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Vec<Part>);

impl Text {
    /// Words.
    pub fn words(words: impl Into<String>) -> Self {
        Self(Vec::new()).and(words)
    }

    /// Code: `SessionUser.phone`.
    pub fn code(code: impl Into<String>) -> Self {
        Self(Vec::new()).and_code(code)
    }

    /// A text with code between backticks. If a backtick has no partner, the whole text is words.
    pub fn marked(text: &str) -> Self {
        if text.matches('`').count() % 2 == 1 {
            return Self::words(text);
        }
        let pieces = text.split('`').enumerate();
        pieces.fold(Self::default(), |text, (index, piece)| match index % 2 {
            0 => text.and(piece),
            _ => text.and_code(piece),
        })
    }

    /// Appends words.
    #[must_use]
    pub fn and(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        match self.0.last_mut() {
            _ if words.is_empty() => {}
            Some(Part::Words(last)) => last.push_str(&words),
            _ => self.0.push(Part::Words(words)),
        }
        self
    }

    /// Appends code.
    #[must_use]
    pub fn and_code(mut self, code: impl Into<String>) -> Self {
        let code = code.into();
        if !code.is_empty() {
            self.0.push(Part::Code(code));
        }
        self
    }

    /// Appends another text.
    #[must_use]
    pub fn then(self, other: Self) -> Self {
        other.0.into_iter().fold(self, |text, part| match part {
            Part::Words(words) => text.and(words),
            Part::Code(code) => text.and_code(code),
        })
    }

    /// Joins texts with a separator.
    pub fn joined(texts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut texts = texts.into_iter();
        let first = texts.next().unwrap_or_default();
        texts.fold(first, |all, text| all.and(between).then(text))
    }

    /// Its parts.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }
}

/// Shows the text without marks around code.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(Part::Words(part) | Part::Code(part))| f.write_str(part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_know_whether_they_are_code() {
        let text = Text::marked("`A.x` is `String` now").and(", and").and(" gone");
        let code = |part: &Part| matches!(part, Part::Code(_));
        assert_eq!(text.to_string(), "A.x is String now, and gone");
        assert_eq!(text.parts().iter().map(code).collect::<Vec<_>>(), [true, false, true, false]);
        assert_eq!(Text::marked("one ` only"), Text::words("one ` only"));
        assert_eq!(Text::joined([Text::code("a"), Text::words("b")], "; ").to_string(), "a; b");
    }
}
