//! Messages: what is shown, what is cut, and what never reaches the terminal.

use insta::assert_snapshot;
use specweave::diagnostic::{Code, Diagnostic};
use specweave::render::{Style, human, json, total};
use specweave::source::{Place, Source};
use std::sync::Arc;

const PLAIN: Style = Style { color: false, verbose: false };

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source::new("pages/session.md", text))
}

/// The place of the first occurrence of a piece of text.
fn piece(source: &Arc<Source>, piece: &str) -> Place {
    let start = source.text.find(piece).unwrap();
    Place::span(source, start..start + piece.len())
}

fn dangling(place: Place) -> Diagnostic {
    Diagnostic::new(Code::DanglingReference, "the reference points to nothing").at(place)
}

fn show(diagnostic: Diagnostic) -> String {
    human(&[diagnostic], PLAIN)
}

#[test]
fn a_message_names_code_page_line_column_pointer_and_help() {
    let page = source("# Session\n\n{\"$ref\": \"#/components/schemas/Nope\"}\n");
    let place = piece(&page, "\"#/components/schemas/Nope\"").at("/paths/~1v3~1session/get");
    let finding = dangling(place)
        .related(piece(&page, "Session"), "the page is about this")
        .help("define the schema, or correct the reference in an overlay");
    assert_snapshot!(show(finding));
}

#[test]
fn a_place_that_repeats_is_named_once() {
    let page = source("a b\n");
    let at = |pointer: &str| dangling(piece(&page, "b").at(pointer));
    let findings = ["/a", "/b", "/c"].map(at);
    let shown = human(&[&[dangling(piece(&page, "a"))], &findings[..]].concat(), PLAIN);
    assert!(shown.contains("… and 3 more places: pages/session.md:1:3\n"), "{shown}");
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let line = format!(
        "{{{}\"wrong\": 1{}}}",
        "\"key\": \"välue\", ".repeat(3000),
        ", \"key\": \"välue\"".repeat(3000)
    );
    let page = source(&format!("# Page\n\n{line}\n"));
    let shown = show(dangling(piece(&page, "\"wrong\"")));
    assert!(shown.lines().all(|line| line.chars().count() < 120), "{shown}");
    assert_snapshot!(shown);
}

#[test]
fn the_ends_of_a_long_line_are_shown_as_far_as_they_go() {
    let page = source(&"0123456789".repeat(50));
    let at = |range| show(dangling(Place::span(&page, range)));
    assert_snapshot!([at(0..3), at(497..500), at(500..500)].concat());
}

#[test]
fn of_a_huge_object_its_start_is_shown() {
    let page = source(&format!("text {{\"a\": [{}]}}", "1, ".repeat(30_000)));
    let object = Place::span(&page, 5..page.text.len());
    let yaml = source("paths:\n  /v3/session:\r\n    get:\r\n      tags: []\r\n");
    let operation = Place::span(&yaml, 9..yaml.text.len());
    assert_snapshot!([show(dangling(object)), show(dangling(operation))].concat());
}

#[test]
fn nothing_from_the_input_controls_the_terminal() {
    let evil = "\u{1b}[2J\u{7}\r\u{9b}31m\u{202e}\u{8}\u{7f}\0\t";
    let page = Arc::new(Source::new(format!("pa{evil}ge.md"), format!("a {evil} b {evil}")));
    let place = piece(&page, "b").at(format!("/{evil}"));
    let finding = Diagnostic::new(Code::InvalidJson, format!("message {evil}\nerror: fake"))
        .at(place.clone())
        .related(place.clone(), evil)
        .help(evil);
    let again = finding.clone().at(Place::whole(&page));
    let shown = human(&[finding.clone(), again], PLAIN);
    let controls = |char: &char| char.is_control() && *char != '\n';
    assert_eq!(shown.chars().find(controls), None, "{shown}");
    assert!(!shown.contains('\u{202e}'), "{shown}");
    assert!(!shown.contains("\nerror: fake"), "{shown}");
    let line = json(&finding);
    assert_eq!(line.chars().find(|char| char.is_control()), None, "{line}");
    let back: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(back["message"], finding.message);
}

#[test]
fn no_place_makes_it_panic() {
    let texts = [
        "",
        "\n",
        "a",
        "a\r\n",
        "\u{feff}é\r\n",
        "日本語\n\n\u{feff}x",
        "\r\r\n\r",
        "a\u{300}\t\n",
    ];
    for text in texts.map(str::to_owned).into_iter().chain(["é".repeat(300)]) {
        let page = source(&text);
        let offsets: Vec<usize> =
            (0..text.len().min(40)).chain([text.len(), text.len() + 9]).collect();
        for &start in &offsets {
            for &end in &offsets {
                let shown = show(dangling(Place::span(&page, start..end)));
                assert!(shown.contains("pages/session.md:"), "{text:?} {start}..{end}: {shown}");
            }
        }
        assert!(show(dangling(Place::span(&page, 0..usize::MAX))).contains('^'), "{text:?}");
        assert!(show(dangling(Place::whole(&page))).contains("pages/session.md\n"));
    }
}

#[test]
fn the_same_finding_in_many_places_is_shown_once() {
    let page = source("a b c d e f g h");
    let place = |offset| Place::span(&page, offset..offset + 1);
    let mut findings: Vec<_> = (0..8).map(|index| dangling(place(index * 2))).collect();
    findings.insert(1, Diagnostic::new(Code::InvalidJson, "something else").at(place(4)));
    let shown = human(&findings, PLAIN);
    assert_eq!(shown.matches("SW501").count(), 1, "{shown}");
    assert_snapshot!(shown);
    let two = human(&findings[..3], PLAIN);
    assert!(two.contains("= … and 1 more place: pages/session.md:1:3\n"), "{two}");
}

#[test]
fn of_one_kind_of_warning_the_first_few_are_shown() {
    let page = source("a b c d e f g");
    let found = |code, at: usize| {
        Diagnostic::new(code, format!("found {at}")).at(Place::span(&page, at..at + 1))
    };
    let mut findings: Vec<_> = (0..11).map(|at| found(Code::HeaderName, at)).collect();
    findings.push(found(Code::HeaderName, 10));
    findings.push(found(Code::Untyped, 0));
    findings.extend((0..12).map(|at| found(Code::RelativePath, at)));
    let shown = human(&findings, PLAIN);
    assert_eq!(shown.matches("warning[SW410]: found").count(), 5, "{shown}");
    assert!(shown.contains("left out: 7 more places (--verbose lists them)"), "{shown}");
    assert_eq!(shown.matches("warning[SW503]").count(), 1, "{shown}");
    assert_eq!(shown.matches("error[SW512]").count(), 12, "{shown}");
    let all = human(&findings, Style { verbose: true, ..PLAIN });
    assert_eq!(all.matches("warning[SW410]: found").count(), 11, "{all}");
    assert!(!all.contains("more places ("), "{all}");
}

#[test]
fn notes_are_counted_unless_verbose() {
    let page = source("a b");
    let note = |code, at: usize| {
        Diagnostic::new(code, format!("note {at}")).at(Place::span(&page, at..at + 1))
    };
    let findings = [
        note(Code::ReferenceSiblings, 0),
        note(Code::UnknownFormat, 0),
        Diagnostic::new(Code::Untyped, "became free JSON"),
        note(Code::UnknownFormat, 2),
    ];
    assert_snapshot!(human(&findings, PLAIN));
    let all = human(&findings, Style { verbose: true, ..PLAIN });
    assert!(all.contains("note 0") && all.contains("note 2") && !all.contains("times"), "{all}");
}

#[test]
fn colours_are_used_only_when_asked_for() {
    let page = source("a");
    let findings = [dangling(Place::span(&page, 0..1))];
    let colored = human(&findings, Style { color: true, ..PLAIN });
    assert!(colored.contains("\u{1b}["));
    let plain = human(&findings, PLAIN);
    assert!(!plain.contains('\u{1b}'));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

#[test]
fn the_total_counts_errors_and_warnings() {
    let of = |codes: &[Code]| {
        let findings: Vec<_> = codes.iter().map(|code| Diagnostic::new(*code, "")).collect();
        total(&findings, PLAIN)
    };
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[Code::UnknownFormat]), None);
    assert_eq!(of(&[Code::Untyped, Code::Untyped]).unwrap(), "warning: 2 warnings");
    assert_eq!(of(&[Code::Untyped, Code::InvalidJson]).unwrap(), "error: 1 error, 1 warning");
}

#[test]
fn a_line_of_json_holds_everything() {
    let page = source("# Session\n\n{\"a\": 1}\n");
    let finding = dangling(piece(&page, "\"a\"").at("/a"))
        .related(Place::whole(&page), "here")
        .help("do this");
    assert_eq!(
        json(&finding),
        concat!(
            r#"{"code":"SW501","severity":"warning","message":"the reference points to nothing","#,
            r#""page":"pages/session.md","line":3,"column":2,"pointer":"/a","#,
            r#""related":[{"page":"pages/session.md","line":null,"column":null,"pointer":"","label":"here"}],"#,
            r#""help":"do this"}"#
        )
    );
    let bare: serde_json::Value =
        serde_json::from_str(&json(&Diagnostic::new(Code::Untyped, "x"))).unwrap();
    assert!(bare["page"].is_null() && bare["line"].is_null() && bare["help"].is_null());
}
