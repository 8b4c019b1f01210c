//! The programs of `examples/` of an emitted crate, compiled and run against a server on loopback.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests stop where they fail")]

use specweave::files;
use specweave_tests::package::{self, cargo, lock, target};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn generated(examples: bool) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("emitted_examples");
    let mut config = files::load_config(&folder.join("specweave.yaml")).unwrap();
    config.config.package.examples = examples;
    let inputs = files::read_inputs(&[], &[], Some(&config)).unwrap();
    specweave::generate(inputs, &config.config, &|_| {}).unwrap().files
}

/// Compiles the programs and returns the folder that has them.
fn compiled() -> PathBuf {
    let folder = package::folder(env!("CARGO_TARGET_TMPDIR"), "examples_sdk");
    let mut files = generated(true);
    files.get_mut("Cargo.toml").unwrap().push_str(package::MANIFEST);
    files::write(&files, &folder, &[]).unwrap();
    lock(&folder);
    let built = cargo(&folder, &["build", "--offline", "--quiet", "--all-features", "--examples"]);
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success() && said.is_empty(), "{said}");
    target(&folder).join("debug/examples")
}

/// Serves each request by its method and target, one a connection, for as long as the test runs.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || listener.incoming().for_each(|stream| respond(stream.unwrap())));
    address
}

fn respond(mut stream: TcpStream) {
    let mut reader = BufReader::new(&stream);
    let lines = reader.by_ref().lines().map(Result::unwrap);
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let length = head.iter().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body).unwrap();
    let (status, text) = match head[0].trim_end_matches(" HTTP/1.1") {
        "GET /state" => ("200 OK", r#"{"status":"up"}"#),
        "GET /machines?offset=0" => ("200 OK", r#"["a","b"]"#),
        "GET /machines?offset=2" => ("200 OK", r#"["c"]"#),
        "GET /machines?offset=3" => ("200 OK", "[]"),
        "GET /machines/text" => ("200 OK", r#"{"status":"ready"}"#),
        "POST /images" if String::from_utf8_lossy(&body).contains("filename=\"text.txt\"") => {
            ("201 Created", r#"{"status":"added"}"#)
        }
        _ => ("404 Not Found", ""),
    };
    let response = format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{text}",
        text.len()
    );
    stream.write_all(response.as_bytes()).unwrap();
}

#[test]
fn the_programs_run() {
    let programs = compiled();
    let address = serve();
    let run = |name: &str| -> Output {
        let program = programs.join(name).with_extension(std::env::consts::EXE_EXTENSION);
        let mut command = Command::new(program);
        command.env("EXAMPLES_BASE_URL", &address).env("EXAMPLES_API_KEY", "canary-key");
        command.output().unwrap()
    };
    for (name, said) in [
        ("errors", "State { status: \"up\" }\n"),
        ("paging", "\"a\"\n\"b\"\n\"c\"\n"),
        ("upload", "State { status: \"added\" }\n"),
        ("waiting", "done: State { status: \"ready\" }\n"),
        ("transport", "State { status: \"up\" }\n"),
        ("testing", ""),
        ("blocking", "State { status: \"up\" }\n"),
        ("spans", "State { status: \"up\" }\n1 attempts\n"),
    ] {
        let output = run(name);
        let text = String::from_utf8_lossy(&output.stdout);
        let failure = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}: {failure}");
        assert!(text.ends_with(said), "{name}: {text}");
        assert!(!text.contains("canary-key"), "{name}: {text}");
        match name {
            "transport" => assert!(text.starts_with("GET took "), "{text}"),
            "spans" => assert!(text.contains("getState"), "{text}"),
            _ => assert_eq!(text, said, "{name}"),
        }
    }
}

#[test]
fn they_can_be_left_out() {
    let (with, without) = (generated(true), generated(false));
    let programs = |files: &BTreeMap<String, String>| {
        files.keys().filter(|path| path.starts_with("examples/")).count()
    };
    assert_eq!((programs(&with), programs(&without)), (8, 0));
    for file in ["Cargo.toml", "README.md"] {
        assert!(with[file].contains("example") && !without[file].contains("--example"), "{file}");
    }
    assert!(!without["Cargo.toml"].contains("tracing-subscriber"));
}
