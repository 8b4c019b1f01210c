//! Pages taken apart into prose and fragments, and written again, in many layouts.

use crate::random::Random;
use serde_json::Value;
use specweave::source::Source;
use std::fmt::Write;

/// A page or a document.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// Its path.
    pub(crate) name: String,
    pub(crate) parts: Vec<Part>,
    /// Whether it begins with a byte order mark.
    pub(crate) mark: bool,
    /// Whether its lines end as on Windows.
    pub(crate) crlf: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Part {
    /// Prose with its line ends.
    Prose(String),
    /// A fenced fragment of a page; the whole of a document.
    Fragment(Value, Layout),
}

/// How a fragment is written.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) fence: &'static str,
    pub(crate) language: &'static str,
    /// The spaces of each level; without them all is one line.
    pub(crate) indent: Option<usize>,
    /// What decides on the characters that are escaped though they need not be.
    pub(crate) escapes: Option<u64>,
}

impl Default for Layout {
    fn default() -> Self {
        Self { fence: "```", language: "json", indent: None, escapes: None }
    }
}

impl Page {
    /// Takes a Markdown page apart.
    pub(crate) fn read(source: &Source) -> Self {
        let mut parts = Vec::new();
        let mut prose = String::new();
        let mut lines = source.text.split_inclusive('\n');
        while let Some(line) = lines.next() {
            if line.trim_end() != "```json" {
                prose.push_str(line);
                continue;
            }
            parts.push(Part::Prose(std::mem::take(&mut prose)));
            let text: String = lines.by_ref().take_while(|line| line.trim_end() != "```").collect();
            parts.push(Part::Fragment(serde_json::from_str(&text).unwrap(), Layout::default()));
        }
        parts.push(Part::Prose(prose));
        Self { name: source.name.clone(), parts, mark: false, crlf: false }
    }

    /// A page that holds fragments and little else.
    pub(crate) fn of(name: String, fragments: impl IntoIterator<Item = Value>) -> Self {
        let parts = fragments
            .into_iter()
            .flat_map(|value| [Part::Prose("\n".into()), Part::Fragment(value, Layout::default())]);
        Self { name, parts: parts.collect(), mark: false, crlf: false }
    }

    pub(crate) fn stem(&self) -> String {
        Source::new(self.name.clone(), "").stem().to_owned()
    }

    pub(crate) fn fragments(&self) -> impl Iterator<Item = &Value> {
        self.parts.iter().filter_map(|part| match part {
            Part::Fragment(value, _) => Some(value),
            Part::Prose(_) => None,
        })
    }

    pub(crate) fn fragments_mut(&mut self) -> impl Iterator<Item = (&mut Value, &mut Layout)> {
        self.parts.iter_mut().filter_map(|part| match part {
            Part::Fragment(value, layout) => Some((value, layout)),
            Part::Prose(_) => None,
        })
    }

    /// Writes it.
    pub(crate) fn source(&self) -> Source {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Prose(prose) => text.push_str(prose),
                Part::Fragment(value, layout) if self.name.ends_with(".md") => {
                    let json = layout.json(value);
                    let Layout { fence, language, .. } = layout;
                    let _ = write!(text, "{fence}{language}\n{json}\n{fence}\n");
                }
                Part::Fragment(value, _) if self.name.ends_with(".yaml") => {
                    text.push_str(&specweave::document::yaml::to_string(value).unwrap());
                }
                Part::Fragment(value, layout) => text.push_str(&layout.json(value)),
            }
        }
        if self.crlf {
            text = text.replace('\n', "\r\n");
        }
        if self.mark {
            text.insert(0, '\u{feff}');
        }
        Source::new(self.name.clone(), text)
    }
}

/// Writes all.
pub(crate) fn sources(pages: &[Page]) -> Vec<Source> {
    pages.iter().map(Page::source).collect()
}

impl Layout {
    fn json(&self, value: &Value) -> String {
        let mut writer =
            Writer { layout: self, text: String::new(), random: self.escapes.map(Random::new) };
        writer.value(value, 0);
        writer.text
    }
}

struct Writer<'l> {
    layout: &'l Layout,
    text: String,
    random: Option<Random>,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Object(object) => {
                self.text.push('{');
                for (index, (key, value)) in object.iter().enumerate() {
                    self.separate(index, depth + 1);
                    self.string(key);
                    self.text.push_str(if self.layout.indent.is_some() { ": " } else { ":" });
                    self.value(value, depth + 1);
                }
                self.end(object.is_empty(), depth, '}');
            }
            Value::Array(array) => {
                self.text.push('[');
                for (index, value) in array.iter().enumerate() {
                    self.separate(index, depth + 1);
                    self.value(value, depth + 1);
                }
                self.end(array.is_empty(), depth, ']');
            }
            Value::String(text) => self.string(text),
            other => self.text.push_str(&other.to_string()),
        }
    }

    fn separate(&mut self, index: usize, depth: usize) {
        if index > 0 {
            self.text.push(',');
        }
        self.new_line(depth);
    }

    fn new_line(&mut self, depth: usize) {
        if let Some(indent) = self.layout.indent {
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n(' ', indent * depth));
        }
    }

    fn end(&mut self, is_empty: bool, depth: usize, bracket: char) {
        if !is_empty {
            self.new_line(depth);
        }
        self.text.push(bracket);
    }

    fn string(&mut self, text: &str) {
        let Some(random) = &mut self.random else {
            self.text.push_str(&Value::from(text).to_string());
            return;
        };
        self.text.push('"');
        for letter in text.chars() {
            if letter == '/' && random.one_in(2) {
                self.text.push_str("\\/");
            } else if random.one_in(5) {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    let _ = write!(self.text, "\\u{unit:04x}");
                }
            } else {
                let quoted = Value::from(letter.to_string()).to_string();
                self.text.push_str(&quoted[1..quoted.len() - 1]);
            }
        }
        self.text.push('"');
    }
}
