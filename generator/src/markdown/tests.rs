//! Conversions of texts, and the laws that hold for all of them.

use super::fuzz::{self, Random};
use super::{cell, code, line, text};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};

/// The options of rustdoc, and none, as in an earlier version of its search for tests.
fn options() -> [Options; 2] {
    let rustdoc = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    [rustdoc, Options::empty()]
}

/// The forbidden construct in a text for a reader with these options, if any.
pub(crate) fn offence(markdown: &str) -> Option<String> {
    options().into_iter().find_map(|options| offence_with(markdown, options))
}

fn offence_with(markdown: &str, options: Options) -> Option<String> {
    let mut broken = None;
    let mut callback = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        broken.get_or_insert(link.reference.to_string());
        None
    };
    let mut depth = 0_usize;
    let parser = Parser::new_with_broken_link_callback(markdown, options, Some(&mut callback));
    let mut offence = None;
    for event in parser {
        let found = match &event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &**info == "text" => None,
            Event::Start(Tag::CodeBlock(kind)) => Some(format!("code: {kind:?}")),
            Event::Start(Tag::Heading { .. }) => Some("a heading".to_owned()),
            Event::Start(Tag::Image { .. }) => Some("an image".to_owned()),
            Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                use pulldown_cmark::LinkType::{Autolink, Email, Inline};
                let lower = dest_url.to_ascii_lowercase();
                let is_web = lower.starts_with("https://") || lower.starts_with("http://");
                let is_mail = *link_type == Email || (lower.starts_with("mailto:") && lower.contains('.'));
                let is_plain = dest_url.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>\\\"`".contains(c));
                let is_ours = matches!(link_type, Inline | Autolink | Email);
                (!(is_ours && is_plain && (is_web || is_mail))).then(|| format!("a link: {link_type:?} {dest_url:?}"))
            }
            Event::Start(Tag::FootnoteDefinition(_)) | Event::FootnoteReference(_) => Some("a footnote".to_owned()),
            Event::Html(html) | Event::InlineHtml(html) => Some(format!("HTML: {html:?}")),
            Event::TaskListMarker(_) => Some("a task".to_owned()),
            Event::Text(text) | Event::Code(text) => text
                .chars()
                .find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{2028}'))
                .map(|c| format!("{c:?}")),
            _ => None,
        };
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        offence = offence.or(found).or((depth > 60).then(|| "depth".to_owned()));
    }
    offence.or(broken.map(|reference| format!("a reference: {reference:?}")))
}

#[test]
fn what_a_reader_sees_stays_and_the_rest_is_text() {
    for (raw, expected) in [
        ("plain", "plain."),
        ("a [link] to nothing", "a \\[link\\] to nothing."),
        ("see [the docs](https://x.example/a)", "see [the docs](https://x.example/a)."),
        ("see [here](#/dead) and [there](javascript:alert)", "see here and there."),
        ("go to https://x.example/a.", "go to <https://x.example/a>."),
        ("a <b>bold</b> word, List<T>, a < b > c", "a \\<b>bold\\</b> word, List\\<T>, a < b > c."),
        ("one<br>two<BR/>three", "one\ntwo\nthree."),
        ("`Vec<u8>` stays", "`Vec<u8>` stays."),
        ("an ` alone", "an \\` alone."),
        (
            "snake_case, 2 * 3, 2*3, ~5, a|b, #5, -5, 1.5, a - b & c",
            "snake_case, 2 * 3, 2*3, ~5, a|b, #5, -5, 1.5, a - b & c.",
        ),
        (
            "*a* and **b** and _c_ and ~~d~~ and __init__",
            "*a* and **b** and *c* and ~~d~~ and **init**.",
        ),
        ("    let x = 1;", "```text\nlet x = 1;\n```"),
        ("-     panic!()", "- ```text\n  panic!()\n  ```"),
        ("1. ~~~\n   panic!()", "1. ```text\n   panic!()\n   ```"),
        ("```rust\npanic!()\n```", "```text\npanic!()\n```"),
        ("````\n```rust\n````", "````text\n```rust\n````"),
        ("```\nnever closed", "```text\nnever closed\n```"),
        ("# Heading\ntext\n\nOther\n---", "**Heading**\n\ntext\n\n**Other**."),
        ("- item\nlazy\n- other", "- item\n  lazy\n- other."),
        ("- a\n\n* b", "- a\n\n* b."),
        ("1) a\n2) b\n253) c", "- 1\\) a\n- 2\\) b\n- 253\\) c."),
        ("1. a\n1. b", "1. a\n2. b."),
        ("404", "404\\."),
        ("> quoted", "> quoted."),
        ("a\n\n---\n\nb", "a\n\nb."),
        ("| a | b |\n|:--|---|\n| 1 | x\\|y |", "| a | b |\n|:--|---|\n| 1 | x\\|y |"),
        ("![alt](https://x.example/i.png) ![](data:x)", "[alt](https://x.example/i.png)."),
        ("[a]: https://x.example 't'", "\\[a\\]: <https://x.example> 't'."),
        ("[^a]: note", "\\[^a\\]: note."),
        ("- [x] done", "- \\[x\\] done."),
        (
            "[x](<https://x.example/a b>) [y](https://x.example/\\)",
            "[x](https://x.example/a%20b) \\[y\\](<https://x.example/>).",
        ),
        ("[x](https://x.example/\\a(b))", "[x](https://x.example/%5Ca%28b%29)."),
        ("<a@b.example> [Vec](mailto:Vec@Client)", "<a@b.example> Vec."),
        ("``a``` <script>x</script> ```", "\\`\\`a`<script>x</script>`"),
        ("*/ } fn main() {", "*/ } fn main() {."),
        ("&copy; &#x202e;&lt;b&gt; &amp;copy;", "© \\<b> \\&copy;."),
        ("\u{202e}evil\u{0}\r\nnext\u{1b}[31m", "evil\nnext\\[31m."),
        ("größe 名前", "größe 名前."),
    ] {
        assert_eq!(text(raw), expected, "{raw:?}");
    }
}

/// The visible letters and digits.
fn words(markdown: &str) -> String {
    let mut words = String::new();
    for event in Parser::new_ext(markdown, options()[0] & !Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            _ => {}
        }
    }
    words.retain(char::is_alphanumeric);
    words
}

/// Checks the laws for the texts of a seed.
fn hold(seed: u64, count: usize) {
    let mut random = Random(seed);
    for index in 0..count {
        let raw = fuzz::text(&mut random);
        let place = |what: &str| format!("seed {seed}, text {index}: {what}\nraw: {raw:?}");
        let written = text(&raw);
        assert_eq!(offence(&written), None, "{}\n{written}", place("text"));
        assert_eq!(text(&written), written, "{}", place("twice"));
        let sentence = line(&raw, true);
        assert!(!sentence.contains('\n'), "{}", place("lines"));
        for around in [
            format!("{sentence} `GET /a`, failing with `b`."),
            format!("- `member`: {sentence}\n- `x` ({sentence})"),
            sentence.clone(),
        ] {
            assert_eq!(offence(&around), None, "{}\n{around}", place("sentence"));
        }
        assert_eq!(line(&sentence, true), sentence, "{}", place("sentence twice"));
        assert_eq!(words(&sentence), words(&cell(&raw, true)), "{}", place("words of a cell"));
        let name = fuzz::name(&mut random);
        let shown = super::prepare::name(&name);
        let span = code(&name, false);
        assert_eq!(read_code(&span), [shown.as_str()], "{}", place(&span));
        if !shown.contains("\\|") {
            let table = format!("| {} | a |\n|---|---|", code(&name, true));
            assert_eq!(read_code(&table), [shown.as_str(), "text: a"], "{}", place(&table));
        }
        let table =
            format!("| a | b |\n|---|---|\n| {} | {} |\n", code(&name, true), cell(&raw, true));
        assert_eq!(offence(&table), None, "{}\n{table}", place("table"));
        let cells = Parser::new_ext(&table, options()[0])
            .filter(|event| matches!(event, Event::Start(Tag::TableCell)));
        assert_eq!(cells.count(), 4, "{}\n{table}", place("cells"));
    }
}

fn read_code(markdown: &str) -> Vec<String> {
    let spans = Parser::new_ext(markdown, options()[0]).filter_map(|event| match event {
        Event::Code(text) => Some(text.to_string()),
        Event::Text(text) => Some(format!("text: {text}")),
        _ => None,
    });
    spans.collect()
}

#[test]
fn no_text_is_more_than_text() {
    hold(10, 3_000);
}

/// `SEED` repeats a run.
#[test]
#[ignore = "takes minutes"]
fn none_of_200_000_texts_is_more_than_text() {
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    let seed =
        seed.unwrap_or_else(|| std::time::UNIX_EPOCH.elapsed().map_or(1, |since| since.as_secs()));
    println!("SEED={seed}");
    hold(seed, 200_000);
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
/// Texts of about a number of bytes, each with one repeated construct.
fn shapes(bytes: usize) -> Vec<(&'static str, String)> {
    let repeated = |text: &str| text.repeat(bytes / text.len());
    let mut runs = String::new();
    for length in 1.. {
        runs.push_str(&"`".repeat(length));
        runs.push('a');
        if runs.len() > bytes {
            break;
        }
    }
    let side = bytes / 8;
    let half = bytes / 2;
    vec![
        ("brackets", repeated("[")),
        ("closing brackets", repeated("]")),
        ("images", repeated("![")),
        ("nested links", repeated("[a](")),
        ("links with titles", repeated("[a](b \"")),
        ("links in angles", repeated("[a](<b")),
        ("whole links", repeated("[a](https://x.example)")),
        ("addresses", repeated("https://x.example/a ")),
        ("addresses without an end", repeated("https://")),
        ("stars", repeated("*")),
        ("left stars", repeated("*a ")),
        ("both stars", repeated("a*")),
        ("stars of two lengths", repeated("**a *b ")),
        ("underscores", repeated("_a")),
        ("tildes", repeated("~~a ~")),
        ("emphasis", repeated("*a* ")),
        ("backticks", repeated("`")),
        ("spans", repeated("`a`")),
        ("runs of backticks", runs),
        ("less", repeated("<")),
        ("tags", repeated("<a ")),
        ("tags with attributes", repeated("<a b='")),
        ("comments", repeated("<!--")),
        ("autolinks", repeated("<https://x.example>")),
        ("autolinks without an end", repeated("<https:")),
        ("mail", repeated("<a@b")),
        ("quotes", repeated(">")),
        ("quotes with spaces", repeated("> ")),
        ("lists", repeated("- ")),
        ("numbered lists", repeated("1. ")),
        ("items", repeated("- a\n")),
        ("loose items", repeated("- a\n\n")),
        ("alternating lists", repeated("- a\n* b\n")),
        ("lists and empty lines", format!("{}a{}b", "- ".repeat(half / 2), "\n".repeat(half))),
        ("quotes and lines", format!("{}a\n{}", ">".repeat(half), "b\n".repeat(half / 2))),
        (
            "deeper lists",
            (0..half)
                .map_while({
                    let mut length = 0;
                    move |depth: usize| {
                        length += depth * 2 + 4;
                        (length < bytes).then(|| format!("{}- a\n", "  ".repeat(depth)))
                    }
                })
                .collect(),
        ),
        (
            "columns",
            format!("{}|\n{}|\n{}", "|a".repeat(side), "|-".repeat(side), "|a|\n".repeat(side)),
        ),
        ("rows", format!("|a|b|\n|-|-|\n{}", "|a\\||`b`|\n".repeat(bytes / 10))),
        ("heads", repeated("|a|\n")),
        ("definitions", repeated("[a]: b\n")),
        ("used definitions", format!("[a]: {}\n\n{}", "b".repeat(half), "[a]".repeat(half / 3))),
        ("footnotes", repeated("[^a]: b\n")),
        ("entities", repeated("&amp;")),
        ("ampersands", repeated("&")),
        ("backslashes", repeated("\\")),
        ("headings", repeated("# a\n")),
        ("fences", repeated("```\n")),
        ("lines", repeated("a\n")),
        ("breaks", repeated("a  \n")),
        ("empty lines", repeated("\n")),
        ("spaces", repeated(" ")),
        ("tabs", repeated("\ta\n")),
        ("words", repeated("a ")),
        ("dashes", repeated("- - \n")),
        ("digits", repeated("1")),
        ("line breaks", repeated("<br>")),
    ]
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
/// The processor time of this thread, of the faster of two runs.
fn time(raw: &str) -> f64 {
    let now = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let run = || {
        let start = now();
        std::hint::black_box(text(raw));
        now() - start
    };
    run().min(run())
}

/// A text of eight times the length takes about eight times as long; 64 times if its parts are compared with each other.
#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn texts_of_any_shape_take_time_as_they_are_long() {
    const SMALL: usize = 1_000;
    let shapes = shapes(SMALL).into_iter().zip(shapes(SMALL * 8));
    let slow = shapes.filter(|((_, small), (_, large))| {
        // Caches make some attempts slow.
        !(0..5).any(|_| time(large) < 24.0 * time(small))
    });
    assert_eq!(slow.map(|((name, _), _)| name).collect::<Vec<_>>(), Vec::<&str>::new());
}
