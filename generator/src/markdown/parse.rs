//! A text in, its [blocks](Block) out.
//!
//! Headings become bold paragraphs, images links, HTML and whatever else there is the text that it is written as.

use super::block::Block;
use super::line::{Kind, Line, Run, Style, tidy};
use super::prepare::{prepare, restored, restored_lines, target};
use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd};
use std::rc::Rc;

/// How many containers may stand in each other; deeper ones are read as parts of the last that may.
const DEPTH: usize = 16;

/// How many columns a table may have; of a wider one each row is a paragraph. The parser fills short rows up.
const COLUMNS: usize = 64;

/// What rustdoc reads beyond CommonMark, as far as it is read here: footnotes and marks of tasks are text, and quotes stay as they are.
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

/// The number of an item that a text begins with, with the mark after it.
fn number(text: &str) -> Option<(u64, char)> {
    let text = text.trim_start_matches(' ');
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text[digits..].chars().next()?;
    Some((text[..digits].parse().ok()?, mark))
}

/// A container that is open.
enum Container {
    Quote(Vec<Block>),
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
        numbers: Vec<Option<(u64, char)>>,
        /// Whether an item has a paragraph of its own, which are those of a list with empty lines.
        is_loose: bool,
        outer: Vec<Block>,
    },
    Item,
    /// One that is too deep.
    Nothing,
}

/// A link or an image that is open.
struct OpenLink {
    /// What is linked to around it.
    outer: Option<Rc<str>>,
    /// Where it begins in its line.
    start: usize,
    /// What it leads to.
    own: Option<Rc<str>>,
}

#[derive(Default)]
struct Reader {
    /// Of the innermost container.
    blocks: Vec<Block>,
    containers: Vec<Container>,
    /// How many of them are more than `Nothing`.
    depth: usize,
    /// The number of the last item that began.
    number: Option<(u64, char)>,
    line: Line,
    style: Style,
    /// How many of each are open: emphasis, strong, struck out.
    open: [usize; 3],
    /// The links and images that are open.
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
            // With the options above there are none.
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
            // Paragraphs of HTML, and what the options leave out.
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
        // Most events are parts of one text.
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

    /// Begins a link or an image; inside another that leads somewhere it is only text.
    fn open_link(&mut self, target: Option<String>) {
        let outer = self.style.link.clone();
        let own: Option<Rc<str>> = target.filter(|_| outer.is_none()).map(Into::into);
        let start = self.line.len();
        self.links.push(OpenLink { outer: outer.clone(), start, own: own.clone() });
        self.style.link = outer.or(own);
    }

    /// Ends it; one without a text shows where it leads.
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

    /// Begins a quote or a list, which keeps the blocks around it.
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

/// Whether numbers leave some out, so that they are values of something, which counting would change.
fn is_irregular(start: Option<u64>, numbers: &[Option<(u64, char)>]) -> bool {
    let Some(start) = start else { return false };
    let counted = (start..).zip(numbers);
    counted
        .into_iter()
        .any(|(expected, number)| number.is_some_and(|(number, _)| number > expected))
}

/// Puts the number of an item into its text.
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

/// A list that is as loose as it must be written.
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
