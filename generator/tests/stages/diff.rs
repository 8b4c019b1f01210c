//! `specweave diff` on folders and revisions of a repository.

use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A document with one operation, which holds no secrets.
fn document(description: &str) -> String {
    format!(
        "openapi: 3.0.0\ninfo: {{title: Acme, version: '1'}}\nservers: [{{url: 'https://api.example'}}]\npaths:\n  /a:\n    get:\n      description: {description}\n      responses: {{'204': {{description: done}}}}\n"
    )
}

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Run {
    command(folder, arguments, |_| {})
}

fn command(folder: &Path, arguments: &[&str], change: impl Fn(&mut Command)) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specweave"));
    command.arg("diff").args(arguments).current_dir(folder).env("NO_COLOR", "1");
    change(&mut command);
    let output = command.output().unwrap();
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Run { code: output.status.code(), stdout, stderr }
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    // Nothing of the machine's configuration counts.
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = command.args(identity).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with two revisions of `spec/pages/a.yaml`, `v1` and `v2`, a file that is no page, and a generated crate.
fn repository() -> TempDir {
    let folder = TempDir::new().unwrap();
    let pages = folder.path().join("spec/pages");
    fs::create_dir_all(pages.join(".hidden")).unwrap();
    fs::write(pages.join("notes.txt"), "no page").unwrap();
    fs::write(pages.join(".hidden/b.yaml"), "no: document").unwrap();
    fs::create_dir(pages.join("sdk")).unwrap();
    fs::write(pages.join("sdk/Cargo.toml"), specweave::files::GENERATED_MARK).unwrap();
    fs::write(pages.join("sdk/README.md"), "# No page").unwrap();
    git(folder.path(), &["init", "--quiet"]);
    for revision in ["v1", "v2"] {
        fs::write(pages.join("a.yaml"), document(revision)).unwrap();
        git(folder.path(), &["add", "."]);
        git(folder.path(), &["commit", "--quiet", "--message", revision]);
        git(folder.path(), &["tag", revision]);
    }
    folder
}

#[test]
fn a_revision_is_read_without_a_checkout() {
    let folder = repository();
    let folder = folder.path();
    fs::remove_dir_all(folder.join("spec/pages")).unwrap();
    let same =
        ["git:v1:spec/pages", "git:v1:spec/pages/a.yaml", "git:v1:./spec//pages/", "git:v2~1:spec"];
    for old in same {
        let run = run(folder, &[old, "git:v1:spec", "--format", "json", "--fail-on", "any"]);
        assert_eq!(run.code, Some(0), "{old}: {}", run.stderr);
        let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(report["old"]["name"], old);
        assert_eq!(report["new"]["title"], "Acme");
    }
    assert!(!folder.join("spec/pages").exists());
}

#[test]
fn a_document_of_several_files_is_read_from_a_revision() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    fs::create_dir_all(folder.join("spec/parts")).unwrap();
    git(folder, &["init", "--quiet"]);
    let document = "openapi: 3.0.3\ninfo: {title: Acme, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths: {/a: {get: {operationId: getA, responses: {'200': \
                    {description: OK, content: {application/json: {schema: {$ref: parts/a.yaml}}}}}}}}\n";
    fs::write(folder.join("spec/api.yaml"), document).unwrap();
    for revision in ["v1", "v2"] {
        let part = format!("type: object\nproperties: {{{revision}: {{type: string}}}}\n");
        fs::write(folder.join("spec/parts/a.yaml"), part).unwrap();
        git(folder, &["add", "."]);
        git(folder, &["commit", "--quiet", "--message", revision]);
        git(folder, &["tag", revision]);
    }
    let arguments = ["git:v1:spec/api.yaml", "spec/api.yaml", "--fail-on", "never"];
    let run = run(folder, &arguments);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("v1") && run.stdout.contains("v2"), "{}", run.stdout);
    assert!(!run.stderr.contains("SW501"), "{}", run.stderr);
}

#[test]
fn a_change_is_placed_in_its_revisions_and_can_be_excepted() {
    let folder = repository();
    let folder = folder.path();
    let page = folder.join("spec/pages/a.yaml");
    let text = fs::read_to_string(&page).unwrap();
    let other = text
        .replace("  /a:", "  /b:\n    get:\n      responses: {'200': {description: other}}\n  /a:");
    fs::write(&page, other).unwrap();
    let arguments = ["spec", "git:v1:spec"];
    let failed = run(folder, &arguments);
    assert_eq!(failed.code, Some(3), "{}", failed.stderr);
    assert!(failed.stdout.contains("* GET /b\n"), "{}", failed.stdout);
    assert!(
        failed.stdout.contains("    where    spec/pages/a.yaml:7 (old)\n"),
        "{}",
        failed.stdout
    );
    assert!(failed.stdout.contains(" → git:v1:spec/pages/a.yaml:7\n"), "{}", failed.stdout);
    let with = |more: &[&str]| run(folder, &[&arguments, more].concat());
    assert_eq!(with(&["--fail-on", "never"]).code, Some(0));

    let report = with(&["--format", "json"]).stdout;
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let breaking = |change: &&serde_json::Value| change["level"] == "breaking";
    let exceptions: String = report["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(breaking)
        .map(|change| {
            format!("- fingerprint: {}\n  reason: nobody used it\n", change["fingerprint"])
        })
        .collect();
    fs::write(folder.join("exceptions.yaml"), exceptions).unwrap();
    let excepted = with(&["--exceptions", "exceptions.yaml"]);
    assert_eq!((excepted.code, excepted.stderr.as_str()), (Some(0), ""), "{}", excepted.stdout);
    assert!(excepted.stdout.contains("excepted nobody used it"), "{}", excepted.stdout);
    let stale = run(folder, &["spec", "spec", "--exceptions", "exceptions.yaml"]);
    assert_eq!(stale.code, Some(0));
    assert!(
        stale.stderr.starts_with("warning[SW702]: no change has the fingerprint "),
        "{}",
        stale.stderr
    );
    assert!(stale.stderr.contains("exceptions.yaml:1:16"), "{}", stale.stderr);
}

#[test]
fn a_path_of_a_revision_is_one_from_the_top_or_from_here() {
    let folder = repository();
    let inside = folder.path().join("spec/pages");
    for path in ["spec/pages", "./", ".", "../pages", "../../spec/pages/a.yaml"] {
        let name = format!("git:HEAD:{path}");
        let run = run(&inside, &[&name, "a.yaml", "--fail-on", "any"]);
        assert_eq!(run.code, Some(0), "{path}: {}", run.stderr);
    }
}

#[test]
fn what_git_cannot_give_is_the_calls_fault() {
    let folder = repository();
    let nowhere = TempDir::new().unwrap();
    for (old, message) in [
        ("git:v3:spec", "error[SW001]: git knows no revision `v3`"),
        ("git::spec", "error[SW001]: git knows no revision ``"),
        ("git:--help:spec", "error[SW001]: git knows no revision `--help`"),
        ("git:v1:pages", "error[SW001]: the revision `v1` has no `pages`"),
        ("git:v1:../spec", "error[SW001]: `../spec` leads out of the repository"),
    ] {
        let run = run(folder.path(), &[old, "spec/pages"]);
        assert_eq!(run.code, Some(2), "{old}: {}", run.stderr);
        assert!(run.stderr.starts_with(message), "{}", run.stderr);
        assert_eq!(run.stdout, "");
    }
    let outside = |command: &mut Command| {
        command.env("GIT_CEILING_DIRECTORIES", nowhere.path().parent().unwrap());
    };
    let arguments = ["git:v1:spec", "git:v2:spec"];
    let run = command(nowhere.path(), &arguments, outside);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("the current folder is not in a git repository"), "{}", run.stderr);
    let without_git = |command: &mut Command| {
        command.env("PATH", nowhere.path());
    };
    let run = command(folder.path(), &arguments, without_git);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.starts_with("error[SW001]: the program `git` was not found"),
        "{}",
        run.stderr
    );
}

#[test]
fn what_a_revision_holds_is_the_inputs_fault() {
    let folder = repository();
    let folder = folder.path();
    fs::create_dir(folder.join("odd")).unwrap();
    fs::write(folder.join("odd/notes.txt"), "no page").unwrap();
    fs::create_dir(folder.join("bytes")).unwrap();
    fs::write(folder.join("bytes/a.md"), [b'a', 0xff]).unwrap();
    fs::write(folder.join("bytes/b.json"), "{").unwrap();
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "--message", "odd"]);
    for (old, message) in [
        ("git:HEAD:odd", "error[SW003]: `git:HEAD:odd` holds no pages or documents"),
        ("git:HEAD:bytes", "error[SW002]: `git:HEAD:bytes/a.md` is not UTF-8 text"),
        ("git:HEAD:bytes/b.json", "error[SW105]: "),
    ] {
        let run = run(folder, &[old, "spec/pages"]);
        assert_eq!(run.code, Some(1), "{old}: {}", run.stderr);
        assert!(run.stderr.starts_with(message), "{}", run.stderr);
    }
    let named = run(folder, &["git:HEAD:bytes/b.json", "spec/pages"]);
    assert!(named.stderr.contains("git:HEAD:bytes/b.json:1:"), "{}", named.stderr);
}

/// An overlay that sets the description of operations which have this one.
fn overlay(description: &str) -> String {
    format!(
        "overlay: 1.0.0\ninfo: {{title: corrections, version: '1'}}\nactions:\n  - target: $.paths.*[?@.description == '{description}']\n    description: it is wrong\n    update: {{description: right}}\n"
    )
}

#[test]
fn an_overlay_is_for_both_states_and_need_match_only_one() {
    let folder = repository();
    let folder = folder.path();
    fs::write(folder.join("spec/specweave.yaml"), "overlays: [overlay.yaml]\n").unwrap();
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "--message", "config"]);
    let diff = |description: &str| {
        fs::write(folder.join("spec/overlay.yaml"), overlay(description)).unwrap();
        // Neither the configuration nor the overlay is a page, in the revision either.
        run(folder, &["git:HEAD~1:spec", "git:HEAD:spec", "--config", "spec/specweave.yaml"])
    };
    // `v2` is in both, since the page is the same.
    assert_eq!(diff("v2").code, Some(0));
    let dead = diff("v3");
    assert_eq!(dead.code, Some(1));
    assert!(dead.stderr.starts_with("error[SW302]: "), "{}", dead.stderr);
    assert_eq!(dead.stderr.matches("SW302").count(), 1, "{}", dead.stderr);
    let one_sided = run(
        folder,
        &[
            "git:v1:spec",
            "git:v2:spec/pages",
            "--overlay",
            "spec/overlay.yaml",
            "--config",
            "spec/specweave.yaml",
        ],
    );
    assert_eq!(one_sided.code, Some(1), "{}", one_sided.stderr);
    for description in ["v1", "v2"] {
        fs::write(folder.join("spec/overlay.yaml"), overlay(description)).unwrap();
        let run = run(folder, &["git:v1:spec", "git:v2:spec", "--overlay", "spec/overlay.yaml"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn faults_of_both_states_are_said_at_once() {
    let folder = TempDir::new().unwrap();
    for name in ["old.json", "new.json"] {
        fs::write(folder.path().join(name), "{").unwrap();
    }
    let run = run(folder.path(), &["old.json", "new.json"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    for name in ["old.json:1:", "new.json:1:"] {
        assert!(run.stderr.contains(name), "{}", run.stderr);
    }
}

#[test]
fn the_call_is_checked() {
    let folder = TempDir::new().unwrap();
    for arguments in [
        &["a.md"][..],
        &["a.md", "b.md", "--format", "pdf"],
        &["a.md", "b.md", "--fail-on", "sometimes"],
        &["a.md", "b.md", "--link-base", "javascript:alert(1)"],
        &["a.md", "b.md"],
    ] {
        assert_eq!(run(folder.path(), arguments).code, Some(2), "{arguments:?}");
    }
    let help = run(folder.path(), &["--help"]);
    assert_eq!(help.code, Some(0));
    assert!(help.stdout.contains("git:REV:PATH") && help.stdout.contains("--fail-on"));
}

#[test]
fn the_same_document_in_swagger_2_and_openapi_3_is_no_change() {
    let folder = TempDir::new().unwrap();
    for (name, text) in [
        ("old.yaml", include_str!("swagger_2/old.yaml")),
        ("new.yaml", include_str!("swagger_2/new.yaml")),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let run = run(folder.path(), &["old.yaml", "new.yaml"]);
    assert!(run.stdout.contains("no changes"), "{}{}", run.stdout, run.stderr);
}
