//! What people do who use the program for the first time: files of another kind, states that have nothing to do with each other, standard input.

use specweave::Inputs;
use specweave::cli::{Exit, Terminal, main_with};
use specweave::config::Config;
use specweave::source::Source;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const PETS: &str = "openapi: 3.0.3\ninfo: {title: Pets & Co., version: '1'}\nservers: [{url: 'https://a.example'}]\n\
    paths: {/pets: {get: {operationId: listPets, responses: {'200': {description: OK}}}}}\n";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// The exit of a call, and what it printed: arguments that are files of the folder are put into it.
fn call(folder: &Path, args: &[&str]) -> (Exit, String, String) {
    let own = |arg: &&str| match folder.join(arg.trim_end_matches('/')) {
        path if path.exists() || *arg == "sdk" => path.into_os_string(),
        _ => OsString::from(arg),
    };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut terminal = Terminal::new(&mut stdout, &mut stderr);
    let args = ["specweave".into()].into_iter().chain(args.iter().map(own));
    let exit = main_with(args, &mut terminal);
    drop(terminal);
    let name = folder.display().to_string();
    let [stdout, stderr] =
        [stdout, stderr].map(|text| String::from_utf8(text).unwrap().replace(&name, "FOLDER"));
    (exit, stdout, stderr)
}

#[test]
fn what_init_says_works_again_and_again_in_the_folder_of_the_pages() {
    let folder = folder(&[("pets.yaml", PETS)]);
    let (path, config) = (folder.path(), folder.path().join("specweave.yaml"));
    let config = config.to_str().unwrap();
    let (exit, _, said) = call(path, &["init", "--config", config, path.to_str().unwrap()]);
    assert_eq!(exit, Exit::Done, "{said}");
    for _ in 0..2 {
        let (exit, _, said) = call(path, &["generate", "--config", config, "--out", "sdk"]);
        assert!(exit == Exit::Done && said.contains("generated 1 operation"), "{said}");
    }
    // The configuration of the current folder needs no name.
    let mut program = Command::new(env!("CARGO_BIN_EXE_specweave"));
    let output =
        program.args(["generate", "-o", "sdk", "--check"]).current_dir(path).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.contains("sdk is up to date"), "{said}");
}

#[test]
fn a_file_of_another_kind_is_told_by_its_kind() {
    let folder = folder(&[
        ("pets.yaml", PETS),
        ("overlay.yaml", "overlay: 1.0.0\ninfo: {title: C, version: '1'}\nactions: []\n"),
        ("specweave.yaml", "crate: {name: acme}\n"),
        ("postman.json", r#"{"info": {"_postman_id": "1"}, "item": []}"#),
        (
            "collection.json",
            r#"{"info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}}"#,
        ),
        ("old.json", r#"{"swaggerVersion": "1.2", "apis": []}"#),
        ("events.yaml", "asyncapi: 3.0.0\n"),
        ("schema.json", r#"{"$schema": "https://json-schema.org/draft/2020-12/schema"}"#),
        ("bare.yaml", "paths: {}\n"),
    ]);
    for (args, help) in [
        (&["bundle", "overlay.yaml"][..], "this is an overlay: give it with --overlay"),
        (&["bundle", "specweave.yaml"], "this is a configuration: give it with --config"),
        (&["bundle", "postman.json"], "export it as OpenAPI"),
        (&["bundle", "collection.json"], "export it as OpenAPI"),
        (&["bundle", "old.json"], "this is Swagger 1"),
        (&["bundle", "events.yaml"], "this is AsyncAPI"),
        (&["bundle", "schema.json"], "below `components.schemas`"),
        (&["bundle", "bare.yaml"], "`openapi: 3.0.3`"),
        (
            &["bundle", "--config", "pets.yaml"],
            "this is an OpenAPI document: give it without --config",
        ),
        (&["bundle", "--config", "overlay.yaml"], "this is an overlay: give it with --overlay"),
    ] {
        let (exit, _, stderr) = call(folder.path(), args);
        assert_eq!(exit, Exit::Input, "{args:?}");
        assert!(stderr.contains(help), "{args:?}: {stderr}");
    }
}

#[test]
fn a_crate_is_no_input_and_no_place_for_another() {
    let folder = folder(&[("pets.yaml", PETS)]);
    fs::create_dir(folder.path().join("other")).unwrap();
    fs::write(folder.path().join("other/Cargo.toml"), "[package]\n").unwrap();
    let (exit, _, stderr) = call(folder.path(), &["bundle", "other/"]);
    assert_eq!(exit, Exit::Call);
    assert!(stderr.contains("SW091") && stderr.contains("is the folder of a crate"), "{stderr}");
    let (exit, _, stderr) = call(folder.path(), &["generate", "--out", "other/", "pets.yaml"]);
    assert_eq!(exit, Exit::Call);
    assert!(
        stderr.contains("SW005") && stderr.contains("is the folder of another crate"),
        "{stderr}"
    );
}

#[test]
fn states_without_a_common_operation_are_told_so() {
    let cars = PETS.replace("/pets", "/cars").replace("listPets", "listCars");
    let moved = PETS.replace("/pets", "/v2/pets");
    let folder = folder(&[("pets.yaml", PETS), ("cars.yaml", &cars), ("moved.yaml", &moved)]);
    let (_, _, stderr) = call(folder.path(), &["diff", "pets.yaml", "cars.yaml"]);
    assert!(
        stderr.contains("warning[SW703]: the two states have no operation in common"),
        "{stderr}"
    );
    // An operation that keeps its name is the same.
    let (_, _, stderr) = call(folder.path(), &["diff", "pets.yaml", "moved.yaml"]);
    assert!(!stderr.contains("SW703"), "{stderr}");
}

#[test]
fn notes_are_no_news_where_nothing_changed() {
    let folder = folder(&[("pets.yaml", PETS)]);
    let args = ["generate", "--out", "sdk", "pets.yaml"];
    let note = "note[SW421]";
    assert!(call(folder.path(), &args).2.contains(note));
    let (exit, _, stderr) = call(folder.path(), &args);
    assert!(exit == Exit::Done && !stderr.contains(note), "{stderr}");
    assert!(!call(folder.path(), &[&args[..], &["--check"]].concat()).2.contains(note));
    assert!(call(folder.path(), &[&args[..], &["-v"]].concat()).2.contains(note));
}

#[test]
fn a_crate_is_called_by_the_title_of_the_document() {
    let folder = folder(&[("pets.yaml", PETS)]);
    call(folder.path(), &["generate", "--out", "sdk", "pets.yaml"]);
    let manifest = fs::read_to_string(folder.path().join("sdk/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"pets-co\""), "{manifest}");
    for (title, name) in [
        ("GitHub v3 REST API", "github-v3-rest-api"),
        ("Über-Dienst", "uber-dienst"),
        ("Netlify’s API", "netlifys-api"),
        ("123", "api-client"),
        ("", "api-client"),
        ("Self", "self-client"),
        (
            "One title that somebody made longer than anybody would type",
            "one-title-that-somebody-made-longer-than",
        ),
    ] {
        assert_eq!(specweave::config::crate_name(title), name);
    }
}

#[test]
fn an_address_is_read_only_where_nobody_else_can_change_or_see_it() {
    let folder = folder(&[]);
    let refused = if cfg!(feature = "pull") { "SW090" } else { "`--features pull`" };
    for address in [
        "http://acme.example/a.yaml",
        "https://jo:hunter2@acme.example/a.yaml",
        "ftp://acme.example/a.yaml",
    ] {
        let (exit, _, stderr) = call(folder.path(), &["bundle", address]);
        assert_eq!(exit, Exit::Call, "{stderr}");
        assert!(stderr.contains(refused) && !stderr.contains("hunter2"), "{stderr}");
    }
}

#[test]
fn a_dash_is_standard_input() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_specweave"))
        .args(["bundle", "--raw", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(PETS.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("\"listPets\""), "{text}");
}

#[test]
fn there_are_completions_and_manual_pages() {
    let folder = folder(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (exit, stdout, _) = call(folder.path(), &["completions", shell]);
        assert!(exit == Exit::Done && stdout.contains("message-format"), "{shell}");
        assert!(stdout.contains("specweave"), "{shell}");
    }
    let (exit, page, _) = call(folder.path(), &["man"]);
    assert!(exit == Exit::Done && page.contains(".TH specweave 1"), "{page}");
    assert!(call(folder.path(), &["man", "diff"]).1.contains(".TH specweave-diff 1"));
    assert_eq!(call(folder.path(), &["man", "dif"]).0, Exit::Call);
}

#[test]
fn the_manual_sets_the_address_of_an_api_whose_document_names_none() {
    let readme = |servers: &str, schemes: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: Acme, version: '1'}}\n{servers}paths: {{}}\ncomponents: {{securitySchemes: {{{schemes}}}}}\n"
        );
        let sources = vec![Source::new("a.yaml", text)];
        let inputs = Inputs { sources, overlays: Vec::new() };
        let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
        output.files["README.md"].clone()
    };
    let key = "Key: {type: apiKey, in: header, name: X-Key}";
    let setter = ".base_url(\"https://…\")";
    for servers in ["", "servers: [{url: /v1}]\n"] {
        let open = readme(servers, "");
        assert!(
            open.contains(&format!("let client = Client::builder(){setter}.build()?;")),
            "{open}"
        );
        assert_eq!(open.matches(setter).count(), 3, "in the recipes too\n{open}");
        let closed = readme(servers, key);
        assert!(
            closed.contains("Client::from_env()?; // reads ACME_API_KEY, ACME_BASE_URL\n"),
            "{closed}"
        );
    }
    let known = "servers: [{url: 'https://a.example'}]\n";
    assert!(!readme(known, "").contains(setter));
    assert!(readme(known, key).contains("Client::from_env()?; // reads ACME_API_KEY\n"));
}
