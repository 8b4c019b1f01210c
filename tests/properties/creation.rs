//! Creating a thing never asks for what only the server sets, however deep it stands.

use specweave::ir::{Form, TypeId, TypeKind};
use std::fmt::Write as _;

use crate::subject::Subject;
use crate::view::Reader;

/// For each type that requests hold: the fields that it needs.
fn requests(subject: &Subject) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (index, definition) in subject.api.types.iter().enumerate() {
        let (TypeKind::Record(record), true) = (&definition.kind, definition.usage.request) else {
            continue;
        };
        let required = record.fields.iter().filter(|field| field.required);
        let required: Vec<&str> = required.map(|field| field.name.as_str()).collect();
        lines.push(format!(
            "{}: {}",
            subject.names.of(TypeId(index)).ident,
            if required.is_empty() { "nothing".to_owned() } else { required.join(", ") }
        ));
    }
    lines.sort();
    lines.join("\n")
}

/// Fields of types that requests hold though the document says that only the server sets them.
fn read_only(subject: &Subject) -> String {
    let reader = Reader { document: &subject.document, form: Form::Request };
    let mut found = String::new();
    for (index, definition) in subject.api.types.iter().enumerate() {
        let (TypeKind::Record(record), true) = (&definition.kind, definition.usage.request) else {
            continue;
        };
        // What is put together of several schemas stands nowhere by itself.
        let Some(schema) = subject.document.pointer(&definition.pointer) else { continue };
        let properties = reader.properties(schema).unwrap_or_default();
        for field in &record.fields {
            let hidden = properties.iter().any(|known| known.name == field.name && known.hidden);
            if hidden || field.read_only {
                let name = &subject.names.of(TypeId(index)).ident;
                writeln!(found, "{name}.{}", field.name).unwrap();
            }
        }
    }
    found
}

#[test]
fn what_is_read_only_is_in_no_request() {
    let subject = Subject::creation("creation");
    assert_eq!(read_only(&subject), "");
    insta::assert_snapshot!(requests(&subject));
}

#[test]
fn what_is_read_only_is_in_no_request_of_the_obstacle_course_and_the_session_service() {
    for subject in [Subject::obstacle_course(), Subject::session()] {
        assert_eq!(read_only(&subject), "");
    }
    insta::assert_snapshot!(requests(&Subject::session()), @r"
    SessionLogin: userName, password
    SessionLoginOtp: otp
    ");
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn what_is_read_only_is_in_no_request_of_any_page() {
    let subject = Subject::pages();
    assert_eq!(read_only(&subject), "");
    let requests = requests(&subject);
    println!("{requests}");
    assert!(requests.lines().count() > 50, "{requests}");
}
