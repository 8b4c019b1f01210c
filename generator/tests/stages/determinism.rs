//! The program makes the same bytes wherever, whenever and in whatever language it is run.

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

/// Two arguments of one type would change places without a word of the compiler.
#[test]
fn the_order_of_keys_decides_no_argument() {
    let constructor = |properties: [&str; 2]| {
        let properties =
            properties.map(|name| format!(r#""{name}":{{"type":"string"}}"#)).join(",");
        let document = format!(
            r#"{{"openapi":"3.0.3","info":{{"title":"A","version":"1"}},"servers":[{{"url":"https://x.example"}}],"paths":{{"/login":{{"post":
            {{"operationId":"login","tags":["a"],"requestBody":{{"content":{{"application/json":{{"schema":{{"$ref":"{}"}}}}}}}},
            "responses":{{"204":{{"description":"OK"}}}}}}}}}},"components":{{"schemas":{{"Login":{{"type":"object",
            "required":["user","password"],"properties":{{{properties}}}}}}}}}}}"#,
            "#/components/schemas/Login"
        );
        let inputs = specweave::Inputs {
            sources: vec![specweave::source::Source::new("api.json", document)],
            overlays: Vec::new(),
        };
        let config = specweave::config::Config::default();
        let files = specweave::generate(inputs, &config, &|_| {}).unwrap().files;
        let text = &files["src/models/login.rs"];
        text.split_once("pub fn new(").unwrap().1.split_once(')').unwrap().0.to_owned()
    };
    let first = constructor(["user", "password"]);
    assert_eq!(first, "user: impl Into<String>, password: impl Into<String>");
    assert_eq!(constructor(["password", "user"]), first);
}
