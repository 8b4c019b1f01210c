//! The formats of a report, with handmade changes: every level, and texts that would harm an unescaped report.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::diff::exceptions;
use crate::diff::testing::{self, NASTY};
use crate::diff::text::Text;
use crate::source::Source;
use pulldown_cmark::{Event, Options, Parser, TagEnd};
use std::sync::Arc;

fn comparison(changes: Vec<Change>) -> Comparison {
    let excepted = changes.last().map_or("0".repeat(16), Change::fingerprint);
    let file = format!(
        "- fingerprint: '{excepted}'\n  reason: agreed with @user | <b>\n- fingerprint: '00000000000000ff'\n  reason: gone `since` May\n  code: some-rule\n"
    );
    let file = Arc::new(Source::new("spec/exceptions.yaml", file));
    let state = |name: &str, version: &str| State {
        name: name.into(),
        title: "The <i>API</i> @team".into(),
        version: version.into(),
    };
    let states = [state("git:v1:spec", "1.0"), state("spec|x", "1.1")];
    let exceptions = exceptions::read(&file).unwrap();
    let config = crate::config::Config::default();
    Comparison::new(states, changes, exceptions, Some(&config))
}

fn look() -> Look {
    let base = |side: &str| Some(format!("https://git.example/{side}/"));
    Look { links: Links { old: base("v1"), new: base("main") }, ..Look::default() }
}

#[test]
fn every_form_shows_every_change() {
    let comparison = comparison(testing::changes());
    for format in [Format::Text, Format::Markdown, Format::Json, Format::Github, Format::Html] {
        let mut report = render(&comparison, format, &look());
        if format == Format::Html {
            // Without the style and the script.
            for part in [html::STYLE, html::SCRIPT] {
                report = report.replace(part, "…").replace(&html::hash(part), "…");
            }
        }
        insta::assert_snapshot!(format!("{format:?}").to_lowercase(), report);
    }
}

#[test]
fn nothing_changed_reads_well() {
    let mut comparison = comparison(Vec::new());
    comparison.stale.clear();
    for format in [Format::Text, Format::Markdown, Format::Github] {
        let report = render(&comparison, format, &Look::default());
        insta::assert_snapshot!(format!("unchanged_{format:?}").to_lowercase(), report);
    }
    let page = render(&comparison, Format::Html, &Look::default());
    assert!(page.contains("<p>Nothing has changed.</p>"));
}

#[test]
fn colours_are_in_text_only_when_asked_for() {
    let comparison = comparison(testing::changes());
    let colored = render(&comparison, Format::Text, &Look { color: true, ..look() });
    let plain = render(&comparison, Format::Text, &look());
    assert!(!plain.contains('\u{1b}'));
    assert_ne!(colored, plain);
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

#[test]
fn no_line_of_text_begins_with_a_text_of_the_documents() {
    let mut change = testing::nasty(Level::Breaking);
    change.subject = Subject::Schema { name: "::error::x".into(), part: "::error::x".into() };
    let report = render(&comparison(vec![change]), Format::Text, &look());
    assert!(report.lines().all(|line| !line.trim_start().starts_with("::")), "{report}");
}

#[test]
fn markdown_is_escaped_for_github() {
    for escaped in
        [markdown::escape(NASTY), markdown::code(NASTY), markdown::prose(&Text::words(NASTY))]
    {
        assert!(!escaped.contains(['\n', '\r', '<']) || escaped.starts_with("<code>"), "{escaped}");
        let inner = escaped.trim_start_matches("<code>").trim_end_matches("</code>");
        assert!(!inner.contains('<'), "{inner}");
        assert!(!inner.contains("@user"), "{inner}");
        let pipes = inner.match_indices('|');
        assert!(pipes.clone().all(|(at, _)| inner[..at].ends_with('\\')), "{inner}");
    }
    assert_eq!(markdown::prose(&Text::marked("a #[b] @c")), "a #&#x200b;\\[b\\] @&#x200b;c");
    assert_eq!(
        markdown::prose(&Text::marked("`a` is `b|c` <d>")),
        "`a` is <code>b&#x7c;c</code> &lt;d&gt;"
    );
    assert_eq!(markdown::prose(&Text::marked("one ` only")), "one \\` only");
    assert_eq!(markdown::code(" "), "<code>&#x20;</code>");
}

/// Read nearly as GitHub does: no tag comes from a text, no cell ends early, and every text is readable.
#[test]
fn markdown_keeps_its_tables_whatever_the_texts() {
    let report = render(&comparison(testing::changes()), Format::Markdown, &look());
    let (mut cells, mut rows, mut text) = (0, Vec::new(), String::new());
    for event in Parser::new_ext(&report, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
        match event {
            Event::End(TagEnd::TableCell) => cells += 1,
            Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut cells)),
            Event::End(TagEnd::TableHead) => cells = 0,
            Event::Html(tag) | Event::InlineHtml(tag) => {
                let name = tag.trim().trim_start_matches("</").trim_start_matches('<');
                let name = name.split('>').next().unwrap_or_default();
                let ours = ["br", "sub", "code", "details", "summary"];
                assert!(ours.contains(&name), "{tag}");
            }
            Event::Text(part) | Event::Code(part) => text += &part,
            _ => {}
        }
    }
    // Seven changes in all, and five rows of the summary.
    let summary = 5;
    assert_eq!(rows.len(), 7 + summary, "{rows:?}");
    assert!(rows.iter().all(|cells| *cells == 3), "{rows:?}");
    let readable = text.replace('\u{200b}', "");
    let whole = one_line(NASTY);
    assert_eq!(
        readable.matches(&whole).count(),
        14,
        "names, parts, values, sentences, both changes"
    );
}

#[test]
fn markdown_leaves_out_the_lightest_where_it_would_be_too_long() {
    let comparison = comparison(testing::changes());
    let with = |limit| render(&comparison, Format::Markdown, &Look { limit, ..look() });
    let whole = with(None);
    assert_eq!(with(Some(whole.len())), whole);
    assert!(!whole.contains("left out"));
    let shorter = with(Some(whole.len() - 1));
    assert!(shorter.len() < whole.len());
    assert_eq!(shorter.matches("1 change left out").count(), 1, "{shorter}");
    assert!(shorter.contains("### Documentation: 1 change\n\n| Change"), "{shorter}");
    let summary = with(Some(0));
    assert!(!summary.contains("| Change |") && summary.contains("| Breaking | 2 |"), "{summary}");
    assert!(summary.contains("### Breaking: 2 changes\n\n2 changes left out"), "{summary}");
}

#[test]
fn workflow_commands_are_one_line_each() {
    let report = render(&comparison(testing::changes()), Format::Github, &look());
    let lines: Vec<_> = report.lines().collect();
    let commands = lines.iter().filter(|line| line.starts_with("::")).count();
    // Seven changes, an exception that matches none, and the line of totals.
    assert_eq!((commands, lines.len()), (8, 9));
    let nasty = "file=new/<b> |@user%2C%3A%25.md,line=4,title=breaking%3A a|b";
    assert!(lines.iter().any(|line| line.contains(nasty)), "{report}");
}

#[test]
fn the_page_runs_only_its_own_script() {
    let page = render(&comparison(testing::changes()), Format::Html, &look());
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    for tag in ["style", "script"] {
        let (_, rest) = page.split_once(&format!("<{tag}>")).unwrap();
        let (own, _) = rest.split_once(&format!("</{tag}>")).unwrap();
        assert!(page.contains(&format!("{tag}-src 'sha256-{}'", html::hash(own))));
    }
    assert!(!page.contains("src=") && !page.contains("<link") && !page.contains("@import"));
    let ids: Vec<_> = page.match_indices(" id=\"").map(|(at, _)| &page[at..at + 30]).collect();
    let different: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), different.len());
}

#[test]
fn json_says_the_same_as_the_changes() {
    let changes = testing::changes();
    let report = render(&comparison(changes.clone()), Format::Json, &look());
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let listed = report["changes"].as_array().unwrap();
    for (change, listed) in changes.iter().zip(listed) {
        assert_eq!(listed["fingerprint"], change.fingerprint());
        assert_eq!(
            listed["wire"]["text"],
            change.wire.text.to_string(),
            "as it is, without pictures"
        );
    }
    assert_eq!(report["summary"]["breaking"], 2);
    assert_eq!(report["summary"]["excepted"], 1);
}

#[test]
fn links_lead_only_below_their_base() {
    let base = Some("https://git.example/blob/main/".to_owned());
    let link = |name: &str| {
        let mut place = testing::place("x", 3);
        place.source = Arc::new(Source::new(name, "line\n".repeat(10)));
        href(&place, base.as_ref())
    };
    let at = |rest: &str| Some(format!("https://git.example/blob/main/{rest}"));
    assert_eq!(link("spec/a b.md"), at("spec/a%20b.md?plain=1#L3"));
    assert_eq!(link("git:v1:spec/a.yaml"), at("spec/a.yaml#L3"));
    assert_eq!(link("a\"><script>.json"), at("a%22%3E%3Cscript%3E.json#L3"));
    assert_eq!(link("/tmp/a.md"), None);
    assert_eq!(link("../a.md"), None);
    assert_eq!(href(&testing::place("a.md", 1), None), None);
}

/// Covers rendered Markdown and plain commit messages.
#[test]
fn no_text_mentions_anybody_or_closes_an_issue() {
    for text in [
        "fixes #1",
        "Closes: acme/sdk#12",
        "resolves GH-2, closed gh-3",
        "fix: https://github.com/acme/sdk/issues/1",
        "fixed HTTP://github.com/acme/sdk/issues/1",
        "closes www.github.com/acme/sdk/issues/1",
        "cc @octocat and @acme/team",
        "`fixes #1` and `@octocat`",
        "Vec<#1> client.a(GH-2) a_b::@c",
        "| fixes #1 \\ `@octocat",
        " #1 ",
    ] {
        for shown in [
            markdown::escape(text),
            markdown::code(text),
            markdown::prose(&Text::words(text)),
            markdown::prose(&Text::marked(text)),
        ] {
            assert!(!references::has(&shown), "{text}: {shown}");
        }
    }
}
