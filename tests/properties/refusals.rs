//! What the compiler refuses: programs in `refused/`, in which comments say which error stands where. Only codes are compared, since
//! the words change from compiler to compiler.

use serde_json::Value;
use specweave_tests::package;
use std::collections::BTreeSet;

use crate::subject::Subject;

/// Line of a program and code of an error.
type Errors = BTreeSet<(u64, String)>;

const PROGRAMS: [(&str, &str); 6] = [
    ("accepted", include_str!("refused/accepted.rs")),
    ("calls", include_str!("refused/calls.rs")),
    ("read_only", include_str!("refused/read_only.rs")),
    ("required", include_str!("refused/required.rs")),
    ("structs", include_str!("refused/structs.rs")),
    ("values", include_str!("refused/values.rs")),
];

#[test]
fn the_compiler_refuses_what_the_api_does_not_take() {
    let subject = Subject::creation("creation");
    subject.write(PROGRAMS.map(|(name, text)| (format!("examples/{name}.rs"), text.to_owned())));
    let mut arguments = vec!["check", "--offline", "--keep-going", "--message-format=json"];
    arguments.extend(PROGRAMS.iter().flat_map(|(name, _)| ["--example", name]));
    let output = package::cargo(&subject.folder, &arguments);
    let messages = String::from_utf8(output.stdout).unwrap();
    for (name, text) in PROGRAMS {
        let (found, expected) = (found(&messages, name), expected(text));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(found, expected, "{name}: {stderr}");
        assert_eq!(expected.is_empty(), name == "accepted");
    }
}

/// The errors that comments announce: `//~ E0063`.
fn expected(text: &str) -> Errors {
    let lines = (1..).zip(text.lines());
    lines.filter_map(|(line, text)| Some((line, text.split_once("//~ ")?.1.to_owned()))).collect()
}

/// The errors that cargo reports of a program.
fn found(messages: &str, program: &str) -> Errors {
    let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let of_program = messages.filter(|message| message["target"]["name"] == program);
    let (mut was_checked, mut errors) = (false, Errors::new());
    for message in of_program {
        was_checked = true;
        let message = &message["message"];
        let code = message["code"]["code"].as_str();
        if let (Some(code), Some("error")) = (code, message["level"].as_str()) {
            let spans = message["spans"].as_array().unwrap();
            let place = spans.iter().find(|span| span["is_primary"] == true).unwrap();
            errors.insert((place["line_start"].as_u64().unwrap(), code.to_owned()));
        }
    }
    assert!(was_checked, "{program} was not checked");
    errors
}
