//! A text in; its [blocks](Block) out.
//!
//! Headings become bold paragraphs, images become links, and HTML and everything else becomes the text that was written.

use super::block::Block;
use super::line::{Kind, Line, Run, Style, tidy};
use super::prepare::{prepare, restored, restored_lines, target};
use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd};
use std::rc::Rc;

/// The maximum depth of containers; deeper ones become part of the last permitted one.
const DEPTH: usize = 16;

/// The maximum number of columns in a table; each row of a wider table is a paragraph. The parser completes short rows.
const COLUMNS: usize = 64;

/// The extensions of rustdoc that are read here: footnotes and task markers are text, and quotes stay unchanged.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let prepared = prepare(text);
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(&prepared, OPTIONS).into_offset_iter() {
        if event == Event::Start(Tag::Item) {
            reader.number = number(&prepared[range.start..]);
        }
        reader.read(event);
    }
    reader.end_paragraph();
    reader.blocks
}

/// The number of a list item at the beginning of a text, with the mark after it.
fn number(text: &str) -> Option<(u64, char)> {
    let text = text.trim_start_matches(' ');
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text[digits..].chars().next()?;
    Some((text[..digits].parse().ok()?, mark))
}

/// An open container.
enum Container {
    Quote(Vec<Block>),
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
        numbers: Vec<Option<(u64, char)>>,
        /// Whether an item has a paragraph of its own, as in a list with empty lines.
        is_loose: bool,
        outer: Vec<Block>,
    },
    Item,
    /// A container that is too deep.
    Nothing,
}

/// An open link or image.
struct OpenLink {
    /// The target of the link around it.
    outer: Option<Rc<str>>,
    /// Its start in the line.
    start: usize,
    /// Its target.
    own: Option<Rc<str>>,
}

#[derive(Default)]
struct Reader {
    /// The blocks of the innermost container.
    blocks: Vec<Block>,
    containers: Vec<Container>,
    /// The number of containers except `Nothing`.
    depth: usize,
    /// The number of the last list item.
    number: Option<(u64, char)>,
    line: Line,
    style: Style,
    /// The numbers of open styles: emphasis, strong, struck out.
    open: [usize; 3],
    /// The open links and images.
    links: Vec<OpenLink>,
    code: Option<String>,
    table: Option<(Vec<Alignment>, Vec<Vec<Line>>)>,
}

impl Reader {
    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.push(Kind::Text(restored(&text))),
            },
            Event::Code(text) => self.push(Kind::Code(restored(&text))),
            Event::SoftBreak => self.push(Kind::Text("\n".into())),
            Event::HardBreak => self.push(Kind::Break),
            Event::Html(text) | Event::InlineHtml(text) => {
                for (index, line) in text.lines().enumerate() {
                    if index > 0 {
                        self.push(Kind::Text("\n".into()));
                    }
                    self.push(Kind::Text(restored(line)));
                }
            }
            Event::Rule => self.end_paragraph(),
            // The options above exclude these.
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.count(0, true),
            Tag::Strong => self.count(1, true),
            Tag::Strikethrough => self.count(2, true),
            Tag::Link { dest_url, link_type, .. } => {
                let is_mail = link_type == pulldown_cmark::LinkType::Email;
                let address =
                    if is_mail { format!("mailto:{dest_url}") } else { dest_url.into_string() };
                self.open_link(target(&address));
            }
            Tag::Image { dest_url, .. } => self.open_link(target(&dest_url)),
            Tag::Heading { .. } => {
                self.end_paragraph();
                self.count(1, true);
            }
            Tag::Paragraph => {
                self.end_paragraph();
                if let [.., Container::List { is_loose, .. }, Container::Item] =
                    self.containers.as_mut_slice()
                {
                    *is_loose = true;
                }
            }
            Tag::BlockQuote(_) => {
                self.end_paragraph();
                let outer = Container::Quote(Vec::new());
                self.open(outer);
            }
            Tag::List(start) => {
                self.end_paragraph();
                let (items, numbers, outer) = (Vec::new(), Vec::new(), Vec::new());
                self.open(Container::List { start, items, numbers, is_loose: false, outer });
            }
            Tag::Item => {
                self.end_paragraph();
                let item = match self.containers.last_mut() {
                    Some(Container::List { numbers, .. }) => {
                        numbers.push(self.number.take());
                        Container::Item
                    }
                    _ => Container::Nothing,
                };
                self.containers.push(item);
            }
            Tag::CodeBlock(_) => {
                self.end_paragraph();
                self.code = Some(String::new());
            }
            Tag::Table(alignments) => {
                self.end_paragraph();
                self.table = Some((alignments, Vec::new()));
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some((_, rows)) = &mut self.table {
                    rows.push(Vec::new());
                }
            }
            // Paragraphs, HTML, and kinds that the options exclude.
            _ => self.end_paragraph(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.count(0, false),
            TagEnd::Strong => self.count(1, false),
            TagEnd::Strikethrough => self.count(2, false),
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::Heading(_) => {
                self.end_paragraph();
                self.count(1, false);
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.end_paragraph();
                self.close();
            }
            TagEnd::CodeBlock => {
                let code = restored_lines(&self.code.take().unwrap_or_default());
                if !code.is_empty() {
                    self.blocks.push(Block::Code(code));
                }
            }
            TagEnd::TableCell => {
                let cell = tidy(std::mem::take(&mut self.line));
                if let Some(row) = self.table.as_mut().and_then(|(_, rows)| rows.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some((_, rows)) = &mut self.table
                    && let [_, .., last] = rows.as_mut_slice()
                {
                    last.truncate(
                        last.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1),
                    );
                    if last.is_empty() {
                        rows.pop();
                    }
                }
            }
            _ => self.end_paragraph(),
        }
    }

    fn push(&mut self, kind: Kind) {
        // Most events continue the last text.
        if let (Kind::Text(text), Some(Run { kind: Kind::Text(last), style })) =
            (&kind, self.line.last_mut())
            && *style == self.style
            && style.shares_link(&self.style)
        {
            last.push_str(text);
            return;
        }
        self.line.push(Run { kind, style: self.style.clone() });
    }

    fn count(&mut self, which: usize, opens: bool) {
        let open = &mut self.open[which];
        *open = if opens { *open + 1 } else { open.saturating_sub(1) };
        let [emphasis, strong, strike] = self.open.map(|open| open > 0);
        self.style = Style { link: self.style.link.take(), strike, strong, emphasis };
    }

    /// Begins a link or an image; inside another link with a target, it is only text.
    fn open_link(&mut self, target: Option<String>) {
        let outer = self.style.link.clone();
        let own: Option<Rc<str>> = target.filter(|_| outer.is_none()).map(Into::into);
        let start = self.line.len();
        self.links.push(OpenLink { outer: outer.clone(), start, own: own.clone() });
        self.style.link = outer.or(own);
    }

    /// Ends a link or an image; if it has no text, its target is shown.
    fn close_link(&mut self) {
        let Some(OpenLink { outer, start, own }) = self.links.pop() else { return };
        let is_empty = |run: &Run| matches!(&run.kind, Kind::Text(text) if text.trim().is_empty());
        if let Some(target) =
            own.filter(|_| self.line[start.min(self.line.len())..].iter().all(is_empty))
        {
            self.line.truncate(start);
            self.push(Kind::Text(target.trim_start_matches("mailto:").to_owned()));
        }
        self.style.link = outer;
    }

    fn end_paragraph(&mut self) {
        let line = tidy(std::mem::take(&mut self.line));
        if !line.is_empty() {
            self.blocks.push(Block::Paragraph(line));
        }
    }

    fn end_table(&mut self) {
        let Some((alignments, rows)) = self.table.take() else { return };
        if alignments.len() <= COLUMNS && rows.iter().flatten().any(|cell| !cell.is_empty()) {
            self.blocks.push(Block::Table { alignments, rows });
            return;
        }
        for row in rows {
            let cells = row.into_iter().filter(|cell| !cell.is_empty());
            let cells = cells.flat_map(|cell| cell.into_iter().chain([Run::text(" ")]));
            let line = tidy(cells.collect());
            if !line.is_empty() {
                self.blocks.push(Block::Paragraph(line));
            }
        }
    }

    /// Begins a quote or a list, which stores the blocks around it.
    fn open(&mut self, mut container: Container) {
        if self.depth == DEPTH {
            self.containers.push(Container::Nothing);
            return;
        }
        self.depth += 1;
        match &mut container {
            Container::Quote(outer) | Container::List { outer, .. } => {
                *outer = std::mem::take(&mut self.blocks);
            }
            Container::Item | Container::Nothing => {}
        }
        self.containers.push(container);
    }

    fn close(&mut self) {
        match self.containers.pop() {
            Some(Container::Quote(outer)) => {
                self.depth -= 1;
                let blocks = std::mem::replace(&mut self.blocks, outer);
                if !blocks.is_empty() {
                    self.blocks.push(Block::Quote(blocks));
                }
            }
            Some(Container::List { mut start, mut items, numbers, is_loose, outer }) => {
                self.depth -= 1;
                self.blocks = outer;
                if is_irregular(start, &numbers) {
                    start = None;
                    items.iter_mut().zip(numbers).for_each(|(item, number)| prefix(item, number));
                }
                items.retain(|item| !item.is_empty());
                if !items.is_empty() {
                    self.blocks.push(list(start, items, is_loose));
                }
            }
            Some(Container::Item) => {
                let blocks = std::mem::take(&mut self.blocks);
                if let Some(Container::List { items, .. }) = self.containers.last_mut() {
                    items.push(blocks);
                }
            }
            Some(Container::Nothing) | None => {}
        }
    }
}

/// Whether numbers have gaps, so that they are values that counting would change.
fn is_irregular(start: Option<u64>, numbers: &[Option<(u64, char)>]) -> bool {
    let Some(start) = start else { return false };
    let counted = (start..).zip(numbers);
    counted
        .into_iter()
        .any(|(expected, number)| number.is_some_and(|(number, _)| number > expected))
}

/// Adds the number of an item to its text.
fn prefix(item: &mut Vec<Block>, number: Option<(u64, char)>) {
    let Some((number, mark)) = number else { return };
    let text = Run::text(format!("{number}{mark} "));
    match item.first_mut() {
        Some(Block::Paragraph(line)) => {
            line.insert(0, text);
            *line = tidy(std::mem::take(line));
        }
        _ => item.insert(0, Block::Paragraph(tidy(vec![text]))),
    }
}

/// A list, loose if it has to be.
fn list(start: Option<u64>, items: Vec<Vec<Block>>, is_loose: bool) -> Block {
    let fits = |start: u64| start + items.len() as u64 <= 999_999_999;
    let start = start.map(|start| if fits(start) { start } else { 1 });
    let is_simple = |item: &Vec<Block>| {
        let is_tight_list =
            |block: &Block| matches!(block, Block::List { tight: true, start: None | Some(1), .. });
        match item.as_slice() {
            [Block::Paragraph(_)] => true,
            [Block::Paragraph(_), list] => is_tight_list(list),
            [list] => is_tight_list(list),
            _ => false,
        }
    };
    let is_single = matches!(items.as_slice(), [item] if item.len() == 1);
    let tight = (!is_loose || is_single) && items.iter().all(is_simple);
    Block::List { start, tight, items }
}
