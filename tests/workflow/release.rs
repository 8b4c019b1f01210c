//! The scripts of the release workflows, and of the action for other repositories.

use crate::place::{isolated, root};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const CARGO: &str = r#"#!/usr/bin/env bash
echo "cargo $*" >> "$LOG"
case "$*" in
  "pkgid --package specweave") echo "path+file:///x/generator#specweave@1.2.0" ;;
  "pkgid --package i3dnet") echo "path+file:///x/generated#i3dnet@${SDK:-0.4.0}" ;;
  *" diff "*) printf '{\n  "bump": {\n    "from": "0.3.0",\n    "to": "0.4.0"\n  },\n  "changes": [{"to": "x"}]\n}\n' ;;
  "build "*) mkdir -p target/t-linux/release && printf '#!/bin/sh\necho specweave "$@"\n' > target/t-linux/release/specweave && chmod +x target/t-linux/release/specweave ;;
esac
"#;

const GH: &str = r#"#!/usr/bin/env bash
echo "gh $*" >> "$LOG"
case "$*" in
  *"/comments --jq "*) [[ -z ${OLD:-} ]] || echo 9 ;;
  *"/comments -F "*) [[ -z ${FORK:-} ]] || exit 1 ;;
esac
"#;

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: TempDir::new().unwrap() };
        for folder in ["work/.github", "work/generated", "work/generator", "work/spec", "programs"]
        {
            fs::create_dir_all(place.path(folder)).unwrap();
        }
        let changelog = "# Changelog\n\n## Unreleased\n\n- c\n\n## 1.2.0 (2025-01-01)\n\n- b\n- `d`\n\n## 1.1.0\n\n- a\n";
        for (path, text) in [
            ("work/CHANGELOG.md", "# Changelog\n\n## 1.2.0\n\n- of the SDK\n"),
            ("work/generator/CHANGELOG.md", changelog),
            (
                "work/Cargo.toml",
                "[workspace.package]\nrepository = \"https://github.test/acme/specweave\"\n",
            ),
            ("work/generated/Cargo.toml", "[package]\n"),
            ("work/generator/README.md", ""),
            ("work/LICENSE-APACHE", ""),
            ("work/LICENSE-MIT", ""),
            ("work/spec/specweave.yaml", "crate:\n  version: 0.4.0\n"),
        ] {
            fs::write(place.path(path), text).unwrap();
        }
        let script = fs::read_to_string(root().join(".github/release.sh")).unwrap();
        place.program("work/.github/release.sh", &script);
        place.program("programs/cargo", CARGO);
        place.program("programs/gh", GH);
        place.git(&["init", "--quiet", "--initial-branch=main"]);
        place.git(&["add", "--all"]);
        place.git(&["commit", "--quiet", "--message", "First"]);
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn program(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
        fs::set_permissions(self.path(path), fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn git(&self, args: &[&str]) -> String {
        let somebody = ["-c", "user.name=Jo", "-c", "user.email=jo@acme.test"];
        let mut command = Command::new("git");
        command.args(somebody).args(args).current_dir(self.path("work"));
        let output = isolated(&mut command).output().expect("these tests need git");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Runs a script with the programs that stand for others: the exit code and what was said.
    fn script(&self, script: &Path, args: &[&str], environment: &[(&str, &str)]) -> (i32, String) {
        let programs = self.path("programs").display().to_string();
        let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
        let mut command = Command::new("bash");
        command.arg(script).args(args).current_dir(self.path("work")).env("PATH", path);
        command.env("LOG", self.path("log")).envs(environment.iter().copied());
        let output = isolated(&mut command).output().expect("these tests need bash");
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    }

    fn release(&self, args: &[&str]) -> (i32, String) {
        self.script(&self.path("work/.github/release.sh"), args, &[])
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }
}

#[test]
fn a_tag_must_say_what_is_there() {
    let place = Place::new();
    assert_eq!(place.release(&["check", "v1.2.0"]), (0, String::new()));
    for (tag, said) in [
        ("v1.3.0", "the version of specweave is 1.2.0"),
        ("1.2.0", "is no tag of a release"),
        ("sdk-v0.4.0", "the address of the repository is a blank"),
    ] {
        let (code, text) = place.release(&["check", tag]);
        assert!(code == 1 && text.contains(said), "{tag}: {text}");
    }
    // The blank of this repository is no address.
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let blank = manifest.lines().find(|line| line.starts_with("repository = ")).unwrap();
    fs::write(place.path("work/Cargo.toml"), format!("[workspace.package]\n{blank}\n")).unwrap();
    let is_blank = blank.contains(".invalid/");
    assert_eq!(place.release(&["check", "v1.2.0"]).0, i32::from(is_blank), "{blank}");
}

#[test]
fn the_notes_are_those_of_the_version() {
    let place = Place::new();
    assert_eq!(place.release(&["notes", "v1.2.0", "notes.md"]).0, 0);
    let notes = fs::read_to_string(place.path("work/notes.md")).unwrap();
    assert_eq!(notes.trim(), "- b\n- `d`");
    // Each product has versions, and a changelog, of its own.
    assert_eq!(place.release(&["notes", "sdk-v1.2.0", "notes.md"]).0, 0);
    let notes = fs::read_to_string(place.path("work/notes.md")).unwrap();
    assert_eq!(notes.trim(), "- of the SDK");
    let (code, said) = place.release(&["notes", "v9.9.9", "notes.md"]);
    assert!(code == 1 && said.contains("no entry for 9.9.9"), "{said}");
}

#[test]
fn an_archive_holds_the_program_and_what_belongs_to_it() {
    let place = Place::new();
    let (code, said) = place.release(&["build", "t-linux"]);
    assert_eq!(code, 0, "{said}");
    let files = place.path("work/target/release-files");
    let list =
        Command::new("tar").args(["-tzf", "specweave-t-linux.tar.gz"]).current_dir(&files).output();
    let list = String::from_utf8(list.unwrap().stdout).unwrap();
    for name in
        ["specweave", "specweave.1", "README.md", "LICENSE-MIT", "completions/specweave.fish"]
    {
        assert!(
            list.lines().any(|line| line == format!("specweave-t-linux/{name}")),
            "{name}: {list}"
        );
    }
    let sums = fs::read_to_string(files.join("specweave-t-linux.tar.gz.sha256")).unwrap();
    assert!(sums.ends_with("  specweave-t-linux.tar.gz\n") && sums.len() == 66 + 25, "{sums}");
    assert_eq!(place.release(&["upload", "v1.2.0"]).0, 0);
    let uploaded = "gh release create v1.2.0 --title v1.2.0 --notes-file target/notes.md --verify-tag \
                    target/release-files/specweave-t-linux.tar.gz target/release-files/specweave-t-linux.tar.gz.sha256";
    assert!(place.log().contains(uploaded), "{}", place.log());
}

#[test]
fn the_version_of_the_sdk_is_raised_by_as_much_as_its_changes_ask_for() {
    let place = Place::new();
    let (code, said) = place.release(&["sdk"]);
    assert!(code == 0 && said.contains("0.4.0 is the first"), "{said}");
    place.git(&["tag", "sdk-v0.3.0"]);
    // The tag that is being released is no earlier release.
    place.git(&["tag", "sdk-v0.4.0"]);
    let (code, said) = place.release(&["sdk"]);
    assert!(code == 0 && said.contains("0.4.0 follows 0.3.0: the changes ask for 0.4.0"), "{said}");
    assert!(
        place
            .log()
            .contains("diff git:sdk-v0.3.0:spec/pages spec/pages --config spec/.released.yaml")
    );
    let script = place.path("work/.github/release.sh");
    let (code, said) = place.script(&script, &["sdk"], &[("SDK", "0.3.1")]);
    assert!(code == 1 && said.contains("ask for 0.4.0, and the version is 0.3.1"), "{said}");
    assert!(!place.path("work/spec/.released.yaml").exists());
}

#[test]
fn what_is_published_was_compiled_without_the_token() {
    let place = Place::new();
    place.release(&["verify", "v1.2.0"]);
    place.release(&["publish", "sdk-v0.4.0"]);
    assert_eq!(
        place.log(),
        "cargo publish --locked --dry-run --package specweave\ncargo publish --locked --no-verify --package i3dnet\n"
    );
}

/// A repository with two revisions of pages, where both are beside this one, or else of a small document.
fn revisions(place: &Place) -> &'static str {
    let pages = root().with_file_name("shared").join("revisions");
    let days = ["2025-01-21", "2025-02-19"];
    let copy = |day: &str| {
        let _ = fs::remove_dir_all(place.path("work/pages"));
        fs::create_dir_all(place.path("work/pages")).unwrap();
        if !pages.is_dir() {
            let path = if day == days[0] { "/pets" } else { "/cats" };
            let text = format!(
                "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths: {{{path}: {{get: {{operationId: list, responses: {{'204': {{description: OK}}}}}}}}}}\n"
            );
            return fs::write(place.path("work/pages/a.yaml"), text).unwrap();
        }
        for entry in fs::read_dir(pages.join(day)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, place.path("work/pages").join(path.file_name().unwrap())).unwrap();
        }
    };
    copy(days[0]);
    place.git(&["add", "--all"]);
    place.git(&["commit", "--quiet", "--message", "Pages"]);
    copy(days[1]);
    "pages"
}

#[test]
fn the_action_marks_lines_and_keeps_one_comment() {
    let place = Place::new();
    let path = revisions(&place);
    let base = place.git(&["rev-parse", "HEAD"]);
    place.program(
        "programs/specweave",
        &format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_program")),
    );
    let script = root().join(".github/actions/diff/diff.sh");
    let temporary = place.path("temporary").display().to_string();
    let summary = place.path("summary").display().to_string();
    let environment = [
        ("SPEC_PATH", path),
        ("SPEC_BASE", base.as_str()),
        ("SPEC_CONFIG", ""),
        ("SPEC_EXCEPTIONS", ""),
        ("SPEC_FAIL_ON", "breaking"),
        ("SPEC_COMMENT", "true"),
        ("PULL_REQUEST", "3"),
        ("HEAD_SHA", "abc"),
        ("GITHUB_SERVER_URL", "https://github.test"),
        ("GITHUB_REPOSITORY", "acme/api"),
        ("RUNNER_TEMP", temporary.as_str()),
        ("GITHUB_STEP_SUMMARY", summary.as_str()),
    ];
    let (code, said) = place.script(&script, &["compare"], &environment);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("::error "), "{said}");
    let comment = fs::read_to_string(place.path("temporary/specweave-diff/comment.md")).unwrap();
    assert!(comment.starts_with("<!-- specweave diff -->\n"), "{comment}");
    assert!(comment.contains("https://github.test/acme/api/blob/"), "{comment}");
    assert!(fs::read_to_string(&summary).unwrap().len() > 100);
    assert!(
        place.log().contains("gh api --silent repos/acme/api/issues/3/comments -F body=@"),
        "{}",
        place.log()
    );
    // The next time, the comment is there.
    let again = [&environment[..], &[("OLD", "yes"), ("SPEC_FAIL_ON", "never")]].concat();
    assert_eq!(place.script(&script, &["compare"], &again).0, 0);
    assert!(
        place.log().contains("--method PATCH repos/acme/api/issues/comments/9"),
        "{}",
        place.log()
    );
    // A token that may not write does not decide.
    let fork = [&environment[..], &[("FORK", "yes"), ("SPEC_FAIL_ON", "never")]].concat();
    let (code, said) = place.script(&script, &["compare"], &fork);
    assert!(code == 0 && said.contains("::warning::the comment could not be kept"), "{said}");
    // What cannot be compared is a failure, and is no comment.
    let wrong = [&environment[..], &[("SPEC_PATH", "nowhere")]].concat();
    assert_eq!(place.script(&script, &["compare"], &wrong).0, 2);
}
