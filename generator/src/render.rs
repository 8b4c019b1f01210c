//! Diagnostics in; text for people or lines of JSON for programs out.
//!
//! A message for people names code, page, line, column and JSON pointer, and shows the faulty piece. The same finding in several places is
//! shown once, and of a frequent warning only the first few findings. No unprintable character of the input reaches the terminal.
//!
//! For programs, [`json`] writes one object a line:
//!
//! ```json
//! {"code":"SW501","severity":"warning","message":"…","page":"pages/session.md","line":12,"column":7,
//!  "pointer":"/paths/~1v3~1session","related":[{"page":"…","line":1,"column":1,"pointer":"","label":"…"}],"help":"…"}
//! ```
//!
//! `page`, `line`, `column`, `pointer` and `help` are `null` if unknown; lines and columns count from 1.

mod window;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{Place, Position};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::BTreeMap;
use std::fmt::Write;
use window::Window;

/// The number of further places of one finding that are listed.
const PLACES: usize = 3;

/// The number of different findings of one warning that are shown if there are more than twice as many; the rest is counted.
const ALIKE: usize = 5;

/// The look of messages for people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// With terminal colours.
    pub color: bool,
    /// With every note, not only their number.
    pub verbose: bool,
}

/// All diagnostics for people: one block for each finding, with an empty line behind it.
pub fn human(diagnostics: &[Diagnostic], style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(200);
    let mut text = String::new();
    let (notes, findings): (Vec<_>, Vec<_>) = diagnostics
        .iter()
        .partition(|finding| !style.verbose && finding.severity() == Severity::Note);
    let mut seen = BTreeMap::<Code, (usize, usize)>::new();
    let groups = alike(&findings);
    let mut frequency = BTreeMap::<Code, usize>::new();
    groups.iter().for_each(|same| *frequency.entry(same[0].code).or_default() += 1);
    for same in &groups {
        let first = same[0];
        let is_frequent =
            first.severity() == Severity::Warning && frequency[&first.code] > 2 * ALIKE;
        let (shown, more) = seen.entry(first.code).or_default();
        if *shown == ALIKE && is_frequent && !style.verbose {
            *more += same.len();
            continue;
        }
        *shown += 1;
        let block = renderer.render(&report(same));
        let lines = block.lines().filter(|line| !is_empty_header(line));
        lines.for_each(|line| text.extend([line, "\n"]));
        text.push('\n');
    }
    for (code, (_, more)) in seen.into_iter().filter(|(_, (_, more))| *more > 0) {
        let title =
            format!("{}: {} (--verbose lists them)", code.title(), plural(more, "more place"));
        let title = Level::WARNING.primary_title(title).id(code.number());
        let _ = writeln!(text, "{}\n", renderer.render(&[Group::with_title(title)]));
    }
    let mut counts = BTreeMap::<Code, usize>::new();
    for note in notes {
        *counts.entry(note.code).or_default() += 1;
    }
    for (code, count) in counts {
        let title = format!("{}: {} (--verbose lists them)", code.title(), times(count));
        let title = Level::NOTE.primary_title(title).id(code.number());
        let _ = writeln!(text, "{}\n", renderer.render(&[Group::with_title(title)]));
    }
    text
}

/// Whether a line is the header that the renderer puts above a piece of text without a path. The path has a line of its own here, because a
/// piece that was cut out of its line does not know its column.
fn is_empty_header(line: &str) -> bool {
    line.contains(":::") && anstream::adapter::strip_str(line).to_string().trim() == ":::"
}

/// The numbers of errors and warnings, the worst first: `error: 3 errors, 2 warnings`; `None` if there are neither.
pub fn total(diagnostics: &[Diagnostic], style: Style) -> Option<String> {
    let count =
        |severity| diagnostics.iter().filter(|finding| finding.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let parts = [plural(errors, "error"), plural(warnings, "warning")];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.starts_with("0 ")).collect();
    let level = if errors > 0 { Level::ERROR } else { Level::WARNING };
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let title = level.primary_title(parts.join(", "));
    (!parts.is_empty()).then(|| renderer.render(&[Group::with_title(title)]))
}

/// A number and what it counts: `1 file`, `2 files`.
pub(crate) fn plural(count: usize, what: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {what}{end}")
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// The findings with the same code and message, in the order of their first.
fn alike<'a>(findings: &[&'a Diagnostic]) -> Vec<Vec<&'a Diagnostic>> {
    let mut index = BTreeMap::new();
    let mut groups: Vec<Vec<&Diagnostic>> = Vec::new();
    for &finding in findings {
        let at = *index.entry((finding.code, finding.message.as_str())).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

/// One finding, shown at its first place.
fn report<'a>(same: &[&Diagnostic]) -> Vec<Group<'a>> {
    let Some((first, rest)) = same.split_first() else { return Vec::new() };
    let level = match first.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(one_line(&first.message)).id(first.code.number());
    let mut main = Group::with_title(title);
    if let Some(place) = &first.place {
        main = show(main, place);
    }
    let mut report = Vec::new();
    for (place, label) in first.related.iter().take(PLACES) {
        report.push(show(Group::with_title(Level::NOTE.secondary_title(one_line(label))), place));
    }
    let footer = [more_related(first), more_places(rest)].into_iter().flatten();
    for note in footer {
        main = main.element(Level::NOTE.no_name().message(note));
    }
    if let Some(help) = &first.help {
        main = main.element(Level::HELP.message(printable(help)));
    }
    report.insert(0, main);
    report
}

fn more_related(finding: &Diagnostic) -> Option<String> {
    let rest = finding.related.get(PLACES..).filter(|rest| !rest.is_empty())?;
    Some(format!("… and {} that take part", plural(rest.len(), "more place")))
}

fn more_places(rest: &[&Diagnostic]) -> Option<String> {
    if rest.is_empty() {
        return None;
    }
    let mut note = format!("… and {}", plural(rest.len(), "more place"));
    // Findings below a key that was read as another one all have the place of that key.
    let mut loci: Vec<String> = Vec::new();
    for place in rest.iter().filter_map(|finding| finding.place.as_ref()).map(locus) {
        if loci.last() == Some(&place) {
            continue;
        }
        loci.push(if loci.len() < PLACES { place } else { "…".to_owned() });
        if loci.len() > PLACES {
            break;
        }
    }
    if !loci.is_empty() {
        let _ = write!(note, ": {}", loci.join(", "));
    }
    Some(note)
}

/// `page:line:column`.
fn locus(place: &Place) -> String {
    let name = one_line(&place.source.name);
    match place.position() {
        Some(Position { line, column }) => format!("{name}:{line}:{column}"),
        None => name,
    }
}

/// Adds the position of a place, the piece of text there, and its pointer.
fn show<'a>(group: Group<'a>, place: &Place) -> Group<'a> {
    let mut origin = Origin::path(one_line(&place.source.name));
    if let Some(Position { line, column }) = place.position() {
        origin = origin.line(line).char_column(column);
    }
    let mut group = group.element(origin);
    if let Some(window) = Window::of(place) {
        let mark = AnnotationKind::Primary.span(window.span);
        let snippet = Snippet::source(window.text).line_start(window.line).annotation(mark);
        group = group.element(snippet);
    }
    if !place.pointer.is_empty() {
        let at = Level::NOTE.with_name("at");
        group = group.element(at.message(one_line(&place.pointer)));
    }
    group
}

/// A text without anything that a terminal would act on; line ends stay.
pub fn printable(text: &str) -> String {
    let lines = text.replace("\r\n", "\n");
    lines.chars().map(|char| if char == '\n' { char } else { visible(char) }).collect()
}

/// A text without anything that a terminal would act on, in one line.
pub fn one_line(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// A printable character: the same one, or a substitute.
fn visible(char: char) -> char {
    match char {
        '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(char)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        // C1 controls, marks that turn the direction of text, line separators, byte order marks.
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        char => char,
    }
}

/// One diagnostic as one line of JSON, without the line end.
pub fn json(diagnostic: &Diagnostic) -> String {
    let mut object = place_json(diagnostic.place.as_ref());
    let related = diagnostic.related.iter().map(|(place, label)| {
        let mut object = place_json(Some(place));
        object.insert("label".to_owned(), label.as_str().into());
        serde_json::Value::Object(object)
    });
    object.insert("related".to_owned(), related.collect());
    object.insert("help".to_owned(), diagnostic.help.as_deref().into());
    let head = [
        ("code", diagnostic.code.number().into()),
        ("severity", diagnostic.severity().to_string().into()),
        ("message", diagnostic.message.as_str().into()),
    ];
    let head = head.into_iter().map(|(key, value): (_, serde_json::Value)| (key.to_owned(), value));
    json_line(&serde_json::Value::Object(head.chain(object).collect()))
}

fn place_json(place: Option<&Place>) -> serde_json::Map<String, serde_json::Value> {
    let position = place.and_then(Place::position);
    let object = serde_json::json!({
        "page": place.map(|place| &place.source.name),
        "line": position.map(|position| position.line),
        "column": position.map(|position| position.column),
        "pointer": place.map(|place| &place.pointer),
    });
    match object {
        serde_json::Value::Object(object) => object,
        _ => serde_json::Map::new(),
    }
}

/// A value in one line, with escapes for everything that a terminal would act on.
pub(crate) fn json_line(value: &serde_json::Value) -> String {
    json_text(&value.to_string())
}

/// The text of JSON, with escapes for everything that a terminal would act on.
pub(crate) fn json_text(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for char in json.chars() {
        // Other control characters can only be line breaks between values.
        if char >= '\u{7f}' && visible(char) != char {
            let _ = write!(text, "\\u{:04x}", u32::from(char));
        } else {
            text.push(char);
        }
    }
    text
}
