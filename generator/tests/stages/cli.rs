//! The command line: exit codes, and what is printed where.

use serde_json::Value;
use specweave::cli::{
    BundleOptions, DocumentFormat, Exit, GenerateOptions, InputOptions, MessageFormat, Mode,
    Terminal, run_bundle_with, run_generate_with,
};
use specweave::config::Config;
use specweave::diagnostic::{Code, Diagnostic, Failure};
use specweave::files::GENERATED_MARK;
use specweave::{Inputs, Model, Output, Progress, Stage, Summary};
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Generates one file for each page, and a warning.
#[allow(clippy::unnecessary_wraps)]
fn generator(inputs: Inputs, config: &Config, progress: Progress<'_>) -> Result<Output, Failure> {
    progress(Stage::Emit);
    if let Some(bad) = inputs.sources.iter().find(|source| source.text.contains("bad")) {
        let finding = Diagnostic::new(Code::InvalidJson, format!("{} is bad", bad.stem()));
        return Err(Failure { diagnostics: vec![finding] });
    }
    let manifest = format!("{GENERATED_MARK}\nname = \"{}\"\n", config.package.name);
    let pages =
        inputs.sources.iter().map(|page| (format!("src/{}.rs", page.stem()), page.text.clone()));
    Ok(Output {
        files: pages.chain([("Cargo.toml".to_owned(), manifest)]).collect(),
        diagnostics: vec![Diagnostic::new(Code::Untyped, "a schema became free JSON")],
        summary: Summary { operations: 4, types: 1 },
        model: Model::default(),
    })
}

struct Run {
    exit: Exit,
    stdout: String,
    stderr: String,
}

fn options(folder: &Path, mode: Mode) -> GenerateOptions {
    GenerateOptions {
        input: InputOptions { paths: vec![folder.join("pages")], ..InputOptions::default() },
        out: folder.join("sdk"),
        name: None,
        mode,
        strict: false,
        report: false,
        message_format: MessageFormat::Human,
    }
}

fn run(options: &GenerateOptions) -> Run {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut terminal = Terminal::new(&mut stdout, &mut stderr);
    let exit = run_generate_with(options, &mut terminal, &generator);
    drop(terminal);
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Run { exit, stdout, stderr }
}

fn pages() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("pages")).unwrap();
    for page in ["a", "b"] {
        fs::write(folder.path().join(format!("pages/{page}.md")), format!("{page}\n")).unwrap();
    }
    folder
}

#[test]
fn generate_writes_checks_and_previews() {
    let folder = pages();
    let folder = folder.path();
    let out = folder.join("sdk").display().to_string();
    let [write, check, dry_run] =
        [Mode::Write, Mode::Check, Mode::DryRun].map(|mode| options(folder, mode));

    let previewed = run(&dry_run);
    assert_eq!(previewed.exit, Exit::Done);
    assert_eq!(previewed.stdout, "write    Cargo.toml\nwrite    src/a.rs\nwrite    src/b.rs\n");
    assert!(!folder.join("sdk").exists());
    let missing = run(&check);
    assert_eq!(missing.exit, Exit::Stale);
    assert_eq!(missing.stdout, "missing  Cargo.toml\nmissing  src/a.rs\nmissing  src/b.rs\n");
    assert!(!folder.join("sdk").exists());

    let written = run(&write);
    assert_eq!((written.exit, written.stdout.as_str()), (Exit::Done, ""));
    let warning = "warning[SW503]: a schema became free JSON\n\nwarning: 1 warning\n";
    let done = "generated 4 operations, 1 type into ";
    let files = "(3 files: 3 written, 0 unchanged)";
    assert_eq!(written.stderr, format!("{warning}{done}{out} {files}\n"));
    let fresh = run(&check);
    assert_eq!((fresh.exit, fresh.stdout.as_str()), (Exit::Done, ""));
    assert!(fresh.stderr.ends_with("is up to date\n"));

    fs::write(folder.join("sdk/src/a.rs"), "a changed\n").unwrap();
    fs::rename(folder.join("sdk/src/b.rs"), folder.join("sdk/src/c.rs")).unwrap();
    let stale = run(&check);
    assert_eq!(stale.exit, Exit::Stale);
    assert_eq!(
        stale.stdout,
        "stale    src/a.rs\n         line 1\n           want: a\n           got:  a changed\n\
         missing  src/b.rs\norphan   src/c.rs\n"
    );
    let hint = "is not up to date (1 changed, 1 missing, 1 orphaned); run `specweave generate`\n";
    assert!(stale.stderr.ends_with(hint), "{}", stale.stderr);
    let previewed = run(&dry_run);
    assert_eq!(previewed.exit, Exit::Done);
    assert_eq!(previewed.stdout, "change   src/a.rs\nwrite    src/b.rs\nremove   src/c.rs\n");
    let again = run(&write);
    assert!(again.stderr.ends_with("(3 files: 2 written, 1 unchanged; 1 removed)\n"));
    assert_eq!(run(&check).exit, Exit::Done);
}

#[test]
fn a_strict_run_with_warnings_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let page = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths: {/a: {get: {operationId: a, \
                responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/None'}}}}}}}}\n";
    fs::create_dir(folder.path().join("pages")).unwrap();
    fs::write(folder.path().join("pages/a.yaml"), page).unwrap();
    let strict = GenerateOptions { strict: true, ..options(folder.path(), Mode::Write) };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut terminal = Terminal::new(&mut stdout, &mut stderr);
    assert_eq!(run_generate_with(&strict, &mut terminal, &specweave::generate), Exit::Input);
    drop(terminal);
    let said = String::from_utf8(stderr).unwrap();
    assert!(said.contains("SW098") && said.contains("which `--strict` treats as errors"), "{said}");
    assert!(!folder.path().join("sdk").exists());
    let lenient = GenerateOptions { strict: false, ..strict };
    let mut terminal = Terminal::new(Vec::new(), Vec::new());
    assert_eq!(run_generate_with(&lenient, &mut terminal, &specweave::generate), Exit::Done);
}

#[test]
fn a_failed_run_leaves_the_old_output() {
    let folder = pages();
    let options = options(folder.path(), Mode::Write);
    run(&options);
    fs::write(folder.path().join("pages/c.md"), "bad").unwrap();
    let failed = run(&options);
    assert_eq!((failed.exit, failed.stdout.as_str()), (Exit::Input, ""));
    assert_eq!(failed.stderr, "error[SW105]: c is bad\n\nerror: 1 error\n");
    assert!(folder.path().join("sdk/src/b.rs").exists());
}

#[test]
fn a_foreign_folder_is_the_calls_fault() {
    let folder = pages();
    fs::create_dir(folder.path().join("sdk")).unwrap();
    fs::write(folder.path().join("sdk/mine"), "").unwrap();
    for mode in [Mode::Write, Mode::DryRun] {
        let refused = run(&options(folder.path(), mode));
        assert_eq!(refused.exit, Exit::Call);
        assert!(refused.stderr.contains("error[SW005]: "), "{}", refused.stderr);
        assert!(refused.stderr.contains("warning[SW503]: "), "warnings are not lost");
        assert!(refused.stderr.ends_with("error: 1 error, 1 warning\n"), "{}", refused.stderr);
    }
    assert_eq!(run(&options(folder.path(), Mode::Check)).exit, Exit::Stale);
    let blocked = GenerateOptions {
        out: folder.path().join("sdk/mine/sdk"),
        ..options(folder.path(), Mode::Write)
    };
    let refused = run(&blocked);
    assert_eq!(refused.exit, Exit::Call);
    assert!(refused.stderr.contains("error[SW004]: "), "{}", refused.stderr);
}

#[test]
fn the_name_of_the_call_wins_if_it_is_one() {
    let folder = pages();
    let named = |name: &str| GenerateOptions {
        name: Some(name.to_owned()),
        ..options(folder.path(), Mode::Write)
    };
    assert_eq!(run(&named("acme")).exit, Exit::Done);
    let manifest = fs::read_to_string(folder.path().join("sdk/Cargo.toml")).unwrap();
    assert!(manifest.contains("\"acme\""));
    assert_eq!(run(&named("fn")).exit, Exit::Call);
}

#[test]
fn json_messages_are_one_object_a_line() {
    let folder = pages();
    let json = |mode| {
        let options =
            GenerateOptions { message_format: MessageFormat::Json, ..options(folder.path(), mode) };
        let run = run(&options);
        assert_eq!(run.stderr, "");
        let lines = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap());
        (run.exit, lines.collect::<Vec<Value>>())
    };
    let (exit, lines) = json(Mode::Write);
    assert_eq!((exit, lines.len()), (Exit::Done, 2));
    assert_eq!((&lines[0]["code"], &lines[0]["severity"]), (&"SW503".into(), &"warning".into()));
    let result = &lines[1]["result"];
    assert_eq!((&result["status"], &result["exit"]), (&"generated".into(), &0.into()));
    assert_eq!((&result["operations"], &result["types"]), (&4.into(), &1.into()));
    assert_eq!((&result["files"], &result["written"]), (&3.into(), &3.into()));

    fs::write(folder.path().join("sdk/src/a.rs"), "x\n").unwrap();
    let (exit, lines) = json(Mode::Check);
    assert_eq!(exit, Exit::Stale);
    let result = &lines[1]["result"];
    assert_eq!((&result["status"], &result["exit"]), (&"stale".into(), &3.into()));
    let expected = serde_json::json!(
        [{ "path": "src/a.rs", "kind": "changed", "line": 1, "want": "a", "got": "x" }]
    );
    assert_eq!(result["differences"], expected);

    fs::write(folder.path().join("pages/c.md"), "bad").unwrap();
    let (exit, lines) = json(Mode::Write);
    assert_eq!((exit, lines.len()), (Exit::Input, 2));
    assert_eq!(lines[0]["message"], "c is bad");
    assert_eq!(lines[1]["result"]["status"], "failed");
    assert_eq!(lines[1]["result"]["errors"], 1);
}

fn bundle(format: DocumentFormat, paths: &[&Path]) -> Run {
    let paths = paths.iter().map(|path| path.to_path_buf()).collect();
    let input = InputOptions { paths, ..InputOptions::default() };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut terminal = Terminal::new(&mut stdout, &mut stderr);
    let exit = run_bundle_with(
        &BundleOptions { input, format, raw: false },
        &mut terminal,
        &|inputs, _| {
            let found = Diagnostic::new(Code::Untyped, "careful");
            Ok((serde_json::json!({ "z": inputs.sources.len(), "a": "yes" }), vec![found]))
        },
    );
    drop(terminal);
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Run { exit, stdout, stderr }
}

#[test]
fn bundle_prints_the_document_and_nothing_else_on_stdout() {
    let folder = pages();
    let json = bundle(DocumentFormat::Json, &[folder.path()]);
    assert_eq!(json.stdout, "{\n  \"z\": 2,\n  \"a\": \"yes\"\n}\n");
    assert!(json.stderr.contains("careful"));
    let yaml = bundle(DocumentFormat::Yaml, &[folder.path()]);
    assert_eq!(specweave::document::yaml::from_str::<Value>(&yaml.stdout).unwrap()["z"], 2);
    assert_eq!(yaml.exit, Exit::Done);
    let missing = bundle(DocumentFormat::Json, &[Path::new("nope.md")]);
    assert_eq!((missing.exit, missing.stdout.as_str()), (Exit::Call, ""));
}

/// Fails with this error.
struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault_and_a_full_disk_is_one() {
    let folder = pages();
    let with = |kind| {
        let mut stderr = Vec::new();
        let mut terminal = Terminal::new(Broken(kind), &mut stderr);
        let exit =
            run_generate_with(&options(folder.path(), Mode::Check), &mut terminal, &generator);
        drop(terminal);
        (exit, String::from_utf8(stderr).unwrap())
    };
    assert_eq!(with(io::ErrorKind::BrokenPipe).0, Exit::Stale);
    let (exit, stderr) = with(io::ErrorKind::StorageFull);
    assert_eq!(exit, Exit::Call);
    assert!(stderr.contains("stdout cannot be written"), "{stderr}");
}

/// The program itself: exit code, stdout, stderr.
fn program(args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_specweave")).args(args).output().unwrap();
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (output.status.code(), stdout, stderr)
}

#[test]
fn the_program_says_what_its_exit_codes_mean() {
    for args in [&["--help"][..], &["generate", "--help"], &["bundle", "--help"]] {
        let (code, stdout, stderr) = program(args);
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
        assert!(stdout.contains("  3  --check found a difference"), "{stdout}");
    }
    let (code, stdout, _) = program(&["--version"]);
    assert_eq!(code, Some(0));
    assert_eq!(stdout, concat!("specweave ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn a_wrong_call_exits_with_2() {
    let calls: [&[&str]; 9] = [
        &[],
        &["nope"],
        &["generate"],
        &["generate", "."],
        &["generate", "--out", "x"],
        &["generate", "--out", "x", "no/such/page.md"],
        &["generate", "--out", "x", "--check", "--dry-run", "."],
        &["generate", "--out", "x", "--config", "no/such/specweave.yaml"],
        &["explain", "SW999"],
    ];
    for call in calls {
        let (code, stdout, stderr) = program(call);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{call:?}");
        assert!(!stderr.is_empty() && !stderr.contains('\u{1b}'), "{call:?}");
    }
    let (code, stdout, stderr) = program(&["bundle", "no/such/page.md"]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.contains("error[SW001]: `no/such/page.md` cannot be read"), "{stderr}");
}

#[cfg(not(feature = "pull"))]
#[test]
fn a_program_without_pull_says_how_to_get_it() {
    let (code, stdout, stderr) = program(&["pull", "--from", "https://acme.example", "users"]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.contains("build it with `--features pull`"), "{stderr}");
}

#[cfg(feature = "pull")]
#[test]
fn pull_says_what_it_takes() {
    let (code, stdout, _) = program(&["pull", "--help"]);
    assert_eq!(code, Some(0));
    for text in
        ["--from <URL|DIR>", "--timeout <SECONDS>", "Exit codes:", "[default: specweave.yaml]"]
    {
        assert!(stdout.contains(text), "{text} is not in {stdout}");
    }
    for wrong in [
        &["--timeout", "0"][..],
        &["--timeout", "x"],
        &["--from", "https://"],
        &["--discover", "a"],
    ] {
        let (code, _, stderr) = program(&[&["pull"], wrong].concat());
        assert_eq!(code, Some(2), "{wrong:?}: {stderr}");
    }
    let (code, _, stderr) = program(&["pull", "--config", "no/such/file"]);
    assert_eq!(code, Some(2), "{stderr}");
    assert!(stderr.starts_with("error[SW001]"), "{stderr}");
}

#[test]
fn an_invalid_configuration_exits_with_1() {
    let folder = TempDir::new().unwrap();
    let config = folder.path().join("c.yaml");
    fs::write(&config, "crate:\n  naem: x\n").unwrap();
    let out = folder.path().join("sdk");
    let args = ["generate", "--config", config.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let (code, _, stderr) = program(&args);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("c.yaml:2:3"), "{stderr}");
    let (code, stdout, stderr) = program(&[&args[..], &["--message-format", "json"]].concat());
    assert_eq!((code, stderr.as_str()), (Some(1), ""));
    let line: Value = serde_json::from_str(stdout.lines().next().unwrap()).unwrap();
    assert_eq!((&line["code"], &line["line"]), (&"SW006".into(), &2.into()));
}

#[test]
fn explain_knows_every_code() {
    let (code, stdout, _) = program(&["explain"]);
    assert_eq!((code, stdout.lines().count()), (Some(0), Code::ALL.len()));
    let title = "# SW401 (note): a format that OpenAPI does not define was ignored\n\n";
    for code in ["sw401", "401"] {
        let (_, one, _) = program(&["explain", code]);
        assert_eq!(one, format!("{title}{}", Code::UnknownFormat.explanation()));
    }
}

#[test]
fn a_closed_pipe_is_not_a_panic() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_specweave"))
        .arg("explain")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[cfg(target_os = "linux")]
#[test]
fn colours_follow_the_environment() {
    let colored = |name: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_specweave"))
            .args(["bundle", "no/such/page.md"])
            .env_remove("NO_COLOR")
            .env(name, "1")
            .output()
            .unwrap();
        output.stderr.contains(&0x1b)
    };
    assert!(colored("CLICOLOR_FORCE"));
    assert!(!colored("NO_COLOR"));
}
