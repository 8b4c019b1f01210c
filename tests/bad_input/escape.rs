//! Names that try to leave the output folder: everything that is written is inside, under a portable name.

use crate::run::{Place, document, files};
use specweave::cli::Exit;
use specweave::source::check_path;
use std::collections::BTreeSet;

const EVIL: [&str; 18] = [
    "../../etc/x",
    "..",
    ".",
    "/abs",
    "C:\\\\x",
    "\\\\\\\\host\\\\share",
    "con",
    "CON.rs",
    "nul",
    "aux",
    "com1",
    "lpt9",
    "a\\u0000b",
    "a/b",
    "~",
    ".git",
    "target",
    "Cargo.toml",
];

/// Windows knows these as devices, whatever their extension.
fn is_device(file: &str) -> bool {
    let stem = file.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().any(|device| {
        stem.strip_prefix(device).is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
    });
    numbered || ["con", "nul", "aux", "prn"].contains(&stem.as_str())
}

#[test]
fn nothing_is_written_outside_of_the_output_folder() {
    for evil in EVIL {
        let path = format!(
            r#""/{evil}":{{"get":{{"operationId":"{evil}","tags":["{evil}"],"responses":{{"200":{{"description":"","content":{{"application/json":{{"schema":{{"$ref":"\u0023/components/schemas/Good"}}}}}}}}}}}}}}"#
        );
        let object = r#"{"type":"object","properties":{"a":{"type":"string"}}}"#;
        let schemas = format!(r#""Good":{object},"{evil}":{object}"#);
        let place = Place::empty();
        let run = place.generate_text("evil.json", document(&path, &schemas));
        assert_eq!(run.exit, Exit::Done, "{evil}: {}", run.stderr);
        let written = files(place.path());
        let top: BTreeSet<&str> =
            written.keys().filter_map(|path| path.split('/').next()).collect();
        let expected: BTreeSet<&str> = ["evil.json", "sdk"].into();
        let other: Vec<_> =
            top.difference(&expected).filter(|name| !name.starts_with('.')).collect();
        assert_eq!(other, Vec::<&&str>::new(), "{evil}");
        for path in written.keys().filter_map(|path| path.strip_prefix("sdk/")) {
            let path = path.trim_end_matches('/');
            assert!(path.is_empty() || check_path(path).is_ok(), "{evil}: {path}");
            assert!(!path.split('/').any(is_device), "{evil}: {path}");
        }
    }
}
