//! The program makes the same bytes wherever, whenever and in whatever language it is run.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const DOCUMENT: &str = r#"{"openapi":"3.0.3","info":{"title":"Größe","version":"1"},"servers":[{"url":"https://x.example"}],
"paths":{"/i":{"get":{"operationId":"İI","tags":["ı"],"responses":{"200":{"description":"OK","content":{"application/json":
{"schema":{"$ref":"\u0023/components/schemas/Item"}}}}}}}},
"components":{"schemas":{"Item":{"type":"object","properties":{"TITLE":{"type":"string"},"at":{"type":"string","format":"date-time"}}}}}}"#;

fn tree(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            tree(&entry.path(), &name, files);
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

/// Runs the program in a new folder, below which the document is.
fn generate(below: &str, environment: [(&str, &str); 3]) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join(below);
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join("api.json"), DOCUMENT).unwrap();
    let input = Path::new(below).join("api.json");
    let output = Command::new(env!("CARGO_BIN_EXE_specweave"))
        .args(["generate", "--out", "sdk"])
        .arg(input)
        .current_dir(folder.path())
        .envs(environment)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut files = BTreeMap::new();
    tree(&folder.path().join("sdk"), "", &mut files);
    files
}

#[test]
fn folder_time_zone_language_and_user_do_not_matter() {
    let first = generate(".", [("LC_ALL", "C"), ("TZ", "UTC"), ("HOME", "/nowhere")]);
    let second =
        generate("a/b c", [("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu"), ("HOME", "/")]);
    assert!(first.len() > 30, "only {} files", first.len());
    assert_eq!(first, second);
}
