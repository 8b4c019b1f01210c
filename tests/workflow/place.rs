//! A repository with the script of the drift workflow, a remote to push to, and programs that stand for cargo and gh.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self { folder: TempDir::new().unwrap() };
        let at = place.path("");
        for folder in ["work/.github", "work/spec", "work/generated", "work/tests", "programs"] {
            fs::create_dir_all(at.join(folder)).unwrap();
        }
        let script = fs::read_to_string(root().join(".github/drift.sh")).unwrap();
        place.program("work/.github/drift.sh", &script);
        for name in ["cargo", "gh"] {
            let program = root().join("tests/workflow/programs").join(name);
            place.program(&format!("programs/{name}"), &fs::read_to_string(program).unwrap());
        }
        fs::write(at.join("work/.gitignore"), "/target\n").unwrap();
        fs::write(at.join("work/spec/page.md"), "old\n").unwrap();
        fs::write(at.join("work/generated/lib.rs"), "old\n").unwrap();
        for file in ["CHANGELOG.md", "Cargo.lock", "tests/snapshot"] {
            fs::write(at.join("work").join(file), "old\n").unwrap();
        }
        place.git("", &["init", "--quiet", "--bare", "--initial-branch=main", "remote"]);
        place.git("work", &["init", "--quiet", "--initial-branch=main"]);
        place.git("work", &["add", "--all"]);
        place.git("work", &["commit", "--quiet", "--message", "First"]);
        place.git("work", &["remote", "add", "origin", "../remote"]);
        place.git("work", &["push", "--quiet", "origin", "main"]);
        place
    }

    fn program(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::write(&path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    /// Git as somebody, without the configuration of whoever runs the test.
    pub(crate) fn git(&self, folder: &str, args: &[&str]) -> String {
        let somebody = ["-c", "user.name=Jo", "-c", "user.email=jo@acme.test"];
        let mut command = Command::new("git");
        command.args(somebody).args(args).current_dir(self.path(folder));
        let output = isolated(&mut command).output().expect("these tests need git");
        assert!(
            output.status.success(),
            "git {args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    /// Runs the script as the workflow does: each part on a fresh clone of the remote's main branch, the second one if the first one
    /// succeeded, with its files. Returns the exit code and what was said.
    pub(crate) fn runs(&self, environment: &[(&str, &str)]) -> (i32, String) {
        let _ = fs::remove_file(self.path("log"));
        self.clone_anew();
        let (code, looked) = self.part("look", environment);
        if code != 0 {
            return (code, looked);
        }
        let (found, kept) = (self.path("work/target/drift"), self.path("artifact"));
        fs::rename(&found, &kept).unwrap();
        self.clone_anew();
        fs::create_dir(self.path("work/target")).unwrap();
        fs::rename(kept, found).unwrap();
        let (code, followed) = self.follow(environment);
        (code, looked + &followed)
    }

    /// The part of the script that may write, with the files that are there.
    pub(crate) fn follow(&self, environment: &[(&str, &str)]) -> (i32, String) {
        let outcome = self.part("follow", &[environment, &[("GH_TOKEN", "secret")]].concat());
        if self.pushed("drift").is_some() {
            self.git("remote", &["update-ref", "refs/pull/7/head", "refs/heads/drift"]);
        }
        outcome
    }

    fn clone_anew(&self) {
        fs::remove_dir_all(self.path("work")).unwrap();
        self.git("", &["clone", "--quiet", "--branch", "main", "remote", "work"]);
    }

    fn part(&self, part: &str, environment: &[(&str, &str)]) -> (i32, String) {
        let programs = self.path("programs").display().to_string();
        let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
        let mut command = Command::new("bash");
        command.arg(self.path("work/.github/drift.sh")).arg(part).current_dir(self.path(""));
        command.env("PATH", path).env("LOG", self.path("log")).env("BODY", self.path("body"));
        command.env("REQUEST", self.path("request")).env_remove("GH_TOKEN");
        command.env("GITHUB_SERVER_URL", "https://github.test").env("GITHUB_REF_NAME", "main");
        command.env("GITHUB_REPOSITORY", "acme/sdk").envs(environment.iter().copied());
        let output = isolated(&mut command).output();
        let Output { status, stdout, stderr } = output.expect("these tests need bash");
        let text = [stdout, stderr].concat();
        (status.code().unwrap(), String::from_utf8(text).unwrap())
    }

    /// What somebody adds to the branch.
    pub(crate) fn somebody_adds(&self, path: &str) {
        self.git("", &["clone", "--quiet", "--branch", "drift", "remote", "theirs"]);
        fs::write(self.path("theirs").join(path), "by hand\n").unwrap();
        self.git("theirs", &["add", "--all"]);
        self.git("theirs", &["commit", "--quiet", "--message", "Mend"]);
        self.git("theirs", &["push", "--quiet", "origin", "drift"]);
    }

    /// The state of the pull request: OPEN, CLOSED or MERGED.
    pub(crate) fn request_is(&self, state: &str) {
        fs::write(self.path("request"), state).unwrap();
    }

    /// What cargo and gh were called with.
    pub(crate) fn calls(&self) -> String {
        let main = self.pushed("main").unwrap();
        self.read("log").replace(&main, "MAIN")
    }

    /// What the remote has on a branch; nothing without one.
    pub(crate) fn pushed(&self, branch: &str) -> Option<String> {
        let refs = self.git(
            "remote",
            &["for-each-ref", "--format=%(objectname)", &format!("refs/heads/{branch}")],
        );
        Some(refs).filter(|commit| !commit.is_empty())
    }
}

pub(crate) fn isolated(command: &mut Command) -> &mut Command {
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1")
}
